"""Shared by both imports: the uploaded file, and how it is read."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.datasets import actions, queries
from vecu.datasets.forms import importing
from vecu.datasets.forms.import_source import read_source
from vecu.datasets.importing.reader import OpenedTable, open_with_codes
from vecu.datasets.models import Upload
from vecu.datasets.rules import MAX_UPLOAD_BYTES, ImportSource, check_column_count
from vecu.tables import FileRefused, Settings

_FORM_OVERHEAD = 10_000
MOST_MEGABYTES = MAX_UPLOAD_BYTES // 1_000_000


def get_page_language() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def refuse_too_large(request: StaffRequest) -> HttpResponse | None:
    """Return an error page for a body beyond the limit, before any of it is read."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdecimal() or int(announced) <= MAX_UPLOAD_BYTES + _FORM_OVERHEAD:
        return None
    message = _(
        "The file is larger than %(most)s MB. Ask the person who administers the "
        "server to import it with the command “vecu import”."
    ) % {"most": MOST_MEGABYTES}
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    found = {"message": message, "status": int(status)}
    return render(request, "ui/explain.html", found, status=status)


def get_upload_or_404(request: StaffRequest, study: UUID | None, file: UUID) -> Upload:
    """Return the member's own upload; 404 if it is gone or another's."""
    held = queries.get_upload(file, study, request.user.pk)
    if held is None:
        raise Http404(_("This file is no longer here. Upload it again."))
    return held


def open_upload(held: Upload) -> OpenedTable:
    """Return the table in an upload, read with its owner's settings."""
    settings = (held.settings.get(name, "") for name in ("delimiter", "encoding", "sheet"))
    return open_with_codes(bytes(held.content), bytes(held.codes), Settings(*settings))


def reread_upload(request: StaffRequest, held: Upload) -> str:
    """Read the file with new settings and store them; return '' or the error.

    The mapping is reset.
    """
    wanted = importing.read_settings(request.POST)
    try:
        found = open_with_codes(bytes(held.content), bytes(held.codes), wanted)
        check_column_count(len(found.table.columns))
    except FileRefused as error:
        return error.say(get_page_language())
    actions.update_upload(
        held,
        delimiter=wanted.delimiter,
        encoding=wanted.encoding,
        sheet=wanted.sheet,
        mapping="",
        key="",
        keyed="",
    )
    return ""


def keep_source(request: StaffRequest, held: Upload) -> None:
    """Store what was typed of the file's name and origin, if the form had these fields."""
    if "origin" in request.POST:
        source = read_source(request.POST)
        actions.update_upload(held, source=source.name, origin=source.origin)


def get_source(held: Upload) -> ImportSource:
    """Return the name and origin that were typed for a file; its own name until then."""
    settings = held.settings
    return ImportSource.read(settings.get("source", held.name), settings.get("origin", ""))


def build_table_context(found: OpenedTable) -> dict[str, Any]:
    """Return the context that shows how a file was read."""
    table = found.table
    return {
        "table": table,
        "text": found.text,
        "notes": [note.say(get_page_language()) for note in table.notes],
        "preview": table.first_rows(5),
        "delimiters": importing.build_delimiter_options(table.delimiter),
        "encodings": importing.build_encoding_options(table.encoding),
        "sheets": importing.build_sheet_options(found) if len(found.sheets) > 1 else [],
    }
