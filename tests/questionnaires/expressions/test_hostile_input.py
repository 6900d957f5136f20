"""The expression language under input that means harm, or means nothing."""

import math
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.spec.test_expressions import AGE, DATA, SCOPE, boolean
from vecu.questionnaires.expressions import ExpressionError, compile_expression
from vecu.questionnaires.expressions.coercion import format_xpath_number, parse_number
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.expressions.regex import compile_pattern
from vecu.questionnaires.expressions.registry import FUNCTIONS

PIECES = [
    *FUNCTIONS, "if", "instance", "(", ")", "[", "]", ",", "/", "//", ".", "..", "@", "*", "::",
    "|", "child", "ancestor", "preceding", "and", "or", "div", "mod", "+", "-", "=", "!=", "<",
    ">=", "data", "work", "age", "story", "0", "1", "2.5", "'a'", "'%Y'", '"2026-11-24"', " ",
    "text()", "node()", "/data/work/age", "/data/story", "1 div 0", "''", "'('", "\x00", "\ud800",
    "é", "$", "'",
]  # fmt: skip
ANSWERS = st.text() | st.sampled_from(
    [
        "",
        "0",
        "48.1 2.2",
        "48 2;49 2;48 3;48 2",
        "90 180 0 0;",
        "-1",
        "1e400",
        "nan",
        "2026-11-24",
        "9999-12-31",
    ]
)


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("((((")
@example("a/b[c/d[e]]")
def test_any_text_is_read_or_refused_and_what_is_read_evaluates(source):
    """Only ExpressionError, and only from compiling (`nodes` apart)."""
    try:
        expression = compile_expression(source)
    except ExpressionError:
        return
    assert isinstance(expression.boolean(AGE, SCOPE), bool)
    assert isinstance(expression.number(AGE, SCOPE), float)
    assert isinstance(expression.string(AGE, SCOPE), str)


CALLS = {
    "selected(., 'a')", "selected-at(., .)", "count-selected(.)", "int(.)", "round(., .)",
    "date(.)", "date-time(.)", "format-date(., '%Y %b %a %3')", "format-date('2026-11-24', .)",
    "regex(., 'a+')", "regex('abc', .)", "substr(., ., .)", "substring(., ., .)",
    "translate(., ., .)", "pow(., .)", "exp(.)", "exp10(.)", "log(.)", "atan2(., .)", "asin(.)",
    "checklist(., ., .)", ". div .", ". mod .", ". + . - . * .", ". = today()", ". < now()",
    "decimal-time(.)", "/data/story[.]", "weighted-checklist(., ., ., .)", "min(., .)", "max(.)",
    "-.", "floor(.)", "string-length(.)", "decimal-date-time(.)", "normalize-space(.)",
    "substring-before(., .)", "boolean-from-string(.)",
    "distance(., .)", "area(.)", "geofence(., .)", "intersects(.)", "digest(., .)",
    "digest(., 'SHA-256', .)", "base64-decode(.)", "pulldata(., ., ., .)", "uuid(.)", "random()",
    "randomize(//*, .)", "indexed-repeat(//task, /data/story, .)", "/data/story[text() = .]",
    "lang(.)", "id(.)", "jr:choice-name(., '.')", "jr:itext('x')",
}  # fmt: skip


@pytest.mark.parametrize("source", sorted(CALLS))
@settings(deadline=None)
@given(answer=ANSWERS)
def test_no_answer_makes_an_expression_raise(source, answer):
    node, expression = XPathNode("answer", answer), compile_expression(source)
    assert isinstance(expression.boolean(node, SCOPE), bool)
    assert isinstance(expression.number(node, SCOPE), float)
    assert isinstance(expression.string(node, SCOPE), str)


@given(st.floats())
def test_a_number_that_is_written_reads_back_the_same(number):
    again = parse_number(format_xpath_number(number))
    if math.isfinite(number):
        assert again == number
        assert "e" not in format_xpath_number(number)
    else:
        assert math.isnan(again)  # XPath 4.4: no text reads as an infinity


