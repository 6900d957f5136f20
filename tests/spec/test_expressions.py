"""The expression language, as its two standards describe it.

Expected values come from XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116), whose own
examples are marked `XPath`, from the ODK XForms specification
(https://getodk.github.io/xforms-spec), marked `XForms`, or are worked out by hand beside the case.
"""

import math
import pickle
from datetime import date, datetime

import pytest

from vecu.questionnaires.expressions import EvaluationScope, ExpressionError, compile_expression
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.typography import apply_typography

TODAY = date(2026, 11, 24)


def worker() -> XPathNode:
    """/data with two stories, a person's context, and one empty answer."""
    data = XPathNode("data")
    data.set("version", "7")
    for task, minutes, known in (("letters", "30", "yes"), ("minutes", "45", "no")):
        story = data.add("story")
        story.add("task", task)
        story.add("minutes", minutes)
        story.add("known", known)
    work = data.add("work")
    work.add("sector", "social")
    work.add("tools", "chatgpt mistral other")
    work.add("age", "42")
    work.add("since", "2025-03-01")
    work.add("worries", "")
    return data


DATA = worker()
WORK = DATA.named("work")[0]
AGE = WORK.named("age")[0]
SECOND = DATA.named("story")[1]


def sectors() -> XPathNode:
    """Build the secondary instance of a list of choices, as a form holds it."""
    root = XPathNode("root")
    for name, label in (("social", "Social work"), ("health", "Health")):
        item = root.add("item")
        item.add("name", name)
        item.add("label", label)
    return root


SCOPE = EvaluationScope(root=DATA, today=TODAY, instances={"sector": sectors()})


def string(source: str, node: XPathNode = AGE) -> str:
    return compile_expression(source).string(node, SCOPE)


def number(source: str, node: XPathNode = AGE) -> float:
    return compile_expression(source).number(node, SCOPE)


def boolean(source: str, node: XPathNode = AGE) -> bool:
    return compile_expression(source).boolean(node, SCOPE)


def texts(source: str, node: XPathNode = AGE) -> list[str]:
    return [found.text for found in compile_expression(source).nodes(node, SCOPE)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/data/work/sector", ["social"]),
        ("../sector", ["social"]),
        ("../../work/./sector", ["social"]),
        (".", ["42"]),
        ("/data/nothing", []),
        ("/other/work/sector", []),
        ("../../../../x", []),
        ("/data/story/task", ["letters", "minutes"]),
        ("/data/story[2]/task", ["minutes"]),
        ("/data/story[3]/task", []),
        ("/data/story[1.5]/task", []),
        ("/data/story[last()]/task", ["minutes"]),
        ("/data/story[position() = 1]/task", ["letters"]),
        ("/data/story[position() < last()]/task", ["letters"]),
        ("/data/story[known = 'no']/task", ["minutes"]),
        ("/data/story[known = 'no'][1]/task", ["minutes"]),
        ("/data/story[known]/task", ["letters", "minutes"]),
        ("/data/story[number('2')]/task", ["minutes"]),
        ("(/data/story/task)[2]", ["minutes"]),
        ("/data/story/task[1]", ["letters", "minutes"]),
        ("//task", ["letters", "minutes"]),
        ("/data//known", ["yes", "no"]),
        ("/data/story[1]/*", ["letters", "30", "yes"]),
        ("/data/@version", ["7"]),
        ("/data/@*", ["7"]),
        ("/data/attribute::version/..//sector", ["social"]),
        ("/child::data/child::work/child::sector", ["social"]),
        ("preceding-sibling::*", ["social", "chatgpt mistral other"]),
        ("preceding-sibling::*[1]", ["chatgpt mistral other"]),
        ("following-sibling::*[1]", ["2025-03-01"]),
        ("ancestor::data//task", ["letters", "minutes"]),
        ("preceding::known", ["yes", "no"]),
        ("preceding::known[1]", ["no"]),
        ("/data/story[1]/known/following::known", ["no"]),
        ("/data/story/known | /data/story/task", ["letters", "yes", "minutes", "no"]),
        ("/data/story/task | /data/story/task", ["letters", "minutes"]),
        ("//known/../task", ["letters", "minutes"]),
        ("/data/story/*/../task", ["letters", "minutes"]),
        ("self::age", ["42"]),
        ("self::other", []),
        ("instance('sector')/root/item[name = current()/../sector]/label", ["Social work"]),
        ("instance('sector')/root/item[name = /data/work/sector]/label", ["Social work"]),
        ("instance('unknown')/root/item", []),
        ("if(. > 40, ../sector, ../tools)", ["social"]),
    ],
)
def test_a_path_reaches_these_nodes(source, expected):
    assert texts(source) == expected


