"""Check the media files of a workbook: missing, of the wrong type, or never shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.messages import Message
from vecu.questionnaires.question_types import QuestionType
from vecu.questionnaires.xlsform.attachments import WorkbookAttachments
from vecu.questionnaires.xlsform.preprocessing import parse_media_header
from vecu.questionnaires.xlsform.validation.collector import (
    DiagnosticCollector,
    SheetRow,
    did_you_mean,
)
from vecu.questionnaires.xlsform.validation.columns import list_heading_languages
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyTree
from vecu.translation import gettext_noop

MAX_NAME = 100
"""Characters of the name of a file."""

_IN_WORDS = {
    "image": Message(gettext_noop("a picture")),
    "audio": Message(gettext_noop("a sound")),
    "video": Message(gettext_noop("a film")),
}
_TAKES_FILES = {kind.value for kind in QuestionType if kind.is_file}


@dataclass(frozen=True, slots=True)
class MediaReference:
    """One cell that names an image, audio or video file."""

    file: str
    form: str
    language: str
    row: SheetRow
    heading: str


def list_media_references(proofs: DiagnosticCollector) -> list[MediaReference]:
    """Return every cell that names a media file, in the order of the sheets."""
    return list(_iter_media_references(proofs))


def _iter_media_references(proofs: DiagnosticCollector) -> Iterator[MediaReference]:
    for sheet in ("survey", "choices"):
        for row in proofs.rows(sheet):
            for heading, text in row.cells.items():
                form, language = parse_media_header(heading)
                if form and text.strip():
                    yield MediaReference(text.strip(), form, language, row, heading)


def check_media(
    proofs: DiagnosticCollector,
    tree: SurveyTree,
    named: list[MediaReference],
    files: WorkbookAttachments,
) -> None:
    """Report files that are missing or of the wrong type, and those that nobody would see."""
    for one in named:
        _check_file(proofs, one, files)
    _check_translated(proofs, named)
    own_page = {node.row.number for node in tree.nodes if _has_page(node.row)}
    groups = {node.row.number for node in tree.nodes if node.group} - own_page
    for one in named:
        if one.row.sheet == "survey" and one.row.number in groups:
            msgid = gettext_noop(
                "“%(found)s” goes with a group, which has no page of its own here: nobody would"
                " meet it. Put it into a row of the type note."
            )
            proofs.note(
                RuleCode.MEDIA, msgid, row=one.row, heading=one.heading, found=one.file,
                level=Severity.WARNING,
            )  # fmt: skip
        if one.form == "big-image":
            msgid = gettext_noop(
                "“%(found)s” is for other programs: here pictures are not enlarged."
            )
            proofs.note(
                RuleCode.CLIENT, msgid, row=one.row, heading=one.heading, found=one.file,
                level=Severity.NOTE,
            )  # fmt: skip
    _check_rows(proofs)


def _has_page(row: SheetRow) -> bool:
    return bool({"field-list", "table-list"} & set(row.get("appearance").split()))


def _check_file(
    proofs: DiagnosticCollector, one: MediaReference, files: WorkbookAttachments
) -> None:
    kind, wanted = files.media.get(one.file), QuestionType(one.form.removeprefix("big-"))
    if set(one.file) & {"/", "\\"} or len(one.file) > MAX_NAME or one.file.startswith("."):
        msgid = gettext_noop(
            "“%(found)s” is no name of a file. Write it without folders, as in voice.mp3."
        )
    elif kind is None:
        msgid = gettext_noop(
            "The file “%(found)s” (%(wanted)s) was not given with the workbook.%(near)s"
        )
    elif kind is not wanted:
        msgid = gettext_noop("“%(found)s” is %(kind)s, and this column takes %(wanted)s.")
    else:
        return
    proofs.note(
        RuleCode.MEDIA, msgid, row=one.row, heading=one.heading, found=one.file,
        wanted=_IN_WORDS[wanted.value], near=did_you_mean(one.file, files.media),
        kind=_IN_WORDS.get(kind.value, "") if kind else "",
    )  # fmt: skip


def _check_translated(proofs: DiagnosticCollector, named: list[MediaReference]) -> None:
    """Report audio and video that one language has and another does not."""
    wanted = list(list_heading_languages(proofs))
    cells = {(one.row.sheet, one.row.number, one.form, one.language) for one in named}
    for one in named:
        if one.form not in {"audio", "video"} or not one.language:
            continue
        for language in wanted:
            lacks = (one.row.sheet, one.row.number, one.form, language) not in cells
            spread = (one.row.sheet, one.row.number, one.form, "") in cells
            if lacks and not spread:
                msgid = gettext_noop(
                    "Who reads %(language)s is given nothing in place of “%(found)s”."
                )
                heading = f"media::{one.form}::{language}"
                proofs.note(
                    RuleCode.TRANSLATION, msgid, row=one.row, heading=heading, found=one.file,
                    language=language, level=Severity.WARNING,
                )  # fmt: skip


def _check_rows(proofs: DiagnosticCollector) -> None:
    """Report questions that have only files, and autoplay in other clients."""
    for row in proofs.rows("survey"):
        if row.get("type") in _TAKES_FILES and row.get("default"):
            msgid = gettext_noop(
                "A question that takes a file cannot begin with one. Empty the cell; to show a"
                " picture, name it in media::image."
            )
            proofs.note(RuleCode.SUPPORT, msgid, row=row, name="default", found=row.get("default"))
        if row.get("autoplay"):
            msgid = gettext_noop(
                "Nothing plays by itself here: people press play when they want to hear."
            )
            proofs.note(
                RuleCode.CLIENT, msgid, row=row, name="autoplay", found=row.get("autoplay"),
                level=Severity.NOTE,
            )  # fmt: skip
