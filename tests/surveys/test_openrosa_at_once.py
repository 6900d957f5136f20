"""The same filled form from 32 clients at once, with connections of their own."""

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from tests.surveys.test_openrosa import WORKBOOK, filled, send
from vecu.surveys import actions
from vecu.surveys.models import Answer
from vecu.surveys.queries import current_fielding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
CLIENTS = 32


@pytest.fixture
def study(db, today):
    about = actions.About(title={"en": "Hours"})
    study = actions.create_study("hours", about, workbook=WORKBOOK.encode(), workbook_name="h.md")
    actions.open_fielding(current_fielding(study, today))
    return study


def at_once(forms: list[bytes]) -> Counter[int]:
    """Send each form from a client of its own, all at the same moment; count the statuses."""
    found: list[int] = []
    start = Barrier(len(forms))

    def one(xml: bytes) -> None:
        start.wait()
        try:
            found.append(send(Client(raise_request_exception=False), xml).status_code)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(xml,)) for xml in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(found)


def test_the_same_form_is_kept_once(study):
    assert at_once([filled("35", "uuid:one")] * CLIENTS) == {201: 1, 202: CLIENTS - 1}
    assert Answer.objects.count() == 1


def test_of_different_answers_under_one_instance_the_first_is_kept(study):
    found = at_once([filled(str(hours), "uuid:one") for hours in range(CLIENTS)])

    assert found == {201: 1, 409: CLIENTS - 1}
    assert Answer.objects.count() == 1


def test_different_forms_are_all_kept(study):
    assert at_once([filled() for _client in range(CLIENTS)]) == {201: CLIENTS}
    assert Answer.objects.count() == CLIENTS
