"""Fixtures for imports: the testimonies questionnaire, and a study with it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from vecu.questionnaires import Questionnaire, convert_workbook, read_xform
from vecu.surveys.actions import StudyInfo, create_study
from vecu.surveys.queries import Study

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORKBOOK = Path(__file__).parents[1] / "surveys" / "testimonies.md"
REAL = Path(__file__).parents[3] / "shared/data/coding/volker_chatgpt_survey"


@pytest.fixture(scope="session")
def testimonies() -> Questionnaire:
    return read_xform(convert_workbook(WORKBOOK.read_bytes(), WORKBOOK.name).xform)


@pytest.fixture
def study(db: None) -> Study:
    return create_study(
        "stories",
        StudyInfo(title={"en": "Stories"}),
        workbook=WORKBOOK.read_bytes(),
        workbook_name=WORKBOOK.name,
    )
