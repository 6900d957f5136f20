"""One simulated respondent, who goes through the interview page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypedDict

from vecu.questionnaires.analysis.candidate_answers import CandidateAnswers
from vecu.questionnaires.answers.evaluation import EvaluatedForm
from vecu.questionnaires.answers.normalization import (
    add_repeat_instance,
    apply_triggers,
    initial_answers,
    normalize_answers,
    store_once_values,
)
from vecu.questionnaires.answers.paths import remove_instance, set_answer
from vecu.questionnaires.answers.validation import validate_answers, validate_questions
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.nodes import Values
from vecu.questionnaires.interview.duration import estimate_seconds
from vecu.questionnaires.interview.paging import (
    Page,
    PageKind,
    RenderedQuestion,
    build_pages_from_form,
)
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.simulation.boundary_search import BoundarySearch, iter_equality_targets
from vecu.questionnaires.simulation.goals import CoverageGoal, CoverageGoals, Needs
from vecu.questionnaires.simulation.results import DeadEnd, SimulationResult

MAX_STEPS = 2_000
"""Pages after which a respondent gives up: a form that never ends."""
MAX_TRIED = 40
"""Answers tried at one question before those derived from rules."""
MAX_WEIGHED = 24
"""The most answers to one question whose distance to the goal is measured."""
USUAL = 3
"""Instances of a repeat after which only respondents with a goal beyond it continue."""
_BLANK, _ANOTHER, _HOPE = 0.15, 0.4, 0.7


@dataclass(frozen=True, slots=True)
class SimulationState:
    """Shared by all respondents of a simulation; results are added to `met`."""

    questionnaire: Questionnaire
    result: SimulationResult
    candidates: CandidateAnswers
    aims: CoverageGoals
    today: date
    language: str


class SimulationContext(TypedDict):
    """Everything besides the answers that evaluations depend on."""

    today: date
    seed: int
    language: str


class SimulatedRespondent:
    """One respondent, who sees the same pages as in a real interview.

    With an `aim`, answers nearer to that goal are preferred where it depends on them.
    """

    def __init__(self, shared: SimulationState, aim: CoverageGoal | None) -> None:
        self.questionnaire, self.result = shared.questionnaire, shared.result
        self.candidates, self.chance = shared.candidates, shared.candidates.chance
        self.aims, self.aim, self.language = shared.aims, aim, shared.language
        self.needs: Needs = shared.aims.find_dependencies(aim) if aim else frozenset()
        self.context: SimulationContext = {
            "today": shared.today,
            "seed": self.chance.getrandbits(63),
            "language": shared.language,
        }
        self.values: Values = initial_answers(self.questionnaire, **self.context)
        self.answered: set[str] = set()
        self.passed: set[str] = set()
        self.entered: set[str] = set()
        self.shown, self.seconds = 0, 0.0

    def run(self) -> None:
        """Continue to the end, or to a dead end."""
        for _step in range(MAX_STEPS):
            page = self.next_page()
            if page is None:
                self.submit()
                return
            if not self.answer_page(page):
                return

    def next_page(self) -> Page | None:
        """Return the first page with a question left to answer."""
        for page in build_pages_from_form(self.evaluate(self.values)):
            if page.key not in self.passed or not self.answered.issuperset(
                rendered.address for rendered in page.questions
            ):
                return page
        return None

    def answer_page(self, page: Page) -> bool:
        """Read a page and answer it; False at a dead end."""
        self.shown += page.key not in self.passed
        self.passed.add(page.key)
        if page.kind is PageKind.MORE:
            if self.wants_more(page):
                more = add_repeat_instance(
                    self.questionnaire, self.values, page.repeat, **self.context
                )
                self.values = store_once_values(self.evaluate(more), more)
                self.passed.discard(page.key)
            return True
        if page.repeat and page.repeat not in self.entered:
            self.entered.add(page.repeat)
            if self.drop_empty_repeat(page):
                return True
        for rendered in page.questions:
            if rendered.address not in self.answered:
                self.answered.add(rendered.address)
                return self.answer(rendered)
        return True

    def wants_more(self, page: Page) -> bool:
        """Decide whether there is another instance of a repeat."""
        if self.aim and self.questionnaire.path_of(page.repeat) in self.needs:
            more = add_repeat_instance(self.questionnaire, self.values, page.repeat, **self.context)
            now, then = self.distance_to_goal(self.values), self.distance_to_goal(more)
            return then < now or (then == now > 0 and self.chance.random() < _HOPE)
        return page.position < USUAL and self.chance.random() < _ANOTHER

    def drop_empty_repeat(self, page: Page) -> bool:
        """Remove an instance that a repeat starts with, if it has nothing to answer."""
        group = self.questionnaire.groups[self.questionnaire.path_of(page.repeat)]
        if page.position != 1 or group.count is not None:
            return False
        if self.aim is None or group.path not in self.needs:
            return False
        without = remove_instance(self.values, page.repeat, 1)
        none = self.distance_to_goal(without) < self.distance_to_goal(self.values)
        if none:
            self.values = without
        return none

    def distance_to_goal(self, values: Values) -> float:
        """Return the distance of answers from the respondent's goal."""
        return self.aims.measure_distance(self.aim, self.evaluate(values)) if self.aim else 0.0

    def answer(self, rendered: RenderedQuestion) -> bool:
        """Give one accepted answer; False if there is none."""
        question = rendered.question
        self.note(question)
        if not question.kind.has_input or question.read_only:
            return True
        message = ""
        tried: list[str] = []
        for text in self.options(rendered):
            values = apply_triggers(
                self.questionnaire,
                self.values,
                set_answer(self.values, rendered.address, text),
                **self.context,
            )
            filled = self.evaluate(values)
            problems = validate_questions(filled, {rendered.address}, language=self.language)
            if not problems:
                if tried and not text:
                    self.result.refused[question.path] = tuple(tried)
                self.values = store_once_values(filled, values)
                self.result.chosen.update(
                    (question.path, word) for word in question.kind.split_answer(text)
                )
                return True
            tried.append(text)
            message = problems[0].message
        self.result.stuck.append(DeadEnd(question.path, question.name, tuple(tried), message))
        return False

    def options(self, rendered: RenderedQuestion) -> Iterator[str]:
        """Yield answers to try: those nearest to the goal first, those derived from rules last."""
        question = rendered.question
        options = self.candidates.of(question, self.result.chosen)[:MAX_TRIED]
        if self.aim and question.path == self.aim.path and self.aim.choice:
            yield self.aim.choice
        elif self.aim and question.path in self.needs:
            options = self.rank_by_distance(rendered, options)
        elif self.chance.random() < _BLANK:
            yield ""
        yield from options
        if question.constraint is not None:
            yield from self.derive_from_constraint(rendered, question.constraint)
        yield ""

    def rank_by_distance(self, rendered: RenderedQuestion, options: list[str]) -> list[str]:
        """Return the options, and no answer, by distance to the goal, with those derived for it."""
        turning = BoundarySearch(self.evaluate, self.values, rendered)
        aim = self.aim or CoverageGoal("")
        for apart in self.aims.iter_boundaries(aim, self.evaluate(self.values)):
            options = [*turning.find_roots(apart), *options]
        near = {
            text: self.distance_to_goal(set_answer(self.values, rendered.address, text))
            for text in dict.fromkeys(["", *options[:MAX_WEIGHED]])
        }
        return sorted([*options, ""], key=lambda text: near.get(text, len(near)))

    def derive_from_constraint(self, rendered: RenderedQuestion, rule: Expression) -> Iterator[str]:
        """Yield answers derived from what a constraint compares: other answers, dates, sums."""
        filled = self.evaluate(self.values)
        index = next(n for n, cell in enumerate(filled.cells) if cell.address == rendered.address)
        yield from iter_equality_targets(rule, filled.cells[index].node, filled.scope)
        turning = BoundarySearch(self.evaluate, self.values, rendered)
        for apart in self.aims.iter_differences(rule, index):
            yield from turning.find_roots(apart)
        yield from self.candidates.draw_many(rendered.question)

    def note(self, question: Question) -> None:
        """Count a visible question and the time it takes."""
        self.result.asked[question.path] += 1
        self.result.offered.update((question.path, choice.name) for choice in question.choices)
        self.seconds += estimate_seconds(question, self.language)

    def submit(self) -> None:
        """Submit the answers, and count which conditions were true."""
        filled = self.evaluate(self.values)
        for cell in filled.cells:
            if cell.item.relevant is not None and (cell.parent is None or cell.parent.relevant):
                self.result.came[cell.item.path, cell.relevant] += 1
        # Whoever receives and reads the answers no longer has the seed.
        checked = partial(validate_answers, today=self.context["today"], language=self.language)
        normalized = normalize_answers(self.questionnaire, self.values, **self.context)
        if problems := (
            checked(self.questionnaire, self.values) or checked(self.questionnaire, normalized)
        ):
            first = problems[0]
            self.result.stuck.append(
                DeadEnd(first.path, first.question, (first.found,), first.message)
            )
            return
        self.result.pages.append(self.shown)
        self.result.seconds.append(self.seconds)

    def evaluate(self, values: Values) -> EvaluatedForm:
        """Evaluate answers as the pages do."""
        return EvaluatedForm(self.questionnaire, values, inviting=True, **self.context)
