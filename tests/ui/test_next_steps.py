"""First pages: rooms say what is new, a page shows it with one next step."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from vecu.ui import next_steps
from vecu.ui.next_steps import (
    Door,
    News,
    NewsReader,
    NewsSource,
    NewsSubject,
    NextStep,
    SubjectKind,
    SubjectNews,
    collect_news,
    format_numbers,
    get_news,
    register_news,
)

READER = NewsReader("ana", date(2026, 11, 28))


@dataclass(frozen=True)
class Row:
    pk: UUID


ONE, OTHER = Row(UUID(int=1)), Row(UUID(int=2))


@pytest.fixture(autouse=True)
def no_sources(monkeypatch):
    """Leave what the rooms registered aside."""
    monkeypatch.setattr(next_steps, "_registered", {})


def register(order, *, news=(), steps=(), only=None, door=Door.ASK):
    def find(subjects, _reader):
        found = SubjectNews(
            [News(each, "") for each in news],
            [NextStep("", label, f"/{label}/", place) for label, place in steps],
        )
        return {each.row.pk: found for each in subjects if only in {None, each.row}}

    register_news(NewsSource(SubjectKind.STUDY, door, order, find))


def read(row=ONE, door=None):
    subjects = [NewsSubject(ONE, "owner"), NewsSubject(OTHER, "owner")]
    return collect_news(SubjectKind.STUDY, subjects, READER, door)[row.pk]


def test_news_come_in_the_order_of_rooms_whichever_registers_first():
    register(20, news=["13 of 131 texts are coded."])
    register(10, news=["131 people have answered."])

    assert [each.sentence for each in read().news] == [
        "131 people have answered.",
        "13 of 131 texts are coded.",
    ]


def test_the_most_urgent_step_of_all_rooms_is_the_one_next_step():
    register(10, steps=[("share", 60)])
    register(20, steps=[("code", 40), ("settle", 42)])

    assert read().next_step.label == "code"
    assert [each.label for each in read().other_steps] == ["settle", "share"]


def test_other_steps_are_few_and_lead_to_each_page_once():
    register(10, steps=[("first", 1), ("first", 2), *((str(n), n) for n in range(10, 16))])

    assert [each.label for each in read().other_steps] == ["10", "11", "12"]


def test_a_subject_of_which_no_room_says_anything_has_neither_news_nor_a_step():
    register(10, news=["Something."], only=OTHER)

    assert read(ONE) == SubjectNews([], [])
    assert read(ONE).next_step is None


def test_a_door_shows_what_the_rooms_behind_it_say():
    register(10, news=["The inquiry is open."], door=Door.ASK)
    register(20, news=["131 people have answered."], door=Door.UNDERSTAND)

    assert [each.sentence for each in read(door=Door.UNDERSTAND).news] == [
        "131 people have answered."
    ]


def test_each_room_looks_once_for_all_subjects():
    asked = []

    def find(subjects, reader):
        asked.append(([each.row for each in subjects], reader))
        return {}

    register_news(NewsSource(SubjectKind.STUDY, Door.ASK, 10, find))
    read()

    assert asked == [([ONE, OTHER], READER)]


def test_a_place_that_is_taken_is_refused():
    register(10)

    with pytest.raises(ValueError, match="Choose another order"):
        register(10)


def test_the_page_has_one_button_and_shows_what_news_mean():
    found = SubjectNews(
        [News("13 of 131 texts are coded.", "Only coded texts count.", "/coding/")],
        [
            NextStep("118 are left.", "Code them", "/coding/", 40),
            NextStep("", "Read", "/read/", 60),
        ],
    )

    page = render_to_string("ui/news.html", {"new": found})

    assert page.count('class="btn"') == 1
    assert '<a class="btn" href="/coding/">Code them</a>' in page
    assert "Only coded texts count." in page
    assert '<a href="/read/">Read</a>' in page


def test_where_nothing_is_new_the_page_says_nothing():
    assert render_to_string("ui/news.html", {"new": SubjectNews()}).strip() == ""


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1,306"), ("fr", "1\N{NO-BREAK SPACE}306")]
)
def test_numbers_are_written_as_the_language_of_the_page_has_them(language, written):
    with override(language):
        assert format_numbers(texts=1306) == {"texts": written}


def test_a_page_of_one_subject_reads_the_same():
    register(10, news=["Something."])

    assert get_news(SubjectKind.STUDY, NewsSubject(ONE, "owner"), READER) == read(ONE)
