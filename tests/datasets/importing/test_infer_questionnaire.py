"""Infer a questionnaire from a file."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets.conftest import TODAY
from vecu.datasets.importing.codebook_file import CodebookItem, CodebookItems
from vecu.datasets.importing.infer_questionnaire import (
    InferredQuestion,
    InferredQuestionnaire,
    infer_questions,
)
from vecu.datasets.importing.row_parser import RowParser
from vecu.datasets.importing.xlsform_writer import write_xlsform
from vecu.questionnaires import Questionnaire, convert_workbook, read_xform
from vecu.tables import Settings, read_table


def inferred(
    text: str, codes: CodebookItems | None = None, key: str = "", language: str = "en"
) -> InferredQuestionnaire:
    table = read_table(text.encode("utf-8"), Settings(delimiter=";", encoding="utf-8"))
    return infer_questions(table, codes, key=key, language=language)


def column(*cells: str, codes: CodebookItems | None = None) -> InferredQuestion:
    (asked,) = inferred("\n".join(["q", *cells, ""]), codes).questions
    return asked


def questionnaire(found: InferredQuestionnaire) -> Questionnaire:
    content = write_xlsform(found.questions, form_id="x", title="T", language="en")
    return read_xform(convert_workbook(content, "x.xlsx").xform)


def test_the_type_is_the_one_that_every_value_fits() -> None:
    assert column("1", "-9", "31").type == "integer"
    assert column("1", "2.5", "3,5").type == "decimal"
    assert column("2026-11-24", "2025-02-28").type == "date"
    assert column("2026-11-24", "2025-02-30").type == "text"
    assert column("07100", "75011").type == "text"
    assert column("99999999999", "1").type == "text"


def test_a_few_texts_that_return_are_a_list_with_themselves_as_labels() -> None:
    asked = column(*["männlich"] * 6, *["weiblich"] * 6)
    assert asked.type == "select_one"
    assert asked.choices == (("mannlich", "männlich"), ("weiblich", "weiblich"))
    assert column("one", "two", "three").type == "text"


def test_codes_give_labels_and_choices_and_say_what_is_missing() -> None:
    codes = {
        "q": CodebookItem("How often?", (("1", "never"), ("2", "daily")), (("-9", "[no answer]"),))
    }
    found = inferred("q\n1\n-9\n2\n", codes)
    assert found.questions == (
        InferredQuestion("select_one", "q", "How often?", (("1", "never"), ("2", "daily"))),
    )
    assert found.mapping.columns[0].values == {"-9": ""}


def test_a_value_that_the_codes_forgot_is_its_own_label() -> None:
    codes = {"q": CodebookItem("Often?", (("1", "never"), ("2", "daily")))}
    assert column("1", "3", codes=codes).choices == (("1", "never"), ("2", "daily"), ("3", "3"))


def test_codes_that_only_name_the_ends_of_a_scale_leave_it_a_number() -> None:
    """Their names are kept in the hint."""
    codes = {"q": CodebookItem("Age", (("99", "99 and more"),))}
    asked = column(*["18", "25", "31", "44"], "99", codes=codes)
    assert (asked.type, asked.hint) == ("integer", "99 = 99 and more")
    found = questionnaire(inferred("q\n18\n25\n31\n99\n", codes))
    assert found.questions["/data/q"].hint.say("en") == "99 = 99 and more"


ENDS = (("1", "not at all"), ("7", "entirely"))


def test_a_scale_whose_ends_are_named_is_a_list_in_the_order_of_its_numbers() -> None:
    scale = column(*"7254613", codes={"q": CodebookItem("Do you agree?", ENDS)})
    assert scale.type == "select_one"
    assert scale.choices == (ENDS[0], *((n, n) for n in "23456"), ENDS[1])


def test_a_scale_of_which_few_values_were_given_is_in_order_too() -> None:
    scale = column(*"7241", codes={"q": CodebookItem("Do you agree?", ENDS)})
    assert [name for name, _label in scale.choices] == ["1", "2", "4", "7"]


def test_a_scale_from_0_to_10_is_a_list_whatever_else_is_named() -> None:
    codes = {
        "q": CodebookItem("How likely?", (("0", "never"), ("10", "surely"), ("88", "no idea")))
    }
    scale = column(*map(str, [*range(10, -1, -1), 88]), codes=codes)
    assert [name for name, _label in scale.choices] == [*map(str, range(11)), "88"]


def test_ticked_columns_of_one_prefix_are_one_multiple_choice() -> None:
    found = inferred("act_write;act_test;why\nx;;a\n;x;b\nx;x;c\n")
    assert found.questions[0] == InferredQuestion(
        "select_multiple", "act", "act", (("write", "write"), ("test", "test"))
    )
    assert [(c.address, c.part) for c in found.mapping.columns] == [
        ("act", "write"),
        ("act", "test"),
        ("why", ""),
    ]


def test_a_single_ticked_column_is_a_yes() -> None:
    (asked, _other) = inferred("told;n\nx;1\n;2\n", language="fr").questions
    assert asked == InferredQuestion("select_one", "told", "told", (("yes", "Oui"),))


def test_the_key_is_no_question() -> None:
    found = inferred("id;n\na@example.org;1\n", key="id")
    assert [asked.name for asked in found.questions] == ["n"]
    assert found.mapping.key == "id"


def test_what_pyxform_or_a_spreadsheet_would_interpret_stays_text() -> None:
    read = questionnaire(inferred("=1+1;${x};meta;a b;a_b\n1;2;3;4;5\n"))
    labels = [question.label.say("en") for question in read.questions.values()]
    assert labels == ["=1+1", "$\u2060{x}", "meta", "a b", "a_b"]


NAMES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters='\r\n;"\0'), min_size=1, max_size=10)
    .map(str.strip)
    .filter(lambda name: name and name.isprintable() and not name[0].isdigit()),
    min_size=2,
    max_size=4,
    unique=True,
)
VALUES = st.text(st.characters(codec="utf-8", exclude_characters='\r\n;"\0'), max_size=8)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_table_becomes_a_questionnaire_that_its_own_rows_fit(data: st.DataObject) -> None:
    names = data.draw(NAMES)
    cells = st.lists(
        VALUES | st.sampled_from(["x", "1", "yes"]), min_size=len(names), max_size=len(names)
    )
    rows = data.draw(st.lists(cells, min_size=1, max_size=12))
    text = "\n".join(";".join(row) for row in [[f"c{name}" for name in names], *rows]) + "\n"
    table = read_table(text.encode(), Settings(delimiter=";", encoding="utf-8"))
    found = infer_questions(table, None, key="", language="en")
    reader = RowParser(found.mapping, questionnaire(found), TODAY)
    rules = {problem.rule for reading in reader.iter_rows(table) for problem in reading.problems}
    assert rules <= {"empty", "type"}  # type: control characters, which no answer may hold
