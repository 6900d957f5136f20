"""The pages of accounts: who may, what they do, that nobody is locked out; mail of links."""

import re
from email import message_from_string
from socketserver import StreamRequestHandler, TCPServer
from threading import Thread

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.postgres import free_port
from tests.surveys.factories import NOON, PASSWORD, make_member, make_study
from vecu.accounts import authentication
from vecu.accounts.access_links import make_invitation
from vecu.accounts.actions import create_member, give_role
from vecu.accounts.authentication import SignInAttempts
from vecu.accounts.models import AccessLink, User
from vecu.accounts.queries import get_role, list_account_events, list_audit, list_members
from vecu.accounts.rules import Role

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NEW = "seven wooden spoons"
LINK = re.compile(r"http://testserver(/en/(?:join|new-password)/[0-9a-f]{64}/)")

# Anonymous people are sent to sign in; a form that is sent empty is told what is missing; nobody
# disables or removes their own account.
MATRIX = {
    #                                   anonymous member manager
    ("GET", "accounts:own-account"):    (302, 200, 200),
    ("POST", "accounts:own-account"):   (302, 422, 422),
    ("GET", "accounts:own-sessions"):   (302, 200, 200),
    ("POST", "accounts:end-session"):   (302, 404, 404),
    ("POST", "accounts:end-other-sessions"): (302, 302, 302),
    ("GET", "accounts:unsent-form"):    (302, 302, 302),
    ("POST", "accounts:send-unsent-form"): (302, 302, 302),
    ("GET", "accounts:invite-many"):    (302, 403, 200),
    ("POST", "accounts:invite-many"):   (302, 403, 422),
    ("GET", "accounts:accounts"):       (302, 403, 200),
    ("POST", "accounts:accounts"):      (302, 403, 422),
    ("GET", "accounts:account"):        (302, 403, 200),
    ("POST", "accounts:account"):       (302, 403, 302),
    ("POST", "accounts:change-state"):  (302, 403, 302),
    ("POST", "accounts:make-link"):     (302, 403, 200),
    ("GET", "accounts:lost-factor"):    (302, 403, 200),
    ("POST", "accounts:lost-factor"):   (302, 403, 200),
    ("GET", "accounts:remove"):         (302, 403, 200),
    ("POST", "accounts:remove"):        (302, 403, 302),
    ("POST", "accounts:revoke"):        (302, 403, 302),
    ("GET", "accounts:openid"):         (404, 404, 404),
    ("GET", "accounts:openid-confirm"): (302, 302, 302),
    ("GET", "accounts:openid-link-own"): (302, 404, 404),
    ("GET", "accounts:openid-again"):   (302, 404, 404),
    ("GET", "accounts:openid-join"):    (410, 410, 410),
    ("GET", "accounts:openid-link"):    (410, 410, 410),
    ("GET", "accounts:join"):           (410, 410, 410),
    ("GET", "accounts:choose-password"): (410, 410, 410),
    # Under the names that allauth gives; without a factor there is none to remove or to be asked.
    ("GET", "mfa_authenticate"):        (302, 302, 302),
    ("GET", "mfa_login_webauthn"):      (302, 302, 302),
    ("GET", "mfa_index"):               (302, 200, 200),
    ("GET", "mfa_list_webauthn"):       (302, 200, 200),
    ("GET", "mfa_activate_totp"):       (302, 200, 200),
    ("POST", "mfa_activate_totp"):      (302, 200, 200),
    ("GET", "mfa_deactivate_totp"):     (302, 404, 404),
    ("GET", "mfa_add_webauthn"):        (302, 200, 200),
    ("GET", "mfa_remove_webauthn"):     (302, 404, 404),
    ("GET", "mfa_view_recovery_codes"): (302, 404, 404),
    ("GET", "mfa_generate_recovery_codes"): (302, 200, 200),
    ("GET", "account_reauthenticate"):  (302, 200, 200),
    ("POST", "account_reauthenticate"): (302, 200, 200),
    ("GET", "mfa_reauthenticate"):      (302, 302, 302),
    ("GET", "mfa_reauthenticate_webauthn"): (302, 302, 302),
}  # fmt: skip
OF_AN_ACCOUNT = {
    f"accounts:{each}" for each in ("account", "change-state", "lost-factor", "make-link", "remove")
}
OPEN_TO_ALL = {"accounts:sign-in", "accounts:sign-out", "account_login"}
TAKES = {
    "accounts:revoke": {"link_id": "00000000-0000-0000-0000-000000000000"},
    "accounts:join": {"token": "0"},
    "accounts:openid-join": {"token": "0"},
    "accounts:openid-link": {"token": "0"},
    "accounts:choose-password": {"token": "0"},
    "mfa_remove_webauthn": {"pk": 1},
}


@pytest.fixture(autouse=True)
def fresh_attempts(monkeypatch):
    monkeypatch.setattr(authentication, "attempts", SignInAttempts())


def make_manager(name="ana"):
    return create_member(name, PASSWORD, may_manage_accounts=True)


