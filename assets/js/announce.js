// What changed is said, and the focus is never lost.
const words = () => document.querySelector("[data-pw-words]").dataset;

export function say(text) {
  const live = document.getElementById("pw-live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
}

export function toast(text) {
  const area = document.getElementById("pw-toasts");
  const box = document.createElement("div");
  box.className = "pw-toast";
  box.setAttribute("role", "status");
  const line = document.createElement("p");
  line.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", area.dataset.close);
  close.addEventListener("click", () => box.remove());
  box.append(line, close);
  area.append(box);
}

// What renews itself ([data-pw-quiet]) says nothing, takes no focus, and does not complain.
const isQuiet = (element) => Boolean(element?.closest?.("[data-pw-quiet]"));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // The session has ended, and what came is the page to sign in.
  if (isQuiet(detail.target) && new URL(detail.xhr.responseURL).pathname !== detail.requestConfig.path) detail.shouldSwap = false;
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (isQuiet(detail.target)) return;
  const target = detail.target?.isConnected ? detail.target : document.getElementById(detail.target?.id);
  if (!target) return;
  const said = target.matches("[data-pw-announce]") ? target : target.querySelector("[data-pw-announce]");
  say(said ? said.textContent.trim() : words().updated);
  const wanted = target.querySelector("[data-pw-focus]");
  if (wanted) wanted.focus();
  else if (!document.activeElement || document.activeElement === document.body) {
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
});

for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, ({ detail }) => { if (!isQuiet(detail.elt)) toast(words().failed); });
}
// The server may send a toast with a response: HX-Trigger: {"pw:toast": {"value": "Saved."}}
document.addEventListener("pw:toast", ({ detail }) => toast(detail.value));

document.querySelector("[data-pw-focus]")?.focus();
