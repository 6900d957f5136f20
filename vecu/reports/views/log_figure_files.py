"""A public figure of a system's log as a file: a table for a spreadsheet, an image."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.datasets.release_queries import Released
from vecu.datasets.releases.log_months import split_log_item
from vecu.fieldlog.month_figures import Figure, list_month_figures
from vecu.register.queries import System
from vecu.reports.log_presenters import describe_log_source
from vecu.reports.system_queries import get_log_figure
from vecu.ui.downloads import send_figure, send_table
from vecu.ui.figures import CountFigure
from vecu.ui.templatetags.ui import current_language, translate_wording


@require_safe
def download_log_csv(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send all that a figure shows for a spreadsheet: overrides never without their reasons."""
    _system, released = get_log_figure(slug, figure)
    columns = [_("Figure"), _("What"), _("How much"), _("As a page shows it")]
    rows = (line for each in _list_figures(released) for line in _iter_lines(each))
    return send_table(columns, rows, f"{slug}-{figure}")


@require_safe
def show_log_image(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send a figure as an SVG that names its source, with those beside it in words."""
    system, released = get_log_figure(slug, figure)
    first, *others = _list_figures(released)
    notes = [
        *(_list_rows(each) for each in others),
        describe_log_source(released),
        _get_log_origin(request, system),
    ]
    return send_figure(first, notes, f"{slug}-{figure}", fictional=system.fictional)


def _list_figures(released: Released) -> list[Figure]:
    month, key = split_log_item(released.item)
    figures = list_month_figures([(month, {key: released.content})], current_language())
    return [each for section in figures.sections[:1] for each in section.figures]


def _list_rows(figure: Figure) -> str:
    rows = [(line[1], line[3]) for line in _iter_lines(figure)]
    listed = ", ".join(f"{label} ({shown})" for label, shown in rows)
    return f"{figure.title} – {listed}."


def _iter_lines(figure: Figure) -> Iterator[list[str | int | float]]:
    if isinstance(figure, CountFigure):
        for row in figure.rows:
            count = row.counts[0]
            shown: str | int = _("hidden") if count is None else count
            text = f"≥ {count}" if 0 in row.at_least else shown
            yield [figure.title, row.label, shown, text]
        return
    for measured in figure.rows:
        yield [figure.title, measured.label, measured.value, measured.text]


def _get_log_origin(request: HttpRequest, system: System) -> str:
    address = request.build_absolute_uri(request.path).partition("figures/")[0]
    return f"{translate_wording(system.name)} · {address}"
