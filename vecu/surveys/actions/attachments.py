"""Files that come with a workbook: told by their content, cleaned, kept with a version."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from vecu.file_sanitizer.sanitize import (
    FileNotAccepted,
    describe_type,
    detect_type,
    is_workbook,
    list_accepted_types,
    sanitize_file,
)
from vecu.messages import (
    Message,
    printable,
)
from vecu.questionnaires import (
    ENDINGS,
    QuestionType,
    WorkbookAttachments,
    WorkbookRefused,
)
from vecu.surveys.models import Attachment, Study, Version
from vecu.surveys.queries.attachments import get_latest_attachments
from vecu.translation import gettext_noop

LIST_TYPES = {
    ".csv": "text/csv", ".xml": "application/xml", ".geojson": "application/geo+json",
}  # fmt: skip
"""What lists are served as, by the ending of their name, which alone tells how they are read."""
_KINDS = (QuestionType.IMAGE, QuestionType.AUDIO, QuestionType.VIDEO)
MAX_LIST = 5_000_000
"""Bytes of one list."""
MAX_NAME = 100
"""Characters of the name of a file."""

_SIZE = gettext_noop("“%(file)s” is larger than 5 MB. Shorten the list.")
_NAME = gettext_noop("“%(file)s” has a name that is too long, or none. Rename the file.")
_KIND = gettext_noop(
    "“%(file)s” is %(found)s, which a questionnaire cannot show or read. Leave it out, or save it"
    " as something that is taken: pictures as JPEG, PNG, WebP or GIF, sounds as MP3, M4A, AAC, Ogg"
    " or WAV, films as MP4 or QuickTime, lists as .csv, .xml or .geojson."
)
_SECOND = gettext_noop(
    "“%(file)s” is a workbook, and a questionnaire is made of one only. Give this one alone, or"
    " leave it out; save it as .csv if it is a list."
)


class AttachableFile(Protocol):
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
class UploadedAttachment:
    """A file that was just given, cleaned."""

    name: str
    content: bytes
    type: str


def get_media_type(type_: str) -> QuestionType | None:
    """Return which of pictures, sounds and films a type belongs to, None for lists."""
    return next((kind for kind in _KINDS if type_ in list_accepted_types(kind)), None)


def normalise_file_name(name: str) -> str:
    """Return the name of a file without folders, its accents in one piece as workbooks write."""
    return unicodedata.normalize("NFC", PurePosixPath(re.sub(r"\\", "/", name)).name)


def sanitize_attachment(name: str, content: bytes) -> UploadedAttachment:
    """Tell what a file is, and clean what is seen or heard; raise `FileNotKept`.

    What is wrong inside a list is for whoever looks at the workbook that names it.
    """
    name = normalise_file_name(name)
    if not 0 < len(name) <= MAX_NAME:
        raise FileNotAccepted(Message(_NAME, file=printable(name)))
    if name.lower().endswith(ENDINGS):
        if len(content) > MAX_LIST:
            raise FileNotAccepted(Message(_SIZE, file=printable(name)))
        ending = next(each for each in ENDINGS if name.lower().endswith(each))
        return UploadedAttachment(name, content, LIST_TYPES[ending])
    kind = (
        get_media_type(detect_type(content)) if content else QuestionType.IMAGE
    )  # which says that it is empty
    if kind is None:
        raise FileNotAccepted(_not_taken(name, detect_type(content)))
    cleaned = sanitize_file(content, kind, name)
    return UploadedAttachment(name, cleaned.content, cleaned.type)


def _not_taken(name: str, type_: str) -> Message:
    if is_workbook(type_):
        return Message(_SECOND, file=printable(name))
    return Message(_KIND, file=printable(name), found=describe_type(type_))


def sanitize_attachments(
    contents: Mapping[str, bytes],
) -> tuple[list[UploadedAttachment], list[Message]]:
    """Return the files that can be kept, and what is to be told of the others."""
    given, refused = [], []
    for name, content in contents.items():
        try:
            given.append(sanitize_attachment(name, content))
        except FileNotAccepted as error:
            refused.append(error.message)
    return given, refused


def accept_attachments(contents: Mapping[str, bytes]) -> list[UploadedAttachment]:
    """Return all files, fit to be kept with a version; raise `WorkbookRefused` if one is not."""
    given, refused = sanitize_attachments(contents)
    if refused:
        raise WorkbookRefused(refused)
    return given


def collect_files(study: Study | None, given: Iterable[AttachableFile]) -> WorkbookAttachments:
    """Return what a workbook may name: the files given, and those of the versions before."""
    at_hand: dict[str, AttachableFile] = dict(get_latest_attachments(study)) if study else {}
    at_hand |= {one.name: one for one in given}
    kinds = {name: get_media_type(one.type) for name, one in at_hand.items()}
    return WorkbookAttachments(
        lists={name: bytes(at_hand[name].content) for name, kind in kinds.items() if not kind},
        media={name: kind for name, kind in kinds.items() if kind},
    )


def store_version_files(
    version: Version, names: Iterable[str], given: Iterable[AttachableFile]
) -> None:
    """Keep with a version the files that it names: those given, else those of versions before."""
    at_hand: dict[str, AttachableFile] = dict(get_latest_attachments(version.study))
    at_hand |= {one.name: one for one in given}
    for name in sorted(names):  # one by one, so that a single file is in memory
        content, type_ = bytes(at_hand[name].content), at_hand[name].type
        Attachment.objects.create(version=version, name=name, content=content, type=type_)
