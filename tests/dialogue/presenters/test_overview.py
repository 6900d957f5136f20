"""What pages say of each entry of a dialogue, and how it stands."""

from datetime import date

import pytest

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
    respond,
)
from tests.register.factories import make_system
from vecu.dialogue.actions import end_dialogue_entry, note_avis
from vecu.dialogue.content import AvisContent
from vecu.dialogue.entry_descriptions import DialogueTone
from vecu.dialogue.models import AgendaItem
from vecu.dialogue.presenters.overview import describe_dialogue
from vecu.dialogue.queries import get_dialogue_detail
from vecu.dialogue.rules import (
    Avis,
    ClauseCause,
    DialogueKind,
    Expertise,
    StaffBody,
)
from vecu.evidence.sources import Audience
from vecu.records.rules import Side

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TODAY = NOW.date()


@pytest.fixture
def system():
    return make_system()


def describe(system, today=TODAY):
    return describe_dialogue(get_dialogue_detail(system.scope, Audience.MEMBERS, today))


def read_facts(entry) -> dict[str, str]:
    return {each.label: next(iter(each.texts.values()), "") for each in entry.facts}


def test_a_workshop_says_who_was_there_who_was_not_and_what_was_shared(system):
    workshop = note(system, WORKSHOP)
    note_point(system, workshop)
    note_point(system, workshop, SHARED, OPPOSED)
    note_point(system, workshop, MANDATE, SHARED)

    [words] = describe(system).workshops

    assert words.workshop.state == "Points shared: 1 of 3, pending: 1"
    assert read_facts(words.workshop) == {
        "Those who work with it": "Six agents of Sèvremont",
        "Management": "Head of the service",
        "Not present": "The staff representatives\nThose whom it concerns",
    }
    assert {each.tone for each in words.points} == {
        DialogueTone.AGREED,
        DialogueTone.REFUSED,
        DialogueTone.WAITING,
    }
    [opposed] = [each for each in words.points if each.tone is DialogueTone.REFUSED]
    assert [(each.college, each.label) for each in opposed.positions] == [
        ("Those who work with it", "Shares this point"),
        ("Management", "Does not share this point"),
    ]
    assert opposed.positions[1].reason == {"en": "It would cost a day a month."}


@pytest.mark.parametrize(
    ("changed", "today", "state", "sentence"),
    [
        (
            {},
            date(2026, 2, 28),
            "The opinion is awaited",
            "Last day for the opinion: 28 February 2026. Without an opinion by then, it counts as"
            " negative. Computed from the dates noted here",
        ),
        (
            {},
            date(2026, 3, 1),
            "No opinion in time: this counts as a negative opinion",
            "Last day for the opinion: 28 February 2026.",
        ),
        (
            {"last_day": date(2026, 4, 30), "last_day_source": "agreement of 2024"},
            date(2026, 3, 1),
            "The opinion is awaited",
            "Last day for the opinion: 30 April 2026 (agreement of 2024). Without an opinion by"
            " then, it counts as negative: to be checked by counsel.",
        ),
        (
            {"body_kind": StaffBody.CST},
            date(2026, 3, 1),
            "The opinion is awaited",
            "No last day is known for this body: to be checked by counsel.",
        ),
        (
            {"body_kind": StaffBody.CST, "last_day": date(2026, 2, 20), "last_day_source": "mail"},
            date(2026, 3, 1),
            "No opinion by the day noted; what this counts as is not known",
            "Last day for the opinion: 20 February 2026 (mail). What silence counts as then is not"
            " known here: to be checked by counsel.",
        ),
    ],
)
def test_a_clock_says_its_source_and_what_silence_counts_as(
    system, changed, today, state, sentence
):
    respond(note(system, CONSULTATION, **changed))

    [words] = describe(system, today).consultations

    assert words.state == state
    assert words.sentence.startswith(sentence)
    assert "checked by counsel" in words.sentence


def test_an_avis_in_time_says_who_noted_it(system):
    note_avis(note(system, CONSULTATION), AVIS, revision=1, **STAFF_ACT)

    [words] = describe(system).consultations

    assert words.state == "Unfavourable opinion"
    facts = read_facts(words)
    assert facts["Opinion noted by"] == "Noted by staff representatives"
    assert facts["Where to read it"] == "Minutes 2026-02, item 4"
    assert "counts as negative" not in words.sentence


