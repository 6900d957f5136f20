"""The hierarchy of codes: its order, what stands below what, circles. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

from vecu.errors import VecuError


class CodebookCycle(VecuError):
    """A code would stand below itself; `members` are the names on the way round."""

    def __init__(self, members: Iterable[str]) -> None:
        self.members = tuple(members)
        super().__init__(" → ".join(self.members))


class HasParent(Protocol):
    """A code, as far as the tree needs to know it."""

    @property
    def id(self) -> UUID:
        """Its identity."""

    @property
    def parent_id(self) -> UUID | None:
        """The code above it."""

    @property
    def name(self) -> str:
        """What coders call it."""

    @property
    def place(self) -> int:
        """Where it stands among those beside it."""


Node = TypeVar("Node", bound=HasParent)


@dataclass(frozen=True, slots=True)
class CodeBranch:
    """A code in its tree: how deep it stands, and those right below it."""

    code: HasParent
    depth: int
    below: "list[CodeBranch]" = field(default_factory=list)


def flatten_tree(codes: Iterable[Node]) -> list[tuple[Node, int]]:
    """Return every code with its depth, each followed by those below it, in their places.

    A code whose parent is not among `codes` stands at the top. Raise `CodebookCycle`.
    """
    known = {code.id: code for code in codes}
    check_cycles({code.id: code.parent_id for code in known.values()}, names_of(known))
    children: dict[UUID | None, list[Node]] = {}
    for code in known.values():
        parent = code.parent_id if code.parent_id in known else None
        children.setdefault(parent, []).append(code)
    return list(_walk(children, None, 0))


def _walk(
    children: Mapping[UUID | None, list[Node]], parent: UUID | None, depth: int
) -> Iterator[tuple[Node, int]]:
    for code in sorted(children.get(parent, ()), key=lambda code: (code.place, code.name)):
        yield code, depth
        yield from _walk(children, code.id, depth + 1)


def names_of(codes: Mapping[UUID, HasParent]) -> dict[UUID, str]:
    """Return what each code is called."""
    return {identity: code.name for identity, code in codes.items()}


def check_cycles(parents: Mapping[UUID, UUID | None], names: Mapping[UUID, str]) -> None:
    """Raise `CodebookCycle` when following parents comes back to where it began."""
    sound: set[UUID] = set()
    for start in parents:
        way: list[UUID] = []
        at: UUID | None = start
        while at is not None and at not in sound:
            if at in way:
                circle = way[way.index(at) :]
                raise CodebookCycle(names[each] for each in [*circle, at])
            way.append(at)
            at = parents.get(at)
        sound.update(way)


def list_ancestors(code: UUID, parents: Mapping[UUID, UUID | None]) -> list[UUID]:
    """Return the codes above one, the nearest first; the tree has no circle."""
    found = []
    parent = parents.get(code)
    while parent is not None:
        found.append(parent)
        parent = parents.get(parent)
    return found


def map_descendants(parents: Mapping[UUID, UUID | None]) -> dict[UUID, frozenset[UUID]]:
    """Return each code with itself and all that stand below it."""
    found: dict[UUID, set[UUID]] = {code: {code} for code in parents}
    for code in parents:
        for higher in list_ancestors(code, parents):
            found[higher].add(code)
    return {code: frozenset(below) for code, below in found.items()}
