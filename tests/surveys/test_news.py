"""What first pages say of an inquiry: whether people can answer, how many have, the next step."""

from datetime import date, timedelta

import pytest

from tests.surveys.factories import answer, make_study
from vecu.accounts.rules import Role
from vecu.surveys.models import Study
from vecu.surveys.news import find_answer_news, find_collection_news
from vecu.ui.next_steps import NewsReader, NewsSubject, sort_steps

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


def open_until(closes, **changed):
    study = make_study()
    fielding = study.fieldings.get()
    for name, value in ({"opens": None, "closes": closes, "state": "open"} | changed).items():
        setattr(fielding, name, value)
    fielding.save()
    return study


def read(study, role=Role.OWNER, find=find_collection_news):
    return find([NewsSubject(study, role)], NewsReader(None, TODAY)).get(study.pk)


def labels(found):
    return [each.label for each in sort_steps(found.steps)]


@pytest.mark.parametrize(
    ("closes", "changed", "sentence"),
    [
        (None, {}, "The inquiry is open."),
        (date(2026, 12, 14), {}, "The inquiry is open until 14 December 2026."),
        (TODAY, {}, "The inquiry closes tonight."),
        (None, {"opens": date(2026, 12, 1)}, "The inquiry opens on 1 December 2026."),
        (None, {"state": "paused"}, "The inquiry is paused."),
        (date(2026, 11, 27), {}, "The inquiry is closed."),
        (None, {"state": "draft"}, "The inquiry is not open yet."),
    ],
)
def test_it_says_whether_people_can_answer(closes, changed, sentence):
    assert read(open_until(closes, **changed)).news[0].sentence == sentence


def test_before_it_opens_what_the_law_requires_comes_first():
    study = open_until(None, state="draft")
    assert labels(read(study))[0] == "Set the dates and open it"

    Study.objects.update(controller="")
    study.refresh_from_db()
    assert labels(read(study))[0] == "Complete the study details"


def test_an_open_inquiry_without_answers_is_shared_and_one_that_closes_soon_is_looked_at():
    study = open_until(TODAY + timedelta(7))
    assert labels(read(study)) == ["Share the link"]

    answer(study, {"story": [{"task": "Write"}]})
    assert labels(read(study)) == ["Check the link and the dates", "Share the link"]


def test_only_who_sees_counts_reads_how_many_have_answered():
    study = open_until(None)
    answer(study, {"story": [{"task": "Write"}]})

    assert read(study, Role.CODER, find_answer_news).news[0].sentence == "1 person has answered."
    assert read(study, Role.READER, find_answer_news) is None
    assert read(study, Role.READER).steps == []
