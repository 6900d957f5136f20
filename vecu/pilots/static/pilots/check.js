// One key for each decision, while the alert has the focus. Everything works without.
"use strict";

const judged = document.querySelector("[data-keys]");
if (judged) {
  judged.classList.add("has-keys");
  judged.addEventListener("keydown", (event) => {
    // A key that is held down would decide on the next page too.
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea")) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      judged.querySelector("[value=reword]").click();
      return;
    }
    // The row of digits needs no shift on a French keyboard either.
    const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase();
    const target = [...judged.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("textarea")) target.select();
    else target.click();
  });
}

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  const done = copy.querySelector("[data-copied]");
  copy.hidden = false;
  copy.querySelector("button").addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector("#result").value);
    done.textContent = done.dataset.copied;
  });
}
