"""`./run bench coding`: how well and how fast the machine suggests codes.

Lists are the mean of F1 over three codes (macro-F1) with 50, 200 and 1,000 coded reviews, mean of
five seeds: `fr_default` and `en_default` of the default suggester, `fr_encoder` and `en_encoder`
with the optional encoder (null without it). Each seed shuffles 6,000 reviews; the first are coded,
and 3,000 others predicted, with abstentions counting as no code. For comparison, the table has the
result of giving each text the most frequent code. `survey_loo` is the leave-one-out F1 of three
codes of a survey on ChatGPT (`cg_act_write`, `cg_act_test`, `cg_act_search`). `refit_cpu_s` learns
27 codes from 2,000 texts of two reviews each, and predicts all of them; `explain_ms` is an
explanation, `leads_s` is clustering of 20,000 sentences. Times are processor times.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # waiting threads would count as processor time

import random
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice

import numpy as np

from bench._benchmark import SMALLEST, report, size
from bench._reviews import REVIEW_CODES, SURVEY_CODES, all_texts, need_data, reviews, survey
from vecu.coding.classifier import (
    Encoder,
    EncoderAbsent,
    Example,
    cluster_sentences,
    cross_validate,
    open_encoder,
    train,
)
from vecu.coding.classifier.sentences import split_sentences
from vecu.search_folding import fold_for_search

LABELS, SEEDS, SUGGESTED = size(((50, 200, 1_000), range(5), 3_000), ((50,), range(2), 30))
STORIES, CODES, PASSAGES, LEADS = size((2_000, 27, 20_000, 20), (60, 3, 100, 3))
EXPLAINED = size(500, 3)


class Remembering:
    """An encoder with a cache, since five seeds read the same texts."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.name = encoder, encoder.name
        self._read: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        unread = list({text for text in texts if text not in self._read})
        self._read |= dict(zip(unread, self._encoder.encode(unread), strict=True))
        return np.array([self._read[text] for text in texts])


def f1(true: Sequence[frozenset[str]], said: Sequence[frozenset[str]], code: str) -> float:
    """Return F1: twice the common ones, divided by the sum of both."""
    both = sum(code in one and code in other for one, other in zip(true, said, strict=True))
    either = sum(code in each for each in (*true, *said))
    return 2 * both / either if either else 0.0


def macro_f1(true: Sequence[frozenset[str]], said: Sequence[frozenset[str]]) -> float:
    return statistics.mean(f1(true, said, code) for code in REVIEW_CODES)


def learning_curve(name: str, language: str, encoder: Encoder | None) -> list[float]:
    """Print a line for each number of coded texts; return macro-F1 of each."""
    all_reviews, curve = reviews(language), []
    for labels in LABELS:
        found, baseline, repeated, abstained = [], [], [], []
        for seed in SEEDS:
            drawn = random.Random(seed).sample(all_reviews, len(all_reviews))
            coded, asked = drawn[:labels], drawn[max(LABELS) : max(LABELS) + SUGGESTED]
            suggester = train(coded, codes=REVIEW_CODES, chance=seed, encoder=encoder)
            suggestions = suggester.suggest([each.text for each in asked])
            true = [each.codes for each in asked]
            found.append(macro_f1(true, [frozenset(each.codes) for each in suggestions]))
            usual = Counter(code for each in coded for code in each.codes).most_common(1)[0][0]
            baseline.append(macro_f1(true, [frozenset({usual})] * SUGGESTED))
            known = {each.text for each in coded}
            repeated.append(sum(each.text in known for each in asked) / SUGGESTED)
            abstained.append(sum(each.why_not is not None for each in suggestions) / SUGGESTED)
        curve.append(round(statistics.mean(found), 3))
        print(
            f"{name:11} {labels:6} {SUGGESTED:6} {curve[-1]:8.3f} {statistics.stdev(found):6.3f} "
            f"{statistics.mean(baseline):9.3f} {statistics.mean(abstained):10.1%} "
            f"{statistics.mean(repeated):9.1%}"
        )
    return curve


def left_out() -> dict[str, float]:
    """Return the leave-one-out F1 of each code of the survey."""
    answers = survey()
    suggestions = cross_validate(answers, codes=SURVEY_CODES, chance=1, folds=size(len(answers), 2))
    true, said = [a.codes for a in answers], [frozenset(s.codes) for s in suggestions]
    found = {code: round(f1(true, said, code), 3) for code in SURVEY_CODES}
    for code, value in found.items():
        having = sum(code in codes for codes in true)
        everywhere = 2 * having / (having + len(true))
        print(
            f"{code:15} {having:4} of {len(true)} {value:8.3f}   (if given to all {everywhere:.3f})"
        )
    return found


def stories() -> tuple[list[Example], list[str]]:
    """Return texts of two reviews with codes that hang on a word, nine times in ten, and chance."""
    chance, texts = random.Random(1), [each.text for each in reviews("fr")]
    chance.shuffle(texts)
    joined = [f"{texts[2 * n]} {texts[2 * n + 1]}" for n in range(STORIES)]
    words = [frozenset(fold_for_search(text).split()) for text in joined]
    having = Counter(word for each in words for word in sorted(each) if len(word) > 3)
    codes = [word for word, _count in having.most_common(7 * CODES)][::7]
    return [
        Example(
            f"{number:04}",
            text,
            frozenset(
                code for code in codes if chance.random() < (0.9 if code in within else 0.01)
            ),
        )
        for number, (text, within) in enumerate(zip(joined, words, strict=True))
    ], codes


def costs() -> dict[str, float]:
    coded, codes = stories()
    texts = [each.text for each in coded]
    train(coded[:100], codes=codes, chance=1)  # warm up imports
    began = time.process_time()
    suggester = train(coded, codes=codes, chance=1)
    suggester.suggest(texts)
    refit = time.process_time() - began
    took = []
    for text in texts[:EXPLAINED]:
        began = time.process_time()
        suggester.explain(text, codes[0])
        took.append(time.process_time() - began)
    return {
        "refit_cpu_s": round(refit, 2),
        "explain_ms": round(statistics.median(took) * 1_000, 2),
        "leads_s": round(leads(), 2),
    }


def leads() -> float:
    """Return the seconds to cluster many sentences, each a text of its own."""
    passages = [passage for passage, _words in islice(split_sentences(all_texts()), PASSAGES)]
    texts = {f"{number:05}": passage.text for number, passage in enumerate(passages)}
    cluster_sentences(dict(islice(texts.items(), 100)), count=3, chance=1)  # warm up imports
    began = time.process_time()
    found = cluster_sentences(texts, count=LEADS, chance=1)
    took = time.process_time() - began
    print(f"{len(found)} leads from {len(texts)} sentences of reviews")
    return took


def opened() -> Encoder | None:
    if SMALLEST:
        return None
    try:
        return Remembering(open_encoder())
    except EncoderAbsent as error:
        print(error)
        return None


def main() -> None:
    need_data()
    encoder = opened()
    print("suggester   labels  asked macro-F1     sd most-freq. abstained  repeated")
    suggesters = {"default": None, **({"encoder": encoder} if encoder else {})}
    curves = {
        f"{language}_{name}": learning_curve(f"{language}_{name}", language, read_by)
        for language in ("fr", "en")
        for name, read_by in suggesters.items()
    }
    absent = {"fr_encoder": None, "en_encoder": None}
    report({**absent, **curves, "survey_loo": left_out(), **costs()})


if __name__ == "__main__":
    main()
