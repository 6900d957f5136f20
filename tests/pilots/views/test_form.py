"""The page of one form: what it carries on, what it refuses, what stays nowhere."""

import re
from datetime import date
from itertools import count

import pytest
from django.urls import reverse

from tests.pilots.factories import CHECK, make_pilot_system
from tests.pilots.views.conftest import Agent
from tests.pilots.views.test_check_privacy import format_all, watched  # noqa: F401 - a fixture
from tests.surveys.test_privacy import everything_stored
from vecu.pilots import form_limits
from vecu.writings import PartLimit, WritingLimit, WritingSort

pytestmark = pytest.mark.django_db
CANARY = "4321"


@pytest.fixture
def worker(client) -> Agent:
    make_pilot_system(pilot="cold-writing")
    agent = Agent(client)
    agent.open("aid-vs-0001")
    return agent


@pytest.fixture
def take_position(monkeypatch):
    """Let organisations say where the limit stands, from now on."""

    versions = count(1)

    def take(**positions):
        sorts = {part: PartLimit(sort, {"fr": "", "en": ""}) for part, sort in positions.items()}
        day, version = date(2026, 12, 1), next(versions)
        limit = WritingLimit("financial_aid", "Le collectif", version, day, sorts)
        monkeypatch.setattr(form_limits, "list_limits", lambda *_arguments: [limit])

    return take


def test_a_household_is_chosen_from_the_list_and_never_typed(worker):
    chosen = worker.client.post(CHECK, {"open": "yes", "form": "tax", "household": "vs-0250"})
    typed = worker.client.post(CHECK, {"open": "yes", "form": "tax", "household": "Mme Aubry"})

    assert chosen["Location"] == f"{CHECK}tax-vs-0250/"
    assert typed.status_code == 422
    assert "<textarea" not in worker.client.get(CHECK).content.decode()


def test_a_limit_that_moves_during_a_case_makes_no_file_and_loses_nothing(worker, take_position):
    take_position(bills=WritingSort.WARM)
    entries = {"typed-bills_rent": "431", "reply-opinion": "hand"}
    page = worker.press("make", **entries)

    assert page.status_code == 409
    assert worker.reads("The limit moved since this page was opened")
    assert worker.fields["typed-bills_rent"] == "431"
    take_position(bills=WritingSort.COLD)
    page = worker.press("fix", **{"reply-opinion": "hand"})
    assert page.status_code == 409
    page = worker.press("make", **entries)
    assert page["Content-Type"] == "application/pdf"


def test_one_organisation_that_says_never_stops_it_with_a_name(worker, monkeypatch):
    never = WritingLimit("financial_aid", "Le collectif", 1, date(2026, 12, 1), {}, {"en": "Ours."})
    monkeypatch.setattr(form_limits, "list_limits", lambda *_arguments: [never])
    worker.open("aid-vs-0001")

    assert worker.reads("no machine writes any of this")
    assert worker.reads("Ours.")
    assert worker.reads("Anne Martel")
    assert 'name="make"' not in worker.text


def test_nothing_of_a_form_is_stored_logged_or_cached(worker, watched):  # noqa: F811 - a fixture
    before = everything_stored()
    pages = [
        worker.press("fix", **{"typed-bills_rent": CANARY}),
        worker.press("make", **{"typed-bills_rent": "Canary words"}),
        worker.press("keep", **{"typed-bills_rent": CANARY}),
        worker.press("undo"),
        worker.press("make", **{"typed-bills_rent": CANARY, "reply-opinion": "hand"}),
    ]
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in watched.records)

    assert [page.status_code for page in pages] == [200, 422, 200, 200, 200]
    assert everything_stored() == before
    assert CANARY not in logged + format_all(watched)
    assert "Canary words" not in logged
    for page in pages:
        assert page["Cache-Control"] == "no-store"
        assert not page.cookies


def test_what_is_no_amount_stays_beside_its_reason(worker):
    page = worker.press("make", **{"typed-bills_rent": "presque rien", "reply-opinion": "hand"})

    assert page.status_code == 422
    assert 'value="presque rien"' in worker.text
    assert worker.reads("Rent and service charges: An amount is digits alone")
    assert re.search(r'<details open>\s*<summary>[^<]*<span class="vh"> – Rent', worker.text)


def test_whoever_switches_it_off_reads_the_papers_alone(worker):
    worker.press("off")

    assert worker.reads("The papers of this household")
    assert 'name="make"' not in worker.text


def test_a_form_has_no_strictness_to_choose(client):
    make_pilot_system(pilot="cold-writing")

    assert client.get(reverse("pilots:tuning", args=["job-offers"])).status_code == 404
