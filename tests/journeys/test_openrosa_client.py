"""ODK Web Forms, as its makers publish it, finds our form and its files, and sends what is written.

Its files are those of package-lock.json (`./run test` installs them); the page that hosts it stands
on the laboratory's own origin.
"""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from tests.surveys.factories import describe_study
from tests.surveys.full_database import chunk, png
from vecu.surveys.actions import accept_attachments, create_study, open_fielding
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.models import Answer, SubmissionReceipt
from vecu.surveys.queries import find_current_fielding

HERE = Path(__file__).parent / "webforms"
CLIENT = HERE / "node_modules" / "@getodk" / "web-forms"
WORKBOOK = """
| settings | | | |
| | form_title | form_id | default_language |
| | Hours of work | hours_form | en |

| survey |
| | type | name | label::en | label::fr | constraint | relevant | required | image |
| | integer | hours | Hours a week? | Heures par semaine ? | . <= 168 | | yes | tea.png |
| | select_one often | often | How often? | Combien de fois ? | | ${hours} > 0 | | |
| | begin repeat | task | A task | Une tâche | | | | |
| | text | name | Which task? | Quelle tâche ? | | | | |
| | end repeat | | | | | | | |
| | select_one ${name} | hardest | The hardest? | La plus dure ? | | | | |
| | select_one_from_file towns.csv | town | Which town? | Quelle ville ? | | | | |
| | image | screen | A picture of the screen? | Une image de l’écran ? | | | | |
| | image | board | One of the board? | Une du tableau ? | | | | |

| choices |
| | list_name | name | label::en | label::fr |
| | often | daily | Every day | Chaque jour |
| | often | weekly | Every week | Chaque semaine |
"""
MARKED = png(chunk(b"tEXt", b"Author\0Marked" + bytes(7_000_000)))
"""A picture that says who made it, so large that no two go into one post (12 MB)."""

pytestmark = pytest.mark.skipif(
    not CLIENT.exists(), reason="ODK Web Forms is not installed: run ./run test with npm"
)
TYPES = {".js": "text/javascript", ".html": "text/html", ".css": "text/css"}


@pytest.fixture
def study(db):
    about = describe_study({"en": "Hours of work", "fr": "Heures de travail"})
    files = {"tea.png": png(), "towns.csv": b"name;label\nm;Metz\nl;Lyon\n"}
    study = create_study(
        "hours",
        about,
        workbook=WORKBOOK.encode(),
        workbook_name="hours.md",
        files=accept_attachments(files),
    )
    open_fielding(find_current_fielding(study, timezone.localdate()), today=timezone.localdate())
    return study


def host(route: Route) -> None:
    """Answer for the page and the client's files, which the laboratory does not serve."""
    path = route.request.url.split("/webforms/")[1].partition("#")[0]
    file = HERE / path if path == "host.html" else HERE / "node_modules" / path
    route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "text/plain"))


def test_a_person_fills_our_form_in_odk_web_forms_and_adds_pictures(person, study):
    worker = person(language="en", phone=False)
    page = worker.page
    page.route("**/webforms/**", host)
    page.goto(f"{worker.site}/webforms/host.html#/openrosa/hours")
    expect(page.get_by_text("Hours a week?")).to_be_visible(timeout=60_000)

    page.get_by_label("change language").first.click()
    page.get_by_role("option", name="fr").click()
    expect(page.get_by_text("Heures par semaine ?")).to_be_visible()
    page.get_by_role("spinbutton").press_sequentially("35")
    page.keyboard.press("Tab")
    page.get_by_label("Chaque jour").check()
    page.locator("input[type=text]:not(.p-inputnumber-input)").first.fill("Écrire un bilan")
    page.keyboard.press("Tab")
    page.get_by_label("Écrire un bilan").check()  # offered as soon as it was written
    page.get_by_label("Lyon").check()  # a list in a file, which the manifest names
    page.wait_for_function("[...document.images].some((image) => image.naturalWidth === 8)")
    for place, name in enumerate(("L’écran de Léa.png", "board.png")):
        file = {"name": name, "mimeType": "image/png", "buffer": MARKED}
        page.locator("input[type=file]").nth(place).set_input_files(file)
    page.get_by_role("button", name=re.compile("^(Send|Envoyer)")).click()

    expect(page.locator("#reply")).to_contain_text("; 202", timeout=60_000)
    assert page.locator("#reply").inner_text().startswith("201")
    answer = Answer.objects.get()
    assert answer.promise == PROMISE_NUMBER  # a node that no page of the form shows came back
    values = dict(answer.values)
    pictures = {values.pop("screen"), values.pop("board")}
    assert values == {
        "hours": "35", "often": "daily", "task": [{"name": "Écrire un bilan"}],
        "hardest": "Écrire un bilan", "town": "l",
    }  # fmt: skip
    assert {each.name for each in answer.enclosures.all()} == pictures
    assert [bytes(each.content) for each in answer.enclosures.all()] == [png(), png()]
    assert SubmissionReceipt.objects.count() == 1
