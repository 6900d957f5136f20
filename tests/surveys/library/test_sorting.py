"""The ready inquiry in which people sort writings: what is put to a person, and in which order."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.questionnaires import (
    EvaluatedForm,
    Questionnaire,
    build_pages_from_form,
    convert_workbook,
    initial_answers,
    lint_workbook,
    normalize_answers,
    read_xform,
    store_once_values,
)
from vecu.surveys.library import get_template
from vecu.surveys.library.sorting import name_question
from vecu.writings import list_invented_writings

TODAY = date(2026, 12, 3)
PULLS = {name_question(each): each.pull.value for each in list_invented_writings()}


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    template = get_template("sorting")
    return read_xform(convert_workbook(template.workbook, template.workbook_name).xform)


def list_put(form: Questionnaire, seed: int) -> list[str]:
    """Return the questions that a respondent with this seed is asked, page by page."""
    first = initial_answers(form, today=TODAY, seed=seed)
    filled = EvaluatedForm(form, first, TODAY, inviting=True, seed=seed)
    # The seed is gone once a page was sent: what was drawn is stored.
    stored = store_once_values(filled, first)
    pages = build_pages_from_form(EvaluatedForm(form, stored, TODAY, inviting=True))
    names = [each.question.name for page in pages for each in page.questions]
    return [each for each in names if each in PULLS]


@given(seed=st.integers(0, 2**63 - 1))
def test_twelve_are_put_three_cold_four_warm_five_debated(form: Questionnaire, seed: int) -> None:
    put = list_put(form, seed)
    assert len(set(put)) == 12
    assert Counter(PULLS[each] for each in put) == {"cold": 3, "warm": 4, "debated": 5}


def test_all_are_put_to_somebody_and_none_has_its_place(form: Questionnaire) -> None:
    drawn = [list_put(form, seed * 2**40 + 1) for seed in range(400)]
    assert {each for put in drawn for each in put} == PULLS.keys()
    firsts = Counter(PULLS[put[0]] for put in drawn)
    # Of 400 first writings, 3/12, 4/12 and 5/12; four standard deviations are 35, 38 and 40.
    assert abs(firsts["cold"] - 100) < 35
    assert abs(firsts["warm"] - 133) < 38
    assert abs(firsts["debated"] - 167) < 40


def test_only_what_was_put_is_stored(form: Questionnaire) -> None:
    first = initial_answers(form, today=TODAY, seed=5)
    filled = EvaluatedForm(form, first, TODAY, inviting=True, seed=5)
    stored = normalize_answers(form, store_once_values(filled, first), today=TODAY)
    codes = [code for name in ("drawn_a", "drawn_b", "drawn_c") for code in stored[name].split()]
    assert sorted(codes) == sorted(stored["put"].split())
    assert len(codes) == 12


def test_the_objection_comes_first_and_the_situation_before_each_answer(
    form: Questionnaire,
) -> None:
    first = initial_answers(form, today=TODAY, seed=5)
    filled = EvaluatedForm(form, first, TODAY, inviting=True, seed=5)
    objection, *pages = build_pages_from_form(filled)
    assert "déjà trop découper" in objection.questions[0].question.label.say("fr")
    for page in pages[:12]:
        above, begun, situation, answer, why = [each.question for each in page.questions]
        assert "déjà trop découper" in above.label.say("fr")
        assert begun.guidance.say("fr")
        assert situation.label.say("en").startswith("Written with: ")
        assert "What is decided: " in situation.label.say("en")
        assert not answer.required
        assert not why.required


def test_neither_form_nor_page_says_where_colleagues_are_likely_to_pull(
    form: Questionnaire,
) -> None:
    words = " ".join(each.label.say("en") for each in form.questions.values())
    assert "debated" not in words
    assert not [each for each in form.questions if "debated" in each]


def test_the_workbook_has_no_warning() -> None:
    template = get_template("sorting")
    assert lint_workbook(template.workbook, template.workbook_name, language="en").findings == ()
