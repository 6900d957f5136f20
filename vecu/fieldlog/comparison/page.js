const KINDS = ["invented", "omitted", "assumed", "tone"], GAINS = ["more_people", "more_time", "fewer_hours", "not_known"];
const MINUTES = ["saved", "checking", "correcting"];
const get = function (id) { return document.getElementById(id); };
let language = /^fr/i.test(navigator.language || "fr") ? "fr" : "en";
let state = null, current = 0, before = zero(), five = [], late = false;

function say(key, values) {
  return WORDS[key][language].replace(/\{(\w+)\}/g, function (all, name) { return values[name]; });
}
function zero() {
  const totals = { texts: 0, keyword_texts: 0 };
  KINDS.concat(MINUTES).forEach(function (key) { totals[key] = 0; });
  return totals;
}
function make(tag, text, parent) {
  const node = document.createElement(tag);
  node.textContent = text;
  if (parent) parent.appendChild(node);
  return node;
}
function readKeywords() {
  const words = get("keywords").value.split(/[,;\n]/).map(function (each) { return each.trim(); });
  return words.filter(function (each, at) { return each && words.indexOf(each) === at; });
}

/* Keywords count if five stood there when the draft came; later ones were written after it. */
function noteDraft() {
  if (!get("draft").value) { five = []; late = false; } else if (!five.length && !late) {
    const words = readKeywords();
    if (words.length >= 5) five = words; else late = true;
  }
}
function compare() {
  const draft = get("draft").value, final = get("final").value;
  if (!draft.trim() || !final.trim()) { tell("both"); return; }
  const found = findDifferences(draft, final);
  state = { draft: draft, final: final, found: found.differences, answers: found.differences.map(function () { return []; }), marks: [] };
  current = 0;
  get("writing").hidden = true;
  get("reading").hidden = false;
  get("panel").hidden = !found.differences.length;
  tell(found.strange ? "strange" : found.differences.length ? "" : "none");
  showText("draft"); showText("final"); showKeywords(); show();
  if (found.differences.length) get("nth").scrollIntoView({ block: "nearest" });
}
function tell(key) {
  get("message").hidden = !key;
  get("message").textContent = key ? say(key) : "";
  get("message").dataset.key = key;
}
function showText(side) {
  const text = state[side], box = get(side + "-text"), parts = document.createDocumentFragment();
  let at = 0;
  state.found.forEach(function (each, index) {
    const from = each[side][0], to = each[side][1];
    parts.appendChild(document.createTextNode(text.slice(at, from)));
    const mark = make("span", "", parts);
    mark.setAttribute("role", "button");
    mark.tabIndex = 0;
    mark.dataset.n = index;
    make("b", index + 1, mark);
    if (from === to) { mark.className = "gone"; make("span", say("nothing"), mark).dataset.w = "nothing"; } else mark.appendChild(document.createTextNode(text.slice(from, to)));
    if (side === "draft") make("i", "", mark);
    (state.marks[index] = state.marks[index] || []).push(mark);
    at = to;
  });
  parts.appendChild(document.createTextNode(text.slice(at)));
  box.textContent = "";
  box.appendChild(parts);
}
function fold(text) { return text.normalize("NFD").replace(/[\u0300-\u036F]/g, "").toLowerCase(); }
function showKeywords() {
  const draft = fold(state.draft);
  const absent = five.filter(function (each) { return draft.indexOf(fold(each)) < 0; });
  get("absent").hidden = !five.length && !late;
  get("absent").textContent = late ? say("late") : absent.length ? say("absent", { words: absent.join(", ") }) : say("present");
}
function addUp() {
  const totals = Object.assign({}, before);
  totals.texts += 1;
  totals.keyword_texts += five.length ? 1 : 0;
  state.answers.forEach(function (ticked) { KINDS.forEach(function (kind) { if (ticked.indexOf(kind) >= 0) totals[kind] += 1; }); });
  MINUTES.forEach(function (name) { totals[name] += readMinutes(name); });
  return totals;
}
function readMinutes(name) { return Math.max(0, Math.min(999, Math.round(Number(get(name).value)) || 0)); }

