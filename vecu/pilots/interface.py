"""What every pilot is: it proposes and explains, a person decides, a next version answers. Pure.

A pilot decides nothing. It reads one case (a text) and returns proposals, each with what is needed
to judge it. `decisions.decide` takes what the person did with one. Reasons that a group discussed
become changes of a next version, which names them; nothing is learnt silently.
`tests/pilots/pilot_checks.py` is the specification, `tests/pilots/toy_pilot.py` the smallest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from vecu.errors import VecuError
from vecu.fieldlog.vocabulary import OverrideReason
from vecu.messages import Message, TranslatableError
from vecu.translation import gettext_noop

Words = Mapping[str, str]
"""A text by language code; data, not a msgid: whoever knows the subject corrects it in a file."""

STEPS = (1, 2, 3, 4)
"""How strict a pilot is: 1 is sure of what it says, 4 misses as little as it can."""

MOST_CHARACTERS = 50_000
"""Of a case."""

MOST_REASONS = 9
"""That a proposal offers, so that one key picks one: an override costs no more than the rest."""


class CaseRefused(TranslatableError, VecuError):
    """A pilot cannot read this text; nothing of it was stored or changed."""


class UnknownPilotVersion(TranslatableError, VecuError):
    """A pilot has no version of this name, or no such step of strictness."""


class ProposalForm(StrEnum):
    """What is wanted of the person."""

    ALERT = "alert"
    """Something to change, or to keep for a reason."""
    QUESTION = "question"
    """Something to answer first; an alert follows or does not."""
    NOTE = "note"
    """Nothing; it says why there is no alert."""


@dataclass(frozen=True, slots=True)
class LocalReason:
    """Why somebody may decide otherwise in this place, and what a field log counts it as."""

    key: str
    words: Words
    log_code: OverrideReason


@dataclass(frozen=True, slots=True)
class CitedText:
    """What a proposal rests on: its name, the very words, where they are from, what they mean."""

    name: str
    words: str
    source: str
    means: Words = field(default_factory=dict)
    """In plain words; it may be empty."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person needs to judge a proposal, in the order in which it is read."""

    what: Words
    why: Words
    status: Words
    """What it is in the eyes of whoever made the rule: how sure, how grave."""
    whose: Words
    """Whose rule it is: law, a named source, this laboratory."""
    cited: Sequence[CitedText]
    others: Sequence[Words]
    """What others say or asked of the same; it may be nothing."""
    uncertain: Words


@dataclass(frozen=True, slots=True)
class QuestionReply:
    """One reply to a question, and whether an alert follows."""

    key: str
    words: Words
    alert: bool


@dataclass(frozen=True, slots=True)
class PilotProposal:
    """One proposal about `case[start:end]`.

    `kind` and `value` are its names in a field log. `forbidden` says that a rule of law stands
    behind it: no later version drops it for a local reason. `rewording` is empty when there is
    nothing to propose instead; it replaces what stands at `replaced`, which holds the passage.
    """

    kind: str
    value: str
    form: ProposalForm
    start: int
    end: int
    forbidden: bool
    explanation: Explanation
    question: Words
    rewording: str = ""
    reasons: Sequence[LocalReason] = ()
    replies: Sequence[QuestionReply] = ()
    clause: tuple[int, int] | None = None

    @property
    def replaced(self) -> tuple[int, int]:
        """What a rewording replaces: the clause of the passage, or the passage alone."""
        return self.clause or (self.start, self.end)


@dataclass(frozen=True, slots=True)
class AnsweredReason:
    """A reason that a version answers: of which kind of proposal, and what changed.

    What the change stands on is not of the pilot: each laboratory names a point or an agreement of
    its own dialogue before it puts the version to use.
    """

    reason: str
    kind: str
    changed: Words


@dataclass(frozen=True, slots=True)
class DeclinedReason:
    """A reason that a version does not follow, and why."""

    reason: str
    kind: str
    why: Words


@dataclass(frozen=True, slots=True)
class PilotVersion:
    """One state of a pilot, and the reasons that it answers and declines."""

    name: str
    day: date
    summary: Words
    step: int
    """The strictness with which it comes; groups of a laboratory choose their own."""
    answers: Sequence[AnsweredReason] = ()
    declines: Sequence[DeclinedReason] = ()
    corrections: Sequence[Words] = ()
    """What was corrected of its rules: any kind may read otherwise, by law and for no reason."""

    @property
    def answers_nothing(self) -> bool:
        """Whether it names no reason at all; a page says so."""
        return not self.answers and not self.declines


@dataclass(frozen=True, slots=True)
class InventedCase:
    """A text to try a pilot on; `key` is its name in addresses. Nobody wrote it at work."""

    key: str
    title: str
    text: str


class Pilot(Protocol):
    """What a pilot has to do. It reads no clock and no database, and remembers nothing."""

    @property
    def name(self) -> str:
        """Its name in addresses; it never changes."""

    @property
    def language(self) -> str:
        """The language of its cases, and of the rewordings and texts that it cites."""

    @property
    def asks_for(self) -> str:
        """What to paste, as a msgid: the label of the field."""

    @property
    def caution(self) -> str:
        """What every page that shows its proposals has to say, as a msgid."""

    @property
    def cases(self) -> Sequence[InventedCase]:
        """Invented texts to go through, in their order."""

    @property
    def title(self) -> Words:
        """What it is, in a few words."""

    @property
    def versions(self) -> Sequence[PilotVersion]:
        """Its versions, oldest first."""

    @property
    def reasons(self) -> Mapping[str, LocalReason]:
        """All local reasons by key, also those that no proposal offers any more."""

    @property
    def kinds(self) -> Mapping[str, Words]:
        """What each kind of proposal is about."""

    def propose(self, case: str, version: str, step: int) -> Sequence[PilotProposal]:
        """Return what it proposes, in the order of the text; raise `CaseRefused` or nothing."""

    def reply(self, proposal: PilotProposal, key: str) -> PilotProposal | None:
        """Return the alert that follows a reply to a question, or None."""


def check_case(case: str) -> None:
    """Raise `CaseRefused` for a text that no pilot reads."""
    if not case.strip():
        raise CaseRefused(Message(gettext_noop("The text is empty. Paste what is to be read.")))
    if len(case) > MOST_CHARACTERS:
        raise CaseRefused(
            Message(
                gettext_noop(
                    "A text may have %(most)s characters; this one has %(found)s. Nothing was"
                    " read. Paste it in several parts."
                ),
                most=float(MOST_CHARACTERS),
                found=float(len(case)),
            )
        )


def get_version(pilot: Pilot, name: str) -> PilotVersion:
    """Return a version by name; raise `UnknownPilotVersion`."""
    for version in pilot.versions:
        if version.name == name:
            return version
    raise UnknownPilotVersion(
        Message(gettext_noop("This system has no version “%(name)s”."), name=name[:40])
    )


def check_step(step: int) -> None:
    """Raise `UnknownPilotVersion` for a step of strictness that does not exist."""
    if step not in STEPS:
        raise UnknownPilotVersion(
            Message(gettext_noop("Strictness goes from 1 to 4, not %(step)s."), step=str(step))
        )
