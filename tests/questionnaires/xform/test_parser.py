"""The published XForm is read whole, or refused with the question and the column."""

from dataclasses import FrozenInstanceError

import pytest

from tests.questionnaires.factories import EVERY_KIND, HOUSEHOLD, form, testimonies
from vecu.questionnaires import Group, QuestionType, WorkbookRefused, read_xform


def refusal(markdown: str) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        form(markdown)
    return str(refused.value)


def one(kind: str, column: str = "hint", cell: str = "") -> str:
    """Return a form of one question, with one more cell."""
    return (
        f"| survey |\n| | type | name | label | {column} |\n| | {kind} | a | A | {cell} |\n"
        "| choices |\n| | list_name | name | label |\n| | c | one | One |\n"
    )


def by_hand(instance: str, binds: str = "", body: str = "", itext: str = "") -> str:
    """Return an XForm that pyxform would not write."""
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>'
        f"{itext}<instance><data id='f' version='2'>{instance}</data></instance>{binds}</model>"
        f"</h:head><h:body>{body}</h:body></h:html>"
    )


def test_the_testimonies_have_a_repeat_and_two_groups_in_order() -> None:
    questionnaire = testimonies()
    tops = questionnaire.root.children
    assert [top.name for top in tops] == ["story", "work", "permission"]
    assert [isinstance(top, Group) and top.repeats for top in tops] == [True, False, False]
    assert questionnaire.languages == ("fr", "en")
    assert (questionnaire.form_id, questionnaire.version) == ("testimonies", "2")


def test_a_question_has_its_words_in_both_languages() -> None:
    task = testimonies().questions["/data/story/task"]
    assert task.label.say("en") == "For which task did you use AI?"
    assert task.label.say("fr") == "Pour quelle tâche avez-vous utilisé l’IA ?"
    assert task.hint.say("en").startswith("One task at a time.")
    assert task.appearance == {"multiline"}
    assert task.required is not None


def test_a_language_that_is_missing_falls_back_to_one_that_is_there() -> None:
    assert testimonies().questions["/data/story/task"].label.say("de").startswith("Pour quelle")


def test_every_kind_is_distinguished() -> None:
    kinds = {question.name: question.kind for question in form(EVERY_KIND).questions.values()}
    assert set(kinds.values()) == set(QuestionType)
    assert kinds == {
        "hello": QuestionType.NOTE,
        "age": QuestionType.INTEGER,
        "hours": QuestionType.DECIMAL,
        "since": QuestionType.DATE,
        "week": QuestionType.CALCULATE,
        "told": QuestionType.NOTE,
        "source": QuestionType.HIDDEN,
        "place": QuestionType.SELECT_ONE,
        "town": QuestionType.SELECT_ONE,
        "name": QuestionType.TEXT,
        "likes": QuestionType.SELECT_MULTIPLE,
        "pets": QuestionType.INTEGER,
        "kind": QuestionType.TEXT,
        "hour": QuestionType.TIME,
        "moment": QuestionType.DATETIME,
        "grade": QuestionType.RANGE,
        "spot": QuestionType.GEOPOINT,
        "best": QuestionType.RANK,
        "read": QuestionType.ACKNOWLEDGE,
        "photo": QuestionType.IMAGE,
        "sound": QuestionType.AUDIO,
        "film": QuestionType.VIDEO,
        "paper": QuestionType.FILE,
    }


def test_the_form_s_own_messages_defaults_and_counts_are_read() -> None:
    questionnaire = form(HOUSEHOLD)
    age = questionnaire.questions["/data/age"]
    assert age.constraint_message.say("fr") == "L’âge va de 0 à 120."
    assert age.required_message.say("en") == "We need your age."
    assert questionnaire.questions["/data/hours"].default == "7.5"
    assert questionnaire.groups["/data/pet"].count is not None
    assert questionnaire.groups["/data/child"].count is None
    assert questionnaire.groups["/data/home"].appearance == {"field-list"}


def test_a_value_inside_a_label_reads_as_an_ellipsis_until_it_is_known() -> None:
    label = form(HOUSEHOLD).questions["/data/child/likes"].label
    assert label.say("en") == "What does … like?"
    assert len(label.outputs["fr"]) == 1


