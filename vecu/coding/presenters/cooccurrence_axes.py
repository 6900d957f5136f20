"""Options for the axes of co-occurrence: the codes of a branch, or those used on a question.

Each option has a key for the query string: the id of the branch's top code, or the name of the
question as in URLs.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.analysis.code_groups import CodeGroup
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.cooccurrence import Axis
from vecu.coding.code_tree import map_descendants
from vecu.coding.models import Code
from vecu.coding.queries.codebook import Codes
from vecu.questionnaires import Question, page_key
from vecu.search_folding import fold_for_search
from vecu.translation import pick_language

LIMITS, STRATEGIES, TASKS = ("limit",), ("strateg",), ("task", "tache")
"""Beginnings of the names of the branches and questions that are used by default."""


@dataclass(frozen=True, slots=True)
class AxisOption:
    """An option for an axis: a branch or a question, with its `name`."""

    key: str
    name: str
    language: str
    branch: Code | None = None
    question: Question | None = None

    def is_named(self, beginnings: Collection[str], codes: Codes) -> bool:
        """Return whether a branch, or the question that it applies to, is called so."""
        names = [self.question.name] if self.question else []
        if self.branch:
            questions = codes.questions(self.branch)
            names = [self.branch.name, *(path.rpartition("/")[2] for path in questions)]
        return any(fold_for_search(name).startswith(each) for name in names for each in beginnings)


def list_options(
    codes: Codes, language: str, questions: Iterable[Question], reader: str
) -> list[AxisOption]:
    """Return the options for an axis: branches in the codebook's order, then questions.

    `language` is the codebook's; questions are labelled in the language of the `reader`.
    """
    parents = {code.parent_id for code, _depth in codes.offered}
    branches = [code for code, _depth in codes.offered if code.id in parents]
    return [
        *(AxisOption(str(code.id), code.name, language, branch=code) for code in branches),
        *(
            _question_option(question, pick_language(question.label.texts, reader))
            for question in questions
        ),
    ]


def _question_option(question: Question, language: str) -> AxisOption:
    name = question.label.say(language) or question.name
    return AxisOption(page_key(question.path.split("/", 2)[2]), name, language, question=question)


def get_default_options(options: Sequence[AxisOption], codes: Codes) -> tuple[str, str, str]:
    """Return the keys of rows, columns and tasks, '' for none.

    Limits, strategies and tasks where they are called so; else the first two options.
    """
    limits, strategies, tasks = (
        next((each.key for each in options if each.is_named(beginnings, codes)), "")
        for beginnings in (LIMITS, STRATEGIES, TASKS)
    )
    left = (each.key for each in options if each.key not in {limits, strategies, tasks})
    rows = limits or next(left, tasks)
    columns = strategies or next(left, rows)
    return rows, columns, tasks if tasks not in {rows, columns} else ""


def build_axis(option: AxisOption, codes: Codes, texts: Iterable[TextCodes]) -> Axis:
    """Return the groups of an axis, in the codebook's order."""
    if option.question:
        return Axis(list(_put_on(option.question.path, codes, texts)), option.question.path)
    return Axis(list(_below(option.branch, codes))) if option.branch else Axis([])


def _below(branch: Code, codes: Codes) -> Iterator[CodeGroup]:
    """Yield the children of a code, each with its descendants, then the code alone."""
    below = map_descendants(codes.parents)
    for code, _depth in codes.lines:
        if code.parent_id == branch.id:
            yield CodeGroup(code.id, below[code.id])
    yield CodeGroup(branch.id, frozenset({branch.id}), own=True)


def _put_on(question: str, codes: Codes, texts: Iterable[TextCodes]) -> Iterator[CodeGroup]:
    """Yield each code that answers to a question carry, or may carry, each as its own group."""
    put: set[UUID] = set()
    for text in texts:
        if text.question == question:
            put |= text.codes | text.open
    for code, _depth in codes.lines:
        if code.id in put:
            yield CodeGroup(code.id, frozenset({code.id}))
