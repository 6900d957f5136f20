"""What an extract knows of its variables."""

from uuid import UUID

from vecu.datasets.releases.extract_counts import find_nestings
from vecu.stats import Nesting

ASKS, CHECKS, SOURCE = (UUID(int=number) for number in (1, 2, 3))


def test_a_practice_is_made_of_its_codes_and_a_code_of_those_below_it():
    found = find_nestings(
        {
            "practice": frozenset({ASKS, CHECKS, SOURCE}),
            "asks": frozenset({ASKS}),
            "checks": frozenset({CHECKS, SOURCE}),
            "checks-alone": frozenset({CHECKS}),
            "source": frozenset({SOURCE}),
        }
    )

    assert set(found) == {
        Nesting("practice", frozenset({"asks", "checks"}), covered=True),
        Nesting("checks", frozenset({"checks-alone", "source"}), covered=True),
    }


def test_a_practice_with_one_code_and_this_code_are_the_same():
    found = find_nestings({"practice": frozenset({ASKS}), "asks": frozenset({ASKS})})

    assert set(found) == {
        Nesting("practice", frozenset({"asks"}), covered=True),
        Nesting("asks", frozenset({"practice"}), covered=True),
    }


def test_a_part_that_is_not_counted_leaves_its_whole_open():
    found = find_nestings({"practice": frozenset({ASKS, CHECKS}), "asks": frozenset({ASKS})})

    assert set(found) == {Nesting("practice", frozenset({"asks"}), covered=False)}
