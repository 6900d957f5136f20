"""The demonstration's AI system: a register that lacks nothing, and a log of six closed months."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.register.factories import make_system as make_register_entry
from tests.surveys.factories import make_study as make_small_study
from vecu.accounts.queries import list_members
from vecu.datasets.release_queries import list_released
from vecu.evidence.sources import Audience, EvidenceState
from vecu.fieldlog.diary_codes import derive_diary_token, find_diary_token
from vecu.fieldlog.events import DECISION, parse_batch
from vecu.fieldlog.log_overview import list_month_states
from vecu.fieldlog.models import LogDecision, OpenMonth
from vecu.fieldlog.months import LogMonth
from vecu.fieldlog.queries import find_log, list_closed_months, list_missing
from vecu.fieldlog.vocabulary import Outcome
from vecu.register.queries import find_system_by_slug, get_system_detail
from vecu.register.rules import ConsultationState, Stage
from vecu.site.commands.demo import (
    STUDY,
    describe_diary,
    find_diary_code,
    make_system_with_log,
    renew_accounts,
)
from vecu.site.demo.days import find_first_month
from vecu.site.demo.decisions import MONTHS, VEHICLE, list_month_events, write_batch
from vecu.site.demo.dialogue import read_dialogue
from vecu.site.demo.system import SYSTEM, read_system

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def system():
    make_small_study(STUDY)
    renew_accounts("a password for trying")
    make_system_with_log(NOW)
    make_system_with_log(NOW)  # a second time adds nothing
    return find_system_by_slug(SYSTEM)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 8), LogMonth(2026, 5)),
        (date(2026, 11, 7), LogMonth(2026, 4)),
        (date(2026, 12, 31), LogMonth(2026, 6)),
        (date(2027, 1, 7), LogMonth(2026, 6)),
        (date(2027, 3, 8), LogMonth(2026, 9)),
    ],
)
def test_the_log_ends_with_the_last_month_that_has_closed(today, first):
    assert find_first_month(today) == first


@pytest.mark.django_db
def test_the_system_is_invented_and_public_lacks_nothing_and_its_diary_opens_with_a_code(system):
    assert system.fictional
    assert system.published == date(2026, 4, 26)
    detail = get_system_detail(system, Audience.EVERYBODY)

    assert detail.stage.stage == Stage.EXPERIMENT
    assert detail.consultation is ConsultationState.BEFORE_USE
    assert [each.version.name for each in detail.versions] == ["1", "2"]
    assert len(detail.settings) - len(detail.current_settings) == 1
    assert len(detail.involvements) == 3
    assert all(each.refusal for each in detail.involvements)
    assert system.contact_name
    log = find_log(system.id)
    assert list_missing(log) == []
    codes = [find_diary_code(NOW) for _start in range(2)]
    tokens = [derive_diary_token(log, code) for code in codes]
    assert find_diary_token(log, tokens) == tokens[1], "that of the last start is void"
    log.charter = ""
    log.save()
    assert describe_diary("http://localhost:8000") == "", "somebody tried what is missing then"


@pytest.mark.django_db
def test_six_months_have_closed_nothing_of_their_decisions_is_left_and_each_role_has_an_account(
    system,
):
    closed = [each.month for each in list_closed_months(find_log(system.id))]

    assert closed == [f"2026-{month:02d}" for month in (10, 9, 8, 7, 6, 5)]
    assert not LogDecision.objects.exists()
    assert not OpenMonth.objects.exists()
    agreed = [len(each.noted) for each in list_month_states(system.pk)]
    assert agreed == [0, 2, 2, 2, 2, 2]
    assert len({each.item.partition("/")[0] for each in list_released(system.scope)}) == 5
    cited = get_system_detail(system, Audience.EVERYBODY).versions[-1].evidence
    assert {each.reference.source for each in cited} == {"shared-point", "log-figure"}
    assert {each.state for each in cited} == {EvidenceState.STANDING}
    members = [member.account for member in list_members(system.scope)]
    assert members == ["owner", "researcher", "reader", "representative"]


@pytest.mark.django_db
def test_a_system_of_somebody_that_has_its_address_is_left_alone():
    make_small_study(STUDY)
    own = make_register_entry("lea")
    assert own.slug == SYSTEM

    renew_accounts("a password for trying")
    make_system_with_log(NOW)

    assert [member.account for member in list_members(own.scope)] == ["lea"]
    assert find_log(own.id) is None


def test_all_that_is_noted_is_in_both_languages():
    def check(noted: object) -> None:
        if isinstance(noted, list):
            for each in noted:
                check(each)
        elif isinstance(noted, dict):
            if noted.keys() & {"fr", "en"}:
                assert noted.keys() == {"fr", "en"}, noted
            for each in noted.values():
                check(each)

    check(read_system())
    check(read_dialogue())


@pytest.fixture(scope="module")
def months() -> list[list[dict]]:
    return [list_month_events(LogMonth(2026, 5 + place), place, PARIS) for place in range(MONTHS)]


def test_every_invented_event_is_taken_and_the_same_each_time(months):
    for events in months:
        assert parse_batch(write_batch(events), PARIS).refusals == []
        assert len({event["id"] for event in events}) == len(events)
    assert months[0] == list_month_events(LogMonth(2026, 5), 0, PARIS)


def test_most_alerts_set_aside_are_of_vehicles_and_version_2_raises_fewer(months):
    data = [[e["data"] for e in events if e["type"] == DECISION] for events in months]
    overridden = [[each for each in month if each["outcome"] == "overridden"] for month in data]

    shares = [len(some) / len(month) for some, month in zip(overridden, data, strict=True)]
    assert all(0.4 < share < 0.6 for share in shares[:4])
    assert shares[5] < 0.4
    assert len(data[5]) < 0.8 * len(data[0])
    kinds = Counter(each["proposal"]["kind"] for month in overridden[:4] for each in month)
    assert kinds[VEHICLE] > 0.6 * kinds.total()
    versions = [{each["system_version"] for each in month} for month in data]
    assert versions == [{"1"}] * 4 + [{"1", "2"}, {"2"}]
    assert {each["outcome"] for month in data for each in month} == set(Outcome)
