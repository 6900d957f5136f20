"""Whether a text is written as the coded ones are: texts of another language are not. Pure.

Each language has words without which hardly anything is said in it, and so has each survey. A text
in which few words are usual among the coded ones is left alone: whatever the machine made of it
would hang on names, numbers and words that two languages happen to share.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vecu.coding.suggesting.examples import Words
from vecu.questionnaires import Message
from vecu.text import _

USUAL = 0.02
"""A word is usual if so many of the coded texts have it."""
LEAST_USUAL = 0.25
"""At least so many of a text's words must be usual, or fewer where coded texts have fewer."""
FEW_WORDS = 3
"""A text of so few words may have none that is usual; one that is known is enough."""
_RARELY_LESS = 0.02


@dataclass(frozen=True)
class Familiarity:
    """Words that are usual in the coded texts, words that are known, and how many must be usual."""

    usual: frozenset[str]
    known: frozenset[str]
    least: float

    def why_strange(self, words: Words) -> Message | None:
        """Return why nothing is said of a text so unlike the coded ones, None where it is alike."""
        if len(words.folded) <= FEW_WORDS:
            if self.known.isdisjoint(words.folded):
                return Message(_("None of its words stands in a coded text."))
            return None
        found = sum(word in self.usual for word in words.folded)
        if found >= self.least * len(words.folded):
            return None
        return Message(
            _(
                "Only %(found)s of its %(all)s words are usual in the coded texts. It may be in "
                "another language."
            ),
            found=found,
            all=len(words.folded),
        )


def learn_familiarity(texts: Sequence[Words]) -> Familiarity:
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
    return Familiarity(usual, frozenset(having), least)
