"""Compare two versions of a questionnaire: what changed, which answers stay comparable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import partial
from itertools import islice, takewhile, zip_longest

from vecu.messages import FOUND_LENGTH, Message, printable
from vecu.questionnaires.answer_formats import restore_references
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.dependencies import resolve_path
from vecu.questionnaires.model import (
    OUTPUT,
    Group,
    Media,
    Question,
    Questionnaire,
    RangeSpec,
    Wording,
    format_decimal,
)
from vecu.translation import gettext_noop


class VersionChangeKind(StrEnum):
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
    VersionChangeKind.CONSTRAINT: gettext_noop("anything"),
    VersionChangeKind.RELEVANCE: gettext_noop("always"),
    VersionChangeKind.DEFAULT: gettext_noop("nothing"),
    VersionChangeKind.OFFER: gettext_noop("the whole list"),
}
"""How an absent value is described; a dash elsewhere."""
_QUOTED = {VersionChangeKind.RELEVANCE: gettext_noop("when “%(text)s”")}
EXCERPT_BEFORE = 20
"""Characters shown before the place where two long texts differ."""
HARMLESS = frozenset({VersionChangeKind.REQUIRED})
"""Changes after which existing answers still mean the same."""


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One change at the question or group at `path` (its path in the newer version, if any).

    `before` and `after` are the values, short and safe to show; `language` is the code of a changed
    wording, '' for anything else.
    """

    kind: VersionChangeKind
    path: str
    name: str
    before: str = ""
    after: str = ""
    language: str = ""

    def say(self, language: str) -> str:
        """Return the change as a sentence in `language`."""
        before, after = self._quoted_value(self.before), self._quoted_value(self.after)
        sentence = Message(_SENTENCES[self.kind], name=self.name, before=before, after=after)
        return sentence.say(language)

    def _quoted_value(self, text: str) -> Message | str:
        """Return the value, or what its absence means."""
        if self.kind not in _NOTHING:
            return text or "–"
        if not text:
            return Message(_NOTHING[self.kind])
        return Message(_QUOTED.get(self.kind, gettext_noop("“%(text)s”")), text=text)


@dataclass(frozen=True, slots=True)
class ComparabilityVerdict:
    """Whether the answers to one question are comparable, and if not, why."""

    path: str
    name: str
    comparable: bool
    changes: tuple[VersionChange, ...]

    def reason(self, language: str) -> str:
        """Return the reason in `language`; '' if nothing changed."""
        return " ".join(change.say(language) for change in self.changes)


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """All changes, in the order of the newer version, and a verdict on every question of both."""

    changes: tuple[VersionChange, ...]
    verdicts: Mapping[str, ComparabilityVerdict]

    @property
    def breaks(self) -> tuple[ComparabilityVerdict, ...]:
        """The questions in both versions whose answers are not comparable."""
        new = {VersionChangeKind.ADDED, VersionChangeKind.REMOVED}
        return tuple(
            verdict
            for verdict in self.verdicts.values()
            if not verdict.comparable and not any(one.kind in new for one in verdict.changes)
        )


