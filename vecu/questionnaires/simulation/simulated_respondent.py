"""One simulated respondent, who walks a questionnaire page by page and answers what there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypedDict

from vecu.questionnaires.analysis.candidate_answers import (
    CandidateAnswers,
    split_answer,
)
from vecu.questionnaires.answers.evaluation import EvaluatedForm
from vecu.questionnaires.answers.normalization import (
    add_repeat_instance,
    apply_triggers,
    initial_answers,
    normalize_answers,
    store_once_values,
)
from vecu.questionnaires.answers.paths import (
    remove_instance,
    set_answer,
)
from vecu.questionnaires.answers.validation import (
    validate_answers,
    validate_questions,
)
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
from vecu.questionnaires.simulation.boundary_search import (
    BoundarySearch,
    iter_equality_targets,
)
from vecu.questionnaires.simulation.goals import (
    CoverageGoal,
    CoverageGoals,
    Needs,
)
from vecu.questionnaires.simulation.results import (
    DeadEnd,
    SimulationResult,
)

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
class SimulationState:
    """What all respondents of one walk share: what they met is added to `met`."""

    questionnaire: Questionnaire
    result: SimulationResult
    candidates: CandidateAnswers
    aims: CoverageGoals
    today: date
    language: str


class SimulationContext(TypedDict):
    """What everything that is worked out on one person's way depends on, besides the answers."""

    today: date
    seed: int
    language: str


class SimulatedRespondent:
    """One respondent on the way, who is taken along it as the interview takes people.

    With an `aim`, answers that bring it nearer are preferred wherever it hangs on them.
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
        """Walk to the end, or to where nothing is accepted."""
        for _step in range(MAX_STEPS):
            page = self.next_page()
            if page is None:
                self.submit()
                return
            if not self.answer_page(page):
                return

    def next_page(self) -> Page | None:
        """Return the first page with something left to answer."""
        for page in build_pages_from_form(self.evaluate(self.values)):
            if page.key not in self.passed or not self.answered.issuperset(
                asked.address for asked in page.questions
            ):
                return page
        return None

    def answer_page(self, page: Page) -> bool:
        """Read a page and answer it; False when the person cannot go on."""
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
        for asked in page.questions:
            if asked.address not in self.answered:
                self.answered.add(asked.address)
                return self.answer(asked)
        return True

    def wants_more(self, page: Page) -> bool:
        """Decide whether there is another instance of a repeat."""
        if self.aim and self.questionnaire.path_of(page.repeat) in self.needs:
            more = add_repeat_instance(self.questionnaire, self.values, page.repeat, **self.context)
            now, then = self.distance_to_goal(self.values), self.distance_to_goal(more)
            return then < now or (then == now > 0 and self.chance.random() < _HOPE)
        return page.position < USUAL and self.chance.random() < _ANOTHER

    def drop_empty_repeat(self, page: Page) -> bool:
        """Take the instance out that a repeat invites to, where there is nothing to tell."""
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
        """Return how far answers are from what the person aims at."""
        return self.aims.measure_distance(self.aim, self.evaluate(values)) if self.aim else 0.0

    def answer(self, asked: RenderedQuestion) -> bool:
        """Give one answer that is accepted; False when none is."""
        question = asked.question
        self.note(question)
        if not question.kind.has_input or question.read_only:
            return True
        message = ""
        tried: list[str] = []
        for text in self.options(asked):
            values = apply_triggers(
                self.questionnaire,
                self.values,
                set_answer(self.values, asked.address, text),
                **self.context,
            )
            filled = self.evaluate(values)
            problems = validate_questions(filled, {asked.address}, language=self.language)
            if not problems:
                if tried and not text:
                    self.result.refused[question.path] = tuple(tried)
                self.values = store_once_values(filled, values)
                self.result.chosen.update(
                    (question.path, word) for word in split_answer(question, text)
                )
                return True
            tried.append(text)
            message = problems[0].message
        self.result.stuck.append(DeadEnd(question.path, question.name, tuple(tried), message))
        return False

    def options(self, asked: RenderedQuestion) -> Iterator[str]:
        """Yield what to try at a question: towards the aim first, by the rules' own sums last."""
        question = asked.question
        options = self.candidates.of(question, self.result.chosen)[:MAX_TRIED]
        if self.aim and question.path == self.aim.path and self.aim.choice:
            yield self.aim.choice
        elif self.aim and question.path in self.needs:
            options = self.rank_by_distance(asked, options)
        elif self.chance.random() < _BLANK:
            yield ""
        yield from options
        if question.constraint is not None:
            yield from self.derive_from_constraint(asked, question.constraint)
        yield ""

    def rank_by_distance(self, asked: RenderedQuestion, options: list[str]) -> list[str]:
        """Return the options by how near they bring the aim, with those worked out for it."""
        turning = BoundarySearch(self.evaluate, self.values, asked)
        aim = self.aim or CoverageGoal("")
        for apart in self.aims.iter_boundaries(aim, self.evaluate(self.values)):
            options = [*turning.find_roots(apart), *options]
        near = {
            text: self.distance_to_goal(set_answer(self.values, asked.address, text))
            for text in dict.fromkeys(["", *options[:MAX_WEIGHED]])
        }
        return sorted(options, key=lambda text: near.get(text, len(near)))

    def derive_from_constraint(self, asked: RenderedQuestion, rule: Expression) -> Iterator[str]:
        """Yield answers worked out from what a limit compares: other answers, days, sums."""
        filled = self.evaluate(self.values)
        place = next(n for n, cell in enumerate(filled.cells) if cell.address == asked.address)
        yield from iter_equality_targets(rule, filled.cells[place].node, filled.scope)
        turning = BoundarySearch(self.evaluate, self.values, asked)
        for apart in self.aims.iter_differences(rule, place):
            yield from turning.find_roots(apart)
        yield from self.candidates.draw_many(asked.question)

    def note(self, question: Question) -> None:
        """Count a question that is shown, and the time it takes."""
        self.result.asked[question.path] += 1
        self.result.offered.update((question.path, choice.name) for choice in question.choices)
        self.seconds += estimate_seconds(question, self.language)

    def submit(self) -> None:
        """Hand the answers in, and count which conditions held."""
        filled = self.evaluate(self.values)
        for cell in filled.cells:
            if cell.item.relevant is not None and (cell.parent is None or cell.parent.relevant):
                self.result.came[cell.item.path, cell.relevant] += 1
        # Whoever takes and reads the answers has no seed any more.
        checked = partial(validate_answers, today=self.context["today"], language=self.language)
        kept = normalize_answers(self.questionnaire, self.values, **self.context)
        if problems := (
            checked(self.questionnaire, self.values) or checked(self.questionnaire, kept)
        ):
            first = problems[0]
            self.result.stuck.append(
                DeadEnd(first.path, first.question, (first.found,), first.message)
            )
            return
        self.result.pages.append(self.shown)
        self.result.seconds.append(self.seconds)

    def evaluate(self, values: Values) -> EvaluatedForm:
        """Lay answers over the questionnaire as the pages do."""
        return EvaluatedForm(self.questionnaire, values, inviting=True, **self.context)
