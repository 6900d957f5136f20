"""The testimonies template: the hearing's six questions for each task, in words anyone can read."""

import re
from pathlib import Path

import pytest

from vecu.questionnaires import read_workbook, read_xform

WORKBOOK = Path(__file__).parents[2] / "vecu/surveys/library/testimonies.md"
SIX_QUESTIONS = ["task", "goal", "value", "limit", "strategy", "keep"]


@pytest.fixture(scope="module")
def questionnaire():
    return read_xform(read_workbook(WORKBOOK.read_bytes(), WORKBOOK.name).xform)


def lix(text: str) -> float:
    """Return Björnsson's readability index (Läsbarhet, 1968): words a sentence, plus the percentage
    of words over six letters. It is made for comparing languages; under 30 is very easy, as in
    children's books, 30 to 40 easy, as in fiction; 50 and more is administrative prose."""
    sentences = [part for part in re.split(r"[.!?:…]+", text) if part.strip()]
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)


def test_the_index_is_bjornssons():
    # 10 words, 2 sentences, 2 words over six letters: 10 / 2 + 100 * 2 / 10 = 25
    assert lix("The cat sat on a carpet. Everybody laughed very loud") == 25


def test_the_six_questions_are_asked_for_each_task(questionnaire):
    story = questionnaire.groups["/data/story"]

    assert story.repeats
    assert [child.name for child in story.children][:6] == SIX_QUESTIONS


def test_whether_the_task_is_creative_and_how_much_it_matters_is_asked_for_each_task(questionnaire):
    assert {"/data/story/kind", "/data/story/weight"} <= set(questionnaire.questions)


def test_everything_but_the_task_itself_can_be_skipped(questionnaire):
    required = [path for path, question in questionnaire.questions.items() if question.required]

    assert required == ["/data/story/task"]


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


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_wording_is_very_easy_to_read(questionnaire, language):
    wordings = [w for q in questionnaire.questions.values() for w in (q.label, q.hint) if w]
    text = ". ".join(wording.say(language) for wording in wordings)

    assert lix(text) < 30
