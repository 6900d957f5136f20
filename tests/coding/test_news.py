"""What first pages say of coding: how far it is, on what coders disagree, and the next step."""

from datetime import date

import pytest

from tests.coding.factories import make_room
from tests.surveys.factories import make_member, make_study
from vecu.accounts.rules import Role
from vecu.coding.analysis.agreement import find_disagreements
from vecu.coding.models import Adjudication
from vecu.coding.news import find_coding_news
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.coding_state import get_coding_states
from vecu.coding.queries.consensus import list_text_ratings
from vecu.ui.next_steps import NewsReader, NewsSubject, sort_steps

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def room():
    """Ana and Bea agree on one of two texts that both have finished; nobody has the third."""
    room = make_room({"limit": "It lies."}, {"limit": "Too long."}, {"limit": "Too dear."})
    lies, slow = room.code("Lies"), room.code("Slow")
    for words, codes in (("It lies.", (lies, lies)), ("Too long.", (lies, slow))):
        room.give(words, "ana", "bea")
        for name, code in zip(("ana", "bea"), codes, strict=True):
            room.codes(name, words, code)
    return room


def read(room, role=Role.OWNER, account="ana"):
    user = room.users.get(account) or make_member(account, room.study, role)
    reader = NewsReader(user, date(2026, 11, 28))
    return find_coding_news([NewsSubject(room.study, role)], reader)[room.study.pk]


def state_of(room, account="ana"):
    return get_coding_states([room.study.pk], account)[room.study.pk]


def test_it_says_how_many_texts_are_coded_of_how_many(room):
    news = read(room).news

    assert news[0].sentence == "2 of 3 texts are coded."
    assert news[1].sentence == "Coders disagree on 1 of 3 texts."


def test_owners_settle_disagreements_first_and_coders_code(room):
    steps = sort_steps(read(room, account="lea").steps)
    assert [each.label for each in steps] == ["Settle disagreements", "Code texts"]

    assert [each.label for each in read(room, Role.CODER).steps] == ["Code texts"]


def test_texts_that_were_assigned_to_somebody_come_before_those_of_nobody(room):
    room.give("Too dear.", "bea")

    assert state_of(room, "bea").own == 1
    assert state_of(room, "ana").own == 0
    assert [each.label for each in read(room, Role.CODER, "bea").steps] == ["Code these texts"]
    assert read(room, Role.CODER, "ana").steps == []


def test_a_disagreement_counts_once_all_have_finished_and_until_it_is_settled(room):
    text = room.give("Too dear.", "ana", "bea")
    first, second = list_codes(room.codebook).offered
    room.codes("ana", "Too dear.", first[0])
    assert state_of(room).disputed == 1  # Bea has not finished: nobody learns what Ana did

    room.codes("bea", "Too dear.", second[0])
    assert state_of(room).disputed == 2
    judged = list_text_ratings(room.codebook, list_codes(room.codebook))
    assert len(find_disagreements(judged)) == 2

    for code, _depth in (first, second):
        Adjudication.objects.create(
            verbatim=text, code=code, present=True, by="lea", at="2026-11-28T10:00Z"
        )
    assert state_of(room).disputed == 1


def test_a_reader_learns_nothing_of_coding_but_what_is_released(room):
    found = read(room, Role.READER, "rea")

    assert (list(found.news), list(found.steps)) == ([], [])


def test_a_study_that_nobody_codes_has_no_news(room):
    assert get_coding_states([make_study("other").pk], "ana") == {}


def test_more_studies_take_no_more_queries(room, django_assert_num_queries):
    with django_assert_num_queries(4):
        get_coding_states([room.study.pk], "ana")
    others = [make_study(f"other-{number}").pk for number in range(2)]
    with django_assert_num_queries(4):
        get_coding_states([room.study.pk, *others], "ana")
