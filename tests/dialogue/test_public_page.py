"""What everybody reads of a dialogue: three things apart, groups only, and nothing that is gone."""

import re
from copy import copy
from dataclasses import replace
from datetime import date
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models.base import ModelState
from django.test.utils import CaptureQueriesContext

from tests.coding.factories import make_room
from tests.dialogue.factories import (
    ACT,
    AGENDA,
    AGREEMENT,
    AVIS,
    CLAUSE,
    COMMITMENT,
    CONSULTATION,
    MANDATE,
    NOW,
    OPPOSED,
    SHARED,
    STAFF_ACT,
    WITHDRAWN,
    WORKSHOP,
    note,
    note_point,
    note_signed,
    respond,
)
from tests.dialogue.whole_dialogue import answer_item, note_whole_dialogue
from tests.pilots.version_factories import make_pilot, release_both
from tests.register.factories import VERSION, make_entry, make_public_system, make_system
from tests.reports.system_factories import make_released_months, make_whole_system
from vecu.accounts.queries import get_member
from vecu.datasets.release_actions import take_release_back
from vecu.dialogue.actions import end_dialogue_entry, note_avis
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.dialogue.models import ENTRY_MODELS, AgendaItem, StaffAgreement, WorkshopPoint
from vecu.dialogue.rules import Avis, College, Ending, StaffBody
from vecu.evidence.sources import Audience, EvidenceState, Reference, list_evidence
from vecu.records.actions import change_record, remove_record
from vecu.register.actions import take_system_back

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PAGE, SYSTEM = "/en/at-work/job-offers/dialogue/", "/en/at-work/job-offers/"
WORDS = "I explain it each time and it forgets."


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day on which everything below is read."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def system():
    return make_public_system()