@pytest.fixture
def ana(client):
    """Somebody who manages all accounts, signed in."""
    manager = make_manager()
    client.force_login(manager)
    return manager


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_every_page_of_accounts_answers_as_the_table_says(client, method, name):
    make_member("tom")
    takes = TAKES.get(name, {"name": "tom"} if name in OF_AN_ACCOUNT else {})
    found = []
    for who in (None, make_member("lea"), make_manager()):
        client.logout()
        if who:
            client.force_login(who)
        found.append(client.generic(method, reverse(name, kwargs=takes)).status_code)

    assert tuple(found) == MATRIX[method, name]


def test_the_table_has_every_page_of_accounts():
    from vecu.accounts import factor_urls, urls  # noqa: PLC0415

    named = {f"{urls.app_name}:{pattern.name}" for pattern in urls.urlpatterns}
    named |= {str(pattern.name) for pattern in factor_urls.urlpatterns}
    assert named == {name for _method, name in MATRIX} | OPEN_TO_ALL


def test_the_menu_leads_to_accounts_only_those_who_manage_them(client, ana):
    assert 'href="/en/accounts/"' in client.get("/en/lab/").text
    client.force_login(make_member("tom"))
    page = client.get("/en/lab/").text
    assert 'href="/en/accounts/"' not in page
    assert 'href="/en/account/"' in page


def test_a_manager_invites_by_a_link_that_appears_once_is_listed_and_revocable(client, ana):
    made = client.post("/en/accounts/", {"name": "Nour", "may_create_studies": "on"})
    (address,) = set(LINK.findall(made.text))
    listed = client.get("/en/accounts/").text
    link = AccessLink.objects.get()

    assert "To join: Nour" in listed
    assert address not in listed
    assert Client().get(address).status_code == 200
    client.post(f"/en/accounts/links/{link.id}/revoke/")
    assert Client().get(address).status_code == 410
    assert [event.verb for event in list_account_events()] == ["revoked link", "invited"]


def test_a_permission_that_was_chosen_comes_with_the_invitation(client, ana):
    made = client.post("/en/accounts/", {"name": "Nour", "may_create_studies": "on"})
    typed = {"account": "nour", "name": "", "new": NEW, "again": NEW}
    Client().post(LINK.search(made.text)[1], typed)

    assert User.objects.get(username="nour").may_create_studies


def test_disabling_enabling_and_removing_are_audited_and_leave_the_account_name(client, ana):
    study = make_study()
    give_role(make_member("boss"), study.scope, Role.OWNER, by="test", now=NOON)
    tom = make_member("tom", study, Role.CODER)
    tom.first_name, tom.email = "Tom Petit", "tom@example.org"
    tom.save()

    client.post("/en/accounts/tom/state/", {"to": "disabled"})
    assert [member.is_active for member in list_members(study.scope)] == [True, False]
    client.post("/en/accounts/tom/state/", {"to": "enabled"})
    assert "can sign in" in client.get("/en/accounts/tom/").text
    client.post("/en/accounts/tom/remove/")

    tom.refresh_from_db()
    assert (tom.get_full_name(), tom.email, tom.is_active) == ("", "", False)
    assert not tom.has_usable_password()
    assert get_role(tom, study.scope) is None
    assert "tom" not in [user.username for user in client.get("/en/accounts/").context["accounts"]]
    assert client.get("/en/accounts/tom/").status_code == 404
    assert [event.verb for event in list_audit(study.scope)][:4] == [
        "removed role",
        "removed account",
        "enabled account",
        "disabled account",
    ]
    token = make_invitation("Tom", by=ana, now=timezone.now())
    typed = {"account": "tom", "new": NEW, "again": NEW}
    assert "already exists" in client.post(f"/en/join/{token}/", typed).text


@pytest.mark.parametrize("path", ["state/", "remove/"])
def test_nobody_disables_or_removes_their_own_account(client, ana, path):
    make_manager("other")

    refused = client.post(f"/en/accounts/ana/{path}", {"to": "disabled"})

    assert refused.status_code == 422
    assert "your own account" in refused.text
    ana.refresh_from_db()
    assert ana.is_active


def test_the_last_who_manages_accounts_stays(client, ana):
    refused = client.post("/en/accounts/ana/", {"may_create_studies": "on"})

    assert refused.status_code == 422
    assert "the last account that may manage all accounts" in refused.text
    make_manager("other")
    allowed = client.post("/en/accounts/ana/", {})
    assert allowed.url == "/en/lab/"
    assert client.get("/en/accounts/").status_code == 403


def test_the_last_owner_of_a_study_cannot_be_removed_nor_leave_it_to_a_disabled_one(client, ana):
    study = make_study()
    lea = make_member("lea", study, Role.OWNER)
    tom = make_member("tom", study, Role.OWNER)
    client.post("/en/accounts/tom/state/", {"to": "disabled"})

    refused = client.post("/en/accounts/lea/remove/")
    owner = Client()
    owner.force_login(lea)
    left = owner.post(f"/en/studies/{study.slug}/members/remove/", {"account": "lea"})

    assert (refused.status_code, left.status_code) == (422, 422)
    assert "last owner of a study" in refused.text
    assert get_role(lea, study.scope) is Role.OWNER
    assert (
        owner.post(f"/en/studies/{study.slug}/members/remove/", {"account": "tom"}).status_code
        == 302
    )
    assert get_role(tom, study.scope) is None


