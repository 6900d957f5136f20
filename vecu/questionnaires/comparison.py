"""Two versions of a questionnaire side by side: what changed, and which answers stay comparable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import partial
from itertools import islice, takewhile, zip_longest

from vecu.messages import FOUND_LENGTH, Message, shown
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.reads import resolve
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
from vecu.questionnaires.written import as_written
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
    HEADING = "heading"


_NOTHING = {
    ChangeKind.CONSTRAINT: _("anything"),
    ChangeKind.RELEVANCE: _("always"),
    ChangeKind.DEFAULT: _("nothing"),
    ChangeKind.OFFER: _("the whole list"),
}
"""What it means that there is nothing; a dash elsewhere."""
_QUOTED = {ChangeKind.RELEVANCE: _("when “%(text)s”")}
SHOWN_BEFORE = 20
"""Characters shown before the place where two long texts part."""
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
        before, after = self._said(self.before), self._said(self.after)
        sentence = Message(_SENTENCES[self.kind], name=self.name, before=before, after=after)
        return sentence.say(language)

    def _said(self, text: str) -> Message | str:
        """Return what stood there, or what it means that nothing did."""
        if self.kind not in _NOTHING:
            return text or "–"
        if not text:
            return Message(_NOTHING[self.kind])
        return Message(_QUOTED.get(self.kind, _("“%(text)s”")), text=text)


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
    ChangeKind.CONSTRAINT: _("“%(name)s” accepts %(after)s instead of %(before)s."),
    ChangeKind.RELEVANCE: _("“%(name)s” is asked %(after)s, no longer %(before)s."),
    ChangeKind.REQUIRED: _("“%(name)s” is required otherwise than before."),
    ChangeKind.CALCULATION: _("“%(name)s” is worked out as “%(after)s”, not as “%(before)s”."),
    ChangeKind.ORDER_OF_CHOICES: _("“%(name)s” offers its choices in another order."),
    ChangeKind.OFFER: _("“%(name)s” takes its choices from %(after)s, not from %(before)s."),
    ChangeKind.SCALE: _("“%(name)s” has the scale “%(after)s” instead of “%(before)s”."),
    ChangeKind.DEFAULT: _("“%(name)s” begins with %(after)s instead of %(before)s."),
    ChangeKind.READ_ONLY: _("“%(name)s” is only shown in one of the two versions."),
    ChangeKind.TRIGGER: _("“%(name)s” is filled in by “%(after)s”, not by “%(before)s”."),
    ChangeKind.COUNT: _("“%(name)s” is asked “%(after)s” times, not “%(before)s” times."),
    ChangeKind.PICTURE: _("“%(name)s” shows the picture “%(after)s”, not “%(before)s”."),
    ChangeKind.SOUND: _("“%(name)s” has the sound “%(after)s”, not “%(before)s”."),
    ChangeKind.FILM: _("“%(name)s” has the film “%(after)s”, not “%(before)s”."),
    ChangeKind.HEADING: _("“%(name)s” stands under “%(after)s”, no longer under “%(before)s”."),
}


def compare(old: Questionnaire, new: Questionnaire) -> Comparison:
    """Return what changed from `old` to `new`, and which answers stay comparable.

    Answers are comparable when question, type, codes, wording, pictures, sounds and films in every
    language of both, the words above it, condition, limits, what is offered and what stands there
    at first are the same, and so are the calculations and lists behind these; that it became
    required, only, does not matter. A question that moved may be answered differently, since what
    comes before colours an answer.
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
    if before.path == path:
        headings = (_headings(of, one) for of, one in ((old, before), (new, after)))
        for one, other in zip_longest(*headings, fillvalue=Wording()):
            found += _reworded(ChangeKind.HEADING, after, one, other, languages)
    wordings = ((one.label, one.hint, one.guidance) for one in (before, after))
    for was, now in zip(*wordings, strict=True):
        found += _reworded(ChangeKind.REWORDED, after, was, now, languages)
    found += _media(after, before.media, after.media, languages)
    found += _choices(before, after, languages)
    rules = zip(_rules(old, before).items(), _rules(new, after).values(), strict=True)
    for (kind, ruled), rules_now in rules:
        if ruled != rules_now:
            pairs = zip_longest(ruled, rules_now, fillvalue="")
            differ = next((one, other) for one, other in pairs if one != other)
            found.append(Change(kind, path, name, *_from_difference(*_by_name(*differ))))
    return found


