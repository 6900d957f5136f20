"""What a finger is to hit on a respondent's page is 44 px high at least (WCAG 2.2, 2.5.5)."""

from tests.surveys.factories import make_study

SMALL = """() => [...document.querySelectorAll("a[href], button, summary, textarea, select")]
  .filter(one => !one.closest(".skip, .vh") && !one.classList.contains("skip"))
  .map(one => [one.innerText.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height < 44)
  .map(([words, box]) => `${words}: ${box.height}`)"""

FORM = """
| settings | | |
| | form_title | form_id | default_language |
| | Small | small | Français (fr) |

| survey | | | |
| | type | name | label::Français (fr) | guidance_hint::Français (fr) |
| | text | task | Quelle tâche ? | Restez large : personne ne doit vous reconnaître. |
| | text | goal | Dans quel but ? | |
"""


def test_links_and_buttons_of_respondents_pages_are_large_enough_for_a_finger(person):
    make_study("small", FORM)
    worker = person(language="fr", phone=True)
    worker.go("take/small/")
    assert worker.page.evaluate(SMALL) == []
    worker.press("Start")
    assert worker.page.evaluate(SMALL) == []
    for address in ("q/goal/", "review/", "mine/", "resume/"):
        worker.go(f"take/small/{address}")
        assert worker.page.evaluate(SMALL) == [], address
