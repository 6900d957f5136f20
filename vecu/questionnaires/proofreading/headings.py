"""Sheets and their headings: what is missing, misspelt, twice there, merged or hidden."""

from __future__ import annotations

from vecu.messages import Message, shown
from vecu.questionnaires.expansion import (
    WORDINGS,
    column,
    default_language,
    is_wording,
    media_column,
)
from vecu.questionnaires.itext import language_code
from vecu.questionnaires.proofreading.finding import Finding, Flaw, Level
from vecu.questionnaires.proofreading.known import CHOICES, KOBO, NEEDED, SETTINGS, SURVEY
from vecu.questionnaires.proofreading.layout import READ
from vecu.questionnaires.proofreading.proofs import NAME, NO_NAME, Proofs, better_name, near
from vecu.questionnaires.proofreading.reading import sheets_headed_below
from vecu.text import _

CELL_ERRORS = frozenset(
    {
        "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
        "#SPILL!", "#CALC!", "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#BUSY!",
        "#NUL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#PROPAGATION!", "#CALCUL!",
    }
)  # fmt: skip
"""What spreadsheets show where a formula fails: a workbook holds the English words, a table in
Markdown also what a French program shows."""
_MEDIA = frozenset({"image", "audio", "video", "big-image", "media"})


def check_sheets(proofs: Proofs) -> None:
    """Note sheets that are missing, misspelt or hidden, and columns that cannot be done without."""
    below = sheets_headed_below(proofs)
    if "survey" in below:
        return
    if not proofs.rows("survey"):
        names = proofs.layout.names or tuple(proofs.sheets)
        msgid = _("The workbook has no sheet called “survey” with questions.%(near)s")
        hint = near("survey", set(names) - {"survey"})
        proofs.note_sheet(Flaw.SHEET, msgid, "survey", near=hint)
        return
    for name in proofs.layout.names:
        hint = near(name.lower(), set(READ) - set(proofs.sheets))
        if name.lower() not in READ and len(proofs.layout.names) > 1 and hint:
            msgid = _("The sheet “%(found)s” is not read.%(near)s")
            proofs.note_sheet(Flaw.SHEET, msgid, name, found=name, near=hint, level=Level.WARNING)
    for name in proofs.layout.hidden:
        if name in READ:
            msgid = _("The sheet is hidden, and is read all the same. Show it, or delete it.")
            proofs.note_sheet(Flaw.HIDDEN, msgid, name, level=Level.WARNING)
    for sheet in NEEDED:
        if sheet not in below:
            _check_needed(proofs, sheet)


def _check_needed(proofs: Proofs, sheet: str) -> None:
    """Note columns of a sheet without which it cannot be read."""
    for name in NEEDED[sheet] if proofs.rows(sheet) else ():
        if not any(row.get(name) for row in proofs.rows(sheet)):
            msgid = _("The column “%(found)s” is missing or empty.")
            proofs.note_sheet(Flaw.HEADING, msgid, sheet, found=name)


def check_headings(proofs: Proofs) -> None:
    """Note headings that nothing reads, and languages that look the same."""
    for sheet in ("survey", "choices"):
        _check_colons(proofs, sheet)
        _check_doubles(proofs, sheet)
    for heading in proofs.headings.get("choices", ()):
        if " " in heading and ":" not in heading and column(heading) not in CHOICES:
            msgid = _(
                "No formula can name the column “%(found)s”: it has a space. Write _ instead."
            )
            proofs.note_sheet(
                Flaw.HEADING, msgid, "choices", heading=heading, found=heading, level=Level.NOTE
            )
    _check_known(proofs)
    _check_languages(proofs)


def _check_known(proofs: Proofs) -> None:
    """Note headings of the survey that are nearly known; without labels nothing can be asked."""
    for heading in proofs.headings.get("survey", ()):
        name = column(heading)
        of_kobo = name.startswith(KOBO)
        if name not in SURVEY and ":" not in name and not of_kobo and (hint := near(name, SURVEY)):
            msgid = _("No column is called “%(found)s”, so it is not read.%(near)s")
            proofs.note_sheet(
                Flaw.HEADING, msgid, "survey", heading=heading, found=heading, near=hint,
                level=Level.ERROR if heading == mistaken_label(proofs) else Level.WARNING,
            )  # fmt: skip


def mistaken_label(proofs: Proofs) -> str:
    """Return the heading that was meant to be “label” where none is, '' for none."""
    headings = proofs.headings.get("survey", ())
    if proofs.heading("survey", "label"):
        return ""
    unknown = (heading for heading in headings if column(heading) not in SURVEY)
    return next((heading for heading in unknown if near(column(heading), {"label"})), "")


def _check_colons(proofs: Proofs, sheet: str) -> None:
    """Note a single colon before a language: one program reads it, the next one does not."""
    for heading in proofs.headings.get(sheet, ()):
        name, colon, language = heading.partition(":")
        if colon and not language.startswith(":") and column(name) in {*WORDINGS, *_MEDIA}:
            right = f"{name.strip()}::{language.strip()}"
            msgid = _("“%(found)s” needs two colons before its language: write “%(right)s”.")
            proofs.note_sheet(
                Flaw.HEADING, msgid, sheet, heading=heading, found=heading, right=right
            )


