"""Candidate answers to a question: its choices, and numbers and texts from its rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import TypeVar

from vecu.questionnaires.analysis.reachability import iter_literals
from vecu.questionnaires.analysis.regex_samples import generate_matching_strings
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.argument_checks import literal_text
from vecu.questionnaires.expressions.coercion import format_xpath_number, parse_number
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.syntax_tree import iter_calls
from vecu.questionnaires.model import Group, Question, Questionnaire
from vecu.questionnaires.question_types import AnswerValue, QuestionType

_Found = TypeVar("_Found")
MAX_DRAWN = 60
"""Random numbers tried for a constraint that no other candidate satisfies."""
MAX_DAYS = 40_000
"""Days from today that a rule may count."""
MAX_LONG = 2_000
"""Characters of a long text tried where a rule counts characters."""

_TEXTS = (
    "Un bilan, vite fait.", "12", "57000", "0612345678", "nom@exemple.fr", "A", "AB-123",
    "https://exemple.fr", "x" * 60,
)  # fmt: skip


class CandidateAnswers:
    """The candidate answers, collected once from all rules of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire, chance: Random, today: date) -> None:
        self.chance = chance
        self.today = today
        self.compared = _compared(questionnaire, iter_literals)
        self.patterns = _compared(questionnaire, iter_patterns)

    def of(self, question: Question, given: Counter[tuple[str, str]]) -> list[str]:
        """Return candidate answers to one question, the least used first.

        Newly drawn random numbers have never been used: those that a rule names come before them.
        """
        named, drawn = self._options(question), self._between(question)
        self.chance.shuffle(named)
        options = [*named, *drawn]
        if self.chance.random() < 0.7:
            words = question.kind.split_answer
            options.sort(key=lambda text: sum(given[question.path, word] for word in words(text)))
        else:
            self.chance.shuffle(options)
        return list(dict.fromkeys(options))

    def _options(self, question: Question) -> list[str]:
        kind, names = question.kind, [choice.name for choice in question.choices]
        literals_here = self.compared.get(question.path, [])
        if names or question.repeat_choices is not None:
            return self._chosen(kind, names)
        if question.scale is not None:
            points = list(islice(question.scale.points(), 1_000))
            return [points[0], points[-1], *self.chance.choices(points, k=4)]
        if kind.is_number:
            return self._numbers(literals_here, whole=kind.holds is AnswerValue.WHOLE)
        if kind.holds is AnswerValue.DATE:
            return self._dates(literals_here)
        return list(kind.traits.samples) or self._texts(question, literals_here)

    def draw_many(self, question: Question) -> list[str]:
        """Return many random answers, for a constraint that no other candidate satisfies."""
        if question.scale is not None or not question.kind.is_number:
            is_text = question.kind.holds is AnswerValue.TEXT
            return self._texts(question, []) if is_text else []
        known = _numbers_in(self.compared.get(question.path, []))
        high = max(*known, 1.0) * 3
        whole = question.kind.holds is AnswerValue.WHOLE
        drawn = (self.chance.uniform(min(known), high) for _one in range(MAX_DRAWN))
        return [_number(one, whole=whole) for one in drawn]

    def _texts(self, question: Question, compared: list[float | str]) -> list[str]:
        """Return the texts in rules, texts that match their patterns, and usual ones."""
        patterns = self.patterns.get(question.path, [])
        fit = [
            text for pattern in patterns for text in generate_matching_strings(pattern, self.chance)
        ]
        words = [one for one in compared if isinstance(one, str) and one not in patterns and one]
        sizes = {int(one) for one in compared if isinstance(one, float) and 0 < one < MAX_LONG}
        long = ["x" * (size + more) for size in sorted(sizes) for more in (-1, 0, 1)]
        return [*fit, *words, *long, *_TEXTS]

    def _chosen(self, kind: QuestionType, names: list[str]) -> list[str]:
        if kind.holds is AnswerValue.RANKING:
            return [" ".join(self.chance.sample(names, len(names))) for _one in range(3)]
        if kind.holds is AnswerValue.CHOICE:
            return names
        several = self.chance.sample(names, self.chance.randint(1, len(names)))
        return [*names, " ".join(several), " ".join(names)]

    def _numbers(self, compared: list[float | str], *, whole: bool) -> list[str]:
        """Return the numbers in rules, and their neighbours."""
        known, step = _numbers_in(compared), 1.0 if whole else 0.5
        tried = {0.0, 1.0, *known, *(one + step for one in known), *(one - step for one in known)}
        return [_number(one, whole=whole) for one in sorted(tried)]

    def _between(self, question: Question) -> list[str]:
        """Draw some numbers between those in rules, and above a single one."""
        if question.scale is not None or not question.kind.is_number:
            return []
        known = _numbers_in(self.compared.get(question.path, []))
        low, high = min(known), max(known)
        drawn = [self.chance.uniform(low, max(high, low + 100)) for _one in range(4)]
        return [_number(one, whole=question.kind.holds is AnswerValue.WHOLE) for one in drawn]

    def _dates(self, compared: list[float | str]) -> list[str]:
        days = [self.today]
        away = {int(one) for one in compared if isinstance(one, float) and 1 < one < MAX_DAYS}
        days += [self.today + timedelta(days=sign * many) for many in away for sign in (-1, 1)]
        for one in compared:
            try:
                days.append(date.fromisoformat(str(one)[:10]))
            except ValueError:
                continue
        beside = [day + timedelta(days=away) for day in days for away in (-1, 0, 1, -400, 400)]
        return [day.isoformat() for day in beside]


def _numbers_in(compared: list[float | str]) -> list[float]:
    numbers = [one if isinstance(one, float) else parse_number(one) for one in compared]
    return [one for one in numbers if one == one and abs(one) < 2**31] or [0.0, 100.0]  # noqa: PLR0124


def _number(number: float, *, whole: bool) -> str:
    return format_xpath_number(float(round(number)) if whole else round(number, 2))


def _compared(
    questionnaire: Questionnaire, of: Callable[[Expression], Iterable[_Found]]
) -> dict[str, list[_Found]]:
    """Return the literals of every expression, by each question that the expression reads."""
    by_name: dict[str, list[str]] = {}
    for path, question in questionnaire.questions.items():
        by_name.setdefault(question.name, []).append(path)
    found: dict[str, list[_Found]] = {}
    for item in questionnaire.root.walk():
        for expression in _rules(item):
            values = list(of(expression))
            for read in (*expression.paths, item.path):
                name = item.name if read in {".", ""} else read.rpartition("/")[2]
                for path in by_name.get(name, ()):
                    found.setdefault(path, []).extend(values)
    return found


def iter_patterns(expression: Expression) -> Iterator[str]:
    """Yield the patterns that an expression matches against."""
    for call in iter_calls(parse(expression.source)):
        if call.name == "regex" and (pattern := literal_text(call.arguments[1])):
            yield pattern


def _rules(item: Question | Group) -> list[Expression]:
    if isinstance(item, Group):
        rules = [item.relevant, item.count]
    else:
        rules = [item.relevant, item.constraint, item.required, item.calculate]
    return [rule for rule in rules if rule is not None]
