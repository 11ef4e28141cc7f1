// What only the reader's own machine can do for a guide: print it, and say what time it is where they are.
for (const button of document.querySelectorAll("[data-pw-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const here of document.querySelectorAll("[data-pw-here]")) {
  const said = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  here.querySelector("time").textContent = said.format(new Date());
  here.hidden = false;
}
