"""How results of rounds are stored and read. Pure.

Names are stored by position: what is left of somebody who has gone leads to nobody.
"""

from collections.abc import Mapping
from typing import Any

from vecu.groups.round_results import CellCount, Counts, Movement, RoundResult
from vecu.groups.vocabulary import GroupCollege, HypothesisStance


def write_result(result: RoundResult, keys: Mapping[str, str]) -> dict[str, Any]:
    """Return a result as JSON holds it; `keys` is by member the key of their position."""
    movement = result.movement
    return {
        "people": result.people,
        "counts": _write_counts(result.counts),
        "cells": [
            {"colleges": sorted(each.colleges), "counts": _write_counts(each.counts)}
            for each in result.cells
        ],
        "movement": movement
        and {
            "people": movement.people,
            "moved": movement.moved,
            "now": _write_counts(movement.now),
        },
        "names": {
            keys[member]: [each.value for each in stances]
            for member, stances in result.names.items()
        },
    }


def read_result(stored: Mapping[str, Any], members: Mapping[str, str]) -> RoundResult:
    """Return a stored result; `members` is by key of a position whose it is.

    Names of positions that are nobody’s any more are left out, and so are those that an earlier
    version stored for one round.
    """
    movement = stored["movement"]
    counts = stored["counts"]
    return RoundResult(
        people=stored["people"],
        counts=None if counts is None else _read_counts(counts),
        cells=[
            CellCount(frozenset(map(GroupCollege, each["colleges"])), _read_counts(each["counts"]))
            for each in stored["cells"]
        ],
        movement=movement
        and Movement(movement["people"], movement["moved"], _read_counts(movement["now"])),
        names={
            members[key]: (HypothesisStance(stances[0]), HypothesisStance(stances[1]))
            for key, stances in stored["names"].items()
            if key in members and isinstance(stances, list)
        },
    )


def _write_counts(counts: Counts | None) -> dict[str, int] | None:
    return None if counts is None else {stance.value: number for stance, number in counts.items()}


def _read_counts(stored: Mapping[str, int]) -> Counts:
    return {each: stored[each.value] for each in HypothesisStance}
