"""No order of rows shows in which order people decided."""

from secrets import token_bytes

import pytest

from tests.fieldlog.factories import make_log, write
from tests.fieldlog.full_log import NOVEMBER, at, make_month
from tests.register.factories import make_confirmed, make_system
from tests.surveys.actions.test_row_order import MOST, keys_in_order, orders
from tests.surveys.actions.test_storage_traces import on_postgresql
from tests.surveys.arrival_order import PEOPLE, correlate
from vecu.fieldlog.actions import issue_token
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.models import CaseTruth, LogDecision
from vecu.surveys.actions import rewrite_tables

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
MODELS = (LogDecision, CaseTruth)


def correlate_orders(arrivals: dict[type, list[object]]) -> dict[tuple[str, str], float]:
    """Return, for each table and each order of its rows, how far it is that of the decisions."""
    found = {}
    for model, keys in arrivals.items():
        came = {key: number for number, key in enumerate(keys)}
        for name, query in orders(model).items():
            numbers = [came[key] for key in keys_in_order(model, query)]
            found[model._meta.db_table, name] = abs(correlate(numbers))
    return found


def test_no_order_of_rows_shows_in_which_order_sixty_decisions_came():
    system = make_system()
    make_confirmed(system)
    token = issue_token(make_log(system), by="lea", now=at(1), random_bytes=token_bytes)
    events = make_month(NOVEMBER, PEOPLE, PEOPLE)
    arrivals: dict[type, list[object]] = {model: [] for model in MODELS}
    for number in range(PEOPLE):
        pair = events[2 * number : 2 * number + 2]
        take_batch(token, write(*pair), now=at(20), random_bytes=token_bytes)
        for model, keys in arrivals.items():
            keys.extend(set(model.objects.values_list("pk", flat=True)).difference(keys))
    before = correlate_orders(arrivals)
    if on_postgresql():
        assert min(before[m._meta.db_table, "ctid"] for m in MODELS) > 0.9, "this shows nothing"
    else:
        assert {name: far for name, far in before.items() if far >= MOST} == {}

    rewrite_tables()

    after = correlate_orders(arrivals)
    assert {name: far for name, far in after.items() if far >= MOST} == {}
