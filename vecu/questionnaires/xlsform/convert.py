"""Convert a workbook (XLSForm) to the XForm that is published."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from vecu.messages import Message
from vecu.questionnaires.crash_guard import convert_crashes_to_refusals
from vecu.questionnaires.errors import WorkbookRefused
from vecu.questionnaires.external_lists import embed_lists
from vecu.questionnaires.xlsform.attachments import WorkbookAttachments
from vecu.questionnaires.xlsform.preprocessing import (
    copy_media_to_languages,
    drop_entities,
    drop_metadata,
    drop_unnamed,
    expand_or_other,
    is_literal_column,
    list_headers,
    name_bare_columns,
    strip_times_from_dates,
)
from vecu.questionnaires.xlsform.reader import Sheets, open_sheets, unreadable_workbook
from vecu.questionnaires.xlsform.validation import RuleCode, read_layout, validate_workbook
from vecu.translation import gettext_noop

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_COLUMN = re.compile(r"the '(\w+)' value")
_QUOTES = "‘’“”"
# pyxform makes typographic quotes straight, which is right in expressions and wrong in wording:
# there they are passed through as private characters.
_AWAY = {ord(quote): chr(0xE000 + place) for place, quote in enumerate(_QUOTES)}
_BACK = {0xE000 + place: quote for place, quote in enumerate(_QUOTES)}


@dataclass(frozen=True, slots=True)
class ConvertedForm:
    """An XForm as XML text, and warnings for its author.

    `lists` are the names of the files whose lists it contains.
    """

    xform: str
    warnings: tuple[Message, ...]
    lists: tuple[str, ...] = ()


@convert_crashes_to_refusals()
def convert_workbook(
    content: bytes, filename: str, files: WorkbookAttachments | None = None
) -> ConvertedForm:
    """Convert an XLSForm (.xlsx, or Markdown tables in .md) to an XForm.

    `files` are its attachments; lists are embedded into the XForm. "or_other" is expanded, and
    metadata that could identify a respondent or a time is left out with a warning. Raises
    WorkbookRefused, and nothing else, whatever the bytes are; its `problems` are all errors that
    were found, with sheet or file, row and column where they are known.
    """
    sheets, files = open_sheets(content, filename), files or WorkbookAttachments()
    read = validate_workbook(sheets, read_layout(content, filename, sheets), files)
    if read.errors:
        raise WorkbookRefused([finding.located_message() for finding in read.errors])
    converted = convert_sheets(sheets, filename, files)
    private = [
        finding.located_message() for finding in read.findings if finding.rule is RuleCode.PRIVACY
    ]
    return replace(converted, warnings=(*private, *converted.warnings))


def convert_sheets(sheets: Sheets, filename: str, files: WorkbookAttachments) -> ConvertedForm:
    """Convert validated rows to an XForm; WorkbookRefused names remaining errors."""
    sheets = drop_unnamed(drop_entities(sheets))
    survey = strip_times_from_dates(drop_metadata(sheets.get("survey", [])))
    named = copy_media_to_languages(name_bare_columns({**sheets, "survey": survey}))
    expanded, origins = expand_or_other(named)
    warnings: list[str] = []
    try:
        result = convert(_book(expanded, filename), warnings=warnings)
    except PyXFormError as error:
        raise WorkbookRefused([_placed(str(error), origins)]) from error
    except Exception as error:  # malformed sheets make pyxform raise nearly anything
        raise unreadable_workbook() from error
    plain_warnings = tuple(_plain(warning, origins) for warning in warnings)
    embedded = embed_lists(result.xform.translate(_BACK), files.lists)
    return ConvertedForm(embedded.xform, plain_warnings, embedded.names)


def _book(sheets: Sheets, filename: str) -> dict[str, Any]:
    """Return the sheets for pyxform, with quotes in wordings and file names protected."""
    book: dict[str, Any] = {"fallback_form_name": PurePath(filename).stem or None}
    for name, rows in sheets.items():
        book[name] = [
            {
                head: text.translate(_AWAY)
                if is_literal_column(head) or name == "settings"
                else text
                for head, text in row.items()
            }
            for row in rows
        ]
        book[f"{name}_header"] = [dict.fromkeys(list_headers(rows))]
    book["sheet_names"] = list(sheets)
    return book


def _placed(text: str, origins: list[int]) -> Message:
    """Return an error of pyxform, quoted in a sentence of ours, with sheet and row."""
    rows, sheets = _ROW.findall(text), _SHEET.findall(text)
    message = Message(_REFUSED, said=" ".join(_ROW.sub("", text.translate(_BACK)).split()))
    if not rows:
        return message
    sheet = sheets[0] if sheets else "survey"
    row = _origin(int(rows[0]), origins) if sheet == "survey" else int(rows[0])
    column = next(iter(_COLUMN.findall(text)), "")
    return Message(_IN_ROW, sheet=sheet, row=str(row), message=message, column=column)


_REFUSED = gettext_noop("The converter of XLSForms (pyxform) does not take this: “%(said)s”")
_IN_ROW = gettext_noop("Sheet “%(sheet)s”, row %(row)s: %(message)s")


def _origin(number: int, origins: list[int]) -> int:
    """Return the original row of row `number` after or_other was expanded."""
    return origins[number - 2] if 0 <= number - 2 < len(origins) else number


def _plain(text: str, origins: list[int]) -> Message:
    """Return one of pyxform's messages with the row as the author counts it."""

    def counted(match: re.Match[str]) -> str:
        return f"Sheet “survey”, row {_origin(int(match[1]), origins)}: "

    return Message(_ROW.sub(counted, " ".join(text.translate(_BACK).split())))