def _by_name(before: str, after: str) -> tuple[str, str]:
    """Return two formulas as authors write them, with paths where only these differ."""
    named = as_written(before), as_written(after)
    return (before, after) if named[0] == named[1] else named


def _from_difference(before: str, after: str) -> tuple[str, str]:
    """Return two texts short enough to show, from a little before the place where they part."""
    same = sum(
        1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    )
    start = max(0, same - SHOWN_BEFORE) if max(len(before), len(after)) > FOUND_LENGTH else 0
    mark = "…" if start else ""
    return shown(mark + before[start:]), shown(mark + after[start:])


def _rules(questionnaire: Questionnaire, question: Question) -> dict[ChangeKind, tuple[str, ...]]:
    """Return what decides about a question, its wording aside, as texts to compare.

    First what stands there itself, then the calculations and lists behind it.
    """
    line = questionnaire.line_to(question.path)
    filled_in = (one for one in questionnaire.triggers if one.target == question.path)
    counts = [one.count for one in line if isinstance(one, Group)]
    behind = partial(_with_what_is_behind, questionnaire, question.path)
    return {
        ChangeKind.CONSTRAINT: behind(question.constraint),
        ChangeKind.RELEVANCE: behind(*(one.relevant for one in line), between=" and "),
        ChangeKind.REQUIRED: (_source(question.required),),
        ChangeKind.CALCULATION: behind(question.calculate),
        ChangeKind.OFFER: _offer(question, behind),
        ChangeKind.SCALE: (_points(question.scale),),
        ChangeKind.DEFAULT: behind(question.initial) if question.initial else (question.default,),
        ChangeKind.READ_ONLY: ("yes" if question.read_only else "",),
        ChangeKind.TRIGGER: tuple(f"{one.source}: {_source(one.value)}" for one in filled_in),
        ChangeKind.COUNT: behind(*counts, between=" × "),
    }


def _offer(question: Question, behind: Callable[..., tuple[str, ...]]) -> tuple[str, ...]:
    """Return what decides which choices are offered; of answers given elsewhere, also which."""
    if question.told is None:
        return behind(question.choice_filter)
    return (*behind(question.told.nodes), question.told.name)


def _with_what_is_behind(
    questionnaire: Questionnaire, here: str, *rules: Expression | None, between: str = ""
) -> tuple[str, ...]:
    """Return some rules as one text, then each calculation and list that they hang on."""
    known = [rule for rule in rules if rule is not None]
    behind: dict[str, str] = {}
    ahead = [(here, rule) for rule in known]
    while ahead:
        place, rule = ahead.pop()
        for name in rule.instances:
            behind[name] = _rows(questionnaire, name)
        for read in rule.paths:
            path = "/" + "/".join(resolve(read, place.strip("/").split("/")))
            question = questionnaire.questions.get(path)
            if question is not None and question.calculate is not None and path not in behind:
                behind[path] = f"{question.name}: {_source(question.calculate)}"
                ahead.append((path, question.calculate))
    return (between.join(map(_source, known)), *(behind[name] for name in sorted(behind)))


def _rows(questionnaire: Questionnaire, name: str) -> str:
    """Return a list as a text: what its entries say besides their labels, which are compared."""
    top = questionnaire.instances.get(name)
    rows = [] if top is None else top.children
    cells = (
        ", ".join(cell.text for cell in row.children if cell.name not in {"label", "itextId"})
        for row in rows
    )
    return f"{name}: {'; '.join(cells)}"


def _headings(questionnaire: Questionnaire, question: Question) -> list[Wording]:
    """Return the labels of the groups around a question, which are read with it."""
    line = questionnaire.line_to(question.path)
    return [group.label for group in line if isinstance(group, Group) and group.label]


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
        text = text.replace(OUTPUT, f"[{as_written(_source(filled_in))}]", 1)
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
