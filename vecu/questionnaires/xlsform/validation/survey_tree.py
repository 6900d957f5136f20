"""The rows of the survey as a tree of groups and questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from vecu.questionnaires.xlsform.preprocessing import is_metadata
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector, SheetRow
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode
from vecu.questionnaires.xlsform.validation.question_types import is_kobo_type
from vecu.translation import gettext_noop

ROOT = "data"
"""The root of all questions, unless the settings name another."""

_NAMED = re.compile(r"\$\{([^{}#]+)\}")

SurveyPath = tuple[str, ...]
"""The names from the root down: ("data", "work", "sector")."""


@dataclass(frozen=True, slots=True)
class SurveyNode:
    """A row that becomes a node of the form, and its path there."""

    row: SheetRow
    path: SurveyPath
    group: bool = False
    repeats: bool = False

    @property
    def name(self) -> str:
        """The last step of the path, '' for a row without name."""
        return self.path[-1]

    @property
    def kind(self) -> str:
        """The value of the column `type`."""
        return self.row.get("type")


def format_path(node: SurveyNode) -> str:
    """Return a path as the form writes it, /data/work/sector."""
    return f"/{'/'.join(node.path)}"


def repeat_choice_source(kind: str) -> str:
    """Return the source of repeat choices in a type, `select_one ${known}`; '' if there is none."""
    select = RE_SELECT.match(kind)
    name = _NAMED.fullmatch(select["list_name"]) if select else None
    return name[1] if name else ""


@dataclass(frozen=True)
class SurveyTree:
    """Every node of a form, in the order of the sheet; `made` are names that conversion adds."""

    nodes: tuple[SurveyNode, ...]
    root: str = ROOT
    made: frozenset[str] = frozenset()
    dropped: Mapping[str, SheetRow] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, list[SurveyNode]]:
        """The nodes by name, anywhere in the form."""
        found: dict[str, list[SurveyNode]] = {}
        for node in self.nodes:
            found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def by_path(self) -> Mapping[SurveyPath, SurveyNode]:
        """The first node with each path."""
        return {node.path: node for node in reversed(self.nodes)}


def find_choice_source(tree: SurveyTree, node: SurveyNode) -> SurveyNode | None:
    """Return the source question of repeat choices, None if there is none."""
    nodes = tree.by_name.get(repeat_choice_source(node.kind), [])
    return nodes[0] if len(nodes) == 1 else None


def find_enclosing_repeat(tree: SurveyTree, path: SurveyPath) -> SurveyPath:
    """Return the path of the innermost repeat around, () outside of repeats."""
    above = (path[:length] for length in range(len(path) - 1, 0, -1))
    repeats = (one for one in above if one in tree.by_path and tree.by_path[one].repeats)
    return next(repeats, ())


def build_tree(proofs: DiagnosticCollector) -> SurveyTree:
    """Return the tree of the survey; report groups that do not open or close."""
    settings = next(iter(proofs.rows("settings")), None)
    root = (settings.get("name") if settings else "") or ROOT
    open_groups: list[SurveyNode] = []
    nodes: list[SurveyNode] = []
    made: set[str] = set()
    dropped: dict[str, SheetRow] = {}
    for row in proofs.rows("survey"):
        kind, name = row.get("type"), row.get("name")
        above: SurveyPath = open_groups[-1].path if open_groups else (root,)
        if begin := RE_BEGIN_CONTROL.match(kind):
            repeats = begin["type"] in {"repeat", "lgroup", "looped group"}
            node = SurveyNode(row, (*above, name), group=True, repeats=repeats)
            open_groups.append(node)
            nodes.append(node)
            made |= {f"{name}_count"} if row.get("repeat_count") else set()
        elif end := RE_END_CONTROL.match(kind):
            _close(proofs, row, end["type"], open_groups)
        elif is_metadata(kind):
            dropped[name] = row
        elif kind and not is_kobo_type(kind):
            nodes.append(SurveyNode(row, (*above, name)))
            select = RE_SELECT.match(kind)
            made |= {f"{name}_other"} if select and select["specify_other"] else set()
    for node in open_groups:
        msgid = gettext_noop(
            "“%(found)s” begins here and ends nowhere. Add a row “%(end)s” after its last question."
        )
        end_kind = "end repeat" if node.repeats else "end group"
        proofs.note(
            RuleCode.GROUP, msgid, row=node.row, name="type", found=node.name or node.kind,
            end=end_kind,
        )  # fmt: skip
    return SurveyTree(tuple(nodes), root, frozenset(made), dropped)


def _close(
    proofs: DiagnosticCollector, row: SheetRow, kind: str, open_groups: list[SurveyNode]
) -> None:
    if not open_groups:
        msgid = gettext_noop("“%(found)s” ends something that never began. Delete the row.")
        proofs.note(RuleCode.GROUP, msgid, row=row, name="type", found=row.get("type"))
        return
    node = open_groups.pop()
    if node.repeats != (kind in {"repeat", "lgroup", "looped group"}):
        msgid = gettext_noop(
            "“%(found)s” closes what “%(begin)s” opened in row %(begun)d. Let both be a group, or"
            " both a repeat."
        )
        proofs.note(
            RuleCode.GROUP, msgid, row=row, name="type", found=row.get("type"), begin=node.kind,
            begun=node.row.number,
        )  # fmt: skip
