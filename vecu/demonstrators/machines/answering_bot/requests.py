"""The twenty requests of an invented service, their phrases, and which are learnt. Pure."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from vecu.search_folding import fold_for_search

SEED = 2026
"""Of the draw that the page shows; the year, chosen before anything held back was measured."""
LEARNT = 10
"""Phrases of each request that are learnt, out of 15; the others are held back."""


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """What people come for: its title and its written answer by language, and its phrases."""

    key: str
    title: Mapping[str, str]
    answer: Mapping[str, str]
    phrases: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class LabelledPhrase:
    """A phrase and the request that it makes; '' if it fits none."""

    text: str
    request: str
    distress: bool = False


@dataclass(frozen=True, slots=True)
class PhraseSplit:
    """What is learnt, and what is held back to measure."""

    learnt: Sequence[LabelledPhrase]
    held_back: Sequence[LabelledPhrase]


@lru_cache
def list_requests() -> Sequence[ServiceRequest]:
    """Return the twenty."""
    return tuple(ServiceRequest(**each) for each in _read("intents.json"))


@lru_cache
def list_outside_phrases(language: str) -> Sequence[LabelledPhrase]:
    """Return phrases that fit no request; some are words of distress."""
    return tuple(
        LabelledPhrase(each["text"], "", each["distress"])
        for each in _read("outside.json")[language]
    )


def split_phrases(language: str, seed: int) -> PhraseSplit:
    """Draw which phrases of each request are learnt."""
    # Whoever knows the seed may know the draw: nothing is secret here.
    draw = random.Random(seed)  # noqa: S311
    learnt: list[LabelledPhrase] = []
    held_back: list[LabelledPhrase] = []
    for request in list_requests():
        drawn = [LabelledPhrase(text, request.key) for text in request.phrases[language]]
        draw.shuffle(drawn)
        learnt += drawn[:LEARNT]
        held_back += drawn[LEARNT:]
    return PhraseSplit(learnt, held_back)


def list_titles(language: str) -> Sequence[LabelledPhrase]:
    """Return the title of each request as one more phrase to learn."""
    return [LabelledPhrase(each.title[language], each.key) for each in list_requests()]


def fold_phrase(text: str) -> str:
    """Return a phrase as the machine reads it: without accents, capitals or punctuation."""
    return fold_for_search(text)


def _read(name: str) -> Any:  # what the two files hold is checked by the tests
    return json.loads(Path(__file__).with_name(name).read_text("utf-8"))
