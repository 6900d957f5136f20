"""One person’s answers are deleted, a whole study, and the demonstration."""

import pytest
from django.utils import timezone

from tests.journeys.test_reading import sign_in
from tests.surveys.factories import answer, make_member, make_study
from vecu.accounts.rules import Role
from vecu.surveys.models import Answer, Study

SEATS = [
    pytest.param({"language": "fr", "phone": True}, id="French on a phone"),
    pytest.param({"language": "en", "phone": False}, id="English at a desk"),
]


@pytest.mark.parametrize("seat", SEATS)
def test_an_owner_deletes_one_persons_answers_then_the_whole_study(person, seat):
    study = make_study()
    study.fieldings.update(opens=None)
    answer(study, {"story": [{"task": "Bob wrote it"}]}, day=timezone.localdate())
    make_member("olga", study, Role.OWNER)

    owner = sign_in(person, seat, "olga")
    owner.go("studies/small/stories/")
    owner.page.locator("main dl a").first.click()
    owner.look()
    owner.press("Delete these answers")
    owner.press("Delete these answers")
    owner.reads("Choose one. It is written into the audit log.")
    owner.choose("names somebody")
    owner.press("Delete these answers")
    owner.reads("These answers are deleted, with all that was coded in them.")
    assert not Answer.objects.exists()

    owner.go("studies/small/")
    owner.open_group("Prepare")
    owner.page.locator(".groups a[href$='/delete/']").click()
    owner.look()
    owner.press("Go to the page where you close it")
    study.fieldings.update(state="closed", closes=timezone.localdate())
    owner.go("studies/small/")
    owner.open_group("Prepare")
    owner.page.locator(".groups a[href$='/delete/']").click()
    owner.look()
    owner.write("smal")
    owner.press("Delete the study and all its answers")
    assert Study.objects.exists()
    owner.write("small")
    owner.press("Delete the study and all its answers")
    assert not Study.objects.exists()
    owner.reads("Your studies")


def test_the_demonstration_is_removed_in_the_browser(person):
    study = make_study("invented")
    Study.objects.update(fictional=True)
    owner = make_member("owner", study, Role.OWNER)
    owner.may_create_studies = True
    owner.save()

    visitor = sign_in(person, {"language": "fr", "phone": True}, "owner")
    visitor.press("Remove the demonstration")
    visitor.press("Remove the demonstration")
    visitor.reads("This laboratory is ready")
