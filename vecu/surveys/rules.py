"""When an inquiry takes answers, and what each way of taking part promises. Pure."""

from datetime import date
from enum import StrEnum


class Mode(StrEnum):
    """A way of taking part; each is shown to people with what it protects and what it cannot."""

    OPEN = "open"
    IMPORTED = "imported"


class State(StrEnum):
    """Where a fielding stands. A closed one may be opened again; a draft was never open."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


NEXT_STATES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.PAUSED, State.CLOSED}),
    State.PAUSED: frozenset({State.OPEN, State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}


def takes_answers(state: State, opens: date | None, closes: date | None, today: date) -> bool:
    """Return whether people may answer today; both dates are included."""
    return (
        state is State.OPEN
        and (opens is None or opens <= today)
        and (closes is None or today <= closes)
    )


def allows_prevalence(mode: Mode) -> bool:
    """Return whether shares of a population may be printed from this way of taking part.

    Nobody chose who answers an open poll or an imported file, and the same person may answer
    twice, so a share among its answers says nothing of any population.
    """
    return mode not in {Mode.OPEN, Mode.IMPORTED}
