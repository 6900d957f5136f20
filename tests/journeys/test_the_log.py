"""From what a machine proposed to what everybody reads of it, and to what nobody keeps.

The log's clock is the day's: its month closes in the test as if the 8th of the next had come.
"""

import json
import shlex
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.test_reading import sign_in
from tests.register.factories import (
    CONSULTED,
    EXPERIMENT,
    GAP,
    VERSION,
    make_entry,
    make_public_system,
)
from tests.surveys.factories import make_member
from tests.surveys.factories import make_study as make_small_study
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.fieldlog.actions import close_months
from vecu.fieldlog.client import FieldLogClient
from vecu.fieldlog.diary_codes import draw_codes
from vecu.fieldlog.events import DECISION
from vecu.fieldlog.models import LogDecision
from vecu.fieldlog.months import get_month
from vecu.fieldlog.queries import find_log
from vecu.register.models import System

PHONE, DESK = {"language": "fr", "phone": True}, {"language": "en", "phone": False}
WITHOUT_SCRIPTS = {"language": "fr", "phone": True, "scripts": False}
LOG = "systems/job-offers/log/"
PEOPLE, CASES = 6, 8
STAFF, OWNER = "Représentants du personnel", "Direction du service"
SENTENCES = {
    "fr": "Sans car, les agents gardent « véhicule exigé »",
    "en": "Where no bus runs, agents keep “vehicle required”",
}
KEPT = PEOPLE * CASES + 2
"""By client; then one by curl, one by diary."""


@pytest.fixture
def checker() -> System:
    """A published system that was consulted on, and a study: lea’s. Ravi speaks for the staff."""
    system, study = make_public_system(), make_small_study()
    give_role(get_member("lea"), study.scope, Role.OWNER, by="test", now=timezone.now())
    for entry in (CONSULTED, EXPERIMENT, VERSION, GAP):
        make_entry(system, entry)
    ravi = make_member("ravi")
    give_role(ravi, system.scope, Role.REPRESENTATIVE, by="lea", now=timezone.now())
    return system


def test_what_a_machine_proposed_is_read_first_by_those_whom_it_concerns(person, checker, tmp_path):
    owner, staff = sign_in(person, DESK, "lea"), sign_in(person, PHONE, "ravi")
    note_papers(owner)
    confirm_what_it_needs(owner, staff)
    token, command = connect(owner)
    client = make_client(owner.site, token, tmp_path)
    record_decisions(client)
    assert client.send().sent == PEOPLE * CASES
    assert send_by_curl(command, make_decision("at noon"))["kept"] == 1
    code = draw_code(checker)
    assert "Noted" in keep_diary(person, code)
    assert LogDecision.objects.count() == KEPT

    suspend(staff)
    client.record_decision("ines", "offer-99", make_data(0), now=timezone.localtime())
    (refused,) = client.send().refused
    assert "representatives" in refused["problems"][0]["rule"]
    late = make_decision("while it was suspended")
    assert send_by_curl(command, late)["kept"] == 0
    assert "suspended" in keep_diary(person, code)
    staff.press("Resume the log")
    assert send_by_curl(command, late)["kept"] == 0
    assert LogDecision.objects.count() == KEPT

    month = close_this_month()
    assert not LogDecision.objects.exists()
    check_public(person, figures=False)
    read_first(person, code)
    read_month(owner, month, "The representatives read them first.")
    agree(staff, month, STAFF)
    check_public(person, figures=False)
    agree(owner, month, OWNER)
    check_public(person, figures=True)

    publish_finding(owner)
    visitor = person(**PHONE)
    visitor.go("findings/")
    visitor.press(SENTENCES["fr"])
    visitor.press("All the evidence")
    assert "Contrôle des offres" in visitor.page.locator("main figure").first.inner_text()
    visitor.go("at-work/job-offers/")
    visitor.page.locator("main a[href$='/gap/']").first.click()
    visitor.look()
    assert GAP.situation["en"] in visitor.page.locator("main").inner_text()


def note_papers(owner) -> None:
    """Note the impact assessment and the charter, without which there is no token."""
    owner.go(f"{LOG}connect/")
    assert owner.page.locator("main form button").count() == 0
    owner.go(f"{LOG}papers/")
    owner.page.locator("[name=impact_assessment]").fill("AIPD 7")
    owner.page.locator("[name=charter]").fill("Charte 2026")
    owner.page.locator("[name=charter_day]").fill(str(timezone.localdate()))
    owner.press("Save")


def confirm_what_it_needs(owner, staff) -> None:
    """The log waits until representatives have confirmed the consultation and the papers."""
    owner.go(f"{LOG}connect/")
    assert owner.page.locator("main form button").count() == 0
    staff.go("systems/job-offers/")
    staff.press("Read it, then confirm or contest")
    staff.press("Confirm")
    staff.reads("Confirmed in the name of your side.")
    staff.go("systems/job-offers/")
    staff.press("Read them, then confirm or contest")
    staff.press("Confirm")
    visitor = staff.page.context.new_page()
    visitor.goto(f"{staff.site}/fr/at-work/job-offers/log/")
    words = visitor.locator("main").inner_text()
    assert "Procès-verbal confirmé par les représentants du personnel" in words
    assert "Compte ouvert par la direction pour les représentants du personnel le" in words
    visitor.close()


def connect(owner) -> tuple[str, str]:
    """Return a new token, and the command that the page offers to try it."""
    owner.go(f"{LOG}connect/")
    owner.press("Issue a token")
    token = owner.page.locator(".token").inner_text()
    command = owner.page.locator("pre").first.inner_text()
    owner.go(f"{LOG}connect/")
    assert token not in owner.page.content()
    return token, command


