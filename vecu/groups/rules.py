"""What may happen in a group, given how many it has and how its rounds stand. Pure."""

from datetime import date

from vecu.groups.vocabulary import RoundState, StepState

FEWEST_MEMBERS, MOST_MEMBERS = 5, 30
"""Of a group. Of fewer, one's own position and the totals would tell those of the others."""

ROUNDS = 2
"""Before and after."""

FEWEST_IN_COLLEGE = 3
"""Members of a college that is counted by itself, and of all the rest."""

MOST_PLAIN_WORDS = 20
"""Of a hypothesis in plain words, in each language."""


def count_words(text: str) -> int:
    """Return how many words a text has: what stands between spaces and is no mere punctuation."""
    return sum(any(one.isalnum() for one in each) for each in text.split())


def judge_round(last_day: date, closed: date | None, today: date) -> RoundState:
    """Return whether a round takes positions: to the end of its last day, unless closed before.

    Nobody needs to be there for it to close.
    """
    return RoundState.OPEN if closed is None and today <= last_day else RoundState.CLOSED


def judge_step(day: date, today: date, *, has_notes: bool, is_agreed: bool) -> StepState:
    """Return where a step stands: notes count once those who were there have agreed to them."""
    if is_agreed:
        return StepState.AGREED
    if day > today:
        return StepState.TO_COME
    if has_notes:
        return StepState.TO_READ_BACK
    return StepState.TODAY if day == today else StepState.WITHOUT_NOTES


def is_full(members: int) -> bool:
    """Return whether a group takes no further member."""
    return members >= MOST_MEMBERS


def is_large_enough(members: int) -> bool:
    """Return whether a group may be published and take positions."""
    return members >= FEWEST_MEMBERS
