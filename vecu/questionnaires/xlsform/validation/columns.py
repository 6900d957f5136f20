"""Check sheets and their headings: missing, misspelt, duplicate, merged or hidden."""

from __future__ import annotations

from vecu.messages import Message, printable
from vecu.questionnaires.xform.itext import language_code
from vecu.questionnaires.xlsform.preprocessing import (
    WORDINGS,
    canonical_column,
    get_default_language,
    is_wording,
    parse_media_header,
)
from vecu.questionnaires.xlsform.validation.cell_positions import READ
from vecu.questionnaires.xlsform.validation.collector import (
    NAME,
    NO_NAME,
    DiagnosticCollector,
    did_you_mean,
    suggest_name,
)
from vecu.questionnaires.xlsform.validation.diagnostics import Diagnostic, RuleCode, Severity
from vecu.questionnaires.xlsform.validation.known_columns import (
    CHOICES,
    KOBO,
    NEEDED,
    SETTINGS,
    SURVEY,
)
from vecu.questionnaires.xlsform.validation.unread_cells import find_late_headings
from vecu.translation import gettext_noop

CELL_ERRORS = frozenset(
    {
        "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
        "#SPILL!", "#CALC!", "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#BUSY!",
        "#NUL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#PROPAGATION!", "#CALCUL!",
    }
)  # fmt: skip
"""Error values of spreadsheets: English ones; in Markdown tables also French ones."""
_MEDIA = frozenset({"image", "audio", "video", "big-image", "media"})


def check_sheets(proofs: DiagnosticCollector) -> None:
    """Report sheets that are missing, misspelt or hidden, and missing required columns."""
    below = find_late_headings(proofs)
    if "survey" in below:
        return
    if not proofs.rows("survey"):
        names = proofs.layout.names or tuple(proofs.sheets)
        msgid = gettext_noop("The workbook has no sheet called “survey” with questions.%(near)s")
        hint = did_you_mean("survey", set(names) - {"survey"})
        proofs.note_sheet(RuleCode.SHEET, msgid, "survey", near=hint)
        return
    for name in proofs.layout.names:
        hint = did_you_mean(name.lower(), set(READ) - set(proofs.sheets))
        if name.lower() not in READ and len(proofs.layout.names) > 1 and hint:
            msgid = gettext_noop("The sheet “%(found)s” is not read.%(near)s")
            proofs.note_sheet(
                RuleCode.SHEET, msgid, name, found=name, near=hint, level=Severity.WARNING
            )
    for name in proofs.layout.hidden:
        if name in READ:
            msgid = gettext_noop(
                "The sheet is hidden, and is read all the same. Show it, or delete it."
            )
            proofs.note_sheet(RuleCode.HIDDEN, msgid, name, level=Severity.WARNING)
    for sheet in NEEDED:
        if sheet not in below:
            _check_needed(proofs, sheet)


def _check_needed(proofs: DiagnosticCollector, sheet: str) -> None:
    """Report missing columns without which a sheet cannot be read."""
    for name in NEEDED[sheet] if proofs.rows(sheet) else ():
        if not any(row.get(name) for row in proofs.rows(sheet)):
            msgid = gettext_noop("The column “%(found)s” is missing or empty.")
            proofs.note_sheet(RuleCode.HEADING, msgid, sheet, found=name)


def check_headings(proofs: DiagnosticCollector) -> None:
    """Report unknown headings, and languages that look the same."""
    for sheet in ("survey", "choices"):
        _check_colons(proofs, sheet)
        _check_doubles(proofs, sheet)
    for heading in proofs.headings.get("choices", ()):
        if " " in heading and ":" not in heading and canonical_column(heading) not in CHOICES:
            msgid = gettext_noop(
                "No formula can name the column “%(found)s”: it has a space. Write _ instead."
            )
            proofs.note_sheet(
                RuleCode.HEADING,
                msgid,
                "choices",
                heading=heading,
                found=heading,
                level=Severity.NOTE,
            )
    _check_known(proofs)
    _check_languages(proofs)


def _check_known(proofs: DiagnosticCollector) -> None:
    """Report headings of the survey similar to known ones, and missing labels."""
    for heading in proofs.headings.get("survey", ()):
        name = canonical_column(heading)
        of_kobo = name.startswith(KOBO)
        if (
            name not in SURVEY
            and ":" not in name
            and not of_kobo
            and (hint := did_you_mean(name, SURVEY))
        ):
            msgid = gettext_noop("No column is called “%(found)s”, so it is not read.%(near)s")
            proofs.note_sheet(
                RuleCode.HEADING,
                msgid,
                "survey",
                heading=heading,
                found=heading,
                near=hint,
                level=Severity.ERROR
                if heading == find_misspelt_label(proofs)
                else Severity.WARNING,
            )


def find_misspelt_label(proofs: DiagnosticCollector) -> str:
    """Return the heading that was meant to be “label” if there is none, '' if no such."""
    headings = proofs.headings.get("survey", ())
    if proofs.heading("survey", "label"):
        return ""
    unknown = (heading for heading in headings if canonical_column(heading) not in SURVEY)
    return next(
        (heading for heading in unknown if did_you_mean(canonical_column(heading), {"label"})), ""
    )


