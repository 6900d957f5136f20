"""Histories that rooms wrote for themselves are copied without what they may not hold."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.apps import apps

from vecu.records.act_migration import copy_acts
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]
MIDNIGHT_IN_PARIS = datetime(2026, 11, 27, 23, tzinfo=UTC)


@pytest.mark.parametrize(("scope", "at"), [("study", MIDNIGHT_IN_PARIS), ("group", None)])
def test_a_copied_act_has_its_day_in_france_and_no_hour_in_a_group(scope, at):
    columns = {"scope_kind": scope, "scope_uuid": uuid4(), "by": "lea", "verb": "write"}
    copy_acts(apps, "finding", [(7, columns | {"at": MIDNIGHT_IN_PARIS})])

    act = Act.objects.get()
    assert (str(act.day), act.at, act.number) == ("2026-11-28", at, 1)
