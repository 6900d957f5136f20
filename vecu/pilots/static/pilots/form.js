// Without a network a form is not sent into nothing: what was entered stays. Everything works without.
"use strict";

const offline = document.querySelector("[data-offline]");
if (offline) {
  offline.closest("form").addEventListener("submit", (event) => {
    offline.hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    offline.scrollIntoView({ block: "center" });
  });
}
