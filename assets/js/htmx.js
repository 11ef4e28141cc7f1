import htmx from "htmx.org/dist/htmx.esm.js";

// Nothing that comes over the wire is ever run, and a page is asked again rather than kept in the browser.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
});

// The address that a filter leaves behind names only what was chosen.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") {
    const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/);
    if (token) detail.headers["X-CSRFToken"] = token[1];
    return;
  }
  for (const [name, value] of [...detail.formData]) {
    if (value === "") {
      const kept = detail.formData.getAll(name).filter((other) => other !== "");
      detail.formData.delete(name);
      kept.forEach((other) => detail.formData.append(name, other));
    }
  }
});
document.addEventListener("submit", ({ target }) => {
  if (target.method !== "get" || target.hasAttribute("hx-get")) return;
  const empty = [...target.elements].filter((field) => field.name && field.value === "" && !field.disabled);
  empty.forEach((field) => { field.disabled = true; });
  setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
});
