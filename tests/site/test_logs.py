"""Logs contain errors and nothing about people."""

import io
import logging
import os
import subprocess
import sys
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django_tasks_db.models import DBTaskResult

from vecu.coding.tasks import queue_run
from vecu.site.commands.worker import work
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


WORDS = "my manager is called"
FAILING = {
    "the command": f"raise ValueError('{WORDS}')",
    "a thread": f"import threading; threading.Thread(target=int, args=['{WORDS}']).start()",
}


@pytest.mark.parametrize("where", FAILING)
def test_what_ends_a_process_or_a_thread_is_logged_without_its_words(where):
    program = "\n".join(
        [
            "import logging, sys",
            "from vecu.site.logs import DayOnlyFormatter, log_uncaught_errors",
            "handler = logging.StreamHandler()",
            "handler.setFormatter(DayOnlyFormatter())",
            "logging.getLogger().addHandler(handler)",
            "log_uncaught_errors()",
            FAILING[where],
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert "ValueError" in done.stderr
    assert WORDS not in done.stderr
    assert done.returncode == (1 if where == "the command" else 0)


def test_a_worker_that_cannot_begin_says_where_and_nothing_of_the_message(tmp_path):
    """PostgreSQL's own sentence has the address, as others have values of the row."""
    environment = {
        **os.environ,
        "VECU_HOME": str(tmp_path),
        "VECU_DATABASE_URL": "postgres://somebody:secret@127.0.0.1:1/laboratory",
        "DJANGO_SETTINGS_MODULE": "vecu.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "vecu.site.cli", "work", "--once"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "OperationalError" in done.stderr
    assert "worker.py" in done.stderr
    assert "127.0.0.1" not in done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.data
def test_a_task_that_fails_leaves_its_words_neither_in_the_log_nor_in_the_database(
    logged, monkeypatch
):
    def fail(*_arguments: object) -> None:
        raise ValueError(WORDS)

    _logger, written = logged
    handler = logging.StreamHandler(written)
    handler.setFormatter(DayOnlyFormatter())
    handler.addFilter(DropRequestData())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    monkeypatch.setattr("vecu.coding.tasks.begin_run", fail)
    queue_run(uuid4())
    CliRunner().invoke(work, ["--once"], catch_exceptions=False)

    task = DBTaskResult.objects.get()
    assert task.exception_class_path == "builtins.ValueError"
    for told in (task.traceback, written.getvalue()):
        assert "test_logs.py" in told
        assert "ValueError" in told
        assert WORDS not in told


def test_a_line_has_a_day_and_no_hour(logged):
    logger, written = logged
    record = logger.makeRecord("vecu", logging.WARNING, "f", 1, "Careful", (), None)
    record.created = 1_795_000_000.5  # 2026-11-18T08:26:40 UTC
    logger.handle(record)

    assert written.getvalue() == "2026-11-18 WARNING vecu: Careful\n"
