"""From a text to its words, phrases and runs of letters, each where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.suggesting.examples import words_of
from vecu.coding.suggesting.vocabulary import UNKNOWN, Vocabulary, phrases_of, runs_of
from vecu.text import fold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’élève a relu", [("l", "L"), ("eleve", "élève"), ("a", "a"), ("relu", "relu")]),
        ("😀 Cœur 👩🏽‍⚕️", [("coeur", "Cœur")]),  # an emoji is one code point, or several
        ("re\u0301dige vite", [("redige", "re\u0301dige"), ("vite", "vite")]),
        ("ﬁn", [("fin", "ﬁn")]),  # a ligature, one code point for two letters
        ("e-mail", [("e", "e"), ("mail", "mail")]),
    ],
)
def test_words_are_told_without_case_and_accents_and_stand_in_the_text_shown(text, found):
    words = words_of(text)

    shown = [text[start:end] for start, end in words.places]
    assert list(zip(words.folded, shown, strict=True)) == found


@given(st.text())
def test_each_word_stands_where_it_is_said_to_in_whatever_is_written(text):
    words = words_of(text)

    assert " ".join(words.folded) == fold(text)
    for word, (start, end) in zip(words.folded, words.places, strict=True):
        assert fold(text[start:end]).replace(" ", "").find(word) >= 0
    starts = [start for start, _end in words.places]
    assert starts == sorted(starts)


def test_phrases_are_words_then_pairs_of_neighbours():
    assert list(phrases_of(words_of("Je relis tout"))) == [
        "je", "relis", "tout", "je relis", "relis tout",
    ]  # fmt: skip


def test_runs_are_three_to_five_letters_with_the_blanks_around_the_word():
    assert list(runs_of("loi")) == [" lo", "loi", "oi ", " loi", "loi ", " loi "]


def test_a_vocabulary_knows_the_phrases_and_runs_of_its_texts_and_no_others():
    vocabulary = Vocabulary([words_of("relire la loi"), words_of("la loi")])

    # Columns in the order in which they are met: relire, la, loi, relire la, la loi.
    assert vocabulary.phrases(words_of("La loi, relue")).tolist() == [1, 2, UNKNOWN, 4, UNKNOWN]
    assert vocabulary.knows("loi")
    assert not vocabulary.knows("relue")
    known = vocabulary.runs("relue") != UNKNOWN
    assert [run for run, has in zip(runs_of("relue"), known, strict=True) if has] == [
        " re", "rel", " rel",
    ]  # fmt: skip


def test_counts_are_of_known_columns_only():
    vocabulary = Vocabulary([words_of("la loi")])

    counts = vocabulary.count_phrases([words_of("La loi, la loi, rien"), words_of("")])

    assert counts.toarray().tolist() == [[2, 2, 2], [0, 0, 0]]  # la, loi, la loi
