"""Turn somebody's words round: I → you, my → your, je suis → vous êtes. Pure.

English verbs hardly change; French ones do. What a grammar cannot turn round with certainty is
refused, so that the machine falls back on a reply that repeats nothing, rather than on a fault.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WordSwap:
    """A word that was found, and the one put in its place."""

    found: str
    put: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A pronoun whose verb changes with it: what replaces it, its verbs, endings of the others.

    A `strict` one is refused before a word that is in neither; another is then no subject.
    """

    put: str
    verbs: Mapping[str, str]
    endings: Sequence[tuple[re.Pattern[str], str]]
    strict: bool

    def conjugate(self, verb: str) -> str | None:
        """Return the form of `verb` for the new person, None where it is not known."""
        if verb in self.verbs:
            return self.verbs[verb]
        for ending, other in self.endings:
            if ending.search(verb):
                return ending.sub(other, verb)
        return None


@dataclass(frozen=True, slots=True)
class ElizaGrammar:
    """What changes when the person changes; `between` may stand between a subject and its verb."""

    swaps: Mapping[str, str]
    subjects: Mapping[str, Subject]
    between: Set[str]
    refused: re.Pattern[str]

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "ElizaGrammar":
        """Read the grammar of a script."""
        subjects = {
            word: Subject(
                each["put"],
                each["verbs"],
                [(re.compile(ending), other) for ending, other in each["endings"]],
                each["strict"],
            )
            for word, each in stored["subjects"].items()
        }
        refused = re.compile(stored["refused"])
        return cls(stored["swaps"], subjects, frozenset(stored["between"]), refused)

    def reflect(self, words: Sequence[str]) -> tuple[list[str], list[WordSwap]] | None:
        """Return the words turned round and what was swapped; None where that is not certain."""
        small = [word.lower() for word in words]
        if self.refused.search(" ".join(small)):
            return None
        changed: dict[int, str] = {}
        for index, word in enumerate(small):
            subject = self.subjects.get(word)
            if index in changed:
                continue
            if subject is not None:
                verb = self._find_verb(small, index)
                form = subject.conjugate(small[verb]) if verb is not None else None
                if verb is not None and form is not None:
                    changed |= {verb: form}
                elif subject.strict:
                    return None
                changed |= {index: subject.put}
            elif word in self.swaps:
                changed[index] = self.swaps[word]
        turned = [changed.get(index, word) for index, word in enumerate(words)]
        swaps = [
            WordSwap(words[index], put)
            for index, put in sorted(changed.items())
            if put != small[index]
        ]
        return turned, swaps

    def _find_verb(self, small: Sequence[str], subject: int) -> int | None:
        for index in range(subject + 1, len(small)):
            if small[index] not in self.between:
                return index
        return None


def fold(text: str) -> str:
    """Return `text` in small letters without accents: people type in a hurry."""
    apart = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    return "".join(each for each in apart if not unicodedata.combining(each))
