"""The generative assistant: what is invented is found outside the draft, never in its style."""

import re

import pytest

from tests.demonstrators.demonstrator_checks import (
    DemonstratorScenario,
    check_demonstrator,
    check_demonstrator_page,
)
from vecu.demonstrators.machines.assistant.demonstrator import GenerativeAssistant
from vecu.demonstrators.machines.assistant.drafts import count_words, list_drafts
from vecu.demonstrators.machines.assistant.reading import SentenceOutcome
from vecu.demonstrators.machines.interface import EntryRefused

DRAFTS = list_drafts()
EVERY_DRAFT = [
    {"draft": [draft.key], "read": [draft.key], "tick": [f"{draft.key}-1"]} for draft in DRAFTS
]
ALL_READ = {"draft": ["report"], "read": [draft.key for draft in DRAFTS]}
SCENARIO = DemonstratorScenario([{"draft": ["visit"], "tick": ["visit-4"]}, *EVERY_DRAFT, ALL_READ])


def play(**entry):
    return GenerativeAssistant().play(entry, "en")


def test_the_assistant_fulfils_the_contract():
    check_demonstrator(GenerativeAssistant(), SCENARIO)


@pytest.mark.django_db
def test_the_page_of_the_assistant_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, GenerativeAssistant(), SCENARIO)


def test_there_are_twelve_drafts_of_five_to_eight_sentences_each_with_something_invented():
    assert len(DRAFTS) == 12
    assert len({draft.key for draft in DRAFTS}) == 12
    for draft in DRAFTS:
        assert 5 <= len(draft.sentences) <= 8
        assert 1 <= sum(each.invention is not None for each in draft.sentences) <= 3
        assert 3 <= len(draft.facts) <= 5


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.key)
def test_a_sentence_says_facts_that_were_given_or_is_invented(draft):
    for sentence in draft.sentences:
        assert bool(sentence.facts) is not bool(sentence.invention)
        assert all(0 <= place < len(draft.facts) for place in sentence.facts)


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.key)
def test_every_number_of_a_sentence_that_is_not_invented_was_given(draft):
    """What is called faithful brings no figure, date or name of its own."""
    for language in ("fr", "en"):
        for sentence in draft.sentences:
            given = " ".join(draft.facts[place][language] for place in sentence.facts)
            if not sentence.invention:
                assert set(numbers(sentence.text[language])) <= set(numbers(given))


def test_every_text_is_in_both_languages_with_the_apostrophe_of_the_house():
    for text in iter_texts():
        assert set(text) == {"fr", "en"}
        assert text["fr"] != text["en"]
        assert "'" not in text["fr"] + text["en"]


def test_what_is_suspected_is_held_against_what_is_invented():
    """Of the visit, sentences 4 and 7 are invented: 4 was ticked, and 6, which the notes say."""
    scene = play(draft=["visit"], read=["visit"], tick=["visit-4", "visit-6"])
    outcomes = [each.outcome for each in scene.sentences]
    assert outcomes[:3] == [SentenceOutcome.BELIEVED] * 3
    assert outcomes[3:] == [
        SentenceOutcome.FOUND,
        SentenceOutcome.BELIEVED,
        SentenceOutcome.SUSPECTED,
        SentenceOutcome.MISSED,
    ]
    assert (scene.tally.found, scene.tally.missed, scene.tally.suspected) == (1, 1, 1)
    assert scene.tally.lines[0].passed == ["A visit that did not take place"]


def test_a_draft_that_was_not_revealed_counts_nowhere():
    scene = play(draft=["visit"], tick=["visit-4"])
    assert not scene.revealed
    assert not scene.tally.lines


def test_the_form_carries_what_was_read_before():
    """The tally of two drafts: 1 of 2 found in the visit, 0 of 1 in the aid."""
    scene = play(draft=["aid"], read=["visit", "aid"], tick=["visit-4"])
    assert (scene.tally.found, scene.tally.missed) == (1, 2)
    assert set(scene.carried) == {("read", "visit"), ("tick", "visit-4")}
    assert scene.following is not None
    assert "tick=visit-4" in scene.following.address


def test_after_the_last_draft_the_first_that_was_not_read_follows():
    scene = play(draft=["report"], read=["report", "landlord"])
    assert scene.following is not None
    assert scene.following.title == "A summary of a home visit"
    assert GenerativeAssistant().play(ALL_READ, "en").following is None


def test_signing_all_twelve_unread_signs_all_that_is_invented():
    scene = GenerativeAssistant().play(ALL_READ, "fr")
    assert scene.tally.missed == 2 + 2 + 2 + 2 + 1 + 2 + 2 + 2 + 2 + 2 + 2 + 3


def test_what_was_given_and_left_out_is_named():
    """The minutes lose that there was no agreement, the translation its interpreter."""
    omitted = {draft.key: play(draft=[draft.key]).omitted for draft in DRAFTS}
    assert {key: facts for key, facts in omitted.items() if facts} == {
        "minutes": ["No agreement. To be taken up again."],
        "funding": ["The closing questionnaire was not handed out."],
        "translation": ["An interpreter will be there."],
    }


def test_length_does_not_betray_what_is_invented():
    for language in ("fr", "en"):
        invented = count_words(language, invented=True)
        assert abs(invented - count_words(language, invented=False)) < 1


def test_what_is_not_on_the_page_is_refused():
    with pytest.raises(EntryRefused):
        play(tick=["visit-4", "visit-9"])


def test_a_law_that_does_not_exist_is_called_so():
    law = next(each for each in DRAFTS[0].sentences if "L. 412-7" in each.text["en"])
    assert law.invention is not None
    assert "no such code" in law.invention.shows["en"]


def numbers(text):
    return re.findall(r"\d+", text)


def iter_texts():
    for draft in DRAFTS:
        yield from (draft.title, draft.request, draft.style, *draft.facts)
        for sentence in draft.sentences:
            yield sentence.text
            if sentence.invention:
                yield from (sentence.invention.what, sentence.invention.shows)
                yield sentence.invention.cost