def make_client(site: str, token: str, folder: Path) -> FieldLogClient:
    """Return the client that others copy, with its queue in a folder."""
    return FieldLogClient(
        f"{site}/log/events/",
        token,
        folder / "queue.sqlite3",
        secret=b"of the employer",
        source="https://offers.example",
    )


def record_decisions(client: FieldLogClient) -> None:
    """Queue what some agents did with the alerts on their offers."""
    for agent in range(PEOPLE):
        for case in range(CASES):
            client.record_decision(
                f"agent-{agent}", f"offer-{agent}-{case}", make_data(case), now=timezone.localtime()
            )


def make_data(case: int) -> dict[str, Any]:
    """Half of the alerts are set aside: no bus runs."""
    data: dict[str, Any] = {
        "system_version": "1.4",
        "proposal": {"kind": "vehicle", "value": "alert"},
        "outcome": "accepted",
        "active_minutes": 2 + case,
    }
    if case % 2:
        data |= {"outcome": "overridden", "reason": {"code": "not_feasible"}}
    return data


def make_decision(subject: str) -> dict[str, Any]:
    """Return a decision of today as a system sends it without the client."""
    return {
        "specversion": "1.0",
        "id": subject,
        "source": "https://offers.example",
        "type": DECISION,
        "subject": subject,
        "time": timezone.localtime().isoformat(),
        "data": {**make_data(0), "worker": "of this month"},
    }


def send_by_curl(command: str, event: dict[str, Any]) -> dict[str, Any]:
    """Send an event with the command of the page, which sends an empty list."""
    words = shlex.split(command)
    words[words.index("--data") + 1] = json.dumps([event])
    done = subprocess.run(words, capture_output=True, check=True, timeout=20)
    return json.loads(done.stdout)


def draw_code(system: System) -> str:
    """Return one code of a pile."""
    printed: list[str] = []

    def keep_codes(codes: Sequence[str]) -> bytes:
        printed.extend(codes)
        return b""

    now = timezone.now()
    draw_codes(find_log(system.pk), 20, keep_codes, by="lea", now=now, random_bytes=token_bytes)
    return printed[0]


def keep_diary(person, code: str) -> str:
    """Note an alert on a phone without JavaScript, if the diary takes it; return what it says."""
    agent = person(**WITHOUT_SCRIPTS)
    agent.go("at-work/job-offers/diary/")
    agent.write(code)
    agent.page.locator("main form .btn").first.click()
    agent.page.wait_for_load_state()
    if "suspended" in heading(agent):
        return heading(agent)
    for value in ("alert", "overridden", "not_feasible"):
        agent.choose(value)
    agent.press("Note it")
    agent.reads("Nothing you noted earlier is shown here.")
    return "Noted"


def read_first(person, code: str) -> None:
    """Read the figures of the closed month with the code of a diary, before others do."""
    agent = person(**PHONE)
    agent.go("at-work/job-offers/diary/")
    agent.write(code)
    agent.page.locator("main form .btn").first.click()
    agent.press("Figures")
    assert agent.page.locator("main figure").count() > 0


def heading(person) -> str:
    """Return the English of a heading, where it says that the log is suspended."""
    words = person.page.locator("h1").inner_text()
    return "suspended" if words == person.translated("The log is suspended") else words


def suspend(staff) -> None:
    """Suspend the log; nobody asks why."""
    staff.go(f"{LOG}suspension/")
    staff.press("Suspend the log")
    staff.reads("The log is suspended")


def close_this_month() -> str:
    """Close the month as if the 8th of the next had come; return it."""
    now = timezone.now()
    close_months(now + timedelta(days=40))
    return str(get_month(timezone.localdate(now)))


def read_month(member, month: str, sentence: str) -> None:
    """Read on the page of a closed month how it stands, without any figure."""
    member.go(f"{LOG}months/{month}/")
    member.reads(sentence)
    assert member.page.locator("main figure").count() == 0


def agree(member, month: str, group: str) -> None:
    """Read the figures of a month, then agree in the name of a group."""
    member.go(f"{LOG}months/")
    member.page.locator(f"main a[href$='months/{month}/']").first.click()
    member.look()
    assert member.page.locator("main figure").count() > 0
    member.page.locator("[name=group]").fill(group)
    member.press("Agree in the name of this group")
    assert group in member.page.locator("main").inner_text()


def publish_finding(lead) -> None:
    """Write a finding of a study on a figure of the log, and publish it."""
    lead.go("studies/small/findings/new/")
    for language, sentence in SENTENCES.items():
        lead.page.locator(f"[name=sentence_{language}]").fill(sentence)
    lead.page.locator("[name=group]").fill("Équipe de l’enquête")
    lead.choose("low")
    for name in ("methods", "limits", "would_change"):
        lead.page.locator(f"[name={name}_fr]").fill("Un seul mois.")
    for box in lead.page.locator("details:not([open]) > summary").all():
        box.click()
    lead.page.locator("label", has_text="Job-offers checker").first.click()
    lead.press("Save and preview")
    lead.press("Publish")


def check_public(person, *, figures: bool) -> None:
    """Everybody reads the figures of the system, or none yet."""
    visitor = person(**DESK)
    visitor.go("at-work/job-offers/")
    read = visitor.page.locator("main").inner_text()
    assert (str(KEPT) in read) is figures
