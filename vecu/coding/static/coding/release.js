// One key for what a button does: a number replaces what is flagged first, K lets it stay.
"use strict";

const form = document.querySelector("[data-release]");
const open = () => [...document.querySelectorAll("[data-look]")].find((look) => !look.querySelector("input").checked);
const busy = (target) => target.closest("textarea, select, input[type=text]") !== null;

function pressed(event) {
  if (busy(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const look = open();
  if (!look) return;
  const digit = digitOf(event);
  if (digit) look.querySelectorAll("button")[digit - 1]?.click();
  else if (event.key.toLowerCase() === "k") look.querySelector("input").click();
  else return;
  event.preventDefault();
}

if (form) {
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
  document.addEventListener("keydown", pressed);
  // After a replacement the hand is at the next thing to look at, not at the top of the page.
  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body) (open()?.querySelector("button") || form.querySelector("[value=release]")).focus();
  });
}
