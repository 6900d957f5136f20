"""What readers could learn who compare figures over time, or know how the questionnaire asks."""

from datetime import timedelta

import pytest

from tests.datasets.releases.test_releases import (
    LATER,
    SECTOR,
    fill,
    freeze,
    publish,
)
from tests.surveys.factories import NOON, make_study
from vecu.datasets.models import Extract
from vecu.datasets.release_actions import ExtractRefused, take_release_back
from vecu.datasets.releases.planning import FigureRequest
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]

LATEST = NOON + timedelta(days=2)


def withdraw(people: list) -> None:
    Answer.objects.filter(pk__in=[each.pk for each in people]).delete()


def test_no_extract_lets_a_count_fall_that_was_public_two_extracts_ago():
    study = make_study()
    health = fill(study, "health", 17)
    fill(study, "social", 22)
    freeze(study)
    (shown,) = publish(study, FigureRequest(SECTOR))
    take_release_back(study.scope, shown.figure, by="ana", now=NOON)
    fill(study, "social", 11)
    freeze(study, now=LATER)
    withdraw(health[:5])
    fill(study, "social", 16)

    with pytest.raises(ExtractRefused, match="Too few people have answered since"):
        freeze(study, now=LATEST)

    assert Extract.objects.count() == 2
