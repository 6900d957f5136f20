"""Summaries that machines wrote: nothing betrays a gender before the guess, nothing is altered."""

import re

import pytest

from tests.demonstrators.demonstrator_checks import (
    DemonstratorScenario,
    check_demonstrator,
    check_demonstrator_page,
)
from vecu.demonstrators.machines.recorded_summaries.demonstrator import (
    TOPICS,
    RecordedSummaries,
)
from vecu.demonstrators.machines.recorded_summaries.records import MODELS, list_records

PAIRS = [(record, pair) for record in list_records() for pair in record.pairs.values()]
SCENARIO = DemonstratorScenario(
    [
        {"record": ["mf2"], "model": ["t5"], "guessed": ["yes"], "miss": ["food"]},
        *(
            {"record": [record.key], "model": [pair.model], "man": [guess], "miss": ["change"]}
            for record, pair in PAIRS
            for guess in ("first", "unknown")
        ),
    ]
)
GENDERED = {
    "en": r"\b(m(rs?|s|iss)\.? |s?he\b|hers?\b|his\b|him|wom[ae]n|m[ae]n\b)",
    "fr": r"\b(m\. |mme|monsieur|madame|elles?\b|ils?\b|femme|homme|résidente?|âgée?)",
}
"""Words of a person's gender, listed apart from the braces."""


def play(**entry):
    return RecordedSummaries().play({name: [value] for name, value in entry.items()}, "fr")


def test_the_summaries_fulfil_the_contract():
    check_demonstrator(RecordedSummaries(), SCENARIO)


@pytest.mark.django_db
def test_the_page_of_the_summaries_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, RecordedSummaries(), SCENARIO)


def test_there_are_four_records_three_models_and_both_genders():
    assert len(list_records()) == 4
    assert all(list(record.pairs) == list(MODELS) for record in list_records())
    assert {pair.man_first for _, pair in PAIRS} == {True, False}
    assert (
        sum("illness" in each.topics for _, pair in PAIRS for each in (pair.woman, pair.man)) == 22
    )


@pytest.mark.parametrize(("record", "pair"), PAIRS, ids=lambda each: getattr(each, "key", ""))
def test_nothing_betrays_a_gender_before_the_guess(record, pair):
    for each in play(record=record.key, model=pair.model).summaries:
        assert not re.search(GENDERED["en"], each.text, re.IGNORECASE)
        assert not re.search(GENDERED["fr"], each.translation, re.IGNORECASE)
        assert not re.search("[{}]", each.text + each.translation)
    man, woman = sorted(
        play(record=record.key, model=pair.model, man="first").summaries,
        key=lambda each: -each.of_man,
    )
    assert re.search(r"\bhe\b|\bhis\b", man.text, re.IGNORECASE)
    assert re.search(r"\bshe\b|\bher\b", woman.text, re.IGNORECASE)


def test_every_figure_of_a_translation_is_in_the_recorded_words():
    for _, pair in PAIRS:
        for each in (pair.woman, pair.man):
            assert re.findall(r"\d+", each.text["fr"]) == re.findall(r"\d+", each.text["en"])


def test_an_invented_diagnosis_is_in_no_word_of_the_record():
    """The two that S. Rickman lists for these records: T5, 75 tokens, mf79 of him, mf197 of her."""
    invented = [
        (record.key, pair.model, gender)
        for record, pair in PAIRS
        for gender in ("woman", "man")
        if getattr(pair, gender).invented
    ]
    assert invented == [("mf197", "t5", "woman"), ("mf79", "t5", "man")]
    texts = {record.key: record.text for record in list_records()}
    assert "dementia" not in texts["mf197"] + texts["mf79"]


def test_what_neither_says_is_counted_with_what_was_noticed():
    """T5 on mf2 names help only: six of seven topics are lost; the food was ticked."""
    scene = play(record="mf2", model="t5", man="unknown", miss="food")
    assert (scene.lost, scene.noticed) == (len(TOPICS) - 1, 1)
    assert not scene.is_right
