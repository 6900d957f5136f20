"""What two reference engines answer: where they agree, so do we; for the rest, our choice and why.

The expressions, and who answered them, are described in `tests/spec/corpus.py`.
"""

import pytest

from tests.spec.corpus import FOLDER, actual_answer, answers, corpus, instance, same
from vecu.questionnaires.expressions.nodes import XPathNode

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data is not here")

WEB, JAVA = answers("expected.json"), answers("javarosa-expected.json")
AS_WEB, OWN = "as the web engine", "neither"

CHOICES = {
    "/data/household/resident[2]/nome": (AS_WEB, "XPath 2.4: a number is a position"),
    "/data/household/resident[last()]/nome": (AS_WEB, "JavaRosa has no last()"),
    "count(//idade)": (AS_WEB, "JavaRosa has no //"),
    "//nome": (AS_WEB, "JavaRosa has no //"),
    'concat(/data/household/resident/nome, "!")': (AS_WEB, "XForms: all values of a node-set"),
    'substring("hello", 2)': (AS_WEB, "JavaRosa has no substring()"),
    'substring("hello", 2, 3)': (AS_WEB, "JavaRosa has no substring()"),
    'substring("hello", 1.5, 2.6)': (AS_WEB, "JavaRosa has no substring()"),
    'substring("hello", 0, 3)': (OWN, "XPath 4.2: positions 1 and 2 are below 3"),
    "floor(1.9)": (AS_WEB, "JavaRosa has no floor()"),
    "ceiling(1.1)": (AS_WEB, "JavaRosa has no ceiling()"),
    "round(-1.5)": (AS_WEB, "away from zero, as people round"),
    "boolean(/data/blank)": (AS_WEB, "XPath 4.3: the node is there"),
    'boolean-from-string("TRUE")': (AS_WEB, "XForms: only “true” and “1” are true"),
    "/data/household/resident/idade = 7": (AS_WEB, "XPath 3.4: when one of the nodes is"),
    "/data/household/resident/idade != 7": (AS_WEB, "XPath 3.4: when one of the nodes is"),
    "/data/missing != 0": (AS_WEB, "XPath 3.4: no node differs from anything"),
    'coalesce(/data/age, "fallback")': (AS_WEB, "XForms: it returns a string"),
    'regex("a12345678901b", "[0-9]{11}")': (AS_WEB, "it matches anywhere; ^ and $ are written"),
    'regex("abc123", "[0-9]+")': (AS_WEB, "it matches anywhere; ^ and $ are written"),
    'area("-1 -1 0 0;-1 1 0 0;1 1 0 0;1 -1 0 0;-1 -1 0 0")': (AS_WEB, "a text is a shape too"),
    ".": (OWN, "the text of the whole form, without the line breaks of its XML"),
    "once(/data/age)": (OWN, "the text of the whole form, without the line breaks of its XML"),
}
"""Every expression on which the engines differ: whom we side with, and why."""


@pytest.fixture(scope="module")
def root() -> XPathNode:
    return instance()


def agreed() -> list[str]:
    return [source for source in corpus() if same(source, WEB[source], JAVA[source])]


@pytest.mark.parametrize("source", agreed())
def test_where_the_engines_agree_we_answer_the_same(source, root):
    assert same(source, actual_answer(source, root), WEB[source])


@pytest.mark.parametrize("source", [s for s in corpus() if s in CHOICES])
def test_where_they_differ_our_choice_is_written_down(source, root):
    side, _why = CHOICES[source]
    answer = actual_answer(source, root)
    if side == AS_WEB:
        assert same(source, answer, WEB[source])
    else:
        assert answer["value"] != WEB[source]["value"]
        assert answer["value"] != JAVA[source]["value"]


def test_no_difference_between_the_engines_is_without_a_choice():
    """So that a new version of either reference cannot pass unnoticed."""
    assert set(corpus()) - set(agreed()) == set(CHOICES)


def test_substring_from_nothing_follows_xpath(root):
    assert actual_answer('substring("hello", 0, 3)', root)["value"] == "he"


def test_a_form_reads_as_its_answers_one_after_the_other(root):
    """The web engine's text has the same words in the same order, and line breaks between."""
    (text,) = actual_answer(".", root)["value"]
    (theirs,) = WEB["."]["value"]
    assert text.split() != []
    assert "".join(text.split()) == "".join(theirs.split())
    assert actual_answer("once(/data/age)", root)["value"] == text
