"""What the ODK XForms specification adds to XPath: chance, places on Earth, lists, repeats, words.

Expected values come from the specification (https://getodk.github.io/xforms-spec), from the tests
of ODK's own web engine where named, from the standards of the algorithms, or are worked out beside
the case.
"""

import math
import uuid
from datetime import date

import pytest

from vecu.questionnaires.expressions import EvaluationScope, compile_expression
from vecu.questionnaires.expressions.nodes import XPathNode

TODAY = date(2026, 11, 24)


def letters() -> XPathNode:
    """/data with six letters, a number and a word."""
    data = XPathNode("data")
    for letter in "ABCDEF":
        data.add("letter", letter)
    data.add("one", "1")
    data.add("word", "seed")
    return data


def towns() -> XPathNode:
    """A list as a CSV file becomes one: root/item, a child for each column."""
    root = XPathNode("root")
    for name, mayor in (("metz", "Anna"), ("lyon", "Bob"), ("metz", "Zoe")):
        item = root.add("item")
        item.add("name", name)
        item.add("mayor", mayor)
    return root


def household() -> XPathNode:
    """Two families, of two and of one child, each child with a pet."""
    data = XPathNode("data")
    for family in (("Ada", "Bo"), ("Cy",)):
        parent = data.add("family")
        for name in family:
            child = parent.add("child")
            child.add("name", name)
            child.add("pet", f"{name}’s cat")
    data.add("which", "2")
    return data


DATA, HOUSE = letters(), household()


def scope(data: XPathNode = DATA, seed: int | None = 7) -> EvaluationScope:
    return EvaluationScope(root=data, today=TODAY, instances={"towns": towns()}, seed=seed)


def string(source: str, data: XPathNode = DATA, seed: int | None = 7) -> str:
    return compile_expression(source).string(data, scope(data, seed))


def number(source: str, data: XPathNode = DATA, seed: int | None = 7) -> float:
    return compile_expression(source).number(data, scope(data, seed))


def order(source: str, seed: int | None = 7) -> str:
    nodes = compile_expression(source).nodes(DATA, scope(seed=seed))
    return "".join(node.text for node in nodes)


# --- chance ---


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("42", "AFCBDE"),  # these eight are of the tests of ODK's web engine
        ("'42'", "AFCBDE"),
        ("-42", "EDAFBC"),
        ("1", "BFEACD"),
        ("11111111", "ACDBFE"),
        ("1.1", "BFEACD"),
        ("floor(1.1)", "BFEACD"),
        ("/data/one", "BFEACD"),
        ("0", "CBEAFD"),
        ("''", "CBEAFD"),  # blank counts as 0
        ("/data/nothing", "CBEAFD"),
    ],
)
def test_a_seeded_shuffle_gives_the_order_that_every_odk_client_shows(seed, expected):
    assert order(f"randomize(/data/letter, {seed})") == expected


def test_a_text_as_seed_counts_by_its_fingerprint():
    """SHA-256 of "seed" begins 19b25856e1c150ca, read as a signed number of eight bytes."""
    assert order("randomize(/data/letter, /data/word)") == order(
        f"randomize(/data/letter, {0x19B25856E1C150CA % (2**31 - 1)})"
    )


def test_a_shuffle_without_seed_of_its_own_follows_from_the_persons():
    shuffle = "randomize(/data/letter)"
    assert order(shuffle, seed=1) == order(shuffle, seed=1)
    assert len({order(shuffle, seed=seed) for seed in range(50)}) > 40
    assert sorted(order(shuffle)) == list("ABCDEF")
    assert order(shuffle, seed=None) == "ABCDEF"


def test_a_random_number_is_the_same_however_often_it_is_read():
    assert number("random()") == number("random()")
    assert number("random()") != number("random()", seed=8)
    assert number("random() = random()") == 0  # two calls are two draws


def test_random_numbers_lie_evenly_between_0_and_1():
    draws = [number("random()", seed=seed) for seed in range(4_000)]
    assert all(0 <= draw < 1 for draw in draws)
    # The mean of n draws has the standard error 1 / sqrt(12 n); five of them are never exceeded.
    assert abs(sum(draws) / len(draws) - 0.5) < 5 / math.sqrt(12 * len(draws))


def test_without_a_seed_there_is_no_chance():
    assert math.isnan(number("random()", seed=None))
    assert string("uuid()", seed=None) == ""


def test_each_instance_of_a_repeat_draws_its_own():
    draw = compile_expression("random()")
    children = HOUSE.named("family")[0].named("child")
    assert len({draw.number(child, scope(HOUSE)) for child in children}) == 2


def test_an_identifier_is_one_of_version_4():
    drawn = uuid.UUID(string("uuid()"))
    assert (drawn.version, drawn.variant) == (4, uuid.RFC_4122)
    assert string("uuid()") == str(drawn)
    assert len(string("uuid(12)")) == 12
    assert string("uuid('x')") == ""


@pytest.mark.parametrize(
    ("source", "draws", "lasting"),
    [
        ("random()", True, True),
        ("if(. = 'a', uuid(), '')", True, True),
        ("randomize(/data/letter)", True, True),
        ("randomize(/data/letter, 3)", False, False),
        ("once(today())", False, True),
        ("today()", False, False),
    ],
)
def test_an_expression_knows_whether_it_draws_and_whether_its_value_stays(source, draws, lasting):
    expression = compile_expression(source)
    assert (expression.draws, expression.lasting) == (draws, lasting)


