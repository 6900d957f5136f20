"""What everybody would read of figures, why a count in them is hidden, and why a release fails."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.datasets.release_figures import build_count_figure, name_item
from vecu.datasets.releases.extract_counts import ExtractCounts
from vecu.datasets.releases.planning import PlannedFigure
from vecu.messages import Message
from vecu.stats import DisclosureRefused, HiddenBecause
from vecu.ui.figures import CountFigure

REASONS = {
    HiddenBecause.SMALL: gettext_lazy("fewer than 11"),
    HiddenBecause.ALL_OR_NOBODY: gettext_lazy("all or nobody"),
    HiddenBecause.COMPLEMENTARY: gettext_lazy("would reveal another"),
}
"""Why a count is hidden, in words."""


@dataclass(frozen=True, slots=True)
class PreviewedCell:
    """A count as everybody would read it, None if it is hidden, and then why."""

    count: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class PreviewedFigure:
    """A figure as everybody would read it; its rows and totals have reasons beside their counts."""

    figure: CountFigure
    rows: tuple[tuple[str, tuple[PreviewedCell, ...]], ...]
    totals: tuple[PreviewedCell, ...]


def build_previewed_figures(
    planned: Sequence[PlannedFigure], language: str
) -> list[PreviewedFigure]:
    """Return what a page shows of planned figures."""
    return [_preview(each, f"{number}", language) for number, each in enumerate(planned, 1)]


def _preview(planned: PlannedFigure, number: str, language: str) -> PreviewedFigure:
    figure = build_count_figure(planned.content, number, language)
    rows = tuple(
        (row.label, _pair(row.counts, reasons))
        for row, reasons in zip(figure.rows, planned.reasons, strict=True)
    )
    return PreviewedFigure(figure, rows, _pair(figure.totals, planned.total_reasons))


def _pair(
    counts: Sequence[int | None], reasons: Sequence[HiddenBecause | None]
) -> tuple[PreviewedCell, ...]:
    return tuple(
        PreviewedCell(count, str(REASONS[reason]) if reason else "")
        for count, reason in zip(counts, reasons, strict=True)
    )


def describe_empty_figures(planned: Sequence[PlannedFigure], language: str) -> str:
    """Return which figures would show nothing and what to do, '' if there are none."""
    empty = [
        build_count_figure(each.content, "", language)
        for each in planned
        if not each.shows_something
    ]
    if not empty:
        return ""
    names = [f"{each.title} × {each.breakdown}" if each.breakdown else each.title for each in empty]
    return _(
        "All counts would be hidden in: %(figures)s. Leave it out, or choose another breakdown."
    ) % {"figures": ", ".join(map(_quote, names))}


def describe_refusal(refusal: DisclosureRefused, counts: ExtractCounts, language: str) -> str:
    """Return why a release is refused, with the tables in the words of their questions."""
    details = refusal.message.details
    if "most" in details:
        questions = [_name_variable(each, counts, language) for each in counts.breakdowns]
        return _(
            "These figures leave too many combinations of answers to check: %(found)s, and at most"
            " %(most)s are possible. Leave out the figures by one of these questions:"
            " %(questions)s."
        ) % {
            "found": details["found"],
            "most": details["most"],
            "questions": ", ".join(map(_quote, questions)),
        }
    named = {
        key: _name_tables(detail, counts, language) if isinstance(detail, str) else detail
        for key, detail in details.items()
    }
    return Message(refusal.message.msgid, **named).say(language)


def _name_tables(names: str, counts: ExtractCounts, language: str) -> str:
    """Return tables, `a × b, c` by the names of their variables, in words, each once."""
    tables = [
        [_name_variable(name, counts, language) for name in table.split(" × ")]
        for table in names.split(", ")
    ]
    known = [" × ".join(dict.fromkeys(table)) for table in tables if all(table)]
    return ", ".join(map(_quote, dict.fromkeys(known)))


def _quote(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def _name_variable(name: str, counts: ExtractCounts, language: str) -> str:
    """Return what the figure is about that shows a variable, '' for what no figure shows."""
    if name == "n":
        return _("All people")
    of = next((each for each in counts.items.values() if name in each.variables), None)
    return name_item(of.kind, of.label, language) if of else ""
