"""The interview, one thing per page: what is asked, in which order, and where an answer goes."""

import random
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.questionnaires.factories import EVERY_KIND, HOUSEHOLD, TODAY, form, testimonies
from vecu.questionnaires import (
    MAX_INSTANCES,
    Page,
    PageKind,
    Questionnaire,
    QuestionType,
    RenderedQuestion,
    Values,
    add_repeat_instance,
    build_pages,
    get_answer,
    initial_answers,
    list_preview_pages,
    normalize_answers,
    remove_instance,
    set_answer,
    validate_answers,
)
from vecu.questionnaires.answers.paths import add_instance

HOUSE = form(HOUSEHOLD)
EVERY = form(EVERY_KIND)
STORIES = testimonies()


def keys(questionnaire: Questionnaire, values: Values) -> list[str]:
    return [page.key for page in build_pages(questionnaire, values, today=TODAY)]


def page_at(questionnaire: Questionnaire, values: Values, key: str) -> Page | None:
    shown = build_pages(questionnaire, values, today=TODAY)
    return next((page for page in shown if page.key == key), None)


def test_the_testimonies_ask_for_a_story_then_the_work_then_permission() -> None:
    found = keys(STORIES, initial_answers(STORIES, today=TODAY))
    assert found[:2] == ["story.1.task", "story.1.goal"]
    assert found[7:10] == ["story.1.weight", "story.more", "work.occupation"]
    assert found[-1] == "permission.quote"
    assert "work.known_why" not in found
    assert "work.sector_other" not in found


def test_a_page_says_where_it_stands() -> None:
    page = page_at(STORIES, {}, "work.sector")
    assert page is not None
    assert page.section.label.say("en") == "You and your work"
    assert page.section.position == 2
    assert (page.repeat, page.position) == ("", 0)
    (asked,) = page.questions
    assert (asked.address, asked.name, asked.value) == ("work/sector", "work.sector", "")


def test_a_page_inside_a_repeat_knows_its_instance() -> None:
    page = page_at(STORIES, {"story": [{}, {"goal": "x"}]}, "story.2.goal")
    assert page is not None
    assert (page.repeat, page.position) == ("story", 2)
    assert page.questions[0].value == "x"


def test_the_text_for_other_follows_on_its_own_page() -> None:
    values = set_answer(initial_answers(STORIES, today=TODAY), "work/sector", "other")
    found = keys(STORIES, values)
    assert found[found.index("work.sector") + 1] == "work.sector_other"


def test_a_second_story_comes_before_the_question_for_a_third() -> None:
    values = add_instance(initial_answers(STORIES, today=TODAY), "story")
    found = keys(STORIES, values)
    assert found.index("story.2.task") == found.index("story.1.weight") + 1
    assert found.index("story.more") == found.index("story.2.weight") + 1


def test_twenty_stories_are_enough() -> None:
    values: Values = {"story": [{"task": "x"}] * MAX_INSTANCES}
    assert "story.more" not in keys(STORIES, values)
    assert add_instance(values, "story") == values
    assert add_repeat_instance(STORIES, values, "story", today=TODAY) == values


def test_the_page_for_another_story_says_how_many_there_are() -> None:
    page = page_at(STORIES, {"story": [{}, {}]}, "story.more")
    assert page is not None
    assert (page.kind, page.repeat, page.position) == (PageKind.MORE, "story", 2)
    assert page.label.say("en") == "A task"


def test_a_repeat_never_touched_invites_and_one_emptied_on_purpose_only_asks() -> None:
    assert keys(STORIES, {})[0] == "story.1.task"
    assert keys(STORIES, {"story": []})[0] == "story.more"


def test_a_field_list_is_one_page_and_hidden_or_calculated_things_are_none() -> None:
    found = keys(HOUSE, {"age": "30", "hours": "7", "pets": "2"})
    assert found == [
        "hello", "age", "hours", "since", "told", "home.block",
        "child.1.name", "child.1.likes", "child.more", "pets", "pet.1.kind", "pet.2.kind",
    ]  # fmt: skip
    kinds = {page.key: page.kind for page in build_pages(HOUSE, {"age": "30"}, today=TODAY)}
    assert kinds["hello"] is PageKind.NOTE
    assert kinds["home.block"] is PageKind.BLOCK


