"""The codes of a file beside those of the codebook: which are new, the same, or differ. Pure.

A code is the same by its identity; else by its name and those above it; else by its name, where
only one code here and one of the file are called so. Nothing here is lost by bringing a file in:
what the file does not say, or does not hold, stays as it is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from vecu.coding.exchange.codes import BETWEEN, Coded, ways
from vecu.coding.exchange.identities import find_identity, new_identity
from vecu.coding.refi import Code
from vecu.coding.tree import check_circles
from vecu.messages import Message, shown
from vecu.text import _, fold, translate

SAID = ("name", "definition", "use_when", "not_when", "examples", "colour")
"""What a code says, and may say otherwise in a file."""
PARENT = "parent"
MAX_NAME = 120
_UNNAMED = _("Unnamed code")


class Ours(Coded, Protocol):
    """A code of the codebook; `revision` tells whether it is still the one that was compared."""

    revision: int


class Standing(StrEnum):
    """What a code of a file is here."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Met:
    """A code of a file, its name made to fit, and what it meets here.

    `id` is the identity that it has here, or will have. `fields` are those in which it differs,
    "parent" among them; `parent` is the identity of the code above it. `remarks` are what a person
    should know before they confirm.
    """

    code: Code
    way: str
    standing: Standing
    id: UUID
    parent: UUID | None
    revision: int = 0
    fields: tuple[str, ...] = ()
    remarks: tuple[Message, ...] = ()


def compare_codes(
    codes: Sequence[Code],
    ours: Sequence[Ours],
    *,
    codebook: UUID,
    taken: frozenset[UUID] = frozenset(),
    language: str = "en",
) -> list[Met]:
    """Return what each code of a file meets, those above before those below.

    `taken` are identities of codes in other codebooks. Raises `CodebookCycle` where a code of the
    file stands below itself.
    """
    ordered = _top_down([_fit(code, language) for code in codes])
    return list(_Comparison(ordered, ours, codebook, taken).lines())


def _fit(code: Code, language: str) -> Code:
    """Return a code with a name that fits; what is cut stands whole in its definition."""
    name = " ".join(code.name.split()) or translate(_UNNAMED, language)
    if len(name) <= MAX_NAME:
        return replace(code, name=name)
    whole = "\n\n".join(filter(None, (name, code.definition)))
    return replace(code, name=f"{name[: MAX_NAME - 1].rstrip()}…", definition=whole)


def _top_down(codes: Sequence[Code]) -> list[Code]:
    """Return the codes in the order of the file, each after the one above it."""
    known = {code.guid: code for code in codes}
    check_circles(
        {code.guid: code.parent for code in codes}, {code.guid: code.name for code in codes}
    )
    placed: dict[UUID, Code] = {}
    for code in codes:
        line = [code]
        while (parent := line[-1].parent) in known and parent not in placed:
            line.append(known[parent])
        placed.update((each.guid, each) for each in reversed(line))
    return list(placed.values())


def folded(name: str) -> str:
    """Return a name as names are compared."""
    return fold(name) or name


