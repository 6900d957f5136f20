"""Rows of a workbook under validation, and the diagnostics collected so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache

from pyxform.aliases import yes_no

from vecu.messages import Message, printable
from vecu.questionnaires.xlsform.preprocessing import canonical_column, get_cell, list_headers
from vecu.questionnaires.xlsform.reader import Rows, Sheets
from vecu.questionnaires.xlsform.validation.cell_positions import WorkbookLayout
from vecu.questionnaires.xlsform.validation.diagnostics import Diagnostic, RuleCode, Severity
from vecu.translation import gettext_noop

MAX_FINDINGS = 1_000
"""The most diagnostics of one workbook."""
MAX_COMPARED = 2_000
"""Words that an unknown word is compared with."""


class SheetRow:
    """One row: its number in the spreadsheet, and its cells by heading."""

    __slots__ = ("_headings", "cells", "number", "sheet")

    def __init__(self, sheet: str, number: int, cells: dict[str, str]) -> None:
        self.sheet = sheet
        self.number = number
        self.cells = cells
        self._headings = {canonical_column(heading): heading for heading in reversed(cells)}

    def get(self, name: str) -> str:
        """Return the cell in the column that stands for `name`, '' if there is none."""
        heading = self._headings.get(name)
        return self.cells[heading].strip() if heading is not None else ""

    def heading(self, name: str) -> str:
        """Return the row's heading of the column `name`, '' if it has none."""
        return self._headings.get(name, "")


class DiagnosticCollector:
    """The sheets of one workbook and the diagnostics about them."""

    def __init__(self, sheets: Sheets, layout: WorkbookLayout) -> None:
        self.sheets = sheets
        self.layout = layout
        self.findings: list[Diagnostic] = []
        self._rows = {name: tuple(_rows(name, rows)) for name, rows in sheets.items()}
        self.headings = {name: list_headers(rows) for name, rows in sheets.items()}
        for name, letters in layout.headings.items():
            self.headings[name] = tuple(letters)

    def rows(self, sheet: str) -> tuple[SheetRow, ...]:
        """Return the rows of a sheet that are not blank and not disabled."""
        return self._rows.get(sheet, ())

    def heading(self, sheet: str, name: str) -> str:
        """Return the heading of a sheet that stands for `name`, '' if there is none."""
        found = self.headings.get(sheet, ())
        return next((heading for heading in found if canonical_column(heading) == name), "")

    def note(
        self,
        flaw: RuleCode,
        msgid: str,
        *,
        row: SheetRow | None = None,
        name: str = "",
        heading: str = "",
        found: str = "",
        level: Severity = Severity.ERROR,
        **details: object,
    ) -> None:
        """Add a diagnostic in the column that stands for `name`, or that is called `heading`."""
        sheet = row.sheet if row else ""
        if row and not heading:
            heading = row.heading(name) or self.heading(sheet, name) or name
        number = row.number if row else 0
        message = Message(msgid, found=printable(found), **details)
        place = self.layout.cell(sheet, heading, number)
        self.add(Diagnostic(level, flaw, message, sheet, number, heading, place, printable(found)))

    def add(self, finding: Diagnostic) -> None:
        """Add a diagnostic, up to the maximum."""
        if len(self.findings) == MAX_FINDINGS:
            msgid = gettext_noop(
                "There is more to say: only the first %(count)d findings are listed."
            )
            finding = Diagnostic(Severity.NOTE, RuleCode.FILE, Message(msgid, count=MAX_FINDINGS))
        if len(self.findings) <= MAX_FINDINGS:
            self.findings.append(finding)

    def note_sheet(
        self,
        flaw: RuleCode,
        msgid: str,
        sheet: str,
        *,
        heading: str = "",
        found: str = "",
        level: Severity = Severity.ERROR,
        **details: object,
    ) -> None:
        """Add a diagnostic about a whole sheet, or about the heading of one of its columns."""
        place = self.layout.cell(sheet, heading, 1)
        message = Message(msgid, found=printable(found), **details)
        row = 1 if heading else 0
        self.add(Diagnostic(level, flaw, message, sheet, row, heading, place, printable(found)))


def _rows(sheet: str, rows: Rows) -> Iterator[SheetRow]:
    for number, cells in enumerate(rows, 2):
        if cells and not yes_no.get(get_cell(cells, "disabled")):
            yield SheetRow(sheet, number, cells)


NAME = re.compile(r"[^\W\d][\w.\-]*")
"""A valid name of a question, a group or the form."""


NO_NAME = gettext_noop(
    "“%(found)s” cannot be a name. Begin with a letter and use letters, digits, - and _ only, as in"
    " “%(near)s”."
)


def suggest_name(name: str) -> str:
    """Return a valid name similar to this one."""
    better = re.sub(r"\W+", "_", name).strip("_") or "question"
    return better if NAME.fullmatch(better) else f"q_{better}"


def did_you_mean(word: str, words: Iterable[str]) -> Message | str:
    """Return " Did you mean …?" if the word is similar to one of `words`, else ''.

    Case is ignored in the comparison, though it matters in names.
    """
    found = _closest(word, frozenset(words))
    return Message(gettext_noop(" Did you mean “%(near)s”?"), near=found) if found else ""


@lru_cache(maxsize=1_024)
def _closest(word: str, words: frozenset[str]) -> str:
    """Return the most similar of `words`, '' for none: the same typo often occurs in many rows."""
    by_lower = {known.lower(): known for known in sorted(words)[:MAX_COMPARED]}
    found = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[found[0]] if found else ""
