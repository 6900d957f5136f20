"""Freeze how the machine was chosen, and what other draws give: `measured.json`.

Run `python -m vecu.demonstrators.machines.answering_bot.measure` after any change of the phrases.
The
choice looks at what is learnt only, by cross-validation: the least log loss, mean of both
languages, since the threshold relies on how sure a machine says that it is.
"""

import json
import random
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from statistics import mean

from vecu.demonstrators.machines.answering_bot.hand_over import count_outcomes
from vecu.demonstrators.machines.answering_bot.machine import judge_phrase, teach_machine
from vecu.demonstrators.machines.answering_bot.requests import (
    LEARNT,
    SEED,
    LabelledPhrase,
    fold_phrase,
    list_titles,
    split_phrases,
)
from vecu.translation import LANGUAGES

FOLDS = 5
OTHER_SEEDS = tuple(range(1, 21))
OPENING = 50
"""The threshold at which the page opens, in per cent."""
FEATURES = ("words", "pieces", "both")
MODELS = (
    *("multinomial 0.02", "multinomial 0.05", "multinomial 0.1", "multinomial 0.2"),
    *("complement 0.1", "logistic 30", "logistic 100"),
)
FILE = Path(__file__).with_name("measured.json")

Candidate = dict[str, object]


def cross_validate(features: str, model: str, language: str) -> tuple[float, float]:
    """Return the accuracy and the log loss of a candidate on what is learnt, in `FOLDS` folds.

    Each fold holds as many phrases of each request; titles are always learnt.
    """
    learnt = split_phrases(language, SEED).learnt
    draw = random.Random(SEED)  # noqa: S311 - nothing is secret here
    folds = [
        fold
        for _start in range(0, len(learnt), LEARNT)
        for fold in draw.sample([number % FOLDS for number in range(LEARNT)], LEARNT)
    ]
    hits, losses = [], []
    for fold in range(FOLDS):
        known = [each for each, at in zip(learnt, folds, strict=True) if at != fold]
        left = [each for each, at in zip(learnt, folds, strict=True) if at == fold]
        pipeline = _make(features, model)
        pipeline.fit(*_columns([*known, *list_titles(language)]))
        rows = pipeline.predict_proba(_columns(left)[0])
        for row, phrase in zip(rows, left, strict=True):
            shares = dict(zip(pipeline.classes_, row, strict=True))
            hits.append(max(shares, key=shares.__getitem__) == phrase.request)
            losses.append(-log(shares[phrase.request]))
    return mean(hits), mean(losses)


def measure_seed(language: str, seed: int) -> dict[str, int]:
    """Return how many held-back phrases one draw recognises, and what it does at `OPENING`."""
    machine = teach_machine(language, seed)
    judged = [
        judge_phrase(machine, each, language) for each in split_phrases(language, seed).held_back
    ]
    at = count_outcomes(judged, OPENING)
    recognised = sum(each.taken_for == each.phrase.request for each in judged)
    return {"seed": seed, "recognised": recognised, "right": at.right, "wrong": at.wrong}


def _columns(phrases: Sequence[LabelledPhrase]) -> tuple[list[str], list[str]]:
    return [fold_phrase(each.text) for each in phrases], [each.request for each in phrases]


def _make(features: str, model: str):  # type: ignore[no-untyped-def]
    # It takes seconds to import: load it only in a process that measures.
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.naive_bayes import ComplementNB, MultinomialNB  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415

    words = TfidfVectorizer(analyzer=str.split, sublinear_tf=True)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    name, strength = model.split()
    models: dict[str, Callable[[], object]] = {
        "multinomial": lambda: MultinomialNB(alpha=float(strength)),
        "complement": lambda: ComplementNB(alpha=float(strength)),
        "logistic": lambda: LogisticRegression(C=float(strength), max_iter=1000),
    }
    chosen = {"words": words, "pieces": pieces, "both": make_union(words, pieces)}[features]
    return make_pipeline(chosen, models[name]())


def measure_candidate(features: str, model: str) -> Candidate:
    """Return a candidate’s accuracy by language and its mean log loss."""
    found = {language: cross_validate(features, model, language) for language in LANGUAGES}
    return {
        "features": features,
        "model": model,
        "accuracy": {language: round(hits, 3) for language, (hits, _loss) in found.items()},
        "log_loss": round(mean(loss for _hits, loss in found.values()), 3),
    }


def main() -> None:
    """Measure all and write the file."""
    candidates = [measure_candidate(features, model) for features in FEATURES for model in MODELS]
    spread = {
        language: [measure_seed(language, seed) for seed in OTHER_SEEDS] for language in LANGUAGES
    }
    measured = {"candidates": candidates, "spread": spread}
    FILE.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
