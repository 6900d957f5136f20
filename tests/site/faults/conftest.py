"""A laboratory on each of the two databases, with a study that takes answers."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

import pytest

from bench._laboratory import Laboratory, laboratory
from tests.postgres import PostgresServer, postgres_server
from tests.site.commands.test_processes import children, health, wait_until
from tests.site.faults.load import STUDY, WORKBOOK


@dataclass(frozen=True)
class Site:
    """A served laboratory, and its PostgreSQL unless it is on SQLite."""

    lab: Laboratory
    postgres: PostgresServer | None


@pytest.fixture(params=["sqlite", "postgres"])
def database(request) -> str:
    """Return where the laboratory keeps its data: each test is for both unless it says which."""
    return request.param


@pytest.fixture
def site(database) -> Iterator[Site]:
    """Yield a laboratory that serves with two processes and works in a third."""
    with (
        postgres_server() if database == "postgres" else nullcontext() as postgres,
        laboratory(postgres and postgres.url) as lab,
    ):
        wait_until(lambda: len(children(lab)) == 3 and health(lab) == (200, b"ok\n"))
        lab.call("_studies.open_study", STUDY, WORKBOOK)
        yield Site(lab, postgres)
