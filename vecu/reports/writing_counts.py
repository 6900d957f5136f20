"""How invented writings were sorted, from released figures: each answer by role, all alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.release_queries import Released
from vecu.surveys.library.sorting import ROLE, SORTS, name_question
from vecu.ui.figures import FEW, CountFigure
from vecu.writings import InventedWriting, list_invented_writings


@dataclass(frozen=True, slots=True)
class SortCount:
    """How many gave an answer, as it was released, and how long its bar is, in percent."""

    answer: str
    count: int | None
    length: int


@dataclass(frozen=True, slots=True)
class SortedWriting:
    """A writing with the answers of all, and of each role; `figure` says how counts are read."""

    writing: InventedWriting
    figure: CountFigure
    everybody: Sequence[tuple[str, Sequence[SortCount]]]
    roles: Sequence[tuple[str, Sequence[SortCount]]]

    @property
    def answers(self) -> Sequence[str]:
        """The labels of the answers, in the order of the form."""
        return [each.answer for each in (*self.everybody, *self.roles)[0][1]]


def list_sorted_writings(released: Sequence[Released], language: str) -> list[SortedWriting]:
    """Return the writings of which everybody reads how they were sorted, in the form’s order."""
    found: dict[str, dict[bool, Released]] = {}
    for each in released:
        by_role = each.breakdown.rpartition("/")[2] == ROLE
        if by_role or not each.breakdown:
            found.setdefault(each.item.rpartition("/")[2], {})[by_role] = each
    return [
        _lay_out(writing, found[name], language)
        for writing in list_invented_writings()
        if (name := name_question(writing)) in found
    ]


def _lay_out(
    writing: InventedWriting, released: Mapping[bool, Released], language: str
) -> SortedWriting:
    figures = {by_role: get_count_figure(each, language) for by_role, each in released.items()}
    rows = {
        by_role: [
            (column or _("All"), _list_counts(figure, released[by_role].content, index))
            for index, column in enumerate(figure.columns)
        ]
        for by_role, figure in figures.items()
    }
    figure = next(iter(figures.values()))
    return SortedWriting(writing, figure, rows.get(False, []), rows.get(True, []))


def _list_counts(figure: CountFigure, content: Mapping[str, Any], column: int) -> list[SortCount]:
    """Return the answers of one column; a bar is a share of those to whom it was put."""
    base = figure.totals[column] or 0
    rows = {stored["name"]: row for stored, row in zip(content["rows"], figure.rows, strict=True)}
    counts = []
    for name in SORTS:
        row = rows.get(name)
        count = row.counts[column] if row else FEW
        is_drawn = count is not None and count > FEW and base > FEW
        length = round(100 * count / base) if is_drawn and count else 0
        counts.append(SortCount(row.label if row else name, count, min(length, 100)))
    return counts