def _check_colons(proofs: DiagnosticCollector, sheet: str) -> None:
    """Report a single colon before a language: one program reads it, another does not."""
    for heading in proofs.headings.get(sheet, ()):
        name, colon, language = heading.partition(":")
        if (
            colon
            and not language.startswith(":")
            and canonical_column(name) in {*WORDINGS, *_MEDIA}
        ):
            right = f"{name.strip()}::{language.strip()}"
            msgid = gettext_noop(
                "“%(found)s” needs two colons before its language: write “%(right)s”."
            )
            proofs.note_sheet(
                RuleCode.HEADING, msgid, sheet, heading=heading, found=heading, right=right
            )


def _check_doubles(proofs: DiagnosticCollector, sheet: str) -> None:
    """Report two headings that stand for one column, in one language."""
    seen: dict[tuple[str, str], str] = {}
    for heading in proofs.headings.get(sheet, ()):
        key = canonical_column(heading), heading.partition("::")[2].strip()
        first = seen.setdefault(key, heading)
        if first != heading:
            msgid = gettext_noop(
                "“%(first)s” and “%(found)s” are the same column. Keep one of them."
            )
            proofs.note_sheet(
                RuleCode.HEADING, msgid, sheet, heading=heading, found=heading, first=first
            )


def check_cells(proofs: DiagnosticCollector) -> None:
    """Report cells with an error value: it would become a wording or an answer.

    Unknown columns of the survey are the author's own; those of choices are included.
    """
    for sheet in ("survey", "choices", "settings"):
        for row in proofs.rows(sheet):
            for heading, text in row.cells.items():
                own = sheet == "survey" and canonical_column(heading) not in SURVEY
                if text.strip().upper() in CELL_ERRORS and not own:
                    msgid = gettext_noop(
                        "The cell holds “%(found)s”, an error of the spreadsheet. Mend its formula"
                        " there, or write what the cell should say."
                    )
                    proofs.note(RuleCode.CELL, msgid, row=row, heading=heading, found=text)


def check_settings(proofs: DiagnosticCollector) -> None:
    """Report invalid settings, and unknown ones."""
    for heading in proofs.headings.get("settings", ()):
        setting = canonical_column(heading)
        if setting not in SETTINGS and not setting.startswith(KOBO):
            msgid = gettext_noop("There is no setting “%(found)s”, so it is not read.%(near)s")
            proofs.note_sheet(
                RuleCode.HEADING, msgid, "settings", heading=heading, found=heading,
                near=did_you_mean(setting, SETTINGS), level=Severity.WARNING,
            )  # fmt: skip
    settings = next(iter(proofs.rows("settings")), None)
    name = settings.get("name") if settings else ""
    if settings and name and not NAME.fullmatch(name):
        near_name = suggest_name(name)
        proofs.note(RuleCode.NAME, NO_NAME, row=settings, name="name", found=name, near=near_name)


def list_heading_languages(proofs: DiagnosticCollector) -> dict[str, tuple[str, str]]:
    """Return each language of a heading, with the sheet and heading that name it first.

    A bare heading has no language; a form without others is in one language only.
    """
    found: dict[str, tuple[str, str]] = {}
    for sheet in ("survey", "choices"):
        for heading in proofs.headings.get(sheet, ()):
            name = heading.partition("::")[2].strip() if is_wording(heading) else ""
            if name := name or parse_media_header(heading)[1]:
                found.setdefault(name, (sheet, heading))
    return found


def _check_languages(proofs: DiagnosticCollector) -> None:
    by_code: dict[str, str] = {}
    named = list_heading_languages(proofs)
    for name, (sheet, heading) in named.items():
        first = by_code.setdefault(language_code(name), name)
        if first != name:
            msgid = gettext_noop(
                "“%(found)s” and “%(other)s” are one language to the form (%(code)s). Write them in"
                " the same way, or give each its own code in brackets, such as “Français (fr)”."
            )
            code = language_code(name)
            proofs.note_sheet(
                RuleCode.LANGUAGE, msgid, sheet, heading=heading, found=name, other=first, code=code
            )
    default = get_default_language(proofs.sheets)
    if not named and not default:
        msgid = gettext_noop(
            "The form names no language, so it is taken for English, and would be read aloud as"
            " such. Write its language as default_language in the sheet settings, or in the"
            " headings, such as “label::Français (fr)”."
        )
        heading = proofs.heading("survey", "label")
        proofs.note_sheet(
            RuleCode.LANGUAGE, msgid, "survey", heading=heading, level=Severity.WARNING
        )
    if default and named and default not in named:
        msgid = gettext_noop(
            "The default language “%(found)s” is the language of no column.%(near)s Write it as in"
            " the headings."
        )
        heading = proofs.heading("settings", "default_language")
        proofs.note_sheet(
            RuleCode.LANGUAGE, msgid, "settings", heading=heading, found=default,
            near=did_you_mean(default, named), level=Severity.WARNING,
        )  # fmt: skip


def check_merged(proofs: DiagnosticCollector) -> None:
    """Report merged cells: only their first one has a value, which is not visible."""
    for merged in proofs.layout.merged:
        heading = proofs.layout.heading(merged.sheet, merged.column)
        msgid = gettext_noop(
            "The cells %(found)s are merged, so that only the first of them is read. Unmerge them"
            " and fill each."
        )
        proofs.findings.append(
            Diagnostic(
                Severity.ERROR, RuleCode.MERGED, Message(msgid, found=merged.cells), merged.sheet,
                merged.row, heading, merged.cells.partition(":")[0], printable(merged.cells),
            )
        )  # fmt: skip