_SENTENCES = {
    VersionChangeKind.ADDED: gettext_noop("“%(name)s” is new."),
    VersionChangeKind.REMOVED: gettext_noop("“%(name)s” is no longer asked."),
    VersionChangeKind.RENAMED: gettext_noop(
        "“%(name)s” stands elsewhere: %(before)s became %(after)s."
    ),
    VersionChangeKind.MOVED: gettext_noop("“%(name)s” is asked at another place."),
    VersionChangeKind.REWORDED: gettext_noop(
        "“%(name)s” reads “%(after)s” instead of “%(before)s”."
    ),
    VersionChangeKind.CHOICE_ADDED: gettext_noop("“%(name)s” has the new choice “%(after)s”."),
    VersionChangeKind.CHOICE_REMOVED: gettext_noop(
        "“%(name)s” has no choice “%(before)s” any more."
    ),
    VersionChangeKind.CHOICE_RELABELLED: gettext_noop(
        "“%(name)s”: a choice reads “%(after)s”, not “%(before)s”."
    ),
    VersionChangeKind.TYPE: gettext_noop("“%(name)s” takes %(after)s instead of %(before)s."),
    VersionChangeKind.CONSTRAINT: gettext_noop(
        "“%(name)s” accepts %(after)s instead of %(before)s."
    ),
    VersionChangeKind.RELEVANCE: gettext_noop(
        "“%(name)s” is asked %(after)s, no longer %(before)s."
    ),
    VersionChangeKind.REQUIRED: gettext_noop("“%(name)s” is required otherwise than before."),
    VersionChangeKind.CALCULATION: gettext_noop(
        "“%(name)s” is worked out as “%(after)s”, not as “%(before)s”."
    ),
    VersionChangeKind.ORDER_OF_CHOICES: gettext_noop(
        "“%(name)s” offers its choices in another order."
    ),
    VersionChangeKind.OFFER: gettext_noop(
        "“%(name)s” takes its choices from %(after)s, not from %(before)s."
    ),
    VersionChangeKind.SCALE: gettext_noop(
        "“%(name)s” has the scale “%(after)s” instead of “%(before)s”."
    ),
    VersionChangeKind.DEFAULT: gettext_noop(
        "“%(name)s” begins with %(after)s instead of %(before)s."
    ),
    VersionChangeKind.READ_ONLY: gettext_noop(
        "“%(name)s” is only shown in one of the two versions."
    ),
    VersionChangeKind.TRIGGER: gettext_noop(
        "“%(name)s” is filled in by “%(after)s”, not by “%(before)s”."
    ),
    VersionChangeKind.COUNT: gettext_noop(
        "“%(name)s” is asked “%(after)s” times, not “%(before)s” times."
    ),
    VersionChangeKind.PICTURE: gettext_noop(
        "“%(name)s” shows the picture “%(after)s”, not “%(before)s”."
    ),
    VersionChangeKind.SOUND: gettext_noop(
        "“%(name)s” has the sound “%(after)s”, not “%(before)s”."
    ),
    VersionChangeKind.FILM: gettext_noop("“%(name)s” has the film “%(after)s”, not “%(before)s”."),
    VersionChangeKind.HEADING: gettext_noop(
        "“%(name)s” stands under “%(after)s”, no longer under “%(before)s”."
    ),
}


def compare_versions(old: Questionnaire, new: Questionnaire) -> VersionComparison:
    """Return what changed from `old` to `new`, and which answers stay comparable.

    Answers are comparable when type, choice codes, wording and media in every language of both,
    group labels, condition, constraint, offered choices and default are the same, and so are the
    calculations and lists that these use; a change of `required` does not matter. A question that
    moved is not comparable, because of order effects.
    """
    renamed = _renamed(old, new)
    moved = _moved(old, new)
    verdicts: dict[str, ComparabilityVerdict] = {}
    changes: list[VersionChange] = []
    for path, question in new.questions.items():
        before = old.questions.get(renamed.get(path, path))
        found = _changes(old, new, before, question)
        if path in moved:
            found.append(VersionChange(VersionChangeKind.MOVED, path, question.name))
        changes += found
        comparable = all(change.kind in HARMLESS for change in found)
        verdicts[path] = ComparabilityVerdict(path, question.name, comparable, tuple(found))
    kept = {renamed.get(path, path) for path in new.questions}
    for path, question in old.questions.items():
        if path not in kept:
            gone = VersionChange(VersionChangeKind.REMOVED, path, question.name)
            changes.append(gone)
            verdicts.setdefault(path, ComparabilityVerdict(path, question.name, False, (gone,)))  # noqa: FBT003
    return VersionComparison(tuple(changes), verdicts)


def _renamed(old: Questionnaire, new: Questionnaire) -> dict[str, str]:
    """Return old path by new path of questions that moved to another group under one name."""
    lost = {
        question.name: path for path, question in old.questions.items() if path not in new.questions
    }
    return {
        path: lost[question.name]
        for path, question in new.questions.items()
        if path not in old.questions and question.name in lost
    }


