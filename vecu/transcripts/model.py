"""A transcript as turns: who speaks, from which minute, what. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vecu.messages import UNFIT
from vecu.questionnaires import MAX_STORED_INSTANCES, MAX_TEXT
from vecu.transcripts.errors import make_refusal
from vecu.translation import gettext_noop

MAX_CHARACTERS = 2_000_000
"""Characters of one document; 300 pages have about half as many."""
_BREAKS = ("\n", ". ", " ")
"""Where a turn that is too long is divided, if possible."""


@dataclass(frozen=True, slots=True)
class SpeakerTurn:
    """What somebody says at one time; `minute` is None if the file has no times.

    `speaker` is '' where the file names nobody: a paragraph of a note, a subtitle.
    """

    speaker: str
    words: str
    minute: int | None = None


def finish_turns(turns: Iterable[SpeakerTurn]) -> list[SpeakerTurn]:
    """Return turns as answers can hold them: without forbidden characters, none too long or empty.

    Raise `TranscriptRefused` if nothing is left, or too much.
    """
    found = [piece for turn in turns for piece in _divide(_clean(turn)) if piece.words]
    if not found:
        raise make_refusal(gettext_noop("The file holds no words."))
    characters = sum(len(turn.words) for turn in found)
    if characters > MAX_CHARACTERS:
        raise make_refusal(
            gettext_noop(
                "The document has %(found)s characters; the limit is %(most)s. Divide it, for"
                " instance by session, and bring in each part."
            ),
            found=characters,
            most=MAX_CHARACTERS,
        )
    if len(found) > MAX_STORED_INSTANCES:
        raise make_refusal(
            gettext_noop(
                "The document has %(found)s turns; the limit is %(most)s. Divide it, for instance"
                " by session, and bring in each part."
            ),
            found=len(found),
            most=MAX_STORED_INSTANCES,
        )
    return found


def join_turns(turns: Iterable[SpeakerTurn]) -> Iterator[SpeakerTurn]:
    """Yield turns with those of one speaker that follow each other as one.

    Without speakers, what is of one minute belongs together.
    """
    last: SpeakerTurn | None = None
    for turn in turns:
        same = last and last.speaker == turn.speaker
        if last and same and (turn.speaker or last.minute == turn.minute):
            last = replace(last, words=f"{last.words} {turn.words}")
            continue
        if last:
            yield last
        last = turn
    if last:
        yield last


def list_speakers(turns: Sequence[SpeakerTurn]) -> list[str]:
    """Return who speaks, in order of appearance; nobody where no turn names anybody."""
    return [name for name in dict.fromkeys(turn.speaker for turn in turns) if name]


def _clean(turn: SpeakerTurn) -> SpeakerTurn:
    return replace(turn, words=UNFIT.sub(" ", turn.words).strip())


def _divide(turn: SpeakerTurn) -> Iterator[SpeakerTurn]:
    """Yield the pieces of a turn that are no longer than an answer may be."""
    rest = turn.words
    while len(rest) > MAX_TEXT:
        cuts = (rest.rfind(each, 1, MAX_TEXT - 1) + len(each) for each in _BREAKS if each in rest)
        end = next((cut for cut in cuts if cut > MAX_TEXT // 2), MAX_TEXT)
        yield replace(turn, words=rest[:end].strip())
        rest = rest[end:]
    yield replace(turn, words=rest.strip())
