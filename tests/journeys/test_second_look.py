"""Somebody asks on paper that a person looks again, and reads the answer; a late one comes back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.dialogue.factories import CLAUSE, note
from tests.journeys.test_dialogue import fill
from tests.journeys.test_reading import sign_in
from tests.register.factories import make_public_system
from tests.safeguards.second_looks.factories import make_look, make_look_office
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.dialogue.rules import WatchedFigure
from vecu.safeguards.second_looks.rules import KEEPS_NO_DEADLINE

PUBLIC = "at-work/job-offers/second-look/"
MEMBERS = "systems/job-offers/second-looks/"
NOTHING_YET = (
    "Nothing is noted under this code yet. Did you hand in your paper? Then call the service: your"
    " stamped sheet proves the day."
)
SEATS = [
    {"language": "fr", "phone": True, "scripts": False},
    {"language": "en", "phone": False, "scripts": True},
]


@pytest.mark.parametrize("seat", SEATS)
def test_a_paper_is_answered_in_time_and_a_late_answer_fires_the_clause(person, seat):
    office = make_look_office(make_public_system())
    asks, lea = person(**seat), sign_in(person, {"language": "en", "phone": seat["phone"]}, "lea")
    asks.go("at-work/job-offers/")
    asks.press("A person looks again")
    asks.reads(KEEPS_NO_DEADLINE)
    asks.press("Yes")
    asks.press("RSA" if seat["language"] == "fr" else "RSA (minimum income)")
    fill(asks, received=localdate().isoformat())
    asks.press("Compute")
    asks.reads("We have not stored the day that you typed.")
    asks.press("The paper, to print")
    asks.go(PUBLIC)
    asks.press("No")
    asks.reads(KEEPS_NO_DEADLINE)
    code = asks.page.locator(".codebox b").first.inner_text()
    asks.go(f"{PUBLIC}follow/")
    fill(asks, code=code)
    asks.press("Show")
    asks.reads(NOTHING_YET)

    lea.go(MEMBERS)
    lea.press("Note a request")
    lea.choose("paper")
    fill(lea, code=code)
    lea.press("Note it and show the receipt")
    lea.reads(KEEPS_NO_DEADLINE)
    fill(asks, code=code.lower())
    asks.press("Show")
    asks.reads("After this day the delay is counted.")
    lea.go(f"{MEMBERS}answer/")
    fill(lea, code=code)
    lea.choose("changed")
    lea.choose("no part")
    lea.press("Note the answer")
    assert "Nobody has looked yet." in lea.page.locator("main").inner_text()
    lea.choose("power")
    lea.choose("read")
    lea.press("Note the answer")
    lea.reads("Noted. The person reads it with the code.")
    asks.go(f"{PUBLIC}follow/")
    fill(asks, code=code)
    asks.press("Show")
    asks.reads("Something changes.")
    asks.reads("The answer came in time.")

    since = localdate() - timedelta(days=90)
    note(office.system, CLAUSE, day=since, watched=WatchedFigure.LATE_LOOKS, most=0, act={
        "side": "system", "by": "lea", "now": now(),
    })  # fmt: skip
    make_look(office, localdate() - timedelta(days=40))
    assert fire_clauses(now()) == 1
    lea.go(MEMBERS)
    lea.reads("Late: the answer was due on")
    asks.go("at-work/job-offers/dialogue/")
    late = asks.translated("%(month)s: a second look was answered late, or not at all.")
    late = late % {"month": ""}
    assert late.strip(" :\u00a0") in asks.page.locator("main").inner_text()
