"""The hierarchy of codes: order, descendants, cycle checks. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

from vecu.errors import VecuError


class CodebookCycle(VecuError):
    """A code would be its own descendant; `members` are the names along the cycle."""

    def __init__(self, members: Iterable[str]) -> None:
        self.members = tuple(members)
        super().__init__(" → ".join(self.members))


class HasParent(Protocol):
    """What the tree needs to know of a code."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def parent_id(self) -> UUID | None:
        """The parent code."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def place(self) -> int:
        """Its position among its siblings."""


Node = TypeVar("Node", bound=HasParent)


@dataclass(frozen=True, slots=True)
class CodeBranch:
    """A code in its tree, with its depth and children."""

    code: HasParent
    depth: int
    below: "list[CodeBranch]" = field(default_factory=list)


def flatten_tree(codes: Iterable[Node]) -> list[tuple[Node, int]]:
    """Return every code with its depth, each followed by its descendants, in order.

    A code whose parent is not among `codes` is at the top level. Raise `CodebookCycle`.
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
    """Return the name of each code."""
    return {identity: code.name for identity, code in codes.items()}


def check_cycles(parents: Mapping[UUID, UUID | None], names: Mapping[UUID, str]) -> None:
    """Raise `CodebookCycle` if following the parents leads back to the start."""
    sound: set[UUID] = set()
    for start in parents:
        path: list[UUID] = []
        at: UUID | None = start
        while at is not None and at not in sound:
            if at in path:
                circle = path[path.index(at) :]
                raise CodebookCycle(names[each] for each in [*circle, at])
            path.append(at)
            at = parents.get(at)
        sound.update(path)


def list_ancestors(code: UUID, parents: Mapping[UUID, UUID | None]) -> list[UUID]:
    """Return the ancestors of a code, the nearest first; the tree must have no cycle."""
    found = []
    parent = parents.get(code)
    while parent is not None:
        found.append(parent)
        parent = parents.get(parent)
    return found


def map_descendants(parents: Mapping[UUID, UUID | None]) -> dict[UUID, frozenset[UUID]]:
    """Return each code with itself and all its descendants."""
    found: dict[UUID, set[UUID]] = {code: {code} for code in parents}
    for code in parents:
        for higher in list_ancestors(code, parents):
            found[higher].add(code)
    return {code: frozenset(below) for code, below in found.items()}
