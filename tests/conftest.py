"""Rules for every test: on CI nothing may be skipped but for real data that are not there."""

import os

import pytest
from hypothesis import settings

# A machine that is busy is no failure. `./run test --slow` takes the second profile.
settings.register_profile("house", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=300)
settings.load_profile("house")

NOT_HERE = "not here"
"""What the reason of a lawful skip ends with: the folder of real data is absent."""

unlawful: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and NOT_HERE not in str(report.longrepr):
        unlawful.append(f"{report.nodeid}: {report.longrepr}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if unlawful and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for skip in unlawful:
        terminalreporter.write_line(f"Skipped, which fails on CI: {skip}", red=True)
