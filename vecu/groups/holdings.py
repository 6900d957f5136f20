"""What rooms above hold of a group: each says it here, and does its part when members leave.

This room does not know those above. Each of these registers its `GroupHoldings` in its module
`news`, which is imported when the laboratory starts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from vecu.groups.models import GroupMember, LearningGroup, PositionRound
from vecu.ui.next_steps import News, NextStep


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One line of what a group holds: its label, how much, and the page that shows it."""

    label: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class HeldContents:
    """What one room holds of a group on a day.

    `lines` stand on the first page, `phrases` before the group is deleted. Of `steps` only the
    first of all rooms and of the group itself is shown.
    """

    lines: Sequence[HeldLine]
    phrases: Sequence[str]
    news: Sequence[News]
    steps: Sequence[NextStep]


@dataclass(frozen=True, slots=True)
class HomeStep:
    """Something that a member can do or read: a sentence, the words and address of its button."""

    sentence: str
    button: str
    address: str


@dataclass(frozen=True, slots=True)
class GroupHoldings:
    """How one room reads and keeps what it holds of a group.

    `read` is given the rounds and asks a fixed number of queries; `offer` returns what waits for a
    member. `hide_words` keeps what a member wrote from the link that an account has renewed,
    `erase_words` deletes it for who leaves; both are called in the transaction that does so.
    """

    read: Callable[[LearningGroup, Sequence[PositionRound], date], HeldContents]
    offer: Callable[[GroupMember], HomeStep | None]
    hide_words: Callable[[GroupMember], None]
    erase_words: Callable[[GroupMember], None]


_registered: list[GroupHoldings] = []


def register_group_holdings(holdings: GroupHoldings) -> None:
    """Have what a room holds shown, hidden and deleted with every group."""
    if holdings not in _registered:
        _registered.append(holdings)


def list_group_holdings() -> tuple[GroupHoldings, ...]:
    """Return what every installed room has registered."""
    return tuple(_registered)


def list_member_steps(member: GroupMember) -> list[HomeStep]:
    """Return what waits for a member in other rooms."""
    return [step for each in _registered if (step := each.offer(member))]
