"""The rows of the survey as the tree of groups and questions that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from vecu.questionnaires.expansion import is_metadata
from vecu.questionnaires.proofreading.finding import Flaw
from vecu.questionnaires.proofreading.kinds import is_of_kobo
from vecu.questionnaires.proofreading.proofs import Proofs, Row
from vecu.text import _

ROOT = "data"
"""What stands above all questions where the settings name nothing else."""

_NAMED = re.compile(r"\$\{([^{}#]+)\}")

Path = tuple[str, ...]
"""The names from the root down: ("data", "work", "sector")."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row that stands for something in the form, and its path there."""

    row: Row
    path: Path
    group: bool = False
    repeats: bool = False

    @property
    def name(self) -> str:
        """The last step of the path, '' for a row without name."""
        return self.path[-1]

    @property
    def kind(self) -> str:
        """What the column `type` says."""
        return self.row.get("type")


def address(place: Place) -> str:
    """Return the path of a place as the form writes it, /data/work/sector."""
    return f"/{'/'.join(place.path)}"


def told_in(kind: str) -> str:
    """Return the question whose answers a type offers, `select_one ${known}`; '' for no such."""
    select = RE_SELECT.match(kind)
    name = _NAMED.fullmatch(select["list_name"]) if select else None
    return name[1] if name else ""


@dataclass(frozen=True)
class Tree:
    """Every place of a form, in the order of the sheet; `made` are names that conversion adds."""

    places: tuple[Place, ...]
    root: str = ROOT
    made: frozenset[str] = frozenset()
    dropped: Mapping[str, Row] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, list[Place]]:
        """The places called so, anywhere in the form."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.name, []).append(place)
        return found

    @cached_property
    def by_path(self) -> Mapping[Path, Place]:
        """The first place with each path."""
        return {place.path: place for place in reversed(self.places)}


def source_of(tree: Tree, place: Place) -> Place | None:
    """Return the question whose answers a question offers, None where there is none to name."""
    places = tree.by_name.get(told_in(place.kind), [])
    return places[0] if len(places) == 1 else None


def repeat_of(tree: Tree, path: Path) -> Path:
    """Return the path of the innermost repeat around, () outside of repeats."""
    above = (path[:length] for length in range(len(path) - 1, 0, -1))
    around = (one for one in above if one in tree.by_path and tree.by_path[one].repeats)
    return next(around, ())


def read_tree(proofs: Proofs) -> Tree:
    """Return the tree of the survey; groups that do not open or close are noted on the way."""
    settings = next(iter(proofs.rows("settings")), None)
    root = (settings.get("name") if settings else "") or ROOT
    open_groups: list[Place] = []
    places: list[Place] = []
    made: set[str] = set()
    dropped: dict[str, Row] = {}
    for row in proofs.rows("survey"):
        kind, name = row.get("type"), row.get("name")
        above: Path = open_groups[-1].path if open_groups else (root,)
        if begin := RE_BEGIN_CONTROL.match(kind):
            repeats = begin["type"] in {"repeat", "lgroup", "looped group"}
            place = Place(row, (*above, name), group=True, repeats=repeats)
            open_groups.append(place)
            places.append(place)
            made |= {f"{name}_count"} if row.get("repeat_count") else set()
        elif end := RE_END_CONTROL.match(kind):
            _close(proofs, row, end["type"], open_groups)
        elif is_metadata(kind):
            dropped[name] = row
        elif kind and not is_of_kobo(kind):
            places.append(Place(row, (*above, name)))
            select = RE_SELECT.match(kind)
            made |= {f"{name}_other"} if select and select["specify_other"] else set()
    for place in open_groups:
        msgid = _(
            "“%(found)s” begins here and ends nowhere. Add a row “%(end)s” after its last question."
        )
        end_kind = "end repeat" if place.repeats else "end group"
        proofs.note(
            Flaw.GROUP, msgid, row=place.row, name="type", found=place.name or place.kind,
            end=end_kind,
        )  # fmt: skip
    return Tree(tuple(places), root, frozenset(made), dropped)


def _close(proofs: Proofs, row: Row, kind: str, open_groups: list[Place]) -> None:
    if not open_groups:
        msgid = _("“%(found)s” ends something that never began. Delete the row.")
        proofs.note(Flaw.GROUP, msgid, row=row, name="type", found=row.get("type"))
        return
    place = open_groups.pop()
    if place.repeats != (kind in {"repeat", "lgroup", "looped group"}):
        msgid = _(
            "“%(found)s” closes what “%(begin)s” opened in row %(begun)d. Let both be a group, or"
            " both a repeat."
        )
        proofs.note(
            Flaw.GROUP, msgid, row=row, name="type", found=row.get("type"), begin=place.kind,
            begun=place.row.number,
        )  # fmt: skip
