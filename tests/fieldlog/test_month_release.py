"""Both sides agree, the staff's first; then everybody reads all figures of the month."""

from datetime import date
from uuid import uuid4

import pytest

from tests.evidence.source_checks import (
    Scenario,
    check_evidence_source,
    check_one_question_for_many_costs_no_more_than_for_one,
)
from tests.fieldlog.full_log import at, make_full_log
from tests.register.factories import make_system
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.evidence_sources import ReleasedFigures
from vecu.datasets.models import Released
from vecu.datasets.release_actions import FigureRefused, release, take_release_back
from vecu.datasets.release_queries import list_released
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.sources import Audience, EvidenceState, Reference
from vecu.fieldlog.actions import AgreementRefused, agree_to_month, take_agreement_back
from vecu.fieldlog.evidence_sources import LogFigures
from vecu.fieldlog.models import ClosedMonth, FieldLog, MonthAgreement
from vecu.fieldlog.queries import list_month_contents, list_public_month_contents
from vecu.fieldlog.rules import AgreementSide
from vecu.ui.figures import FigureSubject

pytestmark = [pytest.mark.django_db, pytest.mark.data]

STAFF, OWNER = AgreementSide.STAFF, AgreementSide.OWNER
ACT = {"by": "lea", "now": at(12)}
FIGURES = ["minutes", "outcome"]


@pytest.fixture
def log() -> FieldLog:
    """A log whose October has closed, and nobody has agreed."""
    log, _token = make_full_log(make_system())
    MonthAgreement.objects.all().delete()
    return log


@pytest.fixture
def month(log) -> ClosedMonth:
    return ClosedMonth.objects.get()


def agree(month: ClosedMonth, *sides: AgreementSide) -> None:
    for side in sides:
        agree_to_month(month, side, group=f"Group of {side}", by=str(side), now=ACT["now"])


def test_with_both_sides_everybody_reads_what_the_month_holds(log, month):
    agree(month, STAFF)
    assert list_public_month_contents(log.system) == []

    agree(month, OWNER)

    [(name, content)] = list_month_contents(log)
    assert list_public_month_contents(log.system) == [(name, content)]
    assert [each.item for each in list_released(log.scope)] == [f"2026-10/{f}" for f in FIGURES]
    assert {each.group for each in Released.objects.all()} == {
        "Group of representatives · Group of owner"
    }
    agreed = AuditEvent.objects.filter(verb="agreed to month").values_list("detail", flat=True)
    assert [each["role"] for each in agreed.order_by("id")] == ["representative", "owner"]


@pytest.mark.parametrize(
    ("before", "side", "group", "message"),
    [
        ([], OWNER, "Management", "representatives agree first"),
        ([STAFF], STAFF, "CST", "agreed to the figures of this month already"),
        ([], STAFF, "  ", "Name the group"),
        ([], STAFF, "x" * 91, "at most 90 characters. Found: 91"),
    ],
)
def test_who_agrees_too_early_or_twice_is_refused(month, before, side, group, message):
    agree(month, *before)
    with pytest.raises(AgreementRefused, match=message):
        agree_to_month(month, side, group=group, **ACT)
    assert MonthAgreement.objects.count() == len(before)
    assert not Released.objects.exists()


def test_no_account_agrees_for_both_sides_whatever_its_role_is_meanwhile(month):
    agree_to_month(month, STAFF, group="CST", **ACT)
    with pytest.raises(AgreementRefused, match="somebody else must agree for the owner"):
        agree_to_month(month, OWNER, group="Management", **ACT)
    assert not Released.objects.exists()


def test_to_a_month_without_figures_nobody_agrees(log):
    empty = ClosedMonth.objects.create(log=log, month="2026-09")
    with pytest.raises(AgreementRefused, match="too little was decided"):
        agree(empty, STAFF)


def test_what_the_staff_takes_back_is_on_no_page_and_must_be_agreed_anew(log, month):
    agree(month, STAFF, OWNER)
    take_agreement_back(month, STAFF, **ACT)
    assert list_public_month_contents(log.system) == []
    assert not MonthAgreement.objects.exists()
    assert Released.objects.count() == len(FIGURES)  # the ledger keeps them
    with pytest.raises(AgreementRefused, match="has not agreed"):
        take_agreement_back(month, STAFF, **ACT)

    agree(month, STAFF, OWNER)
    assert {each.edition for each in list_released(log.scope)} == {2}


def test_what_the_owner_takes_back_leaves_the_agreement_of_the_staff(month):
    agree(month, STAFF, OWNER)
    take_agreement_back(month, OWNER, **ACT)
    assert MonthAgreement.objects.get().side == STAFF
    agree(month, OWNER)


@pytest.mark.parametrize(
    "request_",
    [
        FigureRequest("2026-10/people"),
        FigureRequest("2026-11/outcome"),
        FigureRequest("2026-10/outcome", "sector"),
        FigureRequest("outcome"),
    ],
)
def test_nothing_but_figures_of_closed_months_is_released(log, request_):
    with pytest.raises(FigureRefused, match="was not counted"):
        release(log.scope, [request_], group="All", **ACT)


def test_a_figure_is_released_once(log, month):
    agree(month, STAFF, OWNER)
    with pytest.raises(FigureRefused, match="already public"):
        release(log.scope, [FigureRequest("2026-10/outcome")], group="All", **ACT)


# ── evidence ──


def test_log_figures_fulfil_the_contract_of_evidence(log, month):
    agree(month, STAFF, OWNER)

    def think_again(_reference: Reference) -> None:
        take_agreement_back(month, STAFF, **ACT)
        agree(month, STAFF, OWNER)

    def take_back(reference: Reference) -> None:
        take_release_back(log.scope, reference.id, **ACT)

    empty = Scope(ScopeKind.SYSTEM, uuid4())
    scenario = Scenario(log.scope, empty, think_again, take_back, date(2026, 11, 12))
    check_evidence_source(LogFigures(), scenario)


def test_any_study_may_cite_the_figures_of_published_systems(log, month):
    from vecu.register.models import System  # noqa: PLC0415

    agree(month, STAFF, OWNER)
    study, source = Scope(ScopeKind.STUDY, uuid4()), LogFigures()
    assert source.list_citable(study, Audience.MEMBERS) == []
    own = source.list_citable(log.scope, Audience.MEMBERS)
    assert len(own) == len(FIGURES)
    assert source.list_citable(log.scope, Audience.EVERYBODY) == []
    assert source.describe([own[0].reference], Audience.EVERYBODY) == {}

    System.objects.update(published=date(2026, 11, 1))
    cited = source.list_citable(study, Audience.EVERYBODY)
    assert [each.reference for each in cited] == [each.reference for each in own]
    assert {each.state for each in cited} == {EvidenceState.STANDING}
    assert {each.figure.subject for each in cited if each.figure} == {
        FigureSubject.MACHINE, FigureSubject.TIME,
    }  # fmt: skip
    assert all("October 2026" in each.sentence for each in cited)
    assert {each.address for each in cited} == {"/en/at-work/job-offers/?month=2026-10#figures"}
    assert ReleasedFigures().describe([each.reference for each in cited], Audience.MEMBERS) == {}
    check_one_question_for_many_costs_no_more_than_for_one(
        source, Scenario(log.scope, study, print, print, date(2026, 11, 12))
    )
    assert ReleasedFigures().list_citable(log.scope, Audience.MEMBERS) == []