def test_the_instance_id_is_left_out() -> None:
    assert not any("meta" in path for path in testimonies().questions)


def test_items_written_inside_a_question_are_read() -> None:
    xml = by_hand(
        "<a/>",
        body="<select1 ref='/data/a'><label>A</label>"
        "<item><label>One</label><value>1</value></item>"
        "<item><label>Two</label><value>2</value></item></select1>",
    )
    choices = read_xform(xml).questions["/data/a"].choices
    assert [(choice.name, choice.label.say("en")) for choice in choices] == [
        ("1", "One"),
        ("2", "Two"),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Français (fr)", "fr"),
        ("English (EN)", "en"),
        ("Brezhoneg (br)", "br"),
        ("Français", "fr"),
        ("de", "de"),
        ("Português (pt-BR)", "pt-br"),
        ("Ελληνικά", "ελληνικά"),
    ],
)
def test_a_language_s_name_becomes_its_code(name: str, code: str) -> None:
    questionnaire = form(f"| survey |\n| | type | name | label::{name} |\n| | text | a | A |\n")
    assert questionnaire.languages == (code,)


def test_a_form_without_translations_is_english_unless_it_says_otherwise() -> None:
    assert form(one("text")).languages == ("en",)


def test_everything_read_is_frozen() -> None:
    questionnaire = testimonies()
    with pytest.raises(FrozenInstanceError):
        questionnaire.title = "Other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        questionnaire.questions["/data/story/task"].label.texts["fr"] = ""  # type: ignore[index]


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("barcode", "barcode"),
        ("geotrace", "geotrace"),
        ("geoshape", "geoshape"),
    ],
)
def test_a_type_that_is_not_supported_is_refused_by_name(kind: str, named: str) -> None:
    said = refusal(one(kind))
    assert "/data/a" in said
    assert f"“{named}”" in said


@pytest.mark.parametrize("column", ["relevant", "constraint", "calculation", "required"])
def test_an_expression_that_cannot_be_read_names_row_and_column(column: str) -> None:
    said = refusal(one("text", column, "no-such-function(1)"))
    assert f"row 2, column “{column}”" in said
    assert "no-such-function" in said


@pytest.mark.parametrize(
    "bind", ['relevant="uuid() = 1"', 'constraint="random() &lt; 2"', 'required="random() > 1"']
)
def test_a_rule_that_draws_by_chance_is_refused_with_its_column(bind: str) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        read_xform(by_hand("<a/>", f'<bind nodeset="/data/a" {bind}/>', '<input ref="/data/a"/>'))
    assert f"/data/a, column “{bind.partition('=')[0]}”: Chance" in str(refused.value)


def test_a_count_that_draws_by_chance_is_refused() -> None:
    body = '<group ref="/data/r"><repeat nodeset="/data/r" jr:count="random() * 3"/></group>'
    with pytest.raises(WorkbookRefused) as refused:
        read_xform(by_hand("<r><a/></r>", "", body))
    assert "/data/r, column “repeat_count”: Chance" in str(refused.value)


def test_every_problem_is_reported_at_once() -> None:
    with pytest.raises(WorkbookRefused) as refused:
        form(
            "| survey |\n| | type | name | label |\n| | barcode | a | A |\n| | geotrace | b | B |\n"
        )
    assert len(refused.value.problems) == 2


def test_two_names_of_one_language_are_refused() -> None:
    said = refusal(
        "| survey |\n| | type | name | label::French (fr) | label::Français (fr) |\n"
        "| | text | a | A | A |\n"
    )
    assert "one language to the form (fr)" in said


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "hello",
        "<a/>",
        "<a>",
        "\ud800",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<a>" * 30_000 + "</a>" * 30_000,
        by_hand("<a>" * 3_000 + "</a>" * 3_000),
    ],
    ids=["nothing", "text", "other", "broken", "surrogate", "entity", "deep", "deep instance"],
)
def test_what_is_no_xform_is_refused(xml: str) -> None:
    with pytest.raises(WorkbookRefused):
        read_xform(xml)
