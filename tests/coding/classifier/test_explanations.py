"""The words of a suggestion are those that made it: what they contribute adds up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coding.classifier.texts import CODES, LOOKING_UP, WRITING, some
from vecu.coding.classifier import WordContribution, train
from vecu.coding.classifier.explanations import Contributions, select_strongest
from vecu.coding.classifier.features import Vocabulary
from vecu.coding.classifier.logistic_regression import CodeClassifiers
from vecu.coding.classifier.model import build_presence_matrix, fit
from vecu.coding.classifier.tfidf import InverseDocumentFrequency, TfidfTransform
from vecu.coding.classifier.training_data import read_examples, tokenize

READABLE, _UNREAD = read_examples(some(120))
MODEL = fit(READABLE, build_presence_matrix(READABLE, CODES), chance=1, encoder=None)

PIECES = st.sampled_from(
    ["rédige", "RÉDIGE", "re\u0301dige", "courrier", "courriels", "loi", "cherche", "😀", "’", "et"]
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map(" ".join)))
def test_what_words_contribute_adds_up_to_all_that_the_text_says(text):
    words = tokenize(text)
    if not words.folded:
        return

    evidence = MODEL.evidence([text], [words])[0]

    for code in range(len(CODES)):
        marks = MODEL.contributions(words).list_contributions(code)
        said = evidence[code] - MODEL.learned.begins[code]
        assert sum(mark.weight for mark in marks) == pytest.approx(said, abs=1e-9)
        assert [(mark.start, mark.end) for mark in marks] == list(words.places)


def test_a_pair_counts_half_for_either_word_and_a_run_for_its_own():
    """One text was learned from, "la loi": phrases la, loi, la loi; 2 and 6 + … runs.

    All three phrases are as rare, so each weighs 1/√3 in it; let their weights for the code be 1,
    2 and 4, and those of runs 0. Then "la" contributes (1 + 2)/√3 and "loi" (2 + 2)/√3.
    """
    words = tokenize("la loi")
    vocabulary = Vocabulary([words])
    runs = vocabulary.count_runs([words]).shape[1]
    weighing = TfidfTransform(
        InverseDocumentFrequency(np.ones(3)), InverseDocumentFrequency(np.ones(runs)), 0
    )
    learned = CodeClassifiers(
        weighing, np.array([1.0, 2, 4] + [0.0] * runs)[:, None], np.array([0.0])
    )  # fmt: skip

    assert Contributions(vocabulary, learned, words).to(0) == pytest.approx(
        np.array([3, 4]) / np.sqrt(3)
    )


def test_the_words_marked_are_those_of_the_displayed_text_whatever_its_accents_and_emoji():
    suggester = train(some(120), codes=CODES, chance=1)
    text = "😀 L’après-midi je RE\u0301DIGE un courrier 👩🏽‍⚕️ pour la famille"

    (suggestion,) = suggester.suggest([text])

    assert suggestion.codes == (WRITING,)
    marked = [text[mark.start : mark.end] for mark in suggestion.words[WRITING]]
    assert "RE\u0301DIGE" in marked
    assert "courrier" in marked
    assert "😀" not in marked


def test_words_that_speak_against_a_code_are_reported_on_request():
    suggester = train(some(120), codes=CODES, chance=1)
    text = "Souvent, je cherche un texte de loi."

    weights = {text[m.start : m.end]: m.weight for m in suggester.explain(text, WRITING)}

    assert weights["cherche"] < 0
    assert {text[m.start : m.end]: m.weight for m in suggester.explain(text, LOOKING_UP)}[
        "cherche"
    ] > 0


def test_the_strongest_are_few_speak_for_the_code_and_stand_in_the_order_of_the_text():
    weights = [0.1, 5, -9, 1.0, 0.99, 2, 0]
    marks = tuple(
        WordContribution(place, place + 1, weight) for place, weight in enumerate(weights)
    )

    # A fifth of the strongest is 1.
    assert [mark.weight for mark in select_strongest(marks, ["word"] * 7)] == [5, 1.0, 2]
    many = tuple(WordContribution(place, place + 1, 1.0) for place in range(20))
    assert len(select_strongest(many, ["word"] * 20)) == 8
    assert select_strongest((WordContribution(0, 1, -1.0),), ["word"]) == ()
    assert select_strongest((), []) == ()


def test_the_strongest_are_content_words_however_much_function_words_contribute():
    """Of "je ne relis pas", *je* contributes most; a fifth is taken of what *relis* does."""
    marks = tuple(WordContribution(place, place + 1, 9.0 - place) for place in range(4))

    assert select_strongest(marks, ["je", "ne", "relis", "pas"]) == (marks[2],)
    assert select_strongest(marks[:2], ["je", "ne"]) == ()
