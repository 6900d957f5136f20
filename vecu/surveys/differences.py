"""What changed between two versions of a questionnaire, and whose answers stay comparable. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vecu.questionnaires import Group, Kind, Question, Questionnaire, Wording

_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})


class Change(StrEnum):
    """What may have become of a question; `REMOVED` to `NARROWED` break a comparison."""

    REMOVED = "removed"
    TYPE = "type"
    REPEATED = "repeated"
    NARROWED = "narrowed"
    ADDED = "added"
    WIDENED = "widened"
    CONDITION = "condition"
    RULE = "rule"
    REWORDED = "reworded"
    RELABELLED = "relabelled"


BREAKING = frozenset({Change.REMOVED, Change.TYPE, Change.REPEATED, Change.NARROWED})
DOUBTFUL = frozenset({Change.WIDENED, Change.CONDITION, Change.REWORDED, Change.RELABELLED})
"""Changes after which people may have understood, or been asked, something else."""


class Standing(StrEnum):
    """How answers to a question in two versions can be read together."""

    NEW = "new"
    GONE = "gone"
    COMPARABLE = "comparable"
    DOUBTFUL = "doubtful"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that is not what it was; `before` or `after` is None when it came or went."""

    path: str
    before: Question | None
    after: Question | None
    changes: tuple[Change, ...]

    @property
    def standing(self) -> Standing:
        """Whether answers given to either version may be counted together."""
        if self.before is None:
            return Standing.NEW
        if self.after is None:
            return Standing.GONE
        if BREAKING & set(self.changes):
            return Standing.BROKEN
        return Standing.DOUBTFUL if DOUBTFUL & set(self.changes) else Standing.COMPARABLE


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, in the order of the later version, what is gone last; `same` counts."""

    differences: tuple[Difference, ...]
    same: int


def compare(before: Questionnaire, after: Questionnaire) -> Comparison:
    """Compare two versions, question by question, each found by its name.

    A name stands for what is measured: a question that was moved to another group is the same one,
    but not when it is now told several times, or no longer.
    """
    old, new = _by_name(before), _by_name(after)
    found = []
    for name, question in new.items():
        if name not in old:
            found.append(Difference(question.path, None, question, (Change.ADDED,)))
        elif changes := tuple(_changes(before, old[name], after, question)):
            found.append(Difference(question.path, old[name], question, changes))
    gone = [
        Difference(question.path, question, None, (Change.REMOVED,))
        for name, question in old.items()
        if name not in new
    ]
    return Comparison((*found, *gone), len(new) - len(found))


def _by_name(questionnaire: Questionnaire) -> dict[str, Question]:
    """Return what is asked, by name; by path where two groups use the same name."""
    asked = [item for item in questionnaire.questions.values() if item.kind.asked]
    names = [item.name for item in asked]
    return {item.name if names.count(item.name) == 1 else item.path: item for item in asked}


def _changes(
    old_form: Questionnaire, old: Question, new_form: Questionnaire, new: Question
) -> Iterator[Change]:
    if old.kind is not new.kind and not {old.kind, new.kind} <= _NUMBERS:
        yield Change.TYPE
    if _repeats(old_form, old) != _repeats(new_form, new):
        yield Change.REPEATED
    if set(old.choice_labels) - set(new.choice_labels):
        yield Change.NARROWED
    if set(new.choice_labels) - set(old.choice_labels):
        yield Change.WIDENED
    if _conditions(old_form, old) != _conditions(new_form, new):
        yield Change.CONDITION
    if (old.constraint, old.required) != (new.constraint, new.required):
        yield Change.RULE
    if _reworded(old.label, new.label) or _reworded(old.hint, new.hint):
        yield Change.REWORDED
    both = old.choice_labels.keys() & new.choice_labels.keys()
    if any(_reworded(old.choice_labels[name], new.choice_labels[name]) for name in both):
        yield Change.RELABELLED


def _reworded(old: Wording, new: Wording) -> bool:
    """Tell whether a text changed in a language that both versions speak."""
    both = old.texts.keys() & new.texts.keys()
    return any(old.say(language) != new.say(language) for language in both)


def _around(questionnaire: Questionnaire, question: Question) -> Iterator[Group]:
    """Yield the groups around a question."""
    path = question.path.rpartition("/")[0]
    while path in questionnaire.groups:
        yield questionnaire.groups[path]
        path = path.rpartition("/")[0]


def _repeats(questionnaire: Questionnaire, question: Question) -> list[str]:
    return [group.name for group in _around(questionnaire, question) if group.repeats]


def _conditions(questionnaire: Questionnaire, question: Question) -> list[str]:
    own: list[Question | Group] = [question, *_around(questionnaire, question)]
    return [item.relevant.source for item in own if item.relevant]
