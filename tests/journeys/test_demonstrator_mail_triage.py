"""Too much mail, without a machine: a phone in French without JavaScript, then English."""

from tests.journeys.conftest import Person
from vecu.demonstrators.machines.mail_triage.demonstrator import QUESTIONS


def test_mail_is_questioned_before_it_is_sorted(person):
    reader: Person = person(scripts=False)
    reader.go("demonstrators/")
    reader.press("Too much mail")
    reader.choose("ours", of="everybody")
    reader.press("See what is left to sort")
    reader.reads("Answer all five questions to see what is left.")
    for question in QUESTIONS:
        reader.choose("others" if question == "voice" else "ours", of=question)
    reader.press("See what is left to sort")
    reader.reads("These are the work itself.")
    assert reader.page.locator(".mail use").count() == 40

    visitor = person(language="en", phone=False)
    replies = "&".join(f"{question}=no" for question in QUESTIONS)
    visitor.go(f"demonstrators/mail-triage/?{replies}")
    visitor.choose("ours", of="machine")
    visitor.press("See what is left to sort")
    visitor.reads("33 of 40 messages are left")
