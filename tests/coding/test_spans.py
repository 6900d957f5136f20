"""Places in a text: code points, whatever a browser counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.spans import (
    SpanRefused,
    TextSpan,
    check_span,
    find_words,
    from_utf16,
    split_segments,
)


def utf16(text):
    """Return how many units a browser counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It invents laws", "invents"),
        ("C’était 😀 inventé de toutes pièces", "inventé"),  # an emoji is two units
        ("👩🏽‍⚕️ dit non", "dit"),  # a joined emoji is several code points
        ("e\u0301crit par l’IA", "par"),  # an accent of its own
        ("Deux\nlignes", "lignes"),
        ("𝒜𝒷 fin", "fin"),
    ],
)
def test_a_browser_s_selection_is_the_same_words_in_code_points(text, words):
    start = text.index(words)
    browser = utf16(text[:start]), utf16(text[: start + len(words)])

    span = from_utf16(text, *browser)
    assert text[span.start : span.end] == words


@given(st.text(max_size=60), st.data())
def test_every_cut_between_characters_comes_back_the_same(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    assert from_utf16(text, utf16(text[:start]), utf16(text[:end])) == TextSpan(start, end)


def test_a_selection_that_cuts_a_pair_takes_the_whole_character():
    assert from_utf16("a😀b", 2, 3) == TextSpan(1, 2)


def test_blanks_at_the_ends_of_a_selection_are_left_out():
    assert check_span("  deux mots ", TextSpan(0, 12)) == TextSpan(2, 11)


@pytest.mark.parametrize(
    "span", [TextSpan(3, 3), TextSpan(4, 2), TextSpan(0, 99), TextSpan(-1, 2), TextSpan(2, 4)]
)
def test_a_span_outside_of_the_text_or_of_blanks_only_is_refused(span):
    with pytest.raises(SpanRefused):
        check_span("ab   ", span)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("l’IA invente", "l’IA invente"),
        ("invente  des\nlois", "invente\ndes lois"),
        (" lois ", "lois"),
    ],
)
def test_words_are_found_whatever_the_white_space(words, found):
    text = "Ici l’IA invente\ndes lois."

    span = find_words(text, words)
    assert text[span.start : span.end] == found


def test_words_that_are_not_there_are_refused():
    with pytest.raises(SpanRefused):
        find_words("Ici.", "là")
    with pytest.raises(SpanRefused):
        find_words("Ici.", "   ")


@given(
    st.text(min_size=1, max_size=40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)))
)
def test_pieces_join_to_the_text_and_carry_what_is_marked_on_all_of_them(text, places):
    marked = [
        (TextSpan(min(a, len(text)), min(b, len(text))), number)
        for number, (a, b) in enumerate(places)
        if a < b and min(a, len(text)) < min(b, len(text))
    ]
    pieces = split_segments(text, marked)

    assert "".join(piece.text for piece in pieces) == text
    for span, number in marked:
        covered = "".join(piece.text for piece in pieces if number in piece.marks)
        assert covered == text[span.start : span.end]
