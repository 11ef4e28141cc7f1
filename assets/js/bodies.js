// Choosing organisations or contacts while one types: chips with hidden fields, a list that the server makes.
// What is typed and not chosen goes as a line of text, which the server matches, asks about or keeps.
// data-name: of the hidden fields; data-of: of those fields of the form by which the list is narrowed down.
const WAIT = 150;

function start(root) {
  const lines = root.querySelector("textarea");
  const picks = root.querySelector("[data-pw-picks]");
  const combo = root.querySelector("[data-pw-combo]");
  const input = combo.querySelector("input");
  const list = combo.querySelector("[role=listbox]");
  const form = root.closest("form");
  const { name: called, of } = root.dataset;
  let timer, asked = 0, active = -1;

  const options = () => [...list.querySelectorAll("[data-pk]")];
  const changed = () => root.dispatchEvent(new Event("input", { bubbles: true }));
  const typed = () => lines.value.split("\n").map((line) => line.trim()).filter(Boolean);

  function chip(text, remove) {
    const item = document.createElement("li");
    item.className = "pw-chip pw-bodies__pick";
    const name = document.createElement("span");
    name.textContent = text;
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", `${root.dataset.remove}: ${text}`);
    button.textContent = "×";
    button.addEventListener("click", () => { item.remove(); remove?.(); changed(); input.focus(); });
    item.append(name, button);
    picks.append(item);
    return item;
  }
  function pick(pk, text) {
    if ([...picks.querySelectorAll("input")].some((field) => field.value === pk)) return;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: called, value: pk });
    chip(text).append(field);
  }
  function write(line) {
    if (typed().includes(line)) return;
    lines.value = [...typed(), line].join("\n");
    showLine(line);
  }
  function showLine(line) {
    chip(line, () => { lines.value = typed().filter((other) => other !== line).join("\n"); }).classList.add("pw-chip--quiet");
  }
  function close() {
    asked += 1;
    clearTimeout(timer);
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(place) {
    const all = options();
    active = all.length ? place : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[active].id);
    return all[active].scrollIntoView({ block: "nearest" });
  }
  function step(by) {
    const number = options().length;
    mark(by > 0 ? (active + 1) % number : (Math.max(active, 0) - 1 + number) % number);
  }
  function take(option) {
    const { pk, name, note } = option.dataset;
    pick(pk, note ? `${name} · ${note}` : name);
    input.value = "";
    close();
    changed();
  }
  async function ask() {
    const text = input.value.trim();
    const query = new URLSearchParams({ q: text });
    if (of) form.querySelectorAll(`input[name=${of}]`).forEach((field) => query.append(of, field.value));
    if (!text && !query.has(of)) return close();
    const mine = ++asked;
    try {
      const answer = await fetch(`${list.dataset.url}?${query}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || mine !== asked) return undefined;
      list.innerHTML = await answer.text();
    } catch {
      return close();  // what is typed still goes as text
    }
    if (mine !== asked) return undefined;
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    return mark(first(text));
  }
  // Of organisations the best one is taken by Enter; a person is meant only when the name is the same.
  function first(text) {
    const same = (option) => option.dataset.name.toLowerCase() === text.toLowerCase();
    return of ? options().findIndex(same) : 0;
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask(); else step(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      take(options()[active]);
    } else if (key === "Enter" && input.value.trim()) {
      event.preventDefault();
      write(input.value.trim());
      input.value = "";
      close();
      changed();
    } else if (key === "Escape") {
      close();
    } else if (key === "Backspace" && !input.value && picks.lastElementChild) {
      picks.lastElementChild.querySelector("button").click();
    }
    return undefined;
  });
  if (of) input.addEventListener("focus", ask);
  input.addEventListener("blur", () => setTimeout(close, WAIT));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-pk]");
    if (option) take(option);
  });
  form.addEventListener("submit", () => {
    if (input.value.trim()) write(input.value.trim());
    input.value = "";
  });

  // What the server or the kept draft put there
  root.addEventListener("pw:restore", ({ detail }) => {
    picks.replaceChildren();
    detail.picks.forEach(([pk, name]) => pick(pk, name));
    typed().forEach(showLine);
  });
  const server = [...picks.querySelectorAll("input:checked")].map((field) => [field.value, field.closest("label").textContent.trim()]);
  lines.closest(".pw-field").querySelectorAll(":scope > :not(.pw-field__errors)").forEach((part) => { part.hidden = true; });
  const id = lines.id;
  lines.id = "";
  input.id = id;
  combo.querySelector("label").htmlFor = id;
  combo.hidden = false;
  root.dispatchEvent(new CustomEvent("pw:restore", { detail: { picks: server } }));
}

document.querySelectorAll("[data-pw-bodies]").forEach(start);
