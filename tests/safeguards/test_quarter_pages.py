"""Pages of quarters: what members type, what is refused, what everybody reads."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from tests.dialogue.factories import CLAUSE, note
from tests.register.factories import make_public_system
from tests.safeguards.quarter_factories import (
    BEFORE,
    COUNTS,
    DECLARATION,
    SITE,
    declare,
    get_noon,
    make_counted_site,
    type_month,
    type_summer,
)
from vecu.accounts.queries import get_member
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.dialogue.rules import WatchedFigure
from vecu.dialogue.sentences import describe_cause, describe_watch
from vecu.records.actions import add_record, change_record, remove_record
from vecu.records.errors import RecordRefused
from vecu.safeguards.models import CountedSite, MonthCount
from vecu.safeguards.quarter_counts.content import MonthCountContent, UpheldComplaintContent
from vecu.safeguards.quarter_counts.queries import get_comparison, list_service_losses

pytestmark = pytest.mark.django_db
AUGUST = date(2026, 8, 1)


@pytest.fixture
def system():
    return make_public_system()


@pytest.fixture
def lea(client, system):
    client.force_login(get_member("lea"))
    return client


def test_counts_that_do_not_add_up_stay_as_typed_and_say_what_they_add_up_to(system, lea):
    site = make_counted_site(system)
    address = reverse("safeguards:month", args=[system.slug, site, 2026, 8])
    hidden = {"site": site, "month": "2026-08-01", "is_correction": "False"}
    typed = {name: str(number) for name, number in COUNTS.items()} | hidden

    refused = lea.post(address, typed | {"no_kept": "12", "yes_moved": "many"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'value="many"' in page
    refused = lea.post(address, typed | {"no_kept": "12"})
    assert "add up to 17" in refused.content.decode()
    assert not MonthCount.objects.exists()

    assert lea.post(address, typed).status_code == 302
    assert MonthCount.objects.get().counts == COUNTS
    assert 'value="72"' in lea.get(address).content.decode()


def test_a_month_that_is_not_over_or_is_settled_is_refused_and_corrected_in_a_later_one(system):
    site = type_summer(system)
    row = MonthCount.objects.get(month=AUGUST)
    more = MonthCountContent(site, AUGUST, False, COUNTS | {"left": 9})
    change_record(row, more, revision=1, by="lea", now=get_noon(date(2026, 10, 31)))
    with pytest.raises(RecordRefused, match="settled"):
        change_record(row, more, revision=2, by="lea", now=get_noon(date(2026, 11, 1)))
    november = MonthCountContent(site, date(2026, 11, 1), False, COUNTS)
    with pytest.raises(RecordRefused, match="once it is over"):
        add_record(system, november, by="lea", now=get_noon(date(2026, 11, 30)))

    fewer = {"no_due": -2, "no_missed": -2}
    row = type_month(system, site, date(2026, 10, 1), fewer, correction=True)
    gone = MonthCountContent(site, date(2026, 10, 1), True, {"no_due": -40, "no_missed": -40})
    with pytest.raises(RecordRefused, match="Only 15 were counted"):
        change_record(row, gone, revision=1, by="lea", now=get_noon(date(2026, 11, 3)))


def test_nothing_that_was_declared_moves_once_its_first_quarter_has_begun(system):
    row = declare(system)
    with pytest.raises(RecordRefused, match="what was declared stays"):
        change_record(row, DECLARATION, revision=1, by="lea", now=get_noon(date(2026, 7, 1)))
    with pytest.raises(RecordRefused, match="already declared"):
        add_record(system, DECLARATION, by="lea", now=get_noon(date(2026, 6, 20)))


def test_removing_a_site_without_months_does_not_publish_a_withheld_quarter(system):
    type_summer(system)
    silent = make_counted_site(system, replace(SITE, name="Pont-Sérin"))
    row = CountedSite.objects.get(pk=silent)

    with pytest.raises(RecordRefused, match="would be told"):
        remove_record(row, revision=row.revision, by="lea", now=get_noon(date(2026, 11, 9)))


def test_where_the_day_of_opening_is_corrected_months_of_the_other_groups_are_missing(system):
    """Typed for everybody in July, where the tool turns out to have been open: typed again."""
    declare(system)
    site = make_counted_site(system)
    CountedSite.objects.update(opened=date(2026, 8, 3))
    type_month(system, site, date(2026, 7, 1), BEFORE)
    assert len(get_comparison(system, date(2026, 9, 1)).fitting) == 1
    CountedSite.objects.update(opened=date(2026, 7, 6))
    comparison = get_comparison(system, date(2026, 9, 1))
    assert (len(comparison.months), len(comparison.fitting)) == (1, 0)


@pytest.mark.data
def test_everybody_reads_a_whole_table_with_the_smallest_gap_or_nothing_at_all(system, client):
    type_summer(system)
    address = reverse("safeguards:public-quarters", args=[system.slug])
    page = client.get(address).content.decode()

    for text in ("216 of 300", "42 of 60", "309 of 441", "19 points", "It cannot be told."):
        assert text in page
    assert "Too few cases to see a gap does not mean there is none." in page
    assert "People at the counter: 7 before, 6 now." in page
    assert "24 people left without choosing" in page
    assert not client.cookies


def test_three_refusers_are_on_no_page(system, client):
    few = {"no_requests": 1, "no_within_7": 1, "no_due": 1, "no_kept": 1, "no_granted": 1}
    counts = {name: each for name, each in COUNTS.items() if not name.startswith(("no_", "with"))}
    type_summer(system, counts | few | {"no_contacts": 2})
    page = client.get(reverse("safeguards:public-quarters", args=[system.slug])).content.decode()

    assert "A number was too small. These months are counted with the next quarter." in page
    assert " of 300" not in page


def test_one_upheld_complaint_is_enough_for_a_clause_and_it_fires_once(system):
    type_summer(system)
    clause = note(
        system, CLAUSE, day=date(2026, 7, 1), watched=WatchedFigure.SERVED_AS_WELL, most=None
    )
    assert fire_clauses(get_noon(date(2026, 12, 3))) == 0
    complaint = UpheldComplaintContent(date(2026, 10, 12))
    add_record(system, complaint, by="lea", now=get_noon(date(2026, 10, 12)))
    assert fire_clauses(get_noon(date(2026, 12, 3))) == 1
    assert fire_clauses(get_noon(date(2026, 12, 4))) == 0
    item = clause.items.get()
    assert (item.cause, item.month) == ("loss", "2026-10")
    assert "The tool stops at this site" in describe_cause(item)
    assert "two quarters" in describe_watch(clause)
    assert list_service_losses(system.scope, date(2026, 10, 13), date(2026, 12, 3)) == []
