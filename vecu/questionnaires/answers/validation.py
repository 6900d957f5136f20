"""Validate answers: every broken rule, with place, rule, value and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from vecu.messages import UNFIT, describe_forbidden_characters, printable
from vecu.questionnaires.answer_formats import find_tied_ranks, parse_rank
from vecu.questionnaires.answers.bounds import find_bounds
from vecu.questionnaires.answers.evaluation import EvaluatedForm, FormNode
from vecu.questionnaires.answers.formatting import format_answer, list_choice_labels
from vecu.questionnaires.answers.piping import pipe_answers
from vecu.questionnaires.errors import AnswerProblem, ConstraintRule
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.model import (
    MAX_INSTANCES,
    Group,
    Question,
    Questionnaire,
    RangeSpec,
    Wording,
    format_decimal,
)
from vecu.questionnaires.question_types import NOT_ON_SCALE, AnswerValue
from vecu.translation import gettext_noop, localise_decimal, pick_language, translate

MAX_TEXT = 20_000
"""Characters of one answer."""
MAX_UNKNOWN = 20
"""The most values without a question that are reported."""
MAX_NAMED = 300
"""Characters of the choices that a message lists."""

_REQUIRED = gettext_noop("“%(question)s”: an answer is required.")
_LAPSED = gettext_noop(
    "“%(question)s”: “%(found)s” is not among your answers, or no longer. Choose from the list."
)
_CHARACTERS = gettext_noop(
    "“%(question)s”: your answer contains characters that cannot be stored (%(found)s). Delete "
    "them or write your answer again."
)
_LENGTH = gettext_noop(
    "“%(question)s”: your answer has %(found)s characters. Shorten it to %(limit)s at most."
)
_FROM_TO = gettext_noop("Choose a number from %(low)s to %(high)s, in steps of %(step)s.")
_TIED = gettext_noop("“%(question)s”: %(found)s have the same place. Give each a place of its own.")
_GAP = gettext_noop(
    "“%(question)s”: the places given are %(found)s. Use 1, 2, 3 and so on, and leave none out."
)
_NOT_PLACED = gettext_noop(
    "“%(question)s”: %(found)s has no place. Give every one a place, or none of them."
)
_NOT_CHOICE = gettext_noop(
    "“%(question)s”: “%(found)s” is not one of the choices. Choose from the list."
)
_TWICE = gettext_noop("“%(question)s”: “%(found)s” was chosen twice. Keep it only once.")
_CONSTRAINT = gettext_noop("“%(question)s”: “%(found)s” is not a possible answer. Correct it.")
_BETWEEN = gettext_noop("“%(question)s”: enter a number from %(low)s to %(high)s.")
_AT_LEAST = gettext_noop("“%(question)s”: enter %(low)s or more.")
_AT_MOST = gettext_noop("“%(question)s”: enter %(high)s or less.")
_UNKNOWN = gettext_noop(
    "There is no question called “%(question)s” here. Leave it out or correct its name."
)
_REPEAT = gettext_noop(
    "“%(question)s” was told %(found)s times; at most %(limit)s can be kept. Leave the others out."
)
_CROWDED = gettext_noop(
    "There are more answers than can be kept. Leave some out, the last ones first."
)
_NOT_TEXT = gettext_noop("“%(question)s” takes a single answer, not a list or a group of answers.")
_NOT_GROUP = gettext_noop(
    "“%(question)s” takes a group of named answers. Put its answers inside it."
)
_NOT_LIST = gettext_noop(
    "“%(question)s” takes a list, one entry for each time. Put its answers in a list."
)


def validate_answers(
    questionnaire: Questionnaire, values: object, *, today: date, language: str
) -> tuple[AnswerProblem, ...]:
    """Return every problem of `values`, at most one for each answer, in document order.

    Nothing that JSON can hold makes it raise. Only relevant answers are validated, after evaluating
    calculations. Messages are in `language`, in the form's own words if it has any.
    """
    return validate_form(
        EvaluatedForm(questionnaire, values, today, language=language), language=language
    )


def validate_form(
    filled: EvaluatedForm, *, language: str, wording: str = ""
) -> tuple[AnswerProblem, ...]:
    """Return the problems of an evaluated form, as `validate_answers` does.

    What messages quote of the form is in the language `wording`, if the form has it.
    """
    checking = _AnswerValidator(filled, language, wording)
    return (*checking.answers(), *checking.shapes(), *checking.surplus(), *checking.strays())


def validate_questions(
    filled: EvaluatedForm, addresses: Collection[str], *, language: str, wording: str = ""
) -> tuple[AnswerProblem, ...]:
    """Return the problems of the answers at `addresses` only, as `validate_form` would.

    A dangling reference is a problem here, where it was just submitted; elsewhere it counts as
    blank.
    """
    return tuple(_AnswerValidator(filled, language, wording).answers(addresses))


class _AnswerValidator:
    """Validates one evaluated form, with messages for one reader.

    `spoken` is the language of the form's own words, `language` that of all others.
    """

    def __init__(self, filled: EvaluatedForm, language: str, wording: str) -> None:
        self.filled = filled
        self.language = language
        self.spoken = filled.questionnaire.language_for(wording, language)

    def answers(self, addresses: Collection[str] | None = None) -> Iterator[AnswerProblem]:
        """Yield the problems of relevant answers, all or those at the addresses."""
        scope = self.filled.scope
        for cell in self.filled.cells:
            question = cell.item
            if addresses is not None and cell.address not in addresses:
                continue
            if not cell.relevant or not isinstance(question, Question) or not question.is_validated:
                continue
            text = cell.node.text
            if not text:
                if addresses is not None and self.is_dangling(cell, question, addresses):
                    yield self.lapsed(cell, ConstraintRule.CHOICE)
                elif question.required is not None and question.required.boolean(cell.node, scope):
                    yield self.required(cell, question)
            elif problem := self.value(cell, question, text):
                yield problem

    def required(self, cell: FormNode, question: Question) -> AnswerProblem:
        """Return that an answer is required, or why the submitted one is no longer valid."""
        if question.repeat_choices is not None and cell.given:
            return self.lapsed(cell, ConstraintRule.REQUIRED)
        own = question.required_message
        return self.problem(cell, ConstraintRule.REQUIRED, _REQUIRED, own=own)

    def is_dangling(self, cell: FormNode, question: Question, page: Collection[str]) -> bool:
        """Return whether an answer of a page refers to nothing, and not to a change on that page.

        A change on the same page may remove its target; the answer then counts as blank.
        """
        if question.repeat_choices is None or not cell.given:
            return False
        return not any(
            other.address in page and other.item.path == question.repeat_choices.path
            for other in self.filled.cells
        )

    def lapsed(self, cell: FormNode, rule: ConstraintRule) -> AnswerProblem:
        """Return that an answer refers to one that does not exist."""
        return self.problem(cell, rule, _LAPSED, found=printable(cell.given))

    def value(self, cell: FormNode, question: Question, text: str) -> AnswerProblem | None:
        """Return the first rule that an answer breaks."""
        if len(text) > MAX_TEXT:
            return self.problem(cell, ConstraintRule.LENGTH, _LENGTH, found=str(len(text)))
        if UNFIT.search(text):
            return self.problem(
                cell, ConstraintRule.TYPE, _CHARACTERS, found=describe_forbidden_characters(text)
            )
        if message := _wrong_type(question, text):
            return self.problem(
                cell, ConstraintRule.TYPE, message, found=self.display_text(question, text)
            )
        if question.kind.is_listed and (problem := self.choice(cell, question, text)):
            return problem
        constraint = question.constraint
        if constraint is None or constraint.boolean(cell.node, self.filled.scope):
            return None
        found, own = self.display_text(question, text), question.constraint_message
        return self.problem(
            cell,
            ConstraintRule.CONSTRAINT,
            *self.explain(question, constraint),
            found=found,
            own=own,
        )

    def explain(self, question: Question, constraint: Expression) -> tuple[str, dict[str, str]]:
        """Return the message of a broken constraint, with the bounds that it names, if it does."""
        counted = question.kind.is_number and question.scale is None
        bounds = find_bounds(constraint.source) if counted else None
        if bounds is None:
            return _CONSTRAINT, {}
        numbers = {"low": bounds.low, "high": bounds.high}
        named = {
            name: localise_decimal(format_decimal(number), self.language)
            for name, number in numbers.items()
            if number is not None
        }
        if len(named) == len(numbers):
            return _BETWEEN, named
        return (_AT_LEAST if "low" in named else _AT_MOST), named

    def display_text(self, question: Question, text: str) -> str:
        """Return an answer as people write it, choices by their labels."""
        if question.kind.is_listed:
            return self.named(question, question.kind.split_answer(text))
        return printable(format_answer(question.kind, text, self.language))

    def choice(self, cell: FormNode, question: Question, text: str) -> AnswerProblem | None:
        """Return what is wrong with a choice: not on the list now, or chosen twice."""
        ranked = question.kind.holds is AnswerValue.RANKING
        if ranked and (places := parse_rank(text)):
            return self.misplaced(cell, question, places)
        chosen = question.kind.split_answer(text)
        offered = question.choice_order
        if question.repeat_choices is not None:
            return None  # dangling references were made blank before
        if question.choice_filter is not None:
            offered = {item.name: 0 for item in self.filled.choices(cell)}
        if foreign := [name for name in chosen if name not in offered]:
            found = self.named(question, foreign)
            return self.problem(cell, ConstraintRule.CHOICE, _NOT_CHOICE, found=found)
        if len(set(chosen)) < len(chosen):
            twice = [name for name, times in Counter(chosen).items() if times > 1]
            return self.problem(
                cell, ConstraintRule.CHOICE, _TWICE, found=self.named(question, twice)
            )
        if ranked and (missing := [name for name in offered if name not in chosen]):
            found = self.quoted(question, missing)
            return self.problem(cell, ConstraintRule.CHOICE, _NOT_PLACED, found=found)
        return None

    def misplaced(
        self, cell: FormNode, question: Question, places: dict[str, int]
    ) -> AnswerProblem:
        """Return why ranks are not a ranking: some are shared, or some are missing."""
        if shared := find_tied_ranks(places):
            found = self.quoted(question, shared)
            return self.problem(cell, ConstraintRule.CHOICE, _TIED, found=found)
        found = ", ".join(str(place) for place in sorted(places.values()))
        return self.problem(cell, ConstraintRule.CHOICE, _GAP, found=printable(found))

    def quoted(self, question: Question, names: list[str]) -> str:
        """Return the labels of some choices, quoted."""
        mark = translate(gettext_noop("“%(text)s”"), self.language)
        labels = (
            mark % {"text": text} for text in list_choice_labels(question, names, self.spoken)
        )
        return printable(", ".join(labels), MAX_NAMED)

    def named(self, question: Question, names: list[str]) -> str:
        """Return the labels of some choices; a name without label as it was submitted."""
        return printable(", ".join(list_choice_labels(question, names, self.spoken)))

    def problem(
        self,
        cell: FormNode,
        rule: ConstraintRule,
        msgid: str,
        details: Mapping[str, str] = MappingProxyType({}),
        *,
        found: str = "",
        own: Wording | None = None,
    ) -> AnswerProblem:
        """Build the problem of one answer, in the form's own words if it has any."""
        item, found = cell.item, found or printable(cell.node.text)
        label = pipe_answers(item.label, cell.node, self.filled.scope).say(self.spoken) or item.name
        message = pipe_answers(own, cell.node, self.filled.scope).say(self.spoken) if own else ""
        if isinstance(item, Question) and item.scale:
            details = {**details, "points": self.points(item.scale)}
        if own and message:
            read = pick_language(own.texts, self.spoken)
            path = self.path_of(cell.address)
            foreign = "" if read == self.language else read
            return AnswerProblem(path, label, rule, found, message, foreign)
        return self.build_problem(cell.address, label, rule, found, msgid, details)

    def points(self, scale: RangeSpec) -> str:
        """Return which numbers a range has."""
        low, high = scale.bounds
        numbers = {"low": low, "high": high, "step": abs(scale.step)}
        details = {
            name: localise_decimal(format_decimal(each), self.language)
            for name, each in numbers.items()
        }
        return translate(_FROM_TO, self.language) % details

    def shapes(self) -> Iterator[AnswerProblem]:
        """Yield values of the wrong shape, such as a list where one answer belongs."""
        for address, item, value in self.filled.misfits:
            label = item.label.say(self.spoken) or item.name
            msgid = _NOT_TEXT if isinstance(item, Question) else _NOT_GROUP
            if isinstance(item, Group) and item.repeats and not address.endswith("]"):
                msgid = _NOT_LIST
            yield self.build_problem(address, label, ConstraintRule.TYPE, printable(value), msgid)

    def surplus(self) -> Iterator[AnswerProblem]:
        """Yield the repeats with more instances than can be stored."""
        for address, group, count in self.filled.surplus:
            label = group.label.say(self.spoken) or group.name
            yield self.build_problem(address, label, ConstraintRule.REPEAT, str(count), _REPEAT)
        if self.filled.crowded:
            yield self.build_problem("", "", ConstraintRule.REPEAT, "", _CROWDED)

    def strays(self) -> Iterator[AnswerProblem]:
        """Yield values that belong to no question."""
        for address, value in self.filled.strays[:MAX_UNKNOWN]:
            name = printable(address)
            yield self.build_problem(name, name, ConstraintRule.UNKNOWN, printable(value), _UNKNOWN)

    def build_problem(
        self,
        address: str,
        label: str,
        rule: ConstraintRule,
        found: str,
        msgid: str,
        details: Mapping[str, str] = MappingProxyType({}),
    ) -> AnswerProblem:
        """Build a problem from a message of our own."""
        limit = MAX_TEXT if rule is ConstraintRule.LENGTH else MAX_INSTANCES
        named = {"question": label, "found": found, "limit": str(limit), **details}
        message = translate(msgid, self.language) % named
        return AnswerProblem(self.path_of(address), label, rule, found, message)

    def path_of(self, address: str) -> str:
        """Return the path of an address, with its positions."""
        return f"{self.filled.questionnaire.root.path}/{address}".rstrip("/")


def matches_type(question: Question, text: str) -> bool:
    """Return whether a text can be an answer to a question, by its type."""
    return _wrong_type(question, text) is None


def _wrong_type(question: Question, text: str) -> str | None:
    """Return the message about a text of the wrong type, None if it is valid."""
    for is_valid, refusal in question.kind.traits.checks:
        if not is_valid(text):
            return refusal
    on_scale = question.scale is None or Decimal(text) in question.scale
    return None if on_scale else NOT_ON_SCALE
