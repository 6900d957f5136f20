"""Which words led to a suggestion, and how much each contributed. Pure.

The evidence is a sum over phrases and character n-grams. An n-gram lies within one word and counts
for it; a pair of words counts half for each. So the contributions of the words add up to the
evidence, except the intercept, which is the same for all texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vecu.coding.classifier.features import Columns, Vocabulary
from vecu.coding.classifier.function_words import find_content_words
from vecu.coding.classifier.logistic_regression import CodeClassifiers
from vecu.coding.classifier.tfidf import Floats
from vecu.coding.classifier.training_data import TokenizedText

MOST_WORDS = 8
LEAST_SHARE = 0.2
"""A word is marked if it contributes at least this share of what the strongest one does."""


@dataclass(frozen=True, slots=True)
class WordContribution:
    """A word of the text, in code points, and its contribution in log-odds."""

    start: int
    end: int
    weight: float


class Contributions:
    """The contribution of each word of one text to each code."""

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
        """Return the contribution of each word to the code, by index."""
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
        """Return each word with its contribution, positive or negative."""
        return build_contributions(self._words, self.to(code))


@dataclass(frozen=True)
class _FeatureKind:
    """Phrases, or n-grams, of one text: columns, feature values, and weights for each code."""

    columns: Columns
    shares: Floats
    weights: Floats

    def to(self, code: int) -> Floats:
        """Return the contribution of each occurrence to the code; 0 for unknown ones."""
        contributed: Floats = self.weights[self.columns, code]
        return contributed * self.shares


def build_contributions(words: TokenizedText, contributed: Floats) -> tuple[WordContribution, ...]:
    """Return the contribution of each word, in the order of the text."""
    return tuple(
        WordContribution(start, end, float(weight))
        for (start, end), weight in zip(words.places, contributed, strict=True)
    )


def select_strongest(
    marks: Sequence[WordContribution], folded: Sequence[str]
) -> tuple[WordContribution, ...]:
    """Return the few content words that contribute most to a code, in the order of the text.

    `folded` are the words themselves. Function words may carry weight, and tell a reader nothing.
    """
    content = [
        mark
        for mark, is_content in zip(marks, find_content_words(folded), strict=True)
        if is_content
    ]
    best = sorted(content, key=lambda mark: -mark.weight)[:MOST_WORDS]
    least = LEAST_SHARE * best[0].weight if best else 0.0
    return tuple(
        sorted(
            (mark for mark in best if mark.weight > 0 and mark.weight >= least),
            key=lambda mark: mark.start,
        )
    )


def remove_word(text: str, words: TokenizedText, index: int) -> str:
    """Return a text without one of its words, for an encoder to read again."""
    start, end = words.places[index]
    return text[:start] + text[end:]
