// Coding by keyboard. Every key presses a button or sends a form that is on the page without it.
"use strict";

const desk = document.querySelector("[data-desk]");
const dialog = (name) => document.querySelector(`[data-dialog="${name}"]`);
const rows = () => [...desk.querySelectorAll("[data-row]")];
const CODES = "[data-palette] [data-code], [data-codebook] [data-code]"; // buttons that put a code
let here = null; // the row that keys are about; found again by its id once it was drawn anew
let lastCode = null;
let back = null; // the place of a text that an undoing brings back to the page
let waiting = false; // for the next texts, which are on their way

const row = () => document.getElementById(here) || rows()[0];
const wordsOf = (of) => of?.querySelector("[data-words]");

function goTo(target, { focus = true } = {}) {
  if (!target) return;
  for (const other of rows()) other.removeAttribute("aria-current");
  target.setAttribute("aria-current", "true");
  here = target.id;
  for (const button of document.querySelectorAll(CODES)) button.disabled = false;
  if (!focus) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const next = all[all.indexOf(row()) + by];
  waiting = !next && by > 0;
  if (next) goTo(next);
  else if (waiting) desk.querySelector("a[rel=next]")?.click();
}

// What is selected inside the row's words, in UTF-16 units, which the server counts over.
function selected() {
  const words = wordsOf(row());
  const selection = getSelection();
  if (!words || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!words.contains(range.startContainer) || !words.contains(range.endContainer)) return null;
  const before = range.cloneRange();
  before.selectNodeContents(words);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}

function send(values) {
  const form = row()?.querySelector("[data-put], [data-note], [data-quote]");
  if (!form) return;
  // From the desk, which stays while rows are drawn anew: its requests queue, and none is lost.
  htmx.ajax("POST", form.action, {
    source: desk, target: `#${row().id}`, swap: "outerHTML",
    values: { hash: form.elements.hash.value, name: "", words: "", memo: "", ...values },
  });
}

function put(code, span = selected()) {
  lastCode = code;
  expectCode();
  send({ do: "put", code, ...span });
  getSelection().removeAllRanges();
}

// What puts a code is on its way before the row shows it.
function expectCode() {
  if (row()) row().dataset.coded = "";
}

const isCoded = (at) => "coded" in at.dataset || at.querySelector(".chips:not(.others) form") !== null;

// That no code fits is a judgement: it has a key of its own, which nobody presses to go on.
function finish({ without = false } = {}) {
  const at = row();
  if (at && !at.classList.contains("done")) {
    if (!without && !isCoded(at)) { sayUncoded(at); return; }
    send({ do: "finish" });
  }
  step(1);
}

function sayUncoded(at) {
  tell(desk.dataset.uncoded);
  if (at.querySelector("[data-uncoded]")) return;
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.dataset.uncoded = "";
  hint.textContent = desk.dataset.uncoded;
  at.querySelector(".said")?.append(hint);
}

// --- Selecting words by keyboard: the browser's own selection, moved from word to word.
function places(text) {
  return [...text.matchAll(/\S+/g)].map((word) => [word.index, word.index + word[0].length]);
}

function pointAt(words, offset) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (node && offset > node.length) { offset -= node.length; node = walker.nextNode(); }
  return node ? [node, offset] : [words, 0];
}

let span = null; // first and last word selected, by number

function showSpan() {
  const words = wordsOf(row());
  const all = places(words.textContent);
  span = span.map((number) => Math.max(0, Math.min(all.length - 1, number)));
  const [first, last] = [Math.min(...span), Math.max(...span)];
  getSelection().setBaseAndExtent(...pointAt(words, all[first][0]), ...pointAt(words, all[last][1]));
  tell(getSelection().toString());
}

function moveSpan(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || !span) return false;
  span = event.shiftKey ? [span[0], span[1] + by] : [span[1] + by, span[1] + by];
  showSpan();
  return true;
}

function tell(words) {
  const said = document.getElementById("said");
  if (said) said.textContent = words;
}

// --- Dialogs
let chosen = -1;
const options = () => [...document.querySelectorAll("#found [role=option]:not([hidden])")];
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/œ/g, "oe").toLowerCase();

