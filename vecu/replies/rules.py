"""What can be replied to a finding, to how many in a row, and when members read it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from urllib.parse import urlencode
from uuid import UUID

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

MOST_CARDS = 10
"""Findings that one person is asked about in a row."""
MOST_SECTORS = 5
"""Sectors of a study among which who replies may choose: finer ones could tell who did."""
MOST_WORDS = 1_000
"""The longest reason, in characters."""
REPLIES_A_MINUTE = 120
"""Replies to one study within a minute; more are a burst, whoever sends them."""

_SEPARATOR = "."


class ReplyChoice(LabelledEnum):
    """Whether a finding holds where somebody works, in the fixed order of the buttons."""

    HERE = "here", gettext_noop("Where I work too")
    NOT_HERE = "not here", gettext_noop("Not where I work")
    UNKNOWN = "unknown", gettext_noop("I do not know")


def name_month(day: date) -> str:
    """Return the month of a day, such as 2026-11."""
    return f"{day:%Y-%m}"


def is_month_over(month: str, today: date) -> bool:
    """Return whether members may read the replies of a month.

    Whoever could watch a count would send replies until it rises.
    """
    return month < name_month(today)


@dataclass(frozen=True, slots=True)
class CardDeck:
    """The findings that one person is asked about, in the address of the page and nowhere else.

    `at` is the place of the one that is asked about, from 0; `sector` is '' where none was chosen.
    """

    cards: tuple[UUID, ...]
    at: int = 0
    sector: str = ""

    @property
    def card(self) -> UUID:
        """The finding that is asked about."""
        return self.cards[self.at]

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return self.at + 1

    @property
    def is_last(self) -> bool:
        """Whether none follows."""
        return self.number == len(self.cards)

    def move(self, steps: int) -> "CardDeck":
        """Return the deck some cards further on, or back."""
        return replace(self, at=self.at + steps)

    def exchange(self, card: UUID) -> "CardDeck":
        """Return the deck with another finding in this place, the next version of this one."""
        return replace(self, cards=(*self.cards[: self.at], card, *self.cards[self.at + 1 :]))

    def to_query(self) -> str:
        """Return what the address of a page holds."""
        cards = _SEPARATOR.join(each.hex for each in self.cards)
        return urlencode({"cards": cards, "at": self.number, "sector": self.sector})


def draw_deck(cards: Sequence[UUID], random: Random, sector: str = "") -> CardDeck:
    """Draw findings and their order, so that none is always asked about first."""
    return CardDeck(tuple(random.sample(list(cards), min(MOST_CARDS, len(cards)))), sector=sector)


def read_deck(cards: str, at: str, sector: str, sectors: Iterable[str]) -> CardDeck | None:
    """Return the deck in an address, None if it holds none; a sector that is none is left out."""
    found = [card for text in cards.split(_SEPARATOR)[:MOST_CARDS] if (card := _read_card(text))]
    if not found or not (at.isascii() and at.isdigit() and 1 <= int(at[:3]) <= len(found)):
        return None
    return CardDeck(tuple(found), int(at[:3]) - 1, sector if sector in set(sectors) else "")


def _read_card(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
