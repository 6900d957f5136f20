"""That a background worker works is seen from outside, and no row holds when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from vecu.site.worker_presence import get_last_presence, worker_presence

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]


def test_a_worker_is_seen_from_another_connection_while_it_works(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    assert get_last_presence() is None

    begun, seen = datetime.now(UTC), None
    with worker_presence():
        other = connection.copy()  # the worker's own, which on PostgreSQL bears its name
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        while seen is None and datetime.now(UTC) < begun + timedelta(minutes=1):
            seen = get_last_presence()
        other.close()

    assert seen is not None
    assert abs(seen - begun) < timedelta(minutes=1)