/* Show the difference at hand, what is ticked, and the totals. */
function show(moved) {
  const each = state.found[current], ticked = state.answers[current] || [];
  const stopped = state.answers.some(function (some) { return some.indexOf("person") >= 0; });
  if (each) {
    get("nth").textContent = say("difference", { n: current + 1, m: state.found.length });
    ["draft", "final"].forEach(function (side) {
      get("in-" + side).textContent = state[side].slice(each[side][0], each[side][1]) || say("nothing");
    });
  }
  state.marks.forEach(function (pair, index) {
    pair.forEach(function (mark) { mark.classList.toggle("on", index === current); });
    pair[0].lastChild.textContent = state.answers[index].map(function (kind) { return say(kind).toLowerCase(); }).join(", ");
  });
  Array.from(get("ticks").querySelectorAll("input")).forEach(function (input) {
    input.checked = ticked.indexOf(input.value) >= 0;
    input.disabled = input.value === "omitted" && !five.length;
    input.parentNode.classList.toggle("off", input.disabled);
  });
  get("no-omitted").hidden = five.length > 0;
  get("stop").hidden = !stopped; get("go").hidden = stopped;
  get("totals").hidden = stopped;
  const totals = addUp(), rest = readMinutes("saved") - readMinutes("checking") - readMinutes("correcting");
  get("left").textContent = say("left", { n: String(rest).replace("-", "\u2212") });
  get("copy").textContent = "";
  if (!stopped) Object.keys(totals).forEach(function (key) {
    const line = make("div", "", get("copy"));
    make("dt", say(key).toLowerCase(), line);
    make("dd", totals[key], line).dataset.total = key;
  });
  get("unjudged").textContent = say("unjudged", { n: state.answers.filter(function (some) { return !some.length; }).length });
  if (moved && state.marks[current]) state.marks[current].forEach(function (mark) { const box = mark.closest(".text"); box.scrollTop = mark.offsetTop - box.offsetTop - 60; });
}
function tick(event) {
  const name = event.target.value, alone = name === "fine" || name === "person";
  let ticked = state.answers[current].filter(function (each) { return each !== name && !alone && each !== "fine" && each !== "person"; });
  if (event.target.checked) ticked = ticked.concat([name]);
  state.answers[current] = ticked;
  show();
  if (name === "person" && event.target.checked) get("undo").focus();
}
function move(step) {
  current = (current + step + state.found.length) % state.found.length;
  show(true);
}
function choose(event) {
  const mark = event.target.closest("[data-n]");
  if (!mark || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  current = Number(mark.dataset.n);
  show();
}
function clearAll() {
  Array.from(document.querySelectorAll("textarea, input[type=text], input[type=number]")).forEach(function (each) { each.value = ""; });
  Array.from(get("gains").querySelectorAll("input")).forEach(function (each) { each.checked = false; });
  ["draft-text", "final-text", "in-draft", "in-final"].forEach(function (id) { get(id).textContent = ""; });
  state = null; five = []; late = false;
  get("reading").hidden = true; get("writing").hidden = false;
  tell("");
}
function speak() {
  document.documentElement.lang = language;
  document.title = say("title");
  get("language").textContent = language === "fr" ? "English" : "Français";
  get("language").lang = language === "fr" ? "en" : "fr";
  Array.from(document.querySelectorAll("[data-w]")).forEach(function (each) { each.textContent = say(each.dataset.w); });
  ["draft", "final"].forEach(function (side) { get(side + "-text").setAttribute("aria-label", say(side)); });
  if (get("message").dataset.key) tell(get("message").dataset.key);
  if (state) { showKeywords(); show(); }
}
function addChoices(box, names, type) {
  names.forEach(function (name) {
    const label = make("label", "", get(box)), input = make("input", "", label);
    input.type = type; input.name = box; input.value = name; input.autocomplete = "off";
    make("span", "", label).dataset.w = name;
  });
}
addChoices("ticks", KINDS.concat(["person", "fine"]), "checkbox");
addChoices("gains", GAINS, "radio");
get("ticks").addEventListener("change", tick);
get("draft").addEventListener("input", noteDraft);
get("compare").addEventListener("click", compare);
get("change").addEventListener("click", function () { state = null; get("reading").hidden = true; get("writing").hidden = false; tell(""); });
get("another").addEventListener("click", function () { before = addUp(); clearAll(); get("keywords").focus(); });
get("undo").addEventListener("click", function () {
  state.answers = state.answers.map(function (some) { return some.filter(function (each) { return each !== "person"; }); });
  show();
});
get("previous").addEventListener("click", function () { move(-1); });
get("next").addEventListener("click", function () { move(1); });
MINUTES.forEach(function (name) { get(name).addEventListener("input", function () { show(); }); });
["draft-text", "final-text"].forEach(function (id) { get(id).addEventListener("click", choose); get(id).addEventListener("keydown", choose); });
get("language").addEventListener("click", function () { language = language === "fr" ? "en" : "fr"; speak(); });
window.addEventListener("pagehide", function () { before = zero(); clearAll(); });
speak();
