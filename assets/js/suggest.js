// What may be meant, while one types into a search box; without scripts it is a plain box.
// A combobox with a list (ARIA Authoring Practices): arrows choose, Enter goes there, else it searches.
import { say } from "./announce.js";

const WAIT = 200;
let boxes = 0;

function start(input) {
  const list = document.createElement("ul");
  list.id = `pw-suggest-${++boxes}`;
  list.className = "pw-suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  list.hidden = true;
  input.form.append(list);
  const told = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  Object.entries(told).forEach(([name, value]) => input.setAttribute(name, value));
  input.autocomplete = "off";
  let timer, asked = 0, active = -1;

  function close() {
    asked += 1;
    clearTimeout(timer);
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(place) {
    active = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[active].id);
    return list.children[active].scrollIntoView({ block: "nearest" });
  }
  function show(results) {
    list.replaceChildren(...results.map(({ title, language, kind, url }, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = url;
      const name = document.createElement("span");
      name.textContent = title;
      if (language) name.lang = language;
      const note = document.createElement("span");
      note.className = "pw-muted";
      note.textContent = kind;
      option.append(name, note);
      return option;
    }));
    active = -1;
    list.hidden = !results.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (results.length) say(input.dataset.suggestCount.replace("0", results.length));
  }
  async function ask() {
    const text = input.value.trim();
    if (!text) return close();
    const mine = ++asked;
    try {
      const answer = await fetch(`${input.dataset.pwSuggest}?${new URLSearchParams({ q: text })}`);
      const { results } = answer.ok ? await answer.json() : { results: [] };
      return mine === asked ? show(results) : undefined;
    } catch {
      return close();  // one may search all the same
    }
  }
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const number = list.children.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(((active + 1 + step + number + 1) % (number + 1)) - 1);  // between the last and the first: the box
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, WAIT));
  input.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) location.assign(option.dataset.url);
  });
}

document.querySelectorAll("[data-pw-suggest]").forEach(start);
