"""Cards that were counted by hand before and after, and how many moved at least. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vecu.demonstrators.session import name_statement
from vecu.groups.content import HypothesisContent
from vecu.groups.vocabulary import HypothesisStance
from vecu.messages import Message, printable
from vecu.translation import gettext_noop

MOST_CARDS = 200
STANCES = (
    HypothesisStance.AGREE,
    HypothesisStance.UNSURE,
    HypothesisStance.DISAGREE,
    HypothesisStance.NO_POSITION,
)
"""In the order in which cards are counted."""

_DIGITS = re.compile(r"\d{1,6}", re.ASCII)

Counts = Mapping[HypothesisStance, int]
Typed = Mapping[str, str]
"""What was typed in a form, by the name of its field."""


class Occasion(StrEnum):
    """When cards are counted."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class SessionProblem:
    """What is wrong with a field."""

    field_id: str
    message: Message


@dataclass(frozen=True, slots=True)
class StatementCounts:
    """The cards for one statement, before and after."""

    statement: HypothesisContent
    before: Counts
    after: Counts

    @property
    def fewest_moves(self) -> int | None:
        """How many people changed position at least, None if other numbers were there.

        Half of the sum of all differences: whoever moves takes a card from one heap to another. It
        holds for the same people; cards do not show whether they are.
        """
        if sum(self.before.values()) != sum(self.after.values()):
            return None
        return sum(abs(self.after[each] - self.before[each]) for each in STANCES) // 2


def name_field(occasion: Occasion, statement: HypothesisContent, stance: HypothesisStance) -> str:
    """Return the name of the field in which cards of one position are counted."""
    return f"{occasion}-{name_statement(statement)}-{stance}"


def list_count_fields(occasion: Occasion, statements: Sequence[HypothesisContent]) -> list[str]:
    """Return the fields of one occasion."""
    return [name_field(occasion, each, stance) for each in statements for stance in STANCES]


def check_counts(
    typed: Typed, occasion: Occasion, statements: Sequence[HypothesisContent]
) -> list[SessionProblem]:
    """Return what is wrong with the counts of one occasion, in the order of the form."""
    return [
        problem
        for statement in statements
        for problem in _check_statement(typed, occasion, statement)
    ]


def read_counts(typed: Typed, statements: Sequence[HypothesisContent]) -> list[StatementCounts]:
    """Return counts that were found right."""
    return [
        StatementCounts(
            each,
            _read_occasion(typed, Occasion.BEFORE, each),
            _read_occasion(typed, Occasion.AFTER, each),
        )
        for each in statements
    ]


def _read_occasion(typed: Typed, occasion: Occasion, statement: HypothesisContent) -> Counts:
    return {each: int(typed[name_field(occasion, statement, each)]) for each in STANCES}


def _check_statement(
    typed: Typed, occasion: Occasion, statement: HypothesisContent
) -> list[SessionProblem]:
    fields = {name_field(occasion, statement, each): each for each in STANCES}
    found = [
        SessionProblem(field, message)
        for field, stance in fields.items()
        if (message := _check_count(typed.get(field, ""), stance)) is not None
    ]
    if not found and not any(int(typed[field]) for field in fields):
        none = Message(gettext_noop("No card is counted for this statement. Count again."))
        return [SessionProblem(next(iter(fields)), none)]
    return found


def _check_count(value: str, stance: HypothesisStance) -> Message | None:
    label = Message(stance.label)
    if not value:
        words = gettext_noop("“%(label)s”: how many cards? Write 0 if there is none.")
        return Message(words, label=label)
    if not _DIGITS.fullmatch(value):
        words = gettext_noop(
            "“%(label)s”: “%(found)s” is not a number of cards. Write it in digits."
        )
        return Message(words, label=label, found=printable(value, 20))
    if int(value) > MOST_CARDS:
        words = gettext_noop("“%(label)s”: %(found)s cards are more than %(most)s. Count again.")
        return Message(words, label=label, found=float(value), most=float(MOST_CARDS))
    return None


def describe_moves(counts: StatementCounts) -> Message:
    """Return in a sentence what two counts say of how many moved, and what they cannot say."""
    moves = counts.fewest_moves
    if moves is None:
        return Message(
            gettext_noop(
                "%(before)s cards before, %(after)s after: not the same people took position both"
                " times, so nothing can be said about how many moved."
            ),
            before=float(sum(counts.before.values())),
            after=float(sum(counts.after.values())),
        )
    if moves == 0:
        return Message(
            gettext_noop(
                "The same counts before and after: perhaps nobody moved, perhaps some did, in"
                " opposite ways."
            )
        )
    if moves == 1:
        return Message(
            gettext_noop(
                "At least one person changed position. More may have, in opposite ways: cards do"
                " not say who raised them."
            )
        )
    return Message(
        gettext_noop(
            "At least %(moves)s people changed position. More may have, in opposite ways: cards do"
            " not say who raised them."
        ),
        moves=float(moves),
    )
