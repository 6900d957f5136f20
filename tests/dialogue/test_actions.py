"""What is noted of a dialogue, who may change it, and how it is undone."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

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
    make_point,
    note,
    note_point,
)
from tests.records.undo import undo_latest
from tests.register.factories import make_system
from vecu.accounts.rules import Scope, ScopeKind
from vecu.dialogue.actions import end_dialogue_entry, note_avis
from vecu.dialogue.avis_clock import AvisState
from vecu.dialogue.content import CollegePosition
from vecu.dialogue.models import ENTRY_MODELS, Dialogue, StaffConsultation
from vecu.dialogue.queries import (
    find_dialogue,
    find_dialogue_entry,
    get_dialogue_detail,
    list_register_offer,
)
from vecu.dialogue.record_kinds import DIALOGUE
from vecu.dialogue.rules import (
    Avis,
    College,
    CommitmentState,
    DialogueKind,
    DossierItem,
    Ending,
    PointState,
    StaffBody,
    Stance,
    WatchedFigure,
)
from vecu.evidence.sources import Audience, Reference
from vecu.records.actions import add_record, change_record, remove_record
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.queries import list_acts
from vecu.register.queries import list_consultations

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TODAY = NOW.date()
ALONE = (WORKSHOP, CONSULTATION, AGREEMENT, COMMITMENT, CLAUSE, AGENDA)
"""Every kind of entry that belongs to no other."""


@pytest.fixture
def system():
    return make_system()


def refuse(act, *args, **options) -> dict[str, str]:
    """Return why something is refused."""
    with pytest.raises(RecordRefused) as refused:
        act(*args, **options)
    return refused.value.problems


def undo(system, **changed) -> None:
    undo_latest(find_dialogue(system.scope), DIALOGUE, **(ACT | changed))


def get_detail(system, today=TODAY):
    return get_dialogue_detail(system.scope, Audience.MEMBERS, today)


# --- Workshops


def test_a_workshop_shares_one_point_and_not_another(system):
    workshop = note(system, WORKSHOP)
    note_point(system, workshop)
    note_point(system, workshop, SHARED, OPPOSED)
    note_point(system, workshop, MANDATE, SHARED)

    [detail] = get_detail(system).workshops
    assert sorted(each.point.state for each in detail.points) == [
        PointState.NOT_SHARED,
        PointState.PENDING,
        PointState.SHARED,
    ]
    assert detail.workshop.absent == [College.REPRESENTATIVES, College.TOUCHED]


def test_a_position_on_mandate_may_stay_pending_and_be_decided_later(system):
    workshop = note(system, WORKSHOP)
    point = note_point(system, workshop, SHARED, MANDATE)
    assert point.state is PointState.PENDING

    point = change_record(point, make_point(workshop), revision=1, **ACT)

    assert point.state is PointState.SHARED


def test_each_college_that_was_there_has_a_position_and_nobody_else(system):
    workshop = note(system, WORKSHOP)
    content = make_point(workshop)
    only_touched = replace(content, positions={College.TOUCHED: SHARED})

    problems = refuse(note, system, only_touched)
    assert set(problems) == {"position_users", "position_management", "position_touched"}
    assert "on mandate" in problems["position_users"]
    assert "not at this workshop" in problems["position_touched"]
    silent = CollegePosition(Stance.NOT_SHARED)
    assert list(refuse(note_point, system, workshop, SHARED, silent)) == ["reason_management_fr"]


def test_a_workshop_whose_points_hold_positions_keeps_who_was_there(system):
    workshop = note(system, WORKSHOP)
    note_point(system, workshop)
    content = replace(WORKSHOP, colleges={College.USERS: "Six agents"})

    assert list(refuse(change_record, workshop, content, revision=1, **ACT)) == ["colleges"]
    assert "points" in refuse(remove_record, workshop, revision=1, **ACT)[""]


def test_a_point_takes_up_an_item_of_the_agenda_which_then_stays(system):
    item, workshop = note(system, AGENDA), note(system, WORKSHOP)
    assert [each.is_open for each in get_detail(system).agenda] == [True]
    note_point(system, workshop, answers=item.pk)

    assert [each.is_open for each in get_detail(system).agenda] == [False]
    assert "Remove the point first" in refuse(remove_record, item, revision=1, **ACT)[""]
    assert "answers" in refuse(note_point, system, workshop, answers=uuid4())


# --- Consultations


def test_the_opinion_of_a_cse_is_awaited_then_counts_as_negative(system):
    """The dossier of 31 January: until 28 February."""
    note(system, CONSULTATION)

    def get_state(today):
        [each] = get_detail(system, today).consultations
        return each.standing.state, each.standing.last_day

    assert get_state(date(2026, 2, 28)) == (AvisState.AWAITED, date(2026, 2, 28))
    assert get_state(date(2026, 3, 1)) == (AvisState.SILENT, date(2026, 2, 28))
    assert len(StaffConsultation.objects.get().absent_items) == 10


def test_what_representatives_noted_of_an_opinion_nobody_else_corrects(system):
    row = note(system, CONSULTATION)
    row = note_avis(row, replace(AVIS, avis=Avis.FAVOURABLE), revision=1, **ACT)
    row = note_avis(row, AVIS, revision=2, **STAFF_ACT)
    assert (row.avis, row.avis_side) == (Avis.UNFAVOURABLE, "representatives")

    problems = refuse(note_avis, row, AVIS, revision=3, **ACT)
    assert "only they can correct it" in problems[""]
    assert "only they can undo" in refuse(undo, system)[""]
    undo(system, **STAFF_ACT)
    assert StaffConsultation.objects.get().avis == Avis.FAVOURABLE


def test_what_an_opinion_that_representatives_noted_is_about_stays_what_it_was(system):
    row = note_avis(note(system, CONSULTATION), AVIS, revision=1, **STAFF_ACT)

    for changed in (
        {"day": date(2026, 1, 15)},
        {"body_kind": StaffBody.CST},
        {"body": "CSE of another service"},
        {"subject": {"en": "Giving up the checker"}},
        {"dossier": tuple(DossierItem)},
        {"dossier_note": {"en": "The trial was handed over too."}},
    ):
        content = replace(CONSULTATION, **changed)
        problems = refuse(change_record, row, content, revision=2, **ACT)
        assert "cannot change any more" in problems[""]
    corrected = replace(CONSULTATION, reference="Convocation 2026-02 bis")
    assert change_record(row, corrected, revision=2, **ACT).revision == 3


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"avis_day": date(2026, 1, 30)}, "avis_day"),
        ({"avis_day": date(2026, 11, 29)}, "avis_day"),
        ({"avis_reference": " "}, "avis_reference"),
        ({"avis": Avis.EQUAL_VOTE}, "avis"),
    ],
)
def test_an_opinion_that_cannot_be(system, changed, field):
    row = note(system, CONSULTATION)

    assert list(refuse(note_avis, row, replace(AVIS, **changed), revision=1, **ACT)) == [field]


def test_the_register_is_offered_what_is_settled_and_never_written(system):
    row = note(system, CONSULTATION)
    assert list_register_offer(row, date(2026, 2, 28)) == []
    [silent] = list_register_offer(row, date(2026, 3, 1))
    assert (silent.day, silent.reference) == (date(2026, 2, 28), "Convocation 2026-02")

    row = note_avis(row, AVIS, revision=1, **ACT)
    [offer] = list_register_offer(row, TODAY)
    assert not list_consultations(system.pk)
    add_record(system, offer, by="lea", now=NOW)
    assert (offer.day, offer.body, offer.reference) == (
        AVIS.avis_day,
        row.body,
        AVIS.avis_reference,
    )
    assert list_consultations(system.pk)


def test_of_a_cst_nothing_is_offered_while_it_says_nothing(system):
    row = note(system, CONSULTATION, body_kind=StaffBody.CST, body="CST")

    assert list_register_offer(row, TODAY) == []
    note_avis(row, replace(AVIS, avis=Avis.EQUAL_VOTE), revision=1, **ACT)


# --- Agreements, commitments, clauses


@pytest.mark.parametrize(
    ("content", "changed", "field"),
    [
        (WORKSHOP, {"colleges": {}}, "colleges"),
        (WORKSHOP, {"day": date(2026, 11, 29)}, "day"),
        (WORKSHOP, {"colleges": {College.USERS: "Lea"}}, "college_users"),
        (CONSULTATION, {"body": ""}, "body"),
        (CONSULTATION, {"last_day": date(2026, 3, 31)}, "last_day_source"),
        (CONSULTATION, {"last_day_source": "Agreement of 2025"}, "last_day"),
        (
            CONSULTATION,
            {"last_day": date(2026, 1, 30), "last_day_source": "Agreement"},
            "last_day",
        ),
        (AGREEMENT, {"unions": [" "]}, "unions"),
        (AGREEMENT, {"until": date(2026, 9, 14)}, "until"),
        (AGREEMENT, {"employer": "lea"}, "employer"),
        (AGREEMENT, {"unions": [f"Union {each}" for each in range(21)]}, "unions"),
        (COMMITMENT, {"due": date(2026, 10, 5)}, "due"),
        (COMMITMENT, {"group": "lea"}, "group"),
        (COMMITMENT, {"origin_kind": DialogueKind.POINT, "origin": uuid4()}, "origin"),
        (COMMITMENT, {"origin": uuid4()}, "origin"),
        (CLAUSE, {"most": None}, "most"),
        (CLAUSE, {"most": 101}, "most"),
        (CLAUSE, {"watched": WatchedFigure.MINUTES}, "most"),
        (CLAUSE, {"watched": WatchedFigure.DATE, "most": None}, "due"),
        (CLAUSE, {"due": date(2027, 1, 1)}, "due"),
        (AGENDA, {"subject": {"en": " "}}, "subject_fr"),
        (AGENDA, {"subject": {"en": "x" * 4001}}, "subject_en"),
        (AGENDA, {"references": [Reference("shared-point", uuid4(), 2)]}, "evidence"),
    ],
)
def test_what_cannot_stand_is_refused_by_field(system, content, changed, field):
    assert list(refuse(note, system, content, **changed)) == [field]
    assert not ENTRY_MODELS[DialogueKind.WORKSHOP].objects.exists()


def test_refusals_are_in_the_language_of_the_reader(system):
    with translation.override("fr"):
        problems = refuse(note, system, CONSULTATION, body="")

    assert problems == {"body": "Nommez l’instance consultée."}


def test_a_commitment_comes_from_an_agreement_and_is_done(system):
    agreement = note(system, AGREEMENT)
    origin = {"origin_kind": DialogueKind.AGREEMENT, "origin": agreement.pk}
    row = note(system, COMMITMENT, **origin)
    assert "Remove that first" in refuse(remove_record, agreement, revision=1, **ACT)[""]
    [late] = get_detail(system, date(2026, 12, 2)).commitments
    assert late.state is CommitmentState.LATE

    done = replace(WITHDRAWN, ended=Ending.DONE, ended_by="Direction")
    end_dialogue_entry(row, done, revision=1, **ACT)

    [detail] = get_detail(system).commitments
    assert detail.state is CommitmentState.DONE


def test_what_has_ended_ends_once_for_a_reason_and_is_not_changed(system):
    row = note(system, AGREEMENT)
    silent = replace(WITHDRAWN, ended_by="", ended_reason={})
    problems = refuse(end_dialogue_entry, row, silent, revision=1, **ACT)
    assert set(problems) == {"ended_by", "ended_reason_fr"}
    early = replace(WITHDRAWN, ended_day=date(2026, 9, 14))
    assert list(refuse(end_dialogue_entry, row, early, revision=1, **ACT)) == ["ended_day"]
    row = end_dialogue_entry(row, WITHDRAWN, revision=1, **ACT)

    assert "has ended" in refuse(end_dialogue_entry, row, WITHDRAWN, revision=2, **ACT)[""]
    assert "has ended" in refuse(change_record, row, AGREEMENT, revision=2, **ACT)[""]
    undo(system)
    assert ENTRY_MODELS[DialogueKind.AGREEMENT].objects.get().ending is None


def test_nothing_becomes_another_thing(system):
    agreement = note(system, AGREEMENT)
    for content in (WORKSHOP, CONSULTATION, CLAUSE):
        with pytest.raises(TypeError, match=r"is no \w+Content|is no ConsultationProcess"):
            change_record(agreement, content, revision=1, **ACT)
    with pytest.raises(TypeError, match="cannot end so"):
        end_dialogue_entry(agreement, replace(WITHDRAWN, ended=Ending.DONE), revision=1, **ACT)


# --- Two sides, two people at once, undoing


def test_neither_side_changes_or_removes_what_the_other_noted(system):
    item = note(system, AGENDA, act=STAFF_ACT)
    changed = replace(AGENDA, subject={"en": "Nothing"})
    for act, args in ((change_record, (item, changed)), (remove_record, (item,))):
        assert "only they can change" in refuse(act, *args, revision=1, **ACT)[""]

    answered = replace(WITHDRAWN, ended=Ending.ANSWERED)
    end_dialogue_entry(item, answered, revision=1, **ACT)  # with a reason that everybody reads
    assert not get_detail(system).agenda[0].is_open


def test_what_the_other_side_answered_is_not_removed_with_what_it_answers(system):
    """An opinion, and the answer to an item, are words of whoever noted them."""
    consultation = note_avis(note(system, CONSULTATION), AVIS, revision=1, **STAFF_ACT)
    answered = replace(WITHDRAWN, ended=Ending.ANSWERED)
    item = end_dialogue_entry(note(system, AGENDA), answered, revision=1, **STAFF_ACT)

    for row in (consultation, item):
        problems = refuse(remove_record, row, revision=2, **ACT)
        assert "only they can correct" in problems[""] or "has answered" in problems[""]
    undo(system, **STAFF_ACT)
    remove_record(item, revision=3, **ACT)


def test_what_one_side_answered_itself_is_removed_with_it(system):
    consultation = note_avis(note(system, CONSULTATION), AVIS, revision=1, **ACT)
    answered = replace(WITHDRAWN, ended=Ending.ANSWERED)
    item = end_dialogue_entry(note(system, AGENDA), answered, revision=1, **ACT)

    for row in (consultation, item):
        remove_record(row, revision=2, **ACT)


def test_a_point_comes_back_to_its_workshop(system):
    workshop = note(system, WORKSHOP)
    point = note_point(system, workshop)
    remove_record(point, revision=1, **ACT)
    remove_record(workshop, revision=1, **ACT)
    undo(system)
    undo(system)

    [detail] = get_detail(system).workshops
    assert [each.point.stances[College.USERS] for each in detail.points] == [SHARED]


def test_each_act_has_its_hour_its_account_and_its_side_and_whole_states(system):
    """States hold all columns but the keys of the entry and of what it belongs to."""
    row = note(system, CONSULTATION)
    note_avis(row, AVIS, revision=1, **STAFF_ACT)
    undo(system, **STAFF_ACT)

    undone, noted, added = list_acts(system.scope, DIALOGUE)
    assert [(each.verb, each.by, each.side, each.at) for each in (added, noted, undone)] == [
        ("add", "lea", "system", NOW),
        ("note avis", "rep", "representatives", NOW),
        ("note avis", "rep", "representatives", NOW),
    ]
    columns = {each.attname for each in StaffConsultation._meta.concrete_fields}
    for state in (added.after, noted.before, noted.after, undone.before, undone.after):
        assert set(state) == columns - {"id", "dialogue_id"}
    assert (noted.after["avis_side"], undone.after["avis_side"]) == ("representatives", "")
    assert undone.after["revision"] == 3


# --- Scopes


def test_a_scope_that_is_not_there_has_no_dialogue(system):
    for scope in (Scope(ScopeKind.SYSTEM, uuid4()), Scope(ScopeKind.STUDY, system.pk)):
        with pytest.raises(RecordChanged):
            note(type("Gone", (), {"scope": scope}), AGENDA)
        assert get_dialogue_detail(scope, Audience.MEMBERS, TODAY).agenda == ()
    assert not Dialogue.objects.exists()


def test_an_entry_is_found_in_its_own_scope_only(system):
    row, other = note(system, AGENDA), make_system("tom")

    assert find_dialogue_entry(system.scope, DialogueKind.AGENDA_ITEM, row.pk) == row
    assert find_dialogue_entry(other.scope, DialogueKind.AGENDA_ITEM, row.pk) is None


def test_more_points_and_evidence_make_no_more_queries(system):
    workshop = note(system, WORKSHOP)
    cited = note_point(system, workshop)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            get_detail(system)
        return len(captured)

    references = [Reference("shared-point", cited.pk, 2)]
    note_point(system, workshop, references=references)
    note(system, AGENDA, references=references)
    few = count()
    for _number in range(4):
        note_point(system, workshop, references=references)
        note(system, AGENDA, references=references)
    assert count() == few
