"""The variables of one question. Pure.

The answer itself is a variable. Further ones are a yes/no variable for each choice of a multiple
choice, the rank of each choice of a ranking, the coordinates of a geopoint. A question with a
condition has a yes/no variable that says whether it was asked, so that "not asked" and "left blank"
are distinct in every format, including those with only one kind of empty cell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from vecu.datasets.dictionary.universe import Rules
from vecu.datasets.dictionary.variable_names import NameAllocator
from vecu.datasets.dictionary.variables import (
    Labels,
    Variable,
    VariableRole,
    VariableType,
    localized,
    pick_label,
)
from vecu.questionnaires import Question, QuestionType, Wording
from vecu.translation import gettext_noop, translate

MOST_PARTS = 200
"""Maximum number of choices that each have a variable; a longer list is one variable."""


@dataclass(frozen=True, slots=True)
class TypeVariables:
    """The type of an answer's variable, and what the parts of the answer are, if it has any."""

    sort: VariableType
    role: VariableRole | None = None
    part_sort: VariableType = VariableType.TEXT


VARIABLES: Mapping[QuestionType, TypeVariables] = {
    QuestionType.TEXT: TypeVariables(VariableType.TEXT),
    QuestionType.INTEGER: TypeVariables(VariableType.INTEGER),
    QuestionType.DECIMAL: TypeVariables(VariableType.DECIMAL),
    QuestionType.DATE: TypeVariables(VariableType.DATE),
    QuestionType.TIME: TypeVariables(VariableType.TIME),
    QuestionType.DATETIME: TypeVariables(VariableType.MOMENT),
    QuestionType.RANGE: TypeVariables(VariableType.DECIMAL),
    QuestionType.GEOPOINT: TypeVariables(
        VariableType.TEXT, VariableRole.COORDINATE, VariableType.DECIMAL
    ),
    QuestionType.SELECT_ONE: TypeVariables(VariableType.CHOICE),
    QuestionType.SELECT_MULTIPLE: TypeVariables(
        VariableType.TEXT, VariableRole.TICK, VariableType.YESNO
    ),
    QuestionType.RANK: TypeVariables(VariableType.TEXT, VariableRole.PLACE, VariableType.INTEGER),
    QuestionType.ACKNOWLEDGE: TypeVariables(VariableType.YESNO),
    QuestionType.IMAGE: TypeVariables(VariableType.FILE),
    QuestionType.AUDIO: TypeVariables(VariableType.FILE),
    QuestionType.VIDEO: TypeVariables(VariableType.FILE),
    QuestionType.FILE: TypeVariables(VariableType.FILE),
    QuestionType.NOTE: TypeVariables(VariableType.TEXT),
    QuestionType.CALCULATE: TypeVariables(VariableType.TEXT),
    QuestionType.HIDDEN: TypeVariables(VariableType.TEXT),
}
_COORDINATES = {
    "latitude": gettext_noop("latitude, in degrees"),
    "longitude": gettext_noop("longitude, in degrees"),
    "altitude": gettext_noop("altitude, in metres"),
    "accuracy": gettext_noop("accuracy, in metres"),
}


def iter_question_variables(
    question: Question, rules: Rules, name: str, names: NameAllocator, languages: tuple[str, ...]
) -> Iterator[Variable]:
    """Yield the variables of a question asked under `rules`; the answer's own is called `name`."""
    words = _texts(question.label) or {languages[0]: question.name}
    asked = names.allocate(f"{question.name}_asked") if rules else ""
    values = tuple((choice.name, _texts(choice.label)) for choice in question.choices)
    whole = Variable(
        name,
        _sort(question),
        VariableRole.ANSWER,
        words,
        question.path,
        values,
        asked=asked,
        rules=rules,
        hint=_texts(question.hint),
    )
    yield whole
    for part, label, role, sort in _parts(question, values, languages):
        yield replace(
            whole,
            name=names.allocate(f"{question.name}_{part}"),
            sort=sort,
            role=role,
            label={code: _of_part(words, label, code) for code in languages},
            values=(),
            part=part,
        )
    if asked:
        label = localized(gettext_noop("Was it asked?"), languages)
        both = {code: f"{label[code]} {pick_label(words, code)}" for code in languages}
        yield Variable(
            asked, VariableType.YESNO, VariableRole.ASKED, both, question.path, rules=rules
        )


def _of_part(whole: Labels, part: Labels, language: str) -> str:
    details = {"whole": pick_label(whole, language), "part": pick_label(part, language)}
    return translate(gettext_noop("%(whole)s: %(part)s"), language) % details


def _sort(question: Question) -> VariableType:
    """Return the type of the answer; a range of whole numbers is an integer."""
    scale = question.scale
    if scale and not (scale.start % 1 or scale.step % 1):
        return VariableType.INTEGER
    return VARIABLES[question.answer_type].sort


def _parts(
    question: Question, values: tuple[tuple[str, Labels], ...], languages: tuple[str, ...]
) -> Iterator[tuple[str, Labels, VariableRole, VariableType]]:
    """Yield the parts of an answer that have variables of their own, each with its label."""
    own = VARIABLES[question.answer_type]
    labels = [
        (part, localized(_COORDINATES[part], languages)) for part in question.kind.traits.parts
    ]
    if len(values) <= MOST_PARTS:
        labels += values
    if own.role is not None:
        yield from ((part, label, own.role, own.part_sort) for part, label in labels)


def _texts(wording: Wording) -> Labels:
    return {language: wording.say(language) for language, text in wording.texts.items() if text}
