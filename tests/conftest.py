"""Rules for every test: on CI nothing may be skipped but for real data that are not there."""

import gc
import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from time import time
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings

from tests.accounts.openid_desk import ProviderDesk, run_provider
from vecu.questionnaires import (
    WorkbookAttachments,
    convert_workbook,
    lint_workbook,
    read_xform,
)

# A machine that is busy is no failure. `./run test --slow` takes the second profile.
settings.register_profile("house", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=300)
settings.load_profile("house")

NOT_HERE = "not here"
"""What the reason of a lawful skip ends with: the folder of real data is absent."""

unlawful: list[str] = []


def pytest_collection_finish() -> None:
    """Walk what was imported and collected once, not at each collection of garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and NOT_HERE not in str(report.longrepr):
        unlawful.append(f"{report.nodeid}: {report.longrepr}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if unlawful and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for skip in unlawful:
        terminalreporter.write_line(f"Skipped, which fails on CI: {skip}", red=True)


@pytest.fixture(scope="session", autouse=True)
def form_cache() -> Iterator[None]:
    """Let pages and actions read each form once: hundreds of tests begin with a study.

    The reading itself is pure, and its own tests call it as it is.
    """
    convert, lint = cache_by_content(convert_workbook), cache_by_content(lint_workbook)
    read = lru_cache(maxsize=128)(read_xform)
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr("vecu.surveys.actions.studies.convert_workbook", convert)
        patches.setattr("vecu.surveys.actions.studies.read_xform", read)
        patches.setattr("vecu.surveys.queries.studies.read_xform", read)
        patches.setattr("vecu.surveys.views.staged_uploads.lint_workbook", lint)
        yield


@pytest.fixture(scope="session", autouse=True)
def fresh_sign_ins() -> Iterator[None]:
    """Let a client that is signed in by force have given its password this moment."""
    force = Client.force_login

    def sign_in(client, user, backend=None):
        force(client, user, backend)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(Client, "force_login", sign_in)
        yield


def cache_by_content(read: Callable[..., Any]) -> Callable[..., Any]:
    """Return `read`, a pure function of a workbook, that remembers its last results."""

    @lru_cache(maxsize=128)
    def remember(content, name, lists, media, options):
        return read(
            content, name, files=WorkbookAttachments(dict(lists), dict(media)), **dict(options)
        )

    def cached(content, name, files=None, **options):
        files = files or WorkbookAttachments()
        given = (tuple(files.lists.items()), tuple(files.media.items()), tuple(options.items()))
        return remember(content, name, *given)

    return cached


@pytest.fixture(scope="session")
def provider_process() -> Iterator[ProviderDesk]:
    """Start a provider of OpenID Connect once, for all tests that sign in through one."""
    with run_provider() as desk:
        yield desk


@pytest.fixture
def desk(provider_process: ProviderDesk) -> ProviderDesk:
    """A provider that knows nobody yet and tells no lies."""
    provider_process.reset()
    return provider_process
