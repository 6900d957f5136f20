"""What a brief prints first, what never, and how many turns its pages hold."""

from hypothesis import given
from hypothesis import strategies as st

from tests.reports.documents.factories import PAGE, make_document, make_figure, make_quotation
from vecu.reports.documents.brief_turns import LONGEST_TEXT, MOST_ROWS, list_turns
from vecu.reports.documents.description import DocumentSection
from vecu.reports.documents.pdf_compiler import find_lacking, select_turns
from vecu.reports.documents.pdf_layout import lay_out_document


def test_what_is_not_known_comes_first_then_one_of_each_section_in_turn():
    assert list_turns(make_document(2).sections) == [[1], [2, 5], [3, 6], [4, 7]]


def test_what_is_too_long_for_a_brief_has_no_turn_and_is_not_cut():
    long = (
        make_quotation("é" * (LONGEST_TEXT + 1)),
        make_figure(rows=(("Oui", "60"),) * (MOST_ROWS + 1)),
        make_quotation(),
    )

    assert list_turns([DocumentSection("Citations", long, PAGE)]) == [[0, 0, 1]]


@given(st.integers(0, 9), st.integers(0, 40))
def test_a_brief_holds_as_many_turns_as_its_pages_do(many, room):
    """Pages are counted here by the item: `room` of them fit."""
    data = lay_out_document(make_document(many), brief=True)

    def count_pages(tried):
        return 2 if sum(len(part["items"]) for part in tried["sections"]) <= room else 3

    shown = select_turns(data, count_pages)["sections"]

    assert sum(len(part["items"]) for part in shown) == min(room, 1 + 3 * many)
    for part, whole in zip(shown, data["sections"], strict=True):
        left = len(whole["items"]) - len(part["items"])
        assert part["left_out"] == (
            whole["left_out"] % {"left": left, "all": len(whole["items"])} if left else ""
        )


@given(st.sets(st.sampled_from("abcdefghijklmnopqrstuvwxyz")))
def test_characters_that_the_typefaces_lack_are_found_by_halves(lacking):
    found = find_lacking("abcdefghijklmnopqrstuvwxyz", lambda text: not lacking & set(text[1::2]))

    assert found == lacking


def test_there_is_an_end_to_looking_for_what_is_lacking():
    signs = [chr(sign) for sign in range(0x4E00, 0x5E00)]

    assert find_lacking(signs, lambda _text: False) == set(signs)
