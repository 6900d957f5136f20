// Reads a page aloud by a voice that this browser has itself: never by one that sends words away.
"use strict";

for (const button of document.querySelectorAll("[data-speak]")) {
  const { speechSynthesis } = globalThis;
  if (!speechSynthesis) break;
  const language = button.dataset.speak;
  const choose = () => speechSynthesis.getVoices().find(
    (voice) => voice.localService && voice.lang.toLowerCase().startsWith(language));
  const offer = () => { button.hidden = !choose(); };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  button.addEventListener("click", () => {
    const goesOn = speechSynthesis.speaking;
    speechSynthesis.cancel();
    if (goesOn) return;
    for (const each of document.querySelectorAll("[data-spoken]")) {
      const words = new SpeechSynthesisUtterance(each.innerText);
      words.voice = choose();
      words.lang = words.voice.lang;
      words.rate = 0.85;
      speechSynthesis.speak(words);
    }
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
