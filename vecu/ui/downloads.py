"""Files that pages send: tables for a spreadsheet, figures that stand alone, sound in parts."""

import re
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vecu.tables import Dialect, format_csv
from vecu.ui.charts import draw_figure
from vecu.ui.figures import CountFigure, MeasureFigure
from vecu.ui.templatetags.ui import current_language

_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)", re.ASCII)
_LONGEST = 18
"""Maximum number of digits of a byte position."""


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


def serve_range(request: HttpRequest, content: bytes, type_: str) -> HttpResponse:
    """Return a file, or the requested range of it (RFC 9110, section 14).

    Players on iOS need range requests. A request for several ranges gets the whole file, as the
    standard allows.
    """
    part = None if "If-Range" in request.headers else _requested_range(request, len(content))
    if part is None:
        response = HttpResponse(content, content_type=type_)
    elif part.start >= part.stop:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{len(content)}"
    else:
        body = content[part.start : part.stop]
        response = HttpResponse(body, status=206, content_type=type_)
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    response["Accept-Ranges"] = "bytes"
    return response


def _requested_range(request: HttpRequest, size: int) -> range | None:
    """Return the single range requested, empty if it is outside of the file; None for all."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or request.method != "GET":
        return None
    first, last = (int(text[:_LONGEST]) if text else None for text in match.groups())
    if first is None:  # the last bytes
        return None if last is None else range(max(0, size - last), size)
    if last is None:
        return range(first, size)
    return range(first, min(last + 1, size)) if first <= last else None
