"""Where the limit stands: what rooms above say of a writing, for rooms below that follow it.

A room that holds positions registers its source, as `vecu.evidence.sources` does for evidence; a
form asks `list_limits` each time that it is opened, and follows a limit that moved.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop
from vecu.writings.kinds import WritingKind

ByLanguage = Mapping[str, str]


class WritingSort(LabelledEnum):
    """What a part of a writing is to those who take a position."""

    COLD = "cold", gettext_noop("Cold")
    WARM = "warm", gettext_noop("Warm")
    DISPUTED = "disputed", gettext_noop("Disputed")


class ClosedType(LabelledEnum):
    """What a cold part can hold: closed types only, so that no warm text slips in."""

    NUMBER = "number", gettext_noop("A number")
    AMOUNT = "amount", gettext_noop("An amount")
    DAY = "day", gettext_noop("A day")
    CHOICE = "choice", gettext_noop("A choice in a closed list")
    COMPUTED = "computed", gettext_noop("Computed by a rule")


@dataclass(frozen=True, slots=True)
class PartLimit:
    """How a part is sorted, and why; a cold one has its closed type, its source and its rule."""

    sort: WritingSort
    argument: ByLanguage
    closed_type: ClosedType | None = None
    source: str = ""
    rule: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what a column holds."""
        return asdict(self) | {"argument": dict(self.argument)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "PartLimit":
        """Return what a column holds as a limit."""
        closed = ClosedType(stored["closed_type"]) if stored["closed_type"] else None
        read = {"sort": WritingSort(stored["sort"]), "closed_type": closed}
        return cls(**{**stored, **read})


@dataclass(frozen=True, slots=True)
class WritingLimit:
    """The position of an organisation in force on a writing; `parts` by key of the part.

    `never` is why no machine may write any of it. `lifts` is why one may although the laboratory
    says never: only what two sides confirmed has it. Both are {} where nothing is said.
    """

    kind: str
    organisation: str
    version: int
    day: date
    parts: Mapping[str, PartLimit]
    never: ByLanguage = field(default_factory=dict)
    lifts: ByLanguage = field(default_factory=dict)


LimitSource = Callable[[UUID, str, date], Sequence[WritingLimit]]
"""From a system, the key of a kind of writing, and the day: the positions in force then."""
_SOURCES: list[LimitSource] = []


def register_limit_source(source: LimitSource) -> None:
    """Declare who knows positions; the same one again changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def list_limits(system: UUID, kind: str, today: date) -> Sequence[WritingLimit]:
    """Return the positions in force on a writing, the latest first; none is no permission."""
    found = (each for source in _SOURCES for each in source(system, kind, today))
    return sorted(found, key=lambda each: each.day, reverse=True)


def list_objections(kind: WritingKind, limits: Sequence[WritingLimit]) -> list[ByLanguage]:
    """Return why no machine may write any of a writing, [] where one may.

    One organisation that objects is enough; the objection that the laboratory begins with holds
    until a position lifts it.
    """
    objections = [each.never for each in limits if each.never]
    if kind.never and not any(each.lifts for each in limits):
        objections.append(kind.never)
    return objections


def judge_part(part: str, limits: Sequence[WritingLimit]) -> WritingSort | None:
    """Return how a form treats a part, None where no organisation has sorted it.

    What they do not sort alike is disputed between them: nobody outvotes anybody.
    """
    sorts = {each.parts[part].sort for each in limits if part in each.parts}
    if not sorts:
        return None
    return sorts.pop() if len(sorts) == 1 else WritingSort.DISPUTED
