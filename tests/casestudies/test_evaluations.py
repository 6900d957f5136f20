"""An evaluation from its plan to its figure, and what neither side can bend."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory
from django.utils import translation

from tests.casestudies.factories import (
    ACT,
    AVIS,
    ENDED,
    HALF,
    ORDER,
    PLAN,
    PLANNED,
    STAFF_ACT,
    WORDS,
    draw,
    fill,
    make_reading,
    make_week,
    note_consulted,
    plan,
)
from tests.dialogue.factories import CONSULTATION, note
from tests.evidence.source_checks import Scenario, check_evidence_source
from tests.register.factories import make_public_system, make_system
from vecu.casestudies.actions import draw_lots, fix_lots, stop_evaluation
from vecu.casestudies.content import EvaluationDraw, EvaluationStop
from vecu.casestudies.evidence_sources import EvaluationResults
from vecu.casestudies.models import LotWeek, ToolEvaluation
from vecu.casestudies.presenters import (
    describe_net,
    describe_reading,
    list_planned_limits,
)
from vecu.casestudies.queries import get_evaluation_detail
from vecu.casestudies.record_kinds import EVALUATIONS
from vecu.casestudies.rules import WeekEvent, get_commitment
from vecu.casestudies.week_presenters import (
    list_deviations,
)
from vecu.dialogue.actions import note_avis
from vecu.evidence.sources import Audience
from vecu.fieldlog.vocabulary import GainUse
from vecu.records.actions import (
    add_record,
    change_record,
    remove_record,
    respond_to_record,
    undo_move,
)
from vecu.records.descriptions import describe_act
from vecu.records.errors import RecordRefused
from vecu.records.history import HistoryPage, build_history
from vecu.records.models import Act
from vecu.records.queries import list_undoable_acts
from vecu.records.rules import ResponseVerb
from vecu.register.system_contents import list_deletion_phrases

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def draw_now(row, words=WORDS, act=STAFF_ACT, now=PLANNED):
    row.refresh_from_db()
    return draw_lots(row, EvaluationDraw(words), revision=row.revision, now=now, **act)


def fix(row):
    row.refresh_from_db()
    return fix_lots(row, half=HALF, revision=row.revision, now=PLANNED, **ACT)


def confirm(row, verdict=ResponseVerb.CONFIRM, **said):
    row.refresh_from_db()
    act = STAFF_ACT | {"now": ENDED, "revision": row.revision}
    return respond_to_record(row, verdict, **(act | said))


def undo_latest(system):
    act = list_undoable_acts(system.scope, EVALUATIONS)[0]
    undo_move(system, EVALUATIONS, act.move, now=ENDED, **ACT)


def test_nothing_begins_before_the_opinion_is_noted_and_its_minutes_confirmed():
    system = make_system()
    asked = note(system, CONSULTATION, last_day=date(2026, 12, 1), last_day_source="Agreement")
    row = fix(plan(system, consultation=asked.pk))
    with pytest.raises(RecordRefused, match="opinion on the protocol is awaited"):
        draw_now(row)
    note_avis(asked, AVIS, revision=asked.revision, now=PLANNED, **ACT)
    with pytest.raises(RecordRefused, match="have not confirmed the minutes"):
        draw_now(row)
    asked.refresh_from_db()
    answered = STAFF_ACT | {"now": PLANNED, "revision": asked.revision}
    respond_to_record(asked, ResponseVerb.CONFIRM, **answered)

    assert draw_now(row).order == list(ORDER)


def test_without_a_consultation_a_reason_stands_in_its_place():
    system = make_system()
    with pytest.raises(RecordRefused, match="or say why none is due"):
        draw_now(fix(plan(system, why_none={})))
    with pytest.raises(RecordRefused, match="not both"):
        plan(system, consultation=note_consulted(system).pk, why_none={"en": "None."})


def test_an_owner_cannot_try_draws_until_one_obeys():
    """Nor learn the half beforehand, draw for the other side, draw again, undo, or plan anew."""
    system = make_system()
    row = plan(system)
    with pytest.raises(RecordRefused, match="not fixed yet"):
        draw_now(row)
    fixed = fix(row)
    assert fixed.commitment == get_commitment(HALF)
    assert all(HALF not in str((act.before, act.after)) for act in Act.objects.all())
    with pytest.raises(RecordRefused, match="groups are fixed"):
        change_record(fixed, PLAN, revision=fixed.revision, now=PLANNED, **ACT)
    with pytest.raises(RecordRefused, match="planned it for the other side"):
        draw_now(row, act=STAFF_ACT | {"by": "lea"})
    draw_now(row)
    for attempt in (
        lambda: draw_now(row, "Other words"),
        lambda: undo_latest(system),
        lambda: remove_record(row, revision=row.revision, now=PLANNED, **ACT),
        lambda: fix(row),
    ):
        row.refresh_from_db()
        with pytest.raises(RecordRefused, match="drawn"):
            attempt()
    reason = EvaluationStop({"en": "An audio file was found outside."})
    row.refresh_from_db()
    stopped = stop_evaluation(row, reason, revision=row.revision, now=PLANNED, **ACT)
    assert (stopped.order, stopped.words) == (list(ORDER), WORDS)
    with pytest.raises(RecordRefused, match="was stopped"):
        undo_latest(system)


def test_lots_are_fixed_again_with_another_half_when_the_fixing_was_undone():
    system = make_system()
    row = fix(plan(system))

    undo_latest(system)
    row.refresh_from_db()
    assert row.fixed is None
    again = fix_lots(row, half="ab" * 16, revision=row.revision, now=PLANNED, **ACT)

    assert again.half == "ab" * 16


def test_the_order_is_drawn_before_the_first_week():
    row = fix(plan(make_system()))

    with pytest.raises(RecordRefused, match="first week begins on 28 September 2026"):
        draw_now(row, now=datetime(2026, 9, 28, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"lots": 4}, "lots", "no two-sided test"),
        ({"people": 14}, "people", "5 starting groups need 15 people"),
        ({"starts": date(2026, 9, 29)}, "starts", "29 September 2026 is no Monday"),
        ({"spread": 0}, "spread", "minutes from 1"),
        ({"stopping": {}}, "stopping_fr", "before it begins"),
    ],
)
def test_a_plan_that_shows_nothing_is_refused(changed, field, message):
    with pytest.raises(RecordRefused, match=message) as refused:
        plan(make_system(), **changed)

    assert list(refused.value.problems) == [field]


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"people": 2}, "people", "what one person did"),
        ({"people": 0}, "writing", "leave everything else at 0"),
        ({"clocked_people": 2}, "clocked_people", "From three people"),
        ({"clocked_people": 4, "clocked": 4_801}, "clocked", "more than 4800 minutes"),
        ({"requested": 5, "accepted": 6}, "accepted", "accept than were asked"),
        ({"requested": 5, "accepted": 3, "withdrawn": 4}, "accepted", "change their mind"),
        ({"writing": 12_001}, "writing", "cannot write for more than 12000 minutes"),
        ({"checking": 1_500, "care": 600}, "writing", "cannot be fewer"),
        ({"week": 1}, "event", "saves nothing and checks nothing"),
        ({"week": 9}, "", "no such group or week"),
    ],
)
def test_totals_that_cannot_be_are_refused(changed, field, message):
    row = draw(plan(make_system()))
    content = replace(make_week(row, 2, 3, 500), **changed)

    with pytest.raises(RecordRefused, match=message) as refused:
        add_record(row.system, content, now=ENDED, **ACT)

    assert field in refused.value.problems


def test_a_week_is_noted_from_its_friday_on_and_once():
    row = draw(plan(make_system()))
    content = make_week(row, 2, 1, 500)
    with pytest.raises(RecordRefused, match="Week 1 ends on 2 October 2026"):
        add_record(row.system, content, now=datetime(2026, 10, 1, 9, tzinfo=UTC), **ACT)
    add_record(row.system, content, now=ENDED, **ACT)
    with pytest.raises(RecordRefused, match="group C in week 1 are noted already"):
        add_record(row.system, content, now=ENDED, **ACT)


def test_a_team_that_started_early_and_a_silent_tool_are_noted_and_analysed_as_drawn():
    row = draw(plan(make_system()))
    fill(row)
    early = LotWeek.objects.get(lot=3, week=2)
    silent = LotWeek.objects.get(lot=2, week=3)
    for each, changed in (
        (early, {"gross": 200, "event": WeekEvent.EARLY}),
        (silent, {"gross": 0, "checking": 0, "care": 0, "event": WeekEvent.SILENT}),
    ):
        content = make_week(row, each.lot, each.week, each.writing / 4, **changed)
        change_record(each, content, revision=each.revision, now=ENDED, **ACT)

    detail = get_evaluation_detail(row)
    assert detail.net is not None
    assert detail.net.minutes == pytest.approx(14.44545455)
    with translation.override("en"):
        assert list_deviations(detail) == [
            "Some used the tool although their group had not begun (group weeks: 1).",
            "The tool answered nothing (group weeks: 1).",
            "2 totals were corrected more than a week after the end, the last on 30 November 2026.",
        ]


def test_one_figure_is_read_when_all_weeks_are_noted_and_stays_open_for_a_small_effect():
    row = draw(plan(make_system()))
    fill(row)
    assert get_evaluation_detail(row).missing == 0
    detail = get_evaluation_detail(row)
    assert detail.net is not None
    with translation.override("en"):
        assert describe_net(detail.net) == (
            "Cannot be told: net minutes of writing that each person saves in a week may be"
            " anything from 9 lost to 35 saved. 20 people; exact 95% interval over all 120 orders"
            " that could be drawn."
        )

    LotWeek.objects.all()[0].delete()
    before = get_evaluation_detail(row)
    assert (before.net, before.missing) == (None, 1)


def test_the_plan_names_the_smallest_effect_that_twenty_people_show():
    with translation.override("en"):
        first, wide, rare, *_rest = list_planned_limits(20, 5, 90)
    assert "under about 76 minutes" in first
    assert "needs about 87" in first
    assert wide == "If weeks vary by 150 minutes: about 127 minutes."
    assert "none in 120 notes still allows 3.0% of them; none in 240, 1.5%" in rare


def test_results_that_both_sides_stand_by_fulfil_the_contract_of_evidence():
    system, empty = make_public_system(), make_system("tom")
    for _number in range(2):
        row = draw(plan(system))
        fill(row, -200)
        confirm(row)
    claimed = draw(plan(system))
    fill(claimed, -200)

    def change(cited):
        week = LotWeek.objects.filter(evaluation=cited.id).first()
        evaluation = ToolEvaluation.objects.get(pk=cited.id)
        content = make_week(evaluation, week.lot, week.week, week.writing / 4, writing=2_000)
        change_record(week, content, revision=week.revision, now=ENDED, **ACT)

    def remove(cited):
        row = ToolEvaluation.objects.get(pk=cited.id)
        confirm(row, ResponseVerb.CONTEST, reason={"en": "Two weeks were not ours."})

    scenario = Scenario(system.scope, empty.scope, change, remove, date(2026, 11, 30))
    check_evidence_source(EvaluationResults(), scenario)
    [standing] = EvaluationResults().list_citable(system.scope, Audience.MEMBERS) or [None]
    assert standing is None


def test_a_blind_reading_says_whether_enough_agree_and_never_how_many():
    row = draw(plan(make_system()))
    reading = add_record(row.system, make_reading(row), now=ENDED, **ACT)
    with translation.override("en"):
        assert describe_reading(reading) == (
            "20 readers of Association A, who were paid: readers would keep the note that the"
            " worker wrote."
        )
        reading.own, reading.machine = 12, 8
        doubtful = describe_reading(reading)
        assert "too few readers agree" in doubtful
        assert "42 times in 100" in doubtful
        reading.readers = 10
        assert describe_reading(reading).startswith("Fewer than 11 people read")
    with pytest.raises(RecordRefused, match="more choices than readers"):
        add_record(row.system, make_reading(row, own=18), now=ENDED, **ACT)


def test_totals_of_a_month_stand_once_in_the_history_and_corrections_each():
    row = draw(plan(make_system()))
    fill(row)
    week = LotWeek.objects.get(lot=0, week=1)
    corrected = replace(make_week(row, 0, 1, 500), gain=GainUse.NOT_KNOWN, event=WeekEvent.EARLY)
    change_record(week, corrected, revision=1, now=ENDED, **ACT)
    page = HistoryPage("register/system.html", "History", "", "")

    with translation.override("en"):
        request = RequestFactory().get("/")
        lines = build_history(request, row.system, EVALUATIONS, page, may_undo=True)["lines"]

    assert [(line[1].act, line[2], len(line[3])) for line in lines] == [
        ("corrected the totals of a group", 1, 0),
        ("noted the totals of a group", 40, 40),
        ("drew the order of the groups", 1, 0),
        ("fixed the groups of an evaluation", 1, 0),
        ("planned an evaluation", 1, 0),
    ]
    assert "What became of the time gained" in [each.label for each in lines[0][1].changes]


def test_a_correction_of_the_people_shows_no_total_in_the_history():
    """2,400 minutes of four less 1,800 of three would be those of one."""
    row = draw(plan(make_system()))
    add_record(row.system, make_week(row, 2, 1, 600), now=ENDED, **ACT)
    week = LotWeek.objects.get()
    fewer = make_week(row, 2, 1, 600, people=3, writing=1_800)
    change_record(week, fewer, revision=1, now=ENDED, **ACT)

    with translation.override("en"):
        changes = describe_act(list_undoable_acts(row.system.scope, EVALUATIONS)[0]).changes

    assert [(each.label, each.before, each.after) for each in changes] == [
        ("People of this group at work this week", "4", "3")
    ]


def test_evaluations_are_named_and_go_with_their_system():
    system = make_system()
    plan(system)

    assert "its evaluations: plans, draws, weekly totals, blind readings" in (
        list_deletion_phrases(system)
    )
    system.delete()
    assert not ToolEvaluation.objects.exists()
