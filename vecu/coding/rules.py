"""Who may see whose codes, when a text is settled, what can be undone. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Id = TypeVar("Id")

RECENT = 9
"""Codes within reach of one key."""


class CoderKind(StrEnum):
    """What a coder is. Codes of every kind stand in the same tables, each under its own name."""

    PERSON = "person"
    IMPORTED = "imported"
    MACHINE = "machine"


class Purpose(StrEnum):
    """What the machine reads the answers to a question for."""

    SUGGESTIONS = "suggestions"
    LEADS = "leads"


class RunState(StrEnum):
    """Where a run of the machine stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Draw(StrEnum):
    """How a text was put forward to be coded next, to teach the machine and to measure it."""

    RANDOM = "random"
    RARE = "rare"


class Verdict(StrEnum):
    """What a person made of a suggestion."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class QuotationState(StrEnum):
    """Where a quotation stands; what was released and is withheld again may have been read."""

    PROPOSED = "proposed"
    RELEASED = "released"
    WITHHELD = "withheld"


class Verb(StrEnum):
    """What the history tells: one act each, with the reason where one was given."""

    CODED = "coded"
    UNCODED = "uncoded"
    BROUGHT = "brought coding"
    FINISHED = "finished"
    REOPENED = "reopened"
    RULED = "ruled"
    UNRULED = "unruled"
    MADE = "made code"
    CHANGED = "changed code"
    MOVED = "moved code"
    MERGED = "merged code"
    PARTED = "parted code"
    SPLIT = "split code"
    RETIRED = "retired code"
    RESTORED = "restored code"
    PUBLISHED = "published version"
    ASSIGNED = "assigned"
    ASKED = "chose what is coded"
    BEGAN = "began guide"
    REWROTE = "changed guide"
    REMOVED = "removed guide"
    MAPPED = "mapped practice"
    QUOTED = "proposed quotation"
    UNQUOTED = "unproposed quotation"
    RELEASED = "released quotation"
    WITHHELD = "withheld quotation"
    REFUSED = "refused suggestion"
    UNREFUSED = "unrefused suggestion"
    LEARNED = "let machine learn"
    DREW = "put texts forward"
    FLOORED = "set least agreement"
    DELEGATED = "delegated code"
    UNDELEGATED = "undelegated code"
    NOTED = "wrote memo"
    RENOTED = "changed memo"
    UNNOTED = "removed memo"


OPPOSITE: Mapping[Verb, Verb] = {
    Verb.CODED: Verb.UNCODED,
    Verb.UNCODED: Verb.CODED,
    Verb.FINISHED: Verb.REOPENED,
    Verb.REOPENED: Verb.FINISHED,
    Verb.QUOTED: Verb.UNQUOTED,
    Verb.UNQUOTED: Verb.QUOTED,
    Verb.REFUSED: Verb.UNREFUSED,
    Verb.UNREFUSED: Verb.REFUSED,
}
"""What a coder can take back, one act after the other, and what that does."""


def is_revealed(done: Collection[bool]) -> bool:
    """Return whether a text has been coded by all who were to code it.

    `done` has one entry for each of them. Until then nobody sees what another coder did with it:
    a coder who has seen others' codes agrees with them.
    """
    return bool(done) and all(done)


def is_frozen(done: Collection[bool], *, blind: bool) -> bool:
    """Return whether what coders did with a text may no longer change.

    Codes that were compared are evidence of how far coders agreed; corrections are rulings, which
    stand beside them. Alone, a coder may always change what they coded.
    """
    return blind and len(done) > 1 and is_revealed(done)


def is_coded_blind(given: int, *, blind: bool, drawn: bool) -> bool:
    """Return whether a text that its coders have not all finished is coded without the machine.

    `given` coders have it. Where several code blindly, a suggestion that all of them see would make
    them agree; texts that were drawn teach the machine and measure it, so they are coded by people
    alone even where a team codes openly.
    """
    return drawn or (blind and given > 1)


class Source(StrEnum):
    """Why a code is, or is not, on a text in the end."""

    RULED = "ruled"
    AGREED = "agreed"
    ALONE = "alone"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether a code is on a text in the end; an open disagreement is neither yes nor no."""

    present: bool | None
    source: Source


def settle(votes: Sequence[bool], *, ruling: bool | None = None) -> Settled:
    """Return what becomes of one code on one text.

    `votes` tells of each coder who has finished the text whether they put the code on it. A ruling
    goes before them and erases nothing. Without votes nothing is known.
    """
    if ruling is not None:
        return Settled(ruling, Source.RULED)
    if votes and all(vote == votes[0] for vote in votes):
        return Settled(votes[0], Source.ALONE if len(votes) == 1 else Source.AGREED)
    return Settled(None, Source.OPEN)


def recent_codes(used: Iterable[Id], room: int = RECENT) -> list[Id | None]:
    """Return the codes under the keys 1 to 9, the list's places; None where a key is free.

    `used` is what a coder used, the earliest first. A code keeps its key while it is in use, so
    that hands can learn it; a new one takes the first free key, then that of the code not used for
    longest.
    """
    keys: list[Id | None] = [None] * room
    last: dict[Id, int] = {}
    for moment, code in enumerate(used):
        if code not in keys:
            free = keys.index(None) if None in keys else _stalest(keys, last)
            keys[free] = code
        last[code] = moment
    return keys


def _stalest(keys: Sequence[Id | None], last: Mapping[Id, int]) -> int:
    return min(range(len(keys)), key=lambda place: last[keys[place]])  # type: ignore[index]
