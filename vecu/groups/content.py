"""What is written in a group: by its facilitator, and by members who take position. Pure.

Texts of the facilitator are by language; members write in their own. A field has the same name in
its table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from vecu.groups.vocabulary import HypothesisStance, MandateItem, StepKind

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MandateContent:
    """A mandate sheet: who asks what, who answers by when, and what taking part costs or pays.

    `heard` are the addressees, who are heard and are no members.
    """

    name: ByLanguage
    commissioner: ByLanguage = field(default_factory=dict)
    question: ByLanguage = field(default_factory=dict)
    responder: ByLanguage = field(default_factory=dict)
    response_due: date | None = None
    facilitator: ByLanguage = field(default_factory=dict)
    independence: ByLanguage = field(default_factory=dict)
    paid_hours: ByLanguage = field(default_factory=dict)
    replacement: ByLanguage = field(default_factory=dict)
    indemnity: ByLanguage = field(default_factory=dict)
    childcare: ByLanguage = field(default_factory=dict)
    interpreter: ByLanguage = field(default_factory=dict)
    heard: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepContent:
    """A step of the calendar. `material` says what was read or seen, and where it can be found.

    `notes` are what was written down, for there are no recordings; `effect` is what the step
    changed. Both stay empty until it took place. `cards` are the published findings whose cards
    are discussed, by their identifiers.
    """

    kind: StepKind
    day: date
    subject: ByLanguage
    material: ByLanguage = field(default_factory=dict)
    notes: ByLanguage = field(default_factory=dict)
    effect: ByLanguage = field(default_factory=dict)
    cards: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NotesAgreement:
    """That notes were read back: how many were there, and how many of them agreed to the notes.

    `objection` says what those who did not agree would have written.
    """

    present: int
    agreed: int
    objection: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HypothesisContent:
    """A hypothesis, who said it by their role, and what speaks against it.

    `origin` names one of the hearing's, '' for one of the group's own; `plain` is the same in few
    words, which pages show first.
    """

    statement: ByLanguage
    source: ByLanguage
    counter_argument: ByLanguage
    origin: str = ""
    plain: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PositionContent:
    """What one member thinks of one hypothesis, in their own words.

    `named`: the group may read whose it is, once both rounds have closed, if it is so in both.
    """

    stance: HypothesisStance
    reason: str = ""
    would_change: str = ""
    named: bool = False


GroupContent = MandateContent | StepContent | HypothesisContent


def list_missing_items(mandate: MandateContent) -> Sequence[MandateItem]:
    """Return what a mandate sheet does not say; that there is none is said in words."""
    return [each for each in MandateItem if not getattr(mandate, each.value)]


@dataclass(frozen=True, slots=True)
class RoundOpening:
    """A round of positions on some hypotheses, until the end of `last_day`."""

    hypotheses: Sequence[UUID]
    last_day: date
