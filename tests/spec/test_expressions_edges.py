"""Where a value is blank, out of range, or at the edge of what a function takes.

Expected values come from XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116), from XPath
Functions 3.0 (https://www.w3.org/TR/xpath-functions-30), which the XForms specification names for
the functions on numbers, from ECMAScript 2023 for patterns, from Unicode's CLDR 45 for the names of
months and days, and from what ODK's two web engines answer (openrosa-xpath-evaluator 2.0.13,
@getodk/xforms-engine 0.22), where named.
"""

import math
from datetime import date

import pytest

from vecu.questionnaires.expressions import EvaluationScope, ExpressionError, compile_expression
from vecu.questionnaires.expressions.nodes import XPathNode

TODAY = date(2026, 11, 24)


def form() -> XPathNode:
    """/data with an empty answer, a list of names and a day."""
    data = XPathNode("data")
    data.add("blank")
    data.add("zero", "0")
    data.add("tools", "mistral chatgpt")
    data.add("day", "2026-08-07")
    return data


DATA = form()
BLANK = DATA.named("blank")[0]


def scope(language: str = "") -> EvaluationScope:
    return EvaluationScope(root=DATA, today=TODAY, language=language)


def string(source: str, language: str = "") -> str:
    return compile_expression(source).string(BLANK, scope(language))


def number(source: str) -> float:
    return compile_expression(source).number(BLANK, scope())


# ── numbers ──


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("log(0)", -math.inf),  # XPath 3.0, 4.8.4: math:log(0) returns -INF
        ("log10(0)", -math.inf),  # XPath 3.0, 4.8.5
        ("pow(0, -1)", math.inf),  # XPath 3.0, 4.8.6: math:pow(0e0, -3) returns INF
        ("pow(0, -2.5)", math.inf),
        ("pow(0, 0)", 1),
        ("pow('x', 0)", 1),  # XPath 3.0, 4.8.6: math:pow(xs:double('NaN'), 0) returns 1
        ("pow(1, 'x')", 1),  # XPath 3.0, 4.8.6: so does math:pow(1, xs:double('NaN'))
        ("pow(-8, 0.5) = pow(-8, 0.5)", 0),  # NaN equals nothing
        ("exp(1000)", math.inf),
        ("exp10(400)", math.inf),
        ("round(1.234, 1.9)", 1.2),  # a number of decimals is whole: both web engines cut it off
        ("round(1249, -1.9)", 1250),
        ("round(1 div 0)", math.inf),
        ("int(-0.5)", 0),
        ("int(-1 div 0)", -math.inf),
        ("1 div 0 - 1 div 0 = 0", 0),
    ],
)
def test_numbers_at_the_edge_follow_ieee_754(source, expected):
    assert number(source) == expected


@pytest.mark.parametrize("source", ["log(-1)", "log10(-1)", "pow(-8, 1 div 3)", "asin(2)"])
def test_where_a_function_is_not_defined_it_gives_nan(source):
    assert math.isnan(number(source))


# ── texts ──


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("normalize-space(' a \t\n b ')", "a b"),
        ("normalize-space('a\u00a0 b')", "a\u00a0 b"),  # XPath 4.2: only the blanks of XML 1.0
        ("coalesce(/data/blank + 1, 0)", "0"),  # what is no number is no value, as on the web
        ("coalesce(/data/blank, /data/blank + 1)", ""),
        ("coalesce('NaN', 'x')", "NaN"),  # a text is a text
        ("coalesce(0, 1)", "0"),
        ("coalesce(false(), 1)", "false"),
        ("coalesce(/data/nothing, /data/zero)", "0"),
        ("substr('hello', 3, 1)", ""),
        ("substr('hello', -10, 2)", "he"),
        ("selected-at('a b', 1.9)", "b"),
        ("join(',', 'a', '', 'b')", "a,,b"),
        ("join(',', /data/nothing)", ""),
    ],
)
def test_texts_at_the_edge(source, expected):
    assert string(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # "Nothing" is among the choices of whoever chose nothing: so say both web engines, and
        # JavaRosa, which looks for blank + choice + blank in blank + choices + blank.
        ("selected('', '')", True),
        ("selected(/data/blank, '')", True),
        ("selected(/data/tools, '')", False),
        ("selected(/data/tools, ' chatgpt ')", True),
        ("selected('1 2', 1)", True),
    ],
)
def test_a_choice_is_selected_or_not(source, expected):
    assert compile_expression(source).boolean(BLANK, scope()) is expected


