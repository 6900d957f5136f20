"""What a walk searches with: texts that fit a pattern, and how far answers are from a condition."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questionnaires.factories import TODAY
from vecu.questionnaires.analysis.regex_samples import generate_matching_strings
from vecu.questionnaires.expressions import EvaluationScope, compile_expression
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.model import Question
from vecu.questionnaires.question_types import QuestionType
from vecu.questionnaires.simulation.branch_distance import measure_branch_distance

PATTERNS = [
    r"^[A-Z]{2}-[0-9]{3}-[A-Z]{2}$", r"^0[67]( ?\d{2}){4}$", r"^\+33 [1-9]( \d\d){4}$",
    r"^(?:0[1-9]|[1-8]\d|9[0-5])\d{3}$", r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", r"^(\w)\1$",
    r"^[^a-z]{3,}$", r"^\S+ \S+$", r"a+b*c?", r"^(yes|no)$", r"^.{5}$", r"^\d+([.,]\d{1,2})?$",
]  # fmt: skip


@given(st.sampled_from(PATTERNS), st.integers(0, 10_000))
def test_a_text_drawn_from_a_pattern_fits_it(pattern, seed):
    for text in generate_matching_strings(pattern, Random(seed)):  # noqa: S311 - simulated, not secret
        assert re.search(pattern, text)


@pytest.mark.parametrize("pattern", ["(", "[", "*", "(?<=x)y{9999999}", "\\", "a{2,1}"])
def test_a_pattern_that_cannot_be_drawn_from_gives_short_texts_or_none(pattern):
    drawn = generate_matching_strings(pattern, Random(1))  # noqa: S311
    assert all(len(text) <= 500 for text in drawn)


def answers(**values: str) -> XPathNode:
    data = XPathNode("data")
    for name, text in values.items():
        data.add(name, text)
    return data


GROUP = "if(/data/a = 'x' and /data/n > 10, 'expert', 'novice')"
QUESTIONS = {
    "/data/group": Question(
        "/data/group", QuestionType.CALCULATE, calculate=compile_expression(GROUP)
    ),
}  # fmt: skip


def far(condition: str, data: XPathNode, *, wanted: bool = True) -> float:
    return measure_branch_distance(condition, QUESTIONS, wanted=wanted)(
        data, EvaluationScope(root=data, today=TODAY)
    )


@pytest.mark.parametrize(
    "condition", ["/data/a = 'x' and /data/b = 'y'", "/data/n >= 5", "not(/data/a = 'z')"]
)
def test_a_condition_that_holds_is_not_far(condition):
    data = answers(a="x", b="y", n="7")
    assert far(condition, data) == 0
    assert far(condition, data, wanted=False) > 0


def test_every_part_that_is_missing_makes_it_farther():
    condition = "/data/a = 'x' and /data/b = 'y' and /data/c = 'z'"
    steps = [
        answers(a="?", b="?", c="?"),
        answers(a="x", b="?", c="?"),
        answers(a="x", b="?", c="z"),
    ]
    distances = [far(condition, data) for data in steps]
    assert distances == sorted(distances, reverse=True)
    assert len(set(distances)) == 3


def test_of_alternatives_the_nearest_counts():
    data = answers(a="x", n="1")
    assert far("/data/a = 'x' or /data/n = 100", data) == 0
    assert far("/data/a = 'q' or /data/n = 2", data) == far("/data/n = 2", data)


def test_numbers_are_nearer_the_nearer_they_are():
    assert far("/data/n = 100", answers(n="99")) < far("/data/n = 100", answers(n="50"))
    assert far("/data/n = 100", answers(n="50")) < far("/data/n = 100", answers(n=""))


def test_a_calculation_is_looked_into():
    """Neither answer alone makes an expert, yet each brings one nearer."""
    condition = "/data/group = 'expert'"
    none = far(condition, answers(a="", n="", group="novice"))
    one = far(condition, answers(a="x", n="", group="novice"))
    both = far(condition, answers(a="x", n="11", group="expert"))
    assert none > one > both == 0
    assert far("/data/group != 'novice'", answers(a="x", n="", group="novice")) == one
