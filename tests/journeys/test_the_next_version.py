"""From an overridden alert to the next version, which answers one reason and declines another.

The path goes on: whoever works with a pilot, those who speak for them, and everybody. The month
closes in the test as if the 8th of the next had come.
"""

from collections.abc import Sequence
from datetime import date, datetime
from secrets import token_bytes

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.fieldlog.factories import draw_pile, make_decision, make_log, write
from tests.journeys.test_reading import sign_in
from tests.journeys.test_the_whole_path import plain
from tests.register.factories import EXPERIMENT, make_confirmed, make_entry, make_public_system
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.rules import Role
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.dialogue.clause_triggers import PATIENCE
from vecu.fieldlog.actions import agree_to_month, close_months, issue_token
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.models import LogDecision
from vecu.fieldlog.months import get_month
from vecu.fieldlog.queries import find_log, list_closed_months
from vecu.fieldlog.rules import AgreementSide
from vecu.pilots.actions import adopt_pilot
from vecu.pilots.release import ReleaseContent, put_version_to_use
from vecu.register.models import System

PHONE, DESK = {"language": "fr", "phone": True}, {"language": "en", "phone": False}
KEYBOARD_ALONE = {"language": "fr", "phone": False, "scripts": False}
PEOPLE, CASES = 6, 8
OFFER = (
    "Contrôle des égouts dans les hameaux des Haudes, prise de poste à 6 heures. Véhicule exigé :"
    " aucun car à cette heure-là."
)
POINT = {
    "fr": "Où aucun car ne passe, demander d’abord, alerter ensuite",
    "en": "Where no bus runs, ask first, alert afterwards",
}
DECLINED = {
    "fr": "Une offre peut demander d’habiter tout près",
    "en": "An offer may ask people to live close by",
}
CLAUSE = {"fr": "Trop d’alertes écartées", "en": "Too many alerts set aside"}
LAW = {"fr": "La loi nomme le lieu de résidence.", "en": "The law names the place of residence."}


@pytest.fixture
def checker() -> System:
    """The pilot at work in version 1, with a log: lea's. Ravi speaks for the staff."""
    system = make_public_system()
    make_confirmed(system)
    make_entry(system, EXPERIMENT)
    make_log(system)
    now = timezone.now()
    give_role(make_member("ravi"), system.scope, Role.REPRESENTATIVE, by="lea", now=now)
    adopt_pilot(system, "job-offers", by="lea", now=now)
    first = ReleaseContent("1", EXPERIMENT.day, {"en": "Each required car raises an alert."}, {})
    put_version_to_use(system, first, by="lea", now=now)
    return system


@pytest.mark.data
def test_a_reason_that_agents_give_becomes_a_version_that_answers_it(person, checker):
    codes = draw_pile(find_log(checker.pk))
    keep_words(person(**KEYBOARD_ALONE), codes[0], ["Tab", "Enter"])
    keep_words(person(**DESK), codes[1], ["1"])
    assert list(LogDecision.objects.values_list("outcome", flat=True)) == ["overridden"] * 2
    record_others(checker)

    lead = sign_in(person, DESK, "lea")
    add_clause(lead)
    later = find_day_without_patience()
    release_month(checker, later)
    assert fire_clauses(later) == 1
    staff = sign_in(person, PHONE, "ravi")
    staff.go("systems/job-offers/dialogue/")
    assert CLAUSE["fr"] in staff.page.locator("main").inner_text()

    workshop = add_workshop(lead)
    add_point(lead, workshop, POINT, takes_up=CLAUSE["en"])
    add_point(lead, workshop, DECLINED, refusal=LAW)
    put_second_to_use(lead)
    for seat in (PHONE, DESK):
        read_in_public(person(**seat))


def find_day_without_patience() -> datetime:
    """Return this hour on the day from which the hidden figure of this month is a cause."""
    today = timezone.localdate()
    return timezone.now() + (get_month(today).get_closing_day() + PATIENCE - today)


def keep_words(agent, code: str, keys: Sequence[str]) -> None:
    """Have an offer read with the code of a diary, and keep its words with these keys alone."""
    assert len(keys) <= 4
    agent.go("at-work/job-offers/check/")
    agent.page.get_by_text(agent.translated("I have a diary code")).click()
    agent.page.locator("#code").fill(code)
    agent.press("Use this code")
    agent.page.locator("#text").fill(OFFER)
    agent.press("Check this text")
    assert agent.page.locator("mark").first.inner_text() == "Véhicule exigé"
    for key in keys:
        agent.page.keyboard.press(key)
    expect(agent.page.get_by_role("status").first).to_contain_text(agent.translated("Noted."))
    agent.look()


