"""Members connect a system: a token that is shown once, and commands that work as pasted."""

import html
import json
import re
import subprocess
from uuid import UUID

import pytest
from django.test import Client

from tests.register.factories import make_system
from tests.surveys.factories import make_member
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Role
from vecu.fieldlog.models import CaseTruth, LogDecision, LogToken

pytestmark = [pytest.mark.django_db, pytest.mark.data]
CONNECT = "/en/systems/job-offers/log/connect/"
TOKEN = re.compile(r'class="code token">(\w{64})<')


def find_commands(text: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r"<code>(curl [^<]+)</code>", text)]


def test_a_token_appears_once_and_is_stored_nowhere(sign_in, log):
    client = sign_in(Role.OWNER)
    assert not TOKEN.search(client.get(CONNECT).text)

    issued = client.post(CONNECT)
    token = TOKEN.search(issued.text)[1]

    assert issued["Cache-Control"].startswith("max-age=0")
    assert token not in client.get(CONNECT).text
    assert not LogToken.objects.filter(fingerprint=token).exists()
    assert "issued on" in client.get(CONNECT).text
    assert token not in str(list(AuditEvent.objects.values()))


def test_no_token_is_issued_before_the_papers_are_noted(client):
    system = make_system()
    client.force_login(make_member("owner", system, Role.OWNER))

    assert "Issue a token" not in client.get(CONNECT).text
    refused = client.post(CONNECT)

    assert refused.status_code == 409
    assert "No token is issued before this is noted" in refused.text
    assert not LogToken.objects.exists()


def test_a_revoked_token_is_refused_and_marked_as_revoked(sign_in, token):
    client = sign_in(Role.RESEARCHER)
    stored = LogToken.objects.get()

    response = client.post(f"{CONNECT}{stored.pk}/revoke/", follow=True)

    assert "revoked on" in response.text
    headers = {"Authorization": f"Bearer {token}"}
    sent = Client().post("/log/events/", b"[]", content_type="application/json", headers=headers)
    assert sent.status_code == 401


def test_a_token_of_another_system_is_not_there(sign_in, log):
    client = sign_in(Role.OWNER)

    assert client.post(f"{CONNECT}{UUID(int=0)}/revoke/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_commands_work_as_they_are_pasted(live_server, system, log):
    client = Client()
    client.force_login(make_member("owner", system, Role.OWNER))
    host, _colon, port = live_server.url.removeprefix("http://").partition(":")
    page = client.post(CONNECT, SERVER_NAME=host, SERVER_PORT=port)

    commands = find_commands(page.text)
    answers = [
        json.loads(subprocess.run(["/bin/sh", "-c", each], capture_output=True, check=True).stdout)
        for each in commands
    ]

    assert answers == [
        {"kept": 0, "repeated": 0, "refused": []},
        {"kept": 1, "repeated": 0, "refused": []},
    ]
    assert (LogDecision.objects.count(), CaseTruth.objects.count()) == (0, 1)


def test_later_commands_say_where_the_token_stands(sign_in, token):
    (first, _second) = find_commands(sign_in(Role.OWNER).get(CONNECT).text)

    assert "Authorization: Bearer TOKEN" in first
