"""A figure of released counts as pages show it: a sentence, bars, a table."""

from dataclasses import dataclass
from enum import StrEnum


class FigureSubject(StrEnum):
    """Whom the counts are of; each has its colour."""

    PEOPLE = "people"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row: its label and one count for each column, None where it is hidden."""

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class CountFigure:
    """Released counts in the reader's language, rounded as they were released.

    Without a breakdown there is one column, whose label is ''. `totals` are the people of each
    column, `people` those of the whole; None is hidden. Rows that are `ordered` stay as they are.
    """

    id: str
    title: str
    sentence: str
    breakdown: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    totals: tuple[int | None, ...]
    people: int | None
    ordered: bool = False
    subject: FigureSubject = FigureSubject.PEOPLE

    @property
    def hides_something(self) -> bool:
        """Whether any count is hidden."""
        shown = (self.people, *self.totals, *(count for row in self.rows for count in row.counts))
        return None in shown
