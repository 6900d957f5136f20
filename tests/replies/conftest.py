"""An open inquiry with published findings, of which anybody can say whether they hold."""

from datetime import date

import pytest
from django.utils import timezone

from tests.evidence.factories import make_published_finding
from tests.surveys.conftest import drafted, testimonies, today  # noqa: F401 - fixtures
from vecu.evidence.queries import Finding
from vecu.surveys.models import Study


@pytest.fixture
def findings(testimonies: Study) -> list[Finding]:  # noqa: F811
    """Three findings of the inquiry, the first one first."""
    return [
        make_published_finding(
            testimonies.scope, sentence={"fr": f"Constat {number}", "en": f"Finding {number}"}
        )
        for number in range(1, 4)
    ]


@pytest.fixture
def next_month(monkeypatch) -> date:
    """The first day of the month after the one in which people reply."""
    day = date(2026, 12, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *_given: day)
    return day
