"""Sanitize respondents' files: type detected by content, personal metadata removed.

What cannot be sanitized is rejected with the reason, see decisions 0017 and 0028.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, partial

import filetype

from vecu.errors import VecuError
from vecu.file_sanitizer import audio, images, mp4, ogg
from vecu.file_sanitizer.binary_reader import Damaged
from vecu.file_sanitizer.cleaner_process import CleanersBusy, clean_in_child
from vecu.file_sanitizer.plain_text import check_text
from vecu.messages import Message
from vecu.questionnaires import QuestionType
from vecu.translation import gettext_noop

MAX_FILE = 10_000_000
"""Maximum size of a file in bytes."""
SMALL = 100_000
"""Bytes up to which a file is sanitized at once, by cleaners whose steps are as many as its bytes.

Larger ones go to a child process, as films and PDFs of any size do.
"""


class FileNotAccepted(VecuError):
    """A file cannot be accepted; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class FileNotNow(FileNotAccepted):
    """A file was not looked at, since too many others are being sanitized."""


@dataclass(frozen=True, slots=True)
class SanitizedFile:
    """A sanitized file: its content, its type, and the extension of its stored name."""

    content: bytes
    type: str
    ending: str


@dataclass(frozen=True, slots=True)
class _Type:
    """An accepted type: for which questions, how it is sanitized, and its label.

    A cleaner given by its name is only ever run in a child process.
    """

    ending: str
    kind: QuestionType
    clean: Callable[[bytes], bytes] | str
    words: str


_FILM = f"{mp4.__name__}:{mp4.clean_mp4.__name__}"
_PDF = "vecu.file_sanitizer.pdf.worker:clean_pdf"
_TYPES = {
    # Safari converts pictures of other formats to the first of these: JPEG stays first.
    "image/jpeg": _Type(
        "jpg", QuestionType.IMAGE, images.clean_jpeg, gettext_noop("a picture (JPEG)")
    ),
    "image/png": _Type(
        "png", QuestionType.IMAGE, images.clean_png, gettext_noop("a picture (PNG)")
    ),
    "image/webp": _Type(
        "webp", QuestionType.IMAGE, images.clean_webp, gettext_noop("a picture (WebP)")
    ),
    "image/gif": _Type(
        "gif", QuestionType.IMAGE, images.clean_gif, gettext_noop("a picture (GIF)")
    ),
    "audio/mpeg": _Type("mp3", QuestionType.AUDIO, audio.clean_mp3, gettext_noop("a sound (MP3)")),
    "audio/wav": _Type("wav", QuestionType.AUDIO, audio.clean_wav, gettext_noop("a sound (WAV)")),
    "audio/mp4": _Type("m4a", QuestionType.AUDIO, _FILM, gettext_noop("a sound (M4A)")),
    "audio/ogg": _Type("ogg", QuestionType.AUDIO, ogg.clean_ogg, gettext_noop("a sound (Ogg)")),
    "audio/aac": _Type("aac", QuestionType.AUDIO, audio.clean_aac, gettext_noop("a sound (AAC)")),
    "video/mp4": _Type("mp4", QuestionType.VIDEO, _FILM, gettext_noop("a film (MP4)")),
    "video/quicktime": _Type("mov", QuestionType.VIDEO, _FILM, gettext_noop("a film (QuickTime)")),
    "application/pdf": _Type("pdf", QuestionType.FILE, _PDF, gettext_noop("a document (PDF)")),
    "text/plain": _Type("txt", QuestionType.FILE, check_text, gettext_noop("a plain text")),
}
_ALSO = {
    "audio/x-wav": "audio/wav", "video/x-m4v": "video/mp4", "video/3gpp": "video/mp4",
    "image/apng": "image/png",
}  # fmt: skip
"""Other names of the same types."""