def record_others(system: System) -> None:
    """Send what colleagues decided in the same month: most set the alert aside."""
    now = timezone.localtime()
    token = issue_token(find_log(system.pk), by="lea", now=now, random_bytes=token_bytes)
    kept = {"outcome": "overridden", "reason": {"code": "not_applicable"}}
    events = [
        make_decision(
            time=now.isoformat(),
            worker=f"agent-{agent}",
            system_version="1",
            proposal={"kind": "vehicle", "value": "possibly-indirect"},
            **(kept if case % 4 else {}),
        )
        for agent in range(PEOPLE)
        for case in range(CASES)
    ]
    receipt = take_batch(token, write(*events), now=now, random_bytes=token_bytes)
    assert receipt.refusals == []


def add_clause(lead) -> None:
    """Agree that it comes back if more than 40 percent are overridden in a month."""
    lead.go("systems/job-offers/dialogue/clauses/new/")
    fill(lead, subject=CLAUSE, day=timezone.localdate(), most=40)
    lead.choose("overrides")
    save(lead)


def release_month(system: System, now: datetime) -> None:
    """Close this month as if its day had come, and let both sides agree to its figures today."""
    close_months(now)
    (month,) = list_closed_months(find_log(system.pk))
    for side, account in {AgreementSide.STAFF: "ravi", AgreementSide.OWNER: "lea"}.items():
        agree_to_month(month, side, group="Comité de suivi", by=account, now=timezone.now())


def add_workshop(lead) -> str:
    """Note a workshop of those who work with it and of management; return the address."""
    lead.go("systems/job-offers/dialogue/workshops/new/")
    fill(
        lead,
        day=timezone.localdate(),
        subject={"fr": "Les véhicules exigés", "en": "Required cars"},
        college_users="Six agents des Haudes",
        college_management="Direction du service",
    )
    save(lead)
    return str(lead.page.url)


def add_point(
    lead,
    workshop: str,
    statement: dict[str, str],
    *,
    takes_up: str = "",
    refusal: dict[str, str] | None = None,
) -> None:
    """Note a point: shared by both, on the figure of the log, or refused by management."""
    lead.page.goto(workshop)
    lead.press("Add a point")
    fill(lead, statement=statement)
    tick(lead, "[name=position_users][value=shared]")
    stance = "not shared" if refusal else "shared"
    tick(lead, f"[name=position_management][value='{stance}']")
    if refusal:
        fill(lead, reason_management=refusal)
    if takes_up:
        lead.page.locator("[name=answers]").select_option(label=takes_up)
        cite_figure(lead)
    save(lead)


def cite_figure(lead) -> None:
    """Tick what became of proposals in the month that closed."""
    for summary in lead.page.locator("main details:not([open]) > summary").all():
        summary.click()
    lead.page.locator("label", has_text="what became of proposals").first.click()


def put_second_to_use(lead) -> None:
    """Read the replay of version 2, then put it to use on the point that was shared."""
    lead.go("systems/job-offers/pilot/versions/2/")
    for reason in ("rural-no-transport", "itinerant-no-car"):
        label = lead.page.locator(f"#id_support_{reason} label", has_text=POINT["en"])
        label.click()
    cite_figure(lead)
    lead.press("Put version 2 to use")
    assert POINT["en"] in lead.page.locator("main").inner_text()
    lead.press("Replay")
    assert lead.page.locator("main .case").count() > 0


def read_in_public(visitor) -> None:
    """Go from the system to its version 2, to the replay, and to the workshop."""
    visitor.go("at-work/job-offers/")
    visitor.page.locator("main a[href$='/versions/2/']").first.click()
    visitor.look()
    read = visitor.page.locator("main").inner_text()
    assert POINT[visitor.language] in plain(read)
    assert "L1132-1" in read
    visitor.press("Read the replay")
    assert visitor.page.locator("main .case").count() > 0
    visitor.page.go_back()
    visitor.page.locator("main a[href*='/dialogue/']").first.click()
    visitor.look()
    read = plain(visitor.page.locator("main").inner_text())
    assert LAW[visitor.language] in read


def fill(member, **values: str | int | date | dict[str, str]) -> None:
    """Fill the fields of a form by name, texts in each language."""
    for name, value in values.items():
        texts = value.items() if isinstance(value, dict) else [("", value)]
        for language, text in texts:
            field = f"{name}_{language}" if language else name
            member.page.locator(f"main form [name={field}]").fill(str(text))


def tick(member, selector: str) -> None:
    """Choose an option by its label, as a finger would."""
    option = member.page.locator(f"main form {selector}")
    member.page.locator(f"label[for='{option.get_attribute('id')}']").click()


def save(member) -> None:
    member.page.locator("main form.side-by-side .acts button.btn").last.click()
    member.look()
