"""What a page of the simulated school shows, part by part. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.demonstrators.machines.weak_signals.evaluation import RefusalOutcome, RuleOutcome
from vecu.demonstrators.machines.weak_signals.pictures import FinderRow, PupilWeeks
from vecu.messages import Message


@dataclass(frozen=True, slots=True)
class SightingLine:
    """What is to be read about one place: weeks, counted from 1."""

    place: Message
    weeks: str
    several: bool


@dataclass(frozen=True, slots=True)
class PupilScene:
    """One of the three; what happened to them once somebody has guessed."""

    key: str
    letter: str
    guess: str | None
    truth: Message
    weeks: PupilWeeks
    alone: Sequence[SightingLine]
    often: Sequence[SightingLine]
    """Where an adult alone would speak up, by change and by frequency, and in which weeks."""


@dataclass(frozen=True, slots=True)
class ConversationBar:
    """A length with its words; green is the machine’s."""

    label: Message
    length: int
    text: str
    machine: bool


@dataclass(frozen=True, slots=True)
class AloneScene:
    """What each adult found; both rules in numbers, the second as a picture."""

    finders: Sequence[FinderRow]
    rows: Sequence[tuple[Message, int, int]]
    frequent: int
    changed: int
    bullied: int


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule under one cap, in the displayed school and over the others."""

    label: Message
    machine: bool
    outcome: RuleOutcome
    missed: int
    imprecision: float
    """Conversations, of 100, with a pupil who was not being bullied."""
    price: float
    """Other conversations for each pupil found."""
    mean_found: float
    least_found: int
    most_found: int
    mean_precision: float
    least_precision: float
    most_precision: float


@dataclass(frozen=True, slots=True)
class JoinedScene:
    """All five rules under one cap."""

    bars: Sequence[ConversationBar]
    rows: Sequence[RuleRow]
    finders: Sequence[FinderRow]
    only_joined: int
    only_alone: int
    bullied: int
    better: int
    equal: int
    worse: int
    """Other schools in which the joined data found more, as many, fewer than the table."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: how many of 100 pupils, and of 100 conversations of each rule."""

    label: Message
    school: float | None
    shares: Sequence[float]


@dataclass(frozen=True, slots=True)
class WrongScene:
    """With whom the conversations of each rule were."""

    bars: Sequence[ConversationBar]
    rows: Sequence[GroupRow]
    rules: Sequence[Message]
    outcome: RuleOutcome


@dataclass(frozen=True, slots=True)
class StaffAlert:
    """Who saw what, when. A class; no name, no number, no rank."""

    form: str
    sightings: Sequence[SightingLine]


@dataclass(frozen=True, slots=True)
class RefusalScene:
    """What staff read in one week, and what refusals cost over twenty schools."""

    named: int
    first_alerts: Sequence[StaffAlert]
    more_alerts: Sequence[StaffAlert]
    week: int
    outcome: RefusalOutcome
    joined: float
    alone: float
    """Of 100 bullied pupils, found by the machine, and by an adult among those who refused."""
    guess: float
    """Of 100 pupils who are never named, how many refused."""
    readable: bool
    """Whether more than half of them did."""


@dataclass(frozen=True, slots=True)
class PlaceAssumption:
    """What the simulation takes for granted in one place: events of a pupil in 100 weeks."""

    place: Message
    sighting: Message
    per_hundred: int


@dataclass(frozen=True, slots=True)
class WeakSignalsScene:
    """One part of the story, `step`; the parts that it does not show are None or empty."""

    step: str
    next_step: str | None
    cap: int
    percent: int
    pupils: Sequence[PupilScene] = ()
    alone: AloneScene | None = None
    joined: JoinedScene | None = None
    wrong: WrongScene | None = None
    refusal: RefusalScene | None = None
