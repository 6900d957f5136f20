"use strict";

// Live figures: a table that was open stays open when the numbers are drawn anew.
let opened = [];
document.addEventListener("htmx:beforeSwap", () => {
  opened = [...document.querySelectorAll("details[open][id]")].map((table) => table.id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
});

// Signed out meanwhile: what is shown stays, and a sentence above it says so until one is in again.
const signedOut = () => document.querySelector("[data-signed-out]");
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  if (xhr.status !== 401 || signedOut()) return;
  const place = document.querySelector("[data-palette]") || document.querySelector("main");
  place.insertAdjacentHTML("afterbegin", xhr.responseText);
  Object.assign(signedOut().style, { position: "sticky", top: 0, zIndex: 2 });
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) signedOut()?.remove();
});

// The digit from 1 to 9 that a key stands for, whatever it writes unshifted: & on a French keyboard.
function digitOf(event) {
  if (/^[1-9]$/.test(event.key)) return event.key;
  if (event.shiftKey || event.getModifierState("AltGraph")) return null;
  return /^Digit([1-9])$/.exec(event.code)?.[1] ?? null;
}