# --- places on Earth ---


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # A quarter of a great circle of 6,378,100 m: 2 π r / 4.
        ("distance('0 0 0 0;0 90 0 0')", 10_018_696.05),
        ("distance('0 0', '0 90')", 10_018_696.05),
        ("distance('0 0;90 0;0 0')", 20_037_392.10),
        ("distance('48 2 300 5')", 0),
        # An eighth of a sphere: 4 π r² / 8.
        ("area('0 0;0 90;90 90;90 0;0 0') div area('0 0;0 45;90 45;90 0;0 0')", 2),
        ("round(area('0 0;0 90;90 90;90 0;0 0') div 1000000)", round(math.pi * 6378.1**2 / 2)),
        ("area('0 0;0 1')", 0),
    ],
)
def test_lengths_and_areas_are_those_of_a_sphere(source, expected):
    assert number(source) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("place", ["", "here", "91 0", "0 181", "1", "1 2 3 4 5", "0 0;here"])
def test_what_is_no_place_has_no_length_and_no_area_and_is_nowhere(place):
    assert math.isnan(number(f"distance('{place}')"))
    assert math.isnan(number(f"area('{place}')"))
    assert string(f"geofence('{place}', '0 0;0 1;1 1;0 0')") == "false"
    assert string(f"geofence('0.2 0.5', '{place}')") == "false"


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        ("0.5 0.5", True),
        ("0.5 1.5", True),  # in the foot of the L
        ("-0.5 0.5", False),
        ("1.5 1.5", True),  # in its upright
        ("2.5 1.5", False),
        ("1.5 0.5", False),  # in its corner
    ],
)
def test_a_fence_has_an_inside_even_when_it_is_bent(point, inside):
    fence = "0 0;0 2;2 2;2 1;1 1;1 0;0 0"
    assert string(f"geofence('{point}', '{fence}')") == str(inside).lower()


@pytest.mark.parametrize(
    ("line", "crosses"),
    [
        ("0 0;1 1;0 1;1 0", True),
        ("0 0;0 1;1 1;1 0;0 0", False),
        ("0 0;5 0;0 0", True),  # there and back
        ("0 0;5 0;4 0;0 0", True),
        ("0 0;1 0;2 0", False),
        ("0 0;2 0;2 1;1 0", True),  # it ends on its own first side
        ("0 0;1 1", False),
        ("", False),
    ],
)
def test_a_line_that_crosses_or_touches_itself_is_reported(line, crosses):
    assert string(f"intersects('{line}')") == str(crosses).lower()


# --- lists and repeats ---


def test_pulldata_reads_the_first_row_that_matches():
    assert string("pulldata('towns', 'mayor', 'name', 'metz')") == "Anna"
    assert string("pulldata('towns', 'mayor', 'name', 'paris')") == ""
    assert string("pulldata('towns', 'river', 'name', 'metz')") == ""
    assert string("pulldata('nowhere', 'mayor', 'name', 'metz')") == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("indexed-repeat(/data/family/child/name, /data/family, 2)", "Cy"),
        ("indexed-repeat(//name, /data/family, 1, /data/family/child, 2)", "Bo"),
        ("indexed-repeat(//name, /data/family/child, 2, /data/family, 1)", "Bo"),
        ("indexed-repeat(//name, /data/family, /data/which, /data/family/child, 1)", "Cy"),
        ("indexed-repeat(//name, /data/family, 2, /data/family/child, 2)", ""),
        ("indexed-repeat(//name, /data/family, 0)", ""),
        ("indexed-repeat(//name, /data/family, 'x')", ""),
        ("indexed-repeat(//name, /data/nothing, 1)", ""),
    ],
)
def test_indexed_repeat_reads_one_instance(source, expected):
    assert string(source, HOUSE) == expected


# --- text ---


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),  # RFC 1321, A.5
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),  # FIPS 180
        ("digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        ("string-length(digest('', 'SHA-384', 'hex'))", "96"),
        ("string-length(digest('', 'SHA-512', 'hex'))", "128"),
        ("digest('abc', /data/word)", ""),
        ("base64-decode('SGVsbG8=')", "Hello"),
        ("base64-decode('w6k=')", "é"),
        ("base64-decode('not base64')", ""),
        ("base64-decode('/w==')", ""),  # a byte that is no UTF-8
        ("/data/word/text()", "seed"),
        ("count(/data/nothing/text())", "0"),
        ("count(//text())", "8"),
        ("/data/letter[text() = 'C']", "C"),
        ("name(/data/word/text()/..)", "word"),
        ("namespace-uri(/data/word)", ""),
        ("count(id('word'))", "0"),
        ("lang('en')", "false"),
    ],
)
def test_texts_are_fingerprinted_decoded_and_reached(source, expected):
    assert string(source) == expected


def test_the_language_of_a_node_is_that_of_the_nearest_attribute():
    data = XPathNode("data")
    data.set("xml:lang", "fr-CA")
    child = data.add("said")
    french = compile_expression("lang('fr')")
    assert french.boolean(child, scope(data)) is True
    assert compile_expression("lang('en')").boolean(child, scope(data)) is False
