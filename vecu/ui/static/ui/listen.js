// Hear a question slowly; where nobody recorded it, by a voice of this device. Nothing leaves it, nothing plays by itself.
"use strict";

const ear = document.querySelector("[data-spoken]"), form = document.querySelector("#typed");
const recordings = [...document.querySelectorAll("audio")];
let pace = 1;

const addButton = (words, press) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = words;
  button.addEventListener("click", press);
  ear.append(button);
};

const addPace = () => addButton(ear.dataset.slowly, (event) => {
  pace = pace === 1 ? 0.7 : 1;
  event.target.setAttribute("aria-pressed", pace !== 1);
  for (const each of recordings) each.playbackRate = each.defaultPlaybackRate = pace;
});

const readWords = () => [...form.querySelectorAll("legend, h1, .field > label, .field > p, :is(.opt, .place) > label")]
  .filter((each) => !each.querySelector("h1") || each.matches("legend"))
  .filter((each) => !each.parentElement.closest("legend"))
  .map((each) => { const copy = each.cloneNode(true); copy.querySelectorAll("small").forEach((note) => note.remove()); return copy.textContent.trim(); })
  .join(". ");

// A voice that is not local would send the words to whoever makes the browser.
const findVoice = () => speechSynthesis.getVoices().find((voice) =>
  voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === ear.dataset.spoken.split("-")[0]);

const offerVoice = () => {
  if (ear.childElementCount || !findVoice()) return;
  addButton(ear.dataset.listen, () => {
    const playing = speechSynthesis.speaking;
    speechSynthesis.cancel();
    if (playing) return;
    const said = new SpeechSynthesisUtterance(readWords());
    said.voice = findVoice();
    said.lang = said.voice.lang;
    said.rate = pace;
    speechSynthesis.speak(said);
  });
  addPace();
};

if (recordings.length) addPace();
else if ("speechSynthesis" in window) {
  offerVoice();
  speechSynthesis.addEventListener?.("voiceschanged", offerVoice);
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
