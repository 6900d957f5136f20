"""A released figure as pages show it: a sentence, bars, a table."""

from dataclasses import dataclass
from enum import StrEnum

from vecu.translation import gettext_noop

MOST_ROUNDED = 2.5
"""The most that rounding to the nearest 5 changes a count."""
FEW = 10
"""In an approximate figure, a count that reads “10 or fewer”."""

NOISE_NOTE = gettext_noop(
    "“About 150 of 260” means: give or take a few people (2 on average, rarely more than 6). The"
    " difference is on purpose, so that nobody can be recognised; rows may not add up to their"
    " total. The Australian and British censuses do the same."
)
"""What a reader must know of all approximate figures, beside them."""
REPLY_NOISE_NOTE = gettext_noop(
    "Each of these figures counts replies, give or take a few (2 on average, rarely more than 6):"
    " the difference is on purpose, so that nobody can be recognised, and rows may not add up to"
    " their total."
)
"""The same, of replies."""
RECEIVED_NOTE = gettext_noop("This figure counts answers received; it says nothing of anyone else.")
RECEIVED_NOTES = gettext_noop(
    "These figures count answers received; they say nothing of anyone else."
)


class FigureSubject(StrEnum):
    """What is counted or measured; each has its colour."""

    PEOPLE = "people"
    MACHINE = "machine"
    """Decisions on what a machine proposed."""
    TIME = "time"
    REPLIES = "replies"
    """To findings: one person may have sent several."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row: its label and one count for each column, None where it is hidden.

    One that is not `answered` counts who gave no answer, or what no row counts by itself. In
    columns of `at_least` there may be more than is counted. `name` is what it is called in every
    language.
    """

    label: str
    counts: tuple[int | None, ...]
    answered: bool = True
    at_least: frozenset[int] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class CountFigure:
    """Released counts in the reader's language, rounded as they were released.

    Without a breakdown there is one column, whose label is ''. `totals` are the people of each
    column, `people` those of the whole, or decisions where these are the subject; None is hidden.
    In an `approximate` figure all counts but `people` are changed at random by a few, and `totals`
    are those to whom the question was put. `several`: one person may be counted in several rows.
    `origin` says in which ways the answers came. Rows that are `ordered` stay as they are.
    `language` is that of title and labels where they do not exist in the reader's, else ''.
    `names` are those of the columns in every language.
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
    language: str = ""
    approximate: bool = False
    several: bool = False
    origin: str = ""
    wave: int = 1
    names: tuple[str, ...] = ("",)

    @property
    def hides_something(self) -> bool:
        """Whether any count is hidden."""
        shown = (self.people, *self.totals, *(count for row in self.rows for count in row.counts))
        return None in shown

    @property
    def counts_some_twice(self) -> bool:
        """Whether some people are in several rows: more than rounding explains are in all."""
        if self.approximate:
            return self.several
        columns = zip(*(row.counts for row in self.rows), strict=True)
        return any(
            total is not None
            and sum(filter(None, column)) - total > MOST_ROUNDED * (len(column) + 1)
            for column, total in zip(columns, self.totals, strict=False)
        )

    @property
    def ranked_rows(self) -> tuple[FigureRow, ...]:
        """The rows as a picture shows them: in their order if they have one, else largest first.

        Who gave no answer comes last.
        """
        rows = list(self.rows)
        if not self.ordered:
            rows.sort(key=lambda row: (-sum(filter(None, row.counts)), all_hidden(row)))
        return tuple(sorted(rows, key=lambda row: not row.answered))


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row: its label, a share or minutes, and the same as text with unit and interval."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class MeasureFigure:
    """Released shares or means in the reader's language; a value of `scale` fills the width.

    The row at `carrying` is what the `sentence` comes to; `short` says it in few words, '' where
    the row does by itself.
    """

    id: str
    title: str
    sentence: str
    rows: tuple[MeasureRow, ...]
    subject: FigureSubject
    scale: float
    language: str = ""
    carrying: int = 0
    short: str = ""


def all_hidden(row: FigureRow) -> bool:
    """Return whether a row shows nothing."""
    return all(count is None for count in row.counts)