_WORKBOOK = re.compile(r"application/vnd\.(ms-excel|.+\.(sheet|spreadsheet))")
_OTHERS = (
    (_WORKBOOK, gettext_noop("a workbook")),
    (r"application/(vnd\..+\.(presentation|text|document)|vnd\.ms-powerpoint|msword|rtf|x-ole)",
     gettext_noop("an office document")),
    (r"application/(zip|gzip|zstd|x-(tar|rar-|gzip|bzip2|7z-|xz|compress|lz|brotli))",
     gettext_noop("an archive")),
    (r"application/(x-msdownload|x-executable|wasm|x-deb|x-rpm|x-google-chrome-extension)",
     gettext_noop("a program")),
    (r"image/", gettext_noop("a picture in another format")),
    (r"audio/", gettext_noop("a sound in another format")),
    (r"video/", gettext_noop("a film in another format")),
)  # fmt: skip
"""Labels of types that are not accepted, by a pattern of their names."""
_UNKNOWN = gettext_noop("a file of another kind")

_EMPTY = gettext_noop("“%(question)s”: this file is empty. Choose another one.")
_TOO_LARGE = gettext_noop(
    "“%(question)s”: this file is larger than %(limit)s MB. Choose a smaller one."
)
_NOT_TAKEN = gettext_noop(
    "“%(question)s”: this file is %(found)s, which we cannot clean of what it says about you."
    " Choose one of these: %(wanted)s."
)
_WRONG_TYPE = gettext_noop(
    "“%(question)s”: this file is %(found)s, which is not what is asked for. Choose one of these:"
    " %(wanted)s."
)
_OFFICE = gettext_noop(
    "“%(question)s”: this is an office document, which we cannot clean of what it says about you"
    " (author, dates, earlier states). Save it as a PDF, and choose that one."
)
_HEIC = gettext_noop(
    "“%(question)s”: this picture is in the format HEIC, which we cannot clean of what it says"
    " about you. Choose it from the photo library, which turns it into JPEG, or take a picture of"
    " the screen."
)
_DAMAGED = gettext_noop(
    "“%(question)s”: this file is damaged, or holds what we cannot clean of what it says about"
    " you. Save it anew, such as by taking a picture of the screen, and choose that one."
)
_PRINT = gettext_noop(
    "“%(question)s”: this document holds %(what)s, which we cannot clean of what it says about you."
    " Print it into a new PDF, and choose that one."
)
_BUSY = gettext_noop(
    "“%(question)s”: many files are being cleaned at this moment, so this one was not taken. Send"
    " it again in a minute."
)
_REASONS = {
    "locked": gettext_noop(
        "“%(question)s”: this document is protected by a password. Save it without one, and choose"
        " that one."
    ),
    "pages": gettext_noop(
        "“%(question)s”: this document has more than 200 pages. Choose those that matter."
    ),
    "large": gettext_noop(
        "“%(question)s”: this file takes too much time or room to be cleaned. Choose a smaller one,"
        " or print it into a new PDF."
    ),
    "codec": gettext_noop(
        "“%(question)s”: this film or sound is coded in a way that we cannot clean. Record it with"
        " your telephone, or save it anew as MP4."
    ),
    "markup": gettext_noop(
        "“%(question)s”: this is the source of a page, a document or a letter, which says more than"
        " is seen of it. Save it as a PDF, and choose that one."
    ),
}
_HELD = {
    "form": gettext_noop("a form that a program fills in"),
    "layers": gettext_noop("layers that are not shown"),
    "marks": gettext_noop("marks that each program draws in its own way"),
    "picture": gettext_noop("a picture in a rare format"),
    "deep": gettext_noop("drawings inside drawings without end"),
}
"""Labels of what a PDF may contain that prevents sanitizing, by the reason of `Damaged`."""
_OFFICE_TYPES = re.compile(
    r"application/(?:vnd\.(?:openxmlformats|oasis\.opendocument|ms-)|msword|rtf|x-ole)"
)
_HEIC_TYPES = {"image/heic", "image/heif", "image/avif"}


def clean_content(type_: str, content: bytes) -> bytes | Damaged | CleanersBusy:
    """Return a file of an accepted type without personal metadata, or why there is none."""
    cleaner = _TYPES[type_].clean
    try:
        if isinstance(cleaner, str):
            return clean_in_child(cleaner, content)
        if len(content) > SMALL:
            return clean_in_child(f"{cleaner.__module__}:{cleaner.__name__}", content)
        return cleaner(content)
    except (Damaged, CleanersBusy) as error:
        return error