def test_values_are_filled_into_the_words() -> None:
    page = page_at(HOUSE, {"age": "30", "hours": "7.5"}, "told")
    assert page is not None
    assert page.questions[0].question.label.say("fr") == "Cela fait 37.5 heures."


def test_only_the_choices_that_the_filter_leaves_are_offered() -> None:
    page = page_at(HOUSE, {"home": {"place": "country"}}, "home.block")
    assert page is not None
    assert [choice.name for choice in page.questions[1].question.choices] == ["ars"]


def test_questions_outside_groups_share_a_section_without_a_label() -> None:
    sections = {page.key: page.section for page in build_pages(HOUSE, {"age": "30"}, today=TODAY)}
    assert sections["hello"] == sections["age"]
    assert not sections["age"].label
    assert sections["home.block"].position == 2


def test_names_with_dots_keep_their_keys_apart() -> None:
    questionnaire = form(
        "| survey |\n| | type | name | label |\n| | begin group | a | A |\n| | text | b | B |\n"
        "| | end group | | |\n| | text | a.b | C |\n"
    )
    assert keys(questionnaire, {}) == ["a.b", "a~b"]


class TestAddresses:
    @pytest.mark.parametrize(
        "address", ["", "a//b", "a[0]", "a[x]", "a[21]/b", "a[1", "a[-1]/b", "[1]"]
    )
    def test_what_is_no_address_is_a_value_error(self, address: str) -> None:
        with pytest.raises(ValueError, match="not an address"):
            set_answer({}, address, "x")

    def test_put_changes_nothing_that_it_was_given(self) -> None:
        before: Values = {"story": [{"task": "a"}], "work": {"sector": "b"}}
        after = set_answer(set_answer(before, "story[1]/task", "c"), "work/sector", "")
        assert before == {"story": [{"task": "a"}], "work": {"sector": "b"}}
        assert after == {"story": [{"task": "c"}], "work": {}}

    def test_put_makes_what_is_missing_on_the_way(self) -> None:
        assert set_answer({}, "story[2]/task", "x") == {"story": [{}, {"task": "x"}]}

    def test_put_takes_the_place_of_what_has_another_shape(self) -> None:
        assert set_answer({"work": ["x"]}, "work/sector", "a") == {"work": {"sector": "a"}}

    def test_an_instance_is_removed_and_the_others_move_up(self) -> None:
        values: Values = {"story": [{"task": "a"}, {"task": "b"}, {"task": "c"}]}
        assert remove_instance(values, "story", 2) == {"story": [{"task": "a"}, {"task": "c"}]}
        assert remove_instance(values, "story", 9) == values
        assert remove_instance({}, "story", 1) == {"story": []}

    def test_a_repeat_inside_a_repeat_is_reached(self) -> None:
        values = add_instance(add_instance({}, "a"), "a[1]/b")
        assert set_answer(values, "a[1]/b[1]/c", "x") == {"a": [{"b": [{"c": "x"}]}]}
        assert remove_instance(values, "a[1]/b", 1) == {"a": [{"b": []}]}

    def test_get_of_another_shape_is_no_answer(self) -> None:
        assert get_answer({"a": ["x"]}, "a") == ""
        assert get_answer({"a": "x"}, "a[1]/b") == ""
        assert get_answer({"a": 3}, "a") == "3"


NAMES = st.sampled_from(["a", "b", "c"])
STEPS = st.tuples(NAMES, st.integers(0, 3)).map(lambda s: s[0] + (f"[{s[1]}]" if s[1] else ""))
ADDRESSES = st.tuples(st.lists(STEPS, max_size=3), NAMES).map(
    lambda parts: "/".join([*parts[0], parts[1]])
)
SHAPES: Any = st.recursive(
    st.text(max_size=3) | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(NAMES, SHAPES, max_size=3), ADDRESSES, st.text(max_size=5))
def test_what_is_put_can_be_got(values: Values, address: str, text: str) -> None:
    assert get_answer(set_answer(values, address, text), address) == text


