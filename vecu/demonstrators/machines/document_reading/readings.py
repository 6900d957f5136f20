"""The frozen readings, and what is right in them: computed, never stored. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from vecu.demonstrators.machines.document_reading.fields import (
    FIELDS,
    Box,
    FieldReading,
    ReadWord,
    find_fields,
    is_right,
)


class Verdict(StrEnum):
    """What became of a field."""

    RIGHT = "right"
    WRONG = "wrong"
    BLANK = "blank"
    """Nothing was read in it."""


@dataclass(frozen=True, slots=True)
class ReadField:
    """What stands in a field, where, and what was read there; None if nothing was."""

    key: str
    truth: str
    place: Box
    reading: FieldReading | None

    @property
    def verdict(self) -> Verdict:
        """Say what became of it."""
        if self.reading is None:
            return Verdict.BLANK
        return Verdict.RIGHT if is_right(self.truth, self.reading.text) else Verdict.WRONG


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet that was read; `key` is what happened to it before."""

    key: str
    picture: str
    sha256: str
    size: tuple[int, int]
    fields: Sequence[ReadField]

    @property
    def right(self) -> int:
        """Count the fields that are right."""
        return sum(field.verdict is Verdict.RIGHT for field in self.fields)

    @property
    def faultless(self) -> bool:
        """Say whether all are."""
        return self.right == len(self.fields)


@dataclass(frozen=True, slots=True)
class FrozenReadings:
    """All sheets, and with what, when and from which seed they were read."""

    tool: str
    command: str
    date: str
    seed: int
    sheets: Sequence[ReadSheet]

    @property
    def fields(self) -> Sequence[ReadField]:
        """List those of all sheets."""
        return [field for sheet in self.sheets for field in sheet.fields]


@lru_cache
def get_readings() -> FrozenReadings:
    """Return what `make_readings` froze."""
    stored = json.loads(Path(__file__).with_name("readings.json").read_text("utf-8"))
    sheets = [_build_sheet(sheet) for sheet in stored.pop("sheets")]
    return FrozenReadings(**stored, sheets=sheets)


@dataclass(frozen=True, slots=True)
class ReadingSpread:
    """What the same sheets gave when they were worn with other seeds: least and most."""

    least_right: int
    most_right: int
    least_faultless: int
    most_faultless: int


@lru_cache
def get_seed_spread() -> ReadingSpread:
    """Return the spread over the seeds that `make_readings --seeds` counted."""
    stored = json.loads(Path(__file__).with_name("other_seeds.json").read_text("utf-8"))
    right = [each["right"] for each in stored]
    faultless = [each["sheets_without_error"] for each in stored]
    return ReadingSpread(min(right), max(right), min(faultless), max(faultless))


def _build_sheet(stored: Mapping[str, Any]) -> ReadSheet:
    words = [ReadWord(line, tuple(box), sure, text) for line, box, sure, text in stored["words"]]
    found, truth, places = find_fields(words), stored["truth"], stored["places"]
    fields = [ReadField(key, truth[key], tuple(places[key]), found.get(key)) for key in FIELDS]
    size = tuple(stored["size"])
    return ReadSheet(stored["key"], stored["picture"], stored["sha256"], size, fields)