def test_the_string_value_of_a_group_is_that_of_all_below_it():
    assert string("/data/story[1]") == "letters30yes"


def test_the_document_is_above_the_top_element():
    assert [node.name for node in compile_expression("/*").nodes(AGE, SCOPE)] == ["data"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("5 mod 2", 1),  # XPath 3.5
        ("5 mod -2", 1),  # XPath 3.5
        ("-5 mod 2", -1),  # XPath 3.5
        ("-5 mod -2", -1),  # XPath 3.5
        ("1.5 mod 0.5", 0),  # XPath 3.5
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("10 - 3 - 2", 5),
        ("8 div 2 div 2", 2),
        ("--2", 2),
        ("---2", -2),
        ("2 - -1", 3),
        ("1 + 2 + 3 + 4", 10),
        (". * 2", 84),
        ("../age - 1", 41),
        ("floor(-1.5)", -2),
        ("ceiling(-1.5)", -1),
        ("int(-1.5)", -1),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(3.14159, 2)", 3.14),
        ("round(1250, -2)", 1300),
        ("abs(-3)", 3),
        ("pow(2, 0.5) * pow(2, 0.5) - 2 < 0.001", 1),
        ("sqrt(2) = pow(2, 0.5)", 1),
        ("exp10(3)", 1000),
        ("round(atan2(1, 1) * 4, 4) = round(pi(), 4)", 1),
        ("sum(/data/story/minutes)", 75),
        ("sum(/data/nothing)", 0),
        ("min(/data/story/minutes)", 30),
        ("max(/data/story/minutes, 100)", 100),
        ("count(/data/story)", 2),
        ("count-non-empty(/data/work/*)", 4),
        ("count-selected(../tools)", 3),
        ("string-length('œuvre')", 5),
        ("number(true())", 1),
        ("position(/data/story[2])", 2),
        ("decimal-time('18:00:00.000+01:00')", 0.75),  # XForms: 6pm is 0.75
        ("decimal-time('12:00')", 0.5),  # XForms: noon is 0.5
        ("decimal-date-time('1970-01-02T00:00:00.000Z')", 1),
        ("decimal-date-time('1970-01-02T12:00:00.000+12:00')", 1),
        ("number('1970-02-01')", 31),
        ("date('1970-01-31') + 1", 31),
        ("today() - ../since", 633),  # 2025-03-01 to 2026-03-01: 365, to 2026-11-24: 268 more
        ("number(' 7 ')", 7),
        ("number('1e3')", 1000),
    ],
)
def test_a_number_is_worked_out(source, expected):
    assert number(source) == pytest.approx(expected)


