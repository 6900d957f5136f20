"""The first page of a dialogue: what is new, one next step, three things kept apart."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from tests.dialogue.factories import (
    ACT,
    AGENDA,
    AGREEMENT,
    CLAUSE,
    COMMITMENT,
    CONSULTATION,
    MANDATE,
    NOW,
    SHARED,
    WITHDRAWN,
    WORKSHOP,
    note,
    note_now,
    note_point,
    respond,
)
from tests.dialogue.views.addresses import DIALOGUE, address_of_row
from tests.register.factories import THRESHOLD, make_entry
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.dialogue.actions import end_dialogue_entry
from vecu.dialogue.models import AgendaItem, Workshop
from vecu.dialogue.rules import ClauseCause, DialogueKind
from vecu.dialogue.sentences import describe_cause
from vecu.evidence.sources import Reference

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def read_step(page: str) -> str:
    """Return the sentence of the next step, '' if there is none."""
    found = re.search(r'next-step notice">\s*<p>(.*?)</p>', page, re.DOTALL)
    return found[1] if found else ""


def fire(clause, month: str = "2026-09") -> AgendaItem:
    return AgendaItem.objects.create(
        dialogue=clause.dialogue,
        day=NOW.date(),
        clause=clause,
        cause=ClauseCause.MISSING,
        month=month,
    )


def test_an_empty_dialogue_says_how_to_begin(lea, rosa, system):
    page = lea.get(DIALOGUE).text

    assert page.count("<h1") == 1
    assert "Nothing is noted yet." in page
    assert read_step(page) == "Start with what people already discuss."
    for text in ("Workshops", "Consultations", "Negotiations", "Agenda", "Review clauses"):
        assert text in page
    assert "silence is not a yes" in page
    assert read_step(rosa.get(DIALOGUE).text) == "Is there something to talk about?"


def test_everything_is_in_the_language_of_the_reader(lea, system):
    page = lea.get(DIALOGUE.replace("/en/", "/fr/")).text

    for text in ("Ateliers", "Négociations", "Ordre du jour", "Clauses de revoyure"):
        assert f"<h2>{text}</h2>" in page
    assert "Les collèges disent quels points ils partagent" in page


def test_what_is_new_stands_first_and_leads_to_what_can_be_done(lea, rosa, system):
    today = localdate()
    clause, workshop = note(system, CLAUSE), note(system, WORKSHOP)
    note_point(system, workshop, SHARED, MANDATE)
    note_now(system, CONSULTATION, day=today - timedelta(days=2))
    note(system, COMMITMENT, due=date(2026, 10, 7))
    note(system, AGENDA)
    item = fire(clause)

    page = lea.get(DIALOGUE).text

    news = page.partition("What is new")[2].partition("</section>")[0]
    labels = re.findall(r'class="standing[^>]*>(.*?)</span>', news)
    assert labels == [
        "A review clause was triggered",
        "On the agenda",
        "A commitment is late",
        "The opinion is awaited – claimed by management",
        "A position is pending",
    ]
    assert describe_cause(item) in news
    assert "Last day for the opinion:" in news
    assert "Without an opinion by then, it counts as negative." in news
    assert "to be checked by counsel" in news
    assert "To be done by 7 October 2026." in news
    assert read_step(page) == "A review clause was triggered: “Review of the alerts”."
    assert f'class="btn" href="{address_of_row(item)}"' in page
    assert address_of_row(item) in rosa.get(DIALOGUE).text


def test_representatives_are_led_to_what_they_can_note(rosa, system):
    respond(note(system, COMMITMENT, due=date(2026, 10, 7)))
    consultation = note_now(system, CONSULTATION, day=localdate())
    assert read_step(rosa.get(DIALOGUE).text).startswith("To confirm or to contest: “Use of")
    respond(consultation)

    page = rosa.get(DIALOGUE).text

    assert read_step(page) == "The opinion is awaited: “Use of the job-offers checker”."
    assert address_of_row(consultation, "avis/") in page


def test_readers_have_no_next_step(client, system):
    note(system, AGENDA)
    give_role(make_member("noor"), system.scope, Role.READER, by="lea", now=NOW)
    client.force_login(get_member("noor"))

    page = client.get(DIALOGUE).text

    assert "Alerts on Saturdays" in page
    assert read_step(page) == ""


def test_what_is_over_is_folded(lea, system):
    end_dialogue_entry(note(system, AGREEMENT), WITHDRAWN, revision=1, **ACT)

    page = lea.get(DIALOGUE).text

    folded = page.partition("<details>")[2].partition("</details>")[0]
    assert "1 that is over" in folded
    assert "the time that alerts take" in folded


def test_the_tab_is_marked_on_every_page_of_the_dialogue(lea, system):
    row = note(system, WORKSHOP)

    assert f'<a href="{DIALOGUE}" aria-current="page">Dialogue</a>' in lea.get(DIALOGUE).text
    assert f'<a href="{DIALOGUE}" aria-current="true">' in lea.get(address_of_row(row)).text


def test_more_entries_make_no_more_queries(lea, system):
    setting = make_entry(system, THRESHOLD)
    cited = [Reference("system-setting", setting.pk, setting.revision)]

    def fill(times: int) -> None:
        for number in range(times):
            workshop, clause = note(system, WORKSHOP), note(system, CLAUSE)
            item = note(system, AGENDA, references=cited)
            point = note_point(system, workshop, SHARED, MANDATE, answers=item.pk, references=cited)
            source = {"origin_kind": DialogueKind.POINT, "origin": point.pk}
            note(system, COMMITMENT, **source)
            note(system, CONSULTATION)
            note(system, AGREEMENT)
            fire(clause, f"2026-{number % 12 + 1:02}")

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert lea.get(address).status_code == 200
        return len(queries)

    fill(1)
    pages = [
        DIALOGUE,
        f"{DIALOGUE}history/",
        address_of_row(Workshop.objects.get()),
        f"{DIALOGUE}points/new/?workshop={Workshop.objects.get().pk}",
        f"{DIALOGUE}commitments/new/",
    ]
    few = [count(page) for page in pages]
    fill(7)

    assert [count(page) for page in pages] == few
