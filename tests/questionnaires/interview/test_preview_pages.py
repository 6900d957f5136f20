"""Every page of a questionnaire, whatever the answers: what its author looks at."""

from datetime import date

from tests.questionnaires.factories import AT_HAND
from vecu.questionnaires import build_pages, convert_workbook, list_preview_pages, read_xform

TODAY = date(2026, 11, 24)

FORM = """
| survey | | | | | | |
| | type | name | label::English (en) | relevant | choice_filter | repeat_count |
| | select_one yes | uses | Do you use AI? | | | |
| | integer | people | How many people? | | | |
| | begin group | more | More | ${uses} = 'yes' | | |
| | text | why | Why do you say ${uses}? | | | |
| | select_one town | town | Which town? | ${why} != '' | region = ${uses} | |
| | end group | | | | | |
| | begin repeat | person | A person | | | ${people} |
| | text | job | Their job? | | | |
| | end repeat | | | | | |
| | begin repeat | story | A story | | | |
| | text | task | Which task? | | | |
| | end repeat | | | | | |

| choices | | | | |
| | list_name | name | label::English (en) | region |
| | yes | yes | Yes | |
| | yes | no | No | |
| | town | paris | Paris | yes |
| | town | lyon | Lyon | no |
"""


def form():
    return read_xform(convert_workbook(FORM.encode(), "form.md").xform)


def at_rest():
    return {each.page.key: each for each in list_preview_pages(form(), today=TODAY)}


def test_pages_that_depend_on_an_answer_stand_there_with_their_conditions():
    shown = {page.key for page in build_pages(form(), {}, today=TODAY)}
    found = at_rest()

    assert "more.why" not in shown
    assert found["more.why"].conditions == ("${uses} = 'yes'",)
    assert found["more.town"].conditions == ("${uses} = 'yes'", "${why} != ''")
    assert found["uses"].conditions == ()


def test_on_a_page_of_several_questions_a_condition_stands_with_the_question_that_has_it():
    (together,) = list_preview_pages(
        read(
            """| survey |
| | type | name | label | relevant | appearance |
| | begin group | work | Work | 1 = 1 | field-list |
| | integer | age | Age | | |
| | select_one yes | ai | AI? | | |
| | text | w | Which? | ${ai}='1' | |
| | begin group | more | More | ${age} > 17 | |
| | text | why | Why? | | |
| | text | how | How? | ${why} != '' | |
| | end group | | | | |
| | end group | | | | |

| choices |
| | list_name | name | label |
| | yes | 1 | Yes |
"""
        ),
        today=TODAY,
    )

    assert together.conditions == ("1 = 1",)
    assert together.of_some == (
        ("w", "${ai} ='1'"),
        ("why", "${age} > 17"),
        ("how", "${age} > 17"),
        ("how", "${why} != ''"),
    )


def test_conditions_read_as_their_author_wrote_them():
    written = "${a} ='x' or not(${a}) or coalesce(${a}, ${a} + 1) = 2"
    asked = read(
        f"""| survey |
| | type | name | label | relevant |
| | text | a | A | |
| | text | b | B | {written} |
"""
    )

    assert list_preview_pages(asked, today=TODAY)[1].conditions == (written,)


def test_pages_stand_in_the_order_of_the_workbook():
    assert list(at_rest()) == [
        "uses",
        "people",
        "more.why",
        "more.town",
        "person.1.job",
        "story.1.task",
        "story.more",
    ]


def test_all_choices_are_displayed_whatever_filters_them():
    choices = at_rest()["more.town"].page.questions[0].question.choices

    assert [choice.name for choice in choices] == ["paris", "lyon"]


def test_an_answer_within_a_wording_reads_as_dots():
    assert at_rest()["more.why"].page.questions[0].question.label.say("en") == "Why do you say …?"


def test_a_repeat_that_comes_in_a_computed_number_never_asks_for_another():
    assert "person.more" not in at_rest()


def read(markdown):
    return read_xform(convert_workbook(markdown.encode(), "form.md", AT_HAND).xform)


def test_what_reads_the_instance_before_is_displayed_like_all_else():
    before = "/data/s[position() = position(current()/..) - 1]/b"
    asked = read(
        f"""| survey |
| | type | name | label | relevant | calculation |
| | begin repeat | s | S | | |
| | text | a | A | position(..) = 1 or {before} = 'x' | |
| | calculate | b | | | if(${{a}} = '', 'x', 'y') |
| | end repeat | | | | |
"""
    )

    assert [each.page.key for each in list_preview_pages(asked, today=TODAY)] == ["s.1.a", "s.more"]


def test_choices_keep_their_pictures_and_guidance_its_dots():
    asked = read(
        """| survey |
| | type | name | label | guidance_hint |
| | text | z | Z | |
| | select_one c | s | S | Why ${z} now |

| choices |
| | list_name | name | label | image |
| | c | a | A | a.png |
"""
    )
    question = list_preview_pages(asked, today=TODAY)[1].page.questions[0].question

    assert list(question.choices[0].media.image.texts.values()) == ["a.png"]
    assert question.guidance.say("en") == "Why … now"
    assert not question.guidance.outputs


def test_the_questionnaire_itself_is_left_as_it_was():
    questionnaire = form()
    list_preview_pages(questionnaire, today=TODAY)

    assert questionnaire.questions["/data/more/town"].choice_filter is not None
    assert questionnaire.groups["/data/more"].relevant is not None
