"""Mappings: suggested, confirmed, stored in a file."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.datasets.importing.codebook_file import CodebookItem, read_codes
from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn, check_mapping, read_mapping
from vecu.datasets.importing.suggest_mapping import suggest_column_mapping
from vecu.datasets.slugs import fold_name, make_slug
from vecu.questionnaires import Questionnaire, convert_workbook, read_xform
from vecu.tables import FileRefused, read_table


def form(markdown: str) -> Questionnaire:
    return read_xform(convert_workbook(markdown.encode(), "form.md").xform)


@pytest.mark.parametrize(
    ("name", "address", "choice"),
    [
        ("work/sector", "work/sector", ""),
        ("work-sector", "work/sector", ""),
        ("sector", "work/sector", ""),
        ("Sector ", "work/sector", ""),
        ("In which field do you work?", "work/sector", ""),
        ("Dans quel domaine travaillez-vous ?", "work/sector", ""),
        ("task", "story[1]/task", ""),
        ("task_2", "story[2]/task", ""),
        ("story[3]/task", "story[3]/task", ""),
        ("tools", "work/tools", ""),
        ("tools/chatgpt", "work/tools", "chatgpt"),
        ("tools[chatgpt]", "work/tools", "chatgpt"),
        ("shoe size of the moon", "", ""),
    ],
)
def test_a_column_finds_its_question(
    testimonies: Questionnaire, name: str, address: str, choice: str
) -> None:
    table = read_table(f'"{name}";other thing\n1;2\n'.encode())
    suggestion = suggest_column_mapping(table, testimonies)
    assert suggestion.mapping.columns[0] == MappedColumn(name.strip(), address, choice)
    assert not suggestion.doubtful


def test_a_name_that_is_only_alike_is_suggested_and_never_applied_unseen(
    testimonies: Questionnaire,
) -> None:
    suggestion = suggest_column_mapping(read_table(b"occupatoin;x\nsocial worker;2\n"), testimonies)
    assert suggestion.mapping.columns[0].address == "work/occupation"
    assert suggestion.doubtful == {"occupatoin"}
    assert suggestion.get_certain_mapping().mapped_columns == ()


def test_no_question_gets_two_columns(testimonies: Questionnaire) -> None:
    suggestion = suggest_column_mapping(read_table(b"sector;work/sector\n1;2\n"), testimonies)
    columns = suggestion.get_certain_mapping().columns
    assert [column.address for column in columns] == ["", "work/sector"]  # its full address


TWO_COMMENTS = """
| survey | | | | |
| | type | name | label::English (en) | relevant |
| | text | who | Who? | |
| | text | comment | Anything else? | |
| | begin repeat | story | A story | |
| | text | task | Task | |
| | text | comment | Comment | |
| | end repeat | | | |
"""


@pytest.mark.parametrize("columns", ["comment;story_1_comment", "story_1_comment;comment"])
def test_the_full_address_comes_before_what_else_is_called_so(columns: str) -> None:
    suggestion = suggest_column_mapping(
        read_table(f"who;{columns}\na;b;c\n".encode()), form(TWO_COMMENTS)
    )
    assert {column.name: column.address for column in suggestion.mapping.columns} == {
        "who": "who",
        "comment": "comment",
        "story_1_comment": "story[1]/comment",
    }
    assert not suggestion.doubtful


TWO_GROUPS = """
| survey | | | |
| | type | name | label::English (en) |
| | begin group | work | Work |
| | text | comment | About your work |
| | end group | | |
| | begin group | home | Home |
| | text | comment | Comment |
| | end group | | |
"""


def test_a_name_of_several_questions_is_doubtful_though_one_has_it_as_its_label() -> None:
    suggestion = suggest_column_mapping(read_table(b"comment;x\na;b\n"), form(TWO_GROUPS))
    assert suggestion.doubtful == {"comment"}
    assert suggestion.get_certain_mapping().mapped_columns == ()


def test_a_title_tells_which_of_the_questions_with_a_name_is_meant() -> None:
    table = read_table(b"comment;x\na;b\n")
    suggestion = suggest_column_mapping(
        table, form(TWO_GROUPS), {"comment": CodebookItem("About your work")}
    )
    assert suggestion.get_certain_mapping().mapped_columns == (
        MappedColumn("comment", "work/comment"),
    )


HARD_NAMES = """
| survey | | | | |
| | type | name | label::English (en) |
| | integer | with | With whom? |
| | text | str12 | Which one? |
| | integer | day | Which day? |
| | text | a_name_that_is_longer_than_26_letters | What? |
| | begin group | life | Life |
| | begin repeat | visit | A visit |
| | text | task | What was done? |
| | begin repeat | sub | A part |
| | text | what | Which part? |
| | end repeat | | |
| | end repeat | | |
| | end group | | |
"""


def test_columns_that_were_renamed_on_the_way_out_are_known_again() -> None:
    """SPSS keeps WITH, Stata str12; `day` is that of sending; names have 26 letters at most."""
    names = ["with_2", "v_str12", "day", "day_2", "a_name_that_is_longer_than", "visit_2_task"]
    names += ["sub_2_1_what", "visit_2_told", "sub_21_1_what"]
    table = read_table(f"{';'.join(names)}\n{';'.join('1' * len(names))}\n".encode())
    found = suggest_column_mapping(table, form(HARD_NAMES)).get_certain_mapping()
    assert {column.name: column.address for column in found.mapped_columns} == {
        "with_2": "with",
        "v_str12": "str12",
        "day_2": "day",
        "a_name_that_is_longer_than": "a_name_that_is_longer_than_26_letters",
        "visit_2_task": "life/visit[2]/task",
        "sub_2_1_what": "life/visit[2]/sub[1]/what",
    }


def test_the_key_is_a_column_named_so_whose_cells_all_differ(testimonies: Questionnaire) -> None:
    assert (
        suggest_column_mapping(read_table(b"id;task\n1;a\n2;b\n"), testimonies).mapping.key == "id"
    )
    assert suggest_column_mapping(read_table(b"id;task\n1;a\n1;b\n"), testimonies).mapping.key == ""
    assert suggest_column_mapping(read_table(b"id;task\n1;a\n;b\n"), testimonies).mapping.key == ""
    french = read_table("Numéro;task\n1;a\n2;b\n".encode("cp1252"))
    assert suggest_column_mapping(french, testimonies).mapping.key == "Numéro"


def test_what_stands_between_choices_is_found_from_the_cells(testimonies: Questionnaire) -> None:
    table = read_table(b"task,tools\na,chatgpt; mistral\nb,chatgpt;copilot\n")
    assert suggest_column_mapping(table, testimonies).mapping.columns[1].separator == ";"
    table = read_table(b"task,tools\na,chatgpt mistral\n")
    assert suggest_column_mapping(table, testimonies).mapping.columns[1].separator == ""


def test_codes_say_what_values_mean(testimonies: Questionnaire) -> None:
    codes = read_codes(
        read_table(
            b"item_name;item_label;value_name;value_label\n"
            b"keep;Go on;1;Yes\nkeep;Go on;2;No\nkeep;Go on;-9;[no answer]\n"
        )
    )
    mapping = suggest_column_mapping(read_table(b"task;keep\na;1\n"), testimonies, codes).mapping
    assert mapping.columns[1].values == {"1": "yes", "2": "no", "-9": ""}


def test_a_codes_file_without_its_columns_is_refused() -> None:
    with pytest.raises(FileRefused, match="no column “item_label”"):
        read_codes(read_table(b"item_name;value\na;1\n"))


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (ColumnMapping((MappedColumn("task"),)), "No column answers"),
        (ColumnMapping((MappedColumn("absent", "work/size"),)), "not a column of this file"),
        (ColumnMapping((MappedColumn("task", "story/task"),)), "no question of this study"),
        (ColumnMapping((MappedColumn("task", "work[1]/sector"),)), "no question of this study"),
        (ColumnMapping((MappedColumn("task", "story[99]/task"),)), "no question of this study"),
        (ColumnMapping((MappedColumn("task", "../etc"),)), "no question of this study"),
        (ColumnMapping((MappedColumn("task", "work/tools", "abacus"),)), "the choice abacus"),
        (
            ColumnMapping((MappedColumn("task", "work/size"), MappedColumn("b", "work/size"))),
            "both mapped",
        ),
        (ColumnMapping((MappedColumn("task", "work/size"),), "nokey"), "The key “nokey”"),
    ],
)
def test_a_mapping_that_fits_neither_file_nor_study_is_refused(
    testimonies: Questionnaire, mapping: ColumnMapping, said: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        check_mapping(mapping, ["task", "b"], testimonies)
    assert said in str(refused.value)


TEXT = st.text(max_size=8)


@given(
    st.builds(
        ColumnMapping,
        columns=st.lists(
            st.builds(
                MappedColumn, TEXT, TEXT, TEXT, TEXT, st.dictionaries(TEXT, TEXT, max_size=3)
            ),
            max_size=4,
        ).map(tuple),
        key=TEXT,
    )
)
def test_a_mapping_is_the_same_after_json(mapping: ColumnMapping) -> None:
    assert read_mapping(mapping.to_json()) == mapping


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["columns", "key", "name", "values", "x"]), inner)
    ),
    max_leaves=8,
)


@given(st.one_of(JSON.map(json.dumps), st.text(max_size=30), st.binary(max_size=30)))
def test_whatever_is_no_mapping_is_refused_with_a_sentence(text: str | bytes) -> None:
    with contextlib.suppress(FileRefused):
        read_mapping(text)


def test_texts_are_compared_as_people_do() -> None:
    assert fold_name("  L’Éducatrice — cœur ") == "l educatrice coeur"
    assert fold_name("-") != fold_name("+")


@given(st.text(max_size=60), st.lists(st.text(max_size=10)))
def test_a_slug_is_a_free_name(text: str, others: list[str]) -> None:
    taken = {make_slug(other) for other in others} | {make_slug(text)}
    name = make_slug(text, taken)
    assert name not in taken
    assert name.isidentifier()
    assert name.isascii()
