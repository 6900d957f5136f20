"""The list of demonstrators: each stands once, and fulfils the contract in a test of its own."""

from pathlib import Path

import pytest

from vecu.demonstrators.machines.catalogue import get_demonstrator, list_demonstrators
from vecu.demonstrators.machines.kinds import group_demonstrators

TESTS = Path(__file__).resolve().parent
JOURNEYS = TESTS.parents[1] / "journeys"
ADDRESSES = [each.name for each in list_demonstrators()]


def test_each_stands_under_the_heading_of_one_kind():
    grouped = [each.name for _heading, members in group_demonstrators() for each in members]

    assert sorted(grouped) == sorted(ADDRESSES)


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_fulfils_the_contract_and_is_played_in_a_browser(name):
    package = type(get_demonstrator(name)).__module__.split(".")[-2]
    chapter = (TESTS / f"test_{package}.py").read_text("utf-8")

    assert " check_demonstrator(" in chapter
    assert " check_demonstrator_page(" in chapter
    assert (JOURNEYS / f"test_demonstrator_{package}.py").exists()


def test_a_name_that_none_bears_is_an_error_of_the_caller():
    with pytest.raises(LookupError, match="no demonstrator “chess”"):
        get_demonstrator("chess")
