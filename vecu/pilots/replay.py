"""What another version would have proposed for past cases. Pure.

A case shows its text and proposals, never what somebody decided about it, why, or when.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from vecu.pilots.interface import (
    Pilot,
    PilotProposal,
    PilotVersion,
    ProposalForm,
    get_version,
)


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

    @property
    def differs(self) -> bool:
        """Whether a reader of the text sees another proposal, or one in another form."""
        return bool(self.dropped or self.added)

    @property
    def lost(self) -> tuple[PilotProposal, ...]:
        """Return what the law forbids and the later version leaves out or only asks about.

        An alert of it that touches the same words, as long or not, has left nothing out.
        """
        alerts = [one for one in self.after if one.form is ProposalForm.ALERT]
        return tuple(
            one
            for one in self.dropped
            if one.forbidden and not any(_holds(one, each) for each in alerts)
        )


@dataclass(frozen=True, slots=True)
class ProposalCounts:
    """How many alerts and questions two versions raise."""

    alerts_before: int
    alerts_after: int
    questions_before: int
    questions_after: int


def replay_cases(
    pilot: Pilot, cases: Iterable[str], before: str, after: str, step: int | None = None
) -> Iterator[ReplayedCase]:
    """Yield each text with the proposals of both versions; raise `CaseRefused` as they would.

    Both are as strict as `step` says; without it each as was chosen for it.
    """
    earlier, later = get_version(pilot, before), get_version(pilot, after)
    for text in cases:
        yield ReplayedCase(
            text,
            tuple(pilot.propose(text, earlier.name, step or earlier.step)),
            tuple(pilot.propose(text, later.name, step or later.step)),
        )


def find_version_before(pilot: Pilot, name: str) -> PilotVersion | None:
    """Return the version before one, None for the first; raise `UnknownPilotVersion`."""
    versions = list(pilot.versions)
    index = versions.index(get_version(pilot, name))
    return versions[index - 1] if index else None


def list_differing_kinds(replayed: Iterable[ReplayedCase]) -> list[str]:
    """Return the kinds of proposal that do not read the same, in the order of the texts."""
    differing = (one.kind for case in replayed for one in (*case.dropped, *case.added))
    return list(dict.fromkeys(differing))


def count_proposals(
    replayed: Sequence[ReplayedCase], wanted: Callable[[PilotProposal], bool]
) -> ProposalCounts:
    """Count the wanted alerts and questions of both versions; a note is neither."""
    before = Counter(one.form for case in replayed for one in case.before if wanted(one))
    after = Counter(one.form for case in replayed for one in case.after if wanted(one))
    alert, question = ProposalForm.ALERT, ProposalForm.QUESTION
    return ProposalCounts(before[alert], after[alert], before[question], after[question])


def _list_missing(
    those: tuple[PilotProposal, ...], others: tuple[PilotProposal, ...]
) -> tuple[PilotProposal, ...]:
    known = {(one.kind, one.form, one.start, one.end) for one in others}
    return tuple(one for one in those if (one.kind, one.form, one.start, one.end) not in known)


def _holds(before: PilotProposal, alert: PilotProposal) -> bool:
    """Whether a later alert stands for an earlier one: of its kind, or forbidden as it was."""
    touches = alert.start < before.end and before.start < alert.end
    return touches and (alert.kind == before.kind or alert.forbidden)
