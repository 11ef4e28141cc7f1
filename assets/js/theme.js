// Runs in the head, before anything is painted: a stored choice of theme shows without a flash.
document.documentElement.classList.add("pw-js");
try {
  const theme = localStorage.getItem("pw-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.bsTheme = theme;
} catch {
  // A browser that keeps nothing follows the system.
}
