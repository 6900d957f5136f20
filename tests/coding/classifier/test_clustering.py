"""Leads: sentences that resemble each other, named by words and two of themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.classifier import TooFewPassages, cluster_sentences
from vecu.coding.classifier.sentences import split_sentences

ABOUT = {
    "courrier": ["courrier", "lettre", "rédige", "juge"],
    "réunion": ["réunion", "compte", "rendu", "notes"],
    "horaire": ["horaire", "bus", "train", "trajet"],
}


def topic_texts():
    """Return 36 people's texts, each a sentence of four words on one of three things."""
    texts = {}
    for topic, words in ABOUT.items():
        for number in range(12):
            order = words[number % 4 :] + words[: number % 4]
            texts[f"{topic}{number:02}"] = f"Avec {' '.join(order)} numéro{chr(97 + number)} !"
    return texts


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Je relis chaque mot. Le juge attend ; la famille aussi", [
            "Je relis chaque mot.", "Le juge attend ;"]),
        ("Il invente !! Alors je vérifie chaque loi…", ["Alors je vérifie chaque loi…"]),
        ("- un courrier simple\n- une note longue", ["- un courrier simple", "- une note longue"]),
        ("Version 3.5 installée hier", ["Version 3.5 installée hier"]),
        ("", []),
        ("Oui.", []),
    ],
)  # fmt: skip
def test_texts_are_cut_into_sentences_that_hold_two_words_that_mean_something(text, passages):
    assert [passage.text for passage, _words in split_sentences({"a": text})] == passages


@given(st.text(alphabet=st.sampled_from("ab é😀.!?\n;: "), max_size=60))
def test_a_passage_stands_at_its_reported_position(text):
    for passage, words in split_sentences({"a": text}):
        assert text[passage.start : passage.end] == passage.text
        assert len(words.folded) >= 2


def test_a_text_too_long_to_read_has_no_passages():
    assert list(split_sentences({"a": "un courrier simple. " * 2_000})) == []


def test_what_three_groups_of_people_tell_of_makes_three_leads():
    leads = cluster_sentences(topic_texts(), count=3, chance=1)

    assert len(leads) == 3
    members = [{passage.text_id[:-2] for passage in lead.members} for lead in leads]
    assert sorted(topic for topics in members for topic in topics) == sorted(ABOUT)
    for lead, topics in zip(leads, members, strict=True):
        (topic,) = topics
        assert set(lead.words[:4]) == set(ABOUT[topic])  # spelt as people do, accents included
        assert len(lead.members) == 12


def test_the_two_central_sentences_are_real_and_two():
    texts = topic_texts()

    for lead in cluster_sentences(texts, count=3, chance=1):
        first, second = lead.central
        assert first in lead.members
        assert second in lead.members
        assert first.text != second.text
        for passage in lead.central:
            assert texts[passage.text_id][passage.start : passage.end] == passage.text


def test_leads_that_hold_together_best_come_first():
    cohesions = [lead.cohesion for lead in cluster_sentences(topic_texts(), count=3, chance=1)]

    assert cohesions == sorted(cohesions, reverse=True)
    assert all(0 < cohesion <= 1 for cohesion in cohesions)


def test_a_sentence_of_several_people_is_a_member_each_time():
    texts = topic_texts() | {"again": "AVEC courrier, lettre, rédige, juge, numéroa"}

    leads = cluster_sentences(texts, count=3, chance=1)

    (with_it,) = [each for each in leads if "again" in {m.text_id for m in each.members}]
    assert len(with_it.members) == 13
    first, second = with_it.central
    assert first.text.lower() != second.text.lower()


def test_the_same_texts_and_chance_give_the_same_leads():
    assert cluster_sentences(topic_texts(), count=3, chance=5) == cluster_sentences(
        topic_texts(), count=3, chance=5
    )


@pytest.mark.parametrize(("texts", "count"), [({}, 3), ({"a": "un courrier simple"}, 1)])
def test_too_little_to_group_is_reported(texts, count):
    with pytest.raises(TooFewPassages, match="20 are needed"):
        cluster_sentences(texts, count=count, chance=1)


def test_more_leads_than_half_the_sentences_are_not_looked_for():
    with pytest.raises(TooFewPassages, match="40 are needed"):
        cluster_sentences(topic_texts(), count=20, chance=1)
