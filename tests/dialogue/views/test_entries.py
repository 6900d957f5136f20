"""Entries of a dialogue on members' pages: added, read, corrected, removed."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.dialogue.factories import (
    AGENDA,
    AGREEMENT,
    CLAUSE,
    COMMITMENT,
    NOW,
    OPPOSED,
    SHARED,
    STAFF_ACT,
    WORKSHOP,
    note,
    note_point,
)
from tests.dialogue.views.addresses import DIALOGUE, address_of, address_of_row
from tests.register.factories import THRESHOLD, make_entry, make_system
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.dialogue.content import WorkshopContent
from vecu.dialogue.models import (
    ENTRY_MODELS,
    AgendaItem,
    Commitment,
    ReviewClause,
    StaffAgreement,
    StaffConsultation,
    Workshop,
    WorkshopPoint,
)
from vecu.dialogue.rules import (
    College,
    DialogueKind,
    PointState,
    Stance,
    WatchedFigure,
)
from vecu.records.actions import change_record, remove_record
from vecu.records.rules import Side

pytestmark = [pytest.mark.django_db, pytest.mark.data]

POSTED = {
    DialogueKind.WORKSHOP: {
        "day": "2026-10-06",
        "subject_en": "Required cars",
        "college_users": "Six agents of Sèvremont",
        "college_management": "Head of the service",
    },
    DialogueKind.CONSULTATION: {
        "body_kind": "CSE",
        "body": "CSE of the service",
        "day": "31/01/2026",
        "reference": "Convocation 2026-02",
        "subject_en": "Use of the checker",
        "dossier": ["problem", "trial"],
        "dossier_note_en": "They asked for the costs.",
        "expertise": "expert",
        "last_day": "2026-05-31",
        "last_day_source": "Agreement of 2024",
    },
    DialogueKind.AGREEMENT: {
        "day": "2026-09-15",
        "subject_en": "Time that alerts take",
        "terms_en": "No target counts alerts.",
        "employer": "Direction of the service",
        "unions": "Union A\r\n\r\n Union B ",
        "reference": "Text 12",
        "until": "2027-09-15",
    },
    DialogueKind.COMMITMENT: {
        "subject_en": "One day of training",
        "group": "Direction of the service",
        "day": "2026-10-06",
        "due": "2026-12-01",
    },
    DialogueKind.CLAUSE: {
        "subject_en": "Review of the alerts",
        "day": "2026-09-15",
        "watched": "overrides",
        "most": "30",
    },
    DialogueKind.AGENDA_ITEM: {
        "subject_en": "Alerts on Saturdays",
        "group": "Agents of Saturday",
        "day": "2026-11-02",
    },
}
POSITIONS = {
    "statement_en": "Ask first whether a bus comes",
    "position_users": "shared",
    "position_management": "on mandate",
    "reason_management_en": "Direction decides in December.",
}


@pytest.mark.parametrize("kind", POSTED)
def test_an_entry_is_added_read_corrected_and_removed(lea, kind):
    assert lea.get(address_of(kind)).status_code == 200
    added = lea.post(address_of(kind), POSTED[kind])
    assert added.status_code == 302, added.text
    row = ENTRY_MODELS[kind].objects.get()
    assert added.url == address_of(kind, row.pk)

    page = lea.get(added.url).text
    assert POSTED[kind]["subject_en"] in page
    assert "Noted by those who answer for the system" in page
    form = lea.get(address_of(kind, row.pk, "change/")).text
    for value in POSTED[kind].values():
        if value and isinstance(value, str) and "/" not in value and "\n" not in value:
            assert value in form, value

    sent = POSTED[kind] | {"subject_en": "Something else", "revision": "1"}
    changed = lea.post(address_of(kind, row.pk, "change/"), sent)
    assert changed.status_code == 302, changed.text
    assert "Something else" in lea.get(changed.url).text
    assert "Something else" in lea.get(DIALOGUE).text

    removed = lea.post(address_of(kind, row.pk, "remove/"), {"revision": "2"})
    assert removed.url == DIALOGUE
    assert lea.get(address_of(kind, row.pk)).status_code == 404


def test_what_was_written_is_what_is_stored(lea):
    for kind, sent in POSTED.items():
        lea.post(address_of(kind), sent)

    workshop, consultation = Workshop.objects.get(), StaffConsultation.objects.get()
    assert workshop.present == [College.USERS, College.MANAGEMENT]
    assert consultation.dossier == ["problem", "trial"]
    assert (consultation.day, consultation.last_day) == (date(2026, 1, 31), date(2026, 5, 31))
    assert StaffAgreement.objects.get().unions == ["Union A", "Union B"]
    assert Commitment.objects.get().due == date(2026, 12, 1)
    assert ReviewClause.objects.get().most == 30
    assert AgendaItem.objects.get().group == "Agents of Saturday"


@pytest.mark.parametrize("kind", POSTED)
def test_an_empty_form_says_what_is_missing_and_keeps_the_rest(lea, kind):
    texts = {name: "kept" for name in POSTED[kind] if name.endswith("_en")}

    refused = lea.post(address_of(kind), texts)

    assert refused.status_code == 422
    assert "Give the day" in refused.text
    assert refused.text.count(">\nkept</textarea>") == len(texts)
    assert not ENTRY_MODELS[kind].objects.exists()


@pytest.mark.parametrize(
    ("kind", "changed", "field", "message"),
    [
        (
            DialogueKind.WORKSHOP,
            {"college_users": "", "college_management": " "},
            "college_users",
            "Say who was there.",
        ),
        (DialogueKind.WORKSHOP, {"day": "2126-01-01"}, "day", "is still to come"),
        (DialogueKind.WORKSHOP, {"day": "soon"}, "day", "Enter a valid date."),
        (DialogueKind.CONSULTATION, {"body_kind": "parliament"}, "body_kind", "Select a valid"),
        (DialogueKind.CONSULTATION, {"dossier": ["problem", "cake"]}, "dossier", "Select a valid"),
        (DialogueKind.CONSULTATION, {"last_day_source": ""}, "last_day_source", "what sets this"),
        (DialogueKind.AGREEMENT, {"unions": " \n "}, "unions", "Name the unions that signed."),
        (DialogueKind.AGREEMENT, {"unions": "U\n" * 21}, "unions", "At most 20 unions. Found: 21."),
        (
            DialogueKind.AGREEMENT,
            {"employer": "lea"},
            "employer",
            "is one member. Name the function or the group.",
        ),
        (DialogueKind.COMMITMENT, {"due": "2026-01-01"}, "due", "before it was undertaken"),
        (DialogueKind.COMMITMENT, {"origin": "point:1"}, "origin", "no longer exists"),
        (DialogueKind.CLAUSE, {"most": "a third"}, "most", "Write a whole number, such as 30."),
        (DialogueKind.CLAUSE, {"most": "101"}, "most", "between 0 and 100"),
        (DialogueKind.CLAUSE, {"watched": "date", "most": ""}, "due", "Give the date"),
        (DialogueKind.CLAUSE, {"watched": "upkeep", "most": ""}, "most", "Give the hours"),
        (DialogueKind.AGENDA_ITEM, {"group": ""}, "group", "Say which group asks for it."),
        (DialogueKind.AGENDA_ITEM, {"subject_en": "x" * 4001}, "subject_en", "4001"),
    ],
)
def test_what_cannot_be_noted_stands_beside_its_field(lea, kind, changed, field, message):
    refused = lea.post(address_of(kind), POSTED[kind] | changed)

    assert refused.status_code == 422
    assert f'href="#id_{field}' in refused.text
    assert message in refused.text
    assert not ENTRY_MODELS[kind].objects.exists()


def test_a_point_asks_each_college_that_was_there_and_no_other(lea, system):
    workshop = note(system, WORKSHOP)

    page = lea.get(f"{address_of(DialogueKind.POINT)}?workshop={workshop.pk}").text

    assert "Those who work with it (Six agents of Sèvremont)" in page
    assert 'name="position_management"' in page
    assert "position_touched" not in page
    assert "reason_touched" not in page


def test_a_point_is_added_to_its_workshop_and_its_mandate_completed_later(lea, system):
    workshop, item = note(system, WORKSHOP), note(system, AGENDA)
    sent = POSITIONS | {"workshop": workshop.pk, "answers": str(item.pk)}

    added = lea.post(address_of(DialogueKind.POINT), sent)

    assert added.status_code == 302, added.text
    point = WorkshopPoint.objects.get()
    assert (point.workshop, point.answers) == (workshop, item.pk)
    assert point.state is PointState.PENDING
    assert "A position is pending: “Ask first whether a bus comes”." in lea.get(DIALOGUE).text
    page = lea.get(added.url).text
    assert "Direction decides in December." in page
    assert "Alerts on Saturdays" in page

    form = lea.get(address_of_row(point, "change/")).text
    assert re.search('value="on mandate"[^>]*checked', form)
    decided = sent | {"position_management": "shared", "revision": "1"}
    assert lea.post(address_of_row(point, "change/"), decided).status_code == 302
    point.refresh_from_db()
    assert point.state is PointState.SHARED
    assert point.stances[College.MANAGEMENT].stance is Stance.SHARED


def test_a_position_without_reason_or_stance_says_whose(lea, system):
    workshop = note(system, WORKSHOP)
    sent = POSITIONS | {"workshop": workshop.pk, "position_users": "", "reason_management_en": ""}

    refused = lea.post(address_of(DialogueKind.POINT), sent)
    assert refused.status_code == 422
    assert "Choose their position" in refused.text

    refused = lea.post(address_of(DialogueKind.POINT), sent | {"position_users": "not shared"})
    assert refused.status_code == 422
    assert 'href="#id_reason_users_fr"' in refused.text
    assert "Management: say why, or whom they must consult first." in refused.text
    assert "Ask first whether a bus comes" in refused.text


def test_a_point_without_workshop_is_no_page_and_nothing_typed_is_lost(lea, system):
    workshop = note(system, WORKSHOP)
    assert lea.get(address_of(DialogueKind.POINT)).status_code == 404
    assert lea.get(f"{address_of(DialogueKind.POINT)}?workshop=x").status_code == 404
    remove_record(workshop, revision=1, side=Side.SYSTEM, by="lea", now=NOW)

    refused = lea.post(address_of(DialogueKind.POINT), POSITIONS | {"workshop": workshop.pk})

    assert refused.status_code == 422
    assert "This workshop no longer exists." in refused.text
    assert "Direction decides in December." in refused.text


def test_a_point_cites_evidence_that_is_searched_and_ticked(lea, system):
    make_entry(system, THRESHOLD)
    workshop = note(system, WORKSHOP)
    sent = POSITIONS | {"workshop": workshop.pk}

    found = lea.post(address_of(DialogueKind.POINT), sent | {"find": "yes", "words": "threshold"})
    assert found.status_code == 200
    assert "Direction decides in December." in found.text
    value = found.text.partition('name="evidence" value="')[2].partition('"')[0]
    assert value.startswith("system-setting:")

    assert lea.post(address_of(DialogueKind.POINT), sent | {"evidence": value}).status_code == 302
    point = WorkshopPoint.objects.get()
    assert [each.source for each in point.cited] == ["system-setting"]
    assert "0.35" in lea.get(address_of_row(point)).text
    assert f'value="{value}" checked' in lea.get(address_of_row(point, "change/")).text


def test_what_comes_from_an_agreement_is_proposed_and_named(lea, system):
    agreement = note(system, AGREEMENT)
    page = lea.get(address_of_row(agreement)).text
    address = f"{address_of(DialogueKind.COMMITMENT)}?origin=agreement%3A{agreement.pk}"
    assert f'href="{address}"' in page
    origin = f"agreement:{agreement.pk}"
    assert f'<option value="{origin}" selected>' in lea.get(address).text

    lea.post(
        address_of(DialogueKind.COMMITMENT), POSTED[DialogueKind.COMMITMENT] | {"origin": origin}
    )

    commitment = Commitment.objects.get()
    assert (commitment.origin_kind, commitment.origin) == (DialogueKind.AGREEMENT, agreement.pk)
    assert "the time that alerts take" in lea.get(address_of_row(commitment)).text
    refused = lea.post(address_of_row(agreement, "remove/"), {"revision": "1"})
    assert refused.status_code == 422
    assert "A commitment or a clause comes from this." in refused.text


def test_two_people_who_edit_at_once_both_see_what_the_other_wrote(lea, system):
    row = note(system, WORKSHOP)
    theirs = WorkshopContent(date(2026, 10, 7), {"en": "Vans, too"}, {College.USERS: "Nine agents"})
    change_record(row, theirs, revision=1, side=Side.SYSTEM, by="noor", now=NOW)

    sent = POSTED[DialogueKind.WORKSHOP] | {"revision": "1"}
    refused = lea.post(address_of_row(row, "change/"), sent)

    assert refused.status_code == 422
    assert "Somebody else has changed this in the meantime." in refused.text
    for text in ("Vans, too", "Nine agents", "7 October 2026", "Required cars"):
        assert text in refused.text
    assert 'name="revision" value="2"' in refused.text
    assert lea.post(address_of_row(row, "change/"), sent | {"revision": "2"}).status_code == 302


def test_two_people_who_edit_a_point_at_once_see_each_position(lea, system):
    workshop = note(system, WORKSHOP)
    row = note_point(system, workshop, SHARED, OPPOSED)
    sent = POSITIONS | {"workshop": workshop.pk, "revision": "0"}

    refused = lea.post(address_of_row(row, "change/"), sent)

    assert refused.status_code == 422
    assert "Does not share this point" in refused.text
    assert "It would cost a day a month." in refused.text
    assert "Direction decides in December." in refused.text


@pytest.mark.parametrize("kind", POSTED)
def test_what_was_typed_of_an_entry_that_is_removed_meanwhile_can_be_added_again(lea, kind):
    lea.post(address_of(kind), POSTED[kind])
    entry = ENTRY_MODELS[kind].objects.get().pk
    ENTRY_MODELS[kind].objects.all().delete()

    refused = lea.post(
        address_of(kind, entry, "change/"), POSTED[kind] | {"subject_en": "Mine", "revision": "1"}
    )

    assert refused.status_code == 422
    assert "Somebody else has removed this in the meantime." in refused.text
    assert "Mine" in refused.text
    assert lea.get(address_of(kind, entry, "change/")).status_code == 404


def test_what_one_side_noted_the_other_reads_and_cannot_change(lea, rosa, system):
    item = note(system, AGENDA, act=STAFF_ACT)

    page = lea.get(address_of_row(item)).text
    assert "Noted by staff representatives" in page
    assert "The other side noted this: only they can change or remove it." in page
    assert "change/" not in page

    for refused in (
        lea.get(address_of_row(item, "change/")),
        lea.post(address_of_row(item, "change/"), POSTED[DialogueKind.AGENDA_ITEM]),
        lea.post(address_of_row(item, "remove/"), {"revision": "1"}),
    ):
        assert refused.status_code == 422
        assert "The other side noted this" in refused.text
    item.refresh_from_db()
    assert item.revision == 1
    assert rosa.get(address_of_row(item, "change/")).status_code == 200


def test_representatives_put_items_on_the_agenda_and_nothing_else(rosa, system):
    sent = POSTED[DialogueKind.AGENDA_ITEM]
    added = rosa.post(address_of(DialogueKind.AGENDA_ITEM), sent)
    assert added.status_code == 302, added.text
    assert AgendaItem.objects.get().side == Side.STAFF

    page = rosa.get(DIALOGUE).text
    assert "Put something on the agenda" in page
    assert "Add a workshop" not in page
    for kind, values in POSTED.items():
        if kind is not DialogueKind.AGENDA_ITEM:
            assert rosa.get(address_of(kind)).status_code == 403
            assert rosa.post(address_of(kind), values).status_code == 403


def test_a_reader_finds_no_form(client, system):
    for content in (WORKSHOP, AGREEMENT, COMMITMENT, CLAUSE, AGENDA):
        note(system, content)
    give_role(make_member("noor"), system.scope, Role.READER, by="lea", now=NOW)
    client.force_login(get_member("noor"))

    pages = [DIALOGUE, *(address_of_row(model.objects.get()) for model in (Workshop, AgendaItem))]
    for page in pages:
        answer = client.get(page).text
        assert "btn" not in answer.partition("<main")[2]
        assert "new/" not in answer


def test_a_clause_on_a_date_says_what_it_does(lea, system):
    note(system, CLAUSE, watched=WatchedFigure.DATE, most=None, due=date(2027, 1, 1))

    page = lea.get(address_of_row(ReviewClause.objects.get())).text

    assert "Comes back to the agenda on 1 January 2027." in page
    assert "That is all: no setting changes, and nothing stops." in page


def test_entries_of_another_system_are_not_there(lea, system):
    other = note(make_system("noor"), WORKSHOP)

    assert lea.get(address_of_row(other)).status_code == 404
    assert lea.get(f"{address_of(DialogueKind.POINT)}?workshop={other.pk}").status_code == 404
    assert reverse("dialogue:dialogue", args=("job-offers",)).endswith("/dialogue/")


@pytest.mark.parametrize("kind", POSTED)
@pytest.mark.parametrize("sent", ["x", "\x00", "point:x", "1" * 400])
def test_a_link_that_proposes_nonsense_opens_the_form(lea, kind, sent):
    names = ("answers", "origin", "evidence", "revision", "day", "dossier")

    page = lea.get(address_of(kind), dict.fromkeys(names, sent))

    assert page.status_code == 200
    assert f'value="{sent}"' not in page.text
