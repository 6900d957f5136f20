"""Texts of another language, or of nothing that is known, are left alone."""

import pytest

from vecu.coding.classifier.features import Vocabulary
from vecu.coding.classifier.out_of_vocabulary import learn_familiarity
from vecu.coding.classifier.training_data import tokenize

CODED = [tokenize(f"je lis la note du {day} avec toi") for day in ("lundi", "mardi", "jeudi")] * 40
FAMILIARITY = learn_familiarity(CODED, Vocabulary(CODED))


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("La note du juge est avec moi", False),
        ("Je range une salle", False),  # one of four is usual, a quarter
        ("Nous rangeons cette salle", True),
        ("Ich lese die Akte mit dir", True),
    ],
)
def test_a_quarter_of_the_words_must_be_usual(text, strange):
    assert bool(FAMILIARITY.explain_unfamiliarity(tokenize(text), understood=False)) == strange


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Note !", False),
        ("Notes", False),  # ‹ no›, ‹not›, ‹ote› and so on are known
        ("Akte", True),
        ("zut alors", True),
    ],
)
def test_of_few_words_one_must_be_known_or_most_be_spelt_as_known_ones_are(text, strange):
    assert bool(FAMILIARITY.explain_unfamiliarity(tokenize(text), understood=False)) == strange


def test_few_words_that_an_encoder_understands_are_not_strange():
    assert FAMILIARITY.explain_unfamiliarity(tokenize("Akte"), understood=True) is None
    assert FAMILIARITY.explain_unfamiliarity(tokenize("Ich lese die Akte"), understood=True)


def test_a_word_is_usual_from_one_coded_text_in_fifty_on():
    """Of 100 texts two have "deux"; "un" has one only."""
    texts = [tokenize("un mot")] + [tokenize("deux mots")] * 2 + [tokenize("rien")] * 97

    usual = learn_familiarity(texts, Vocabulary(texts)).usual

    assert "deux" in usual
    assert "un" not in usual


def test_where_people_write_lists_of_words_lists_are_not_strange():
    """No word comes back in these coded texts: none needs to be usual."""
    letters = "bcdfghjklmnpqrstvwxz"
    texts = [tokenize(" ".join(f"{one}{two}" for two in "aeiou")) for one in letters] * 4
    familiarity = learn_familiarity(texts, Vocabulary(texts))

    assert familiarity.least <= 0.25
    assert familiarity.explain_unfamiliarity(tokenize("ba be bi bo bu"), understood=False) is None
