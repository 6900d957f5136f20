"""Answers worth trying at a question: its choices, and the numbers and words of its rules."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import partial
from itertools import islice
from random import Random

from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.values import number_of, number_text
from vecu.questionnaires.model import ACKNOWLEDGED, Group, Kind, Question, Questionnaire
from vecu.questionnaires.routes import literals

_TEXTS = (
    "Un bilan, vite fait.", "12", "57000", "0612345678", "nom@exemple.fr", "A", "AB-123",
    "https://exemple.fr", "x" * 60,
)  # fmt: skip
_OTHERS = {
    Kind.TIME: ("08:30:00.000", "23:59:00.000"),
    Kind.DATETIME: ("2026-11-24T08:30:00.000+01:00", "1990-01-01T00:00:00.000Z"),
    Kind.GEOPOINT: ("48.8566 2.3522 0 0", "-90 180 0 0"),
    Kind.ACKNOWLEDGE: (ACKNOWLEDGED,),
    **{kind: ("5c3e2f0a-9d41-4b7e-8a6b-0f1d2c3b4a59.jpg",) for kind in Kind if kind.enclosed},
}
"""What other kinds of questions take, in the words of the XForm."""


class Candidates:
    """The answers worth trying, read once from all the rules of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire, chance: Random, today: date) -> None:
        self.chance = chance
        self.today = today
        self.compared = _compared(questionnaire)

    def of(self, question: Question, given: Counter[tuple[str, str]]) -> list[str]:
        """Return answers to one question, those that were given least so far first.

        Numbers drawn anew were never given: those that a rule names go before them.
        """
        named, drawn = self._options(question), self._between(question)
        self.chance.shuffle(named)
        options = [*named, *drawn]
        if self.chance.random() < 0.7:
            words = partial(words_of, question)
            options.sort(key=lambda text: sum(given[question.path, word] for word in words(text)))
        else:
            self.chance.shuffle(options)
        return list(dict.fromkeys(options))

    def _options(self, question: Question) -> list[str]:
        kind, names = question.kind, [choice.name for choice in question.choices]
        literals_here = self.compared.get(question.path, [])
        if names or question.told is not None:
            return self._chosen(kind, names)
        if question.scale is not None:
            points = list(islice(question.scale.points(), 1_000))
            return [points[0], points[-1], *self.chance.choices(points, k=4)]
        if kind in {Kind.INTEGER, Kind.DECIMAL}:
            return self._numbers(literals_here, whole=kind is Kind.INTEGER)
        if kind is Kind.DATE:
            return self._dates(literals_here)
        texts = [*(str(one) for one in literals_here if isinstance(one, str) and one), *_TEXTS]
        return list(_OTHERS.get(kind, texts))

    def _chosen(self, kind: Kind, names: list[str]) -> list[str]:
        if kind is Kind.RANK:
            return [" ".join(self.chance.sample(names, len(names))) for _one in range(3)]
        if kind is Kind.SELECT_ONE:
            return names
        several = self.chance.sample(names, self.chance.randint(1, len(names)))
        return [*names, " ".join(several), " ".join(names)]

    def _numbers(self, compared: list[float | str], *, whole: bool) -> list[str]:
        """Return the numbers of the rules, and those beside them."""
        known, step = _numbers_in(compared), 1.0 if whole else 0.5
        tried = {0.0, 1.0, *known, *(one + step for one in known), *(one - step for one in known)}
        return [_number(one, whole=whole) for one in sorted(tried)]

    def _between(self, question: Question) -> list[str]:
        """Draw some numbers between those of the rules, and above a lone one."""
        if question.scale is not None or question.kind not in {Kind.INTEGER, Kind.DECIMAL}:
            return []
        known = _numbers_in(self.compared.get(question.path, []))
        low, high = min(known), max(known)
        drawn = [self.chance.uniform(low, max(high, low + 100)) for _one in range(4)]
        return [_number(one, whole=question.kind is Kind.INTEGER) for one in drawn]

    def _dates(self, compared: list[float | str]) -> list[str]:
        days = [self.today]
        for one in compared:
            try:
                days.append(date.fromisoformat(str(one)[:10]))
            except ValueError:
                continue
        beside = [day + timedelta(days=away) for day in days for away in (-1, 0, 1, -400, 400)]
        return [day.isoformat() for day in beside]


def _numbers_in(compared: list[float | str]) -> list[float]:
    numbers = [one if isinstance(one, float) else number_of(one) for one in compared]
    return [one for one in numbers if one == one and abs(one) < 2**31] or [0.0, 100.0]  # noqa: PLR0124


def _number(number: float, *, whole: bool) -> str:
    return number_text(float(round(number)) if whole else round(number, 2))


def words_of(question: Question, text: str) -> list[str]:
    """Return the choices that an answer names; the whole of it where there is no list."""
    several = question.kind.listed and question.kind is not Kind.SELECT_ONE
    return text.split() if several else [text]


def _compared(questionnaire: Questionnaire) -> dict[str, list[float | str]]:
    """Return the literals of every expression, under each question that the expression reads."""
    by_name: dict[str, list[str]] = {}
    for path, question in questionnaire.questions.items():
        by_name.setdefault(question.name, []).append(path)
    found: dict[str, list[float | str]] = {}
    for item in questionnaire.root.walk():
        for expression in _rules(item):
            values = list(literals(expression))
            for read in (*expression.paths, item.path):
                name = item.name if read in {".", ""} else read.rpartition("/")[2]
                for path in by_name.get(name, ()):
                    found.setdefault(path, []).extend(values)
    return found


def _rules(item: Question | Group) -> list[Expression]:
    if isinstance(item, Group):
        rules = [item.relevant, item.count]
    else:
        rules = [item.relevant, item.constraint, item.required, item.calculate]
    return [rule for rule in rules if rule is not None]
