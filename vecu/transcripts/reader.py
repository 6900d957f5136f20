"""Read a transcript in a child process with limits: its bytes come from anywhere. Pure."""

import codecs
import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from vecu.bounded_process import (
    ChildCrashed,
    ChildExceededLimits,
    ChildLimits,
    ChildrenBusy,
    ChildSlots,
    run_bounded,
)
from vecu.messages import Message
from vecu.transcripts.docx import read_docx
from vecu.transcripts.errors import TranscriptRefused, make_refusal
from vecu.transcripts.model import SpeakerTurn, finish_turns
from vecu.transcripts.plain_text import find_turns
from vecu.transcripts.subtitles import read_subtitles
from vecu.translation import gettext_noop

MAX_BYTES = 20_000_000
"""The largest file that is read: pictures in a document count."""
ENDINGS = (".txt", ".vtt", ".srt", ".docx")
SLOTS = ChildSlots(1, waiting=8, patience=60)
LIMITS = ChildLimits(seconds=30, memory=1_500_000_000, answer=50_000_000)
_UNREADABLE = gettext_noop("The file is damaged. Save it again, or as plain text (.txt).")
_BUSY = gettext_noop("Other documents are being read at this moment. Try again in a minute.")


def read_transcript(content: bytes, name: str) -> list[SpeakerTurn]:
    """Return the turns of a .txt, .vtt, .srt or .docx file; raise `TranscriptRefused`.

    Call it outside of transactions, since it waits for a child.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise make_refusal(gettext_noop("Choose a file that ends in .txt, .vtt, .srt or .docx."))
    if len(content) > MAX_BYTES:
        raise make_refusal(
            gettext_noop("The file is larger than %(most)s MB. Remove its pictures, or divide it."),
            most=MAX_BYTES // 1_000_000,
        )
    try:
        with run_bounded(f"{__name__}:answer", content, ending, limits=LIMITS, slots=SLOTS) as said:
            return _parse(json.load(said))
    except ChildrenBusy as error:
        raise make_refusal(_BUSY) from error
    except (ChildExceededLimits, ChildCrashed, ValueError, TypeError, LookupError) as error:
        raise make_refusal(_UNREADABLE) from error


def _parse(found: dict[str, Any]) -> list[SpeakerTurn]:
    """Return the turns that a child answered, or raise its refusal."""
    if refused := found.get("refused"):
        msgid, details = refused
        raise TranscriptRefused(Message(str(msgid), **details))
    return [
        SpeakerTurn(str(speaker), str(words), None if minute is None else int(minute))
        for speaker, words, minute in found["turns"]
    ]


def answer(content: bytes, ending: str) -> Iterator[bytes]:
    """Be the child: yield the turns, or why there are none."""
    found: dict[str, object]
    try:
        turns = finish_turns(_READERS[ending](content))
        found = {"turns": [(turn.speaker, turn.words, turn.minute) for turn in turns]}
    except TranscriptRefused as refused:
        found = {"refused": [refused.message.msgid, refused.message.details]}
    yield json.dumps(found).encode()


def decode(content: bytes) -> str:
    """Return a text file's words: UTF-16 with its mark, UTF-8, else the encoding of Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


_READERS = {
    ".txt": lambda content: find_turns(decode(content)),
    ".docx": lambda content: find_turns(read_docx(content)),
    ".vtt": lambda content: read_subtitles(decode(content)),
    ".srt": lambda content: read_subtitles(decode(content)),
}
