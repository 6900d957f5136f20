"""Two versions of a questionnaire side by side: what changed, and which answers stay comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.model import Group, Question, Questionnaire, Wording
from vecu.questionnaires.problems import Message, shown
from vecu.text import _


class ChangeKind(StrEnum):
    """What happened to a question or group between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    REWORDED = "reworded"
    CHOICE_ADDED = "choice-added"
    CHOICE_REMOVED = "choice-removed"
    CHOICE_RELABELLED = "choice-relabelled"
    TYPE = "type"
    CONSTRAINT = "constraint"
    RELEVANCE = "relevance"
    REQUIRED = "required"
    CALCULATION = "calculation"
    ORDER_OF_CHOICES = "order-of-choices"


HARMLESS = frozenset({ChangeKind.REQUIRED})
"""Changes after which the answers that there are still mean the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change at the question or group at `path` (its path in the newer version, if any).

    `before` and `after` are what stood there, short and safe to show; `language` is the code of
    the wording that changed, '' for what has none.
    """

    kind: ChangeKind
    path: str
    name: str
    before: str = ""
    after: str = ""
    language: str = ""

    def say(self, language: str) -> str:
        """Return the change as a sentence in `language`."""
        details = {"name": self.name, "before": self.before, "after": self.after}
        return Message(_SENTENCES[self.kind], **details).say(language)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the answers to one question may be read together, and if not, why."""

    path: str
    name: str
    comparable: bool
    changes: tuple[Change, ...]

    def reason(self, language: str) -> str:
        """Return why, in `language`; '' where nothing changed."""
        return " ".join(change.say(language) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every change, in the order of the newer version, and a verdict on every question of both."""

    changes: tuple[Change, ...]
    verdicts: Mapping[str, Verdict]

    @property
    def breaks(self) -> tuple[Verdict, ...]:
        """The questions that both versions ask and whose answers may not be read together."""
        new = {ChangeKind.ADDED, ChangeKind.REMOVED}
        return tuple(
            verdict
            for verdict in self.verdicts.values()
            if not verdict.comparable and not any(one.kind in new for one in verdict.changes)
        )


_SENTENCES = {
    ChangeKind.ADDED: _("“%(name)s” is new."),
    ChangeKind.REMOVED: _("“%(name)s” is no longer asked."),
    ChangeKind.RENAMED: _("“%(name)s” stands elsewhere: %(before)s became %(after)s."),
    ChangeKind.MOVED: _("“%(name)s” is asked at another place."),
    ChangeKind.REWORDED: _("“%(name)s” reads “%(after)s” instead of “%(before)s”."),
    ChangeKind.CHOICE_ADDED: _("“%(name)s” has the new choice “%(after)s”."),
    ChangeKind.CHOICE_REMOVED: _("“%(name)s” has no choice “%(before)s” any more."),
    ChangeKind.CHOICE_RELABELLED: _("“%(name)s”: a choice reads “%(after)s”, not “%(before)s”."),
    ChangeKind.TYPE: _("“%(name)s” takes %(after)s instead of %(before)s."),
    ChangeKind.CONSTRAINT: _("“%(name)s” accepts “%(after)s” instead of “%(before)s”."),
    ChangeKind.RELEVANCE: _("“%(name)s” is asked when “%(after)s”, no longer when “%(before)s”."),
    ChangeKind.REQUIRED: _("“%(name)s” is required otherwise than before."),
    ChangeKind.CALCULATION: _("“%(name)s” is worked out as “%(after)s”, not as “%(before)s”."),
    ChangeKind.ORDER_OF_CHOICES: _("“%(name)s” offers its choices in another order."),
}


def compare(old: Questionnaire, new: Questionnaire) -> Comparison:
    """Return what changed from `old` to `new`, and which answers stay comparable.

    Answers are comparable when question, type, codes, wording in every language of both, condition
    and limits are the same; that it became required, only, does not matter. A question that moved
    may be answered differently, since what comes before colours an answer.
    """
    renamed = _renamed(old, new)
    moved = _moved(old, new)
    verdicts: dict[str, Verdict] = {}
    changes: list[Change] = []
    for path, question in new.questions.items():
        before = old.questions.get(renamed.get(path, path))
        found = _changes(old, new, before, question)
        if path in moved:
            found.append(Change(ChangeKind.MOVED, path, question.name))
        changes += found
        comparable = all(change.kind in HARMLESS for change in found)
        verdicts[path] = Verdict(path, question.name, comparable, tuple(found))
    kept = {renamed.get(path, path) for path in new.questions}
    for path, question in old.questions.items():
        if path not in kept:
            gone = Change(ChangeKind.REMOVED, path, question.name)
            changes.append(gone)
            verdicts.setdefault(path, Verdict(path, question.name, False, (gone,)))  # noqa: FBT003
    return Comparison(tuple(changes), verdicts)


