"""An agent works with the checker of job offers, by thumb and by keys, and overrides it."""

import pytest

from tests.fieldlog.factories import draw_pile
from tests.pilots.factories import NURSE, make_pilot_log, make_pilot_system
from tests.register.factories import VERSION, make_entry
from vecu.fieldlog.models import FieldLog, LogDecision
from vecu.pilots.job_offers import NOT_LEGAL_ADVICE
from vecu.pilots.models import PilotRelease, PilotUse
from vecu.register.models import System

MOST_KEYS = 4
SMALLEST = 44
"""Pixels of what is tapped."""


@pytest.fixture
def system() -> System:
    return make_pilot_system()


@pytest.fixture
def log(system) -> FieldLog:
    return make_pilot_log(system)


def press_keys(agent, *keys: str) -> None:
    """Decide by keyboard: the page says where it begins, and no decision takes more than four."""
    assert len(keys) <= MOST_KEYS
    assert agent.page.evaluate("document.activeElement.id") == "alert"
    before = agent.page.locator(".eyebrow").first.inner_text()
    with agent.page.expect_navigation():
        for key in keys:
            agent.page.keyboard.press(key)
    agent.look()
    assert agent.page.locator(".eyebrow").first.inner_text() != before


def take_back(agent) -> None:
    agent.page.locator("[name=undo]").click()
    agent.look()


def read_result(agent) -> str:
    return agent.page.locator("#result").input_value()


def test_an_agent_overrides_on_a_phone_without_script_with_one_tap(person, log):
    agent = person(language="fr", phone=True, scripts=False)
    agent.go("at-work/job-offers/check/")
    agent.page.locator("summary", has_text=agent.translated("I have a diary code")).click()
    agent.page.locator("#text").fill(NURSE)
    agent.page.locator("#code").fill("KD7M")
    agent.press("Check this text")
    assert agent.page.get_by_role("alert").is_visible()
    assert agent.page.locator("#text").input_value() == NURSE
    agent.page.locator("#code").fill(draw_pile(log)[0])
    agent.press("Check this text")

    agent.reads(NOT_LEGAL_ADVICE)
    assert agent.page.locator("mark.now").inner_text() == "Véhicule exigé"
    sizes = [each.bounding_box() for each in agent.page.locator(".choice").all()]
    assert min(size["height"] for size in sizes) >= SMALLEST
    agent.page.locator("summary", has_text=agent.translated("What is uncertain")).click()
    agent.press("Aucun transport ne dessert")
    agent.reads("Noted.")
    assert LogDecision.objects.get().reason == "not_applicable"

    agent.page.locator("#words").fill("être là en trente minutes")
    agent.press("Use these words")
    assert read_result(agent).endswith("hameaux. être là en trente minutes.")
    take_back(agent)
    agent.press("Pass it on")
    agent.reads("Anne Martel")
    assert set(LogDecision.objects.values_list("outcome", flat=True)) == {
        "overridden",
        "escalated",
    }
    agent.press("Switch the system off")
    assert agent.page.locator("mark").count() == 0
    agent.press("Switch it on again")
    agent.reads("Nothing is left to judge")


def test_without_script_the_first_reasons_take_four_keys_at_most(person, system):
    agent = person(language="fr", phone=False, scripts=False)
    agent.go("at-work/job-offers/check/")
    agent.page.locator("#text").fill(NURSE)
    agent.press("Check this text")
    press_keys(agent, "Tab", "Enter")
    press_keys(agent, "Tab", "Tab", "Tab", "Enter")
    agent.reads("Nothing is left to judge")


def test_with_keys_no_decision_takes_more_than_another(person, system):
    """One key keeps with a reason; to accept takes two, since one reads what one accepts."""
    agent = person(language="en", phone=False)
    agent.go("at-work/job-offers/check/")
    agent.page.locator("#text").fill(f"{NURSE} Femme uniquement. Bonne présentation.")
    agent.press("Check this text")
    assert agent.page.locator("mark.open").count() == 3
    press_keys(agent, "1")
    press_keys(agent, "i")
    press_keys(agent, "r", "Enter")
    take_back(agent)
    press_keys(agent, "l")
    press_keys(agent, "e")
    agent.reads("Nothing is left to judge")
    agent.press("Copy the text")


def test_version_2_asks_first_and_says_when_there_is_no_alert(person, system):
    use = PilotUse.objects.get(system=system.pk)
    entry = make_entry(system, VERSION, name="2")
    PilotRelease.objects.create(use=use, name="2", entry=entry.pk)
    agent = person(language="fr", phone=True)
    agent.go("at-work/job-offers/check/001/")
    assert "Question 1 sur 1" in agent.page.locator(".eyebrow").inner_text()
    press_keys(agent, "3")  # nothing justifies it: the alert
    press_keys(agent, "1")
    take_back(agent)
    press_keys(agent, "1")  # no transport: no alert
    agent.reads("No alert in that case.")
    agent.press("Next text")
