"""What members write of an AI system, entry by entry. Pure.

Texts are by language. A text that is empty is not known, and pages say so. A field has the same
name in its table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from vecu.evidence.sources import Reference
from vecu.register.rules import (
    EFFECTS_TO_EXPLAIN,
    ConsultationKind,
    ConsultationOutcome,
    InvolvementEffect,
    InvolvementStep,
    SettingLean,
    Stage,
    SupportedReach,
    SystemFamily,
)
from vecu.translation import gettext_noop

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SystemContent:
    """What a system is: which problem it is for, and what becomes of it without the tool.

    `promise` is the supplier's; `users` work with the system, `touched` are those whom it concerns,
    `supported` says whether people supported are among them.
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
    supported: SupportedReach | None = None


@dataclass(frozen=True, slots=True)
class ContactContent:
    """A person who answers for the system, and how to reach them without a screen."""

    contact_name: str
    contact_reach: ByLanguage


class EntryContent:
    """What all entries about a system say: on which day."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]
    day: date

    @property
    def needed(self) -> Mapping[str, str]:
        """By field, what asks for what must be said; translated when it is shown."""
        return {}


@dataclass(frozen=True, slots=True)
class StageContent(EntryContent):
    """A stage that a system came to on a day, and why."""

    stage: Stage
    day: date
    reason: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionContent(EntryContent):
    """A version in use since a day; what it changed is a claim with its evidence."""

    name: str
    day: date
    changes: ByLanguage = field(default_factory=dict)
    references: Sequence[Reference] = ()
    needed: ClassVar = {"name": gettext_noop("Give the name or number of the version.")}


@dataclass(frozen=True, slots=True)
class SettingContent(EntryContent):
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
    needed: ClassVar = {
        "name_fr": gettext_noop("Say what was set."),
        "value": gettext_noop("Say which value was chosen."),
        "group": gettext_noop("Say which function or group chose this value."),
        "reason_fr": gettext_noop("Say why this value was chosen, and not another."),
    }


@dataclass(frozen=True, slots=True)
class InvolvementContent(EntryContent):
    """Who took part at which step, what came of it, and what they may still refuse."""

    group: str
    step: InvolvementStep
    day: date
    refusal: ByLanguage
    effect: InvolvementEffect = InvolvementEffect.NOT_KNOWN
    outcome: ByLanguage = field(default_factory=dict)

    @property
    def needed(self) -> Mapping[str, str]:
        """Who it was, their right to refuse, and what came of it where that is known."""
        outcome = gettext_noop("Say what was answered, changed or stopped.")
        return {
            "group": gettext_noop("Say which function or group took part."),
            "refusal_fr": gettext_noop(
                "Say what these people may still refuse, and how: taking part takes it from nobody."
            ),
        } | ({"outcome_fr": outcome} if self.effect in EFFECTS_TO_EXPLAIN else {})


@dataclass(frozen=True, slots=True)
class ConsultationContent(EntryContent):
    """A consultation that was held, or why none is due; `day` is when it was held or so decided."""

    kind: ConsultationKind
    day: date
    body: str = ""
    reference: str = ""
    why_none: ByLanguage = field(default_factory=dict)
    outcome: ConsultationOutcome | None = None

    @property
    def needed(self) -> Mapping[str, str]:
        """Which body was consulted and where it stands, or why none was."""
        if self.kind is not ConsultationKind.HELD:
            return {"why_none_fr": gettext_noop("Say why no consultation is due.")}
        return {
            "body": gettext_noop("Say which body was consulted."),
            "reference": gettext_noop(
                "Give the reference of the consultation, such as its minutes."
            ),
            "outcome": gettext_noop("Say what the opinion was, or that none was given."),
        }


@dataclass(frozen=True, slots=True)
class GapContent(EntryContent):
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
    needed: ClassVar = {
        "rule_fr": gettext_noop("Say what the system is told to do."),
        "situation_fr": gettext_noop("Describe the real situation, as it would be put at work."),
        "group": gettext_noop("Say which function or group describes this situation."),
    }
