"""Chips: what a claim stands on, in a few words each."""

from dataclasses import dataclass
from enum import StrEnum


class ChipKind(StrEnum):
    """What a chip speaks of; each has its colour, which means the same on every page."""

    VOICE = "voice"
    PEOPLE = "people"
    MACHINE = "machine"
    DOUBT = "doubt"
    INVENTED = "doubt invented"
    """Left out where a banner above the page says it of everything."""
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class EvidenceChip:
    """A few words, leading to `address` unless it is ''.

    `language` is that of the words where they are somebody's, '' where it is the page's; `note`
    stands behind them in the page's, such as when they were published.
    """

    kind: ChipKind
    text: str
    address: str = ""
    language: str = ""
    note: str = ""