@pytest.mark.parametrize(
    "source",
    [
        "int('')", "number('abc')", "number('')", "../worries + 1", "0 div 0", "1 mod 0",
        "(1 div 0) mod 2", "min(/data/nothing)", "max(1, 'x')", "sqrt(-1)", "log(-1)",
        "pow(-8, 0.5)", "round('x')", "round(1, 'x')", "floor('')", "sum(/data/work/*)",
        "position(/data/nothing)",
        "decimal-time('25:00')", "decimal-date-time('soon')", "number('1_000')", "number('inf')",
        "number('٤٢')", "number('2026-02-30')", "number('0000-01-01')", "abs('x')", "-../worries",
    ],
)  # fmt: skip
def test_what_is_no_number_is_nan_and_never_an_error(source):
    assert math.isnan(number(source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("substring('12345', 2, 3)", "234"),  # XPath 4.2, as are the seven that follow
        ("substring('12345', 2)", "2345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', 1, 0 div 0)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring('12345', -1 div 0, 1 div 0)", ""),
        # By the same section: every position is ≥ round(−∞), none is ≥ round(NaN) or round(∞).
        ("substring('12345', -1 div 0)", "12345"),
        ("substring('12345', 0 div 0)", ""),
        ("substring('12345', 1 div 0)", ""),
        ("substring('12345', 2, 1 div 0)", "2345"),
        ("substring('12345', 2, -1 div 0)", ""),
        ("substring('12345', -1 div 0, 3)", ""),
        ("substring-before('1999/04/01', '/')", "1999"),  # XPath 4.2
        ("substring-after('1999/04/01', '/')", "04/01"),  # XPath 4.2
        ("substring-after('1999/04/01', '19')", "99/04/01"),  # XPath 4.2
        ("substring-before('a', 'x')", ""),
        ("translate('bar', 'abc', 'ABC')", "BAr"),  # XPath 4.2
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),  # XPath 4.2
        ("translate('aa', 'aa', 'bc')", "bb"),
        ("normalize-space('  a \t\n b ')", "a b"),
        ("concat('a', 1, true())", "a1true"),
        ("concat(/data/story/task, '!')", "lettersminutes!"),
        ("join(', ', /data/story/task, 'more')", "letters, minutes, more"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -3, -1)", "ll"),
        ("substr('hello', 0 div 0)", "hello"),
        ("string(0.1 + 0.2 > 0.3)", "true"),
        ("string(1 div 3)", "0.3333333333333333"),
        ("string(10000000000 * 10000000000 * 100)", "10000000000000000000000"),
        ("string(1 div 10000000)", "0.0000001"),
        ("string(-0)", "0"),
        ("string(-1 div 0)", "-Infinity"),
        ("string()", "42"),
        ("selected-at(../tools, 1)", "mistral"),
        ("selected-at(../tools, 3)", ""),
        ("selected-at(../tools, -1)", ""),
        ("selected-at(../tools, 'x')", ""),
        ("coalesce(../worries, ../sector)", "social"),
        ("coalesce(../worries, /data/nothing)", ""),
        ("once('new')", "42"),
        ("if(. >= 18, 'adult', 'child')", "adult"),
        ("if(../worries, 'there is a node', '')", "there is a node"),
        ("name()", "age"),
        ("name(/data/story)", "story"),
        ("today()", "2026-11-24"),
        ("now()", "2026-11-24T00:00:00.000"),
        ("date('2026-11-24T23:30:00.000-11:00')", "2026-11-24"),
        ("date(31)", "1970-02-01"),
        ("date('31')", "1970-02-01"),
        ("date('never')", ""),
        ("date(1 div 0)", ""),
        ("date(today() + 7)", "2026-12-01"),
        ("date-time('2026-11-24T09:30:00Z')", "2026-11-24T09:30:00.000"),
        ("format-date('2026-01-09', '%d/%m/%Y %e %n %y %b %a %%')", "09/01/2026 9 1 26 Jan Fri %"),
        ("format-date-time('2026-01-09T05:06:07.089Z', '%H %h %M %S %3')", "05 5 06 07 089"),
        ("format-date(../worries, '%Y')", ""),
    ],
)
def test_a_text_is_worked_out(source, expected):
    assert string(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (". >= 0 and . <= 168", True),
        (". > 42", False),
        ("18 < .", True),
        ("'42' = .", True),
        (". = '42.0'", False),
        (". = 42.0", True),
        ("../sector = 'social'", True),
        ("../sector != 'social'", False),
        ("../worries = 0", False),  # an empty node is NaN
        ("../worries < 1 or ../worries >= 1", False),
        ("../worries = ''", True),
        ("/data/nothing = ''", False),  # no node at all equals nothing
        ("/data/nothing != ''", False),
        ("/data/story/minutes = 45", True),  # XPath 3.4: when one of the nodes does
        ("/data/story/minutes != 45", True),
        ("not(/data/story/minutes = 46)", True),
        ("/data/story/task = /data/story/known", False),
        ("/data/story/minutes > /data/work/age", True),
        ("/data/story = true()", True),
        ("/data/nothing = false()", True),
        ("1 = true()", True),
        ("'' = false()", True),
        ("'10' > '9'", True),  # XPath 3.4: order is of numbers
        ("'b' > 'a'", False),
        ("1 = 1 = true()", True),
        ("3 > 2 > 1", False),  # XPath 3.4: (3 > 2) > 1, true is not above 1
        ("true() < '10'", True),  # XPath 3.4: order is of numbers, 1 < 10
        ("true() > /data/nothing", True),  # XPath 3.4: a boolean and nodes compare as booleans
        ("true() or 1 div 0", True),
        ("1 and 0 or 1", True),
        ("1 or 0 and 0", True),
        ("false() or false() or true()", True),
        ("true() and true() and 0", False),
        ("'false'", True),
        ("0", False),
        ("0 div 0", False),
        ("/data/work/worries", True),  # XPath 4.3: a node is there, though empty
        ("/data/nothing", False),
        ("boolean-from-string('true')", True),
        ("boolean-from-string('yes')", False),
        ("selected(../tools, 'mistral')", True),
        ("selected(../tools, 'mist')", False),
        ("selected(../tools, '')", False),
        ("contains(../sector, 'oci')", True),
        ("starts-with(../sector, 'so')", True),
        ("ends-with(../sector, 'al')", True),
        ("regex(., '^[0-9]{2}$')", True),
        ("regex('abc123', '[0-9]+')", True),
        ("regex('é', '^[a-z]$')", False),
        ("checklist(2, 3, true(), 'x', false())", True),
        ("checklist(-1, 1, true(), true())", False),
        ("checklist(2, -1, /data/work/*)", True),
        ("weighted-checklist(5, -1, 2 > 1, 3, 1 > 0, 2)", True),
        ("weighted-checklist(-1, 2, 2 > 1, 3)", False),
        ("../since < today()", True),
        ("../since = '2025-03-01'", True),
        ("today() = '2026-11-24T00:00:00.000Z'", True),
        ("../since > date('2025-02-28') and ../since < date('2025-03-02')", True),
        ("'2012-07-24' > '2012-07-23'", True),
        ("today() > ../worries", False),
        ("if(true(), today(), '') >= '2026-11-24'", True),
    ],
)
def test_a_condition_holds_or_not(source, expected):
    assert boolean(source) is expected


