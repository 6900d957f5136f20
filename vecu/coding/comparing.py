"""What changed from one published codebook to the next. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Snapshot = Sequence[Mapping[str, Any]]
"""Codes as a version keeps them."""
SAID = ("name", "definition", "use_when", "not_when", "examples")


class ChangeKind(StrEnum):
    """What became of a code."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One code that is not as it was; `fields` names what it says otherwise."""

    kind: ChangeKind
    name: str
    before: str = ""
    after: str = ""
    fields: tuple[str, ...] = ()


def compare_versions(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return what changed, in the order of the later version; codes that are gone come last."""
    return list(_changes(before, after))


def _changes(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    then = {code["id"]: code for code in before}
    now = {code["id"]: code for code in after}
    for code in after:
        was = then.get(code["id"])
        if was is None:
            yield Change(ChangeKind.NEW, code["name"])
            continue
        fields = tuple(name for name in SAID if was[name] != code[name])
        if fields:
            yield Change(ChangeKind.CHANGED, code["name"], was["name"], code["name"], fields)
        if was["parent"] != code["parent"]:
            yield Change(ChangeKind.MOVED, code["name"], _named(was, then), _named(code, now))
    for code in before:
        if code["id"] not in now:
            yield Change(ChangeKind.GONE, code["name"])


def _named(code: Mapping[str, Any], among: Mapping[str, Mapping[str, Any]]) -> str:
    parent = among.get(code["parent"])
    return parent["name"] if parent else ""
