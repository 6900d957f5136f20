"""The cell key method against the sources that it comes from."""

import hashlib
from math import sqrt
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.stats.disclosure.cell_keys import (
    FEW,
    MOST_NOISE,
    PTABLE,
    derive_study_key,
    draw_noise,
    get_noise,
    make_cell_key,
    make_record_key,
    show_count,
    spread_noise,
)

R_PTABLE = [
    0.0054968854, 0.0158454229, 0.0376784749, 0.0739069259, 0.1195857133, 0.1596157679,
    0.1757416199,
]  # fmt: skip
"""p(-6) … p(0) of `create_ptable(D = 6, V = 5, js = 0)`, its symmetric row: ptable 0.3.3, R 4.5."""
STUDY = UUID("00000000-0000-4000-8000-000000000001")


def hmac_sha256(key, message):
    """RFC 2104, from the hash alone."""
    padded = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(each ^ 0x36 for each in padded) + message).digest()
    return hashlib.sha256(bytes(each ^ 0x5C for each in padded) + inner).digest()


def test_the_noise_has_the_probabilities_of_rs_ptable():
    """Cumulated, and times 2^32. Symmetric: mean 0; the variance is that which was asked for."""
    found = np.diff([0, *PTABLE]) / 2**32
    expected = [*R_PTABLE, *reversed(R_PTABLE[:-1])]
    values = np.arange(-6, 7)

    assert found == pytest.approx(expected, abs=2e-6)
    assert (found * values).sum() == pytest.approx(0, abs=1e-6)
    assert (found * values**2).sum() == pytest.approx(5, abs=1e-5)


def test_keys_are_hmacs_of_what_the_method_says():
    """Each key is computed again from the hash; the construction is that of RFC 4231, case 2."""
    rfc_4231 = hmac_sha256(b"Jefe", b"what do ya want for nothing?")
    study_key = hmac_sha256(b"secret", f"cells {STUDY}".encode())
    record = hmac_sha256(study_key, f"record {STUDY}".encode())
    cell = hmac_sha256(study_key, b"cell 2 7")

    assert rfc_4231.hex().startswith("5bdcc146bf60754e6a042426089575c7")
    assert derive_study_key(b"secret", STUDY) == study_key
    assert make_record_key(study_key, STUDY) == int.from_bytes(record[:8], "big")
    assert make_cell_key(study_key, 2, 2**64 + 7) == int.from_bytes(cell[:4], "big")


@pytest.mark.parametrize(
    ("count", "cell_key", "noise", "shown"),
    [
        (27, 4_000_000_000, 3, 30),  # 3724047132 ≤ 4000000000 < 4041474962; 30
        (12, 100_000_000, -4, FEW),  # 91664515 ≤ 100000000 < 253492333; 8
        (9, 4_294_967_295, 6, FEW),  # under 11, whatever the noise
        (11, 3_300_000_000, 2, 15),  # 3210430405 ≤ 3300000000 < 3724047132, so 2; 13
    ],
)
def test_a_count_is_changed_then_rounded(count, cell_key, noise, shown):
    assert get_noise(cell_key) == noise
    assert show_count(count, noise, 1000) == shown


def test_no_row_is_published_above_its_base():
    """A base of 261 is 260 at most; where the base is “10 or fewer” so are its rows."""
    assert show_count(261, 6, 260) == 260
    assert show_count(12, 3, FEW) == FEW


@given(st.integers(0, 500), st.integers(-MOST_NOISE, MOST_NOISE), st.integers(2, 100))
def test_figures_are_multiples_of_5_from_15_of_at_least_11_people(count, noise, fives):
    shown = show_count(count, noise, fives * 5)

    assert shown == FEW or (shown >= 15 and shown % 5 == 0 and shown <= fives * 5 and count >= 11)


def test_noise_in_another_extract_tells_nothing_of_the_first():
    """10,000 cells of three people: three standard errors each (correlation 1/√n, mean √(5/n))."""
    totals = np.random.default_rng(5).integers(0, 2**64, 10_000, dtype=np.uint64)
    first, second = (draw_noise(b"study", extract, totals) for extract in (1, 2))

    assert abs(np.corrcoef(first, second)[0, 1]) < 0.03
    for noise in (first, second):
        assert abs(noise.mean()) < 3 * sqrt(5 / 10_000) + 0.003
        assert noise.var() == pytest.approx(5, abs=0.2)
    assert (draw_noise(b"study", 1, totals) == first).all()


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(-6, 6)), min_size=1, max_size=9),
    st.integers(-6, 6),
)
def test_rows_that_divide_a_base_have_its_noise_together(cells, of_base):
    """Unless nobody is in any row. No row takes more than its share, and empty ones take none."""
    counts, noise = (list(each) for each in zip(*cells, strict=True))
    spread = spread_noise(counts, noise, of_base)
    taking = [row for row, count in enumerate(counts) if count]

    assert sum(spread) == (of_base if taking else 0)
    assert all(spread[row] == 0 for row in range(len(counts)) if row not in taking)
    moved = [abs(spread[row] - noise[row]) for row in taking]
    assert not moved or max(moved) - min(moved) <= 1


def test_the_largest_row_takes_the_first_person():
    """By hand: 2 + 1 + 3 = 6, the base has 1: five fewer, in turns 2, 2, 1, the largest first."""
    assert spread_noise([20, 90, 50], [2, 1, 3], 1) == [1, -1, 1]


def test_in_the_next_extract_cells_that_nobody_joined_change_as_often():
    """A key that stayed would prove a newcomer in each figure that changed.

    10,000 cells of 20 to 119 people, the same with one person more, and nobody: shares of changes
    differ by less than .03, three standard errors of about .007 and what one more person rounds.
    """
    rng = np.random.default_rng(8)
    counts = 20 + np.arange(10_000) % 100
    totals, keys = (rng.integers(0, 2**64, 10_000, dtype=np.uint64) for _each in range(2))

    def show(extract, newcomers):
        noise = draw_noise(b"study", extract, totals + newcomers * keys)
        return np.array(
            [show_count(count + int(newcomers), value, 1000) for count, value in
             zip(counts.tolist(), noise.tolist(), strict=True)]
        )  # fmt: skip

    first = show(1, np.uint64(0))
    unjoined, joined = ((first != show(2, np.uint64(each))).mean() for each in (0, 1))
    assert abs(unjoined - joined) < 0.03