def test_an_avis_that_came_too_late_does_not_hide_the_silence(system):
    late = AvisContent(Avis.FAVOURABLE, date(2026, 5, 4), "Minutes 2026-05")
    row = note(system, CONSULTATION, expertise=Expertise.EXPERT)
    note_avis(row, late, revision=1, **STAFF_ACT)

    [words] = describe(system).consultations

    assert words.state == "No opinion in time: this counts as a negative opinion"
    assert "An opinion came later, on 4 May 2026: favourable." in words.sentence


def test_what_ended_says_how_who_says_so_and_why(system):
    respond(end_dialogue_entry(note(system, AGREEMENT), WITHDRAWN, revision=1, **ACT))

    [words] = describe(system).agreements

    assert (words.state, words.tone) == ("Withdrawn by those who signed it", DialogueTone.PAST)
    facts = read_facts(words)
    assert facts["Withdrawn by those who signed it"] == "20 November 2026\nBoth who signed"
    assert facts["Why, or what came of it"] == "Replaced by another text."


def test_what_comes_from_something_names_it(system):
    agreement = note(system, AGREEMENT)
    source = {"origin_kind": DialogueKind.AGREEMENT, "origin": agreement.pk}
    note(system, COMMITMENT, **source)
    note(system, CLAUSE, **source)

    words = describe(system, date(2026, 12, 2))

    [commitment], [clause] = words.commitments, words.clauses
    claimed = "the time that alerts take (claimed by management)"
    assert read_facts(commitment)["Comes from"] == claimed
    assert (commitment.state, commitment.tone) == (
        "Late – claimed by management",
        DialogueTone.DUE,
    )
    assert read_facts(clause)["Comes from"] == claimed
    assert "That is all: no setting changes, and nothing stops." in clause.sentence


def test_an_item_of_a_clause_is_about_the_same_and_says_why_it_came(system):
    clause = note(system, CLAUSE)
    AgendaItem.objects.create(
        dialogue=clause.dialogue,
        day=TODAY,
        clause=clause,
        cause=ClauseCause.MISSING,
        month="2026-09",
    )
    note(system, AGENDA, act=STAFF_ACT)

    words = describe(system)

    [fired] = [each for each in words.agenda if each.row.clause_id]
    assert fired.title == {"en": "Review of the alerts"}
    assert (
        fired.sentence == "September 2026: no figure was public 30 days after the month had closed."
    )
    assert fired.noted_by == (
        "Put here by a review clause, not by a member – claimed by management"
    )
    assert words.clauses[0].state == "Triggered – claimed by management"
    [asked] = [each for each in words.agenda if not each.row.clause_id]
    assert asked.noted_by == "Noted by staff representatives"
    assert asked.row.side == Side.STAFF


def test_a_point_names_the_item_that_it_takes_up_and_the_item_the_point(system):
    item, workshop = note(system, AGENDA), note(system, WORKSHOP)
    point = note_point(system, workshop, answers=item.pk)

    words = describe(system)

    [[described]] = [each.points for each in words.workshops]
    assert read_facts(described)["Takes up this item of the agenda"] == "Alerts on Saturdays"
    assert words.agenda[0].state == "Taken up at a workshop"
    facts = read_facts(words.agenda[0])
    assert facts["Taken up: shared by all who were there"] == point.statement["en"]
    assert words.find(point.pk) is described
    assert words.find(workshop.dialogue.pk) is None


def test_what_led_to_what_is_found_both_ways(system):
    item, workshop = note(system, AGENDA), note(system, WORKSHOP)
    point = note_point(system, workshop, answers=item.pk)
    source = {"origin_kind": DialogueKind.POINT, "origin": point.pk}
    commitment, clause = (
        note(system, COMMITMENT, **source),
        note(system, CLAUSE, day=WORKSHOP.day, **source),
    )
    words = describe(system)

    def find_related(row):
        return {each.row.pk for each in words.list_related(words.find(row.pk))}

    assert find_related(point) == {workshop.pk, item.pk, commitment.pk, clause.pk}
    assert find_related(item) == {point.pk}
    assert find_related(clause) == {point.pk}
    assert find_related(workshop) == set()