def text_of(html: str) -> str:
    """The words of a part of a page, without marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())


def get_html(client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.text.partition("<main")[2].partition("</main>")[0]


def read(client, section: str = "", address: str = PAGE) -> str:
    """The words of the page, or of one of its sections."""
    html = get_html(client, address)
    if section:
        html = html.partition(f'<section id="{section}"')[2].partition("</section>")[0]
        assert html
    return text_of(html.partition(">")[2])


# --- Who reads it


def test_nobody_learns_whether_there_is_a_system_that_is_not_published(client):
    system = make_system()
    note(system, WORKSHOP)
    there, nowhere = client.get(PAGE), client.get(PAGE.replace("job", "other"))

    assert there.status_code == nowhere.status_code == 404
    assert nowhere.text.replace("other-offers", "job-offers") == there.text


def test_a_system_that_is_taken_back_takes_its_dialogue_along(client, system):
    point = note_point(system, note(system, WORKSHOP))
    cited = Reference("shared-point", point.pk, 2)
    assert list_evidence([cited], Audience.EVERYBODY)[0].state is EvidenceState.STANDING

    take_system_back(system, by="lea", now=NOW)

    assert client.get(PAGE).status_code == 404
    assert list_evidence([cited], Audience.EVERYBODY)[0].state is EvidenceState.GONE
    [members] = list_evidence([cited], Audience.MEMBERS)
    assert (members.state, members.address) == (EvidenceState.STANDING, "")


def test_the_page_needs_no_script_and_no_cookie_and_no_cache_keeps_it(client, system):
    note_whole_dialogue(system)
    page = client.get(PAGE)

    assert "<script" not in page.text
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert page.text.count("<h1") == 1


def test_where_nothing_is_noted_the_page_says_so_and_no_menu_leads_there(client, system):
    client.force_login(get_member("lea"))
    overview = "/en/systems/job-offers/"
    assert "Nothing is noted of a dialogue about this system." in read(client)
    assert PAGE not in client.get(overview).text

    workshop = note(system, WORKSHOP)
    assert PAGE in client.get(overview).text
    assert "Nothing is noted of a dialogue" not in read(client)

    remove_record(workshop, revision=1, **ACT)
    assert PAGE not in client.get(overview).text
    assert "Nothing is noted of a dialogue about this system." in read(client)


# --- Three things apart


def test_workshops_consultations_and_agreements_never_stand_together(client, system):
    note_whole_dialogue(system)
    own = {
        "workshops": ("What to do with required cars", "Ask first whether a bus comes in time"),
        "consultations": ("The move to version 2", "Convocation 2026-02"),
        "negotiations": ("No target counts alerts.", "with Union A, Union B"),
    }
    for section in own:
        text = read(client, section)
        for other, theirs in own.items():
            for sentence in theirs:
                assert (sentence in text) is (other == section)


def test_without_consultation_or_agreement_the_page_says_that_none_is_noted(client, system):
    note(system, WORKSHOP)

    assert "No dossier and no opinion are noted here." in read(client, "consultations")
    assert "No agreement is noted." in read(client, "negotiations")
    assert "Nothing is open on the agenda." in read(client, "agenda")


def test_what_is_shared_comes_before_what_is_pending_and_what_is_not(client, system):
    note_whole_dialogue(system)
    text = read(client, "workshops")

    states = ("Shared by all who were there", "Pending", "Not shared by all")
    places = [text.index(each) for each in states]
    assert places == sorted(places)


def test_each_college_has_a_cell_of_its_own_with_its_reason_those_not_there_too(client, system):
    note_whole_dialogue(system)
    html = get_html(client)
    points = html.split('class="entry point"')[1:]

    assert len(points) == 3
    for point in points:
        cells = point.partition('<ul class="cells">')[2].partition("</ul>")[0]
        assert cells.count("<li") == 4
        assert cells.count('class="unknown"') == 1
        assert "Not present: what they think is not known." in text_of(cells)
    text = text_of(html)
    assert "Two hours a month for each office are not in this year’s budget." in text
    assert "Not present: those whom it concerns." in text


def test_what_those_think_who_were_not_there_is_not_known_unless_all_were(client, system):
    workshop = note(system, WORKSHOP)
    assert "What those think who were not at a workshop" in read(client)

    colleges = dict.fromkeys(College, "A group")
    change_record(workshop, replace(WORKSHOP, colleges=colleges), revision=1, **ACT)
    assert "What those think who were not at a workshop" not in read(client)


def test_a_position_on_mandate_is_pending_and_neither_yes_nor_no(client, system):
    workshop = note(system, WORKSHOP)
    note_point(system, workshop, SHARED, MANDATE)
    text = read(client, "workshops")

    assert "Points shared: 0 of 1, pending: 1" in text
    assert "On mandate: position pending." in text
    assert "Does not share" not in text
    assert "Shared by all" not in text


def test_taking_part_is_neither_consultation_nor_agreement(client, system):
    note(system, WORKSHOP)

    assert "taking part removes nobody’s right to refuse" in read(client, "workshops")


# --- Consultation


def test_silence_counts_as_negative_at_the_end_of_its_time_with_its_source(client, system):
    note(system, CONSULTATION)
    text = read(client, "consultations")

    assert "No opinion in time: this counts as a negative opinion" in text
    assert "31 January 2026 – the dossier is handed over (Convocation 2026-02)" in text
    assert "Last day for the opinion: 28 February 2026." in text
    assert "R2312-5 and R2312-6" in text
    assert "to be checked by counsel" in text
    assert "Items in the dossier: 2; not in it: 10" in text


def test_an_avis_says_its_day_its_place_and_which_side_noted_it(client, system):
    consultation = note(system, CONSULTATION)
    note_avis(consultation, AVIS, revision=1, **STAFF_ACT)
    text = read(client, "consultations")

    assert "Unfavourable opinion" in text
    assert "20 February 2026 – the opinion is given (Minutes 2026-02, item 4)" in text
    assert "Noted by staff representatives." in text


def test_an_avis_that_came_too_late_stays_readable_beside_what_silence_counts_as(client, system):
    late = replace(AVIS, avis=Avis.FAVOURABLE, avis_day=date(2026, 3, 2))
    note_avis(note(system, CONSULTATION), late, revision=1, **ACT)
    text = read(client, "consultations")

    assert "No opinion in time: this counts as a negative opinion" in text
    assert "An opinion came later, on 2 March 2026: favourable." in text


def test_of_another_body_no_meaning_of_silence_is_claimed(client, system):
    note(system, CONSULTATION, body_kind=StaffBody.CST)

    assert "negative" not in read(client, "consultations")


# --- Negotiation, commitments


def end(row, ending: Ending, **changed: object):
    return end_dialogue_entry(row, replace(WITHDRAWN, ended=ending, **changed), revision=1, **ACT)


def test_an_agreement_says_by_whom_and_until_when(client, system):
    note_signed(system, until=date(2027, 12, 31))
    text = read(client, "negotiations")

    assert "Signed on 15 September 2026 by Direction of the service, with Union A, Union B." in text
    assert "Until 31 December 2027." in text
    assert "That day has passed" not in text


def test_an_agreement_past_its_day_says_so(client, system):
    note(system, AGREEMENT, until=date(2026, 11, 1))

    assert "That day has passed: what still holds is to be checked by counsel." in read(
        client, "negotiations"
    )


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        (Ending.WITHDRAWN, "Withdrawn by those who signed it"),
        (Ending.DENOUNCED, "Denounced by one side"),
    ],
)
def test_an_agreement_that_ended_says_how_when_by_whom_and_why(client, system, ending, state):
    agreement = note_signed(system)
    note(system, COMMITMENT, origin_kind="agreement", origin=agreement.pk)
    respond(end(agreement, ending))
    text = read(client, "negotiations")

    assert state in text
    assert "On 20 November 2026, Both who signed: Replaced by another text." in text
    assert (
        f"The time that alerts take ({state.lower()})".lower()
        in read(client, "commitments").lower()
    )


def test_commitments_and_their_ends_are_claimed_until_the_other_side_confirms(client, system):
    respond(note(system, COMMITMENT))
    note(system, COMMITMENT, subject={"en": "Publish times of buses"}, due=date(2026, 11, 1))
    done = note(system, COMMITMENT, subject={"en": "Write down who decides"})
    respond(done)
    end(done, Ending.DONE, ended_by="Direction", ended_reason={"en": "It is on the door."})
    text = read(client, "commitments")

    assert "Give one day of training Under way due 1 December 2026" in text
    assert "Publish times of buses Late – claimed by management due 1 November 2026" in text
    assert "by: Direction of the service, according to whoever noted it." in text
    assert "Write down who decides Done – claimed by management due 1 December 2026" in text
    assert "On 20 November 2026, Direction: It is on the door." in text
    assert "Staff representatives confirmed an earlier wording on 28 November 2026." in text

    respond(done)
    assert "Write down who decides Done due 1 December 2026" in read(client, "commitments")


# --- Review clauses and agenda


def test_a_clause_says_what_it_watches_and_leads_to_what_it_put_on_the_agenda(client):
    system = make_whole_system()
    [figure, *_rest] = make_released_months(system, "2026-09")
    note(system, CLAUSE)
    fire_clauses(NOW)
    item = AgendaItem.objects.get()

    assert "Comes back to the agenda if people override more than 30%" in read(client, "clauses")
    assert f'href="#entry-{item.pk}"' in get_html(client)
    assert "In September 2026 people overrode more than 30% of its proposals." in read(
        client, "agenda"
    )
    month = f"{SYSTEM}?month=2026-09#figures"
    chip = f'<li class="machine"><a href="{month}">Job-offers checker, September 2026'
    assert chip in get_html(client)
    assert str(figure.figure) not in get_html(client)


def test_what_a_figure_meant_goes_from_the_page_with_the_figure(client):
    system = make_whole_system()
    figures = make_released_months(system, "2026-09")
    note(system, CLAUSE)
    fire_clauses(NOW)
    for each in figures:
        take_release_back(system.scope, each.figure, by="lea", now=NOW)
    text = read(client)

    assert "people overrode" not in text.replace("if people override", "")
    assert (
        text.count("A figure of September 2026 put this on the agenda; it is no longer public.")
        == 2
    )
    assert "evidence no longer available" in text
    client.force_login(get_member("lea"))
    assert "people overrode" not in client.get("/en/systems/job-offers/dialogue/").text


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        ("", "September 2026: no figure was public 30 days after the month had closed."),
        (
            "hidden",
            "September 2026: other figures were public, this one was hidden, wholly or for the"
            " most part.",
        ),
    ],
)
def test_a_figure_that_is_missing_or_hidden_is_put_in_words_and_never_explained(
    client, month, sentence
):
    system = make_whole_system()
    if month:
        figures = make_released_months(system, "2026-09")
        outcome = next(each for each in figures if each.item.endswith("/outcome"))
        take_release_back(system.scope, outcome.figure, by="lea", now=NOW)
    note(system, CLAUSE)
    fire_clauses(NOW)

    assert sentence in read(client, "agenda")
    assert "This page never says which, so that it shows nobody." in read(client)


def test_where_every_figure_could_be_read_the_page_speaks_of_no_missing_one(client, system):
    note(system, CLAUSE, day=date(2026, 11, 20))

    assert "never says which" not in read(client)
    assert "Watching" in read(client, "clauses")


def test_items_that_were_taken_up_or_answered_are_not_open_any_more(client, system):
    note_whole_dialogue(system)
    answer_item(AgendaItem.objects.get(group="Équipe du samedi"))
    agenda = read(client, "agenda")

    assert agenda.startswith("Agenda Nothing is open on the agenda. Taken up or answered")
    assert "Taken up: Ask first whether a bus comes in time" in agenda
    assert "On 20 November 2026, Direction du service: Replaced by another text." in agenda


# --- What is new


def test_a_sentence_says_what_happened_last(client, system):
    def news() -> str:
        return re.search(r"Latest, .*?\. Workshop,", read(client)).group()

    note_point(system, note(system, WORKSHOP), SHARED, OPPOSED)
    assert news().startswith(
        "Latest, 6 October 2026: workshop “What to do with required cars” (points shared: 0 of 1)."
    )
    note(system, AGENDA)
    assert news().startswith("Latest, 2 November 2026: agenda item “Alerts on Saturdays”")
    end(note(system, AGREEMENT), Ending.WITHDRAWN)
    assert news().startswith(
        "Latest, 20 November 2026: agreement “the time that alerts take” (withdrawn by those who"
    )


def test_silence_is_new_on_the_day_after_the_last(client, system):
    note(system, CONSULTATION)

    assert "Latest, 1 March 2026: consultation “Use of the job-offers checker”" in read(client)


# --- Nothing of persons


def test_no_account_no_hour_and_no_history_stand_on_the_page(client, system):
    note_whole_dialogue(system)
    writer = get_member("lea")
    writer.first_name, writer.last_name = "Léa", "Aubert"
    writer.save()
    html = get_html(client)

    for name in ("Léa", "Aubert", "lea", "rep"):
        assert not re.search(rf"\b{name}\b", text_of(html))
    assert not re.search(r"\b\d{1,2}:\d{2}\b", text_of(html).replace("first bus comes at 9:40", ""))
    assert "Groups and functions speak here, not individuals." in text_of(html)


def test_what_was_removed_or_replaced_is_nowhere_on_the_page(client, system):
    workshop = note(system, WORKSHOP)
    point = note_point(system, workshop, OPPOSED, SHARED, statement={"en": "Name who overrides"})
    remove_record(point, revision=1, **ACT)

    assert "Name who overrides" not in client.get(PAGE).text
    assert str(point.pk) not in client.get(PAGE).text


@pytest.mark.parametrize("promise", [2, 3])
def test_words_of_a_story_are_not_on_the_page_and_go_as_evidence(client, system, promise):
    room = make_room({"limit": WORDS}, promise=promise)
    room.codes("ana", WORDS)
    quotation = room.release(WORDS)
    point = note_point(system, note(system, WORKSHOP))
    cited = {"source": "quotation", "id": str(quotation.id), "revision": quotation.revision}
    WorkshopPoint.objects.filter(pk=point.pk).update(references=[cited])

    assert WORDS not in client.get(PAGE).text
    gone = "evidence no longer available" in read(client)
    assert gone is (promise == 2), "a reserved quotation is nothing for everybody"
    link = f'href="/en/findings/stories/#quotation-{quotation.id}"'
    assert (link in client.get(PAGE).text) is (promise == 3)

    room.withdraw(WORDS)
    assert "evidence no longer available" in read(client)


def test_html_in_a_dialogue_is_text(client, system):
    mark = {"en": "<b id=mark>bold</b>"}
    workshop = note(system, WORKSHOP, subject=mark)
    reason = replace(OPPOSED, reason=mark)
    note_point(system, workshop, SHARED, reason, statement=mark)
    note(system, AGREEMENT, subject=mark, terms=mark, unions=["<b id=mark>"])
    note(system, CONSULTATION, subject=mark, body="<b id=mark>", dossier_note=mark)
    note(system, AGENDA, subject=mark, group="<b id=mark>")

    assert "<b id=mark>" not in client.get(PAGE).text


# --- Where claims lead


def test_evidence_leads_to_its_place_on_the_page_and_every_link_of_the_page_has_one(client):
    system = make_whole_system()
    make_released_months(system, "2026-09")
    point = note_whole_dialogue(system, fire_at=NOW)
    agreement = StaffAgreement.objects.filter(ended="").get()
    references = [
        Reference("shared-point", point.pk, 2),
        Reference("agreement", agreement.pk, agreement.revision),
    ]
    page = client.get(PAGE).text
    ids = re.findall(r'\bid="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    for audience in Audience:
        for shown in list_evidence(references, audience):
            address, _mark, anchor = shown.address.partition("#")
            assert address == PAGE.replace("/en/", "/en/")
            assert anchor in ids
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in ids


def test_an_agreement_that_was_withdrawn_leads_nowhere_and_one_that_was_denounced_still_does(
    system,
):
    withdrawn, denounced = note_signed(system), note_signed(system, reference="A 2")
    end(withdrawn, Ending.WITHDRAWN)
    end(denounced, Ending.DENOUNCED)

    gone, changed = list_evidence(
        [Reference("agreement", each.pk, 1) for each in (withdrawn, denounced)], Audience.EVERYBODY
    )
    assert (gone.state, gone.address) == (EvidenceState.GONE, "")
    assert changed.state is EvidenceState.CHANGED
    assert changed.address.endswith(f"{PAGE.removeprefix('/en')}#entry-{denounced.pk}")


def test_what_was_shared_leads_to_the_versions_that_stand_on_it(client, system):
    make_pilot(system)
    second = release_both(system)
    other = make_entry(system, VERSION, references=list(second.cited.values()), day=NOW.date())

    leads = re.findall("What stands on it:(.*?)</p>", get_html(client), re.DOTALL)
    assert len(leads) == 2  # the point and the agreement
    for each in leads:
        addresses = re.findall('href="([^"]+)"', each)
        assert addresses == [f"{SYSTEM}versions/2/", f"{SYSTEM}#version-{other.pk}"]


# --- Cost


@pytest.mark.parametrize("address", [PAGE, SYSTEM])
def test_a_page_costs_the_same_queries_with_five_entries_as_with_fifty(client, address):
    system = make_whole_system()
    figure = make_released_months(system, "2026-09")[0]
    cited = [{"source": "log-figure", "id": str(figure.figure), "revision": figure.edition}]

    point = note_whole_dialogue(system, fire_at=NOW)
    WorkshopPoint.objects.filter(pk=point.pk).update(references=cited)

    def count(copies: int) -> int:
        for model in ENTRY_MODELS.values():
            row = model.objects.filter(clause=None).first() if model is AgendaItem else None
            row = row or model.objects.last()
            keys = [uuid4() for _number in range(copies)]
            model.objects.bulk_create(_copy(row, key) for key in keys)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    assert count(5) == count(45)


def _copy(row, key: UUID):
    """A row like another, which is not saved yet."""
    other = copy(row)
    other.pk, other._state = key, ModelState()
    return other
