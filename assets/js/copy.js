import { toast } from "./announce.js";

// A button that copies a field; without scripts there is only the field, to select by hand.
for (const button of document.querySelectorAll("[data-pw-copy]")) button.hidden = !navigator.clipboard;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-pw-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.pwCopy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  toast(document.querySelector("[data-pw-words]").dataset.copied);
});
