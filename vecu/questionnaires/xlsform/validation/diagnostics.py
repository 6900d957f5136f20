"""One diagnostic of validation: where, which rule, what was found, what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from vecu.messages import Message, printable
from vecu.translation import gettext_noop

_IN_CELL = gettext_noop("Sheet “%(sheet)s”, row %(row)s, column “%(column)s”: %(message)s")
_IN_ROW = gettext_noop("Sheet “%(sheet)s”, row %(row)s: %(message)s")
_IN_SHEET = gettext_noop("Sheet “%(sheet)s”: %(message)s")
_IN_FILE_CELL = gettext_noop("File “%(file)s”, row %(row)s, column “%(column)s”: %(message)s")
_IN_FILE_ROW = gettext_noop("File “%(file)s”, row %(row)s: %(message)s")
_IN_FILE = gettext_noop("File “%(file)s”: %(message)s")


class Severity(StrEnum):
    """The severity of a diagnostic: an error prevents publication."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class RuleCode(StrEnum):
    """The rule of a diagnostic: stable codes that programs may rely on."""

    FILE = "file"
    SHEET = "sheet"
    HEADING = "heading"
    MERGED = "merged-cells"
    HIDDEN = "hidden-sheet"
    UNREAD = "unread"
    CHARACTERS = "characters"
    CELL = "cell-error"
    TYPE = "type"
    NAME = "name"
    RESERVED = "reserved-name"
    DUPLICATE = "duplicate-name"
    LABEL = "label"
    LIST = "choice-list"
    CHOICE = "choice"
    MEDIA = "media"
    DUPLICATE_CHOICE = "duplicate-choice"
    GROUP = "group"
    EXPRESSION = "expression"
    REFERENCE = "reference"
    PARAMETER = "parameter"
    DEFAULT = "default"
    CYCLE = "cycle"
    TRANSLATION = "translation"
    LANGUAGE = "language"
    UNREACHABLE = "unreachable"
    PRIVACY = "privacy"
    CLIENT = "other-clients"
    WORDS = "words"
    SUPPORT = "not-supported"
    CONVERSION = "conversion"
    UNFORESEEN = "unforeseen"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error, warning or note.

    `row` counts as the spreadsheet does (0 where it is about no row); `column` is the heading as
    the author wrote it; `cell` is the spreadsheet's own name, "F7" ('' where it is not known, as in
    Markdown); `found` is short and safe to show. `message` does not repeat the place. `file` is the
    external list that it is about, '' for the workbook itself.
    """

    level: Severity
    rule: RuleCode
    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    found: str = ""
    file: str = ""

    def say(self, language: str) -> Diagnostic:
        """Return the diagnostic with its message in `language`."""
        message = self.message.say(language) if isinstance(self.message, Message) else self.message
        return replace(self, message=message)

    def located_message(self) -> Message:
        """Return the message with its place before it, as one sentence."""
        if not self.sheet and not self.file:
            return self.message if isinstance(self.message, Message) else Message(self.message)
        forms = (_IN_FILE_CELL, _IN_FILE_ROW, _IN_FILE) if self.file else (
            _IN_CELL, _IN_ROW, _IN_SHEET,
        )  # fmt: skip
        msgid = forms[0] if self.row and self.column else forms[1] if self.row else forms[2]
        details = {"row": self.row, "column": printable(self.column), "file": printable(self.file)}
        return Message(msgid, message=self.message, sheet=self.sheet, **details)
