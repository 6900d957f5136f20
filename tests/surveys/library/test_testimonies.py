"""The testimonies template: questions about each task, in readable words."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from tests.evidence.factories import make_published_finding
from tests.surveys.factories import make_study
from vecu.questionnaires import convert_workbook, read_xform
from vecu.surveys.consent.legal_bases import LegalBasis, SpecialCategoryBasis
from vecu.surveys.library import get_template
from vecu.surveys.models import OutreachPartner, Study
from vecu.surveys.queries import RespondentBurden
from vecu.surveys.views.promise import PagePromise, build_page_promise

pytestmark = pytest.mark.django_db
WORKBOOK = Path(__file__).parents[3] / "vecu/surveys/library/testimonies.md"


@pytest.fixture(scope="module")
def questionnaire():
    return read_xform(convert_workbook(WORKBOOK.read_bytes(), WORKBOOK.name).xform)


def lix(text: str) -> float:
    """Return Björnsson's readability index (Läsbarhet, 1968): words a sentence, plus the percentage
    of words over six letters. It is made for comparing languages; under 30 is very easy, as in
    children's books, 30 to 40 easy, as in fiction; 50 and more is administrative prose."""
    sentences = [part for part in re.split(r"[.!?:…]+", text) if part.strip()]
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)


def page_sentences(template: str, language: str, shown: dict) -> str:
    """Return what stands unfolded on a respondent's page, each heading, paragraph and item as a
    sentence."""
    with override(language):
        html = render_to_string(f"surveys/take/{template}.html", shown)
    main = re.sub(r"(?s).*<main[^>]*>|</main>.*|<details[^>]*>.*?</details>", "", html)
    return unescape(re.sub("<[^>]+>", " ", re.sub("</(?:h[1-6]|p|li|a|button)>", ". ", main)))


def test_the_index_is_bjornssons():
    # 10 words, 2 sentences, 2 words over six letters: 10 / 2 + 100 * 2 / 10 = 25
    assert lix("The cat sat on a carpet. Everybody laughed very loud") == 25


def test_whether_the_task_is_creative_and_how_much_it_matters_belongs_to_each_task(questionnaire):
    story = questionnaire.groups["/data/story"]

    assert story.repeats
    assert {"kind", "weight"} <= {item.name for item in story.walk()}


def test_everything_but_the_task_itself_can_be_skipped(questionnaire):
    required = [path for path, question in questionnaire.questions.items() if question.required]

    assert required == ["/data/story/task", "/data/story/imposed_task"]


def test_social_work_comes_first_among_the_fields(questionnaire):
    assert questionnaire.questions["/data/work/sector"].choices[0].name == "social_work"


def test_every_text_is_in_french_and_in_english(questionnaire):
    assert questionnaire.languages == ("fr", "en")
    for question in questionnaire.questions.values():
        for wording in (
            question.label,
            question.hint,
            *(choice.label for choice in question.choices),
        ):
            assert set(wording.texts) in ({"fr", "en"}, set()), (question.path, wording)


@pytest.mark.parametrize(("language", "public"), [("fr", "en public"), ("en", "in public")])
def test_whoever_permits_a_quotation_reads_that_it_is_public(questionnaire, language, public):
    """Permission is given here and not by the promise, which may have been read days before."""
    asked = questionnaire.questions["/data/permission/quote"]

    assert public in asked.label.say(language)
    assert {"fr": "Tout le monde", "en": "Anybody"}[language] in asked.hint.say(language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_wording_is_very_easy_to_read(questionnaire, language):
    questions = questionnaire.questions.values()
    asked = [w for q in questions for w in (q.label, q.hint, q.constraint_message) if w]
    choices = [choice.label for q in questions for choice in q.choices]

    for wordings in (asked, choices):
        assert lix(". ".join(wording.say(language) for wording in wordings)) < 30


PROMISES = [
    {"card": card, "relay": relay, "retained_until": until, "takes_files": files}
    for card, relay in ((False, ""), (False, "Union"), (True, ""))
    for until in (None, date(2028, 12, 31))
    for files in (False, True)
]
BURDEN = RespondentBurden(8, must_answer=True, takes_files=False, least=2)
PARTIES = {"controller": "Université de Paris", "contact": "dpo@example.org"}


def page_promise(
    language: str, *, card, relay, retained_until, takes_files, **grounds
) -> PagePromise:
    with override(language):
        return build_page_promise(
            Study(retained_until=retained_until, **grounds),
            replace(BURDEN, takes_files=takes_files),
            today=date(2026, 11, 24),
            card=card,
            relay=OutreachPartner(name=relay) if relay else None,
        )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("promise", PROMISES)
def test_the_whole_promise_which_unfolds_is_very_easy_to_read(language, promise):
    blocks = dict(page_promise(language, **promise).blocks)
    del blocks["rights"]  # in the words of the law, below

    assert lix(page_sentences("promise", language, {"blocks": blocks})) < 30


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("basis", LegalBasis)
@pytest.mark.parametrize("special", ["", *SpecialCategoryBasis])
def test_what_the_law_makes_it_say_is_folded_and_easy_to_read(language, basis, special):
    """The names of rights are the law's; all around them is plain."""
    grounds = {**PARTIES, "legal_basis": basis, "special_category_basis": special}
    promise = page_promise(language, **PROMISES[0], **grounds)

    assert lix(" ".join(promise.blocks["rights"].sentences)) < 40
    assert lix(page_sentences("promise", language, {"blocks": promise.blocks})) < 40


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("draft", [None, {"expires": date(2026, 12, 8), "resume": ""}])
def test_the_welcome_is_very_easy_to_read(language, draft):
    template = get_template("testimonies")
    study = {"slug": "s", "title": template.title, "purpose": template.purpose}
    shown = {
        "study": study, "fielding": {"closes": date(2026, 12, 24)}, "layout": "ui/base.html",
        "effort": BURDEN, "promise": page_promise(language, **PROMISES[0]),
        "draft": draft, "continue_at": "/", "cards": True,
    }  # fmt: skip

    assert lix(page_sentences("welcome", language, shown)) < 30


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_thanks_are_very_easy_to_read(rf, language):
    """With the way to what others told, where findings ask for a reply."""
    study = make_study("s")
    make_published_finding(study.scope)
    shown = {"slug": "s", "receipt": "", "study": study, "request": rf.get("/")}
    assert lix(page_sentences("sent", language, shown)) < 30
