"""The kinds of writing in social work, each in its situation, as `kinds.toml` holds them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ByLanguage = Mapping[str, str]
_FILE = Path(__file__).with_name("kinds.toml")


@dataclass(frozen=True, slots=True)
class WritingPart:
    """A part of a writing, on which positions are taken; its name by language."""

    key: str
    name: ByLanguage


@dataclass(frozen=True, slots=True)
class WritingKind:
    """A kind of writing in its situation, by language: read it before any of its parts.

    `stays` is what must not leave. `contested` are parts that are disputed until an organisation
    says otherwise; `never` is the objection to any machine, with whose it is, {} where none is.
    """

    key: str
    title: ByLanguage
    written_with: ByLanguage
    read_by: ByLanguage
    takes_away: ByLanguage
    stays: ByLanguage
    parts: Sequence[WritingPart]
    contested: Sequence[str] = ()
    never: ByLanguage = field(default_factory=dict)


@lru_cache
def list_writing_kinds() -> Sequence[WritingKind]:
    """Return all kinds in the order of the file, the tax return twice: alone, and together."""
    stored = tomllib.loads(_FILE.read_text("utf-8"))["kinds"]
    return tuple(
        WritingKind(**each | {"parts": tuple(map(_read_part, each["parts"]))}) for each in stored
    )


def find_writing_kind(key: str) -> WritingKind | None:
    """Return the kind of this key, None if there is none."""
    return next((each for each in list_writing_kinds() if each.key == key), None)


def _read_part(stored: Mapping[str, str]) -> WritingPart:
    return WritingPart(stored["key"], {code: stored[code] for code in stored if code != "key"})
