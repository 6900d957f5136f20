"""What another version would have proposed for past cases. Pure.

A case shows its text and proposals, never what somebody decided about it, why, or when.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vecu.pilots.interface import Pilot, PilotProposal, get_version


@dataclass(frozen=True, slots=True)
class ReplayedCase:
    """A text, and what two versions propose for it, each as strict as was chosen for it."""

    text: str
    before: tuple[PilotProposal, ...]
    after: tuple[PilotProposal, ...]

    @property
    def dropped(self) -> tuple[PilotProposal, ...]:
        """Return what only the earlier version proposes in this form at this place."""
        return _list_missing(self.before, self.after)

    @property
    def added(self) -> tuple[PilotProposal, ...]:
        """Return what only the later version proposes in this form at this place."""
        return _list_missing(self.after, self.before)


def replay_cases(
    pilot: Pilot, cases: Iterable[str], before: str, after: str
) -> Iterator[ReplayedCase]:
    """Yield each text with the proposals of both versions; raise `CaseRefused` as they would."""
    earlier, later = get_version(pilot, before), get_version(pilot, after)
    for text in cases:
        yield ReplayedCase(
            text,
            tuple(pilot.propose(text, earlier.name, earlier.choice.step)),
            tuple(pilot.propose(text, later.name, later.choice.step)),
        )


def _list_missing(
    those: tuple[PilotProposal, ...], others: tuple[PilotProposal, ...]
) -> tuple[PilotProposal, ...]:
    known = {(one.kind, one.form, one.start, one.end) for one in others}
    return tuple(one for one in those if (one.kind, one.form, one.start, one.end) not in known)
