"""What everybody would read of figures, and why a count in them is hidden."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.models import Released
from vecu.datasets.releases.planning import HidingReason, PlannedFigure, ReleasePlan
from vecu.ui.figures import CountFigure

REASONS = {
    HidingReason.SMALL: gettext_lazy("fewer than 11"),
    HidingReason.ALL: gettext_lazy("all or nobody"),
    HidingReason.COMPLEMENTARY: gettext_lazy("would give another away"),
}
"""Why a count is hidden, in words."""


@dataclass(frozen=True, slots=True)
class PreviewedCell:
    """A count as everybody would read it, None if it is hidden, and then why."""

    count: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class PreviewedFigure:
    """A figure as everybody would read it; its rows are those of `figure`, with reasons."""

    figure: CountFigure
    rows: tuple[tuple[str, tuple[PreviewedCell, ...]], ...]


def build_previewed_figures(plan: ReleasePlan, language: str) -> list[PreviewedFigure]:
    """Return what a page shows of a plan."""
    return [_preview(planned, language) for planned in plan.figures]


def _preview(planned: PlannedFigure, language: str) -> PreviewedFigure:
    figure = get_count_figure(Released(content=planned.content), language)
    rows = tuple(
        (
            row.label,
            tuple(
                PreviewedCell(count, str(REASONS[HidingReason(reason)]) if reason else "")
                for count, reason in zip(row.counts, reasons, strict=True)
            ),
        )
        for row, reasons in zip(figure.rows, planned.reasons, strict=True)
    )
    return PreviewedFigure(figure, rows)
