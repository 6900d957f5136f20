"""The demonstration's scribe: tried, debated, changed by what the debate shared, evaluated."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from tests.surveys.factories import make_study as make_small_study
from vecu.casestudies.models import LotWeek, ToolEvaluation
from vecu.casestudies.rules import EvaluationState
from vecu.dialogue.queries import get_dialogue_detail, list_public_positions
from vecu.dialogue.rules import ClauseCause
from vecu.evidence.sources import Audience, EvidenceState
from vecu.fieldlog.models import OpenMonth, TypedTotals
from vecu.fieldlog.queries import find_log, list_closed_months
from vecu.records.models import Act
from vecu.register.queries import find_system_by_slug, get_system_detail, list_published_systems
from vecu.register.rules import Stage
from vecu.safeguards.queries import PersonCode, find_consent_closure
from vecu.safeguards.rules import PersonCodeKind, PersonCodeState
from vecu.safeguards.second_looks.queries import list_looks
from vecu.site.commands.demo import STUDY, make_scribe, renew_accounts
from vecu.site.demo.days import find_first_month, get_day
from vecu.site.demo.field_log import find_log_figures
from vecu.site.demo.scribe import SYSTEM, WEEKS_OVER, read_scribe

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest.fixture
def scribe():
    make_small_study(STUDY)
    renew_accounts("a password for trying")
    make_scribe(NOW)
    make_scribe(NOW)  # a second time adds nothing
    return find_system_by_slug(SYSTEM)


@pytest.mark.django_db
def test_four_months_of_totals_are_closed_and_read_by_everybody(scribe):
    closed = [each.month for each in list_closed_months(find_log(scribe.pk))]

    assert closed == ["2026-08", "2026-07", "2026-06", "2026-05"]
    assert not OpenMonth.objects.exists()
    assert not TypedTotals.objects.exists()
    keys = {key for _month, key in find_log_figures(scribe)}
    assert keys == {"writing", "gain", "upkeep"}


@pytest.mark.django_db
def test_the_version_answers_what_was_shared_and_the_limit_moved_once_after_its_debate(scribe):
    detail = get_system_detail(scribe, Audience.EVERYBODY)

    assert detail.stage.stage == Stage.EVALUATION
    assert [each.version.name for each in detail.versions] == ["3.1", "3.2"]
    cited = detail.versions[-1].evidence
    assert {each.reference.source for each in cited} == {"shared-point", "log-figure"}
    assert {each.state for each in cited} == {EvidenceState.STANDING}
    moved = [each for each, _system in list_public_positions() if each.previous]
    assert [each.debate is not None for each in moved] == [True]
    assert all(each.refusal for each in detail.involvements)
    assert find_consent_closure(scribe) is None
    codes = PersonCode.objects.filter(kind=PersonCodeKind.CONSENT)
    assert (codes.count(), codes.filter(state="yes").count()) == (36, 11)


@pytest.mark.django_db
def test_the_evaluation_is_in_its_sixth_week_and_has_no_figure_yet(scribe):
    evaluation = ToolEvaluation.objects.get()
    today = NOW.date()

    assert (today - evaluation.starts).days // 7 + 1 == 6
    assert evaluation.judge_state(today) is EvaluationState.RUNNING
    assert evaluation.words == read_scribe()["evaluation"]["words"]
    assert evaluation.drawn < evaluation.starts
    assert LotWeek.objects.count() == 5 * 5
    page = Client().get(f"/fr/at-work/{SYSTEM}/evaluations/").text
    assert "Pas encore de chiffre" in page


@pytest.mark.django_db
def test_its_histories_run_forward_and_it_leads_what_is_published(scribe):
    for ledger in ("register", "dialogue", "evaluation"):
        acts = Act.objects.filter(scope_uuid=scribe.pk, ledger=ledger).order_by("number")
        days = [each.day for each in acts]
        assert days
        assert days == sorted(days)
        assert days[-1] <= NOW.date()
    assert list_published_systems()[0] == scribe


@pytest.mark.django_db
def test_one_second_look_is_answered_in_time_and_a_late_one_comes_back_to_the_agenda(scribe):
    late, changed = sorted(list_looks(scribe), key=lambda each: each.is_open, reverse=True)

    assert late.is_late(NOW.date())
    assert (changed.state, changed.deadline) == (PersonCodeState.CHANGED, None)
    [item] = get_dialogue_detail(scribe.scope, Audience.EVERYBODY, NOW.date()).agenda
    assert (item.item.cause, item.item.month) == (ClauseCause.LATE, "2026-10")


@pytest.mark.parametrize("back", range(0, 70, 3))
def test_the_draw_comes_before_the_first_week_whatever_day_it_is(back):
    today = date(2027, 3, 31) - timedelta(days=back)
    starts = today - timedelta(days=today.weekday(), weeks=WEEKS_OVER)
    drawn = read_scribe()["evaluation"]["drawn"]
    assert get_day(find_first_month(today), drawn) < starts
