"""What members write of an AI system, entry by entry. Pure.

Texts are by language. A text that is empty is not known, and pages say so. A field has the same
name in its table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from vecu.evidence.sources import Reference
from vecu.register.rules import (
    ConsultationKind,
    InvolvementEffect,
    InvolvementStep,
    SettingLean,
    Stage,
    SystemFamily,
)

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SystemContent:
    """What a system is: which problem it is for, and what becomes of it without the tool.

    `promise` is the supplier's; `users` work with the system, `touched` are those whom it concerns.
    """

    name: ByLanguage
    problem: ByLanguage = field(default_factory=dict)
    without_tool: ByLanguage = field(default_factory=dict)
    purpose: ByLanguage = field(default_factory=dict)
    supplier: str = ""
    promise: ByLanguage = field(default_factory=dict)
    family: SystemFamily | None = None
    users: ByLanguage = field(default_factory=dict)
    touched: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContactContent:
    """A person who answers for the system, and how to reach them without a screen."""

    contact_name: str
    contact_reach: ByLanguage


@dataclass(frozen=True, slots=True)
class StageContent:
    """A stage that a system came to on a day, and why."""

    stage: Stage
    day: date
    reason: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionContent:
    """A version in use since a day; what it changed is a claim with its evidence."""

    name: str
    day: date
    changes: ByLanguage = field(default_factory=dict)
    references: Sequence[Reference] = ()


@dataclass(frozen=True, slots=True)
class SettingContent:
    """A value that somebody chose. The next choice for the same thing `replaces` it.

    `group` chose it, after hearing `heard`; both are names of functions or groups. For a threshold,
    `lean` is what it was set for.
    """

    name: ByLanguage
    value: str
    group: str
    day: date
    reason: ByLanguage
    heard: ByLanguage = field(default_factory=dict)
    lean: SettingLean | None = None
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class InvolvementContent:
    """Who took part at which step, what came of it, and what they may still refuse."""

    group: str
    step: InvolvementStep
    day: date
    refusal: ByLanguage
    effect: InvolvementEffect = InvolvementEffect.NOT_KNOWN
    outcome: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsultationContent:
    """A consultation that was held, or why none is due; `day` is when it was held or so decided."""

    kind: ConsultationKind
    day: date
    body: str = ""
    reference: str = ""
    why_none: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GapContent:
    """A rule that the system follows, and a real situation in which people do otherwise.

    `source` is where the rule stands; `practice` is what people do; `reason` is the log's code for
    it, '' where none fits. `references` are public words and practices that `group` chose.
    """

    rule: ByLanguage
    situation: ByLanguage
    day: date
    group: str
    practice: ByLanguage = field(default_factory=dict)
    source: str = ""
    reason: str = ""
    references: Sequence[Reference] = ()


EntryContent = (
    StageContent
    | VersionContent
    | SettingContent
    | InvolvementContent
    | ConsultationContent
    | GapContent
)
