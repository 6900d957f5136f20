"""What people read: translations that are missing, and sentences that are too long."""

from __future__ import annotations

from vecu.questionnaires.expansion import column, is_wording
from vecu.questionnaires.proofreading.finding import Flaw, Level
from vecu.questionnaires.proofreading.headings import languages
from vecu.questionnaires.proofreading.proofs import Proofs, Row
from vecu.text import _

MAX_WORDS = 30
"""Words of a question that can be taken in at one reading; the first of our rules of thumb."""


def check_translations(proofs: Proofs) -> None:
    """Note each text that one language of the form has and another has not.

    A column that a language lacks altogether is told once, at the sheet.
    """
    wanted = list(languages(proofs))
    if not wanted:
        return
    for sheet in ("survey", "choices"):
        for name in _wordings(proofs, sheet):
            _check_bare(proofs, sheet, name)
            lacking = [
                language for language in wanted if not _heading(proofs, sheet, name, language)
            ]
            for language in lacking:
                msgid = _("Nothing is translated to %(language)s: there is no column “%(found)s”.")
                proofs.note_sheet(
                    Flaw.TRANSLATION, msgid, sheet, found=f"{name}::{language}", language=language,
                    level=Level.WARNING,
                )  # fmt: skip
            for language in set(wanted) - set(lacking):
                for row in proofs.rows(sheet):
                    _check_row(proofs, row, name, language)


def _wordings(proofs: Proofs, sheet: str) -> dict[str, None]:
    """Return the kinds of texts that any row of a sheet has, in order."""
    used = (column(heading) for row in proofs.rows(sheet) for heading in row.cells
            if is_wording(heading))  # fmt: skip
    return dict.fromkeys(used)


def _heading(proofs: Proofs, sheet: str, name: str, language: str) -> str:
    """Return the heading of a kind of text in a language, '' when there is none."""
    for heading in proofs.headings.get(sheet, ()):
        if column(heading) == name and heading.partition("::")[2].strip() == language:
            return heading
    return ""


def _check_bare(proofs: Proofs, sheet: str, name: str) -> None:
    """Note a column without language among columns that have one."""
    bare = _heading(proofs, sheet, name, "")
    if bare:
        msgid = _(
            "The column “%(found)s” says no language, while others do. Write its language after"
            " it, as in “%(found)s::Français (fr)”."
        )
        proofs.note_sheet(
            Flaw.LANGUAGE, msgid, sheet, heading=bare, found=bare, level=Level.WARNING
        )


def _check_row(proofs: Proofs, row: Row, name: str, language: str) -> None:
    heading = _heading(proofs, row.sheet, name, language)
    if not row.get(name) or row.cells.get(heading):
        return
    msgid = _("Not translated to %(language)s: “%(found)s”.")
    proofs.note(
        Flaw.TRANSLATION, msgid, row=row, heading=heading, found=row.get(name), language=language,
        level=Level.WARNING,
    )  # fmt: skip


def check_words(proofs: Proofs) -> None:
    """Note questions that are too long to be taken in at once."""
    for row in proofs.rows("survey"):
        for heading, text in row.cells.items():
            count = len(text.split())
            if column(heading) == "label" and count > MAX_WORDS and row.get("type") != "note":
                msgid = _(
                    "The question has %(count)d words; after %(limit)d people lose the thread. Cut"
                    " it, or put the rest into a hint."
                )
                proofs.note(
                    Flaw.WORDS, msgid, row=row, heading=heading, count=count, limit=MAX_WORDS,
                    level=Level.NOTE,
                )  # fmt: skip
