"""The items of the hearing: each sentence in one place, each answer with what shows it."""

from copy import deepcopy
from typing import Any

import pytest

from vecu.reports.hearing.items import HearingItemsRefused, parse_hearing, read_hearing
from vecu.reports.hearing.vocabulary import AnswerState, HearingPart

BUILT = {
    "name": "testimonies",
    "part": "method",
    "speaker": "director",
    "saying": "done",
    "numbers": list(range(2, 160)),
    "claim": {"en": "People tell.", "fr": "Des gens racontent."},
    "state": "built",
    "answer": {"en": "They do here.", "fr": "Ici aussi."},
    "pages": ["surveys:home"],
    "tests": ["tests/test_hearing.py::test_the_map_is_what_the_items_say"],
}
NOTHING = {
    "name": "weak signals",
    "part": "found",
    "speaker": "group",
    "saying": "asked",
    "numbers": [160],
    "claim": {"en": "What of it?", "fr": "Qu’en est-il ?"},
    "state": "none",
}


def stored(**changes: Any) -> dict[str, Any]:
    """Return a whole record of two items, the first of them changed."""
    return deepcopy({"context": {"1": "testimonies"}, "items": [NOTHING, BUILT | changes]})


def test_items_come_in_the_order_of_the_parts():
    record = parse_hearing(stored())

    assert [item.name for item in record.items] == ["testimonies", "weak signals"]
    assert [item.name for item in record.list_part(HearingPart.FOUND)] == ["weak signals"]
    assert record.items[1].state is AnswerState.NONE


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "weak signals"}, "two items have this name"),
        ({"claim": {"en": "People tell."}}, "its claim needs French and English"),
        ({"answer": {"en": "They do.", "fr": ""}}, "its answer needs French and English"),
        ({"speaker": "a passer-by"}, "'a passer-by' is not a valid HearingSpeaker"),
        ({"adress": "/fr/"}, "unexpected keyword argument 'adress'"),
        ({"numbers": [*range(2, 159)]}, "number 159: it is missing"),
        ({"numbers": [*range(2, 161)]}, "number 160: it stands in two places"),
        ({"numbers": [*range(2, 160), 161]}, "number 161: it is not one of the record"),
        ({"tests": []}, "an answer needs a sentence, a page or command to go to, and a test"),
        ({"pages": []}, "an answer needs a sentence, a page or command to go to, and a test"),
        ({"state": "questions"}, "only questions answer it"),
        ({"state": "none"}, "nothing answers it"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_named(changes, message):
    with pytest.raises(HearingItemsRefused, match=message):
        parse_hearing(stored(**changes))


def test_context_names_an_item():
    broken = stored() | {"context": {"1": "nothing of the kind"}}

    with pytest.raises(HearingItemsRefused, match="number 1: “nothing of the kind” is no item"):
        parse_hearing(broken)


@pytest.mark.parametrize(
    ("name", "speaker", "saying"),
    [
        ("an agenda that holds", "director", "cautioned"),
        ("requests for interventions", "director", "reported"),
        ("leaders as proxies", "director", "done"),
        ("practices and representations", "director", "found"),
        ("the accompanied person's own wish", "director", "reported"),
        ("practices given back", "director", "found"),
        ("tuning", "director", "found"),
        ("the supplier's promise", "director", "found"),
        ("landmarks and their addressees", "director", "done"),
        ("refusal after co-design", "director", "recommended"),
        ("lacking skills in co-design", "director", "found"),
        ("“that is co-management”", "employers", "objected"),
        ("hypothesis: fewer staff", "group", "objected"),
        ("consent", "committee", "cautioned"),
        ("recommendations of citizens", "director", "asked"),
        ("photograph", "director", "planned"),
    ],
)
def test_who_speaks_and_with_what_status_is_that_of_the_record(name, speaker, saying):
    """By hand, from the record: a plan is no finding, an objection no recommendation."""
    item = next(each for each in read_hearing().items if each.name == name)

    assert (item.speaker, item.saying) == (speaker, saying)


@pytest.mark.parametrize("name", ["crossroads of works", "territorial benchmark"])
def test_what_does_not_exist_is_not_called_answered(name):
    item = next(each for each in read_hearing().items if each.name == name)

    assert item.state is AnswerState.NONE


@pytest.mark.parametrize(
    "name",
    [
        "adoption and worry", "co-design", "figures of use", "generative assistant",
        "leaders as proxies", "leaders study", "machine tending", "pay and working conditions",
        "refusal after co-design", "the same people over nine months", "three reasons to hide",
        "weak signals",
    ],
)  # fmt: skip
def test_what_is_answered_in_part_is_not_called_answered(name):
    """By hand: invented, simulated, noted by others, or not followed."""
    item = next(each for each in read_hearing().items if each.name == name)

    assert item.state is AnswerState.PARTLY


def test_every_system_of_the_hearing_has_an_answer():
    systems = read_hearing().list_part(HearingPart.SYSTEMS)

    assert len(systems) == 9
    assert [item.name for item in systems if item.state is AnswerState.NONE] == []
