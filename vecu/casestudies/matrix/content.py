"""What members write of a matrix and of its cells. Pure. A field has the name of its column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from vecu.casestudies.matrix.rules import CaseOrder, CellStatus

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatrixContent:
    """Which cases and themes stand beside each other: `cases` are ids, `themes` their words."""

    title: ByLanguage
    cases: Sequence[str]
    themes: Sequence[str]
    sorting: CaseOrder = CaseOrder.CHOSEN


@dataclass(frozen=True, slots=True)
class CellContent:
    """What somebody answers for: a sentence with the codings behind it, or that nothing was found.

    `passages` are ids of codings: no word of anybody is copied. `answerable` is a name as it is
    published, `day` the one on which they said so.
    """

    case: UUID
    theme: str
    status: CellStatus
    day: date
    answerable: str
    sentence: ByLanguage = field(default_factory=dict)
    passages: Sequence[str] = ()
