"""What whoever holds a dump joins of replies and answers: no more than month and sector do."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from django.db import connection

from tests.evidence.factories import NOW
from tests.surveys.actions.test_row_order import keys_in_order, orders
from tests.surveys.actions.test_storage_traces import on_postgresql
from tests.surveys.factories import answer
from vecu.replies.actions import choose_sectors, store_reply
from vecu.replies.models import Reply
from vecu.replies.rules import ReplyChoice, name_month
from vecu.surveys.actions import rewrite_tables
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]

PEOPLE = 120
SECTORS = ("", "1", "2")
MONTHS = (10, 11)
BY_CHANCE = 20
"""Of two orders of one group, one place agrees on average: six here, over 20 once in a million."""


@pytest.fixture
def groups(testimonies) -> list[tuple[str, str]]:
    """The month and sector of each of 120 people who answer and then reply, as they come."""
    names = [{"fr": "Travail social", "en": "Social work"}, {"fr": "Mairies", "en": "Town halls"}]
    choose_sectors(testimonies, names, by="lea", now=NOW)
    return [
        (name_month(date(2026, MONTHS[number // 60], 1)), SECTORS[number % 3])
        for number in range(PEOPLE)
    ]


def test_within_a_month_and_a_sector_no_order_of_rows_joins_replies_and_answers(
    testimonies, findings, groups
):
    """The files are read as they lie, by whoever knows each person's month and sector."""
    answers: dict[object, int] = {}
    replies: dict[object, int] = {}
    choices = list(ReplyChoice)
    for number, (month, sector) in enumerate(groups):
        day = date.fromisoformat(f"{month}-{1 + number % 28:02}")
        answers[answer(testimonies, {"stance": "use"}, day=day).pk] = number
        card, reply = findings[number % 2], choices[number // 2 % 2]
        store_reply(card, reply, sector=sector, nonce=f"1-{number}", today=day)
        (new,) = set(Reply.objects.values_list("pk", flat=True)).difference(replies)
        replies[new] = number
    assert (count_joined(answers, replies, groups) == PEOPLE) == on_postgresql(), "it shows nothing"

    rewrite_tables()

    assert count_joined(answers, replies, groups) <= BY_CHANCE


def count_joined(
    answers: Mapping[object, int], replies: Mapping[object, int], groups: Sequence[tuple[str, str]]
) -> int:
    """Return for how many people the order of rows, at its best, joins their answer and reply."""
    return max(
        sum(
            map(
                int.__eq__,
                list_by_group(answers, keys_in_order(Answer, of_answers), groups),
                list_by_group(replies, keys_in_order(Reply, of_replies), groups),
            )
        )
        for of_answers in orders(Answer).values()
        for of_replies in orders(Reply).values()
    )


def list_by_group(
    people: Mapping[object, int], keys: Sequence[object], groups: Sequence[tuple[str, str]]
) -> list[int]:
    """Return who is at each place of the rows of a month and sector, group after group."""
    found = defaultdict(list)
    for key in keys:
        found[groups[people[key]]].append(people[key])
    return [person for group in sorted(found) for person in found[group]]


def test_no_column_of_a_reply_is_rarer_than_its_month_and_sector(testimonies, findings, groups):
    for number, (month, sector) in enumerate(groups):
        card, reply = findings[0], list(ReplyChoice)[number // 3 % 2]
        today = date.fromisoformat(f"{month}-01")
        store_reply(card, reply, sector=sector, nonce=f"1-{number}", today=today)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM replies_reply")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert sorted(names) == ["card", "id", "month", "reply", "sector", "version"]
    alike = Counter(tuple(row[name] for name in names if name != "id") for row in rows)
    assert set(alike.values()) == {10}, "two months, three sectors, two replies"
    assert {str(row["id"]).replace("-", "")[12] for row in rows} == {"4"}