def test_star_div_and_mod_are_names_where_a_name_is_expected():
    """XPath 3.7: what stands before decides."""
    data = XPathNode("data")
    for name, text in (("div", "6"), ("mod", "4"), ("and", "1"), ("a-b", "5")):
        data.add(name, text)
    scope = EvaluationScope(root=data, today=TODAY)
    assert compile_expression("div div mod").number(data, scope) == 1.5
    assert compile_expression("* * *").number(data, scope) == 36
    assert compile_expression("and and and").boolean(data, scope) is True
    assert compile_expression("a-b - 1").number(data, scope) == 4


def test_position_counts_siblings_of_the_same_name():
    assert number("position(..)", SECOND.named("task")[0]) == 2


def test_current_is_the_question_that_holds_the_expression_also_inside_predicates():
    source = "count(/data/story[known = current()/known])"
    assert number(source, SECOND) == 1


def test_now_comes_from_the_scope():
    scope = EvaluationScope(root=DATA, today=TODAY, now=datetime(2026, 11, 24, 9, 30))  # noqa: DTZ001
    assert compile_expression("now()").string(AGE, scope) == "2026-11-24T09:30:00.000"


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("/data/work/age > 18 and ../sector = 'x'", ("/data/work/age", "../sector")),
        (". + . + ./a", (".", "a")),
        ("/data/story[known = 'no']/task", ("/data/story/known", "/data/story/task")),
        ("sum(//minutes)", ("/descendant-or-self::node()/minutes",)),
        ("instance('s')/root/item[name = current()/../sector]/label", ("../sector",)),
        ("instance('s')/root/item[name = /data/work/sector]/label", ("/data/work/sector",)),
        ("(../a | ../b)[1]", ("../a", "../b")),
        ("today()", ()),
        ("/data/@version", ("/data/@version",)),
    ],
)
def test_an_expression_knows_the_answers_it_reads(source, paths):
    assert compile_expression(source).paths == paths


