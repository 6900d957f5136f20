"""Files that come with a workbook: typed by content, sanitized, stored with a version."""

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
from vecu.messages import Message, printable
from vecu.questionnaires import ENDINGS, QuestionType, WorkbookAttachments, WorkbookRefused
from vecu.surveys.models import Attachment, Study, Version
from vecu.surveys.queries.attachments import get_latest_attachments
from vecu.translation import gettext_noop

LIST_TYPES = {
    ".csv": "text/csv", ".xml": "application/xml", ".geojson": "application/geo+json",
}  # fmt: skip
"""Media types of list files by file extension; the extension alone decides how a list is read."""
MAX_LIST = 5_000_000
"""Maximum size of a list file, in bytes."""
MAX_NAME = 100
"""Maximum length of a file name, in characters."""

_SIZE = gettext_noop("“%(file)s” is larger than 5 MB. Shorten the list.")
_NAME = gettext_noop("“%(file)s” has a name that is too long, or none. Rename the file.")
_KIND = gettext_noop(
    "“%(file)s” is %(found)s, which a questionnaire cannot show or read. "
    "Leave it out, or save it in an accepted format: pictures as JPEG, PNG, "
    "WebP or GIF, sounds as MP3, M4A, AAC, Ogg or WAV, videos as MP4 or "
    "QuickTime, lists as .csv, .xml or .geojson."
)
_SECOND = gettext_noop(
    "“%(file)s” is a workbook, and a questionnaire is made of one only. Give this one alone, or"
    " leave it out; save it as .csv if it is a list."
)


class AttachableFile(Protocol):
    """A file that may be stored with a version: just sanitized, or stored already."""

    @property
    def name(self) -> str:
        """The name by which workbooks refer to it."""

    @property
    def content(self) -> bytes | bytearray | memoryview:
        """Its content."""

    @property
    def type(self) -> str:
        """The media type under which it is served."""


@dataclass(frozen=True, slots=True)
class UploadedAttachment:
    """An uploaded file, sanitized."""

    name: str
    content: bytes
    type: str


def get_media_type(type_: str) -> QuestionType | None:
    """Return the media question type (picture, sound or film) of a media type, None for lists."""
    family = type_.partition("/")[0]
    return next(
        (kind for kind in QuestionType if kind == family and type_ in list_accepted_types(kind)),
        None,
    )


def normalise_file_name(name: str) -> str:
    """Return a file name without folders, in Unicode NFC, as workbooks write it."""
    return unicodedata.normalize("NFC", PurePosixPath(re.sub(r"\\", "/", name)).name)


def sanitize_attachment(name: str, content: bytes) -> UploadedAttachment:
    """Detect the type of a file and sanitize media; raise `FileNotAccepted`.

    The content of lists is not checked here but with the workbook that names them.
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
    """Return the accepted files, and a message for each rejected one."""
    given, refused = [], []
    for name, content in contents.items():
        try:
            given.append(sanitize_attachment(name, content))
        except FileNotAccepted as error:
            refused.append(error.message)
    return given, refused


def accept_attachments(contents: Mapping[str, bytes]) -> list[UploadedAttachment]:
    """Return all files, sanitized; raise `WorkbookRefused` if one is rejected."""
    given, refused = sanitize_attachments(contents)
    if refused:
        raise WorkbookRefused(refused)
    return given


def collect_files(study: Study | None, given: Iterable[AttachableFile]) -> WorkbookAttachments:
    """Return the files that a workbook may name: the new ones, and those of earlier versions."""
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
    """Store with a version the files that it names: uploaded ones, or those of earlier versions."""
    at_hand: dict[str, AttachableFile] = dict(get_latest_attachments(version.study))
    at_hand |= {one.name: one for one in given}
    for name in sorted(names):  # one by one, so that only one file is in memory
        content, type_ = bytes(at_hand[name].content), at_hand[name].type
        Attachment.objects.create(version=version, name=name, content=content, type=type_)
