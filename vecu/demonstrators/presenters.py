"""What pages show of a session in 90 minutes: its programme, its choices, its counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vecu.demonstrators.counts import (
    STANCES,
    Counts,
    Occasion,
    Typed,
    describe_moves,
    name_field,
    read_counts,
)
from vecu.demonstrators.machines.catalogue import list_demonstrators
from vecu.demonstrators.machines.interface import Demonstrator
from vecu.demonstrators.programme import (
    SESSION_MINUTES,
    Part,
    PartKind,
    plan_programme,
    write_hour,
)
from vecu.demonstrators.session import (
    PLAYED,
    Fields,
    Session,
    list_starts,
    name_statement,
)
from vecu.groups.content import HypothesisContent
from vecu.groups.hearing_hypotheses import list_hearing_hypotheses
from vecu.groups.vocabulary import HypothesisStance
from vecu.messages import Message

_STRIP_WIDTH = 900
"""Of the picture of the programme: ten units a minute."""
_BAR_WIDTH = 600


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part, and the hours between which it takes place."""

    part: Part
    begin: str
    end: str
    address: str
    """Of what is played, '' if nothing is."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of a picture; `kind` is its class."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, each with whether it is."""

    demonstrators: Sequence[tuple[Demonstrator, bool]]
    statements: Sequence[tuple[str, HypothesisContent, bool]]
    starts: Sequence[tuple[str, bool]]
    played: int


@dataclass(frozen=True, slots=True)
class CountField:
    """A field for the cards of one position."""

    name: str
    stance: HypothesisStance
    label: Message
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class CountFieldset:
    """The fields of one statement."""

    statement: HypothesisContent
    fields: Sequence[CountField]


@dataclass(frozen=True, slots=True)
class OccasionBar:
    """The cards of one occasion as a bar."""

    occasion: Occasion
    bar: Sequence[Block]


@dataclass(frozen=True, slots=True)
class StanceLine:
    """The cards of one position on both occasions."""

    stance: HypothesisStance
    label: Message
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class StatementTable:
    """The cards for one statement before and after, and what they say in a sentence."""

    statement: HypothesisContent
    rows: Sequence[OccasionBar]
    lines: Sequence[StanceLine]
    sentence: str


def lay_out_programme(session: Session, language: str) -> Sequence[PartLine]:
    """Return the parts with their hours, or their minutes if no start was chosen."""
    return [
        PartLine(
            part,
            write_hour(session, part.begin, language),
            write_hour(session, part.end, language),
            find_play_address(part.demonstrator) if part.demonstrator else "",
        )
        for part in plan_programme(session)
    ]


def find_play_address(demonstrator: Demonstrator) -> str:
    """Return the page on which a demonstrator is played."""
    return reverse("demonstrators:demonstrator", kwargs={"name": demonstrator.name})


def list_plays(session: Session) -> Sequence[tuple[Demonstrator, str]]:
    """Return what is played, each with its page."""
    return [(each, find_play_address(each)) for each in session.demonstrators]


def lay_out_strip(session: Session) -> Sequence[Block]:
    """Return the picture of the programme: what is the machine’s time, what is people’s."""
    unit, begin = _STRIP_WIDTH // SESSION_MINUTES, 0
    blocks: list[Block] = []
    for part in plan_programme(session):
        for step in part.steps:
            kind = "machine" if step.by_machine else _name_kind(part)
            if blocks and blocks[-1].kind == kind:
                last = blocks.pop()
                blocks.append(Block(kind, last.x, last.width + step.minutes * unit))
            else:
                blocks.append(Block(kind, begin * unit, step.minutes * unit))
            begin += step.minutes
    return blocks


def _name_kind(part: Part) -> str:
    return "round" if part.kind in (PartKind.BEFORE, PartKind.AFTER) else "talk"


def lay_out_choices(session: Session, chosen: Fields | None) -> Choices:
    """Return what can be chosen; `chosen` is what was ticked where it made no session."""
    played = {each.name for each in session.demonstrators}
    stated = {name_statement(each) for each in session.statements}
    start = session.start
    if chosen is not None:
        played, stated = set(chosen.get("demonstrator", ())), set(chosen.get("statement", ()))
        start = next(iter(chosen.get("start", ())), "")
    return Choices(
        [(each, each.name in played) for each in list_demonstrators()],
        [
            (name, each, name in stated)
            for each in list_hearing_hypotheses()
            for name in [name_statement(each)]
        ],
        [(each, each == start) for each in list_starts()],
        PLAYED,
    )


def lay_out_fieldsets(
    occasion: Occasion,
    statements: Sequence[HypothesisContent],
    typed: Typed,
    problems: Mapping[str, str],
) -> Sequence[CountFieldset]:
    """Return the fields in which cards are counted, as they were typed."""
    return [
        CountFieldset(
            statement,
            [
                CountField(
                    name,
                    stance,
                    Message(stance.label),
                    typed.get(name, ""),
                    problems.get(name, ""),
                )
                for stance in STANCES
                for name in [name_field(occasion, statement, stance)]
            ],
        )
        for statement in statements
    ]


def lay_out_counts(
    typed: Typed, statements: Sequence[HypothesisContent], language: str
) -> Sequence[StatementTable]:
    """Return counts that were found right, statement by statement."""
    return [
        StatementTable(
            each.statement,
            [
                _lay_out_bar(Occasion.BEFORE, each.before),
                _lay_out_bar(Occasion.AFTER, each.after),
            ],
            [
                StanceLine(
                    stance,
                    Message(stance.label),
                    each.before[stance],
                    each.after[stance],
                )
                for stance in STANCES
            ],
            describe_moves(each).say(language),
        )
        for each in read_counts(typed, statements)
    ]


def _lay_out_bar(occasion: Occasion, counts: Counts) -> OccasionBar:
    whole, begin = sum(counts.values()), 0
    blocks: list[Block] = []
    for stance in STANCES:
        end = begin + counts[stance]
        x, right = begin * _BAR_WIDTH // whole, end * _BAR_WIDTH // whole
        if counts[stance]:
            blocks.append(Block(str(stance), x, right - x))
        begin = end
    return OccasionBar(occasion, blocks)
