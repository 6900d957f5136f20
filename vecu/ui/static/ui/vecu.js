// Comforts. Every page works without them.
"use strict";

const find = (what) => document.querySelector(what);

// Leave at once: the exit link, or Escape three times in two seconds. Back does not return.
const exit = find("a[data-exit]");
if (exit) {
  const leave = (event) => { event.preventDefault(); location.replace(exit.href); };
  let presses = [];
  exit.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    presses = event.key === "Escape" ? [...presses, event.timeStamp].slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < 2000) leave(event);
  });
}

// Back asks anew for what answered a form, but for the receipt.
if (find(".errsum, [data-exit], [data-card]") && !find(".panel")) history.replaceState(null, "");

// A card's QR code brings its code behind a #, which no server is sent; it leaves the address.
const card = find("[data-card] #code");
if (card && location.hash.length === 15) {
  if (!card.value) card.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}

// Long texts: how many characters are left of the last fifth, said when the typing rests.
for (const area of document.querySelectorAll("textarea[data-left]")) {
  const left = document.createElement("p");
  let rest;
  left.className = "hint";
  left.setAttribute("role", "status");
  area.after(left);
  area.addEventListener("input", () => {
    clearTimeout(rest);
    rest = setTimeout(() => {
      const number = area.maxLength - area.value.length;
      left.textContent = number <= area.maxLength / 5 ? `${area.dataset.left} ${number}` : "";
    }, 700);
  });
}

// A second tap sends nothing; after four seconds, or a change, it may.
const sent = new WeakMap();
addEventListener("submit", (event) => {
  if (event.timeStamp - sent.get(event.target) < 4000) event.preventDefault();
  else sent.set(event.target, event.timeStamp);
});
addEventListener("input", (event) => sent.delete(event.target.form));
