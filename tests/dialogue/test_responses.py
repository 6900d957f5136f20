"""Both sides of a dialogue: what is claimed, confirmed, contested, and who opened the account."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.dialogue.factories import (
    ACT,
    AGREEMENT,
    AVIS,
    CONSULTATION,
    NOW,
    STAFF_ACT,
    WITHDRAWN,
    WORKSHOP,
    note,
    note_point,
    note_signed,
    respond,
)
from tests.dialogue.whole_dialogue import COLLEGES, POSITIONS
from tests.register.factories import make_public_system, make_system
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role, name_mandate, remove_role
from vecu.accounts.queries import get_member, may_replace_password
from vecu.accounts.rules import Role
from vecu.dialogue.actions import add_dialogue_entry, end_dialogue_entry, note_avis
from vecu.dialogue.content import PointContent
from vecu.dialogue.evidence_sources import SharedPoints, StandingAgreements
from vecu.dialogue.models import StaffAgreement
from vecu.dialogue.record_kinds import DIALOGUE
from vecu.dialogue.rules import Ending
from vecu.evidence.sources import Audience
from vecu.records.actions import change_record, remove_record, respond_to_record, undo_move
from vecu.records.descriptions import describe_act
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.queries import list_acts
from vecu.records.rules import ResponseVerb, Side, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NOT_SO = {"fr": "Nous n’avons rien signé.", "en": "We have signed nothing."}


def list_cited(system) -> list:
    return StandingAgreements().list_citable(system.scope, Audience.MEMBERS)


def test_an_agreement_is_evidence_only_while_both_sides_say_so():
    system = make_system()
    row = note(system, AGREEMENT)
    assert (row.standing, list_cited(system)) == (Standing.CLAIMED, [])

    respond(row)
    assert len(list_cited(system)) == 1

    row = change_record(row, replace(AGREEMENT, reference="A 9"), revision=1, **ACT)
    assert (row.standing, list_cited(system)) == (Standing.CLAIMED, [])


def test_each_response_is_an_act_of_its_side_with_its_day_and_none_is_undone():
    system = make_system()
    row = note(system, AGREEMENT)
    respond(row, ResponseVerb.CONTEST, reason=NOT_SO)
    respond(row)

    confirmed, contested, added = list_acts(system.scope, DIALOGUE)
    assert [each.verb for each in (added, contested, confirmed)] == ["add", "contest", "confirm"]
    assert (contested.side, contested.day) == (Side.STAFF, NOW.date())
    [change, *_others] = describe_act(contested).changes
    assert change.after in NOT_SO.values()
    with pytest.raises(RecordRefused, match="other side has answered"):
        undo_move(row.dialogue, DIALOGUE, added.move, **ACT)


def test_a_contest_stays_through_every_change_until_its_side_confirms():
    """Whoever noted it cannot wash it away with a comma."""
    row = note(make_system(), AGREEMENT)
    respond(row, ResponseVerb.CONTEST, reason=NOT_SO)
    row = change_record(row, replace(AGREEMENT, reference="A 9"), revision=1, **ACT)
    assert row.standing is Standing.CONTESTED
    with pytest.raises(RecordRefused, match="stays, with its answer"):
        remove_record(row, revision=row.revision, **ACT)

    assert respond(row).standing is Standing.CONFIRMED


def test_both_sides_contest_what_they_read_at_once_and_neither_is_lost():
    row = note_signed(make_system())
    for act in (ACT, STAFF_ACT):  # both read revision 1
        respond_to_record(row, ResponseVerb.CONTEST, revision=1, reason=NOT_SO, **act)

    row.refresh_from_db()
    assert {side: each.verdict for side, each in row.latest_responses.items()} == {
        Side.STAFF: ResponseVerb.CONTEST,
        Side.SYSTEM: ResponseVerb.CONTEST,
    }


def test_what_was_changed_meanwhile_is_read_again_before_it_is_confirmed():
    row = note(make_system(), AGREEMENT)
    change_record(row, replace(AGREEMENT, reference="A 9"), revision=1, **ACT)

    with pytest.raises(RecordChanged):
        respond_to_record(row, ResponseVerb.CONFIRM, revision=1, **STAFF_ACT)


@pytest.mark.parametrize(
    ("act", "words"),
    [(ACT, "Your side noted this"), (STAFF_ACT | {"by": "lea"}, "somebody else must confirm")],
)
def test_neither_who_noted_it_nor_their_account_on_the_other_side_confirms_it(act, words):
    row = note(make_system(), AGREEMENT)

    with pytest.raises(RecordRefused, match=words):
        respond_to_record(row, ResponseVerb.CONFIRM, revision=1, **act)


def test_a_contest_without_a_reason_is_refused():
    row = note(make_system(), AGREEMENT)

    with pytest.raises(RecordRefused, match="Say what is not so"):
        respond_to_record(row, ResponseVerb.CONTEST, revision=1, reason={}, **STAFF_ACT)


def test_one_side_denounces_a_signed_agreement_and_two_withdraw_it():
    system = make_system()
    denounced, withdrawn = note_signed(system), note_signed(system)
    ending = replace(WITHDRAWN, ended=Ending.DENOUNCED)

    assert end_dialogue_entry(denounced, ending, revision=1, **ACT).is_signed
    assert not end_dialogue_entry(withdrawn, WITHDRAWN, revision=1, **ACT).is_signed


def test_representatives_confirm_the_minutes_and_need_not_those_they_noted_themselves():
    system = make_system()
    ours, theirs = note(system, CONSULTATION), note(system, CONSULTATION)
    respond(ours)

    ours = note_avis(ours, AVIS, revision=1, **ACT)
    theirs = note_avis(theirs, AVIS, revision=1, **STAFF_ACT)

    assert (ours.standing, theirs.standing) == (Standing.CLAIMED, Standing.CONFIRMED)


def test_an_account_that_notes_an_opinion_is_named_like_one_that_confirms_minutes(client):
    """Else an owner would note it by an account of their own making."""
    system = make_public_system()
    note_avis(note(system, CONSULTATION), AVIS, revision=1, **STAFF_ACT)

    page = client.get(PUBLIC).text
    assert "Minutes confirmed by staff representatives on 28 November 2026." in page
    assert "no document of their body vouches for it here" in page


def test_a_point_is_evidence_once_representatives_who_sat_there_confirm_it():
    system = make_system()
    note_point(system, note(system, WORKSHOP))
    workshop = note(system, WORKSHOP, colleges=COLLEGES)
    content = PointContent(workshop.pk, {"fr": "Un point"}, POSITIONS)
    row = add_dialogue_entry(system.scope, content, **ACT)

    def count() -> int:
        return len(SharedPoints().list_citable(system.scope, Audience.MEMBERS))

    assert count() == 1  # no side but management was at the first workshop
    respond(row)
    assert count() == 2
    respond(row, ResponseVerb.CONTEST, reason=NOT_SO)
    assert count() == 1


def test_a_workshop_that_is_changed_has_its_points_confirmed_again():
    """Each says when it was shared, and among whom: an owner could else change both afterwards."""
    system = make_system()
    workshop = note(system, WORKSHOP, colleges=COLLEGES)
    content = PointContent(workshop.pk, {"fr": "Un point"}, POSITIONS)
    row = respond(add_dialogue_entry(system.scope, content, **ACT))
    assert row.standing is Standing.CONFIRMED

    changed = replace(WORKSHOP, day=date(2026, 9, 1), colleges=COLLEGES)
    workshop = change_record(workshop, changed, revision=1, **ACT)
    row.refresh_from_db()
    assert row.standing is Standing.CLAIMED
    with pytest.raises(RecordChanged):
        respond_to_record(row, ResponseVerb.CONFIRM, revision=1, **STAFF_ACT)

    respond(row)
    undo_move(
        row.dialogue, DIALOGUE, list_acts(system.scope, DIALOGUE, [workshop.pk])[0].move, **ACT
    )
    row.refresh_from_db()
    assert row.standing is Standing.CLAIMED


def test_what_an_owner_changes_around_the_opinion_of_representatives_is_claimed():
    """Its reference stays theirs to correct, and nobody confirmed the new one."""
    row = note_avis(note(make_system(), CONSULTATION), AVIS, revision=1, **STAFF_ACT)
    assert row.standing is Standing.CONFIRMED

    row = change_record(row, replace(CONSULTATION, reference="PV 9"), revision=2, **ACT)
    assert row.standing is Standing.CLAIMED

    assert respond(row).standing is Standing.CONFIRMED


# --- Who opened the account

PUBLIC = "/en/at-work/job-offers/dialogue/"
OPENED = "Account opened for staff representatives by management on 28 November 2026"


@pytest.fixture
def appointed():
    """A published system, and an account that its owner opened for representatives."""
    system, rosa = make_public_system(), make_member("rosa")
    give_role(rosa, system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)
    return system, rosa


def confirm_as(account: str, row: StaffAgreement) -> None:
    respond(row, act=STAFF_ACT | {"by": account})


def test_everybody_reads_who_opened_the_account_until_it_names_a_paper_of_its_body(
    client, appointed
):
    system, rosa = appointed
    confirm_as("rosa", note(system, AGREEMENT))
    page = client.get(PUBLIC).text
    assert "Confirmed by staff representatives on 28 November 2026." in page
    assert OPENED in page
    assert "rosa" not in page

    paper = {"body": "CST", "paper": "minutes 4, item 2", "paper_day": date(2026, 9, 8)}
    name_mandate(rosa, system.scope, now=NOW, **paper)

    page = client.get(PUBLIC).text
    assert OPENED not in page
    assert "Appointed by: CST, minutes 4, item 2, 8 September 2026." in page


def test_two_accounts_that_an_owner_opened_vouch_for_nothing_and_share_no_paper(client, appointed):
    system, rosa = appointed
    second = make_member("ravi")
    give_role(second, system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)
    paper = {"body": "CST", "paper": "minutes 4", "paper_day": date(2026, 9, 8)}
    name_mandate(rosa, system.scope, now=NOW, **paper)

    confirm_as("ravi", note(system, AGREEMENT))

    assert OPENED in client.get(PUBLIC).text


def test_an_account_that_an_owner_lets_in_takes_back_no_contest_without_a_paper(appointed):
    system, _rosa = appointed
    row = note(system, CONSULTATION)
    respond(row, ResponseVerb.CONTEST, reason=NOT_SO, act=STAFF_ACT | {"by": "rosa"})
    second = make_member("ravi")
    give_role(second, system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)

    with pytest.raises(RecordRefused, match="Another account contested this"):
        confirm_as("ravi", row)
    with pytest.raises(RecordRefused, match="Another account contested this"):
        note_avis(row, AVIS, revision=1, **STAFF_ACT | {"by": "ravi"})
    with pytest.raises(RecordRefused, match="Another account contested this"):
        respond(row, ResponseVerb.CONTEST, reason={"fr": "…"}, act=STAFF_ACT | {"by": "ravi"})

    paper = {"body": "CST", "paper": "minutes 4", "paper_day": date(2026, 9, 8)}
    name_mandate(second, system.scope, now=NOW, **paper)
    confirm_as("ravi", row)
    respond(row, ResponseVerb.CONTEST, reason=NOT_SO, act=STAFF_ACT | {"by": "rosa"})
    confirm_as("rosa", row)  # what it contested itself
    row.refresh_from_db()
    assert row.standing is Standing.CONFIRMED


def test_an_account_that_noted_a_consultation_notes_no_opinion_on_the_other_side():
    row = note(make_system(), CONSULTATION)

    with pytest.raises(RecordRefused, match="somebody else must confirm"):
        note_avis(row, AVIS, revision=1, **STAFF_ACT | {"by": "lea"})


def test_who_leaves_changes_nothing_of_what_was_confirmed_and_begins_anew_on_coming_back(
    client, appointed
):
    system, rosa = appointed
    paper = {"body": "CST", "paper": "minutes 4", "paper_day": date(2026, 9, 8)}
    name_mandate(rosa, system.scope, now=NOW, **paper)
    row = note(system, AGREEMENT)
    confirm_as("rosa", row)
    remove_role(rosa, system.scope, by="lea", now=NOW)
    assert "Appointed by: CST, minutes 4" in client.get(PUBLIC).text

    give_role(rosa, system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)
    confirm_as("rosa", note(system, AGREEMENT, reference="A 2"))
    assert OPENED in client.get(PUBLIC).text


def test_an_owner_hands_out_no_link_for_the_password_of_a_representative(appointed):
    assert not may_replace_password(get_member("lea"), appointed[1])


def test_a_contest_stands_on_the_public_page_with_its_reason(client):
    system = make_public_system()
    respond(note(system, AGREEMENT), ResponseVerb.CONTEST, reason=NOT_SO)

    page = client.get(PUBLIC).text
    assert "Contested by staff representatives" in page
    assert "We have signed nothing." in page
    assert "Nous n’avons rien signé." in client.get(PUBLIC.replace("/en/", "/fr/")).text


def test_responses_of_one_system_are_read_in_as_many_queries_as_one(client):
    system = make_public_system()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(PUBLIC)
        return len(queries)

    note_signed(system)
    count()
    few = count()
    for number in range(5):
        note_signed(system, reference=f"A {number}")
    assert count() == few