def _renamed(old: Questionnaire, new: Questionnaire) -> dict[str, str]:
    """Return the old path by new path of questions whose name moved to another group."""
    lost = {
        question.name: path for path, question in old.questions.items() if path not in new.questions
    }
    return {
        path: lost[question.name]
        for path, question in new.questions.items()
        if path not in old.questions and question.name in lost
    }


def _moved(old: Questionnaire, new: Questionnaire) -> set[str]:
    """Return the questions that stand elsewhere among those that both versions ask."""
    before = [path for path in old.questions if path in new.questions]
    after = [path for path in new.questions if path in old.questions]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    stayed = {
        path for block in matcher.get_matching_blocks() for path in after[block.b :][: block.size]
    }
    return set(after) - stayed


def _changes(
    old: Questionnaire, new: Questionnaire, before: Question | None, after: Question
) -> list[Change]:
    path, name = after.path, after.name
    if before is None:
        return [Change(ChangeKind.ADDED, path, name)]
    found = []
    if before.path != path:
        found.append(Change(ChangeKind.RENAMED, path, name, before.path, path))
    if before.kind is not after.kind:
        found.append(Change(ChangeKind.TYPE, path, name, before.kind.value, after.kind.value))
    languages = [code for code in new.languages if code in old.languages]
    for one, other in ((before.label, after.label), (before.hint, after.hint)):
        found += _reworded(ChangeKind.REWORDED, after, one, other, languages)
    found += _choices(before, after, languages)
    rules = {
        ChangeKind.CONSTRAINT: (_source(before.constraint), _source(after.constraint)),
        ChangeKind.RELEVANCE: (_condition(old, before), _condition(new, after)),
        ChangeKind.REQUIRED: (_source(before.required), _source(after.required)),
        ChangeKind.CALCULATION: (_source(before.calculate), _source(after.calculate)),
    }
    for kind, (was, now) in rules.items():
        if was != now:
            found.append(Change(kind, path, name, shown(was) or "–", shown(now) or "–"))
    return found


def _reworded(
    kind: ChangeKind, question: Question, before: Wording, after: Wording, languages: list[str]
) -> Iterator[Change]:
    for code in languages:
        was, now = (" ".join(one.texts.get(code, "").split()) for one in (before, after))
        if was != now:
            yield Change(kind, question.path, question.name, shown(was), shown(now), code)


def _choices(before: Question, after: Question, languages: list[str]) -> Iterator[Change]:
    path, name = after.path, after.name
    was, now = before.choice_labels, after.choice_labels
    for code in (code for code in was if code not in now):
        yield Change(ChangeKind.CHOICE_REMOVED, path, name, before=shown(code))
    for code, label in now.items():
        if code not in was:
            yield Change(ChangeKind.CHOICE_ADDED, path, name, after=shown(code))
        else:
            relabelled = ChangeKind.CHOICE_RELABELLED
            yield from _reworded(relabelled, after, was[code], label, languages)
    if [code for code in was if code in now] != [code for code in now if code in was]:
        yield Change(ChangeKind.ORDER_OF_CHOICES, path, name)


def _source(expression: Expression | None) -> str:
    return "" if expression is None else " ".join(expression.source.split())


def _condition(questionnaire: Questionnaire, question: Question) -> str:
    """Return everything that decides whether a question is asked, that of its groups included."""
    parts = question.path.split("/")
    above = ("/".join(parts[:depth]) for depth in range(3, len(parts)))
    groups = [questionnaire.groups[one] for one in above if one in questionnaire.groups]
    items: list[Group | Question] = [*groups, question]
    return " and ".join(source for item in items if (source := _source(item.relevant)))
