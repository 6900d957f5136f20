"""Words at which a machine that listens stops, whatever the language of its page. Pure.

A list looks after nobody: it errs on the side of stopping, and the page says so.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from vecu.search_folding import fold_for_search

SHORTEST = 6
"""Letters of a word that is compared with a typing error in it; shorter ones resemble too many."""
LONGEST = 1_000
"""Folded characters that are compared: some fold to eighteen, and each takes time."""
LIKENESS = 0.85
"""Of two words, of which one letter in seven may differ (Ratcliff and Obershelp, by `difflib`)."""


@dataclass(frozen=True, slots=True)
class HeldOutShares:
    """Of `whole` phrases that hurt, how many are found; of as many harmless ones, stopped."""

    whole: int
    found: int
    stopped: int


HELD_OUT = HeldOutShares(60, found=48, stopped=7)
"""Of phrases by somebody who saw neither lists nor rules; a test counts them again."""


@dataclass(frozen=True, slots=True)
class DistressSubject:
    """What it speaks of, the page by which that was delimited, and the words that say it."""

    name: str
    source: str
    expression: re.Pattern[str]
    close: Sequence[str]

    def find(self, folded: str) -> str:
        """Return the first words of it in a folded text, '' if there are none."""
        found = self.expression.search(folded)
        if found is not None:
            return found[0]
        long = (word for word in folded.split() if len(word) >= SHORTEST)
        return next((word for word in long if get_close_matches(word, self.close, 1, LIKENESS)), "")


@lru_cache
def list_subjects() -> Sequence[DistressSubject]:
    """Return the subjects; each is compared in every language, as people mix them."""
    return tuple(
        DistressSubject(
            each["name"],
            each["source"],
            _compile([*each["fr"], *each["en"], *each["other"]]),
            each["close"],
        )
        for each in _read_lists()["subjects"]
    )


def find_distress(text: str) -> str:
    """Return the words of a text at which to stop, folded; '' if there are none."""
    folded = _get_idioms().sub("", fold_for_search(text)[:LONGEST])
    return next((found for each in list_subjects() if (found := each.find(folded))), "")


@lru_cache
def _get_idioms() -> re.Pattern[str]:
    return _compile(_read_lists()["idioms"])


@lru_cache
def _read_lists() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("distress.toml").read_text("utf-8"))


def _compile(expressions: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(expressions)})\b")
