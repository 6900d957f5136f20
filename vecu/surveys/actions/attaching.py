"""Files that come with a workbook: told by their content, cleaned, kept with a version."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from vecu.messages import Message, shown
from vecu.questionnaires import ENDINGS, Files, Kind, WorkbookRefused
from vecu.surveys.cleaning import FileNotKept, clean, is_workbook, said_of_type, type_of, types_for
from vecu.surveys.models import Attachment, Study, Version
from vecu.surveys.queries.attachments import attached_before
from vecu.text import _

LIST_TYPES = {
    ".csv": "text/csv", ".xml": "application/xml", ".geojson": "application/geo+json",
}  # fmt: skip
"""What lists are served as, by the ending of their name, which alone tells how they are read."""
_KINDS = (Kind.IMAGE, Kind.AUDIO, Kind.VIDEO)
MAX_LIST = 5_000_000
"""Bytes of one list."""
MAX_NAME = 100
"""Characters of the name of a file."""

_SIZE = _("“%(file)s” is larger than 5 MB. Shorten the list.")
_NAME = _("“%(file)s” has a name that is too long, or none. Rename the file.")
_KIND = _(
    "“%(file)s” is %(found)s, which a questionnaire cannot show or read. Leave it out, or save it"
    " as something that is taken: pictures as JPEG, PNG, WebP or GIF, sounds as MP3, M4A, AAC, Ogg"
    " or WAV, films as MP4 or QuickTime, lists as .csv, .xml or .geojson."
)
_SECOND = _(
    "“%(file)s” is a workbook, and a questionnaire is made of one only. Give this one alone, or"
    " leave it out; save it as .csv if it is a list."
)


class Fit(Protocol):
    """A file that is fit to be kept with a version: what was cleaned, or is kept already."""

    @property
    def name(self) -> str:
        """The name that workbooks give it."""

    @property
    def content(self) -> bytes | bytearray | memoryview:
        """Its bytes."""

    @property
    def type(self) -> str:
        """What it is served as."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was just given, cleaned."""

    name: str
    content: bytes
    type: str


def kind_of(type_: str) -> Kind | None:
    """Return which of pictures, sounds and films a type belongs to, None for lists."""
    return next((kind for kind in _KINDS if type_ in types_for(kind)), None)


def plain_name(name: str) -> str:
    """Return the name of a file without folders, its accents in one piece as workbooks write."""
    return unicodedata.normalize("NFC", PurePosixPath(re.sub(r"\\", "/", name)).name)


def sort_file(name: str, content: bytes) -> Given:
    """Tell what a file is, and clean what is seen or heard; raise `FileNotKept`.

    What is wrong inside a list is for whoever looks at the workbook that names it.
    """
    name = plain_name(name)
    if not 0 < len(name) <= MAX_NAME:
        raise FileNotKept(Message(_NAME, file=shown(name)))
    if name.lower().endswith(ENDINGS):
        if len(content) > MAX_LIST:
            raise FileNotKept(Message(_SIZE, file=shown(name)))
        ending = next(each for each in ENDINGS if name.lower().endswith(each))
        return Given(name, content, LIST_TYPES[ending])
    kind = kind_of(type_of(content)) if content else Kind.IMAGE  # which says that it is empty
    if kind is None:
        raise FileNotKept(_not_taken(name, type_of(content)))
    cleaned = clean(content, kind, name)
    return Given(name, cleaned.content, cleaned.type)


def _not_taken(name: str, type_: str) -> Message:
    if is_workbook(type_):
        return Message(_SECOND, file=shown(name))
    return Message(_KIND, file=shown(name), found=said_of_type(type_))


def sort_files(contents: Mapping[str, bytes]) -> tuple[list[Given], list[Message]]:
    """Return the files that can be kept, and what is to be told of the others."""
    given, refused = [], []
    for name, content in contents.items():
        try:
            given.append(sort_file(name, content))
        except FileNotKept as error:
            refused.append(error.message)
    return given, refused


def take_in(contents: Mapping[str, bytes]) -> list[Given]:
    """Return all files, fit to be kept with a version; raise `WorkbookRefused` if one is not."""
    given, refused = sort_files(contents)
    if refused:
        raise WorkbookRefused(refused)
    return given


def files_at_hand(study: Study | None, given: Iterable[Fit]) -> Files:
    """Return what a workbook may name: the files given, and those of the versions before."""
    at_hand: dict[str, Fit] = dict(attached_before(study)) if study else {}
    at_hand |= {one.name: one for one in given}
    kinds = {name: kind_of(one.type) for name, one in at_hand.items()}
    return Files(
        lists={name: bytes(at_hand[name].content) for name, kind in kinds.items() if not kind},
        media={name: kind for name, kind in kinds.items() if kind},
    )


def attach(version: Version, names: Iterable[str], given: Iterable[Fit]) -> None:
    """Keep with a version the files that it names: those given, else those of versions before."""
    at_hand: dict[str, Fit] = dict(attached_before(version.study))
    at_hand |= {one.name: one for one in given}
    for name in sorted(names):  # one by one, so that a single file is in memory
        content, type_ = bytes(at_hand[name].content), at_hand[name].type
        Attachment.objects.create(version=version, name=name, content=content, type=type_)