@dataclass
class _Comparison:
    codes: Sequence[Code]
    ours: Sequence[Ours]
    codebook: UUID
    taken: frozenset[UUID]
    found: dict[UUID, Ours] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.file = {code.guid: code for code in self.codes}
        self.here = {code.id: code for code in self.ours}
        self.ways = self._ways()
        for match in (self._by_identity, self._by_way, self._by_name):
            match()

    def _ways(self) -> dict[UUID, tuple[str, ...]]:
        """Return the names of each code of the file and of all above it; some may stand here."""
        named: dict[UUID, tuple[str, ...]] = {
            each: tuple(way.split("\n")) for each, way in _lines(self.ours).items()
        }
        for code in self.codes:
            above = named.get(code.parent, ()) if code.parent else ()
            named[code.guid] = (*above, code.name)
        return named

    def _by_identity(self) -> None:
        for code in self.codes:
            known = find_identity(self.codebook, code.guid, self.here)
            if known:
                self.found[code.guid] = self.here[known]

    def _by_way(self) -> None:
        here = {
            tuple(map(folded, way.split("\n"))): self.here[each]
            for each, way in _lines(self.ours).items()
            if not self.here[each].merged_id
        }
        for code in self._unmet():
            ours = here.get(tuple(map(folded, self.ways[code.guid])))
            if ours and ours.id not in self._met():
                self.found[code.guid] = ours

    def _by_name(self) -> None:
        met = self._met()
        here = [code for code in self.ours if code.id not in met and not code.merged_id]
        there = Counter(folded(code.name) for code in self._unmet())
        alike = Counter(folded(code.name) for code in here)
        by_name = {folded(code.name): code for code in here}
        for code in self._unmet():
            name = folded(code.name)
            if there[name] == alike[name] == 1:
                self.found[code.guid] = by_name[name]

    def _unmet(self) -> list[Code]:
        return [code for code in self.codes if code.guid not in self.found]

    def _met(self) -> set[UUID]:
        return {code.id for code in self.found.values()}

    def lines(self) -> Iterator[Met]:
        """Yield the codes with what they meet; new ones get names that none beside them has."""
        beside: dict[UUID | None, set[str]] = {}
        for each in self.ours:
            if not each.merged_id:
                beside.setdefault(each.parent_id, set()).add(folded(each.name))
        for code in self.codes:
            way, parent = BETWEEN.join(self.ways[code.guid]), self._parent(code)
            if ours := self.found.get(code.guid):
                yield _beside(code, ours, way, parent)
            else:
                yield self._new(code, way, parent, beside.setdefault(parent, set()))

    def _parent(self, code: Code) -> UUID | None:
        """Return the code that stands above one here: where that was merged, what it counts as."""
        if code.parent is None:
            return None
        parent = self._identity(code.parent) if code.parent in self.file else code.parent
        while parent in self.here and (into := self.here[parent].merged_id):
            parent = into
        return parent

    def _identity(self, guid: UUID) -> UUID:
        ours = self.found.get(guid)
        return ours.id if ours else new_identity(self.codebook, guid, self.taken)

    def _new(self, code: Code, way: str, parent: UUID | None, beside: set[str]) -> Met:
        name, remarks = _free(code.name, beside), []
        if name != code.name:
            message = _("There is one of this name beside it: it will be called “%(name)s”.")
            remarks.append(Message(message, name=shown(name)))
        new, id_ = replace(code, name=name), self._identity(code.guid)
        return Met(new, way, Standing.NEW, id_, parent, remarks=tuple(remarks))


def _lines(codes: Sequence[Ours]) -> Mapping[UUID, str]:
    """Return ways whose names are parted by what no name holds."""
    return ways(codes, between="\n")


def _free(name: str, beside: set[str]) -> str:
    """Return the name, with a number where one beside it is called the same."""
    found, number = name, 1
    while folded(found) in beside:
        number += 1
        end = f" ({number})"
        found = f"{name[: MAX_NAME - len(end)]}{end}"
    beside.add(folded(found))
    return found


def _beside(code: Code, ours: Ours, way: str, parent: UUID | None) -> Met:
    """Return a code of the file beside the one that it is here."""
    remarks: list[Message] = []
    fields: tuple[str, ...] = ()
    if ours.merged_id:
        remarks.append(Message(_("It was merged into another code here, and counts as that one.")))
    else:
        fields = tuple(name for name in SAID if _differs(name, code, ours))
        if parent != ours.parent_id:
            fields = (*fields, PARENT)
        if ours.retired:
            remarks.append(Message(_("It is no longer offered here.")))
    standing = Standing.DIFFERS if fields else Standing.SAME
    return Met(code, way, standing, ours.id, parent, ours.revision, fields, tuple(remarks))


def _differs(name: str, code: Code, ours: Ours) -> bool:
    """Return whether the file says something, and something else than we do."""
    said, known = getattr(code, name), getattr(ours, name)
    if name == "colour":
        return bool(said) and said.casefold() != known.casefold()
    return bool(said.strip()) and said.split() != known.split()
