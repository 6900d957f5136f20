"""Coverage goals of simulated respondents: questions not asked yet, choices not taken yet.

A goal knows which answers it depends on, and its distance from given answers. A large distance does
not mean that it is unreachable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from vecu.questionnaires.answers.evaluation import EvaluatedForm, FormNode
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.coercion import Run
from vecu.questionnaires.expressions.dependencies import is_child_step, resolve_path
from vecu.questionnaires.model import Group, Question, Questionnaire
from vecu.questionnaires.simulation.branch_distance import (
    BranchDistance,
    list_comparison_operands,
    measure_branch_distance,
)

NOT_ENTERED = 1_000.0
"""The distance of a goal inside a repeat without instances."""
Needs = frozenset[str]
"""Paths of the questions and groups that a goal depends on."""


class CoverageGoal(NamedTuple):
    """Ask the question at `path` (or, with `truth` false, do not ask it), or take a choice."""

    path: str
    truth: bool = True
    choice: str = ""


class CoverageGoals:
    """The goals of one questionnaire, each compiled when first needed."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._far: dict[tuple[str, bool], BranchDistance] = {}
        self._needs: dict[CoverageGoal, Needs] = {}
        self._sides: dict[str, list[tuple[Run, Run]]] = {}

    def measure_distance(self, aim: CoverageGoal, filled: EvaluatedForm) -> float:
        """Return the distance of a form from a goal, 0 where it is reached."""
        cells: dict[str, list[FormNode]] = {}
        for cell in filled.cells:
            cells.setdefault(cell.item.path, []).append(cell)
        line = self.questionnaire.lineage_of(aim.path)
        total = 0.0
        for item in line:
            here = cells.get(item.path, [])
            if not here:
                return total + NOT_ENTERED
            if item.relevant is not None:
                truth = aim.truth or item.path != aim.path
                far = self._measure(item.relevant, truth=truth)
                total += min(far(cell.node, filled.scope) for cell in here)
        total += self._unasked(aim, cells, filled)
        if aim.choice:
            offered = {choice.name for cell in here for choice in filled.choices(cell)}
            total += aim.choice not in offered
        return total

    def _unasked(
        self, aim: CoverageGoal, cells: dict[str, list[FormNode]], filled: EvaluatedForm
    ) -> float:
        """Return the distance from being asked of the answers that a goal depends on."""
        total = 0.0
        for path in self.find_dependencies(aim):
            here = cells.get(path, [])
            rule = here[0].item.relevant if here else None
            if rule is not None and path != aim.path and not any(cell.relevant for cell in here):
                far = self._measure(rule, truth=True)
                total += min(far(cell.node, filled.scope) for cell in here)
        return total

    def find_dependencies(self, aim: CoverageGoal) -> Needs:
        """Return what decides about a goal: the answers it reads, and what those depend on."""
        if aim not in self._needs:
            target = self.questionnaire.questions.get(aim.path)
            ahead = [*self.questionnaire.lineage_of(aim.path)]
            found = {item.path for item in ahead if isinstance(item, Group)}
            rules = [rule for item in ahead for rule in _deciding(item)]
            if aim.choice and target and target.choice_filter:
                rules.append((target.path, target.choice_filter))
            while rules:
                here, rule = rules.pop()
                for path in self._read(rule, here):
                    if path not in found:
                        found.add(path)
                        for item in self.questionnaire.lineage_of(path):
                            found.add(item.path)
                            rules += _deciding(item)
            self._needs[aim] = frozenset(found)
        return self._needs[aim]

    def iter_boundaries(
        self, aim: CoverageGoal, filled: EvaluatedForm
    ) -> Iterator[Callable[[EvaluatedForm], float]]:
        """Yield, for each comparison that a goal depends on, the difference of its sides."""
        for item in self.questionnaire.lineage_of(aim.path):
            if item.relevant is not None:
                cells = [index for index, cell in enumerate(filled.cells)
                         if cell.item.path == item.path]  # fmt: skip
                for index in cells[-1:]:
                    yield from self.iter_differences(item.relevant, index)

    def iter_differences(
        self, rule: Expression, index: int
    ) -> Iterator[Callable[[EvaluatedForm], float]]:
        """Yield, for each comparison in a rule, its left side minus its right, at a node."""
        if rule.source not in self._sides:
            self._sides[rule.source] = list_comparison_operands(rule.source)
        for left, right in self._sides[rule.source]:
            yield _difference(left, right, index)

    def _measure(self, rule: Expression, *, truth: bool) -> BranchDistance:
        key = rule.source, truth
        if key not in self._far:
            self._far[key] = measure_branch_distance(
                rule.source, self.questionnaire.questions, wanted=truth
            )
        return self._far[key]

    def _read(self, rule: Expression, here: str) -> Iterator[str]:
        """Yield the questions and groups that a rule reads."""
        known = self.questionnaire
        for read in rule.paths:
            steps = resolve_path(read, here.strip("/").split("/"))
            path = f"/{'/'.join(steps)}"
            if all(map(is_child_step, steps)):
                if path in known.questions or path in known.groups:
                    yield path
                    yield from (item.path for item in _inside(known.groups.get(path)))
                continue
            name = steps[-1]
            yield from (one for one in known.questions if one.endswith(f"/{name}") or name == "*")


def _deciding(item: Question | Group) -> list[tuple[str, Expression]]:
    """Return the rules that decide whether an item is asked, how often, and its value."""
    rules = (item.relevant, item.calculate if isinstance(item, Question) else item.count)
    return [(item.path, rule) for rule in rules if rule is not None]


def _inside(group: Group | None) -> Iterator[Question | Group]:
    return iter(()) if group is None else group.walk()


def _difference(left: Run, right: Run, index: int) -> Callable[[EvaluatedForm], float]:
    def apart(filled: EvaluatedForm) -> float:
        node = filled.cells[index].node
        return float(left(node, filled.scope)) - float(right(node, filled.scope))

    return apart
