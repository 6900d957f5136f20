"""The page of one form: what it carries on, what it refuses, what stays nowhere."""

import io
import json
import re
from datetime import date
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from tests.dialogue.factories import ACT, POSITION, STAFF_ACT, WORKSHOP, note, respond
from tests.pilots.factories import CHECK, make_pilot_system
from tests.pilots.views.conftest import Agent
from tests.pilots.views.test_check_privacy import format_all, watched  # noqa: F401 - a fixture
from tests.surveys.test_privacy import everything_stored
from vecu.dialogue.rules import PositionHolder
from vecu.pilots import form_limits
from vecu.records.rules import ResponseVerb
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


def test_a_limit_moves_after_its_debate_and_the_next_form_follows_it(client, monkeypatch):
    """Two associations: one moves its bills, the other keeps income warm throughout."""
    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(2026, 12, 3))
    system, worker = make_pilot_system(pilot="cold-writing"), Agent(client)
    collective = {**POSITION.parts, "bills": PartLimit(WritingSort.DISPUTED, {"en": "Debts."})}
    tenants = {
        "organisation": "Parole et Toit",
        "holder": PositionHolder.ACCOMPANIED,
        "parts": {"income": PartLimit(WritingSort.WARM, {"en": "It is told, not copied."})},
    }
    first = respond(note(system, POSITION, act=STAFF_ACT), act=ACT)
    respond(note(system, POSITION, **tenants))
    debate = note(system, WORKSHOP, day=date(2026, 6, 18))
    moved = {"day": date(2026, 9, 3), "previous": first.pk, "debate": debate.pk}
    second = note(system, POSITION, act=STAFF_ACT, parts=collective, **moved)
    respond(second, ResponseVerb.CONTEST, reason={"en": "No vote."}, act=ACT)

    # A version that is contested moves neither its own limit nor that of the others.
    worker.open("aid-vs-0001")
    assert "typed-bills_rent" in worker.text
    assert "typed-income_wages" not in worker.text
    respond(second, act=ACT)
    assert worker.press("make", **{"reply-opinion": "hand"}).status_code == 409
    assert "typed-bills_rent" not in worker.text
    assert "typed-income_wages" not in worker.text
    assert worker.press("make", **{"reply-opinion": "hand"}).status_code == 422
    file = worker.press("make", **{"reply-opinion": "hand", "reply-bills": "hand"})
    made = PdfReader(io.BytesIO(file.content))
    fields = made.get_form_text_fields()
    assert [fields[key] for key in ("bills_rent", "income_wages", "adults")] == ["", "", "1"]
    limits = json.loads(made.attachments["provenance.json"][0])["limits"]
    assert f"{POSITION.organisation}, 2026-11-28, 2" in limits
    assert "Parole et Toit, 2026-11-28, 1" in limits

    worker.page = client.get("/en/writings/financial_aid/history/")
    for day in ("12 March 2026", "18 June 2026", "3 September 2026", "cold → disputed"):
        assert worker.reads(day)


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
    assert worker.reads("Rent and service charges: Write the amount in digits")
    assert re.search(
        r'<details class="cold-part" open>\s*<summary>[^<]*<span[^>]*>Bills', worker.text
    )


def test_a_folded_section_says_how_many_fields_it_fills_and_from_which_papers(worker):
    """One adult and two children under 14 stand on one statement, the shares on these lines."""
    assert worker.reads("4 fields · statement of the benefits office, the lines above")


def test_whoever_switches_it_off_reads_the_papers_alone(worker):
    worker.press("off")

    assert worker.reads("The papers of this household")
    assert 'name="make"' not in worker.text


def test_a_form_has_no_strictness_to_choose(client):
    make_pilot_system(pilot="cold-writing")

    assert client.get(reverse("pilots:tuning", args=["job-offers"])).status_code == 404
