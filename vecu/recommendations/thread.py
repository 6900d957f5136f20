"""The thread of recommendations: which version came of which. Pure.

Versions only grow in number. Each names its *origins*: the version before it, those that were
merged into it, those that it was begun from. So everything that ever stood in a recommendation is
found again from where it went on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from vecu.recommendations.rules import (
    LIVE_STATES,
    RecommendationKind,
    RecommendationState,
)


@dataclass(frozen=True, slots=True, order=True)
class VersionKey:
    """One version of one recommendation; the first is number 1."""

    recommendation: UUID
    number: int


Thread = Mapping[VersionKey, frozenset[VersionKey]]
"""All versions of a group with the origins of each."""


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """A recommendation as far as the thread goes: what it is, and where it stands."""

    recommendation: UUID
    kind: RecommendationKind
    state: RecommendationState


class MergeProblem(StrEnum):
    """Why recommendations cannot be merged."""

    ITSELF = "itself"
    DESCENDANT = "descendant"
    ENDED = "ended"
    ANOTHER_KIND = "another kind"


def find_latest(thread: Thread, recommendation: UUID) -> VersionKey:
    """Return the latest version of a recommendation, which must have one."""
    return max(key for key in thread if key.recommendation == recommendation)


def add_version(
    thread: Thread, key: VersionKey, taken_up: Iterable[UUID] = ()
) -> dict[VersionKey, frozenset[VersionKey]]:
    """Return the thread with one more version, whose number must be higher than those before it.

    Its origins are the version before it and the latest versions of what it takes up: those that
    are merged into it, or that it is begun from.
    """
    origins = {find_latest(thread, each) for each in taken_up}
    if any(each.recommendation == key.recommendation for each in thread):
        before = find_latest(thread, key.recommendation)
        if before >= key:
            raise ValueError(f"{key} comes after {before}.")
        origins.add(before)
    return {**thread, key: frozenset(origins)}


def list_ancestors(thread: Thread, key: VersionKey) -> set[VersionKey]:
    """Return all versions of which one came, itself left out."""
    found: set[VersionKey] = set()
    waiting = [key]
    while waiting:
        for origin in thread.get(waiting.pop(), ()):
            if origin not in found:
                found.add(origin)
                waiting.append(origin)
    return found


def is_descendant(thread: Thread, recommendation: UUID, of: UUID) -> bool:
    """Return whether anything of `of` went into a recommendation. None descends of itself."""
    if recommendation == of:
        return False
    latest = find_latest(thread, recommendation)
    return any(each.recommendation == of for each in list_ancestors(thread, latest))


def list_merge_problems(
    thread: Thread, sources: Sequence[ThreadNode], target: ThreadNode
) -> dict[UUID, MergeProblem]:
    """Return by recommendation why it cannot be merged into the target; that one may be at fault.

    Into its own descendant none is merged: that one holds what it was, and goes on from it.
    """
    problems: dict[UUID, MergeProblem] = {}
    if target.state not in LIVE_STATES:
        problems[target.recommendation] = MergeProblem.ENDED
    for each in sources:
        if each.recommendation == target.recommendation:
            problems[each.recommendation] = MergeProblem.ITSELF
        elif each.state not in LIVE_STATES:
            problems[each.recommendation] = MergeProblem.ENDED
        elif each.kind is not target.kind:
            problems[each.recommendation] = MergeProblem.ANOTHER_KIND
        elif is_descendant(thread, target.recommendation, each.recommendation):
            problems[each.recommendation] = MergeProblem.DESCENDANT
    return problems
