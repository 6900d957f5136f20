"""Somebody without an account reads what was found; a reader reads what is released."""

from dataclasses import replace
from uuid import UUID

import pytest
from playwright.sync_api import Request

from tests.coding.factories import make_room
from tests.dialogue.whole_dialogue import note_whole_dialogue
from tests.evidence.factories import NOW, make_content, make_published_finding
from tests.groups.whole_group import make_whole_group
from tests.journeys.conftest import Person
from tests.journeys.test_reading import sign_in
from tests.recommendations.factories import CARD
from tests.register.factories import make_public_system
from tests.reports.factories import FEW, make_approximate, make_released
from tests.reports.system_factories import make_released_months, make_whole_system
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.coding.models import Quotation
from vecu.evidence.actions import edit_finding, publish_finding, take_finding_back
from vecu.evidence.models import Finding
from vecu.evidence.rules import FindingState
from vecu.evidence.sources import Reference
from vecu.recommendations.content import Claim
from vecu.records.actions import add_record
from vecu.surveys.models import Study

SEATS = [
    pytest.param({"language": "fr", "phone": True}, id="French on a phone"),
    pytest.param({"language": "en", "phone": False}, id="English at a desk"),
]
GUIDE = {"en": "The guide", "fr": "Le guide"}


@pytest.fixture
def study() -> Study:
    """A study of which everything that can be public is: also versions, and what is gone."""
    room = make_room({"limit": "It invents laws."}, promise=3)
    room.codes("ana", "It invents laws.")
    quotation = room.release("It invents laws.")
    study = room.study
    figure = make_released(study)
    columns = [{"name": name, "label": {"en": name, "fr": name}} for name in ("young", "old")]
    by_age = {
        "breakdown": {"en": "Age", "fr": "Âge"},
        "columns": columns,
        "totals": [60, None],
        "rows": [("yes", {"en": "Yes"}, 20, None), ("no", {"en": "No"}, None, None)],
    }
    make_released(study, "/data/work/tools", label={"en": "Only in English"}, **by_age)
    few = [("yes", {"en": "Yes"}, 20, FEW), ("no", {"en": "No"}, FEW, FEW)]
    changed = by_age | {"totals": [60, FEW], "rows": few}
    make_approximate(study, "/data/work/told", label={"fr": "Dit ?"}, **changed)
    for kind in ("practices", "beyond"):
        make_released(study, f"{kind}:7", label=GUIDE, kind=kind)
    references = [
        Reference("figure", figure.figure, 1),
        Reference("quotation", quotation.id, quotation.revision),
    ]
    first = make_published_finding(study.scope, references=references)
    later = edit_finding(
        first, make_content(references=references), revision=first.revision, by="lea", now=NOW
    )
    publish_finding(later, by="lea", now=NOW)
    take_finding_back(make_published_finding(study.scope), by="lea", now=NOW)
    make_published_finding(study.scope)
    return study


@pytest.mark.parametrize("seat", SEATS)
def test_who_has_no_account_goes_from_the_first_page_to_what_a_finding_stands_on(
    person, study, seat
):
    """Each page on the way is looked at by axe, and fits its width."""
    worker = person(**seat)
    worker.go("")
    for door in ("AI at work", "What is recommended", "Take part", "What we found"):
        worker.press(door)
    worker.page.locator("h2 a").first.click()
    worker.look()
    unfold(worker)
    worker.reads("What this inquiry cannot say")
    worker.page.locator("figure summary").first.click()
    worker.look()

    worker.press("What this laboratory answers")

    for finding in study_findings(study):
        worker.go(f"findings/{study.slug}/{finding}/")
    worker.go("take/stories/")
    worker.press("What others told us")
    assert worker.page.url.endswith(f"/findings/{study.slug}/")


def test_all_of_it_is_read_without_javascript_and_files_are_there(person, study):
    worker = person(language="fr", phone=True, scripts=False)
    worker.go("")
    worker.press("What we found")
    worker.page.locator(".card a").first.click()
    worker.press("All the evidence")
    worker.reads("How sure are we?")
    worker.go(f"findings/{study.slug}/")
    unfold(worker)
    with worker.page.expect_download() as download:
        worker.page.locator("a[href$='.csv']").first.click()
    assert "masqué" in download.value.path().read_text(encoding="utf-8-sig")
    worker.page.locator("a[href$='.svg']").first.click()
    worker.page.wait_for_url("**/*.svg")