def sanitize_file(
    content: bytes,
    kind: QuestionType,
    question: str,
    clean: Callable[[str, bytes], bytes | Damaged | CleanersBusy] = clean_content,
) -> SanitizedFile:
    """Return a file without personal metadata; raise `FileNotAccepted`.

    `question` is the question's label for messages, `kind` its type. The file's name and the
    type claimed by the browser are ignored.
    """
    if not content:
        raise FileNotAccepted(Message(_EMPTY, question=question))
    if len(content) > MAX_FILE:
        limit = str(MAX_FILE // 1_000_000)
        raise FileNotAccepted(Message(_TOO_LARGE, question=question, limit=limit))
    name = detect_type(content)
    if name not in list_accepted_types(kind):
        raise FileNotAccepted(_not_taken(name, kind, question))
    match cleaned := clean(name, content):
        case CleanersBusy():
            raise FileNotNow(Message(_BUSY, question=question)) from cleaned
        case Damaged():
            raise FileNotAccepted(_not_cleaned(str(cleaned), question)) from cleaned
    return SanitizedFile(cleaned, name, _TYPES[name].ending)


def make_sanitizer() -> Callable[[bytes, QuestionType, str], SanitizedFile]:
    """Return a `sanitize_file` for one request: it cleans each file once, and refuses it once."""
    return partial(sanitize_file, clean=cache(clean_content))


def _not_taken(name: str, kind: QuestionType, question: str) -> Message:
    """Return why a type is not accepted, and what to choose instead."""
    accepted = list_accepted_types(kind)
    if name in _HEIC_TYPES and "image/jpeg" in accepted:
        return Message(_HEIC, question=question)
    if _OFFICE_TYPES.match(name) and "application/pdf" in accepted:
        return Message(_OFFICE, question=question)
    wanted = ", ".join(sorted(_TYPES[each].ending.upper() for each in accepted))
    msgid = _WRONG_TYPE if name in _TYPES else _NOT_TAKEN
    return Message(msgid, question=question, found=describe_type(name), wanted=wanted)


def _not_cleaned(reason: str, question: str) -> Message:
    """Return why a file of an accepted type cannot be sanitized."""
    if reason in _HELD:
        return Message(_PRINT, question=question, what=Message(_HELD[reason]))
    return Message(_REASONS.get(reason, _DAMAGED), question=question)


def detect_type(content: bytes) -> str:
    """Return the type detected from the content, text/plain if nothing else matches."""
    guessed = filetype.guess(content)
    name = str(guessed.mime) if guessed else "text/plain"
    if name == "audio/mpeg" and audio.is_aac(content):
        return "audio/aac"
    return _ALSO.get(name, name)


def list_accepted_types(kind: QuestionType) -> Collection[str]:
    """Return the types that a question accepts; one for any file accepts all of them."""
    return [name for name, known in _TYPES.items() if kind in {known.kind, QuestionType.FILE}]


def format_accept_attribute(kind: QuestionType) -> str:
    """Return the `accept` attribute of a file input, '' for questions without files.

    Without image/* in it, phones convert their own formats to one of these.
    """
    return ",".join(list_accepted_types(kind)) if kind.is_file else ""


def describe_file(name: str) -> Message | str:
    """Return the label of a stored file, such as "a picture (JPEG)", '' for none."""
    ending = name.rpartition(".")[2]
    found = (known.words for known in _TYPES.values() if known.ending == ending)
    return next((Message(words) for words in found), "")


def is_workbook(type_: str) -> bool:
    """Return whether a type is that of a workbook, by any program."""
    return _WORKBOOK.match(type_) is not None


def describe_type(type_: str) -> Message:
    """Return the label of a type, accepted or not: "a workbook", "a program"."""
    if type_ in _TYPES:
        return Message(_TYPES[type_].words)
    known = (words for pattern, words in _OTHERS if re.match(pattern, type_))
    return Message(next(known, _UNKNOWN))


def get_type_by_name(name: str) -> str:
    """Return the type of a stored file, by its name."""
    ending = name.rpartition(".")[2]
    return next(each for each, known in _TYPES.items() if known.ending == ending)
