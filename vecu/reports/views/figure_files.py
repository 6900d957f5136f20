"""A released figure as a file: a table for a spreadsheet, an image that stands alone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.datasets.release_figures import get_count_figure
from vecu.reports.presenters import describe_source
from vecu.reports.queries import get_public_figure
from vecu.surveys.queries import Study
from vecu.tables import Dialect, format_csv
from vecu.ui.charts import draw_figure
from vecu.ui.figures import CountFigure
from vecu.ui.templatetags.ui import current_language, translate_wording


@require_safe
def download_csv(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send the counts for a spreadsheet in the reader's language; what is hidden says so."""
    _study, released = get_public_figure(slug, figure)
    shown = get_count_figure(released, current_language())
    hidden = _("hidden")
    names = [shown.title or _("Answer"), *(label or _("People") for label in shown.columns)]
    lines = [(row.label, row.counts) for row in shown.rows]
    lines.append((_("All people"), shown.totals))
    content = format_csv(
        names,
        ([label, *(hidden if n is None else n for n in counts)] for label, counts in lines),
        Dialect(";" if current_language() == "fr" else ",", for_spreadsheets=True),
    )
    return send_file(content, "text/csv; charset=utf-8", f"{slug}-{figure}.csv", attached=True)


@require_safe
def show_image(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send the figure as an SVG that names its source."""
    study, released = get_public_figure(slug, figure)
    shown = get_count_figure(released, current_language())
    notes = [describe_source(shown, released), _get_origin(request, study, shown)]
    if study.fictional:
        notes.insert(0, _("Demonstration: everything here is invented."))
    content = draw_figure(shown, current_language(), notes).encode()
    return send_file(content, "image/svg+xml", f"{slug}-{figure}.svg", attached=False)


def _get_origin(request: HttpRequest, study: Study, figure: CountFigure) -> str:
    address = request.build_absolute_uri(request.path).partition("figures/")[0]
    return f"{translate_wording(study.title)} · {address}#figure-{figure.id}"


def send_file(content: bytes, kind: str, name: str, *, attached: bool) -> HttpResponse:
    """Send a file to be saved, or to be looked at."""
    disposition = "attachment" if attached else "inline"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