function open(name) {
  const asked = selected();
  const box = dialog(name);
  box.dataset.span = asked ? JSON.stringify(asked) : "";
  box.showModal();
  if (name === "find") { document.getElementById("find-typed").value = ""; narrow(); }
  if (name === "memo") offerCodings(box.querySelector("select"));
}

// A memo may be about a code that one put on the text.
function offerCodings(about) {
  about.length = 1;
  for (const form of row()?.querySelectorAll(".chips:not(.others) form") || []) {
    const name = form.querySelector(".chip > [lang]");
    const option = new Option(name.textContent, form.elements.coding.value);
    option.lang = name.lang;
    about.add(option);
  }
  about.closest("p").hidden = about.length === 1;
}

// The sentence stays while the last request failed, or a row is marked whose request did.
function showFailure(failed) {
  const said = document.querySelector("[data-failed]");
  const instead = document.querySelector("[data-signed-out]");
  if (said) said.hidden = instead !== null || !(failed || desk.querySelector("[data-unkept]"));
}

// A row is marked until it is drawn anew, which happens when what is done with it is kept.
function markRow(target) {
  const at = target?.id && document.getElementById(target.id)?.closest("[data-row]");
  if (!at || at.querySelector("[data-unkept]")) return;
  const mark = document.createElement("p");
  mark.className = "err";
  mark.dataset.unkept = "";
  mark.textContent = desk.dataset.notKept;
  at.querySelector(".said")?.prepend(mark);
}

// What was typed is forgotten once it is kept, or when its dialog is closed; never for a failure.
function hear(request) {
  const kept = request.xhr.status > 0 && request.xhr.status < 400;
  if (request.successful) showFailure(false);
  const asked = request.requestConfig.parameters.do;
  const typed = { memo: "[data-memo]", make: "[data-new]" }[asked];
  if (kept && typed) document.querySelector(typed).reset();
}

function spanOf(box) {
  return box.dataset.span ? JSON.parse(box.dataset.span) : null;
}

function narrow() {
  const wanted = folded(document.getElementById("find-typed").value).split(/\s+/).filter(Boolean);
  for (const option of document.querySelectorAll("#found [role=option]")) {
    const text = folded(option.textContent);
    option.hidden = !wanted.every((word) => text.includes(word));
  }
  choose(options().length ? 0 : -1);
}

function choose(place) {
  const found = options();
  chosen = found.length ? (place + found.length) % found.length : -1;
  for (const option of document.querySelectorAll("#found [role=option]")) option.setAttribute("aria-selected", "false");
  const typed = document.getElementById("find-typed");
  if (chosen < 0) { typed.removeAttribute("aria-activedescendant"); return; }
  found[chosen].setAttribute("aria-selected", "true");
  found[chosen].scrollIntoView({ block: "nearest" });
  typed.setAttribute("aria-activedescendant", found[chosen].id);
}

function take(option) {
  const box = dialog("find");
  const asked = spanOf(box);
  box.close();
  row()?.focus();
  put(option.dataset.code, asked);
}

// The codebook beside the texts names the keys that the palette has.
function showKeys() {
  const buttons = [...document.querySelectorAll("#recent [data-code]")];
  const keys = new Map(buttons.map((button) => [button.dataset.code, button.querySelector("kbd").textContent]));
  for (const button of document.querySelectorAll("[data-codebook] [data-code]")) {
    const key = button.querySelector("kbd");
    key.textContent = keys.get(button.dataset.code) || "";
    key.hidden = !key.textContent;
  }
}

// --- Keys
const busy = (target) => target.closest("input, textarea, select, dialog") !== null;
const on = () => document.querySelector("[data-keys-on]")?.checked;
const KEYS = {
  Enter: () => finish(),
  f: () => finish({ without: true }),
  "/": () => open("find"),
  "?": () => dialog("help").showModal(),
  n: () => open("new"),
  m: () => open("memo"),
  q: () => lastCode && put(lastCode),
  u: () => document.querySelector("[data-undo-now]")?.click(),
  x: () => [...(row()?.querySelectorAll(".off") || [])].pop()?.click(),
  a: () => {
    const accept = row()?.querySelector("[data-accept]");
    if (accept) expectCode();
    accept?.click();
  },
  r: () => row()?.querySelector("[data-refuse]")?.click(),
  p: () => send({ do: "quote", ...selected() }),
  s: () => { span = [0, 0]; showSpan(); },
  Escape: () => { span = null; getSelection().removeAllRanges(); },
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  j: () => step(1),
  k: () => step(-1),
};

