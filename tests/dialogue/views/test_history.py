"""The history of a dialogue on its page: who did what, for which side, and undoing it."""

import pytest

from tests.dialogue.factories import (
    ACT,
    AGENDA,
    AGREEMENT,
    AVIS,
    CLAUSE,
    COMMITMENT,
    CONSULTATION,
    NOW,
    OPPOSED,
    SHARED,
    STAFF_ACT,
    WITHDRAWN,
    WORKSHOP,
    make_point,
    note,
    note_point,
    note_signed,
)
from tests.dialogue.views import addresses
from vecu.dialogue.actions import end_dialogue_entry, note_avis
from vecu.dialogue.models import AgendaItem, StaffAgreement
from vecu.dialogue.record_kinds import DIALOGUE
from vecu.dialogue.rules import (
    ENDINGS,
    ClauseCause,
    DialogueKind,
    DialogueVerb,
)
from vecu.records.actions import append_act, begin_writing, change_record, remove_record, take_state
from vecu.records.kinds import ADD, CHANGE, REMOVE, list_record_kinds
from vecu.records.queries import list_acts
from vecu.records.rules import ResponseVerb, Side

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HISTORY = f"{addresses.DIALOGUE}history/"


def test_every_act_that_there_is_has_words():
    expected = {(verb, kind) for kind in DialogueKind for verb in (ADD, CHANGE, REMOVE)}
    expected |= {(DialogueVerb.END, kind) for kind in ENDINGS}
    expected |= {
        (DialogueVerb.NOTE_AVIS, DialogueKind.CONSULTATION),
        (DialogueVerb.FIRE, DialogueKind.AGENDA_ITEM),
    }
    two_sided = set(DialogueKind) - {DialogueKind.WORKSHOP, DialogueKind.AGENDA_ITEM}
    responses = {(verdict, kind) for verdict in ResponseVerb for kind in two_sided}
    kinds = list_record_kinds(DIALOGUE)

    assert {(verb, kind.name) for kind in kinds for verb in kind.words} == expected | responses
    undoable = {(verb, kind.name) for kind in kinds for verb in kind.undoable_verbs}
    assert expected - undoable == {(DialogueVerb.FIRE, DialogueKind.AGENDA_ITEM)}


def test_the_history_says_who_did_what_for_which_side(lea, rosa, system):
    workshop, item = note(system, WORKSHOP), note(system, AGENDA, act=STAFF_ACT)
    point = note_point(system, workshop, SHARED, OPPOSED)
    sent = make_point(workshop, answers=item.pk)
    change_record(point, sent, revision=1, **ACT)
    note_avis(note(system, CONSULTATION), AVIS, revision=1, **STAFF_ACT)
    source = {"origin_kind": DialogueKind.POINT, "origin": point.pk}
    clause = note(system, CLAUSE, day=WORKSHOP.day, **source)
    note(system, COMMITMENT, **source)
    fired = AgendaItem.objects.create(
        dialogue=clause.dialogue,
        day=NOW.date(),
        clause=clause,
        cause=ClauseCause.MISSING,
        month="2026-09",
    )
    append_act(begin_writing(fired, "", NOW), DialogueVerb.FIRE, fired, after=take_state(fired))

    page = lea.get(HISTORY).text

    assert "added a workshop" in page
    assert "for staff representatives" in page
    assert "<del>Does not share this point</del> <ins>Shares this point</ins>" in page
    assert "<del>It would cost a day a month.</del>" in page
    assert "<ins>Alerts on Saturdays</ins>" in page
    assert "noted an opinion" in page
    assert "<ins>Unfavourable</ins>" in page
    assert "A review clause" in page
    assert "triggered, put an item on the agenda" in page
    assert "Review of the alerts" in page
    assert rosa.get(HISTORY).status_code == 200


def test_the_latest_act_is_undone_by_its_own_side_only(lea, rosa, system):
    row = note_signed(system)
    end_dialogue_entry(row, WITHDRAWN, revision=1, **ACT)
    latest = list_acts(system.scope, DIALOGUE).first()
    assert "Undo it" in lea.get(HISTORY).text
    assert "Undo it" not in rosa.get(HISTORY).text

    refused = rosa.post(f"{HISTORY}undo/", {"move": latest.move})
    assert refused.status_code == 422
    assert "The other side did this: only they can undo it." in refused.text

    assert lea.post(f"{HISTORY}undo/", {"move": latest.move}).url == HISTORY
    assert StaffAgreement.objects.get().ending is None
    assert "undid: noted the end of an agreement" in lea.get(HISTORY).text


@pytest.mark.parametrize("sent", [{}, {"move": "x"}, {"move": "9" * 32}])
def test_what_cannot_be_undone_says_why(lea, system, sent):
    assert "There is nothing to undo." in lea.post(f"{HISTORY}undo/", sent).text
    note(system, WORKSHOP)

    refused = lea.post(f"{HISTORY}undo/", sent)

    assert refused.status_code == 422
    assert "Look at the history again." in refused.text


def test_a_removal_is_undone(lea, system):
    row = note(system, AGREEMENT)
    key = row.pk
    remove_record(row, revision=1, side=Side.SYSTEM, by="lea", now=NOW)

    lea.post(f"{HISTORY}undo/", {"move": list_acts(system.scope, DIALOGUE).first().move})

    assert StaffAgreement.objects.get().pk == key


def test_an_empty_history_is_a_page(lea, system):
    assert lea.get(HISTORY).status_code == 200