@pytest.mark.parametrize(
    "source",
    [
        "(" * 10_000,
        "(" * 10_000 + "1" + ")" * 10_000,
        "not(" * 5_000 + "1" + ")" * 5_000,
        "a[" * 5_000 + "1" + "]" * 5_000,
        "1" + " - 1" * 10_000,
        "1" * 2_000_000,
        "x" * 2_000_000,
        "(" * 1_000_000,
    ],
    ids=lambda source: f"{source[:5]}-{len(source)}",
)
def test_a_bomb_is_refused(source):
    with pytest.raises(ExpressionError):
        compile_expression(source)


def test_the_deepest_expression_that_is_read_can_be_evaluated():
    assert boolean("not(" * 90 + "1" + ")" * 90) is True
    assert boolean("(" * 97 + "/data" + ")/work" * 97) is False
    assert boolean("1" + " - 1" * 97) is True


def test_long_chains_are_not_deep():
    assert boolean(" or ".join(["false()"] * 2_000) + " or true()") is True
    assert compile_expression(" + ".join(["1"] * 2_000)).number(DATA, SCOPE) == 2_000


def test_a_pattern_that_backtracks_without_end_matches_nothing():
    node = XPathNode("answer", "a" * 40 + "!")
    assert compile_expression(r"regex(., '^(a|a|aa)+$')").boolean(node, SCOPE) is False


@pytest.mark.parametrize(
    "pattern",
    [
        "a{99999999}",
        "(?:a|b){99999999}",
        "(((a{100}){100}){100}){100}",
        "(?:ab?c{0,3}){1000000}",
        "a{" + "9" * 5_000 + "}",
        "[a-z]{10000}[a-z]{10000}",
    ],
    ids=lambda pattern: pattern[:20],
)
def test_a_pattern_whose_repetitions_would_fill_the_memory_is_refused(pattern):
    """Each asks for more characters than any answer has."""
    with pytest.raises(ExpressionError, match="more than 10,000 characters"):
        compile_expression(f"regex(., '{pattern}')")
    assert boolean(f"regex(., concat('{pattern}', ''))") is False


@pytest.mark.parametrize("pattern", ["[a-z]{10000}", "(a{100}){100}", "a{0,99999}", "a{9999}"])
def test_a_pattern_that_some_answer_may_fit_is_read(pattern):
    assert isinstance(boolean(f"regex(., '{pattern}')"), bool)


@pytest.mark.parametrize("piece", ["[", "[[:a", "(", "{9", "a{1}", "[\\", "(a*)*b", "\\", "[a-"])
def test_a_long_pattern_is_read_or_refused(piece):
    with suppress(ExpressionError):
        boolean(f"regex('a', '{piece * (90_000 // len(piece))}')")


def test_a_text_over_the_bound_matches_nothing():
    expression = compile_expression("regex(., 'a')")
    assert expression.boolean(XPathNode("answer", "a" * 10_000), SCOPE) is True
    assert expression.boolean(XPathNode("answer", "a" * 10_001), SCOPE) is False


@given(st.text())
def test_any_pattern_from_an_answer_is_tried_or_matches_nothing(pattern):
    assert isinstance(
        compile_expression("regex('abc', .)").boolean(XPathNode("a", pattern), SCOPE), bool
    )


def test_a_pattern_is_compiled_once():
    assert compile_pattern("[0-9]+") is compile_pattern("[0-9]+")


def test_the_longest_line_that_is_searched_for_crossings_is_bounded():
    spiral = ";".join(f"{n % 89} {n % 178} 0 0" for n in range(200))
    boolean(f"intersects('{spiral}')")
    straight = ";".join(f"{n / 10} {n * n / 2000} 0 0" for n in range(200))
    assert boolean(f"intersects('{straight}')") is False
