"""Library of published guides to compare with, each summarised in our own words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vecu.errors import VecuError
from vecu.translation import LANGUAGES, pick_language


class UnknownGuide(VecuError):
    """No guide of the library has this key."""


@dataclass(frozen=True, slots=True)
class ReadyPractice:
    """One practice of a library guide, in one language."""

    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class ReadyGuide:
    """A library guide in one language; `source` says who published it and who worded it."""

    key: str
    language: str
    name: str
    source: str
    practices: tuple[ReadyPractice, ...]


def list_ready_guides(language: str) -> list[ReadyGuide]:
    """Return the library's guides in a language, else in the first language of each."""
    return [_in_language(guide, language) for guide in _read()]


def get_ready_guide(key: str, language: str) -> ReadyGuide:
    """Return one library guide in a language; raise `UnknownGuide`, which lists all keys."""
    for guide in list_ready_guides(language):
        if guide.key == key:
            return guide
    known = ", ".join(guide["key"] for guide in _read())
    raise UnknownGuide(f"No guide is called “{key}”. There are: {known}.")


def list_ready_translations(ready: ReadyGuide) -> list[ReadyGuide]:
    """Return a library guide in the other languages of the interface that it has."""
    found = [get_ready_guide(ready.key, language) for language in LANGUAGES]
    return [guide for guide in found if guide.language != ready.language]


@cache
def _read() -> list[Mapping[str, Any]]:
    guides: list[Mapping[str, Any]] = json.loads(
        (Path(__file__).parent / "guides.json").read_text(encoding="utf-8")
    )
    return guides


def _in_language(guide: Mapping[str, Any], language: str) -> ReadyGuide:
    spoken = pick_language(guide["name"], language)
    return ReadyGuide(
        key=guide["key"],
        language=spoken,
        name=guide["name"][spoken],
        source=guide["source"][spoken],
        practices=tuple(
            ReadyPractice(each["key"], each["name"][spoken], each["description"][spoken])
            for each in guide["practices"]
        ),
    )
