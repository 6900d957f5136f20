"""One simulated respondent, who walks a questionnaire page by page and answers what there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypedDict

from vecu.questionnaires.addresses import put, remove_instance
from vecu.questionnaires.aims import Aim, Aims, Needs
from vecu.questionnaires.candidates import Candidates, words_of
from vecu.questionnaires.check import check, check_some
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.filled import Filled
from vecu.questionnaires.instance import Values
from vecu.questionnaires.met import Stuck, Walk
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
from vecu.questionnaires.turning import Turning, echoes

MAX_STEPS = 2_000
"""Pages that one person is shown before the walk is given up: a form that never ends."""
MAX_TRIED = 40
"""Answers tried at one question before those that rules work out."""
MAX_WEIGHED = 24
"""Answers to one question of which it is worked out how near they bring an aim."""
USUAL = 3
"""Instances of a repeat beyond which only those go who aim at something behind."""
_BLANK, _ANOTHER, _HOPE = 0.15, 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Shared:
    """What all respondents of one walk share: what they met is added to `met`."""

    questionnaire: Questionnaire
    met: Walk
    candidates: Candidates
    aims: Aims
    today: date
    language: str


class Circumstances(TypedDict):
    """What everything that is worked out on one person's way depends on, besides the answers."""

    today: date
    seed: int
    language: str


class Respondent:
    """One respondent on the way, who is taken along it as the interview takes people.

    With an `aim`, answers that bring it nearer are preferred wherever it hangs on them.
    """

    def __init__(self, shared: Shared, aim: Aim | None) -> None:
        self.questionnaire, self.met = shared.questionnaire, shared.met
        self.candidates, self.chance = shared.candidates, shared.candidates.chance
        self.aims, self.aim, self.language = shared.aims, aim, shared.language
        self.needs: Needs = shared.aims.needs(aim) if aim else frozenset()
        self.around: Circumstances = {
            "today": shared.today,
            "seed": self.chance.getrandbits(63),
            "language": shared.language,
        }
        self.values: Values = start(self.questionnaire, **self.around)
        self.answered: set[str] = set()
        self.passed: set[str] = set()
        self.entered: set[str] = set()
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
            if self.wants_more(page):
                more = new_instance(self.questionnaire, self.values, page.repeat, **self.around)
                self.values = keep_lasting(self.filled(more), more)
                self.passed.discard(page.key)
            return True
        if page.repeat and page.repeat not in self.entered:
            self.entered.add(page.repeat)
            if self.has_none(page):
                return True
        for asked in page.questions:
            if asked.address not in self.answered:
                self.answered.add(asked.address)
                return self.answer(asked)
        return True

    def wants_more(self, page: Page) -> bool:
        """Decide whether there is another instance of a repeat."""
        if self.aim and self.questionnaire.path_of(page.repeat) in self.needs:
            more = new_instance(self.questionnaire, self.values, page.repeat, **self.around)
            now, then = self.far(self.values), self.far(more)
            return then < now or (then == now > 0 and self.chance.random() < _HOPE)
        return page.position < USUAL and self.chance.random() < _ANOTHER

    def has_none(self, page: Page) -> bool:
        """Take the instance out that a repeat invites to, where there is nothing to tell."""
        group = self.questionnaire.groups[self.questionnaire.path_of(page.repeat)]
        if page.position != 1 or group.count is not None:
            return False
        if self.aim is None or group.path not in self.needs:
            return False
        without = remove_instance(self.values, page.repeat, 1)
        none = self.far(without) < self.far(self.values)
        if none:
            self.values = without
        return none

    def far(self, values: Values) -> float:
        """Return how far answers are from what the person aims at."""
        return self.aims.far(self.aim, self.filled(values)) if self.aim else 0.0

    def answer(self, asked: Asked) -> bool:
        """Give one answer that is accepted; False when none is."""
        question = asked.question
        self.note(question)
        if not question.kind.asked or question.read_only:
            return True
        message = ""
        tried: list[str] = []
        for text in self.options(asked):
            values = follow_triggers(
                self.questionnaire,
                self.values,
                put(self.values, asked.address, text),
                **self.around,
            )
            filled = self.filled(values)
            problems = check_some(filled, {asked.address}, language=self.language)
            if not problems:
                if tried and not text:
                    self.met.refused[question.path] = tuple(tried)
                self.values = keep_lasting(filled, values)
                self.met.chosen.update((question.path, word) for word in words_of(question, text))
                return True
            tried.append(text)
            message = problems[0].message
        self.met.stuck.append(Stuck(question.path, question.name, tuple(tried), message))
        return False

    def options(self, asked: Asked) -> Iterator[str]:
        """Yield what to try at a question: towards the aim first, by the rules' own sums last."""
        question = asked.question
        options = self.candidates.of(question, self.met.chosen)[:MAX_TRIED]
        if self.aim and question.path == self.aim.path and self.aim.choice:
            yield self.aim.choice
        elif self.aim and question.path in self.needs:
            options = self.towards(asked, options)
        elif self.chance.random() < _BLANK:
            yield ""
        yield from options
        if question.constraint is not None:
            yield from self.by_rule(asked, question.constraint)
        yield ""

    def towards(self, asked: Asked, options: list[str]) -> list[str]:
        """Return the options by how near they bring the aim, with those worked out for it."""
        turning = Turning(self.filled, self.values, asked)
        aim = self.aim or Aim("")
        for apart in self.aims.turns(aim, self.filled(self.values)):
            options = [*turning.zeros(apart), *options]
        near = {
            text: self.far(put(self.values, asked.address, text))
            for text in dict.fromkeys(["", *options[:MAX_WEIGHED]])
        }
        return sorted(options, key=lambda text: near.get(text, len(near)))

    def by_rule(self, asked: Asked, rule: Expression) -> Iterator[str]:
        """Yield answers worked out from what a limit compares: other answers, days, sums."""
        filled = self.filled(self.values)
        place = next(n for n, cell in enumerate(filled.cells) if cell.address == asked.address)
        yield from echoes(rule, filled.cells[place].node, filled.scope)
        turning = Turning(self.filled, self.values, asked)
        for apart in self.aims.apart(rule, place):
            yield from turning.zeros(apart)
        yield from self.candidates.anything(asked.question)

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
