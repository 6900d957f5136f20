"""From words to columns: phrases of one or two words, and character n-grams of words. Pure.

N-grams match spelling variants and inflections ("relire", "relecture"). Each lies within one word,
so that its contribution can be shown on that word.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from vecu.coding.classifier.training_data import TokenizedText

SHORTEST_RUN, LONGEST_RUN = 3, 5
"""Length of an n-gram; the blanks before and after a word count as characters."""
UNKNOWN = -1

Columns = npt.NDArray[np.int32]


class Vocabulary:
    """The column of each phrase and each n-gram of the coded texts.

    Columns are numbered in order of first occurrence, so that the same texts give the same columns.
    """

    def __init__(self, texts: Sequence[TokenizedText]) -> None:
        self._phrases = _numbered(chain.from_iterable(iter_phrases(words) for words in texts))
        known = dict.fromkeys(word for words in texts for word in words.folded)
        self._runs = _numbered(chain.from_iterable(map(iter_character_ngrams, known)))
        self._runs_of_word = {
            word: _columns(iter_character_ngrams(word), self._runs) for word in known
        }

    def phrases(self, words: TokenizedText) -> Columns:
        """Return the column of each word, then of each pair; `UNKNOWN` where it has none."""
        return _columns(iter_phrases(words), self._phrases)

    def runs(self, word: str) -> Columns:
        """Return the columns of the n-grams of a word, as often as they occur in it."""
        known = self._runs_of_word.get(word)
        return _columns(iter_character_ngrams(word), self._runs) if known is None else known

    def knows(self, word: str) -> bool:
        """Return whether the word occurs in a coded text."""
        return word in self._runs_of_word

    def count_phrases(self, texts: Sequence[TokenizedText]) -> sparse.csr_array:
        """Return how often each phrase occurs: texts × columns."""
        return _counted([self.phrases(words) for words in texts], len(self._phrases))

    def count_runs(self, texts: Sequence[TokenizedText]) -> sparse.csr_array:
        """Return how often each n-gram occurs: texts × columns."""
        return _counted(
            [_joined([self.runs(word) for word in words.folded]) for words in texts],
            len(self._runs),
        )


def iter_phrases(words: TokenizedText) -> Iterator[str]:
    """Yield each word, then each pair of neighbours."""
    yield from words.folded
    for first, second in pairwise(words.folded):
        yield f"{first} {second}"


def iter_character_ngrams(word: str) -> Iterator[str]:
    """Yield the character n-grams of a word, padded with a blank at either end."""
    padded = f" {word} "
    for length in range(SHORTEST_RUN, LONGEST_RUN + 1):
        for start in range(len(padded) - length + 1):
            yield padded[start : start + length]


def _numbered(features: Iterable[str]) -> dict[str, int]:
    return {feature: column for column, feature in enumerate(dict.fromkeys(features))}


def _columns(features: Iterable[str], known: dict[str, int]) -> Columns:
    return np.fromiter((known.get(feature, UNKNOWN) for feature in features), dtype=np.int32)


def _joined(parts: Sequence[Columns]) -> Columns:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)


def _counted(texts: Sequence[Columns], width: int) -> sparse.csr_array:
    """Return counts of known columns, text by text."""
    known = [columns[columns != UNKNOWN] for columns in texts]
    ends = np.cumsum([0, *map(len, known)], dtype=np.int32)
    counts = sparse.csr_array((np.ones(ends[-1]), _joined(known), ends), shape=(len(known), width))
    counts.sum_duplicates()
    return counts
