"""Whether a text resembles the coded ones; texts in another language do not. Pure.

Each language, and each survey, has words that almost every text contains. A text with few of the
usual words of the coded texts gets no prediction: it would depend on names, numbers and words that
two languages happen to share.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vecu.coding.classifier.features import UNKNOWN, Vocabulary
from vecu.coding.classifier.training_data import TokenizedText
from vecu.messages import Message
from vecu.translation import gettext_noop

USUAL = 0.02
"""A word is usual if this share of the coded texts has it."""
LEAST_USUAL = 0.25
"""At least this share of a text's words must be usual, or less where coded texts have less."""
FEW_WORDS = 3
"""A text of at most this many words need have no usual word if its spelling is familiar."""
SPELT_ALIKE = 0.5
"""The share of its n-grams that must then be known."""
_RARELY_LESS = 0.02


@dataclass(frozen=True)
class Familiarity:
    """The usual words of the coded texts, the share required, and the whole vocabulary."""

    usual: frozenset[str]
    least: float
    vocabulary: Vocabulary

    def explain_unfamiliarity(self, words: TokenizedText, *, understood: bool) -> Message | None:
        """Return why a text is too unlike the coded ones, None where it is alike.

        `understood` says that an encoder, which knows words beyond the coded texts, reads it too; a
        text of few words then passes.
        """
        if len(words.folded) <= FEW_WORDS:
            if understood or self._spelt_alike(words):
                return None
            return Message(
                gettext_noop(
                    "None of its words, nor any word spelt like them, appears in a coded text."
                )
            )
        found = sum(word in self.usual for word in words.folded)
        if found >= self.least * len(words.folded):
            return None
        return Message(
            gettext_noop(
                "Only %(found)s of its %(all)s words are usual in the coded texts. It may be in "
                "another language."
            ),
            found=found,
            all=len(words.folded),
        )

    def _spelt_alike(self, words: TokenizedText) -> bool:
        """Return whether a word is known, or most of its n-grams are."""
        if any(map(self.vocabulary.knows, words.folded)):
            return True
        runs = np.concatenate([self.vocabulary.runs(word) for word in words.folded])
        return bool((runs != UNKNOWN).mean() >= SPELT_ALIKE)


def learn_familiarity(texts: Sequence[TokenizedText], vocabulary: Vocabulary) -> Familiarity:
    """Learn what is usual in coded texts; almost none of them would be rejected by the others."""
    having = Counter(word for words in texts for word in set(words.folded))
    needed = max(1, USUAL * len(texts))
    usual = frozenset(word for word, count in having.items() if count >= needed)
    shares = [
        sum(having[word] - 1 >= needed for word in words.folded) / len(words.folded)
        for words in texts
        if len(words.folded) > FEW_WORDS
    ]
    least = min(LEAST_USUAL, float(np.quantile(shares, _RARELY_LESS))) if shares else LEAST_USUAL
    return Familiarity(usual, least, vocabulary)
