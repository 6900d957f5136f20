"""What one side says of the other is claimed until the other confirms it. Pure.

Two sides: who answers for a system, and staff representatives. Each answers for itself, by its own
account; what somebody confirmed is this state of an entry, and no later one.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from vecu.accounts.rules import Role
from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class Side(StrEnum):
    """Who notes something: staff representatives, or those who answer for the system."""

    STAFF = "representatives"
    SYSTEM = "system"


class ResponseVerb(StrEnum):
    """What a side says of an entry: the verb of its act too."""

    CONFIRM = "confirm"
    CONTEST = "contest"


class Standing(LabelledEnum):
    """How an entry stands between the sides that it speaks of."""

    CLAIMED = "claimed", gettext_noop("Claimed")
    CONFIRMED = "confirmed", gettext_noop("Confirmed")
    CONTESTED = "contested", gettext_noop("Contested")


@dataclass(frozen=True, slots=True)
class SideResponse:
    """What a side said last of the state `revision`, on which day; `reason` if it contests.

    `mandate` is that of the account of representatives, by key, '' for the other side.
    """

    verdict: ResponseVerb
    day: date
    revision: int
    reason: Mapping[str, str] = field(default_factory=dict)
    mandate: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what the column of an entry holds."""
        return asdict(self) | {"day": self.day.isoformat()}


Responses = Mapping[Side, SideResponse]


def get_side(role: Role) -> Side:
    """Return for whom somebody with this role notes something."""
    return Side.STAFF if role is Role.REPRESENTATIVE else Side.SYSTEM


def read_responses(stored: Mapping[str, Mapping[str, Any]]) -> Responses:
    """Return what a column holds."""
    return {
        Side(side): SideResponse(
            ResponseVerb(each["verdict"]),
            date.fromisoformat(each["day"]),
            each["revision"],
            each["reason"],
            each["mandate"],
        )
        for side, each in stored.items()
    }


def judge_standing(
    responses: Responses, revision: int, authors: Collection[Side], concerned: Collection[Side]
) -> Standing:
    """Return how an entry stands that `authors` noted and that speaks of the sides `concerned`.

    One side that contests is enough, whatever was changed since: it takes that back by confirming.
    Who noted an entry confirms nothing of the other side, which must do so itself.
    """
    if any(each.verdict is ResponseVerb.CONTEST for each in responses.values()):
        return Standing.CONTESTED
    if list_awaited(responses, revision, authors, concerned):
        return Standing.CLAIMED
    return Standing.CONFIRMED


def list_awaited(
    responses: Responses, revision: int, authors: Collection[Side], concerned: Collection[Side]
) -> list[Side]:
    """Return the sides that have said nothing of this state, nor noted it themselves."""
    answered = {
        side
        for side, each in responses.items()
        if each.verdict is ResponseVerb.CONTEST or each.revision == revision
    }
    return [each for each in Side if each in concerned and each not in {*authors, *answered}]
