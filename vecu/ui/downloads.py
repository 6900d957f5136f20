"""Files that pages send: tables for a spreadsheet, figures as images that stand alone."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.tables import Dialect, format_csv
from vecu.ui.charts import draw_figure
from vecu.ui.figures import CountFigure, MeasureFigure
from vecu.ui.templatetags.ui import current_language


def send_file(content: bytes, kind: str, name: str, *, attached: bool) -> HttpResponse:
    """Send a file to be saved, or to be looked at."""
    disposition = "attachment" if attached else "inline"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def send_table(
    columns: Sequence[str], rows: Iterable[Sequence[str | float | None]], name: str
) -> HttpResponse:
    """Send a table for a spreadsheet in the reader's language."""
    dialect = Dialect(";" if current_language() == "fr" else ",", for_spreadsheets=True)
    content = format_csv(columns, rows, dialect)
    return send_file(content, "text/csv; charset=utf-8", f"{name}.csv", attached=True)


def send_figure(
    figure: CountFigure | MeasureFigure, notes: Sequence[str], name: str, *, fictional: bool
) -> HttpResponse:
    """Send a figure as an SVG, with notes that name its source."""
    warning = [_("Demonstration: everything here is invented.")] if fictional else []
    content = draw_figure(figure, current_language(), [*warning, *notes]).encode()
    return send_file(content, "image/svg+xml", f"{name}.svg", attached=False)
