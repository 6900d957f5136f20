"""A member takes position on their phone, and reads what came of it once the round was counted."""

import pytest

from tests.deliberation.groups.factories import open_on
from vecu.deliberation.group_models import HypothesisPosition

pytestmark = [pytest.mark.django_db, pytest.mark.data]
POSITIONS = "/en/my-group/positions/"


@pytest.fixture
def opened(group, today):
    """A round on two hypotheses that is open today."""
    return open_on(group, 1, 2, now=today)


def address(opened, place=1):
    return f"{POSITIONS}{opened.group.hypotheses.get(place=place).pk}/"


def test_each_hypothesis_has_its_page_and_saving_leads_to_the_next(phone, opened):
    first, second = address(opened), address(opened, 2)
    page = phone.get(first)
    assert "First round, hypothesis 1 of 2" in page.text

    sent = {"group": "val-de-seve", "round": "1", "revision": "0", "stance": "agree"}
    response = phone.post(first, sent | {"reason": "Less typing.", "named": "yes"})

    assert (response.status_code, response["Location"]) == (303, f"{second}?saved=yes")
    position = HypothesisPosition.objects.get()
    assert (position.stance, position.reason, position.named) == ("agree", "Less typing.", True)
    assert "You have taken position on 1 of 2." in phone.get(POSITIONS).text
    response = phone.post(second, sent | {"stance": "pass"})
    assert response["Location"] == f"{POSITIONS}?saved=yes"
