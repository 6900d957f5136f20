"""A workbook (XLSForm) turned into the XForm that is published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT
from pyxform.xls2xform import convert

from vecu.questionnaires.expansion import (
    cell,
    drop_metadata,
    expand_or_other,
    headers,
    is_wording,
    name_language,
)
from vecu.questionnaires.media import Media, write_lists
from vecu.questionnaires.problems import Message, WorkbookRefused, shown
from vecu.questionnaires.sheets import Rows, Sheets, not_understood, open_sheets
from vecu.questionnaires.xform import CIRCLE, read_xform
from vecu.text import _

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_QUOTES = "‘’“”"
# pyxform makes typographic quotes straight, which is right in expressions and wrong in wording:
# there they travel as private characters.
_AWAY = {ord(quote): chr(0xE000 + place) for place, quote in enumerate(_QUOTES)}
_BACK = {0xE000 + place: quote for place, quote in enumerate(_QUOTES)}


@dataclass(frozen=True, slots=True)
class Converted:
    """An XForm as XML text, and what its author should know about the conversion."""

    xform: str
    warnings: tuple[Message, ...]


def read_workbook(content: bytes, filename: str, media: Media | None = None) -> Converted:
    """Turn an XLSForm (.xlsx, or Markdown tables in .md) into an XForm.

    `media` are the contents of the files that it takes lists from, by name; they are written into
    the XForm. "or_other" is spelled out, and metadata that could tell who answered or when is left
    out with a warning. Raises WorkbookRefused, and nothing else, whatever the bytes are; its
    `problems` name sheet and row where they are known.
    """
    sheets = open_sheets(content, filename)
    _refuse_missing(sheets)
    survey, told = drop_metadata(sheets["survey"])
    _refuse_rows(survey, sheets.get("choices", []))
    expanded, origins = expand_or_other(name_language({**sheets, "survey": survey}))
    warnings: list[str] = []
    try:
        result = convert(_book(expanded, filename), warnings=warnings)
    except PyXFormError as error:
        raise WorkbookRefused([_plain(str(error), origins)]) from error
    except Exception as error:  # malformed sheets make pyxform raise nearly anything
        raise not_understood() from error
    told += [_plain(warning, origins) for warning in warnings]
    xform = write_lists(result.xform.translate(_BACK), media or {})
    _refuse_circle(xform, sheets["survey"])
    return Converted(xform, tuple(told))


def _refuse_circle(xform: str, survey: Rows) -> None:
    """Refuse questions that wait for each other, naming the row of each.

    Whatever else is wrong with the XForm is told by whoever reads it.
    """
    try:
        read_xform(xform)
    except WorkbookRefused as refused:
        rows = {cell(row, "name"): number for number, row in enumerate(survey, 2)}
        circles = [problem for problem in refused.problems if problem.msgid == CIRCLE]
        if circles:
            raise WorkbookRefused([_with_rows(circle, rows) for circle in circles]) from None


def _with_rows(circle: Message, rows: dict[str, int]) -> Message:
    names = str(circle.details["circle"]).split(" → ")
    message = _("Sheet “survey”, rows %(rows)s: %(problem)s")
    numbers = sorted({rows[name] for name in names if name in rows})
    return Message(message, rows=", ".join(map(str, numbers)), problem=circle)


def _book(sheets: Sheets, filename: str) -> dict[str, Any]:
    """Return the sheets as pyxform wants them, wording under way with its quotes protected."""
    book: dict[str, Any] = {"fallback_form_name": PurePath(filename).stem or None}
    for name, rows in sheets.items():
        book[name] = [
            {
                head: text.translate(_AWAY) if is_wording(head) or name == "settings" else text
                for head, text in row.items()
            }
            for row in rows
        ]
        book[f"{name}_header"] = [dict.fromkeys(headers(rows))]
    book["sheet_names"] = list(sheets)
    return book


def _refuse_missing(sheets: Sheets) -> None:
    survey = sheets.get("survey")
    if not survey:
        raise WorkbookRefused(
            [Message(_("The workbook has no sheet called “survey” with questions."))]
        )
    missing = [name for name in ("type", "name") if not any(cell(row, name) for row in survey)]
    if missing:
        message = _("Sheet “survey”: the column “%(column)s” is missing or empty.")
        raise WorkbookRefused([Message(message, column=name) for name in missing])


def _refuse_rows(survey: Rows, choices: Rows) -> None:
    """Refuse unknown types of questions and unknown lists, each with its row."""
    lists = {cell(row, "list_name") for row in choices}
    problems = []
    for number, row in enumerate(survey, 2):
        kind = cell(row, "type")
        select = RE_SELECT.match(kind)
        if select and not _from_file(kind) and select["list_name"] not in lists:
            name = select["list_name"]
            if "${" not in name:
                message = _(
                    "Sheet “survey”, row %(row)s: the sheet choices has no list “%(found)s”."
                )
                problems.append(Message(message, row=str(number), found=shown(name)))
        elif kind and not select and not _known(kind):
            message = _("Sheet “survey”, row %(row)s: there is no type of question “%(found)s”.")
            problems.append(Message(message, row=str(number), found=shown(kind)))
    if problems:
        raise WorkbookRefused(problems)


def _from_file(kind: str) -> bool:
    first = kind.split(maxsplit=1)[0]
    return "file" in first or "external" in first


def _known(kind: str) -> bool:
    return (
        kind in QUESTION_TYPE_DICT
        or bool(RE_BEGIN_CONTROL.match(kind) or RE_END_CONTROL.match(kind))
        or kind.split(maxsplit=1)[0] in {"osm", "xml-external", "csv-external", "begin", "end"}
    )


def _plain(text: str, origins: list[int]) -> Message:
    """Return one of pyxform's sentences with the row as the author counts it."""

    def counted(match: re.Match[str]) -> str:
        place = int(match[1]) - 2
        row = origins[place] if 0 <= place < len(origins) else place + 2
        return f"Sheet “survey”, row {row}: "

    return Message(_ROW.sub(counted, " ".join(text.translate(_BACK).split())))
