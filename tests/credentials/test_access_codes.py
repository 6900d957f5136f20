"""Cards drawn from an urn: all different, all recognised, in an order that says nothing."""

import secrets
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.credentials import (
    ALPHABET,
    check_digit,
    generate_access_codes,
    parse_access_code,
    shuffled,
)

GRID = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_the_check_digit_is_that_of_the_standard():
    """ISO 7064: MOD 11,10 gives 0794 the digit 5; MOD 37,36 gives the GRid of the music industry's
    own manual, A1-2425G-ABC1234002, the sign M."""
    assert check_digit([0, 7, 9, 4], base=10) == 5
    digits = [GRID.index(sign) for sign in "A12425GABC1234002"]
    assert GRID[check_digit(digits, base=36)] == "M"


@given(st.integers(min_value=1, max_value=60), st.randoms(use_true_random=False))
def test_an_urn_gives_as_many_different_cards_as_requested_and_each_is_read_back(count, chance):
    cards = generate_access_codes(count, chance.randbytes)

    assert len(set(cards)) == len(cards) == count
    assert [parse_access_code(card.lower().replace("-", " ")) for card in cards] == cards


@given(
    st.randoms(use_true_random=False),
    st.integers(min_value=0, max_value=11),
    st.sampled_from(ALPHABET),
)
def test_a_card_with_one_wrong_sign_is_recognised_as_a_slip(chance, place, sign):
    (card,) = generate_access_codes(1, chance.randbytes)
    signs = list(card.replace("-", ""))
    if signs[place] != sign:
        signs[place] = sign
        assert parse_access_code("".join(signs)) is None


@pytest.mark.parametrize("typed", ["", "KD7M", "AAAA-AAAA-AAAA", "\x00" * 12, "é" * 400])
def test_what_is_no_card_is_not_read_as_one(typed):
    assert parse_access_code(typed) is None


def test_about_one_code_in_28_passes_as_a_card_s():
    """So a card's code is not mistaken for a receipt: 1 in 28, here of 28 last signs exactly 1."""
    assert sum(parse_access_code("KD7M-3XQP-TR9" + sign) is not None for sign in ALPHABET) == 1


def test_every_order_of_three_is_as_likely_as_any_other():
    """Fisher-Yates draws one of 3, then one of 2: each of the 6 pairs gives another order."""
    orders = Counter()
    for drawn in product(range(3), range(2)):
        numbers = iter(drawn).__next__
        orders[tuple(shuffled("abc", lambda size, draw=numbers: draw().to_bytes(size)))] += 1

    assert set(orders.values()) == {1}
    assert len(orders) == 6


def test_a_draw_that_would_favour_some_is_drawn_again():
    """2^32 - 1 is the last of 2^32 = 3 * 1431655765 + 1 numbers: keeping it would favour 0."""
    numbers = iter([2**32 - 1, 2, 1])

    assert shuffled("abc", lambda size: next(numbers).to_bytes(size)) == ["a", "b", "c"]


def test_printing_order_differs_from_drawing_and_storing_order():
    cards = generate_access_codes(200, secrets.token_bytes)

    assert cards != sorted(cards)
