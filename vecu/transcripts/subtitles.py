"""Read subtitles, WebVTT and SubRip (.srt), as turns. Pure."""

from collections.abc import Iterator
from html import unescape

import regex

from vecu.transcripts.errors import make_refusal
from vecu.transcripts.model import SpeakerTurn, join_turns
from vecu.transcripts.plain_text import find_turns
from vecu.translation import gettext_noop

_TIMING = regex.compile(
    r"\s*(?:(?P<h>\d{1,3}):)?(?P<m>\d{2}):\d{2}[.,]\d{1,3}\s*-->\s*(?:\d{1,3}:)?\d{2}:\d{2}[.,]\d{1,3}.*"
)
_VOICE = regex.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>]+)>", regex.IGNORECASE)
_TAG = regex.compile(r"</?[a-z0-9][^<>]*>|\{\\[^}]*\}", regex.IGNORECASE)


def read_subtitles(text: str) -> list[SpeakerTurn]:
    """Return the turns of a file of subtitles; comments, styles and markup are left out.

    Speakers are those of voice tags (<v Name>), or of "Name: words" at the beginning of a subtitle;
    what follows without a name is still theirs. Raise `TranscriptRefused` if there is no timing.
    """
    found = list(_iter_captions(text))
    if not found:
        raise make_refusal(
            gettext_noop(
                "The file has no subtitle with its times (00:01:02.000 --> 00:01:05.000). Export"
                " the subtitles again, or save the words as plain text (.txt)."
            )
        )
    return list(join_turns(_name_speakers(found)))


def _iter_captions(text: str) -> Iterator[SpeakerTurn]:
    """Yield each subtitle, with the speaker of its voice tag if it has one."""
    for block in regex.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.split("\n")
        at = next((n for n, line in enumerate(lines[:3]) if _TIMING.fullmatch(line)), None)
        if at is None:
            continue
        timing = _TIMING.fullmatch(lines[at])
        minute = int(timing["h"] or 0) * 60 + int(timing["m"]) if timing else None
        yield from _iter_voices(" ".join(lines[at + 1 :]), minute)


def _iter_voices(words: str, minute: int | None) -> Iterator[SpeakerTurn]:
    """Yield what each voice of one subtitle says."""
    speaker, at = "", 0
    for voice in (*_VOICE.finditer(words), None):
        said = _plain(words[at : voice.start() if voice else None])
        if said:
            yield SpeakerTurn(speaker, said, minute)
        if voice:
            speaker, at = unescape(voice["name"]).strip(), voice.end()


def _plain(words: str) -> str:
    return " ".join(unescape(_TAG.sub("", words)).split())


def _name_speakers(captions: list[SpeakerTurn]) -> Iterator[SpeakerTurn]:
    """Yield subtitles with their speakers: by voice, else by a label before the words."""
    if any(each.speaker for each in captions):
        yield from captions
        return
    labelled = {turn.speaker for turn in find_turns("\n".join(each.words for each in captions))}
    labelled.discard("")
    speaker = ""
    for each in captions:
        name, colon, words = each.words.removeprefix("- ").partition(":")
        named = bool(colon) and name.strip() in labelled
        speaker = name.strip() if named else speaker
        yield SpeakerTurn(speaker, words.strip() if named else each.words, each.minute)
