"""Several members, and the person, act on one quotation in the same moment."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.coding.factories import make_room
from tests.surveys.factories import NOON
from vecu.coding.actions.annotate import TextGone, propose_quote
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.release_quotation import Edit, QuotationChanged, ReleaseRefused, release
from vecu.coding.models import CodingEvent, Quotation
from vecu.coding.queries.quotations import list_released_quotations
from vecu.coding.spans import TextSpan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
WORDS = "It invents laws and it never says so."


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Do all at the same moment and count how they end; SQLite has one writer: one by one."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        if connection.vendor == "postgresql":
            start.wait()
        try:
            act()
        except (QuotationChanged, ReleaseRefused, TextGone) as refusal:
            return type(refusal).__name__
        finally:
            if connection.vendor == "postgresql":
                connection.close()
        return "done"

    if connection.vendor != "postgresql":
        return Counter(map(one, acts))
    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))


@pytest.fixture
def room():
    room = make_room({"limit": WORDS}, members=("ana",))
    room.codes("ana", WORDS)
    return room


def propose(room, span=None):
    propose_quote(room.coder("ana"), room.text(WORDS).id, span, ActionContext("ana", NOON))
    return Quotation.objects.get(start=span.start if span else None)


def releasing(room, quotation, by, text=WORDS):
    return lambda: release(room.codebook, quotation.id, Edit(text, 1), ActionContext(by, NOON))


def test_of_eight_who_release_the_same_words_one_does_and_the_others_get_a_message(room):
    quotation = propose(room)
    ends = at_once(*(releasing(room, quotation, f"lead {number}") for number in range(8)))

    assert ends == {"done": 1, "QuotationChanged": 7}
    assert CodingEvent.objects.filter(verb="released quotation").count() == 1


def test_two_quotations_that_share_words_are_not_both_released_in_one_moment(room):
    whole, part = propose(room), propose(room, TextSpan(0, 15))
    ends = at_once(releasing(room, whole, "lea"), releasing(room, part, "omar", "It invents laws"))

    assert ends == {"done": 1, "ReleaseRefused": 1}
    assert len(list_released_quotations(room.codebook)) == 1


def test_a_withdrawal_in_the_moment_of_the_release_leaves_nothing(room):
    quotation = propose(room)
    at_once(releasing(room, quotation, "lea"), lambda: room.withdraw(WORDS))

    assert not Quotation.objects.exists()
    assert not CodingEvent.objects.filter(verb="released quotation").exists()
