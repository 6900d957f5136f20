"""A study of documents has one questionnaire, read in both languages."""

from datetime import date

import pytest

from vecu.coding.analysis.text_units import iter_text_units
from vecu.coding.interchange.document_study import FORM_ID, WORDS, build_document_workbook
from vecu.questionnaires import get_answer, validate_answers
from vecu.surveys.actions import StudyInfo, create_study
from vecu.surveys.queries import get_latest_version, get_questionnaire
from vecu.surveys.results.answer_layout import layout_answer
from vecu.surveys.rules import Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]

INTERVIEW = {
    "kind": "interview", "title": "A social worker", "day": "2026-03-02", "role": "uses",
    "case": "7", "wave": "3", "person": "P1",
    "turn": [
        {"speaker": "Interviewer", "minute": "0", "prompt": "How did it begin?"},
        {"speaker": "P1", "minute": "1", "words": "Nobody warned us."},
    ],
}  # fmt: skip


@pytest.fixture
def questionnaire():
    study = create_study(
        "interviews",
        StudyInfo(title={"fr": "Entretiens"}),
        workbook=build_document_workbook("Entretiens", "fr"),
        workbook_name="documents.xlsx",
        mode=Mode.IMPORTED,
    )
    return get_questionnaire(get_latest_version(study))


def test_a_document_is_a_valid_answer_of_it(questionnaire):
    assert questionnaire.form_id == FORM_ID
    assert not validate_answers(questionnaire, INTERVIEW, today=date(2026, 3, 2), language="en")


def test_only_the_words_of_who_was_interviewed_answer_the_coded_question(questionnaire):
    units = list(iter_text_units(questionnaire, INTERVIEW))

    assert [(unit.story, unit.text) for unit in units if unit.question == WORDS] == [
        ("turn[2]", "Nobody warned us.")
    ]


def test_its_questions_and_choices_are_labelled_in_both_languages(questionnaire):
    wave = questionnaire.questions["/data/wave"]

    assert wave.label.say("fr") == "Vague"
    assert wave.choice_labels["3"].say("en") == "After 3 months"
    assert wave.choice_labels["3"].say("fr") == "Après 3 mois"


def test_a_document_of_a_thousand_turns_is_read_to_its_last_turn(questionnaire):
    spoken = [{"speaker": "P1", "words": f"words {number}"} for number in range(1_000)]
    values = {"kind": "interview", "turn": spoken}

    sections = layout_answer(questionnaire, values, date(2026, 3, 2), "en")

    assert sections[-1].address == "turn[1000]"
    assert get_answer(values, "turn[1000]/words") == "words 999"
