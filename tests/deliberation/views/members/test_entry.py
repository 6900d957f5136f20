"""A member's link: opened with a button, held in one cookie, closed again; never written down."""

import pytest
from django.conf import settings
from django.test import Client

from tests.deliberation.views.members.conftest import ENTER

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOME = "/en/my-group/"


def test_a_link_opens_with_its_button_and_never_by_itself(token):
    browser = Client()
    page = browser.get(ENTER.format(token))

    assert page.status_code == 200
    assert not page.cookies
    assert "Group of the Val-de-Sève" in page.text
    assert "Member 1" not in page.text  # a preview of the message shows nobody's name
    assert browser.get(HOME).status_code == 403
    response = browser.post(ENTER.format(token))
    assert (response.status_code, response["Location"]) == (303, HOME)
    cookie = response.cookies[settings.GROUP_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # it ends with the browser
    assert "You are here as Member 1" in browser.get(HOME).text
