"""A workbook (XLSForm) turned into the XForm that is published."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from vecu.messages import Message
from vecu.questionnaires.expansion import (
    drop_entities,
    drop_metadata,
    drop_unnamed,
    expand_or_other,
    headers,
    is_kept_as_written,
    name_language,
    plain_days,
    spread_media,
)
from vecu.questionnaires.filelists import write_lists
from vecu.questionnaires.files import Files
from vecu.questionnaires.problems import WorkbookRefused
from vecu.questionnaires.proofreading import Flaw, proofread, read_layout
from vecu.questionnaires.sheets import Sheets, not_understood, open_sheets
from vecu.questionnaires.unforeseen import only_refusals
from vecu.text import _

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_COLUMN = re.compile(r"the '(\w+)' value")
_QUOTES = "‘’“”"
# pyxform makes typographic quotes straight, which is right in expressions and wrong in wording:
# there they travel as private characters.
_AWAY = {ord(quote): chr(0xE000 + place) for place, quote in enumerate(_QUOTES)}
_BACK = {0xE000 + place: quote for place, quote in enumerate(_QUOTES)}


@dataclass(frozen=True, slots=True)
class Converted:
    """An XForm as XML text, and what its author should know about the conversion.

    `lists` are the names of the files whose lists it holds.
    """

    xform: str
    warnings: tuple[Message, ...]
    lists: tuple[str, ...] = ()


@only_refusals()
def read_workbook(content: bytes, filename: str, files: Files | None = None) -> Converted:
    """Turn an XLSForm (.xlsx, or Markdown tables in .md) into an XForm.

    `files` are what comes with it; their lists are written into the XForm. "or_other" is spelled
    out, and metadata that could tell who answered or when is left out with a warning. Raises
    WorkbookRefused, and nothing else, whatever the bytes are; its `problems` are all the mistakes
    that were found, with sheet or file, row and column where they are known.
    """
    sheets, files = open_sheets(content, filename), files or Files()
    read = proofread(sheets, read_layout(content, filename, sheets), files)
    if read.errors:
        raise WorkbookRefused([finding.placed() for finding in read.errors])
    converted = convert_sheets(sheets, filename, files)
    private = [finding.placed() for finding in read.findings if finding.rule is Flaw.PRIVACY]
    return replace(converted, warnings=(*private, *converted.warnings))


def convert_sheets(sheets: Sheets, filename: str, files: Files) -> Converted:
    """Turn rows that were proofread into an XForm; WorkbookRefused says what still stands in it."""
    sheets = drop_unnamed(drop_entities(sheets))
    survey = plain_days(drop_metadata(sheets.get("survey", [])))
    named = spread_media(name_language({**sheets, "survey": survey}))
    expanded, origins = expand_or_other(named)
    warnings: list[str] = []
    try:
        result = convert(_book(expanded, filename), warnings=warnings)
    except PyXFormError as error:
        raise WorkbookRefused([_placed(str(error), origins)]) from error
    except Exception as error:  # malformed sheets make pyxform raise nearly anything
        raise not_understood() from error
    told = tuple(_plain(warning, origins) for warning in warnings)
    embedded = write_lists(result.xform.translate(_BACK), files.lists)
    return Converted(embedded.xform, told, embedded.names)


def _book(sheets: Sheets, filename: str) -> dict[str, Any]:
    """Return the sheets as pyxform wants them; quotes in words and names of files stay."""
    book: dict[str, Any] = {"fallback_form_name": PurePath(filename).stem or None}
    for name, rows in sheets.items():
        book[name] = [
            {
                head: text.translate(_AWAY)
                if is_kept_as_written(head) or name == "settings"
                else text
                for head, text in row.items()
            }
            for row in rows
        ]
        book[f"{name}_header"] = [dict.fromkeys(headers(rows))]
    book["sheet_names"] = list(sheets)
    return book


def _placed(text: str, origins: list[int]) -> Message:
    """Return a refusal by pyxform as a sentence of ours around its own, with sheet and row."""
    rows, sheets = _ROW.findall(text), _SHEET.findall(text)
    said = Message(_REFUSED, said=" ".join(_ROW.sub("", text.translate(_BACK)).split()))
    if not rows:
        return said
    sheet = sheets[0] if sheets else "survey"
    row = _origin(int(rows[0]), origins) if sheet == "survey" else int(rows[0])
    column = next(iter(_COLUMN.findall(text)), "")
    return Message(_IN_ROW, sheet=sheet, row=str(row), message=said, column=column)


_REFUSED = _("The converter of XLSForms (pyxform) does not take this: “%(said)s”")
_IN_ROW = _("Sheet “%(sheet)s”, row %(row)s: %(message)s")


def _origin(number: int, origins: list[int]) -> int:
    """Return the row of the workbook that became row `number` when or_other was spelled out."""
    return origins[number - 2] if 0 <= number - 2 < len(origins) else number


def _plain(text: str, origins: list[int]) -> Message:
    """Return one of pyxform's sentences with the row as the author counts it."""

    def counted(match: re.Match[str]) -> str:
        return f"Sheet “survey”, row {_origin(int(match[1]), origins)}: "

    return Message(_ROW.sub(counted, " ".join(text.translate(_BACK).split())))
