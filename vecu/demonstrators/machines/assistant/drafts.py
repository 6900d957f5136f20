"""The twelve drafts: what was asked and given, each sentence, and which are invented. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

Words = Mapping[str, str]
"""A text by language."""


@dataclass(frozen=True, slots=True)
class Invention:
    """What an invented sentence makes up, what would have shown it, what it may cost somebody."""

    what: Words
    shows: Words
    cost: Words
    warm: bool = False
    """It attributes a feeling, a thought or a will to a person."""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence: it says facts of the brief, by their place there, or it is an invention."""

    name: str
    text: Words
    facts: Sequence[int] = ()
    invention: Invention | None = None
    suicidal: bool = False
    """A published case of it is known."""


@dataclass(frozen=True, slots=True)
class AssistantDraft:
    """One text as an assistant would write it for a request, from the facts of a brief."""

    key: str
    title: Words
    request: Words
    facts: Sequence[Words]
    sentences: Sequence[DraftSentence]
    style: Words
    """Why nothing in its style betrays what is invented."""

    def list_omitted(self) -> list[Words]:
        """Return the facts of the brief that none of its sentences says."""
        used = {index for sentence in self.sentences for index in sentence.facts}
        return [fact for index, fact in enumerate(self.facts) if index not in used]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person or the machine says in an exchange."""

    by: str
    text: Words


@lru_cache
def list_drafts() -> Sequence[AssistantDraft]:
    """Return the twelve, in their order."""
    return tuple(_read_draft(stored) for stored in _read("drafts.json"))


@lru_cache
def list_turns() -> Sequence[Turn]:
    """Return the exchange about the eggs of cows."""
    return tuple(
        Turn(each["by"], {"fr": each["fr"], "en": each["en"]}) for each in _read("eggs.json")
    )


def count_words(language: str, *, invented: bool) -> float:
    """Return the mean number of words of the sentences that are invented, or of the others."""
    counts = [
        len(each.text[language].split())
        for draft in list_drafts()
        for each in draft.sentences
        if (each.invention is not None) is invented
    ]
    return sum(counts) / len(counts)


def _read(name: str) -> Any:
    return json.loads(Path(__file__).with_name(name).read_text("utf-8"))


def _read_draft(stored: dict[str, Any]) -> AssistantDraft:
    sentences = tuple(
        DraftSentence(
            f"{stored['key']}-{number}",
            {"fr": each["fr"], "en": each["en"]},
            tuple(each.get("facts", ())),
            Invention(**each["invented"]) if "invented" in each else None,
            suicidal=each.get("suicidal", False),
        )
        for number, each in enumerate(stored["sentences"], start=1)
    )
    return AssistantDraft(**{**stored, "facts": tuple(stored["facts"]), "sentences": sentences})
