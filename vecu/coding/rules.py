"""Who may see whose codes, when a text is settled, what can be undone. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Id = TypeVar("Id")
Key = tuple[Id, int]
"""A code, and the number of the act that used it last."""

RECENT = 9
"""Codes within reach of one key."""


class CoderKind(StrEnum):
    """What a coder is. Codes of every kind stand in the same tables, each under its own name."""

    PERSON = "person"
    IMPORTED = "imported"
    MACHINE = "machine"


class RunPurpose(StrEnum):
    """What the machine reads the answers to a question for."""

    SUGGESTIONS = "suggestions"
    LEADS = "leads"


class RunState(StrEnum):
    """Where a run of the machine stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class SamplingMethod(StrEnum):
    """How a text was put forward to be coded next, to teach the machine and to measure it."""

    RANDOM = "random"
    RARE = "rare"


class SuggestionVerdict(StrEnum):
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
    CONFIGURED = "chose what is coded"
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


def is_complete(done: Collection[bool]) -> bool:
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
    return blind and len(done) > 1 and is_complete(done)


def is_reserved_for_others(
    coder: Id, given: Collection[Id], members: Collection[Id], *, blind: bool
) -> bool:
    """Return whether a text is for other coders alone: those `given` it, or who took it first.

    Whoever else may look at it sees what they put as soon as they have finished, and would never be
    blind again. What came in from a file keeps no member from coding a text.
    """
    return blind and coder not in given and any(each in members for each in given)


def is_coded_blind(given: int, *, blind: bool, drawn: bool) -> bool:
    """Return whether a text that its coders have not all finished is coded without the machine.

    `given` coders have it. Where several code blindly, a suggestion that all of them see would make
    them agree; texts that were drawn teach the machine and measure it, so they are coded by people
    alone even where a team codes openly.
    """
    return drawn or (blind and given > 1)


class ConsensusBasis(StrEnum):
    """Why a code is, or is not, on a text in the end."""

    RULED = "ruled"
    AGREED = "agreed"
    ALONE = "alone"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class ConsensusResult:
    """Whether a code is on a text in the end; an open disagreement is neither yes nor no."""

    present: bool | None
    source: ConsensusBasis


def resolve_consensus(votes: Sequence[bool], *, ruling: bool | None = None) -> ConsensusResult:
    """Return what becomes of one code on one text.

    `votes` tells of each coder who has finished the text whether they put the code on it. A ruling
    goes before them and erases nothing. Without votes nothing is known.
    """
    if ruling is not None:
        return ConsensusResult(ruling, ConsensusBasis.RULED)
    if votes and all(vote == votes[0] for vote in votes):
        return ConsensusResult(
            votes[0], ConsensusBasis.ALONE if len(votes) == 1 else ConsensusBasis.AGREED
        )
    return ConsensusResult(None, ConsensusBasis.OPEN)


def assign_hotkey(keys: Sequence[Key[Id]], code: Id, room: int = RECENT) -> list[Key[Id]]:
    """Return the codes under the keys 1 to 9, the list's places, after one more was used.

    Each stands with the number of the act that used it last. A code keeps its key while it is in
    use, so that hands can learn it; a new one takes the first free key, then that of the code not
    used for longest.
    """
    now = 1 + max((last for _code, last in keys), default=0)
    places = [each for each, _last in keys]
    if code in places:
        place = places.index(code)
    elif len(keys) < room:
        place = len(keys)
    else:
        place = min(range(room), key=lambda at: keys[at][1])
    return [*keys[:place], (code, now), *keys[place + 1 :]]
