"""What every demonstrator is: it says what it is, lets one try, shows where it helps, and fails.

A demonstrator is not a pilot: nobody works with it, nobody decides anything, nothing is noted. It
remembers nothing; a page's form carries what was chosen and typed. Every figure that it shows
has an origin, which stands beside it. `tests/demonstrators/demonstrator_checks.py` is the
specification, `mail_triage` the smallest.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vecu.errors import VecuError
from vecu.messages import UNFIT, Message, TranslatableError
from vecu.translation import gettext_noop

Entry = Mapping[str, Sequence[str]]
"""The fields of a form by name, each with its values; empty when the page is opened."""

MOST_TYPED = 500
"""Characters of a typed text."""


class EntryRefused(TranslatableError, VecuError):
    """A demonstrator cannot take what was chosen or typed; the page keeps it in its form."""


class OriginKind(StrEnum):
    """Where what is shown comes from."""

    SIMULATED = "simulated"
    """Drawn by a program of ours; its words name the seed."""
    INVENTED = "invented"
    """Written by us."""
    CITED = "cited"
    """Published by others, or computed from what they published; `address` says where."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where figures or texts come from, in a sentence that stands beside them."""

    kind: OriginKind
    words: Message
    address: str = ""
    """Of what is cited: a page, a DOI."""
    licence: str = ""

    @classmethod
    def of(cls, kind: OriginKind, words: str, address: str = "", licence: str = "") -> "Origin":
        """Return an origin whose words are marked for translation."""
        return cls(kind, Message(words), address, licence)


def make_messages(*texts: str) -> tuple[Message, ...]:
    """Make messages of texts that are marked for translation."""
    return tuple(map(Message, texts))


class Demonstrator(Protocol):
    """What a demonstrator has to do. Its scene is its own; the template of its name shows it."""

    @property
    def name(self) -> str:
        """Its name in addresses; with `_` for `-`, that of its template."""

    @property
    def title(self) -> Message:
        """What it is, in a few words."""

    @property
    def announcement(self) -> Message:
        """What it does, and that it is a machine (or that there is none)."""

    @property
    def minutes(self) -> int:
        """How long it takes a group to play it; the discussion comes after."""

    @property
    def origins(self) -> Mapping[str, Origin]:
        """Where all that it shows comes from, by a key that its template uses."""

    @property
    def helps(self) -> Sequence[Message]:
        """Where it helps, and what is known of that."""

    @property
    def limits(self) -> Sequence[Message]:
        """Where it fails, and what it does not show."""

    @property
    def question(self) -> Message:
        """What to discuss once it has been tried."""

    @property
    def typed(self) -> Set[str]:
        """Fields in which people write: read from a request’s body, never from its address."""

    def play(self, entry: Entry, language: str) -> object:
        """Return what the page shows for this entry; raise `EntryRefused` or nothing.

        The same entry gives an equal scene. An empty entry is the page as it opens.
        """


def read_choice(entry: Entry, name: str, choices: Sequence[str]) -> str | None:
    """Return which of `choices` was made, None if none was; raise `EntryRefused` for another."""
    found = next((value for value in entry.get(name, ()) if value), None)
    if found is None or found in choices:
        return found
    raise EntryRefused(
        Message(gettext_noop("One of the choices is not on this page. Choose again."))
    )


def read_typed(entry: Entry, name: str) -> str:
    """Return a typed text without what no text may contain; raise `EntryRefused` if it is long."""
    found = next(iter(entry.get(name, ())), "")
    if len(found) > MOST_TYPED:
        raise EntryRefused(
            Message(
                gettext_noop(
                    "A sentence may have %(most)s characters; this one has %(found)s. Shorten it."
                ),
                most=float(MOST_TYPED),
                found=float(len(found)),
            )
        )
    return UNFIT.sub("", found).strip()
