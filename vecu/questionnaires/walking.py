"""Simulated respondents: each walks a questionnaire page by page and answers what may be answered.

A walk shows which questions are ever asked, which choices are ever offered, which conditions come
true and false, how long people take, and where somebody cannot go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from random import Random
from typing import TypedDict

from vecu.questionnaires.addresses import put
from vecu.questionnaires.candidates import Candidates, words_of
from vecu.questionnaires.check import check, check_some
from vecu.questionnaires.filled import Filled
from vecu.questionnaires.instance import Values
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.pace import seconds_for
from vecu.questionnaires.pages import Asked, Page, PageKind, pages_of
from vecu.questionnaires.settling import (
    follow_triggers,
    keep_lasting,
    new_instance,
    settle,
    start,
)

MAX_STEPS = 2_000
"""Pages that one person is shown before the walk is given up: a form that never ends."""
MAX_TRIED = 40
"""Answers tried at one question before the person counts as stuck."""
_BLANK = 0.15
_ANOTHER = 0.4


@dataclass(frozen=True, slots=True)
class Stuck:
    """Nothing that was tried at one question was accepted; `message` is what the last one met."""

    path: str
    name: str
    tried: tuple[str, ...]
    message: str


@dataclass
class Walk:
    """What `people` simulated respondents met.

    `pages` and `seconds` hold one entry for each who reached the end. `asked` counts pages by the
    path of the question, `chosen` the choices ticked, `offered` those shown, and `came` how often
    a condition was true and false for somebody at the end.
    """

    people: int = 0
    pages: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    offered: Counter[tuple[str, str]] = field(default_factory=Counter)
    chosen: Counter[tuple[str, str]] = field(default_factory=Counter)
    came: Counter[tuple[str, bool]] = field(default_factory=Counter)
    stuck: list[Stuck] = field(default_factory=list)

    @property
    def finished(self) -> int:
        """How many reached the end with answers that are accepted."""
        return len(self.pages)


def walk(
    questionnaire: Questionnaire,
    *,
    people: int,
    chance: Random,
    today: date,
    language: str,
    progress: Callable[[int], object] = lambda done: None,
) -> Walk:
    """Send `people` simulated respondents through a questionnaire; `progress` is called with 1.

    The same `chance` and `today` give the same walk. Answers that were given least so far are tried
    first, so that a few people see most of a form; still, what no one met is not thereby proven to
    be out of reach.
    """
    met = Walk()
    candidates = Candidates(questionnaire, chance, today)
    for _person in range(people):
        met.people += 1
        _Person(questionnaire, met, candidates, today, language).go()
        progress(1)
    return met


class Circumstances(TypedDict):
    """What everything that is worked out on one person's way depends on, besides the answers."""

    today: date
    seed: int
    language: str


class _Person:
    """One respondent on the way, who is taken along it as the interview takes people."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        met: Walk,
        candidates: Candidates,
        today: date,
        language: str,
    ) -> None:
        self.questionnaire, self.met, self.candidates = questionnaire, met, candidates
        self.language = language
        self.around: Circumstances = {
            "today": today,
            "seed": candidates.chance.getrandbits(63),
            "language": language,
        }
        self.values: Values = start(questionnaire, **self.around)
        self.answered: set[str] = set()
        self.passed: set[str] = set()
        self.shown, self.seconds = 0, 0.0

    def go(self) -> None:
        """Walk to the end, or to where nothing is accepted."""
        for _step in range(MAX_STEPS):
            page = self.next_page()
            if page is None:
                self.arrive()
                return
            if not self.take(page):
                return

    def next_page(self) -> Page | None:
        """Return the first page with something left to answer."""
        for page in pages_of(self.filled(self.values)):
            if page.key not in self.passed or not self.answered.issuperset(
                asked.address for asked in page.questions
            ):
                return page
        return None

    def take(self, page: Page) -> bool:
        """Read a page and answer it; False when the person cannot go on."""
        self.shown += page.key not in self.passed
        self.passed.add(page.key)
        if page.kind is PageKind.MORE:
            if page.position < 3 and self.candidates.chance.random() < _ANOTHER:
                more = new_instance(self.questionnaire, self.values, page.repeat, **self.around)
                self.values = keep_lasting(self.filled(more), more)
                self.passed.discard(page.key)
            return True
        for asked in page.questions:
            if asked.address not in self.answered:
                self.answered.add(asked.address)
                return self.answer(asked)
        return True

    def answer(self, asked: Asked) -> bool:
        """Give one answer that is accepted; False when none is."""
        question = asked.question
        self.note(question)
        if not question.kind.asked or question.read_only:
            return True
        path, tried, message = question.path, [], ""
        options = self.candidates.of(question, self.met.chosen)
        if self.candidates.chance.random() < _BLANK:
            options.insert(0, "")
        for text in [*options[:MAX_TRIED], ""]:
            values = follow_triggers(
                self.questionnaire,
                self.values,
                put(self.values, asked.address, text),
                **self.around,
            )
            filled = self.filled(values)
            problems = check_some(filled, {asked.address}, language=self.language)
            if not problems:
                self.values = keep_lasting(filled, values)
                self.met.chosen.update((path, word) for word in words_of(question, text))
                return True
            tried.append(text)
            message = problems[0].message
        self.met.stuck.append(Stuck(path, question.name, tuple(tried), message))
        return False

    def note(self, question: Question) -> None:
        """Count a question that is shown, and the time it takes."""
        self.met.asked[question.path] += 1
        self.met.offered.update((question.path, choice.name) for choice in question.choices)
        self.seconds += seconds_for(question, self.language)

    def arrive(self) -> None:
        """Hand the answers in, and count which conditions held."""
        filled = self.filled(self.values)
        for cell in filled.cells:
            if cell.item.relevant is not None and (cell.parent is None or cell.parent.relevant):
                self.met.came[cell.item.path, cell.relevant] += 1
        # Whoever takes and reads the answers has no seed any more.
        checked = partial(check, today=self.around["today"], language=self.language)
        kept = settle(self.questionnaire, self.values, **self.around)
        if problems := (
            checked(self.questionnaire, self.values) or checked(self.questionnaire, kept)
        ):
            first = problems[0]
            self.met.stuck.append(Stuck(first.path, first.question, (first.found,), first.message))
            return
        self.met.pages.append(self.shown)
        self.met.seconds.append(self.seconds)

    def filled(self, values: Values) -> Filled:
        """Lay answers over the questionnaire as the pages do."""
        return Filled(self.questionnaire, values, inviting=True, **self.around)
