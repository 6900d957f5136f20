"""A study to answer: the testimonies template, open since a fixed day."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.surveys.factories import describe_study
from vecu.surveys.actions import create_study, open_fielding
from vecu.surveys.models import Study
from vecu.surveys.queries import find_current_fielding

WORKBOOK = Path(__file__).parent / "testimonies.md"
"""The second version of the ready questionnaire: one question a page, the same for everybody."""
TODAY = date(2026, 11, 24)


@pytest.fixture
def today(monkeypatch) -> date:
    """A fixed current day."""
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return TODAY


@pytest.fixture
def drafted(db, today) -> Study:
    """The testimonies study, in preparation."""
    about = describe_study(
        {"fr": "L’IA et votre travail", "en": "AI and your work"},
        asked_by={"fr": "Le laboratoire d’essai", "en": "The trial laboratory"},
        purpose={"fr": "Comprendre.", "en": "To understand."},
    )
    return create_study(
        "testimonies", about, workbook=WORKBOOK.read_bytes(), workbook_name=WORKBOOK.name
    )


@pytest.fixture
def testimonies(drafted, today) -> Study:
    """The testimonies study, open."""
    open_fielding(find_current_fielding(drafted, today), today=today)
    return drafted


@pytest.fixture
def new_browser() -> type[Client]:
    """A factory of new browsers."""
    return Client
