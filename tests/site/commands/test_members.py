"""Accounts by command: the first one manages, and somebody always does; the mail setting."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.register.factories import make_system
from tests.surveys.factories import make_member, make_study
from vecu.accounts.account_changes import AccountChangeRefused
from vecu.accounts.models import AuditEvent, User
from vecu.accounts.queries import get_role
from vecu.accounts.rules import Role
from vecu.site.commands.members import member

PASSWORD = "seven wooden spoons"


def run(*arguments):
    return CliRunner().invoke(member, arguments)


@pytest.mark.django_db
@pytest.mark.data
def test_the_first_account_manages_all_and_another_if_it_is_permitted():
    first = run("add", "ana", "--password", PASSWORD)
    second = run("add", "tom", "--password", PASSWORD, "--email", "tom@example.org")

    assert "ana may manage all accounts" in first.output
    assert "manage" not in second.output
    assert run("permit", "tom", "--manage-accounts", "--create-studies").output == (
        "tom may create studies and may manage all accounts.\n"
    )
    assert run("permit", "ana", "--no-manage-accounts").output == (
        "ana may not create studies and may not manage all accounts.\n"
    )
    refused = run("permit", "tom", "--no-manage-accounts")
    assert isinstance(refused.exception, AccountChangeRefused)
    tom = User.objects.get(username="tom")
    assert (tom.may_create_studies, tom.may_manage_accounts) == (True, True)
    assert {event.actor for event in AuditEvent.objects.all()} == {"command"}


@pytest.mark.django_db
@pytest.mark.data
def test_a_role_is_given_in_a_study_or_in_a_system_and_only_one_that_there_is():
    study, system = make_study(), make_system()
    rosa = make_member("rosa")

    assert run("role", "rosa", "small", "coder").output == "rosa is now coder of small.\n"
    given = run("role", "rosa", "job-offers", "representative", "--system")

    assert given.output == "rosa is now representative of job-offers.\n"
    assert get_role(rosa, study.scope) is Role.CODER
    assert get_role(rosa, system.scope) is Role.REPRESENTATIVE
    coder = run("role", "rosa", "job-offers", "coder", "--system")
    nowhere = run("role", "rosa", "small", "reader", "--system")
    assert "A system has no coder. Give one of: owner, researcher, reader" in coder.output
    assert "There is no AI system called “small”." in nowhere.output


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", [False, "localhost", 25, False]),
        ("smtp+tls://lab:p%40ss@mail.example:587", [True, "mail.example", 587, True]),
    ],
)
def test_a_mail_server_is_named_by_one_setting(tmp_path, url, expected):
    code = (
        "import json; from django.conf import settings as s; print(json.dumps("
        "[s.HAS_MAIL, s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_HOST_PASSWORD]))"
    )
    environment = {
        **os.environ,
        "VECU_HOME": str(tmp_path),
        "VECU_EMAIL_URL": url,
        "DJANGO_SETTINGS_MODULE": "vecu.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    *found, password = json.loads(done.stdout)
    assert found == expected
    assert password == ("p@ss" if url else "")