def _moved(old: Questionnaire, new: Questionnaire) -> set[str]:
    """Return the questions whose position changed among those in both versions."""
    before = [path for path in old.questions if path in new.questions]
    after = [path for path in new.questions if path in old.questions]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    stayed = {
        path for block in matcher.get_matching_blocks() for path in after[block.b :][: block.size]
    }
    return set(after) - stayed


def _changes(
    old: Questionnaire, new: Questionnaire, before: Question | None, after: Question
) -> list[VersionChange]:
    path, name = after.path, after.name
    if before is None:
        return [VersionChange(VersionChangeKind.ADDED, path, name)]
    found = []
    if before.path != path:
        found.append(VersionChange(VersionChangeKind.RENAMED, path, name, before.path, path))
    if before.kind is not after.kind:
        found.append(
            VersionChange(VersionChangeKind.TYPE, path, name, before.kind.value, after.kind.value)
        )
    languages = [code for code in new.languages if code in old.languages]
    if before.path == path:
        headings = (_headings(of, one) for of, one in ((old, before), (new, after)))
        for one, other in zip_longest(*headings, fillvalue=Wording()):
            found += _reworded(VersionChangeKind.HEADING, after, one, other, languages)
    wordings = ((one.label, one.hint, one.guidance) for one in (before, after))
    for was, now in zip(*wordings, strict=True):
        found += _reworded(VersionChangeKind.REWORDED, after, was, now, languages)
    found += _media(after, before.media, after.media, languages)
    found += _choices(before, after, languages)
    rules = zip(_rules(old, before).items(), _rules(new, after).values(), strict=True)
    for (kind, ruled), rules_now in rules:
        if ruled != rules_now:
            pairs = zip_longest(ruled, rules_now, fillvalue="")
            differ = next((one, other) for one, other in pairs if one != other)
            found.append(VersionChange(kind, path, name, *_from_difference(*_by_name(*differ))))
    return found


def _by_name(before: str, after: str) -> tuple[str, str]:
    """Return two formulas as authors write them, with paths where only these differ."""
    named = restore_references(before), restore_references(after)
    return (before, after) if named[0] == named[1] else named


def _from_difference(before: str, after: str) -> tuple[str, str]:
    """Return two texts short enough to show, from a little before their first difference."""
    same = sum(
        1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    )
    start = max(0, same - EXCERPT_BEFORE) if max(len(before), len(after)) > FOUND_LENGTH else 0
    mark = "…" if start else ""
    return printable(mark + before[start:]), printable(mark + after[start:])


def _rules(
    questionnaire: Questionnaire, question: Question
) -> dict[VersionChangeKind, tuple[str, ...]]:
    """Return what defines a question, except its wording, as texts to compare.

    First its own columns, then the calculations and lists that these use.
    """
    line = questionnaire.lineage_of(question.path)
    filled_in = (one for one in questionnaire.triggers if one.target == question.path)
    counts = [one.count for one in line if isinstance(one, Group)]
    behind = partial(_with_what_is_behind, questionnaire, question.path)
    return {
        VersionChangeKind.CONSTRAINT: behind(question.constraint),
        VersionChangeKind.RELEVANCE: behind(*(one.relevant for one in line), between=" and "),
        VersionChangeKind.REQUIRED: (_source(question.required),),
        VersionChangeKind.CALCULATION: behind(question.calculate),
        VersionChangeKind.OFFER: _offer(question, behind),
        VersionChangeKind.SCALE: (_points(question.scale),),
        VersionChangeKind.DEFAULT: behind(question.initial)
        if question.initial
        else (question.default,),
        VersionChangeKind.READ_ONLY: ("yes" if question.read_only else "",),
        VersionChangeKind.TRIGGER: tuple(
            f"{one.source}: {_source(one.value)}" for one in filled_in
        ),
        VersionChangeKind.COUNT: behind(*counts, between=" × "),
    }


def _offer(question: Question, behind: Callable[..., tuple[str, ...]]) -> tuple[str, ...]:
    """Return what decides which choices are offered; for repeat choices, also their source."""
    if question.repeat_choices is None:
        return behind(question.choice_filter)
    return (*behind(question.repeat_choices.nodes), question.repeat_choices.name)