def _check_doubles(proofs: Proofs, sheet: str) -> None:
    """Note two headings that stand for one column, in one language."""
    seen: dict[tuple[str, str], str] = {}
    for heading in proofs.headings.get(sheet, ()):
        key = column(heading), heading.partition("::")[2].strip()
        first = seen.setdefault(key, heading)
        if first != heading:
            msgid = _("“%(first)s” and “%(found)s” are the same column. Keep one of them.")
            proofs.note_sheet(
                Flaw.HEADING, msgid, sheet, heading=heading, found=heading, first=first
            )


def check_cells(proofs: Proofs) -> None:
    """Note cells that show an error of the spreadsheet: people would read it, or it be an answer.

    Columns of the survey that nothing reads are the author's own; those of choices come along.
    """
    for sheet in ("survey", "choices", "settings"):
        for row in proofs.rows(sheet):
            for heading, text in row.cells.items():
                own = sheet == "survey" and column(heading) not in SURVEY
                if text.strip().upper() in CELL_ERRORS and not own:
                    msgid = _(
                        "The cell holds “%(found)s”, an error of the spreadsheet. Mend its formula"
                        " there, or write what the cell should say."
                    )
                    proofs.note(Flaw.CELL, msgid, row=row, heading=heading, found=text)


def check_settings(proofs: Proofs) -> None:
    """Note settings that a form cannot have, and those that no program knows."""
    for heading in proofs.headings.get("settings", ()):
        setting = column(heading)
        if setting not in SETTINGS and not setting.startswith(KOBO):
            msgid = _("There is no setting “%(found)s”, so it is not read.%(near)s")
            proofs.note_sheet(
                Flaw.HEADING, msgid, "settings", heading=heading, found=heading,
                near=near(setting, SETTINGS), level=Level.WARNING,
            )  # fmt: skip
    settings = next(iter(proofs.rows("settings")), None)
    name = settings.get("name") if settings else ""
    if settings and name and not NAME.fullmatch(name):
        near_name = better_name(name)
        proofs.note(Flaw.NAME, NO_NAME, row=settings, name="name", found=name, near=near_name)


def languages(proofs: Proofs) -> dict[str, tuple[str, str]]:
    """Return each language that a heading names, with the sheet and heading that name it first.

    The bare heading names no language; a form that has no other is in one language only.
    """
    found: dict[str, tuple[str, str]] = {}
    for sheet in ("survey", "choices"):
        for heading in proofs.headings.get(sheet, ()):
            name = heading.partition("::")[2].strip() if is_wording(heading) else ""
            if name := name or media_column(heading)[1]:
                found.setdefault(name, (sheet, heading))
    return found


def _check_languages(proofs: Proofs) -> None:
    by_code: dict[str, str] = {}
    named = languages(proofs)
    for name, (sheet, heading) in named.items():
        first = by_code.setdefault(language_code(name), name)
        if first != name:
            msgid = _(
                "“%(found)s” and “%(other)s” are one language to the form (%(code)s). Write them in"
                " the same way, or give each its own code in brackets, such as “Français (fr)”."
            )
            code = language_code(name)
            proofs.note_sheet(
                Flaw.LANGUAGE, msgid, sheet, heading=heading, found=name, other=first, code=code
            )
    default = default_language(proofs.sheets)
    if not named and not default:
        msgid = _(
            "The form names no language, so it is taken for English, and would be read aloud as"
            " such. Write its language as default_language in the sheet settings, or in the"
            " headings, such as “label::Français (fr)”."
        )
        heading = proofs.heading("survey", "label")
        proofs.note_sheet(Flaw.LANGUAGE, msgid, "survey", heading=heading, level=Level.WARNING)
    if default and named and default not in named:
        msgid = _(
            "The default language “%(found)s” is the language of no column.%(near)s Write it as in"
            " the headings."
        )
        heading = proofs.heading("settings", "default_language")
        proofs.note_sheet(
            Flaw.LANGUAGE, msgid, "settings", heading=heading, found=default,
            near=near(default, named), level=Level.WARNING,
        )  # fmt: skip


def check_merged(proofs: Proofs) -> None:
    """Note merged cells: only their first holds anything, which the eye does not see."""
    for merged in proofs.layout.merged:
        heading = proofs.layout.heading(merged.sheet, merged.column)
        msgid = _(
            "The cells %(found)s are merged, so that only the first of them is read. Unmerge them"
            " and fill each."
        )
        proofs.findings.append(
            Finding(
                Level.ERROR, Flaw.MERGED, Message(msgid, found=merged.cells), merged.sheet,
                merged.row, heading, merged.cells.partition(":")[0], shown(merged.cells),
            )
        )  # fmt: skip
