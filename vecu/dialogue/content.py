"""What members write of a dialogue, entry by entry. Pure.

Texts are by language. A field has the same name in its table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from vecu.dialogue.rules import (
    Avis,
    College,
    DialogueKind,
    DossierItem,
    Ending,
    Expertise,
    PositionHolder,
    StaffBody,
    Stance,
    WatchedFigure,
)
from vecu.evidence.sources import Reference
from vecu.writings import PartLimit

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WorkshopContent:
    """A workshop; `colleges` says who was there: the name of the group or function of each."""

    day: date
    subject: ByLanguage
    colleges: Mapping[College, str]


@dataclass(frozen=True, slots=True)
class CollegePosition:
    """How a college stands to a point, and why."""

    stance: Stance
    reason: ByLanguage = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return what the column of a point holds."""
        return {"stance": self.stance.value, "reason": dict(self.reason)}


@dataclass(frozen=True, slots=True)
class PointContent:
    """A point of a workshop, with the position of each college that was there.

    `answers` is the item of the agenda that it takes up; `references` are what it stands on.
    """

    workshop: UUID
    statement: ByLanguage
    positions: Mapping[College, CollegePosition]
    answers: UUID | None = None
    references: Sequence[Reference] = ()


@dataclass(frozen=True, slots=True)
class ConsultationProcess:
    """A consultation: `day` is that on which the dossier was handed over.

    `last_day` is one that an agreement, a court or a convocation set, which `last_day_source`
    names; without it the clock of the law runs, where the laboratory knows it.
    """

    day: date
    body_kind: StaffBody
    body: str
    reference: str
    subject: ByLanguage
    dossier: Sequence[DossierItem] = ()
    dossier_note: ByLanguage = field(default_factory=dict)
    expertise: Expertise = Expertise.NONE
    last_day: date | None = None
    last_day_source: str = ""


@dataclass(frozen=True, slots=True)
class AvisContent:
    """What the body answered; `avis_reference` is where it can be read, such as minutes."""

    avis: Avis
    avis_day: date
    avis_reference: str
    avis_reasons: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgreementContent:
    """An agreement that was negotiated: `unions` signed it, with `employer`, on `day`."""

    day: date
    subject: ByLanguage
    terms: ByLanguage
    employer: str
    unions: Sequence[str]
    reference: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CommitmentContent:
    """What a group or function undertook on `day`, to be done by `due`."""

    day: date
    subject: ByLanguage
    group: str
    due: date
    origin_kind: DialogueKind | None = None
    origin: UUID | None = None


@dataclass(frozen=True, slots=True)
class ClauseContent:
    """A review clause: what it watches from `day` on, and above what, or on which day, it fires."""

    day: date
    subject: ByLanguage
    watched: WatchedFigure
    most: int | None = None
    due: date | None = None
    origin_kind: DialogueKind | None = None
    origin: UUID | None = None


@dataclass(frozen=True, slots=True)
class AgendaContent:
    """What a group asks to be talked about, and what it stands on."""

    day: date
    subject: ByLanguage
    group: str
    references: Sequence[Reference] = ()


@dataclass(frozen=True, slots=True)
class WritingPositionContent:
    """The position of an organisation on a writing in its situation, voted on `day`.

    `writing` is the key of a kind, `parts` how it sorts parts, by key. `never` is why no machine
    may write any of it, `lifts` why one may although the laboratory says never. A new version has
    a `previous` one, and the workshop that is its `debate`.
    """

    day: date
    writing: str
    organisation: str
    holder: PositionHolder
    mandate: ByLanguage
    in_favour: int
    against: int
    abstained: int
    statement: ByLanguage
    dissent: ByLanguage
    parts: Mapping[str, PartLimit]
    never: ByLanguage = field(default_factory=dict)
    lifts: ByLanguage = field(default_factory=dict)
    previous: UUID | None = None
    debate: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndingContent:
    """How something ended, who says so, and why."""

    ended: Ending
    ended_day: date
    ended_by: str
    ended_reason: ByLanguage


DialogueContent = (
    WorkshopContent
    | PointContent
    | ConsultationProcess
    | AgreementContent
    | CommitmentContent
    | ClauseContent
    | AgendaContent
    | WritingPositionContent
)
