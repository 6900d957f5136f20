"""The form as a PDF: filled without a person's program, its provenance inside, nothing else.

The blank forms were made once by LibreOffice (`make_forms.py`); pypdf fills them.
"""

import io
import json
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError
from vecu.pilots.cold_writing.closed_values import write_value
from vecu.pilots.cold_writing.filled_form import FieldState, FilledField, FilledForm
from vecu.pilots.cold_writing.form_book import FormBook, load_form_book
from vecu.translation import gettext_noop, translate

PROVENANCE = "provenance.json"
PAPER_LANGUAGE = "fr"
"""Forms are in French, as those who decide on them read French."""
_AUTHORS = {
    FieldState.FILLED: "tool",
    FieldState.OUTLINE: "tool",
    FieldState.CORRECTED: "worker",
    FieldState.AGREED: "person and worker",
    FieldState.NOT_KNOWN: "worker",
    FieldState.NOT_SAID: "person",
}
_WORDED = frozenset({FieldState.NOT_KNOWN, FieldState.NOT_SAID})


class FormFileRefused(TranslatableError, VecuError):
    """A file is no form that can be filled; nothing was written."""


def read_form_file(content: bytes, wanted: Collection[str]) -> PdfReader:
    """Return the form of a file with all `wanted` fields; raise `FormFileRefused`."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise _refuse(gettext_noop("it is encrypted: take the password off, and save it again"))
        if _is_xfa(reader):
            raise _refuse(gettext_noop("it is an XFA form: export it as a plain PDF form"))
        fields = reader.get_fields() or {}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refuse(gettext_noop("it cannot be read as a PDF: make it again")) from error
    if not fields:
        raise _refuse(gettext_noop("it has no field to fill: export it with its fields"))
    if missing := sorted(set(wanted) - set(fields)):
        why = Message(gettext_noop("it lacks the field “%(name)s”: make it again"), name=missing[0])
        raise _refuse(why)
    return reader


def fill_form_file(filled: FilledForm) -> bytes:
    """Return the PDF of a filled form, with what each field stands on as an attachment."""
    texts = write_fields(filled)
    writer = PdfWriter(clone_from=read_form_file(_read_bytes(filled.form.file), texts))
    for page in writer.pages:
        writer.update_page_form_field_values(page, texts, auto_regenerate=False)
    provenance = json.dumps(describe_provenance(filled), ensure_ascii=False, indent=1)
    writer.add_attachment(PROVENANCE, provenance.encode())
    title = f"{filled.form.title[PAPER_LANGUAGE]} - spécimen {filled.household.file_number}"
    writer.add_metadata({"/Title": title, "/Producer": "Vécu", "/Creator": "Vécu"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(PAPER_LANGUAGE)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def write_fields(filled: FilledForm) -> Mapping[str, str]:
    """Return what each field of the paper holds; what is warm or undecided holds nothing."""
    return {one.field.key: _write_field(one) for one in filled.fields}


def describe_provenance(filled: FilledForm) -> Mapping[str, Any]:
    """Return what each field stands on: source, day of the paper, rule, and who filled it."""
    book = load_form_book()
    return {
        "specimen": True,
        "form": filled.form.title[PAPER_LANGUAGE],
        "edition": filled.form.edition[PAPER_LANGUAGE],
        "household": filled.household.file_number,
        "limits": filled.limits.mark,
        "fields": [_describe_field(one, book) for one in filled.fields],
    }


def list_sources(one: FilledField) -> list[str]:
    """Return the kinds of paper on which a field rests, each once."""
    if not one.field.source or (
        one.field.source not in {"register", "interview", "lines"} and not one.papers
    ):
        return []
    kinds = dict.fromkeys(paper.kind for paper in one.papers)
    return list(kinds) or [one.field.source]


def list_paper_days(one: FilledField) -> list[date]:
    """Return the days of its papers, each once."""
    return sorted({paper.day for paper in one.papers})


def _describe_field(one: FilledField, book: FormBook) -> Mapping[str, Any]:
    rests = one.state in {FieldState.FILLED, FieldState.AGREED}
    return {
        "field": one.field.key,
        "sort": str(one.sort),
        "state": str(one.state),
        "value": one.value if one.holds else "",
        "source": [book.papers[each][PAPER_LANGUAGE] for each in list_sources(one)]
        if rests
        else [],
        "papers": [day.isoformat() for day in list_paper_days(one)] if rests else [],
        "rule": book.rules[one.field.rule][PAPER_LANGUAGE] if rests else "",
        "filled_by": _AUTHORS.get(one.state, ""),
    }


def _write_field(one: FilledField) -> str:
    if one.state in _WORDED:
        return translate(one.state.label, PAPER_LANGUAGE)
    if one.state is FieldState.OUTLINE:
        return one.field.outline.get(PAPER_LANGUAGE, "")
    return write_value(one.field, one.value, PAPER_LANGUAGE) if one.holds else ""


def _refuse(why: str) -> FormFileRefused:
    reason = why if isinstance(why, Message) else Message(why)
    return FormFileRefused(
        Message(gettext_noop("This form cannot be filled: %(reason)s."), reason=reason)
    )


def _is_xfa(reader: PdfReader) -> bool:
    """Return whether what people see is an XFA form, in which other fields are ignored."""
    form = reader.root_object.get("/AcroForm")
    resolved = form.get_object() if form is not None else None
    return isinstance(resolved, DictionaryObject) and "/XFA" in resolved


@lru_cache
def _read_bytes(file: Path) -> bytes:
    return file.read_bytes()
