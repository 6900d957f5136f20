"""Files that people give: their type told by their content, what is about the person taken out.

Pure: bytes in, bytes out. What cannot be cleaned is refused, see decision 0017.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import filetype

from vecu.errors import VecuError
from vecu.questionnaires import Kind, Message
from vecu.surveys.cleaning import films, pictures, sounds
from vecu.surveys.cleaning.reading import Damaged
from vecu.text import _

MAX_FILE = 10_000_000
"""Bytes of one file."""


class FileNotKept(VecuError):
    """A file cannot be kept; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Clean:
    """A file fit to be kept: its bytes, its type, and the ending of the name it is kept under."""

    content: bytes
    type: str
    ending: str


@dataclass(frozen=True, slots=True)
class _Type:
    """One type that is taken: for which questions, how it is cleaned, and how it is called."""

    ending: str
    kind: Kind
    clean: Callable[[bytes], bytes]
    words: str


def _text(content: bytes) -> bytes:
    """Return plain text as it is; whatever is not text in UTF-8 is no file that we know."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Damaged from error
    if any(ord(character) < 32 and character not in "\t\n\r\f" for character in text):
        raise Damaged
    return content


_TYPES = {
    "image/jpeg": _Type("jpg", Kind.IMAGE, pictures.clean_jpeg, _("a picture (JPEG)")),
    "image/png": _Type("png", Kind.IMAGE, pictures.clean_png, _("a picture (PNG)")),
    "image/webp": _Type("webp", Kind.IMAGE, pictures.clean_webp, _("a picture (WebP)")),
    "audio/mpeg": _Type("mp3", Kind.AUDIO, sounds.clean_mp3, _("a sound (MP3)")),
    "audio/wav": _Type("wav", Kind.AUDIO, sounds.clean_wav, _("a sound (WAV)")),
    "audio/mp4": _Type("m4a", Kind.AUDIO, films.clean_mp4, _("a sound (M4A)")),
    "video/mp4": _Type("mp4", Kind.VIDEO, films.clean_mp4, _("a film (MP4)")),
    "text/plain": _Type("txt", Kind.FILE, _text, _("a plain text")),
}
_ALSO = {"audio/x-wav": "audio/wav", "video/x-m4v": "video/mp4", "image/apng": "image/png"}
"""Other names that the same types go by."""

_EMPTY = _("“%(question)s”: this file is empty. Choose another one.")
_TOO_LARGE = _("“%(question)s”: this file is larger than %(limit)s MB. Choose a smaller one.")
_NOT_TAKEN = _(
    "“%(question)s”: this file is %(found)s, which we cannot clean of what it says about you."
    " Choose one of these: %(wanted)s."
)
_DAMAGED = _(
    "“%(question)s”: this file is damaged, or holds what we cannot clean of what it says about"
    " you. Save it anew, such as by taking a picture of the screen, and choose that one."
)


def clean(content: bytes, kind: Kind, question: str) -> Clean:
    """Return a file without what it says about the person; raise `FileNotKept`.

    `question` is how the message calls the question, of the kind `kind`. What the file is called
    and what the browser says of it are not looked at.
    """
    if not content:
        raise FileNotKept(Message(_EMPTY, question=question))
    if len(content) > MAX_FILE:
        limit = str(MAX_FILE // 1_000_000)
        raise FileNotKept(Message(_TOO_LARGE, question=question, limit=limit))
    name = type_of(content)
    if name not in types_for(kind):
        wanted = ", ".join(sorted(_TYPES[each].ending.upper() for each in types_for(kind)))
        raise FileNotKept(Message(_NOT_TAKEN, question=question, found=name, wanted=wanted))
    known = _TYPES[name]
    try:
        return Clean(known.clean(content), name, known.ending)
    except Damaged as error:
        raise FileNotKept(Message(_DAMAGED, question=question)) from error


def type_of(content: bytes) -> str:
    """Return the type that the content has, text/plain where there is no sign of another."""
    guessed = filetype.guess(content)
    name = str(guessed.mime) if guessed else "text/plain"
    return _ALSO.get(name, name)


def types_for(kind: Kind) -> Collection[str]:
    """Return the types that a question takes; one that asks for any file takes all of them."""
    return [name for name, known in _TYPES.items() if kind in {known.kind, Kind.FILE}]


def accepted(kind: Kind) -> str:
    """Return what a file input offers to choose, '' for questions that take no file.

    Telephones turn their own formats into one of these when they see it.
    """
    return ",".join(types_for(kind)) if kind.enclosed else ""


def type_in_words(name: str) -> Message | str:
    """Return what kind of file is kept under a name, "a picture (JPEG)", '' for none."""
    ending = name.rpartition(".")[2]
    found = (known.words for known in _TYPES.values() if known.ending == ending)
    return next((Message(words) for words in found), "")


def type_named(name: str) -> str:
    """Return the type of the file kept under a name."""
    ending = name.rpartition(".")[2]
    return next(each for each, known in _TYPES.items() if known.ending == ending)
