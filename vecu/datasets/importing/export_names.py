"""Recognise columns of our own exports by their names. Pure.

Exports change names that SPSS or Stata reserve, that are too long, or that are not unique (with_2,
v_int); such names are recognised too. In wide format the name contains the positions of repeats
(story_2_task, visit_1_3_what), but no groups.
"""

import re
from collections.abc import Callable, Iterator

from vecu.datasets.dictionary.tables import describe_tables
from vecu.datasets.dictionary.variable_names import MAX_NAME_LENGTH
from vecu.datasets.dictionary.variables import ExportTable, Variable, VariableRole
from vecu.datasets.importing.multi_column import is_importable
from vecu.questionnaires import MAX_INSTANCES, Questionnaire

QuestionTarget = tuple[str, str]
"""The path of an answer, and the part of it that a column holds ('' for the whole answer)."""


def match_export_names(questionnaire: Questionnaire) -> Callable[[str], frozenset[QuestionTarget]]:
    """Return a function from a column name to its targets; none if no export has that name.

    There are several if long names were truncated to the same one.
    """
    people, *repeats = describe_tables(questionnaire)
    of_people = {each.name: each for each in people.variables if _answers(each, questionnaire)}
    patterns = [(_pattern(table), table) for table in repeats]

    def iter_targets(name: str) -> Iterator[QuestionTarget]:
        if name in of_people:
            yield _target(of_people[name], (), questionnaire)
        for pattern, table in patterns:
            if match := pattern.fullmatch(name):
                positions = tuple(map(int, match["place"].split("_")))
                if all(1 <= position <= MAX_INSTANCES for position in positions):
                    for variable in _called(table, match["rest"], cut=len(name) == MAX_NAME_LENGTH):
                        if _answers(variable, questionnaire):
                            yield _target(variable, positions, questionnaire)

    return lambda name: frozenset(iter_targets(name))


def _answers(variable: Variable, questionnaire: Questionnaire) -> bool:
    return variable.role.holds_answer and is_importable(questionnaire.questions[variable.path])


def _pattern(table: ExportTable) -> re.Pattern[str]:
    positions = "_".join(["[0-9]{1,4}"] * table.depth)
    return re.compile(f"{re.escape(table.name)}_(?P<place>{positions})_(?P<rest>.+)")


def _called(table: ExportTable, rest: str, *, cut: bool) -> Iterator[Variable]:
    """Yield the variables that `rest` names, in full or, at maximum length, truncated."""
    for variable in table.variables:
        if variable.name == rest or (cut and variable.name.startswith(rest)):
            yield variable


def _target(
    variable: Variable, positions: tuple[int, ...], questionnaire: Questionnaire
) -> QuestionTarget:
    """Return the path of a variable with positions at its repeats, and its part."""
    path, steps, left = questionnaire.root.path, [], iter(positions)
    for name in variable.path.removeprefix(f"{path}/").split("/"):
        path = f"{path}/{name}"
        group = questionnaire.groups.get(path)
        steps.append(f"{name}[{next(left)}]" if group and group.repeats else name)
    part = "" if variable.role is VariableRole.ANSWER else variable.part
    return "/".join(steps), part
