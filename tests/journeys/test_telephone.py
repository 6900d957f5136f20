"""A person answers in Arabic by telephone, through an interpreter, to somebody who reads French."""

import pytest
from django.utils import timezone
from playwright.sync_api import Error

from tests.surveys.calls import write_assessment
from tests.surveys.factories import COMPLETE, PASSWORD, make_member
from vecu.accounts.rules import Role
from vecu.surveys.actions import create_study, open_fielding
from vecu.surveys.actions.interviews import prepare_interviews
from vecu.surveys.actions.studies import StudyInfo
from vecu.surveys.library import get_template
from vecu.surveys.models import Answer

CALL = "studies/accompagnees/call/"
NAMES = ("explained", "explained_by", "consulted", "easy_no", "reply", "help_after_no")
VALUES = ("no", "nobody", "no", "no", "not_consulted", "unknown")


@pytest.mark.parametrize(("phone", "scripts"), [(True, False), (False, True)])
def test_a_person_answers_in_arabic_by_telephone_through_an_interpreter(person, phone, scripts):
    ready = get_template("accompanied-people")
    about = StudyInfo(title=ready.title, purpose=ready.purpose, **COMPLETE)
    study = create_study(
        "accompagnees", about, workbook=ready.workbook, workbook_name=ready.workbook_name
    )
    write_assessment(study)
    for fielding in prepare_interviews(study):
        open_fielding(fielding, today=timezone.localdate())
    make_member("iris", study, Role.INTERVIEWER)

    iris = person(language="fr", phone=phone, scripts=scripts)
    iris.go(CALL)
    iris.page.locator("input[name=account]").fill("iris")
    iris.page.locator("input[name=password]").fill(PASSWORD)
    iris.press("Sign in")
    iris.choose("yes", of="undertakes")
    iris.press("Sign with today’s date")
    iris.reads("Read this aloud first. Begin only if this person says yes.")
    iris.page.get_by_role("link", name="العربي").click()
    iris.look()
    aloud = iris.page.locator("div[dir=rtl][lang=ar]")
    assert "يمكنك أن تقول لا" in aloud.inner_text()
    iris.reads("Nobody who speaks this language has read this wording over yet.")
    iris.page.locator("select[name=mode]").select_option("interpreter")
    iris.page.locator("input[name=overheard]").check()
    iris.press("She or he says yes: begin")

    # she hears Arabic, the interviewer reads it in French beside, and types a number
    assert iris.page.locator("[dir=rtl][lang=ar]").count() > 12
    assert "Est-ce qu’on vous a expliqué l’outil" in iris.page.locator("main").inner_text()
    for name, value in zip(NAMES, VALUES, strict=True):
        iris.choose(value, of=f"meetings.{name}")
    iris.page.get_by_role("button", name="Українська").click()
    iris.look()
    assert iris.page.locator("[name='meetings.reply']:checked").input_value() == "not_consulted"
    iris.write("Qu’on me dise où aller.")
    iris.press("Send")
    iris.reads("Read these words aloud. Ask: do we keep them, or not?")
    iris.press("Drop them and send the rest")
    iris.reads("Sent. Thank this person. Nothing of this call stays here.")

    stored = Answer.objects.get()
    assert stored.fielding.mode == "interpreter"
    assert stored.values == {"meetings": dict(zip(NAMES, VALUES, strict=True))}
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # the browser has nothing of the call
        iris.page.go_back()
