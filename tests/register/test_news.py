"""What first pages say of a system: where it stands, what is missing, and the next step."""

from datetime import date

import pytest

from tests.register.factories import EXPERIMENT, make_entry, make_system
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.register.news import find_system_news
from vecu.ui.next_steps import NewsReader, NewsSubject

pytestmark = pytest.mark.django_db


def read(*systems, role=Role.OWNER):
    reader = NewsReader(get_member("lea"), date(2026, 11, 28))
    found = find_system_news([NewsSubject(each, role) for each in systems], reader)
    return found[systems[0].pk]


def test_it_says_where_the_system_stands_and_what_is_missing_of_how_much():
    system = make_system()
    assert read(system).news[0].sentence == "No stage is noted."

    make_entry(system, EXPERIMENT)
    news = read(system).news
    assert "since 2 March 2026" in news[0].sentence
    assert news[0].meaning == "Only members can read about it."
    assert news[1].sentence == "5 of 16 pieces of information are missing."


def test_who_writes_fills_in_what_is_read_first_and_a_reader_does_nothing():
    system = make_system()

    assert read(system).steps[0].sentence == "Not known yet: where it stands."
    assert read(system, role=Role.READER).steps == []


def test_more_systems_take_no_more_queries(django_assert_num_queries):
    one, other = make_system(), make_system("noor")
    for systems in ((one,), (one, other)):
        with django_assert_num_queries(7):  # six kinds of entries, and the reader's account
            read(*systems)