# ── patterns, read as ECMAScript reads them ──


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("abc", "^abc$", True),
        ("abc\n", "^abc$", False),  # $ is the end of the text, not of a line
        ("a\nb", "^b$", False),
        ("a\u00a0b", r"^a\sb$", True),  # \s has the no-break space (ECMAScript, 12.2)
        ("a\u202fb", r"^[a-b\s]+$", True),
        ("a\u00a0b", r"^\S+$", False),
        ("a\u00a0b", r"^[^\s]+$", False),
        ("٣", r"^\d$", False),  # \d and \w are ASCII (ECMAScript, 22.2.2.9)
        ("é", r"^\w$", False),
        ("é", r"^[\w]$", False),
        ("é", r"^\W$", True),
        ("x٣", r"^x\D$", True),
        ("x٣", r"^x[\D]$", True),
        ("42_a", r"^[\d\w]+$", True),
        ("été", r"\bt\b", True),  # é is no letter to \b either
        ("été", r"^\p{L}+$", True),  # Collect knows \p{…}; an author who writes it means this
        ("Été 26", r"^[\p{L}\d ]+$", True),
        ("a$b", r"^a[$]b$", True),
        ("a$b", r"^a\$b$", True),
        ("a^b", r"a[\^]b", True),
        ("a]b", r"a[\]]b", True),
        ("75001", r"^(?:0[1-9]|[1-8]\d|9[0-8])\d{3}$", True),
        ("nom@exemple.fr", r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", True),
    ],
)
def test_a_pattern_is_read_as_on_the_web(text, pattern, found):
    source = f'regex("{text}", "{pattern}")'
    assert compile_expression(source).boolean(BLANK, scope()) is found


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(a", "a bracket ( is not closed"),
        ("a)", "a bracket ) closes nothing"),
        ("[a", "a bracket [ is not closed"),
        ("*a", "nothing stands before"),
        ("[z-a]", "the range"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why(pattern, words):
    with pytest.raises(ExpressionError, match="pattern") as refusal:
        compile_expression(f"regex(., '{pattern}')")
    assert words in str(refusal.value)


# ── dates ──


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("decimal-date-time(5)", 5),  # days since 1970 already: so say all engines
        ("decimal-date-time(today() + 3) - today()", 3),
        ("decimal-date-time('1970-01-02')", 1),
        ("decimal-time('18:30')", 18.5 / 24),
        ("date('2026-02-28') + 1", 20_513),  # 56 years of 365 days, 14 leap days, 31 + 28
    ],
)
def test_days_are_counted(source, expected):
    assert number(source) == pytest.approx(expected)


@pytest.mark.parametrize("source", ["decimal-date-time('x')", "decimal-date-time('')"])
def test_what_is_no_date_counts_no_days(source):
    assert math.isnan(number(source))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Fri 7 Aug"),
        ("fr", "ven. 7 août"),
        ("fr-ca", "ven. 7 août"),
        ("de", "Fr 7 Aug"),
        ("es", "vie 7 ago"),
        ("it", "ven 7 ago"),
        ("nl", "vr 7 aug"),
        ("pt", "sex. 7 ago."),
        ("br", "Fri 7 Aug"),  # a language whose names we have not: English
        ("", "Fri 7 Aug"),
    ],
)
def test_months_and_days_have_the_names_of_the_forms_language(language, expected):
    """XForms: "If form locale can be determined that locale will be used"."""
    assert string("format-date(/data/day, '%a %e %b')", language) == expected


def test_every_month_has_its_french_name():
    said = [string(f"format-date('2026-{month:02}-15', '%b')", "fr") for month in range(1, 13)]
    assert said == [
        "janv.", "févr.", "mars", "avr.", "mai", "juin",
        "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ]  # fmt: skip


# ── functions of single programs ──


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("property('deviceid')", "could tell who answered"),
        ("username()", "could tell who answered"),
        ("version()", "only ODK Collect"),
        ("is-selected(., 'a')", "write selected()"),
        ("enclosed-area(.)", "write area()"),
        ("search('towns')", "select_one_from_file"),
        ("IF(. > 3, 1, 2)", "write if()"),
        ("Selected(., 'a')", "write selected()"),
        ("extract-signed('a', 'b')", "only ODK Collect"),
    ],
)
def test_what_only_one_program_knows_is_refused_with_what_to_write(source, words):
    with pytest.raises(ExpressionError) as refusal:
        compile_expression(source)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("source", "column", "words"),
    [
        (". >= 18 && . < 99", 9, "write and instead of &&"),
        (". = 1 || . = 2", 7, "write or instead of ||"),
        (". == 3", 3, "write = instead of =="),
        (". => 3", 3, "write >= instead of =>"),
        (". =< 3", 3, "write <= instead of =<"),
        (". <> 3", 3, "write != instead of <>"),
        (". ≥ 3", 3, "write >= instead of ≥"),
        (". ≤ 3", 3, "write <= instead of ≤"),
        (". ≠ 3", 3, "write != instead of ≠"),
        ("2 × 3", 3, "write * instead of ×"),
        ("6 ÷ 3", 3, "write div instead of ÷"),
        (". % 2 = 0", 3, "write mod instead of %"),
        (". > 3 AND . < 5", 7, "write and instead of AND"),
        (". > 3 Or . < 5", 7, "write or instead of Or"),
        (". / 2 = 1", 5, "write div to divide"),
        ("!selected(., 'a')", 1, "write not(…) instead of !"),
    ],
)
def test_what_other_languages_write_is_refused_with_what_to_write_here(source, column, words):
    with pytest.raises(ExpressionError) as refusal:
        compile_expression(source)
    assert words in str(refusal.value)
    assert refusal.value.column == column


