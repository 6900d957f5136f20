"""Text folded for search: what a reader takes for the same word is found."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.search_folding import MAX_TOKEN, fold_for_search, iter_tokens
from vecu.typography import apply_typography


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Été à l'école", "ete a l ecole"),
        ("l’IA", "l ia"),
        ("aujourdʼhui", "aujourd hui"),  # U+02BC, which Unicode counts as a letter
        ("Cœur, ŒUVRE, ex æquo", "coeur oeuvre ex aequo"),
        ("Straße STRASSE", "strasse strasse"),
        ("ﬁn, ﬂeur, ﬃ", "fin fleur ffi"),
        ("intel\u00adligence", "intelligence"),
        ("a\u200bb\u200dc\ufeff", "abc"),
        ("e\u0301te\u0301", "ete"),
        ("porte-parole, co\u2011écrit", "porte parole co ecrit"),
        ("GPT-4o (2024), v3.5", "gpt 4o 2024 v3 5"),
        ("m² et ½", "m2 et 1 2"),
        ("ChatGPT™ ou Claude®", "chatgpt ou claude"),
        ("İstanbul, ısı, ΣΊΣΥΦΟΣ, ς", "istanbul isi σισυφοσ σ"),
        ("Łódź, Đà Nẵng, Ærøskøbing", "lodz da nang aeroskobing"),
        ("ＣＨＡＴ", "chat"),
        ("😀 ?! …", ""),
        ("a\x00b\nc\ud800d", "a b c d"),
        ("", ""),
    ],
)
def test_what_a_reader_takes_for_the_same_word_folds_to_the_same(written, folded):
    """Written by hand from how French and English are typed; Greek and Turkish by Unicode."""
    assert fold_for_search(written) == folded


def test_every_character_of_unicode_folds_to_letters_and_digits_and_stays_so():
    """U+FDFA has the longest decomposition that Unicode promises, 18 characters (UAX #15).

    Of what is unassigned or private, nine in ten characters of Unicode, every 97th is tried.
    """
    for code in range(sys.maxunicode + 1):
        if code % 97 and unicodedata.category(chr(code)) in {"Cn", "Co", "Cs"}:
            continue
        folded = fold_for_search(chr(code))
        assert len(folded) <= 18, hex(code)
        assert fold_for_search(folded) == folded, hex(code)
        for each in folded.replace(" ", ""):
            assert unicodedata.category(each)[0] in "LN", hex(code)


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold_for_search(fold_for_search(text)) == fold_for_search(text)


@given(st.text())
def test_accents_and_case_change_nothing(text):
    for form in ("NFC", "NFD"):
        assert fold_for_search(unicodedata.normalize(form, text)) == fold_for_search(text)


@given(st.text(), st.text())
def test_a_text_folds_word_by_word(one, two):
    assert (
        fold_for_search(f"{one} {two}") == f"{fold_for_search(one)} {fold_for_search(two)}".strip()
    )


@given(st.text() | st.text("aé\u0301œ’ ﷺ", max_size=300))
def test_tokens_are_those_of_the_folded_text_and_stand_in_order_in_the_text(text):
    tokens = list(iter_tokens(text))

    assert " ".join(token for token, _start, _end in tokens) == fold_for_search(text)
    at = 0
    for token, start, end in tokens:
        assert 0 < len(token) <= MAX_TOKEN
        assert at <= start < end <= len(text)
        assert token in fold_for_search(text[start:end])
        at = start


def test_a_token_stands_where_it_was_written():
    assert list(iter_tokens("L’e\u0301te\u0301 !")) == [("l", 0, 1), ("ete", 2, 7)]


def test_a_word_without_end_is_cut_and_not_lost():
    assert fold_for_search("a" * 150) == f"{'a' * 64} {'a' * 64} {'a' * 22}"


@given(st.text())
def test_french_typography_changes_nothing_for_search(text):
    assert fold_for_search(apply_typography(text, "fr")) == fold_for_search(text)