def an_answer(asked: RenderedQuestion, rng: random.Random) -> str:
    """Answer as a person might: from the list, a number, a word, or not at all."""
    question = asked.question
    names = [choice.name for choice in question.choices]
    if question.required is None and rng.random() < 0.3:
        return ""
    if question.kind is QuestionType.SELECT_ONE:
        return rng.choice(names)
    if question.kind is QuestionType.SELECT_MULTIPLE:
        ticked = [name for name in names if rng.random() < 0.4]
        return "none" if "none" in ticked else " ".join(ticked)  # nothing goes with nothing else
    if question.kind is QuestionType.RANK:
        return " ".join(rng.sample(names, len(names)))
    samples = {
        QuestionType.INTEGER: "20",
        QuestionType.DECIMAL: "7.5",
        QuestionType.DATE: "2020-01-01",
        QuestionType.TIME: "14:30:00",
        QuestionType.DATETIME: "2020-01-01T14:30:00",
        QuestionType.GEOPOINT: "48.85 2.35",
        QuestionType.RANGE: "5",
        QuestionType.ACKNOWLEDGE: "OK",
        **{
            kind: "5c3e2f0a-9d41-4b7e-8a6b-0f1d2c3b4a59.jpg"
            for kind in QuestionType
            if kind.is_file
        },
    }
    return samples.get(question.kind, "some words")


def page_after(questionnaire: Questionnaire, values: Values, key: str) -> Page | None:
    """Return what follows the last of the pages whose keys begin like this, None at the end."""
    shown = build_pages(questionnaire, values, today=TODAY)
    last = max(place for place, page in enumerate(shown) if page.key.startswith(key))
    return shown[last + 1] if last + 1 < len(shown) else None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
@pytest.mark.parametrize("questionnaire", [STORIES, EVERY], ids=["testimonies", "every kind"])
def test_a_person_who_answers_page_by_page_ends_with_nothing_wrong(
    questionnaire: Questionnaire, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311
    values = initial_answers(questionnaire, today=TODAY)
    page: Page | None = build_pages(questionnaire, values, today=TODAY)[0]
    seen = 0
    while page is not None:
        seen += 1
        assert seen < 300
        for asked in page.questions:
            if asked.question.kind.has_input:
                values = set_answer(values, asked.address, an_answer(asked, rng))
        if page.kind is PageKind.MORE and page.position < 4 and rng.random() < 0.5:
            values = add_repeat_instance(questionnaire, values, page.repeat, today=TODAY)
            page = page_after(questionnaire, values, f"{page.repeat}.{page.position}.")
        else:
            page = page_after(questionnaire, values, page.key)
    settled = normalize_answers(questionnaire, values, today=TODAY)
    for kept in (values, settled):
        assert validate_answers(questionnaire, kept, today=TODAY, language="fr") == ()


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*EVERY.root.names, *STORIES.root.names, "odd"]),
        SHAPES | st.sampled_from(["30", "2", "city", "1e9"]),
    )
)
def test_pages_survive_whatever_a_draft_holds(values: Values) -> None:
    for questionnaire in (EVERY, STORIES):
        for page in build_pages(questionnaire, values, today=TODAY):
            for asked in page.questions:
                set_answer(values, asked.address, "x")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_keys_are_different_and_fit_for_a_url(data: st.DataObject) -> None:
    values: Values = {
        "age": data.draw(st.sampled_from(["9", "30", ""])),
        "pets": data.draw(st.sampled_from(["0", "3", "x"])),
        "child": data.draw(st.lists(st.just({}), max_size=22)),
    }
    found = keys(HOUSE, values)
    assert len(set(found)) == len(found)
    assert all(quote(key, safe="~") == key for key in found)


@pytest.mark.parametrize("inside", ["", "| | calculate | c | | 1 + 1 |"])
@pytest.mark.parametrize("around", ["", "group"])
def test_nobody_is_offered_one_more_of_a_repeat_in_which_nothing_is_seen(
    inside: str, around: str
) -> None:
    rows = [
        "| survey |",
        "| | type | name | label | calculation |",
        "| | text | t | T | |",
        "| | begin group | g | G | |" if around else "",
        "| | begin repeat | r | R | |",
        inside,
        "| | end repeat | | | |",
        "| | end group | | | |" if around else "",
    ]
    questionnaire = form("\n".join(row for row in rows if row))
    for values in ({}, {"t": "a"}, {"r": [{}, {}]}):
        assert [page.key for page in build_pages(questionnaire, values, today=TODAY)] == ["t"]
    assert [each.page.key for each in list_preview_pages(questionnaire, today=TODAY)] == ["t"]
