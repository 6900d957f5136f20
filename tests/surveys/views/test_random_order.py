"""Randomness in a questionnaire: the same order for a respondent on every page and device."""

from datetime import date

import pytest

from tests.surveys.factories import make_study
from vecu.questionnaires import build_pages
from vecu.surveys import actions
from vecu.surveys.models import Answer, Draft
from vecu.surveys.queries import (
    RespondentContext,
    find_current_fielding,
    find_draft,
    get_evaluation_context,
    get_fielding_questionnaire,
)

pytestmark = [pytest.mark.data, pytest.mark.django_db]

TODAY = date(2026, 11, 24)
FORM = """
| survey |
| | type | name | label | calculation | parameters |
| | select_one tool | first | First? | | randomize=true |
| | select_one tool | second | Second? | | randomize=true |
| | calculate | arm | | if(random() < 0.5, 'short', 'long') | |
| | calculate | number | | once(uuid()) | |

| choices |
| | list_name | name | label |
| | tool | a | Tool A |
| | tool | b | Tool B |
| | tool | c | Tool C |
| | tool | d | Tool D |
| | tool | e | Tool E |
| | tool | f | Tool F |

| settings |
| | form_title |
| | Chance |
"""


@pytest.fixture
def fielding(db):
    return find_current_fielding(make_study("chance", FORM), TODAY)


def visit(token: str = "") -> RespondentContext:
    return RespondentContext(slug="chance", token=token, language="en", today=TODAY)


def orders(token: str) -> list[list[str]]:
    here = visit(token)
    draft = find_draft(here)
    shown = build_pages(
        get_fielding_questionnaire(draft.fielding),
        draft.values,
        **get_evaluation_context(draft, here),
    )
    return [[choice.name for choice in page.questions[0].question.choices] for page in shown]


def test_a_person_sees_one_order_from_page_to_page_and_on_another_device(fielding):
    token, _draft = actions.start_draft(fielding, visit())
    before = orders(token)
    actions.save_page(visit(token), "first", {"first": ["c"]})
    assert orders(token) == before
    code, _draft = actions.set_resume_code(visit(token))
    elsewhere, _draft = actions.resume_draft(visit(), code)
    assert elsewhere != token
    assert orders(elsewhere) == before


def test_another_person_sees_another(fielding):
    """Of 720 orders of each of two questions, twenty people hardly see the same."""
    seen = {str(orders(actions.start_draft(fielding, visit())[0])) for _person in range(20)}
    assert len(seen) > 15


def test_what_was_drawn_is_sent_as_it_was_and_the_seed_is_gone(fielding):
    token, draft = actions.start_draft(fielding, visit())
    actions.save_page(visit(token), "first", {"first": ["c"]})
    drawn = find_draft(visit(token)).values
    actions.save_page(visit(token), "second", {"second": ["d"]})
    actions.submit_draft(visit(token))
    answer = Answer.objects.get()
    assert answer.values["number"] == drawn["number"]
    assert answer.values["arm"] in {"short", "long"}
    assert not Draft.objects.filter(seed=draft.seed).exists()
    assert str(draft.seed) not in str(vars(answer))