# ── what counts in a checklist: @getodk/web-forms 0.22, functions checklist, weighted-checklist ──


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # Each value is taken as a boolean, and of a question any answer is true.
        ("checklist(1, 1, /data/zero)", True),
        ("checklist(1, 1, /data/tools)", True),
        ("checklist(1, -1, /data/blank)", False),
        ("checklist(1, 1, -1)", True),
        ("checklist(1, 1, 'no')", True),
        ("checklist(1, -1, 0)", False),
        ("checklist(1, -1, 0 div 0)", False),
        ("checklist(1, -1, '')", False),
        # JavaRosa 5.1 takes the answer to a question that holds whole numbers as a number.
        ("checklist(1, -1, /data/zero > 0)", False),
        ("weighted-checklist(-1, 2, /data/zero, 2)", True),
        ("weighted-checklist(3, 3, /data/zero, 3, /data/blank, 4)", True),
        # Each pair by itself: one weight for two answers weighs the first, and no other moves up.
        ("weighted-checklist(11, 11, /data/zero | /data/tools, 1, /data/day, 10)", True),
    ],
)
def test_any_answer_counts_in_a_checklist(source, expected):
    assert compile_expression(source).boolean(BLANK, scope()) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # Only −1 is no bound, says the specification; weights may be negative.
        ("weighted-checklist(-2, 5, 'a', -5)", False),
        ("weighted-checklist(-5, -2, 'a', 3)", False),
        ("weighted-checklist(-5, -2, 'a', -3)", True),
        ("weighted-checklist(-1, -1, 'a', -7)", True),
        ("checklist(1, -2, 'a')", False),
    ],
)
def test_only_minus_one_is_no_bound_of_a_checklist(source, expected):
    assert compile_expression(source).boolean(BLANK, scope()) is expected


# ── a date that is blank: @getodk/xforms-engine 0.22 ──


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("date('') = ''", True),
        ("'' = date('')", True),
        ("date('') != ''", False),
        ("date(/data/blank) = ''", True),
        ("date(/data/nowhere) = ''", True),
        ("date('') = /data/blank", True),
        ("date('') = /data/nowhere", False),  # no node equals anything
        ("date('') = date('')", True),
        ("date('') = 0", False),
        ("today() = ''", False),
        ("today() != ''", True),
        ("today() = /data/blank", False),
        ("/data/day = date('2026-08-07')", True),
        ("date('2026-8-7') = /data/day", True),
        ("/data/day != date('2026-08-07')", False),
    ],
)
def test_a_blank_date_equals_what_is_blank(source, expected):
    assert compile_expression(source).boolean(BLANK, scope()) is expected


# ── base64 as browsers read it: the HTML standard, “forgiving-base64 decode” ──


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("aGVsbG8=", "hello"),
        ("aGVsbG8", "hello"),  # the padding may be missing
        ("aGVs bG8=", "hello"),  # blanks and line breaks count for nothing
        ("aGVs\nbG8=", "hello"),
        ("aGVsbG9", "hello"),  # bits that are left over are dropped
        ("aGV", "he"),
        ("a", ""),
        ("=", ""),
        ("aGVs=", ""),  # where there is padding, it is right
        ("aGVsbG8=aGVsbG8=", ""),
        ("-_8", ""),
        ("é", ""),
    ],
)
def test_base64_is_read_as_browsers_do(written, read):
    assert string(f"base64-decode('{written}')") == read


# ── numbers at the edge of IEEE 754: ECMAScript 2023, Math.round and Number::exponentiate ──


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("round(0.49999999999999994)", 0),
        ("round(-0.49999999999999994)", 0),
        ("pow(-2, 1025)", -math.inf),
        ("pow(-2, 1024)", math.inf),
        ("pow(2, 1025)", math.inf),
        ("pow(-0, -3)", -math.inf),
        ("pow(-0, -2)", math.inf),
        ("1 div int(-0.4)", -math.inf),  # what is cut to 0 keeps its sign
        ("1 div ceiling(-0.4)", -math.inf),
        ("1 div floor(0.4)", math.inf),
    ],
)
def test_numbers_at_the_edge(source, expected):
    assert compile_expression(source).number(BLANK, scope()) == expected


def test_an_instance_of_a_repeat_can_be_looked_up_itself():
    data = XPathNode("data")
    for task in ("write", "read"):
        data.add("story").add("task", task)
    here = EvaluationScope(root=data, today=TODAY)
    for source in (
        "indexed-repeat(/data/story, /data/story, 2)/task",
        "indexed-repeat(/data/story/task, /data/story, 2)",
    ):
        assert compile_expression(source).string(data, here) == "read"