def _with_what_is_behind(
    questionnaire: Questionnaire, here: str, *rules: Expression | None, between: str = ""
) -> tuple[str, ...]:
    """Return some rules as one text, then each calculation and list that they use."""
    known = [rule for rule in rules if rule is not None]
    behind: dict[str, str] = {}
    ahead = [(here, rule) for rule in known]
    while ahead:
        place, rule = ahead.pop()
        for name in rule.instances:
            behind[name] = _rows(questionnaire, name)
        for read in rule.paths:
            path = "/" + "/".join(resolve_path(read, place.strip("/").split("/")))
            question = questionnaire.questions.get(path)
            if question is not None and question.calculate is not None and path not in behind:
                behind[path] = f"{question.name}: {_source(question.calculate)}"
                ahead.append((path, question.calculate))
    return (between.join(map(_source, known)), *(behind[name] for name in sorted(behind)))


def _rows(questionnaire: Questionnaire, name: str) -> str:
    """Return a list as a text: its columns except labels, which are compared separately."""
    top = questionnaire.instances.get(name)
    rows = [] if top is None else top.children
    cells = (
        ", ".join(cell.text for cell in row.children if cell.name not in {"label", "itextId"})
        for row in rows
    )
    return f"{name}: {'; '.join(cells)}"


def _headings(questionnaire: Questionnaire, question: Question) -> list[Wording]:
    """Return the labels of the groups around a question, which are read with it."""
    line = questionnaire.lineage_of(question.path)
    return [group.label for group in line if isinstance(group, Group) and group.label]


def _points(scale: RangeSpec | None) -> str:
    """Return the first points of a range and its end: 0, 2 … 10."""
    if scale is None:
        return ""
    return f"{', '.join(islice(scale.points(), 2))} … {format_decimal(scale.end)}"


def _reworded(
    kind: VersionChangeKind,
    question: Question,
    before: Wording,
    after: Wording,
    languages: list[str],
) -> Iterator[VersionChange]:
    for code in languages:
        was, now = _text(before, code), _text(after, code)
        if was != now:
            yield VersionChange(
                kind, question.path, question.name, printable(was), printable(now), code
            )


def _media(
    question: Question, before: Media, after: Media, languages: list[str]
) -> Iterator[VersionChange]:
    """Yield media files that were added to a label or removed."""
    kinds = (
        (VersionChangeKind.PICTURE, "image"),
        (VersionChangeKind.SOUND, "audio"),
        (VersionChangeKind.FILM, "video"),
    )
    for kind, name in kinds:
        was, now = getattr(before, name), getattr(after, name)
        yield from _reworded(kind, question, was, now, languages)


def _text(wording: Wording, code: str) -> str:
    """Return a text on one line, with references as their author wrote them."""
    text = " ".join(wording.texts.get(code, "").split())
    for filled_in in wording.outputs.get(code, ()):
        text = text.replace(OUTPUT, f"[{restore_references(_source(filled_in))}]", 1)
    return text


def _choices(before: Question, after: Question, languages: list[str]) -> Iterator[VersionChange]:
    path, name = after.path, after.name
    was, now = ({one.name: one for one in question.choices} for question in (before, after))
    for code in (code for code in was if code not in now):
        yield VersionChange(VersionChangeKind.CHOICE_REMOVED, path, name, before=printable(code))
    for code, choice in now.items():
        if code not in was:
            yield VersionChange(VersionChangeKind.CHOICE_ADDED, path, name, after=printable(code))
        else:
            old, relabelled = was[code], VersionChangeKind.CHOICE_RELABELLED
            yield from _reworded(relabelled, after, old.label, choice.label, languages)
            yield from _media(after, old.media, choice.media, languages)
    if [code for code in was if code in now] != [code for code in now if code in was]:
        yield VersionChange(VersionChangeKind.ORDER_OF_CHOICES, path, name)


def _source(expression: Expression | None) -> str:
    return "" if expression is None else " ".join(expression.source.split())
