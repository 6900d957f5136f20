// Reads a page aloud by a voice that this browser has itself: never by one that sends words away. Slowly, if asked.
"use strict";

const { speechSynthesis } = globalThis;
const recordings = document.querySelectorAll("audio");
const slow = document.querySelector("[data-slow]");
const isSlow = () => slow?.getAttribute("aria-pressed") === "true";

if (slow) {
  slow.hidden = !recordings.length;
  slow.addEventListener("click", () => {
    slow.setAttribute("aria-pressed", !isSlow());
    for (const each of recordings) each.playbackRate = each.defaultPlaybackRate = isSlow() ? 0.7 : 1;
  });
}

// What is read: each [data-spoken], or what its attribute names in it; nothing in small type.
const listWords = () => [...document.querySelectorAll("[data-spoken]")]
  .flatMap((each) => (each.dataset.spoken ? [...each.querySelectorAll(each.dataset.spoken)] : [each]))
  .map((each) => each.innerText.replace(each.querySelector("small")?.innerText ?? "", "").trim());

for (const button of document.querySelectorAll("[data-speak]")) {
  if (!speechSynthesis) break;
  const speaks = (voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === button.dataset.speak.split("-")[0];
  const choose = () => speechSynthesis.getVoices().find((voice) => voice.localService && speaks(voice));
  const offer = () => {
    button.hidden = !choose();
    if (slow) slow.hidden = button.hidden && !recordings.length;
  };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  button.addEventListener("click", () => {
    const goesOn = speechSynthesis.speaking;
    speechSynthesis.cancel();
    if (goesOn) return;
    for (const each of listWords()) {
      const words = new SpeechSynthesisUtterance(each);
      words.voice = choose();
      words.lang = words.voice.lang;
      words.rate = isSlow() ? 0.6 : 0.85;
      speechSynthesis.speak(words);
    }
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
