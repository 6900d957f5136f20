"""Differences between two published versions of a codebook. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Snapshot = Sequence[Mapping[str, Any]]
"""Codes as stored in a version."""
TEXT_FIELDS = ("name", "translated_names", "definition", "use_when", "not_when", "examples")
"""What a code says. Versions published before names were translated lack `translated_names`."""


class CodebookChangeKind(StrEnum):
    """What happened to a code."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """One code that changed; `fields` names the texts that differ."""

    kind: CodebookChangeKind
    name: str
    before: str = ""
    after: str = ""
    fields: tuple[str, ...] = ()


def compare_versions(before: Snapshot, after: Snapshot) -> list[CodebookChange]:
    """Return the changes, in the order of the later version; removed codes come last."""
    return list(_changes(before, after))


def _changes(before: Snapshot, after: Snapshot) -> Iterator[CodebookChange]:
    then = {code["id"]: code for code in before}
    now = {code["id"]: code for code in after}
    for code in after:
        was = then.get(code["id"])
        if was is None:
            yield CodebookChange(CodebookChangeKind.NEW, code["name"])
            continue
        fields = tuple(
            name for name in TEXT_FIELDS if (was.get(name) or "") != (code.get(name) or "")
        )
        if fields:
            yield CodebookChange(
                CodebookChangeKind.CHANGED, code["name"], was["name"], code["name"], fields
            )
        if was["parent"] != code["parent"]:
            yield CodebookChange(
                CodebookChangeKind.MOVED, code["name"], _named(was, then), _named(code, now)
            )
    for code in before:
        if code["id"] not in now:
            yield CodebookChange(CodebookChangeKind.GONE, code["name"])


def _named(code: Mapping[str, Any], among: Mapping[str, Mapping[str, Any]]) -> str:
    parent = among.get(code["parent"])
    return parent["name"] if parent else ""
