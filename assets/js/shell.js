const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

// Theme
const themeButton = document.querySelector("[data-pw-theme]");
const isDark = () => (root.dataset.bsTheme ? root.dataset.bsTheme === "dark" : dark.matches);
const showTheme = () => themeButton?.setAttribute("aria-pressed", String(isDark()));
themeButton?.addEventListener("click", () => {
  root.dataset.bsTheme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("pw-theme", root.dataset.bsTheme);
  } catch {
    // The choice holds for this page only.
  }
  showTheme();
  document.dispatchEvent(new CustomEvent("pw:theme"));
});
dark.addEventListener("change", () => {
  showTheme();
  document.dispatchEvent(new CustomEvent("pw:theme"));
});
showTheme();

// The menu of narrow screens
const menuButton = document.querySelector("[data-pw-menu]");
const menu = document.getElementById("pw-menu");
menuButton?.addEventListener("click", () => {
  const open = menu.classList.toggle("is-open");
  menuButton.setAttribute("aria-expanded", String(open));
});

// Menus made of details close on Escape, and when one goes elsewhere
const menus = () => document.querySelectorAll("details[data-pw-menu-details][open]");
document.addEventListener("click", ({ target }) => {
  menus().forEach((open) => { if (!open.contains(target)) open.open = false; });
  const opener = target.closest("[data-pw-dialog]");
  if (opener) document.getElementById(opener.dataset.pwDialog).showModal();
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  menus().forEach((open) => {
    open.open = false;
    open.querySelector("summary").focus();
  });
});

// Filters stand beside a list where there is room, and fold above it where there is not
const filters = document.querySelector("[data-pw-filters]");
if (filters) {
  filters.open = matchMedia("(width >= 1000px)").matches;
  filters.dataset.ready = "";
}
