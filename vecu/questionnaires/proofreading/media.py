"""Pictures, sounds and films that a workbook names: missing, of another kind, met by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.messages import Message
from vecu.questionnaires.expansion import media_column
from vecu.questionnaires.files import Files
from vecu.questionnaires.model import Kind
from vecu.questionnaires.proofreading.finding import Flaw, Level
from vecu.questionnaires.proofreading.headings import languages
from vecu.questionnaires.proofreading.proofs import Proofs, Row, near
from vecu.questionnaires.proofreading.tree import Tree
from vecu.text import _

KINDS = {
    "image": Kind.IMAGE, "big-image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO,
}  # fmt: skip
"""What each column of media takes."""
MAX_NAME = 100
"""Characters of the name of a file."""

_IN_WORDS = {
    Kind.IMAGE: Message(_("a picture")),
    Kind.AUDIO: Message(_("a sound")),
    Kind.VIDEO: Message(_("a film")),
}
_TAKES_FILES = {"image", "audio", "video", "file"}


@dataclass(frozen=True, slots=True)
class Named:
    """One cell that names a picture, a sound or a film."""

    file: str
    form: str
    language: str
    row: Row
    heading: str


def media_named(proofs: Proofs) -> list[Named]:
    """Return every cell that names such a file, in the order of the sheets."""
    return list(_named(proofs))


def _named(proofs: Proofs) -> Iterator[Named]:
    for sheet in ("survey", "choices"):
        for row in proofs.rows(sheet):
            for heading, text in row.cells.items():
                form, language = media_column(heading)
                if form and text.strip():
                    yield Named(text.strip(), form, language, row, heading)


def check_media(proofs: Proofs, tree: Tree, named: list[Named], files: Files) -> None:
    """Note files that did not come or are of another kind, and what nobody would see or hear."""
    for one in named:
        _check_file(proofs, one, files)
    _check_translated(proofs, named)
    own_page = {place.row.number for place in tree.places if _has_page(place.row)}
    groups = {place.row.number for place in tree.places if place.group} - own_page
    for one in named:
        if one.row.sheet == "survey" and one.row.number in groups:
            msgid = _(
                "“%(found)s” goes with a group, which has no page of its own here: nobody would"
                " meet it. Put it into a row of the type note."
            )
            proofs.note(
                Flaw.MEDIA, msgid, row=one.row, heading=one.heading, found=one.file,
                level=Level.WARNING,
            )  # fmt: skip
        if one.form == "big-image":
            msgid = _("“%(found)s” is for other programs: here pictures are not enlarged.")
            proofs.note(
                Flaw.CLIENT, msgid, row=one.row, heading=one.heading, found=one.file,
                level=Level.NOTE,
            )  # fmt: skip
    _check_rows(proofs)


def _has_page(row: Row) -> bool:
    return bool({"field-list", "table-list"} & set(row.get("appearance").split()))


def _check_file(proofs: Proofs, one: Named, files: Files) -> None:
    kind, wanted = files.media.get(one.file), KINDS[one.form]
    if set(one.file) & {"/", "\\"} or len(one.file) > MAX_NAME or one.file.startswith("."):
        msgid = _("“%(found)s” is no name of a file. Write it without folders, as in voice.mp3.")
    elif kind is None:
        msgid = _("The file “%(found)s” (%(wanted)s) was not given with the workbook.%(near)s")
    elif kind is not wanted:
        msgid = _("“%(found)s” is %(kind)s, and this column takes %(wanted)s.")
    else:
        return
    proofs.note(
        Flaw.MEDIA, msgid, row=one.row, heading=one.heading, found=one.file,
        wanted=_IN_WORDS[wanted], near=near(one.file, files.media),
        kind=_IN_WORDS.get(kind, "") if kind else "",
    )  # fmt: skip


def _check_translated(proofs: Proofs, named: list[Named]) -> None:
    """Note what one language lets hear or see in a film, and another does not."""
    wanted = list(languages(proofs))
    cells = {(one.row.sheet, one.row.number, one.form, one.language) for one in named}
    for one in named:
        if one.form not in {"audio", "video"} or not one.language:
            continue
        for language in wanted:
            lacks = (one.row.sheet, one.row.number, one.form, language) not in cells
            spread = (one.row.sheet, one.row.number, one.form, "") in cells
            if lacks and not spread:
                msgid = _("Who reads %(language)s is given nothing in place of “%(found)s”.")
                heading = f"media::{one.form}::{language}"
                proofs.note(
                    Flaw.TRANSLATION, msgid, row=one.row, heading=heading, found=one.file,
                    language=language, level=Level.WARNING,
                )  # fmt: skip


def _check_rows(proofs: Proofs) -> None:
    """Note files that a question would begin with, and what would play by itself elsewhere."""
    for row in proofs.rows("survey"):
        if row.get("type") in _TAKES_FILES and row.get("default"):
            msgid = _(
                "A question that takes a file cannot begin with one. Empty the cell; to show a"
                " picture, name it in media::image."
            )
            proofs.note(Flaw.SUPPORT, msgid, row=row, name="default", found=row.get("default"))
        if row.get("autoplay"):
            msgid = _("Nothing plays by itself here: people press play when they want to hear.")
            proofs.note(
                Flaw.CLIENT, msgid, row=row, name="autoplay", found=row.get("autoplay"),
                level=Level.NOTE,
            )  # fmt: skip