def test_a_card_comes_in_four_requests_of_40_kilobytes_together(person, study):
    """Before compression: with the typeface of the device, which need not be sent."""
    worker, loaded = person(language="fr", phone=True), []

    def note(request: Request) -> None:
        loaded.append(request)

    worker.page.on("requestfinished", note)
    published = Finding.objects.filter(scope_uuid=study.id, state=FindingState.PUBLISHED)
    worker.go(f"findings/{study.slug}/{published.latest('day').pk}/card/")

    sent = [each for each in loaded if each.url.startswith("http")]
    assert len(sent) <= 4
    assert sum(each.sizes()["responseBodySize"] for each in sent) <= 40_000


@pytest.mark.parametrize("seat", SEATS)
def test_who_has_no_account_goes_from_the_first_page_to_the_gap_of_a_system(person, study, seat):
    quotation = Quotation.objects.get()
    system = make_whole_system(Reference("quotation", quotation.id, quotation.revision))
    make_released_months(system, "2026-07", "2026-08")
    note_whole_dialogue(system, fire_at=NOW)
    worker = person(**seat, scripts=not seat["phone"])
    worker.go("")
    worker.press("AI at work")
    worker.page.locator("h2 a").first.click()
    worker.reads("Without this tool:")
    worker.page.locator(".months a").nth(1).click()
    worker.page.locator("summary").first.click()
    worker.page.locator("#settings summary").first.click()
    worker.page.locator("#gap .btn2").click()
    worker.reads("What is not known")
    assert worker.page.get_by_text("It invents laws.").is_visible()
    worker.page.go_back()
    worker.press("Workshops, consultations, agreements")
    worker.page.locator("#consultations summary").first.click()
    worker.page.locator("#clauses .entry a").first.click()
    worker.look()
    worker.reads("Not present: what they think is not known.")


def test_a_system_of_which_nothing_else_is_known_can_be_read_as_well(person):
    make_public_system()
    worker = person(language="fr", phone=True)
    worker.go("at-work/job-offers/")
    worker.reads("What is not known")
    worker.page.locator("#gap a").click()
    worker.reads("What is not known")


@pytest.mark.parametrize(("language", "phone"), [("fr", True), ("en", False)])
def test_who_has_no_account_goes_from_a_group_to_its_totals_and_what_a_card_stands_on(
    person, study, language, phone
):
    group = make_whole_group("nour")
    finding = Finding.objects.filter(state=FindingState.PUBLISHED).last()
    references = [Reference("finding", finding.pk, finding.revision)]
    claim = Claim(UUID(int=1), {"fr": "Relire prend du temps.", "en": "It takes time."}, references)
    add_record(group, replace(CARD, observed=[claim]), by="nour", now=NOW)
    visitor = person(language=language, phone=phone)
    visitor.go("recommended/groups/val-de-seve/")
    visitor.reads("What is not known")
    visitor.page.locator("#calendar summary").click()
    visitor.reads("The others would have written:")
    visitor.look()
    visitor.page.locator("#hypotheses a").click()
    visitor.reads("What this does not say")
    visitor.page.locator("summary").first.click()
    visitor.look()
    visitor.press("The group")
    visitor.press("Suppliers")
    visitor.reads("Observed")
    visitor.page.locator(".chips a").click()
    visitor.reads("How sure are we?")


def test_a_reader_finds_all_that_is_released(person, study):
    make_member("rea", study, Role.READER)
    reader = sign_in(person, {"language": "fr", "phone": True}, "rea")
    reader.go(f"studies/{study.slug}/")
    reader.press("What is released")
    unfold(reader)
    reader.reads("What this inquiry cannot say")
    assert reader.page.get_by_text("It invents laws.").is_visible()


def unfold(who: Person) -> None:
    """Open all that stands folded behind the cards of a study."""
    for each in who.page.locator(".folded > summary").all():
        each.click()


def study_findings(study: Study) -> list[str]:
    """Every finding of a study, each in another state."""
    return [str(each.pk) for each in Finding.objects.filter(scope_uuid=study.id)]
