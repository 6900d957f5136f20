"""An evaluation is planned, drawn, filled and read: by owner, representatives and everybody."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.casestudies.factories import make_reading, make_week
from tests.journeys.test_dialogue import fill
from tests.journeys.test_reading import sign_in
from tests.register.factories import make_public_system
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.rules import Role
from vecu.casestudies.models import LotWeek, ToolEvaluation
from vecu.casestudies.rules import has_begun
from vecu.records.actions import add_record
from vecu.records.rules import Side

EVALUATIONS = "systems/job-offers/evaluations/"


def note_all_but_one(row: ToolEvaluation) -> None:
    """Let the weeks pass, in which the tool saved 200 minutes; the last total is still missing."""
    monday = localdate() - timedelta(days=localdate().weekday())
    ToolEvaluation.objects.update(starts=monday - timedelta(weeks=9))
    row.refresh_from_db()
    for lot in range(5):
        for week in range(1, 9):
            if (lot, week) != (4, 8):
                minutes = 600 + 10 * lot + 5 * week
                saved = 200 if has_begun(row.order, lot, week) else 0
                act = {"by": "lea", "now": now(), "side": Side.SYSTEM}
                add_record(row.system, make_week(row, lot, week, minutes - saved), **act)


@pytest.mark.parametrize(
    "seat", [{"language": "fr", "phone": True}, {"language": "en", "phone": False}]
)
def test_an_evaluation_is_planned_drawn_filled_and_read(person, seat):
    system = make_public_system()
    give_role(make_member("rosa"), system.scope, Role.REPRESENTATIVE, by="lea", now=now())
    lea, rosa = sign_in(person, seat, "lea"), sign_in(person, seat, "rosa")
    visitor = person(**seat)
    visitor.go("evaluate/?people=20&spread=150")
    assert "127" in visitor.page.locator("#planner").inner_text()
    visitor.press("The swap test")
    visitor.press("Read some of them, and guess first")

    lea.go(EVALUATIONS)
    lea.press("Plan an evaluation")
    monday = date.fromordinal(localdate().toordinal() + 7 - localdate().weekday())
    fill(lea, group="Service social", people="14", starts=monday.isoformat())
    fill(lea, stopping_fr="Un fait inventé et signé.", why_none_fr="Moins de cinquante personnes.")
    lea.press("Save the plan")
    assert lea.page.locator("#id_group").input_value() == "Service social"
    fill(lea, people="20")
    lea.press("Save the plan")
    row = ToolEvaluation.objects.get()
    lea.press("Fix the groups")
    lea.reads("The groups are fixed; staff representatives draw their order")
    assert row.half not in lea.page.content() or not row.half

    rosa.go(f"{EVALUATIONS}{row.pk}/")
    fill(rosa, words="Une du journal, page 99")
    rosa.press("Draw")
    rosa.reads("The order is drawn.")
    row.refresh_from_db()
    note_all_but_one(row)
    visitor.go("at-work/job-offers/evaluations/")
    visitor.reads("No figure yet: it is read once, when all weeks are noted.")

    lea.go(f"{EVALUATIONS}{row.pk}/")
    lea.press("note")
    fill(lea, people="2", writing="900")
    lea.press("Save the totals")
    fill(lea, people="4", writing="1920", checking="100")
    lea.page.locator("#id_gain").select_option("not_known")
    lea.page.locator(".side-by-side summary").click()
    fill(lea, clocked_people="4", clocked="800", guessed="700", requested="5", accepted="6")
    lea.press("Save the totals")
    assert lea.page.locator("#id_clocked").input_value() == "800"
    fill(lea, accepted="5")
    lea.press("Save the totals")
    assert LotWeek.objects.count() == 40
    act = {"by": "lea", "now": now(), "side": Side.SYSTEM}
    add_record(system, make_reading(row, day=localdate()), **act)

    visitor.go("at-work/job-offers/evaluations/")
    visitor.reads("Claimed by management")
    rosa.go(f"{EVALUATIONS}{row.pk}/")
    rosa.press("Confirm")
    visitor.go("at-work/job-offers/evaluations/")
    text = visitor.page.locator("main").inner_text()
    assert visitor.translated("Claimed by management") not in text
    assert "200" in text
    address = f"at-work/job-offers/evaluations/{row.pk}/protocol.pdf"
    for printed in (address, "evaluate/blind-reading.pdf"):
        sent = visitor.page.request.get(f"{visitor.site}/{visitor.language}/{printed}")
        assert sent.body().startswith(b"%PDF")
