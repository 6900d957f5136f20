"""Mail sorted by a machine: the problem without the tool."""

import pytest

from tests.demonstrators.demonstrator_checks import (
    DemonstratorScenario,
    check_demonstrator,
    check_demonstrator_page,
)
from vecu.demonstrators.machines.mail_triage.demonstrator import QUESTIONS, MailTriage

MAIL = DemonstratorScenario(
    [{"everybody": ["ours"]}, {key: ["others" if key == "voice" else "ours"] for key in QUESTIONS}]
)


def test_mail_triage_fulfils_the_contract():
    check_demonstrator(MailTriage(), MAIL)


@pytest.mark.django_db
def test_the_page_of_mail_triage_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, MailTriage(), MAIL)


def test_what_a_group_can_settle_is_not_left_to_sort():
    """40 messages: 8 + 7 + 7 + 6 of four kinds, 4 to say aloud, 8 that are the work itself."""
    scene = MailTriage().play(MAIL.entries[1], "fr")
    assert (scene.ours, scene.others, scene.left) == (28, 4, 8)
    assert len(scene.left_subjects) == 8


def test_what_nobody_can_settle_is_left():
    scene = MailTriage().play({key: ["no"] for key in QUESTIONS}, "fr")
    assert scene.left == 40


@pytest.mark.django_db
def test_the_list_leads_to_each(client):
    page = client.get("/fr/demonstrators/").content.decode()
    assert '/fr/demonstrators/mail-triage/"' in page
    assert client.get("/fr/demonstrators/nothing/").status_code == 404


def test_each_message_is_an_envelope_of_the_picture():
    """8 of the work itself, 6 that a decision would settle, 4 for others, 22 that are agreed on."""
    replies = {"settled": "no", "voice": "others"}
    scene = MailTriage().play({key: [replies.get(key, "ours")] for key in QUESTIONS}, "fr")
    outcomes = [mark.outcome for mark in scene.marks]
    assert outcomes == ["work"] * 8 + ["no"] * 6 + ["others"] * 4 + ["ours"] * 22
    assert (scene.work, scene.unsettled, scene.left) == (8, 6, 14)
    assert len({(mark.x, mark.y) for mark in scene.marks}) == 40


def test_nothing_is_known_of_the_morning_until_all_five_are_answered():
    scene = MailTriage().play({"everybody": ["ours"]}, "fr")
    assert {mark.outcome for mark in scene.marks} == {"unknown-yet"}