def test_an_expression_knows_the_instances_it_reads():
    assert compile_expression("instance('s')/root/item[1]").instances == ("s",)


def test_an_expression_is_compiled_once_compares_by_source_and_survives_pickling():
    expression = compile_expression("1 + 1")
    assert compile_expression("1 + 1") is expression
    assert pickle.loads(pickle.dumps(expression)) == expression  # noqa: S301


@pytest.mark.parametrize(
    ("source", "column", "words"),
    [
        ("", 1, "a value was expected"),
        ("/data/age >", 12, "a value was expected"),
        ("/data/age >> 3", 12, "“>” found"),
        ("a b", 3, "an operator was expected and “b” found"),
        ("(1", 3, "“)” was expected"),
        ("a[1", 4, "“]” was expected"),
        ("'abc", 1, "never ends"),
        ("“yes”", 1, "straight quotes"),
        ("${age} > 1", 1, "${name}"),
        ("1 # 2", 3, "# means nothing"),
        ("sideways::x", 1, "“sideways” is no axis"),
        ("comment()", 1, "“comment()” is not read"),
        ("1 + selectd(., 'a')", 5, "Did you mean selected"),
        ("zzzz()", 1, "no function zzzz()"),
        ("selected(.)", 1, "takes 2 values and got 1"),
        ("round(1, 2, 3)", 1, "takes 1–2 values and got 3"),
        ("if(1, 2)", 1, "takes 3 values and got 2"),
        ("join()", 1, "takes 1–∞ values and got 0"),
        ("count('x')", 7, "where questions are needed"),
        ("1 | .", 1, "where questions are needed"),
        ("'x'/y", 1, "where questions are needed"),
        ("instance(.)", 1, "a name between quotes"),
        ("regex(., '(')", 10, "pattern"),
        ("format-date(., '%Q')", 16, "%Q is not understood"),
        ("format-date(., '%')", 16, "% is not understood"),
        ("weighted-checklist(1, 2, .)", 1, "one is alone"),
        ("distanse(.)", 1, "Did you mean distance"),
        ("randomize('x')", 11, "where questions are needed"),
        ("randomize(., 1, 2)", 1, "takes 1–2 values and got 3"),
        ("digest(., 'SHA-3')", 11, "does not know “SHA-3”. Use one of MD5"),
        ("digest(., 'MD5', 'octal')", 18, "does not know “octal”. Use one of base64, hex"),
        ("indexed-repeat(., ../x, 1, ../y)", 1, "one is alone"),
        ("jr:choice-name(., .)", 1, "a name between quotes"),
        ("jr:itext(.)", 1, "a name between quotes"),
        ("pulldata('towns', 'mayor', 'name')", 1, "takes 4 values and got 3"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_finding_and_advice(source, column, words):
    with pytest.raises(ExpressionError) as refusal:
        compile_expression(source)
    assert refusal.value.column == column
    assert words in str(refusal.value)


def test_a_refusal_is_translated_whole_into_french():
    with pytest.raises(ExpressionError) as refusal:
        compile_expression("zzzz()")
    assert refusal.value.message.say("fr") == apply_typography(
        "Au caractère 1 de « zzzz() » : la fonction zzzz() n’existe pas. "
        "Consultez la liste des fonctions.",
        "fr",
    )


def test_a_refusal_quotes_the_place_not_the_whole():
    with pytest.raises(ExpressionError) as refusal:
        compile_expression("1 + " * 1000 + "zzzz() + 1")
    assert "zzzz() + 1”" in str(refusal.value)
    assert len(str(refusal.value)) < 250


def test_nodes_are_refused_of_an_expression_that_gives_none():
    with pytest.raises(ExpressionError, match="where questions are needed"):
        compile_expression("1 + 1").nodes(AGE, SCOPE)
