// Tell in the page that a passkey was not used; why, the browser has said already.
document.addEventListener("allauth.error", (event) => {
  const notice = document.querySelector("[data-passkey-failed]");
  if (!notice) return;
  event.preventDefault();
  notice.textContent = notice.dataset.passkeyFailed;
  notice.hidden = false;
});
