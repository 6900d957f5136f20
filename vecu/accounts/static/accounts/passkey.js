// Say that a passkey did not work, where the browser alone knows it.
"use strict";
document.addEventListener("allauth.error", () => {
  for (const words of document.querySelectorAll("[data-passkey-failed]")) words.hidden = false;
});
