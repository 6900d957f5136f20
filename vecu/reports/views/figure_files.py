"""A released figure as a file: a table for a spreadsheet, an image that stands alone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.datasets.release_figures import get_count_figure
from vecu.reports.presenters import describe_source
from vecu.reports.queries import get_public_figure, has_waves
from vecu.surveys.queries import Study
from vecu.ui.charts import (
    format_figure_count,
    list_noise_notes,
    name_base,
    name_figure,
    title_table,
)
from vecu.ui.downloads import send_figure, send_table
from vecu.ui.figures import FEW, CountFigure
from vecu.ui.templatetags.ui import current_language, translate_wording


@require_safe
def download_csv(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send the counts for a spreadsheet in the reader's language; what is hidden says so.

    Below the table of approximate counts stands what must be known of them.
    """
    study, released = get_public_figure(slug, figure)
    shown, language = get_count_figure(released, current_language()), current_language()
    title = title_table(shown, name_figure(shown, language) or _("Answer"), language)
    names = [title, *(label or _("People") for label in shown.columns)]
    lines = [(row.label, row.counts) for row in shown.rows]
    lines.append((name_base(shown, language), shown.totals))
    rows: list[list[str | int]] = [
        [label, *(_make_cell(shown, each) for each in counts)] for label, counts in lines
    ]
    if shown.approximate:
        source = describe_source(shown, released, waves=has_waves(study))
        notes = [source, *list_noise_notes(language), _get_origin(request, study, shown)]
        rows += [[note, *([""] * len(shown.columns))] for note in ("", *notes)]
    return send_table(names, rows, f"{slug}-{figure}")


def _make_cell(figure: CountFigure, count: int | None) -> str | int:
    """Return a count as a number, or in words where it says no more than that."""
    if count is None:
        return _("hidden")
    if figure.approximate and count <= FEW:
        return format_figure_count(figure, count, current_language())
    return count


@require_safe
def show_image(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send the figure as an SVG that names its source."""
    study, released = get_public_figure(slug, figure)
    shown, language = get_count_figure(released, current_language()), current_language()
    notes = [
        describe_source(shown, released, waves=has_waves(study)),
        *(list_noise_notes(language) if shown.approximate else ()),
        _get_origin(request, study, shown),
    ]
    return send_figure(shown, notes, f"{slug}-{figure}", fictional=study.fictional)


def _get_origin(request: HttpRequest, study: Study, figure: CountFigure) -> str:
    address = request.build_absolute_uri(request.path).partition("figures/")[0]
    return f"{translate_wording(study.title)} · {address}#figure-{figure.id}"