function pressed(event) {
  if (!on() || busy(event.target) || event.metaKey || event.altKey) return;
  if (event.ctrlKey) {
    if (event.key === "z") { event.preventDefault(); KEYS.u(); }
    return;
  }
  // Enter on a link or button is that link's own.
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (moveSpan(event)) { event.preventDefault(); return; }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const digit = digitOf(event);
  if (digit) {
    const at = document.querySelector(`#recent li:nth-child(${digit}) > *`);
    if (at?.dataset.code) at.click();
    else if (at) tell(at.dataset.free);
    event.preventDefault();
  } else if (KEYS[key]) {
    event.preventDefault();
    KEYS[key]();
  }
}

if (desk) {
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
  desk.classList.add("live");
  document.addEventListener("keydown", pressed);
  desk.addEventListener("focusin", (event) => {
    const at = event.target.closest("[data-row]");
    if (at && at.id !== here) { span = null; goTo(at, { focus: false }); }
  });
  desk.addEventListener("pointerdown", (event) => {
    const at = event.target.closest("[data-row]");
    if (at) goTo(at, { focus: false });
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) opener.dataset.open === "help" ? dialog("help").showModal() : open(opener.dataset.open);
    const code = event.target.closest(CODES);
    if (code) put(code.dataset.code);
    const option = event.target.closest("#found [role=option]");
    if (option) take(option);
    if (event.target.closest("[data-close]")) {
      event.target.form.reset();
      event.target.closest("dialog").close();
    }
    if (event.target.closest("[data-undo-now]")) {
      htmx.ajax("POST", desk.dataset.undo, { source: desk, target: "#said", swap: "none" });
    }
  });
  // A button must not take the selection away from the words it is about.
  for (const place of document.querySelectorAll("[data-palette], [data-codebook]")) {
    place.addEventListener("pointerdown", (event) => {
      if (event.target.closest("button")) event.preventDefault();
    });
  }
  const typed = document.getElementById("find-typed");
  typed?.addEventListener("input", narrow);
  typed?.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) { event.preventDefault(); choose(chosen + by); }
    if (event.key === "Enter") { event.preventDefault(); if (chosen >= 0) take(options()[chosen]); }
  });
  document.querySelector("[data-new]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const box = dialog("new");
    const { name, parent, definition } = event.target.elements;
    box.close();
    row()?.focus();
    expectCode();
    send({ do: "make", name: name.value, parent: parent.value, definition: definition.value, ...spanOf(box) });
  });
  document.querySelector("[data-memo]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const { memo, coding } = event.target.elements;
    dialog("memo").close();
    row()?.focus();
    send({ do: "memo", memo: memo.value, coding: coding.value });
  });
  for (const name of ["new", "memo"]) {
    dialog(name).addEventListener("cancel", (event) => event.target.querySelector("form").reset());
  }
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      markRow(event.detail.target);
      showFailure(true);
    });
  }
  document.addEventListener("htmx:afterRequest", (event) => hear(event.detail));
  // A text whose coding is undone and that is not on the page is drawn above the others.
  document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr } }) => {
    const id = xhr.getResponseHeader("HX-Retarget")?.slice(1);
    if (!id || document.getElementById(id) || !rows().length) return;
    back = Object.assign(document.createElement("article"), { id });
    rows()[0].before(back);
  });
  // A row drawn anew has the focus that the old one had.
  document.addEventListener("htmx:afterSwap", () => {
    if (waiting) step(1);
    if (back) goTo(document.getElementById(back.id));
    back = null;
    const at = document.getElementById(here);
    if (at) at.setAttribute("aria-current", "true");
    if (at && document.activeElement === document.body) at.focus({ preventScroll: true });
    for (const button of document.querySelectorAll(CODES)) button.disabled = false;
    showKeys();
  });
  if (matchMedia("(min-width: 72rem)").matches) document.querySelector("[data-codebook]")?.setAttribute("open", "");
  goTo(rows()[0]);
}
