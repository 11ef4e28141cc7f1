// What is typed into a long form survives a closed tab. It is forgotten when it was sent, and at sign-out.
const PREFIX = "pw-kept:";
const stored = () => { try { return localStorage; } catch { return null; } };

function forget(test) {
  const store = stored();
  Object.keys(store ?? {}).filter((key) => key.startsWith(PREFIX) && test(key)).forEach((key) => store.removeItem(key));
}

const pickers = (form) => [...form.querySelectorAll("[data-pw-bodies]")];

function read(form) {
  const apart = ["csrfmiddlewaretoken", ...pickers(form).map((root) => root.dataset.name)];
  const fields = [...new FormData(form)].filter(([name, value]) => !apart.includes(name) && typeof value === "string");
  const picked = (root) => [...root.querySelectorAll("[data-pw-picks] input")].map((field) => [field.value, field.parentElement.querySelector("span").textContent]);
  return { fields, picks: Object.fromEntries(pickers(form).map((root) => [root.dataset.name, picked(root)])) };
}

function restore(form, { fields, picks }) {
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (field && "value" in field) field.value = value;
  }
  const kept = Array.isArray(picks) ? { partner: picks } : picks;  // as it was kept when there was one picker
  pickers(form).forEach((root) => root.dispatchEvent(new CustomEvent("pw:restore", { detail: { picks: kept[root.dataset.name] ?? [] } })));
  const more = form.querySelector("details.pw-more");
  if (more && [...more.querySelectorAll("input, textarea")].some((field) => field.value)) more.open = true;
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}

const form = document.querySelector("form[data-pw-keep]");
if (form && stored()) {
  const key = PREFIX + form.dataset.pwKeep;
  const before = parsed(stored().getItem(key));
  if (before && !("pwBound" in form.dataset)) restore(form, before);
  form.addEventListener("input", () => {
    try { stored().setItem(key, JSON.stringify(read(form))); } catch { /* full, or forbidden: nothing is kept */ }
  });
}

// The page of what was logged names the form that it came from
const sent = document.querySelector("[data-pw-kept]")?.dataset.pwKept;
if (sent) forget((key) => (parsed(stored().getItem(key))?.fields ?? []).some(([name, value]) => name === "submission" && value === sent));

document.addEventListener("submit", ({ target }) => {
  if (/\/logout\/$/.test(new URL(target.action, location.href).pathname)) forget(() => true);
});

// The key "l" opens the quick log
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key !== "l" || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (target.closest("input, textarea, select, [contenteditable], dialog")) return;
  document.querySelector("a[data-pw-log]")?.click();
});
