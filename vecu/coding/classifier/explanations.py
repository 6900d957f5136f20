"""Which words made a suggestion, and how much each did. Pure.

Evidence is a sum over phrases and runs of letters. A run lies within one word and counts for it; a
pair of words counts half for either. So what the words contribute adds up to all that the text
says for or against a code; only where the code begins, which is the same for all texts, is left.
"""

from dataclasses import dataclass

import numpy as np

from vecu.coding.classifier.features import (
    Columns,
    Vocabulary,
)
from vecu.coding.classifier.logistic_regression import CodeClassifiers
from vecu.coding.classifier.tfidf import Floats
from vecu.coding.classifier.training_data import TokenizedText

MOST_WORDS = 8
LEAST_SHARE = 0.2
"""A word is marked if it contributes so much of what the strongest one does."""


@dataclass(frozen=True, slots=True)
class WordContribution:
    """A word of the shown text, in code points, and what it contributes, in log-odds."""

    start: int
    end: int
    weight: float


class Contributions:
    """What each word of one text contributes to any code."""

    def __init__(
        self, vocabulary: Vocabulary, learned: CodeClassifiers, words: TokenizedText
    ) -> None:
        weighing, self._words = learned.weighing, words
        phrases = vocabulary.phrases(words)
        runs = [vocabulary.runs(word) for word in words.folded]
        lengths = np.array([len(each) for each in runs], dtype=np.intp)
        self._of_phrases = _FeatureKind(
            phrases, weighing.phrases.weigh_each(phrases), learned.weights
        )
        letters = np.concatenate(runs)
        beside = learned.weights[len(weighing.phrases.weights) :]
        self._of_runs = _FeatureKind(letters, weighing.runs.weigh_each(letters), beside)
        self._word_of_run = np.repeat(np.arange(len(words.folded)), lengths)

    def to(self, code: int) -> Floats:
        """Return what each word contributes to the code by its place."""
        count = len(self._words.folded)
        of_phrases = self._of_phrases.to(code)
        contributed = of_phrases[:count].copy()
        halves = of_phrases[count:] / 2
        contributed[:-1] += halves
        contributed[1:] += halves
        contributed += np.bincount(
            self._word_of_run, weights=self._of_runs.to(code), minlength=count
        )
        return contributed

    def list_contributions(self, code: int) -> tuple[WordContribution, ...]:
        """Return each word with what it contributes, for or against."""
        return build_contributions(self._words, self.to(code))


@dataclass(frozen=True)
class _FeatureKind:
    """Phrases, or runs, of one text: their columns, what each weighs there, and for each code."""

    columns: Columns
    shares: Floats
    weights: Floats

    def to(self, code: int) -> Floats:
        """Return what each occurrence contributes to the code; unknown ones nothing."""
        contributed: Floats = self.weights[self.columns, code]
        return contributed * self.shares


def build_contributions(words: TokenizedText, contributed: Floats) -> tuple[WordContribution, ...]:
    """Return a mark for each word, in the order of the text."""
    return tuple(
        WordContribution(start, end, float(weight))
        for (start, end), weight in zip(words.places, contributed, strict=True)
    )


def select_strongest(marks: tuple[WordContribution, ...]) -> tuple[WordContribution, ...]:
    """Return the few marks that speak most for a code, in the order of the text."""
    best = sorted(marks, key=lambda mark: -mark.weight)[:MOST_WORDS]
    least = LEAST_SHARE * best[0].weight if best else 0.0
    return tuple(
        sorted(
            (mark for mark in best if mark.weight > 0 and mark.weight >= least),
            key=lambda mark: mark.start,
        )
    )


def remove_word(text: str, words: TokenizedText, place: int) -> str:
    """Return a text without one of its words, for an encoder to read again."""
    start, end = words.places[place]
    return text[:start] + text[end:]
