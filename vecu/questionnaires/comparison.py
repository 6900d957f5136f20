"""Two versions of a questionnaire side by side: what changed, and which answers stay comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice

from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.model import (
    OUTPUT,
    Group,
    Media,
    Question,
    Questionnaire,
    Scale,
    Wording,
    plain,
)
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
    OFFER = "offer"
    SCALE = "scale"
    DEFAULT = "default"
    READ_ONLY = "read-only"
    TRIGGER = "trigger"
    COUNT = "count"
    PICTURE = "picture"
    SOUND = "sound"
    FILM = "film"


_NOTHING = "–"
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
        details = {
            "name": self.name, "before": self.before or _NOTHING, "after": self.after or _NOTHING,
        }  # fmt: skip
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
    ChangeKind.OFFER: _("“%(name)s” takes its choices from “%(after)s”, not from “%(before)s”."),
    ChangeKind.SCALE: _("“%(name)s” has the scale “%(after)s” instead of “%(before)s”."),
    ChangeKind.DEFAULT: _("“%(name)s” begins with “%(after)s” instead of “%(before)s”."),
    ChangeKind.READ_ONLY: _("“%(name)s” is only shown in one of the two versions."),
    ChangeKind.TRIGGER: _("“%(name)s” is filled in by “%(after)s”, not by “%(before)s”."),
    ChangeKind.COUNT: _("“%(name)s” is asked “%(after)s” times, not “%(before)s” times."),
    ChangeKind.PICTURE: _("“%(name)s” shows the picture “%(after)s”, not “%(before)s”."),
    ChangeKind.SOUND: _("“%(name)s” has the sound “%(after)s”, not “%(before)s”."),
    ChangeKind.FILM: _("“%(name)s” has the film “%(after)s”, not “%(before)s”."),
}


def compare(old: Questionnaire, new: Questionnaire) -> Comparison:
    """Return what changed from `old` to `new`, and which answers stay comparable.

    Answers are comparable when question, type, codes, wording, pictures, sounds and films in every
    language of both, condition, limits, what is offered and what stands there at first are the
    same; that it became required, only, does not matter. A question that moved may be answered
    differently, since what comes before colours an answer.
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
    wordings = ((one.label, one.hint, one.guidance) for one in (before, after))
    for was, now in zip(*wordings, strict=True):
        found += _reworded(ChangeKind.REWORDED, after, was, now, languages)
    found += _media(after, before.media, after.media, languages)
    found += _choices(before, after, languages)
    rules = zip(_rules(old, before).items(), _rules(new, after).values(), strict=True)
    for (kind, was), now in rules:
        if was != now:
            found.append(Change(kind, path, name, shown(was), shown(now)))
    return found


def _rules(questionnaire: Questionnaire, question: Question) -> dict[ChangeKind, str]:
    """Return what decides about a question, its wording aside, each as a text to compare."""
    line = questionnaire.line_to(question.path)
    filled_in = (one for one in questionnaire.triggers if one.target == question.path)
    return {
        ChangeKind.CONSTRAINT: _source(question.constraint),
        ChangeKind.RELEVANCE: " and ".join(filter(None, (_source(one.relevant) for one in line))),
        ChangeKind.REQUIRED: _source(question.required),
        ChangeKind.CALCULATION: _source(question.calculate),
        ChangeKind.OFFER: _offer(question),
        ChangeKind.SCALE: _points(question.scale),
        ChangeKind.DEFAULT: question.default or _source(question.initial),
        ChangeKind.READ_ONLY: "yes" if question.read_only else "",
        ChangeKind.TRIGGER: "; ".join(f"{one.source}: {_source(one.value)}" for one in filled_in),
        ChangeKind.COUNT: " × ".join(
            filter(None, (_source(one.count) for one in line if isinstance(one, Group)))
        ),
    }


def _offer(question: Question) -> str:
    """Return what decides which choices are offered; of answers given elsewhere, also which."""
    if question.told is None:
        return _source(question.choice_filter)
    return f"{_source(question.told.nodes)}/{question.told.name}"


def _points(scale: Scale | None) -> str:
    """Return the first points of a scale and its end: 0, 2 … 10."""
    if scale is None:
        return ""
    return f"{', '.join(islice(scale.points(), 2))} … {plain(scale.end)}"


def _reworded(
    kind: ChangeKind, question: Question, before: Wording, after: Wording, languages: list[str]
) -> Iterator[Change]:
    for code in languages:
        was, now = _text(before, code), _text(after, code)
        if was != now:
            yield Change(kind, question.path, question.name, shown(was), shown(now), code)


def _media(
    question: Question, before: Media, after: Media, languages: list[str]
) -> Iterator[Change]:
    """Yield what is seen or heard with a label that was not before, or no longer is."""
    kinds = ((ChangeKind.PICTURE, "image"), (ChangeKind.SOUND, "audio"), (ChangeKind.FILM, "video"))
    for kind, name in kinds:
        was, now = getattr(before, name), getattr(after, name)
        yield from _reworded(kind, question, was, now, languages)


def _text(wording: Wording, code: str) -> str:
    """Return a text on one line, with what is filled into it as it was written."""
    text = " ".join(wording.texts.get(code, "").split())
    for filled_in in wording.outputs.get(code, ()):
        text = text.replace(OUTPUT, f"[{_source(filled_in)}]", 1)
    return text


def _choices(before: Question, after: Question, languages: list[str]) -> Iterator[Change]:
    path, name = after.path, after.name
    was, now = ({one.name: one for one in question.choices} for question in (before, after))
    for code in (code for code in was if code not in now):
        yield Change(ChangeKind.CHOICE_REMOVED, path, name, before=shown(code))
    for code, choice in now.items():
        if code not in was:
            yield Change(ChangeKind.CHOICE_ADDED, path, name, after=shown(code))
        else:
            old, relabelled = was[code], ChangeKind.CHOICE_RELABELLED
            yield from _reworded(relabelled, after, old.label, choice.label, languages)
            yield from _media(after, old.media, choice.media, languages)
    if [code for code in was if code in now] != [code for code in now if code in was]:
        yield Change(ChangeKind.ORDER_OF_CHOICES, path, name)


def _source(expression: Expression | None) -> str:
    return "" if expression is None else " ".join(expression.source.split())
