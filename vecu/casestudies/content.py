"""What members write of an evaluation: its plan, its weekly totals, its blind readings. Pure.

A field has the same name in its table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from vecu.casestudies.rules import WeekEvent
from vecu.fieldlog.vocabulary import GainUse
from vecu.translation import gettext_noop

ByLanguage = Mapping[str, str]


class EvaluationEntryContent:
    """What all entries say that is needed."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def needed(self) -> Mapping[str, str]:
        """By field, what asks for what must be said; translated when it is shown."""
        return {}


@dataclass(frozen=True, slots=True)
class EvaluationPlan(EvaluationEntryContent):
    """A plan: of whom, from which Monday on, in how many lots.

    `spread` is by how many minutes a worker's weeks vary, as a standard deviation. `consultation`
    is one of the dialogue, `why_none` why none is due.
    """

    group: str
    people: int
    lots: int
    starts: date
    spread: int
    stopping: ByLanguage = field(default_factory=dict)
    consultation: UUID | None = None
    why_none: ByLanguage = field(default_factory=dict)
    needed: ClassVar = {
        "group": gettext_noop("Say which team or teams take part."),
        "stopping_fr": gettext_noop("Say before it begins what would stop the evaluation."),
    }


@dataclass(frozen=True, slots=True)
class LotWeekContent(EvaluationEntryContent):
    """Totals of a lot in a week. `people` are those at work; 0 where too few were.

    `writing` is all minutes of writing, with `checking` and `care` of the machine among them;
    `gross` is what people think to have saved; `gain` is what the group says became of it, ''
    for nothing. On the two days that were drawn, `clocked_people` wrote for `clocked` minutes, and
    thought that it was `guessed`. `requested` to `withdrawn` count consents of people accompanied;
    who withdrew had accepted. `unrequested` were not asked.
    """

    evaluation: UUID
    lot: int
    week: int
    people: int
    writing: int = 0
    gross: int = 0
    checking: int = 0
    care: int = 0
    event: WeekEvent = WeekEvent.NONE
    gain: GainUse | str = ""
    clocked_people: int = 0
    clocked: int = 0
    guessed: int = 0
    requested: int = 0
    accepted: int = 0
    withdrawn: int = 0
    unrequested: int = 0


@dataclass(frozen=True, slots=True)
class BlindReadingContent(EvaluationEntryContent):
    """A blind reading: how many read, how many would keep which note, what they miss in it."""

    evaluation: UUID
    day: date
    group: str
    readers: int
    own: int
    machine: int
    missing: ByLanguage = field(default_factory=dict)
    needed: ClassVar = {
        "group": gettext_noop("Say which association the readers belong to."),
    }


@dataclass(frozen=True, slots=True)
class EvaluationDraw:
    """The words of the representatives, from which the order follows with the laboratory's half."""

    words: str


@dataclass(frozen=True, slots=True)
class EvaluationStop:
    """Why an evaluation does not go on; its name and reason stay public."""

    stopped_reason: ByLanguage
