"""Suppliers’ cards as everybody reads them: each claim one link away from what it stands on."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.coding.factories import make_room
from tests.dialogue.factories import WORKSHOP, note, note_point, note_signed
from tests.evidence.factories import NOW, make_published_finding
from tests.groups.views.test_public_group import PAGE, read
from tests.groups.whole_group import make_whole_group
from tests.recommendations.factories import CARD
from tests.register.factories import make_public_system
from tests.reports.factories import make_released
from tests.reports.system_factories import make_released_months
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.actions import take_finding_back
from vecu.evidence.models import Finding
from vecu.evidence.sources import Reference
from vecu.recommendations.content import Claim
from vecu.records.actions import add_record, change_record
from vecu.records.errors import RecordRefused
from vecu.register.models import System

pytestmark = [pytest.mark.django_db, pytest.mark.data]
CARDS = f"{PAGE}suppliers/"
WORDS = "It invents laws."
ACT = {"by": "lea", "now": NOW}


def claim(number: int, *references: Reference) -> Claim:
    return Claim(UUID(int=number), {"en": f"Corrections take time, {number}."}, references)


@pytest.fixture
def group():
    return make_whole_group("nour", totals=False)


@pytest.fixture
def evidence() -> dict[str, Reference]:
    """One of each kind that a claim may cite, all public, but figures of logs and results."""
    room = make_room({"limit": WORDS}, promise=3)
    room.codes("ana", WORDS)
    quotation, figure = room.release(WORDS), make_released(room.study)
    finding, system = make_published_finding(room.study.scope), make_public_system()
    point, agreement = note_point(system, note(system, WORKSHOP)), note_signed(system)
    return {
        "finding": Reference("finding", finding.pk, finding.revision),
        "figure": Reference("figure", figure.figure, figure.edition),
        "quotation": Reference("quotation", quotation.pk, quotation.revision),
        "shared-point": Reference("shared-point", point.pk, 2),
        "agreement": Reference("agreement", agreement.pk, 1),
    }


def test_without_a_card_there_is_no_page_and_nothing_leads_to_it(client, group):
    assert client.get(CARDS).status_code == 404
    assert CARDS not in client.get(PAGE).text


def test_what_was_promised_stands_apart_from_what_was_observed(client, group):
    system = make_public_system()
    add_record(group, replace(CARD, system=system.pk), **ACT)
    page = client.get(CARDS)
    words = read(page)

    promised, observed = words.split(" Observed ")
    assert "Half a day a week for each worker. Demonstration of 2 October 2026" in promised
    assert "Corrections took most of it." in observed
    assert "Nothing is cited for this: it is what the group holds." in observed
    assert "What it costs Not stated" in observed
    assert "What becomes of the problem without it The report has four pages" in observed
    assert 'href="/en/at-work/job-offers/"' in page.text
    assert page["Cache-Control"] == "no-store"
    assert page.text.count("<h1") == 1
    assert f'href="{CARDS}"' in client.get(PAGE).text


def test_a_system_that_is_not_published_is_not_named(client, group):
    system = make_public_system()
    add_record(group, replace(CARD, system=system.pk), **ACT)
    System.objects.update(published=None)

    assert "AI system of the register" not in read(client.get(CARDS))


def test_each_claim_is_one_link_away_from_what_it_stands_on(client, group, evidence):
    add_record(group, replace(CARD, observed=[claim(1, *evidence.values())]), **ACT)
    page = client.get(CARDS)

    chips = page.text.partition('<ul class="chips">')[2].partition("</ul>")[0]
    links = re.findall(r'href="([^"]+)"', chips)
    assert len(links) == chips.count("<li") == len(evidence)
    for link in links:
        path, _hash, anchor = link.partition("#")
        found = client.get(path)
        assert found.status_code == 200
        assert not anchor or f'id="{anchor}"' in found.text
    assert WORDS not in page.text


def test_a_card_cites_nothing_that_came_after_the_day_on_which_it_is_written(group, evidence):
    """The finding is of 28 November 2026, the quotation of the 24th: four days before all stand."""
    observed = [claim(1, evidence["quotation"]), claim(2, evidence["finding"])]
    with pytest.raises(RecordRefused) as refused:
        add_record(group, replace(CARD, observed=observed), by="lea", now=NOW - timedelta(days=4))

    assert set(refused.value.problems) == {"claim_2_evidence"}
    assert "dates from 28 November 2026" in refused.value.problems["claim_2_evidence"]


def test_a_card_that_cites_a_log_says_what_no_log_can_check(client, group):
    promise = (
        "This log cannot check how many cases the tool finds: it does not see those that it misses."
    )
    _outcome, truth, _minutes = make_released_months(make_public_system(), "2026-10")
    card = add_record(group, replace(CARD, observed=[claim(1)]), **ACT)
    assert promise not in read(client.get(CARDS))

    cited = claim(1, Reference("log-figure", truth.figure, truth.edition))
    change_record(card, replace(CARD, observed=[cited]), revision=card.revision, **ACT)

    assert promise in read(client.get(CARDS))


def test_evidence_that_goes_takes_its_words_and_leaves_the_claim_to_be_argued_again(
    client, group, evidence
):
    cited = [evidence["finding"], evidence["figure"]]
    add_record(group, replace(CARD, observed=[claim(1, *cited)]), **ACT)
    take_finding_back(Finding.objects.get(), **ACT)
    words = read(client.get(CARDS))

    assert "Corrections take time, 1." in words
    assert "Checking takes time." not in words
    assert "Evidence no longer available, or changed: 1 of 2. To be discussed again." in words


def test_fifty_pieces_of_evidence_make_no_more_queries_than_five(client, group, evidence):
    add_record(group, replace(CARD, observed=[claim(1, *evidence.values())]), **ACT)
    with translation.override("en"), CaptureQueriesContext(connection) as with_few:
        client.get(CARDS)
    study = Finding.objects.get().scope_uuid
    findings = [
        Reference("finding", make_published_finding(Scope(ScopeKind.STUDY, study)).pk, 1)
        for _number in range(20)
    ]
    observed = [claim(number, *findings[number::4]) for number in range(4)]
    for _number in range(3):
        add_record(group, replace(CARD, observed=observed), **ACT)
    with translation.override("en"), CaptureQueriesContext(connection) as with_many:
        page = client.get(CARDS)

    assert page.text.count('<li class="plain">') > 60
    assert len(with_many) == len(with_few)
