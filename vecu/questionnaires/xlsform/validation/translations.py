"""Check wordings: missing translations, too long sentences."""

from __future__ import annotations

from collections.abc import Sequence

from vecu.questionnaires.xform.itext import language_code
from vecu.questionnaires.xlsform.preprocessing import canonical_column, is_wording
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector, SheetRow
from vecu.questionnaires.xlsform.validation.columns import list_heading_languages
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.translation import LANGUAGES, gettext_noop

MAX_WORDS = 30
"""Words that can be taken in at one reading; the first of our rules of thumb."""


def check_translations(proofs: DiagnosticCollector) -> None:
    """Report each text that one language of the form has and another does not.

    A column that a language lacks altogether is reported once, at the sheet.
    """
    wanted = list(list_heading_languages(proofs))
    if not wanted:
        return
    _check_interface(proofs, wanted)
    for sheet in ("survey", "choices"):
        for name in _wordings(proofs, sheet):
            _check_bare(proofs, sheet, name)
            lacking = [
                language for language in wanted if not _heading(proofs, sheet, name, language)
            ]
            for language in lacking:
                msgid = gettext_noop(
                    "Nothing is translated to %(language)s: there is no column “%(found)s”."
                )
                proofs.note_sheet(
                    RuleCode.TRANSLATION,
                    msgid,
                    sheet,
                    found=f"{name}::{language}",
                    language=language,
                    level=Severity.WARNING,
                )
            for language in set(wanted) - set(lacking):
                for row in proofs.rows(sheet):
                    _check_row(proofs, row, name, language)


def _check_interface(proofs: DiagnosticCollector, languages: Sequence[str]) -> None:
    """Report languages that questions may be read in and pages do not speak."""
    for language in languages:
        if language_code(language) not in LANGUAGES:
            msgid = gettext_noop(
                "Pages do not speak %(language)s: who reads the questions in it finds buttons and"
                " promise in French or English. Have somebody read the wording over, and say in"
                " the first note who can help."
            )
            proofs.note_sheet(
                RuleCode.LANGUAGE, msgid, "survey", language=language, level=Severity.WARNING
            )


def _wordings(proofs: DiagnosticCollector, sheet: str) -> dict[str, None]:
    """Return the wording columns that any row of a sheet has, in order."""
    used = (canonical_column(heading) for row in proofs.rows(sheet) for heading in row.cells
            if is_wording(heading))  # fmt: skip
    return dict.fromkeys(used)


def _heading(proofs: DiagnosticCollector, sheet: str, name: str, language: str) -> str:
    """Return the heading of a wording column in a language, '' if there is none."""
    for heading in proofs.headings.get(sheet, ()):
        if canonical_column(heading) == name and heading.partition("::")[2].strip() == language:
            return heading
    return ""


def _check_bare(proofs: DiagnosticCollector, sheet: str, name: str) -> None:
    """Report a column without language among columns that have one."""
    bare = _heading(proofs, sheet, name, "")
    if bare:
        msgid = gettext_noop(
            "The column “%(found)s” says no language, while others do. Write its language after"
            " it, as in “%(found)s::Français (fr)”."
        )
        proofs.note_sheet(
            RuleCode.LANGUAGE, msgid, sheet, heading=bare, found=bare, level=Severity.WARNING
        )


def _check_row(proofs: DiagnosticCollector, row: SheetRow, name: str, language: str) -> None:
    heading = _heading(proofs, row.sheet, name, language)
    if not row.get(name) or row.cells.get(heading):
        return
    msgid = gettext_noop("Not translated to %(language)s: “%(found)s”.")
    proofs.note(
        RuleCode.TRANSLATION,
        msgid,
        row=row,
        heading=heading,
        found=row.get(name),
        language=language,
        level=Severity.WARNING,
    )


def check_question_length(proofs: DiagnosticCollector) -> None:
    """Report questions that are too long to be taken in at once."""
    for row in proofs.rows("survey"):
        for heading, text in row.cells.items():
            count = len(text.split())
            if (
                canonical_column(heading) == "label"
                and count > MAX_WORDS
                and row.get("type") != "note"
            ):
                msgid = gettext_noop(
                    "The question has %(count)d words; after %(limit)d people lose the thread. Cut"
                    " it, or put the rest into a hint."
                )
                proofs.note(
                    RuleCode.WORDS, msgid, row=row, heading=heading, count=count, limit=MAX_WORDS,
                    level=Severity.NOTE,
                )  # fmt: skip
