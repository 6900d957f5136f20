"""Compare the codes of a file with the codebook: new, same, or different. Pure.

Codes are matched by id; else by their path; else by name, if only one code here and one in the file
have it. An import deletes nothing: what is missing in the file stays as it is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from vecu.coding.code_tree import check_cycles
from vecu.coding.interchange.export_codes import BETWEEN, ExportableCode, format_code_paths
from vecu.coding.interchange.id_map import find_identity, new_identity
from vecu.coding.refi import RefiCode
from vecu.messages import Message, printable
from vecu.search_folding import fold_for_search
from vecu.translation import gettext_noop, translate

CODE_FIELDS = ("name", "definition", "use_when", "not_when", "examples", "colour")
"""The fields of a code that may differ in a file."""
NAMES = "translated_names"
PARENT = "parent"
MAX_NAME = 120
_UNNAMED = gettext_noop("Unnamed code")


class OwnCode(ExportableCode, Protocol):
    """A code of the codebook; `revision` shows whether it has changed since the comparison."""

    revision: int


class CodeMatchStatus(StrEnum):
    """The result of the comparison."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A code of a file, with a name that fits, and the code here that matches it.

    `id` is its present or future id here. `fields` are those that differ, including "parent";
    `parent` is the id of the parent here. `remarks` are what a person should know before
    confirming.
    """

    code: RefiCode
    path: str
    standing: CodeMatchStatus
    id: UUID
    parent: UUID | None
    revision: int = 0
    fields: tuple[str, ...] = ()
    remarks: tuple[Message, ...] = ()


def compare_codes(
    codes: Sequence[RefiCode],
    ours: Sequence[OwnCode],
    *,
    codebook: UUID,
    taken: frozenset[UUID] = frozenset(),
    language: str = "en",
) -> list[CodeMatch]:
    """Return the match of each code of a file, parents before children.

    `taken` are ids of codes in other codebooks. Raise `CodebookCycle` where a code of the file is
    its own descendant.
    """
    ordered = _top_down([_fit(code, language) for code in codes])
    return list(_Comparison(ordered, ours, codebook, taken).lines())


def _fit(code: RefiCode, language: str) -> RefiCode:
    """Return a code with a name that fits; a cut name is kept in full in its definition."""
    name = " ".join(code.name.split()) or translate(_UNNAMED, language)
    if len(name) <= MAX_NAME:
        return replace(code, name=name)
    whole = "\n\n".join(filter(None, (name, code.definition)))
    return replace(code, name=f"{name[: MAX_NAME - 1].rstrip()}…", definition=whole)


def _top_down(codes: Sequence[RefiCode]) -> list[RefiCode]:
    """Return the codes in the order of the file, each after its parent."""
    known = {code.guid: code for code in codes}
    check_cycles(
        {code.guid: code.parent for code in codes}, {code.guid: code.name for code in codes}
    )
    placed: dict[UUID, RefiCode] = {}
    for code in codes:
        line = [code]
        while (parent := line[-1].parent) in known and parent not in placed:
            line.append(known[parent])
        placed.update((each.guid, each) for each in reversed(line))
    return list(placed.values())


def fold_name(name: str) -> str:
    """Return a name normalized for comparison."""
    return fold_for_search(name) or name


@dataclass
class _Comparison:
    codes: Sequence[RefiCode]
    ours: Sequence[OwnCode]
    codebook: UUID
    taken: frozenset[UUID]
    found: dict[UUID, OwnCode] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.file = {code.guid: code for code in self.codes}
        self.here = {code.id: code for code in self.ours}
        self.paths = self._map_paths()
        for match in (self._match_by_identity, self._match_by_path, self._match_by_name):
            match()

    def _map_paths(self) -> dict[UUID, tuple[str, ...]]:
        """Return the path of each code of the file; some ancestors may be codes here."""
        named: dict[UUID, tuple[str, ...]] = {
            each: tuple(path.split("\n")) for each, path in _lines(self.ours).items()
        }
        for code in self.codes:
            above = named.get(code.parent, ()) if code.parent else ()
            named[code.guid] = (*above, code.name)
        return named

    def _match_by_identity(self) -> None:
        for code in self.codes:
            known = find_identity(self.codebook, code.guid, self.here)
            if known:
                self.found[code.guid] = self.here[known]

    def _match_by_path(self) -> None:
        here = {
            tuple(map(fold_name, path.split("\n"))): self.here[each]
            for each, path in _lines(self.ours).items()
            if not self.here[each].merged_id
        }
        for code in self._unmatched():
            ours = here.get(tuple(map(fold_name, self.paths[code.guid])))
            if ours and ours.id not in self._matched_ids():
                self.found[code.guid] = ours

    def _match_by_name(self) -> None:
        met = self._matched_ids()
        here = [code for code in self.ours if code.id not in met and not code.merged_id]
        there = Counter(fold_name(code.name) for code in self._unmatched())
        alike = Counter(fold_name(code.name) for code in here)
        by_name = {fold_name(code.name): code for code in here}
        for code in self._unmatched():
            name = fold_name(code.name)
            if there[name] == alike[name] == 1:
                self.found[code.guid] = by_name[name]

    def _unmatched(self) -> list[RefiCode]:
        return [code for code in self.codes if code.guid not in self.found]

    def _matched_ids(self) -> set[UUID]:
        return {code.id for code in self.found.values()}

    def lines(self) -> Iterator[CodeMatch]:
        """Yield the codes with their matches; new ones get names unique among their siblings."""
        beside: dict[UUID | None, set[str]] = {}
        for each in self.ours:
            if not each.merged_id:
                beside.setdefault(each.parent_id, set()).add(fold_name(each.name))
        for code in self.codes:
            path, parent = BETWEEN.join(self.paths[code.guid]), self._parent(code)
            if ours := self.found.get(code.guid):
                yield _beside(code, ours, path, parent)
            else:
                yield self._new(code, path, parent, beside.setdefault(parent, set()))

    def _parent(self, code: RefiCode) -> UUID | None:
        """Return the parent of a code here; if that was merged, what it counts as."""
        if code.parent is None:
            return None
        parent = self._identity(code.parent) if code.parent in self.file else code.parent
        while parent in self.here and (into := self.here[parent].merged_id):
            parent = into
        return parent

    def _identity(self, guid: UUID) -> UUID:
        ours = self.found.get(guid)
        return ours.id if ours else new_identity(self.codebook, guid, self.taken)

    def _new(self, code: RefiCode, path: str, parent: UUID | None, beside: set[str]) -> CodeMatch:
        name, remarks = _free(code.name, beside), []
        if name != code.name:
            message = gettext_noop(
                "There is one of this name beside it: it will be called “%(name)s”."
            )
            remarks.append(Message(message, name=printable(name)))
        new, id_ = replace(code, name=name), self._identity(code.guid)
        return CodeMatch(new, path, CodeMatchStatus.NEW, id_, parent, remarks=tuple(remarks))


def _lines(codes: Sequence[OwnCode]) -> Mapping[UUID, str]:
    """Return paths as strings, joined by a character that no name contains."""
    return format_code_paths(codes, between="\n")


def _free(name: str, beside: set[str]) -> str:
    """Return the name, with a number if a sibling has it."""
    found, number = name, 1
    while fold_name(found) in beside:
        number += 1
        end = f" ({number})"
        found = f"{name[: MAX_NAME - len(end)]}{end}"
    beside.add(fold_name(found))
    return found


def _beside(code: RefiCode, ours: OwnCode, path: str, parent: UUID | None) -> CodeMatch:
    """Return the comparison of a code of the file with its match here."""
    remarks: list[Message] = []
    fields: tuple[str, ...] = ()
    if ours.merged_id:
        remarks.append(
            Message(gettext_noop("It was merged into another code here, and counts as that one."))
        )
    else:
        fields = tuple(name for name in CODE_FIELDS if _differs(name, code, ours))
        names = code.translated_names
        if any(name != ours.translated_names.get(each) for each, name in names.items()):
            fields = (*fields, NAMES)
        if parent != ours.parent_id:
            fields = (*fields, PARENT)
        if ours.retired:
            remarks.append(Message(gettext_noop("It is no longer offered here.")))
    standing = CodeMatchStatus.DIFFERS if fields else CodeMatchStatus.SAME
    return CodeMatch(code, path, standing, ours.id, parent, ours.revision, fields, tuple(remarks))


def _differs(name: str, code: RefiCode, ours: OwnCode) -> bool:
    """Return whether the file has a value, and it differs from ours."""
    said, known = getattr(code, name), getattr(ours, name)
    if name == "colour":
        return bool(said) and said.casefold() != known.casefold()
    return bool(said.strip()) and said.split() != known.split()
