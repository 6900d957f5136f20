"""Logs contain errors and nothing about people."""

import io
import logging

import pytest

from vecu.site.logs import DayOnlyFormatter, DropRequestData


@pytest.fixture
def logged():
    """Return a logger configured like the site's, and its output."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(DayOnlyFormatter())
    handler.addFilter(DropRequestData())
    logger = logging.getLogger("vecu.tests")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, written
    logger.removeHandler(handler)


def test_a_refused_page_leaves_no_line(logged):
    logger, written = logged
    logger.warning("Not Found: %s", "/fr/take/testimonies/", extra={"request": object()})

    assert written.getvalue() == ""


def test_a_failure_tells_where_and_what_type_and_nothing_that_was_typed(logged):
    logger, written = logged
    try:
        int("my manager is called …")
    except ValueError:
        logger.exception("Failed at %s", "/fr/take/x/", extra={"request": object()})

    line = written.getvalue()
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "manager" not in line
    assert "/fr/take/x/" not in line


def test_what_django_refuses_as_suspicious_leaves_no_line(client, logged, settings):
    """A wrong host or a thousand fields is somebody's request, not a failure of ours."""
    settings.ALLOWED_HOSTS = ["lab.example"]
    _logger, written = logged
    handler = logging.StreamHandler(written)
    handler.addFilter(DropRequestData())
    logging.getLogger("django.security").addHandler(handler)
    response = client.get("/en/", headers={"Host": "elsewhere.example"})
    logging.getLogger("django.security").removeHandler(handler)

    assert response.status_code == 400
    assert written.getvalue() == ""


def test_a_line_has_a_day_and_no_hour(logged):
    logger, written = logged
    record = logger.makeRecord("vecu", logging.WARNING, "f", 1, "Careful", (), None)
    record.created = 1_795_000_000.5  # 2026-11-18T08:26:40 UTC
    logger.handle(record)

    assert written.getvalue() == "2026-11-18 WARNING vecu: Careful\n"
