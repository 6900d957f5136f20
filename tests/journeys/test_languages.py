"""A person supported reads and hears the questions in Arabic, on pages that speak no Arabic."""

import pytest

from tests.journeys.conftest import OpenBrowser
from tests.surveys.uploads import make_heard_study
from vecu.surveys.models import Answer

ARABIC = "العربية"
FIRST = "هل شرح لك أحد الأداة التي تسمع وتكتب؟"
VOICES = """
  window.spoken = [];
  const voices = [
    {name: "far", lang: "ar-SA", localService: false},
    {name: "near", lang: "ar-EG", localService: true},
  ];
  speechSynthesis.getVoices = () => voices;
  speechSynthesis.speak = said => spoken.push([said.chosen, said.text]);
  window.SpeechSynthesisUtterance = class {
    constructor(text) { this.text = text }
    set voice(voice) { this.chosen = voice.name; this.held = voice }
    get voice() { return this.held }
  };
"""
"""A device with two voices for Arabic: one speaks here, one sends what it reads elsewhere."""


@pytest.mark.parametrize("scripts", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_a_person_answers_in_arabic_by_ear_and_in_large_type(
    person: OpenBrowser, scripts: bool
) -> None:
    make_heard_study()
    reader = person(language="fr", phone=True, scripts=scripts)
    page = reader.page
    page.add_init_script(VOICES)
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))

    reader.go("take/heard/")
    welcome = page.locator("main").inner_text()
    assert "récit" not in welcome, "nobody is asked for a story"
    page.get_by_role("link", name=ARABIC).click()
    reader.press("Start")
    reader.press("Larger type")
    assert "wording=ar" in page.url
    assert "large" in page.locator("html").get_attribute("class")
    reader.press("Continue")

    question = page.get_by_text(FIRST)
    assert question.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert question.evaluate("node => node.closest('[lang]').lang") == "ar"
    assert page.locator("html").get_attribute("lang") == "fr"
    circle = page.locator(".opt input").first.bounding_box()
    assert circle["x"] > 390 / 2
    assert not [url for url in heard if url.endswith(".wav")]
    if scripts:
        reader.press("Slowly")
        assert page.locator("audio").evaluate("node => node.playbackRate") == pytest.approx(0.7)
        page.locator("audio").evaluate("node => node.play()")
        assert [url for url in heard if url.endswith(".wav")]

    reader.choose("little")
    reader.press("Continue")
    assert page.locator("audio").count() == 0
    reader.reads("There is no sound here in this language. You can read the text and answer.")
    if scripts:
        reader.press("Listen")
        read = page.evaluate("spoken")
        assert {voice for voice, _words in read} == {"near"}
        assert [words for _voice, words in read][:2] == [
            "من شرحها لك؟",
            "العامل الاجتماعي أو العاملة الاجتماعية",
        ]
    page.get_by_role("button", name="Українська").click()
    page.get_by_text("Хто вам пояснив?").wait_for()
    page.get_by_role("button", name=ARABIC).click()
    page.get_by_text("من شرحها لك؟").wait_for()

    while not page.url.partition("?")[0].endswith("/review/"):
        reader.press("Continue")
    assert "wording=ar" in page.url
    assert page.get_by_text("قليلًا").count() == 1
    reader.press("Send")
    stored = Answer.objects.get()
    assert (stored.language, stored.values["meetings"]["explained"]) == ("fr", "little")
    assert page.context.cookies() == []
