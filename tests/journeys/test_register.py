"""A system comes into the register: what is known is noted, two people correct it, it is public."""

import pytest

from tests.journeys.conftest import Person
from tests.journeys.test_reading import SEATS, WITHOUT_SCRIPTS, sign_in
from tests.register.factories import NOW
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.rules import Role
from vecu.records.actions import change_record
from vecu.register.content import StageContent
from vecu.register.models import System, SystemStage
from vecu.register.rules import Stage

SYSTEM = "systems/job-offers/"


@pytest.fixture
def lea():
    """Somebody who may begin studies, and systems."""
    lea = make_member("lea")
    lea.may_create_studies = True
    lea.save()
    return lea


def fill(who: Person, **texts: str) -> None:
    for name, text in texts.items():
        who.page.locator(f"#id_{name}").fill(text)


def select(who: Person, **values: str) -> None:
    for name, value in values.items():
        who.page.locator(f"#id_{name}").select_option(value)


@pytest.mark.parametrize("seat", [SEATS[0], WITHOUT_SCRIPTS])
def test_a_system_is_added_described_corrected_by_two_people_and_published(person, lea, seat):
    owner = sign_in(person, seat, "lea")
    owner.open_door("Observe")
    owner.press("Add a system")
    owner.press("Add the system")
    owner.reads("Name the system in both languages.")
    fill(owner, name_fr="Le vérificateur", name_en="Checker", slug="job-offers")
    owner.press("Add the system")

    owner.press("Fill this in")
    for name in ("problem", "without_tool", "purpose", "users", "touched"):
        fill(owner, **{f"{name}_{seat['language']}": "Agents."})
    owner.press("Save")
    owner.press("Fill this in")
    select(owner, stage=Stage.EXPERIMENT)
    fill(owner, day="2026-03-02")
    owner.press("Add")
    owner.open_group("Change")
    owner.press("Settings")
    fill(owner, name_fr="Seuil", value="0,35", day="2026-03-02", group="Cheffe", reason_fr="Peu.")
    owner.press("Add")
    owner.press("Choose a new value")
    owner.press("Cancel")
    owner.press("Versions")
    fill(owner, name="1.4", day="2026-03-02", changes_fr="Elle lit la paie.")
    owner.page.locator("label", has_text="0,35").click()
    owner.press("Add")
    owner.open_group("Decide together")
    owner.press("Who took part")
    fill(owner, group="Six agents", day="2026-02-10", refusal_fr="De noter.")
    select(owner, step="settings")
    owner.press("Add")
    owner.press("Consultation")
    owner.choose("held")
    fill(owner, day="2026-02-17", body="CST", reference="PV 2")
    owner.press("Add")
    owner.open_group("Describe")
    owner.press("Contact")
    fill(owner, contact_name="Anne Martel", contact_reach_fr="Bureau 12.")
    owner.press("Save")

    stage = SystemStage.objects.get()
    owner.go(f"{SYSTEM}stages/{stage.pk}/")
    theirs = StageContent(Stage.DESIGN, stage.day, {"fr": "Pas encore."})
    change_record(stage, theirs, revision=1, by="noor", now=NOW)
    fill(owner, reason_fr="Pour voir.")
    owner.press("Save")
    owner.reads("Somebody else has changed this in the meantime. Compare, then save again.")
    assert "Pas encore." in owner.page.locator("main").inner_text()
    owner.press("Save")

    owner.press("At a glance")
    owner.press("Publish")
    assert System.objects.get().published
    owner.open_group("Change")
    owner.press("History")
    owner.press("Undo it")
    assert SystemStage.objects.get().stage == Stage.DESIGN
    owner.open_group("Describe")
    owner.press("Members")
    owner.press("Audit log")


def test_a_staff_representative_reads_everything_and_finds_no_form(person, lea):
    owner = sign_in(person, {"language": "en", "phone": False}, "lea")
    owner.go("systems/new/")
    fill(owner, name_fr="Le vérificateur", name_en="Checker", slug="job-offers")
    owner.press("Add the system")
    owner.press("Delete this system")
    system = System.objects.get()
    give_role(make_member("rosa"), system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)

    rosa = sign_in(person, SEATS[0].values[0], "rosa")
    rosa.go("systems/")
    rosa.page.locator("main dl a").first.click()
    rosa.look()
    for word, page in (
        ("Describe", "Stages"),
        ("Change", "Settings"),
        ("Decide together", "Consultation"),
        ("Change", "History"),
    ):
        rosa.open_group(word)
        rosa.press(page)
        assert rosa.page.locator("main form").count() == 0
