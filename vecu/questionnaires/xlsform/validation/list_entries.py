"""Check the entries of an external list as the choices of a question."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from vecu.messages import Message, printable
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.external_lists import FileList, Mistake
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector, did_you_mean
from vecu.questionnaires.xlsform.validation.diagnostics import Diagnostic, RuleCode, Severity
from vecu.questionnaires.xlsform.validation.names_and_labels import allows_duplicate_choices
from vecu.translation import gettext_noop


def note_in_file(
    proofs: DiagnosticCollector,
    flaw: RuleCode,
    file: str,
    inside: FileList,
    mistake: Mistake,
    level: Severity = Severity.ERROR,
) -> None:
    """Add a diagnostic inside a file; a table has cells by letter, as a spreadsheet shows it."""
    row, column = mistake.row, mistake.column
    table = file.lower().endswith(".csv") and row and column in inside.columns
    cell = f"{get_column_letter(inside.columns.index(column) + 1)}{row}" if table else ""
    proofs.add(
        Diagnostic(level, flaw, mistake.message, "", row, column, cell, mistake.found, file=file)
    )


class ListEntries:
    """The entries of one file; the column `value` is stored and `label` is shown."""

    def __init__(
        self, proofs: DiagnosticCollector, file: str, found: FileList, value: str, label: str
    ) -> None:
        self.proofs, self.file, self.found = proofs, file, found
        self.value, self.label = value, label

    def check(self, *, several: bool) -> None:
        """Report missing columns, then what is wrong in each entry.

        With `several` choices, an answer joins their names by spaces.
        """
        if self.complete():
            first: dict[str, int] = {}
            for row, item in zip(self.found.rows, self.found.root.children, strict=True):
                self.check_entry(row, item, first, several=several)

    def complete(self) -> bool:
        """Return whether there are entries with both columns; report what is missing."""
        shape = [self.found.root.name, *(item.name for item in self.found.root.children[:1])]
        if not self.found.rows:
            self.note(
                RuleCode.LIST,
                gettext_noop("There is no entry, so there is nothing to choose. Fill it."),
                1,
            )
        elif shape != ["root", "item"]:
            msgid = gettext_noop("Choices must be <item> elements inside one <root>.")
            self.note(RuleCode.LIST, msgid, 1)
        lacking = [each for each in (self.value, self.label) if each not in self.found.columns]
        for column in lacking if self.found.rows else ():
            msgid = gettext_noop(
                "There is no column “%(found)s”, only %(columns)s.%(near)s Name it so, or say in"
                " parameters which to use: value=… label=…"
            )
            columns = printable(", ".join(self.found.columns), 200)
            hint = did_you_mean(column, self.found.columns)
            self.note(RuleCode.LIST, msgid, 1, column, columns=columns, near=hint)
        return shape == ["root", "item"] and not lacking

    def check_entry(
        self, row: int, item: XPathNode, first: dict[str, int], *, several: bool
    ) -> None:
        """Report what is wrong with one entry; `first` is the row of the first use of each name."""
        name = _cell(item, self.value)
        if not name:
            msgid = gettext_noop("The choice has no name, so no answer could be kept. Write one.")
            self.note(RuleCode.CHOICE, msgid, row)
            return
        if several and len(name.split()) > 1:
            msgid = gettext_noop(
                "The choice “%(found)s” has a space in its name, and belongs to a select_multiple,"
                " whose answers are separated by spaces. Write _ instead."
            )
            self.note(RuleCode.CHOICE, msgid, row, name)
        if first.setdefault(name, row) != row and not allows_duplicate_choices(self.proofs):
            msgid = gettext_noop(
                "The choice “%(found)s” is there already, in row %(first)d. Give each its own name."
            )
            self.note(RuleCode.DUPLICATE_CHOICE, msgid, row, name, first=first[name])
        if not _cell(item, self.label):
            msgid = gettext_noop("The choice “%(found)s” has no label: people would read its name.")
            self.note(RuleCode.LABEL, msgid, row, name)

    def note(
        self, flaw: RuleCode, msgid: str, row: int, found: str = "", **details: object
    ) -> None:
        """Add a diagnostic in the column that it is about."""
        column = (
            self.label
            if flaw is RuleCode.LABEL
            else self.value
            if flaw is not RuleCode.LIST
            else ""
        )
        message = Message(msgid, found=printable(found), **details)
        level = Severity.WARNING if flaw is RuleCode.LABEL else Severity.ERROR
        mistake = Mistake(message, row, column, printable(found))
        note_in_file(self.proofs, flaw, self.file, self.found, mistake, level)


def _cell(item: XPathNode, column: str) -> str:
    cells = item.named(column)
    return cells[0].text if cells else ""
