"""The ways through the testimonies questionnaire: short for each stance, and nothing said is lost.

A page is a screen from after "Start" to the thanks, with the one on which answers are read again. A
tap opens a text to write in, ticks a choice, or presses a button; each page has one button to go
on. That there is nothing else to tell is ticked beforehand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from vecu.questionnaires import (
    PageKind,
    Question,
    add_repeat_instance,
    apply_triggers,
    build_pages,
    convert_workbook,
    find_revealed_questions,
    get_answer,
    initial_answers,
    normalize_answers,
    read_xform,
    set_answer,
    validate_answers,
)
from vecu.questionnaires.interview.duration import estimate_seconds
from vecu.questionnaires.interview.paging import Page

WORKBOOK = Path(__file__).parents[3] / "vecu/surveys/library/testimonies.md"
FORM = read_xform(convert_workbook(WORKBOOK.read_bytes(), WORKBOOK.name).xform)
STANCES = [
    "use",
    "use_imposed",
    "stopped",
    "refuse",
    "no_access",
    "no_need",
    "imposed",
    "measured",
    "unsure",
]
USERS = ["use", "use_imposed"]
WAYS = ["", *STANCES]
"""The stances; who does not say theirs goes the first way."""
MOST_PAGES, MOST_TAPS = 14, 26
REVIEW = 1
SIX_QUESTIONS = ["task", "goal", "value", "limit", "strategy", "keep"]


@dataclass
class Walk:
    """What one person saw, did and said from the first question to the button that sends."""

    said: dict[str, str]
    pages: list[Page]
    taps: int
    values: dict


def walk(stance: str, *, language: str = "fr", further: str = "no", stories: int = 1) -> Walk:
    """Answer every question that is put to a person of this stance, page after page."""
    around = {"today": date(2026, 11, 28), "seed": 1, "language": language}
    done, values = Walk({}, [], 0, {}), initial_answers(FORM, **around)
    chosen = {"stance": stance} | dict.fromkeys(("work/further", "work/further_short"), further)
    while page := next(iter_unseen(build_pages(FORM, values, **around), done.pages), None):
        done.pages.append(page)
        done.taps += 1  # the button
        if page.kind is PageKind.MORE:
            if page.position < stories:
                done.taps += 1  # "Yes, another one"
                values = add_repeat_instance(FORM, values, page.repeat, **around)
                done.pages.remove(page)
            continue
        before = values
        for asked in page.questions:
            answer = chosen.get(asked.address, any_answer(asked.question, asked.address))
            if answer:
                done.said[asked.address] = answer
                done.taps += 1
                values = set_answer(values, asked.address, answer)
        values = apply_triggers(FORM, before, values, **around)
        after = build_pages(FORM, values, **around)
        assert not find_revealed_questions(page, after), f"{page.key} is shown again"
    done.taps += 1  # "Send"
    done.values = values
    return done


def iter_unseen(pages: tuple[Page, ...], seen: list[Page]) -> Iterator[Page]:
    keys = {page.key for page in seen}
    yield from (page for page in pages if page.key not in keys)


def any_answer(question: Question, address: str) -> str:
    return question.choices[0].name if question.choices else f"What I say of {address}"


def count_pages(walked: Walk) -> int:
    return len(walked.pages) + REVIEW


def names(walked: Walk) -> list[str]:
    return [address.rpartition("/")[2] for address in walked.said]


def test_where_one_stands_with_ai_is_the_first_question_and_may_be_skipped():
    first = next(iter(FORM.questions.values()))

    assert first.name == "stance"
    assert [choice.name for choice in first.choices] == STANCES
    assert first.required is None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Vous n’utilisez pas l’IA ? Votre récit compte autant."),
        ("en", "You do not use AI? Your story counts as much."),
    ],
)
def test_the_first_question_says_that_a_story_without_ai_counts_as_much(language, sentence):
    assert FORM.questions["/data/stance"].hint.say(language) == sentence


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("stance", WAYS)
def test_a_story_and_its_context_take_few_pages_and_few_taps(stance, language):
    walked = walk(stance, language=language)

    assert count_pages(walked) <= MOST_PAGES
    assert walked.taps <= MOST_TAPS


@pytest.mark.parametrize("stance", WAYS)
def test_one_more_page_is_for_those_who_want_to_say_more(stance):
    short, long = walk(stance), walk(stance, further="yes")

    assert count_pages(long) == count_pages(short) + 1 <= MOST_PAGES
    assert {"worries", "employer", "size"} <= set(names(long)) - set(names(short))


def test_the_longest_way_is_that_of_those_who_use_it():
    """Counted by hand. Pages: 1 where one stands, 5 texts, 1 about this task, 1 whether there is
    another, 1 on work, 1 on quotations, 1 to read again. Taps: 11 buttons, 5 texts, 1 + 4 choices
    before "another" (the last: who may read the story), then an occupation and 3 choices, and 1 on
    quotations."""
    walked = walk("use")

    assert count_pages(walked) == 11
    assert walked.taps == 11 + 5 + (1 + 4) + (1 + 3) + 1
    assert max(WAYS, key=lambda stance: walk(stance).taps) == "use"


@pytest.mark.parametrize("further", ["yes", "no"])
@pytest.mark.parametrize("stance", WAYS)
def test_nothing_that_people_say_is_dropped_when_they_send_it(stance, further):
    walked = walk(stance, further=further, stories=2)
    around = {"today": date(2026, 11, 28), "language": "fr"}

    sent = normalize_answers(FORM, walked.values, seed=1, **around)

    assert not validate_answers(FORM, sent, **around)
    assert {address: get_answer(sent, address) for address in walked.said} == walked.said


def test_the_six_questions_are_put_for_each_task():
    said = walk("use", stories=2).said

    for story in ("story[1]", "story[2]"):
        mine = [address.rpartition("/")[2] for address in said if address.startswith(story)]
        assert mine[:6] == SIX_QUESTIONS
        assert mine[6:] == ["kind", "weight", "whole"]


OF_ONE_STANCE = {
    "": ["plain_task", "plain_hard", "plain_change"],
    "stopped": ["stopped_task", "stopped_why", "stopped_now"],
    "refuse": ["refuse_what", "refuse_why", "refuse_effect"],
    "no_access": ["access_bar", "access_task", "access_need"],
    "no_need": ["need_task", "need_how", "need_why"],
    "measured": ["measure_what", "measure_known", "measure_change"],
    "unsure": ["unsure_what", "unsure_seen"],
    "imposed": [
        "imposed_tool",
        "imposed_task",
        "imposed_change",
        "limit",
        "imposed_way",
        "imposed_keep",
        "kind",
        "weight",
    ],
}


@pytest.mark.parametrize("stance", OF_ONE_STANCE)
def test_every_other_stance_has_a_story_of_its_own(stance):
    said = walk(stance).said

    story = [address.rpartition("/")[2] for address in said if address.startswith("story[1]")]
    assert story == [*OF_ONE_STANCE[stance], "whole"]


def test_whether_the_manager_knows_is_a_question_for_those_who_use_it():
    assert [stance for stance in WAYS if "known" in names(walk(stance))] == USERS


def test_one_may_both_use_it_and_have_it_imposed():
    """What the tool is, and who decided it, in place of what was hoped for: as many taps."""
    said = names(walk("use_imposed"))

    assert said[1:7] == ["imposed_tool", "task", "value", "limit", "strategy", "keep"]
    assert walk("use_imposed").taps == walk("use").taps


def test_why_a_manager_knows_or_not_is_for_those_who_want_to_say_more():
    assert "known_why" in names(walk("use", further="yes"))
    assert "known_why" not in names(walk("use"))
    assert "known_why" not in names(walk("refuse", further="yes"))


@pytest.mark.parametrize(("name", "most", "minutes"), [("use", 8, 2), ("refuse", 3, 1)])
def test_the_page_more_has_as_many_questions_and_minutes_as_its_question_says(name, most, minutes):
    short, long = walk(name), walk(name, further="yes")
    (more,) = (page for page in long.pages if page.key not in {each.key for each in short.pages})

    assert len(more.questions) == most
    for language in FORM.languages:
        taken = sum(estimate_seconds(asked.question, language) for asked in more.questions)
        assert round(taken / 60) <= minutes


@pytest.mark.parametrize("stance", WAYS)
def test_only_the_task_itself_must_be_named_and_only_where_there_is_one(stance):
    shown = {asked.question.path for page in walk(stance).pages for asked in page.questions}

    required = [path for path in shown if FORM.questions[path].required]
    task = {"imposed": "imposed_task"} | dict.fromkeys(USERS, "task")
    assert required == ([f"/data/story/{task[stance]}"] if stance in task else [])