def test_an_owner_invites_to_a_study_and_sees_open_links_of_this_study_only(client):
    study, other = make_study(), make_study("other")
    lea = make_member("lea", study, Role.OWNER)
    give_role(lea, other.scope, Role.OWNER, by="test", now=NOON)
    client.force_login(lea)

    made = client.post("/en/studies/small/members/invite/", {"name": "Nour", "role": "coder"})
    typed = {"account": "nour", "name": "Nour", "new": NEW, "again": NEW}
    listed, elsewhere = (
        client.get(f"/en/studies/{slug}/members/").text for slug in ("small", "other")
    )
    link = AccessLink.objects.get()
    client.post("/en/studies/other/members/revoke/", {"link": str(link.id)})
    joined = Client().post(LINK.search(made.text)[1], typed)

    assert "Nour" in listed
    assert "Nour" not in elsewhere
    assert joined.status_code == 302
    assert get_role(User.objects.get(username="nour"), study.scope) is Role.CODER


def test_an_owner_makes_a_link_for_a_new_password_of_a_member(client):
    study = make_study()
    client.force_login(make_member("lea", study, Role.OWNER))
    make_member("tom", study, Role.CODER)

    made = client.post("/en/studies/small/members/link/", {"account": "tom"})
    chosen = Client().post(LINK.search(made.text)[1], {"new": NEW, "again": NEW})

    assert chosen.status_code == 302
    assert client.post("/en/studies/small/members/link/", {"account": "x"}).status_code == 404


def test_the_present_password_is_needed_for_a_new_one_and_guesses_at_it_are_limited(client):
    client.force_login(make_member("lea"))
    typed = {"old": "wrong", "new": NEW, "again": NEW}

    statuses = [client.post("/en/account/", typed).status_code for _guess in range(11)]
    right = client.post("/en/account/", typed | {"old": PASSWORD})

    assert statuses == [422] * 10 + [429]
    assert "Try again in" in right.text
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [({"again": "other"}, "same password twice"), ({"new": "short", "again": "short"}, "12 char")],
)
def test_a_new_password_that_is_refused_changes_nothing(client, typed, problem):
    client.force_login(make_member("lea"))

    refused = client.post("/en/account/", {"old": PASSWORD, "new": NEW, "again": NEW} | typed)

    assert refused.status_code == 422
    assert problem in refused.text
    assert client.get("/en/account/").status_code == 200
    assert User.objects.get().check_password(PASSWORD)


def test_with_a_mail_server_the_link_is_sent_and_appears_on_no_page(client, ana, settings):
    settings.HAS_MAIL = True
    make_member("tom")
    User.objects.filter(username="tom").update(email="tom@example.org")

    invited = client.post("/fr/accounts/", {"name": "Nour", "email": "nour@example.org"})
    reset = client.post("/en/accounts/tom/link/", {"mail": "yes"})

    assert [message.to for message in mail.outbox] == [["nour@example.org"], ["tom@example.org"]]
    assert mail.outbox[0].subject == "Rejoindre Vécu"
    assert "/fr/join/" in mail.outbox[0].body
    assert LINK.search(mail.outbox[1].body)
    assert not LINK.search(invited.text + reset.text)
    assert "It was sent to tom@example.org." in reset.text


def test_a_mail_that_fails_leaves_a_link_to_hand_over(client, ana, settings):
    settings.HAS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = free_port()

    made = client.post("/en/accounts/", {"name": "Nour", "email": "nour@example.org"})

    assert "did not accept the mail" in made.text
    assert LINK.search(made.text)


class MailDialogue(StreamRequestHandler):
    """One connection of an SMTP client, answered in few words."""

    def handle(self):
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline().decode():
            command = line[:4].upper().strip()
            if command == "RCPT":
                self.server.recipients.append(line.split(":", 1)[1].strip())
            if command == "DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.mail = "".join(self.read_mail())
            self.wfile.write(b"221 bye\r\n" if command == "QUIT" else b"250 ok\r\n")

    def read_mail(self):
        while (line := self.rfile.readline().decode()) != ".\r\n":
            yield line


class MailServer(TCPServer):
    """A real SMTP server with one mail in it, on a thread of its own."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), MailDialogue)
        self.port, self.mail, self.recipients = self.server_address[1], "", []
        self._thread = Thread(target=self.serve_forever)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self._thread.join()
        self.server_close()


def test_a_link_that_came_by_a_real_mail_server_works(client, ana, settings):
    settings.HAS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        client.post("/en/accounts/", {"name": "Nour", "email": "nour@example.org"})

    message = message_from_string(server.mail)
    text = message.get_payload(decode=True).decode()

    assert server.recipients == ["<nour@example.org>"]
    assert message["Subject"] == "=?utf-8?q?Join_V=C3=A9cu?="
    assert Client().get(LINK.search(text)[1]).status_code == 200
