"""Whether a text is written as the coded ones are: texts of another language are not. Pure.

Each language has words without which hardly anything is said in it, and so has each survey. A text
in which few words are usual among the coded ones is left alone: whatever the machine made of it
would hang on names, numbers and words that two languages happen to share.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vecu.coding.classifier.features import (
    UNKNOWN,
    Vocabulary,
)
from vecu.coding.classifier.training_data import TokenizedText
from vecu.messages import Message
from vecu.translation import gettext_noop

USUAL = 0.02
"""A word is usual if so many of the coded texts have it."""
LEAST_USUAL = 0.25
"""At least so many of a text's words must be usual, or fewer where coded texts have fewer."""
FEW_WORDS = 3
"""A text of so few words may have none that is usual; that it is spelt alike is enough."""
SPELT_ALIKE = 0.5
"""So many of its runs of letters must then be known."""
_RARELY_LESS = 0.02


@dataclass(frozen=True)
class Familiarity:
    """Words that are usual in the coded texts, how many must be, and all that is known of them."""

    usual: frozenset[str]
    least: float
    vocabulary: Vocabulary

    def why_strange(self, words: TokenizedText, *, understood: bool) -> Message | None:
        """Return why nothing is said of a text so unlike the coded ones, None where it is alike.

        `understood` says that an encoder reads it too, which knows words that no coded text has; a
        text of few words is then not strange.
        """
        if len(words.folded) <= FEW_WORDS:
            if understood or self._spelt_alike(words):
                return None
            return Message(
                gettext_noop(
                    "None of its words stands in a coded text, nor any that is spelt like them."
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
        """Return whether a word is known, or most runs of letters are."""
        if any(map(self.vocabulary.knows, words.folded)):
            return True
        runs = np.concatenate([self.vocabulary.runs(word) for word in words.folded])
        return bool((runs != UNKNOWN).mean() >= SPELT_ALIKE)


def learn_familiarity(texts: Sequence[TokenizedText], vocabulary: Vocabulary) -> Familiarity:
    """Return what is usual in coded texts; almost none of these would be strange to the others."""
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
