"""What a page shows of a draft, of what was found so far, and of the eggs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.demonstrators.machines.assistant.reading import SentenceOutcome


@dataclass(frozen=True, slots=True)
class InventionWords:
    """What is invented, what would have shown it, what it may cost, in the page's language."""

    what: str
    shows: str
    cost: str
    warm: bool


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence in the page's language: what the brief says of it, or what is invented."""

    name: str
    text: str
    outcome: SentenceOutcome
    ticked: bool
    facts: Sequence[str]
    invention: InventionWords | None
    suicidal: bool


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A draft to choose, and the address of its page, which carries what was read so far."""

    title: str
    address: str
    is_read: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class TallyLine:
    """What was found, missed and wrongly suspected in one draft that was read."""

    title: str
    outcomes: Sequence[SentenceOutcome]
    found: int
    missed: int
    suspected: int
    passed: Sequence[str]
    """What the missed sentences make up."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The same of all drafts that were read."""

    lines: Sequence[TallyLine]
    found: int
    missed: int
    suspected: int


@dataclass(frozen=True, slots=True)
class AssistantScene:
    """One draft, read or revealed; what was found so far; the exchange about eggs."""

    key: str
    title: str
    request: str
    facts: Sequence[str]
    sentences: Sequence[ReadSentence]
    omitted: Sequence[str]
    """Facts that were given, and that the draft leaves out."""
    style: str
    revealed: bool
    tally: Tally
    links: Sequence[DraftLink]
    following: DraftLink | None
    """The next draft that was not read, None once all are."""
    carried: Sequence[tuple[str, str]]
    """Fields of the form that hold what was read in other drafts."""
    words_invented: float
    words_given: float
    turns: Sequence[tuple[str, str]]
    """Who speaks, and what they say."""
