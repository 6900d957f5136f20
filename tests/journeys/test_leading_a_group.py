"""A facilitator leads a learning group, from its name to its deletion, without a script too."""

import pytest
from django.utils.timezone import localdate

from tests.groups.factories import WORKERS, make_members
from tests.journeys.test_reading import sign_in
from tests.surveys.factories import make_member
from vecu.groups.models import LearningGroup

SEATS = [
    pytest.param({"language": "fr", "phone": True}, id="fr, phone"),
    pytest.param({"language": "en", "phone": False, "scripts": False}, id="en, without scripts"),
]


@pytest.mark.parametrize("seat", SEATS)
def test_a_group_is_led_from_its_name_to_its_end(person, seat):
    account = make_member("lea")
    account.may_create_studies = True
    account.save()
    lea = sign_in(person, seat, "lea")
    fields = lea.page.locator("main form")

    lea.go("groups/")
    lea.press("Create a group")
    lea.write("Groupe de Nantes")
    lea.press("Create the group")
    lea.reads("The group is added. Only you can read it.")

    lea.press("Fill in the mandate sheet")
    fields.locator("[name=commissioner_fr]").fill("Le conseil départemental")
    fields.locator("[name=childcare_fr]").fill("Aucune.")
    lea.press("Save")
    lea.reads("not said")

    lea.press("Calendar")
    lea.press("Add a step")
    lea.press("Add")  # a form that is sent empty says what is missing
    lea.reads("Choose a kind of step.")
    fields.locator("[name=kind]").select_option("training")
    fields.locator("[name=day]").fill(str(localdate()))
    fields.locator("[name=subject_fr]").fill("Ce que fait un modèle de langage")
    fields.locator("[name=notes_fr]").fill("Nous avons ri, puis moins.")
    lea.press("Add")
    lea.press("Read the notes back")
    fields.locator("[name=present]").fill("6")
    fields.locator("[name=agreed]").fill("6")
    lea.press("Save")
    lea.reads("Notes agreed")

    lea.press("History")
    lea.press("Undo it")
    lea.reads("Undone.")

    make_members(LearningGroup.objects.get(), [WORKERS] * 5)
    lea.press("At a glance")
    lea.page.locator("form[action$='publish/'] button").click()
    lea.look()
    lea.reads("Published: everybody can read it.")
    lea.press("Take it back from the public")
    lea.go("groups/groupe-de-nantes/audit/")
    audit = lea.page.locator("main").inner_text()
    assert lea.translated("stopped publishing a group")[1:] in audit  # it begins its line

    lea.press("At a glance")
    lea.press("Delete this group")
    fields.locator("[name=slug]").fill("groupe-de-nantes")
    lea.press("Delete the group and everything in it")
    assert not LearningGroup.objects.exists()
