"""Where a machine that listens stops.

`phrases/held_out.json` and `errors.json` were written by somebody who saw neither the lists nor
`seen.json`, on which the lists were written; nobody who wrote the lists read `held_out.json`.
"""

import json
from pathlib import Path

import pytest

from vecu.demonstrators.machines.distress import HELD_OUT, find_distress, list_subjects
from vecu.demonstrators.machines.eliza.engine import ReplyBasis, converse, read_script
from vecu.translation import LANGUAGES

LEFT_ALONE = {ReplyBasis.ALARM, ReplyBasis.OUTSIDE}
"""What is not turned round, and not made a question of."""


def read_phrases(file: str) -> dict[str, list[str]]:
    return json.loads((Path(__file__).parent / "phrases" / f"{file}.json").read_text("utf-8"))


def list_answered(language: str, phrases: list[str]) -> list[str]:
    """Return the phrases that a page of a language turns round, or makes a question of."""
    script = read_script(language)
    turns = [converse(script, [phrase])[0] for phrase in phrases]
    return [turn.sentence for turn in turns if turn.reply.basis not in LEFT_ALONE]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", ["held_out", "errors", "seen"])
def test_nothing_that_hurts_is_turned_round_on_either_page(language, file):
    assert list_answered(language, read_phrases(file)["dangerous"]) == []


def test_pages_say_how_many_of_the_phrases_held_back_are_found():
    """At most 12 harmless ones of 60 are stopped; what is not found is left alone all the same."""
    dangerous, harmless = read_phrases("held_out").values()
    found, stopped = (sum(map(bool, map(find_distress, each))) for each in (dangerous, harmless))
    assert len(dangerous) == len(harmless) == HELD_OUT.whole == 60
    assert (found, stopped) == (HELD_OUT.found, HELD_OUT.stopped)
    assert stopped <= 12


def test_ordinary_sentences_about_work_are_turned_round_still():
    """Otherwise a machine that stops at everything would pass; the sentences name work."""
    turned = {
        "fr": ["Mon équipe ne m’écoute plus.", "Je n’arrive pas à finir mes rapports."],
        "en": ["My team no longer listens to me.", "I cannot finish my reports."],
    }
    for language, sentences in turned.items():
        assert list_answered(language, sentences) == sentences


@pytest.mark.parametrize(
    "phrase",
    ["JE VEUX MOURIR", "j'ai envie de me suiscider", "I want to kil myself", "quiero morir"],
)
def test_capitals_a_typing_error_and_a_third_language_stop_it_too(phrase):
    assert find_distress(phrase)


@pytest.mark.parametrize(
    "phrase", ["je suis mort de rire", "un coup de main", "this deadline is killing me", ""]
)
def test_turns_of_phrase_in_which_nobody_is_hurt_do_not_stop_it(phrase):
    assert find_distress(phrase) == ""


def test_each_subject_names_the_page_by_which_it_was_delimited():
    subjects = list_subjects()
    assert {each.name for each in subjects} >= {"death and suicide", "violence", "going missing"}
    assert all(each.source.startswith("https://") for each in subjects)


def test_a_character_that_stands_for_many_costs_no_more_than_those_that_are_typed():
    """Five hundred of them fold to 9,000; a sentence of 500 letters folds to fewer than 1,000."""
    assert find_distress("\ufdfa" * 50 + " suicide")
    assert find_distress("\ufdfa" * 500 + " suicide") == ""
