"""The variables that one question becomes. Pure.

The answer itself is a variable. Beside it stand a yes/no variable for each choice of a multiple
choice, the place of each choice of an order, the numbers of a place on Earth. A question that is
not always asked has a yes/no companion that says whether it was, so that "not asked" and "left
blank" stay apart in every format, in those too that know one kind of empty cell.
"""

from collections.abc import Iterator
from dataclasses import replace

from vecu.datasets.exports.naming import Names
from vecu.datasets.exports.routing import Rules
from vecu.datasets.exports.variables import Labels, Role, Sort, Variable, label, said
from vecu.questionnaires import COORDINATES, Kind, Question, Wording
from vecu.text import _, translate

MOST_PARTS = 200
"""Choices of which each has a variable; a longer list, as from a file, is one variable."""

_SORTS = {
    Kind.INTEGER: Sort.INTEGER,
    Kind.DECIMAL: Sort.DECIMAL,
    Kind.RANGE: Sort.DECIMAL,
    Kind.DATE: Sort.DATE,
    Kind.TIME: Sort.TIME,
    Kind.DATETIME: Sort.MOMENT,
    Kind.SELECT_ONE: Sort.CHOICE,
    Kind.ACKNOWLEDGE: Sort.YESNO,
    **{kind: Sort.FILE for kind in Kind if kind.enclosed},
}
_COORDINATES = {
    "latitude": _("latitude, in degrees"),
    "longitude": _("longitude, in degrees"),
    "altitude": _("altitude, in metres"),
    "accuracy": _("accuracy, in metres"),
}


def variables_of(
    question: Question, rules: Rules, name: str, names: Names, languages: tuple[str, ...]
) -> Iterator[Variable]:
    """Yield the variables of a question asked under `rules`; the answer's own is called `name`."""
    words = _texts(question.label) or {languages[0]: question.name}
    asked = names.take(f"{question.name}_asked") if rules else ""
    values = tuple((choice.name, _texts(choice.label)) for choice in question.choices)
    whole = Variable(
        name,
        _sort(question),
        Role.ANSWER,
        words,
        question.path,
        values,
        asked=asked,
        rules=rules,
        hint=_texts(question.hint),
    )
    yield whole
    for part, told, role, sort in _parts(question, values, languages):
        yield replace(
            whole,
            name=names.take(f"{question.name}_{part}"),
            sort=sort,
            role=role,
            label={code: _of_part(words, told, code) for code in languages},
            values=(),
            part=part,
        )
    if asked:
        told = said(_("Was it asked?"), languages)
        both = {code: f"{told[code]} {label(words, code)}" for code in languages}
        yield Variable(asked, Sort.YESNO, Role.ASKED, both, question.path, rules=rules)


def _of_part(whole: Labels, part: Labels, language: str) -> str:
    told = {"whole": label(whole, language), "part": label(part, language)}
    return translate(_("%(whole)s: %(part)s"), language) % told


def _sort(question: Question) -> Sort:
    """Return what the answer is; a range of whole numbers holds whole numbers."""
    if question.in_own_words:
        return Sort.TEXT
    scale = question.scale
    if scale and not (scale.start % 1 or scale.step % 1):
        return Sort.INTEGER
    return _SORTS.get(question.kind, Sort.TEXT)


def _parts(
    question: Question, values: tuple[tuple[str, Labels], ...], languages: tuple[str, ...]
) -> Iterator[tuple[str, Labels, Role, Sort]]:
    """Yield the parts of an answer that have variables of their own, each with its label."""
    if question.kind is Kind.GEOPOINT:
        for part in COORDINATES:
            yield part, said(_COORDINATES[part], languages), Role.COORDINATE, Sort.DECIMAL
    if len(values) > MOST_PARTS:
        return
    if question.kind is Kind.SELECT_MULTIPLE:
        yield from ((part, told, Role.TICK, Sort.YESNO) for part, told in values)
    if question.kind is Kind.RANK:
        yield from ((part, told, Role.PLACE, Sort.INTEGER) for part, told in values)


def _texts(wording: Wording) -> Labels:
    return {language: wording.say(language) for language, text in wording.texts.items() if text}
