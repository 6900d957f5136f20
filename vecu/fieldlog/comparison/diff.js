/* Differences of two texts: sentences are aligned first, then the words of sentences that correspond. ES2017. */
const WORD = /[0-9A-Za-z\u00AA-\u024F\u0370-\u1FFF\u2C00-\uD7FF\uF900-\uFDFF]+(?:['\u2019.,-][0-9A-Za-z\u00AA-\u024F\u0370-\u1FFF]+)*|[^\s]/g;
const FEW = 2500; /* cells of an alignment: with more, what is unique in both texts divides it first */
const CELLS = 160000; /* that an alignment may fill: more is aligned in a band along the diagonal */
const ALIKE = 0.4; /* share of common words from which two sentences correspond */

function plain(word) { return word.normalize("NFC").replace(/\u2019/g, "'"); }

/* The words and signs of a text, each with its place; a sentence is a run of them. */
function splitWords(text) {
  const found = [];
  let match;
  WORD.lastIndex = 0;
  while ((match = WORD.exec(text))) found.push({ key: plain(match[0]), from: match.index, to: match.index + match[0].length });
  return found;
}

function splitSentences(text) {
  const words = splitWords(text), sentences = [];
  let run = [];
  words.forEach(function (word, i) {
    run.push(word);
    const next = words[i + 1];
    const gap = next ? text.slice(word.to, next.from) : "\n";
    const closing = next && /^[\u00BB"\u201D)\]]$/.test(next.key);
    const abbreviated = word.key === "." && run.length > 1 && /^(M|MM|Mme|Mlle|Dr|Mr|Mrs|Ms|St|art|p|[A-Z])$/.test(run[run.length - 2].key);
    const ends = /^[.!?\u2026]$/.test(word.key) || (/^[\u00BB"\u201D)\]]$/.test(word.key) && run.length > 1 && /^[.!?\u2026]$/.test(run[run.length - 2].key));
    if (!next || gap.indexOf("\n") >= 0 || (ends && gap && !closing && !abbreviated)) {
      sentences.push({ words: run, key: run.map(function (each) { return each.key; }).join(" ") });
      run = [];
    }
  });
  return sentences;
}

/* Give each sentence the numbers of its words, signs left out, in ascending order. */
function numberWords(sentences, numbers) {
  sentences.forEach(function (sentence) {
    const ids = sentence.words.filter(function (word) { return !isSign(word.key); }).map(function (word) {
      if (!numbers.has(word.key)) numbers.set(word.key, numbers.size);
      return numbers.get(word.key);
    });
    sentence.ids = Int32Array.from(ids).sort();
  });
}

/* How much two sentences have in common, 0 to 1; one that lost or gained a clause still corresponds. */
function compareSentences(one, other) {
  if (one.key === other.key) return 1;
  const a = one.ids, b = other.ids;
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) { common++; i++; j++; } else if (a[i] < b[j]) i++; else j++;
  }
  if (!common) return 0;
  const shorter = Math.min(a.length, b.length);
  const within = shorter > 3 && common >= 0.75 * shorter ? 0.5 : 0;
  return Math.max(2 * common / (a.length + b.length), within);
}

/* Pairs [i, j] of corresponding items, in order: ends first, then what is unique in both, then the best sum. */
function alignItems(a, b, weigh) {
  const pairs = [];
  const stack = [[0, a.length, 0, b.length]];
  while (stack.length) {
    let [i, m, j, n] = stack.pop();
    while (i < m && j < n && a[i].key === b[j].key) pairs.push([i++, j++]);
    while (i < m && j < n && a[m - 1].key === b[n - 1].key) pairs.push([--m, --n]);
    if (i === m || j === n) continue;
    if ((m - i) * (n - j) <= FEW) { alignBest(a, i, m, b, j, n, weigh, pairs); continue; }
    const anchors = findAnchors(a, i, m, b, j, n);
    if (!anchors.length) { alignBest(a, i, m, b, j, n, weigh, pairs); continue; }
    let p = i, q = j;
    anchors.concat([[m, n]]).forEach(function (anchor) {
      stack.push([p, anchor[0], q, anchor[1]]);
      if (anchor[0] < m) pairs.push(anchor);
      p = anchor[0] + 1; q = anchor[1] + 1;
    });
  }
  return pairs.sort(function (x, y) { return x[0] - y[0]; });
}

/* Patience: items that occur once in each, in the longest run that has one order in both. */
function findAnchors(a, i, m, b, j, n) {
  const seen = new Map();
  function note(items, from, to, side) {
    for (let k = from; k < to; k++) {
      const each = seen.get(items[k].key) || { times: [0, 0], at: [0, 0] };
      each.times[side]++; each.at[side] = k;
      seen.set(items[k].key, each);
    }
  }
  note(a, i, m, 0); note(b, j, n, 1);
  const unique = Array.from(seen.values()).filter(function (each) { return each.times[0] === 1 && each.times[1] === 1; })
    .map(function (each) { return { i: each.at[0], j: each.at[1], before: null }; })
    .sort(function (x, y) { return x.i - y.i; });
  const piles = [];
  unique.forEach(function (each) {
    let low = 0, high = piles.length;
    while (low < high) { const middle = (low + high) >> 1; if (piles[middle].j < each.j) low = middle + 1; else high = middle; }
    each.before = low ? piles[low - 1] : null;
    piles[low] = each;
  });
  const run = [];
  for (let each = piles[piles.length - 1]; each; each = each.before) run.unshift([each.i, each.j]);
  return run;
}

/* The alignment of the largest sum of weights, within a band if there would be too many cells. */
function alignBest(a, i, m, b, j, n, weigh, pairs) {
  const rows = m - i, columns = n - j;
  const half = rows * columns <= CELLS ? Math.max(rows, columns) : Math.max(8, Math.floor(CELLS / (2 * rows)));
  const width = 2 * half + 1, steps = new Uint8Array((rows + 1) * width);
  const low = function (r) { return Math.floor(r * columns / rows) - half; };
  let before = new Float64Array(width);
  for (let r = 1; r <= rows; r++) {
    const now = new Float64Array(width), shift = low(r) - low(r - 1);
    for (let k = 0; k < width; k++) {
      const c = low(r) + k;
      if (c < 0 || c > columns) continue;
      const up = k + shift < width ? before[k + shift] : 0;
      const left = c > 0 && k > 0 ? now[k - 1] : 0;
      let best = up, step = 1;
      if (left > best) { best = left; step = 2; }
      if (c > 0 && k + shift - 1 >= 0 && k + shift - 1 < width) {
        const weight = weigh(a[i + r - 1], b[j + c - 1]);
        if (weight > 0 && before[k + shift - 1] + weight > best) { best = before[k + shift - 1] + weight; step = 3; }
      }
      now[k] = best;
      steps[r * width + k] = step;
    }
    before = now;
  }
  let r = rows, c = columns;
  while (r > 0 && c > 0) {
    const k = c - low(r);
    if (k < 0 || k >= width) break;
    const step = steps[r * width + k];
    if (step === 3) { pairs.push([i + r - 1, j + c - 1]); r--; c--; } else if (step === 2) c--; else r--;
  }
}

/* Runs without partner between pairs, as [from, to, from, to] of items. */
function listGaps(pairs, m, n) {
  const gaps = [];
  let i = 0, j = 0;
  pairs.concat([[m, n]]).forEach(function (pair) {
    if (pair[0] > i || pair[1] > j) gaps.push([i, pair[0], j, pair[1]]);
    i = pair[0] + 1; j = pair[1] + 1;
  });
  return gaps;
}

function isSign(key) { return !/[0-9A-Za-z]|[^\x00-\xBF]/.test(key); }

/* The gaps of two sentences' words; gaps with one short word or a sign between them are one. */
function compareWords(one, other) {
  const same = function (x, y) { return x.key === y.key ? (isSign(x.key) ? 0.4 : 1) : 0; };
  const joined = [];
  listGaps(alignItems(one, other, same), one.length, other.length).forEach(function (gap) {
    const last = joined[joined.length - 1];
    const between = last ? one.slice(last[1], gap[0]) : [];
    const short = between.every(function (word) { return isSign(word.key) || word.key.length < 4; });
    if (last && between.length < 2 && short) { last[1] = gap[1]; last[3] = gap[3]; } else joined.push(gap);
  });
  return joined.map(function (gap) { return slideGap(gap, one, other); });
}

/* A run that could as well begin one item earlier begins where a clause does: at its comma. */
function slideGap(gap, one, other) {
  let [i, m, j, n] = gap;
  const alone = i === m ? other : j === n ? one : null;
  if (!alone) return gap;
  const inOne = alone === one;
  for (let step = 0; step < 12; step++) {
    const from = inOne ? i : j, to = inOne ? m : n;
    if (from === 0 || isSign(alone[from].key) || alone[from - 1].key !== alone[to - 1].key) break;
    if (!isSign(alone[to - 1].key)) break;
    i--; m--; j--; n--;
  }
  return [i, m, j, n];
}

function span(words, from, to, fallback) {
  return from < to ? [words[from].from, words[to - 1].to] : [fallback, fallback];
}

/* All differences in order: where each text has it, as [from, to] of characters; equal ends are a gap. */
function findDifferences(draft, final) {
  const a = splitSentences(draft), b = splitSentences(final), numbers = new Map();
  numberWords(a, numbers);
  numberWords(b, numbers);
  const alike = function (one, other) { const share = compareSentences(one, other); return share >= ALIKE ? share * share * Math.min(one.words.length, other.words.length) : 0; };
  const pairs = alignItems(a, b, alike);
  const found = [];
  let common = 0;
  const start = function (sentences, index, text) { return index < sentences.length ? sentences[index].words[0].from : text.length; };
  function addSentences(i, m, j, n) {
    for (let k = 0; k < Math.max(m - i, n - j); k++) {
      const here = Math.min(i + k, m), there = Math.min(j + k, n);
      const one = here < m ? a[here].words : null, other = there < n ? b[there].words : null;
      found.push({
        draft: one ? span(one, 0, one.length) : [start(a, m, draft), start(a, m, draft)],
        final: other ? span(other, 0, other.length) : [start(b, n, final), start(b, n, final)]
      });
    }
  }
  function place(words, index) { return index < words.length ? words[index].from : words.length ? words[words.length - 1].to : 0; }
  let i = 0, j = 0;
  pairs.concat([[a.length, b.length]]).forEach(function (pair) {
    addSentences(i, pair[0], j, pair[1]);
    if (pair[0] < a.length) {
      const one = a[pair[0]].words, other = b[pair[1]].words;
      common += one.length;
      if (a[pair[0]].key !== b[pair[1]].key) compareWords(one, other).forEach(function (gap) {
        found.push({ draft: span(one, gap[0], gap[1], place(one, gap[0])), final: span(other, gap[2], gap[3], place(other, gap[2])) });
      });
    }
    i = pair[0] + 1; j = pair[1] + 1;
  });
  const words = a.reduce(function (sum, each) { return sum + each.words.length; }, 0);
  return { differences: found, strange: words > 20 && common < 0.1 * words };
}
