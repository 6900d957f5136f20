"""Rules of coding: who sees whose codes, when a text is complete, what can be undone. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from vecu.accounts.rules import Role
from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

Id = TypeVar("Id")
Key = tuple[Id, int]
"""A code, and the number of the action that used it last."""

RECENT = 9
"""The number of hotkeys."""
FIRST_PUBLIC_PROMISE = 3
"""The first promise (`surveys.consent`) by which sentences that their author permits are public."""


class CoderKind(StrEnum):
    """Kinds of coders; codings of every kind share the same tables."""

    PERSON = "person"
    IMPORTED = "imported"
    MACHINE = "machine"


class RunPurpose(StrEnum):
    """What a machine run is for."""

    SUGGESTIONS = "suggestions"
    LEADS = "leads"


class RunState(StrEnum):
    """The state of a machine run."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class SamplingMethod(StrEnum):
    """How a text was chosen to be coded next, for training and evaluation."""

    RANDOM = "random"
    RARE = "rare"


class SuggestionVerdict(StrEnum):
    """A person's decision on a suggestion."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class QuotationState(StrEnum):
    """The state of a quotation; one withheld after release may have been read."""

    PROPOSED = "proposed"
    RELEASED = "released"
    WITHHELD = "withheld"


TRANSLATORS: Mapping[str, str] = {
    Role.OWNER: gettext_noop("translated by a person in charge of the inquiry"),
    Role.RESEARCHER: gettext_noop("translated by a researcher of the inquiry"),
}
"""Who vouches for a translation, by the role in which they confirmed it."""


FIRST_PROMISE_OF_STORIES = 6
"""The first promise by which a whole story is public, if its author says so at its end."""


def may_publish_whole(promise: int | None) -> bool:
    """Return whether a whole story can become public, once permitted and checked."""
    return promise is not None and promise >= FIRST_PROMISE_OF_STORIES


class WholeStoryState(StrEnum):
    """Where a whole story stands; one that a reader took down waits for a member."""

    PUBLISHED = "published"
    TAKEN_DOWN = "taken down"
    WITHHELD = "withheld"


def may_become_public(promise: int | None) -> bool:
    """Return whether everybody may read words of an answer, once permitted and released.

    `promise` is the number that its author read before answering, None where none is known, as for
    imported answers. Whoever was promised less is owed that: such words stay with members.
    """
    return promise is not None and promise >= FIRST_PUBLIC_PROMISE


class Verb(LabelledEnum):
    """The actions that the history records, each with a reason if one was given."""

    CODED = "coded", gettext_noop("added a code to a text")
    UNCODED = "uncoded", gettext_noop("removed a code from a text")
    BROUGHT = "brought coding", gettext_noop("imported a code on a text, from a file")
    FINISHED = "finished", gettext_noop("finished a text")
    REOPENED = "reopened", gettext_noop("opened a text again")
    RULED = "ruled", gettext_noop("settled a code on a text")
    UNRULED = "unruled", gettext_noop("undid a settlement")
    MADE = "made code", gettext_noop("created a code")
    CHANGED = "changed code", gettext_noop("changed what a code means")
    MOVED = "moved code", gettext_noop("moved a code")
    MERGED = "merged code", gettext_noop("merged a code into another")
    PARTED = "parted code", gettext_noop("undid a merge")
    SPLIT = "split code", gettext_noop("split a code")
    RETIRED = "retired code", gettext_noop("retired a code")
    RESTORED = "restored code", gettext_noop("offered a code again")
    PUBLISHED = "published version", gettext_noop("published a version of the codebook")
    ASSIGNED = "assigned", gettext_noop("assigned texts")
    CONFIGURED = "chose what is coded", gettext_noop("chose what is coded")
    BEGAN = "began guide", gettext_noop("created a guide")
    REWROTE = "changed guide", gettext_noop("changed a guide")
    REMOVED = "removed guide", gettext_noop("removed a guide")
    MAPPED = "mapped practice", gettext_noop("chose the codes of a practice")
    QUOTED = "proposed quotation", gettext_noop("proposed a quotation")
    UNQUOTED = "unproposed quotation", gettext_noop("took back a proposed quotation")
    RELEASED = "released quotation", gettext_noop("released a quotation")
    WITHHELD = "withheld quotation", gettext_noop("withheld a quotation")
    TRANSLATED = "translated quotation", gettext_noop("translated a quotation")
    REFUSED = "refused suggestion", gettext_noop("refused a suggestion of the machine")
    UNREFUSED = "unrefused suggestion", gettext_noop("opened a suggestion again")
    LEARNED = "let machine learn", gettext_noop("had the machine learn")
    DREW = "put texts forward", gettext_noop("queued texts")
    FLOORED = "set least agreement", gettext_noop("set the machine’s minimum agreement")
    DELEGATED = "delegated code", gettext_noop("allowed the machine to code with a code")
    UNDELEGATED = "undelegated code", gettext_noop("stopped the machine from coding with a code")
    NOTED = "wrote memo", gettext_noop("wrote a memo")
    RENOTED = "changed memo", gettext_noop("changed a memo")
    UNNOTED = "removed memo", gettext_noop("removed a memo")


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
"""The actions that a coder can undo, and the opposite of each."""


def is_complete(done: Collection[bool]) -> bool:
    """Return whether all assigned coders have finished a text.

    `done` has one entry for each of them. Until then nobody sees another coder's codes: coders who
    have seen others' codes agree with them.
    """
    return bool(done) and all(done)


def is_frozen(done: Collection[bool], *, blind: bool) -> bool:
    """Return whether coders may no longer change their codings of a text.

    Compared codings are the evidence of agreement; corrections are adjudications, stored beside
    them. A coder who works alone may always change theirs.
    """
    return blind and len(done) > 1 and is_complete(done)


def is_reserved_for_others(
    coder: Id, given: Collection[Id], members: Collection[Id], *, blind: bool
) -> bool:
    """Return whether a text is reserved: for the coders it is `given` to, or who took it first.

    Any other coder would see their codes once they finish, and could never code it blindly. Codings
    imported from a file keep no member from coding a text.
    """
    return blind and coder not in given and any(each in members for each in given)


def is_coded_blind(given: int, *, blind: bool, drawn: bool) -> bool:
    """Return whether a text that its coders have not all finished is coded without suggestions.

    `given` coders have it. With several blind coders, a suggestion that all of them see would
    inflate agreement. Sampled texts train and evaluate the machine, so people code them alone even
    in open coding.
    """
    return drawn or (blind and given > 1)


class ConsensusBasis(StrEnum):
    """Why a code is, or is not, on a text in the consensus."""

    RULED = "ruled"
    AGREED = "agreed"
    ALONE = "alone"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class ConsensusResult:
    """Whether a code is on a text in the consensus; an open disagreement is neither yes nor no."""

    present: bool | None
    source: ConsensusBasis


def resolve_consensus(votes: Sequence[bool], *, ruling: bool | None = None) -> ConsensusResult:
    """Return the consensus on one code of one text.

    `votes` says for each coder who has finished the text whether they applied the code. An
    adjudication takes precedence and deletes nothing. Without votes the result is unknown.
    """
    if ruling is not None:
        return ConsensusResult(ruling, ConsensusBasis.RULED)
    if votes and all(vote == votes[0] for vote in votes):
        return ConsensusResult(
            votes[0], ConsensusBasis.ALONE if len(votes) == 1 else ConsensusBasis.AGREED
        )
    return ConsensusResult(None, ConsensusBasis.OPEN)


def assign_hotkey(keys: Sequence[Key[Id]], code: Id, room: int = RECENT) -> list[Key[Id]]:
    """Return the codes under the hotkeys 1 to 9, in order, after one more was used.

    Each is paired with the number of the action that used it last. A code keeps its key while it is
    in use, so that coders can learn it; a new one takes the first free key, then that of the least
    recently used code, the last of those never used.
    """
    now = 1 + max((last for _code, last in keys), default=0)
    places = [each for each, _last in keys]
    if code in places:
        index = places.index(code)
    elif len(keys) < room:
        index = len(keys)
    else:
        index = min(reversed(range(room)), key=lambda at: keys[at][1])
    return [*keys[:index], (code, now), *keys[index + 1 :]]


def fill_hotkeys(
    keys: Sequence[Key[Id]], offered: Sequence[Id], room: int = RECENT
) -> list[Key[Id]]:
    """Return the hotkeys with free ones assigned to the first offered codes that have none.

    A key is free when nothing was assigned to it, or when its code is no longer offered. So a new
    coder has keys at once; a code assigned like this counts as never used.
    """
    held = {code for code, _last in keys}
    spare = ((code, 0) for code in offered if code not in held)
    kept = [key if key[0] in offered else next(spare, key) for key in keys]
    return [*kept, *islice(spare, room - len(kept))]
