"""Workbooks become XForms, or are refused in words that say what to do."""

import io
from collections.abc import Callable
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.questionnaires.factories import form, testimonies
from vecu.questionnaires import QuestionType, WorkbookRefused, convert_workbook, read_xform

SURVEY = [["type", "name", "label"], ["text", "task", "Which task?"]]


def xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a workbook with the files inside it changed."""
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return buffer.getvalue()


def refusal(content: bytes, filename: str = "form.xlsx") -> str:
    with pytest.raises(WorkbookRefused) as refused:
        convert_workbook(content, filename)
    assert all(refused.value.problems)
    return str(refused.value)


def test_a_workbook_and_its_markdown_twin_become_the_same_questionnaire() -> None:
    markdown = "| survey |\n| | type | name | label |\n| | text | task | Which task? |\n"
    from_xlsx = read_xform(convert_workbook(xlsx({"survey": SURVEY}), "form.xlsx").xform)
    from_markdown = form(markdown)
    assert from_xlsx.questions == from_markdown.questions
    assert from_xlsx.questions["/data/task"].label.say("en") == "Which task?"


def test_typographic_quotes_stay_in_the_wording() -> None:
    words = "“L’IA” et ‘nous’ ?"
    questionnaire = form(
        f"| survey |\n| | type | name | label::Français (fr) |\n| | text | a | {words} |\n"
    )
    assert questionnaire.questions["/data/a"].label.say("fr") == words


def test_a_form_in_one_language_says_which_by_its_default_language() -> None:
    questionnaire = form(
        "| settings |\n| | default_language |\n| | Français (fr) |\n"
        "| survey |\n| | type | name | label |\n| | text | a | Pourquoi ? |\n"
    )
    assert questionnaire.languages == ("fr",)


class TestOrOther:
    def test_the_choice_other_and_its_question_are_in_every_language(self) -> None:
        questionnaire = testimonies()
        sector = questionnaire.questions["/data/work/sector"]
        other = questionnaire.questions["/data/work/sector_other"]
        assert sector.choices[-1].name == "other"
        assert dict(sector.choices[-1].label.texts) == {"fr": "Autre", "en": "Other"}
        assert other.kind is QuestionType.TEXT
        assert dict(other.label.texts) == {
            "fr": "Dans quel domaine travaillez-vous ? Précisez.",
            "en": "In which field do you work? Please specify.",
        }

    def test_the_question_stands_right_after_the_one_it_completes(self) -> None:
        paths = list(testimonies().questions)
        assert paths.index("/data/work/sector_other") == paths.index("/data/work/sector") + 1

    def test_a_language_we_do_not_speak_gets_english(self) -> None:
        question = form(
            "| survey |\n| | type | name | label::Breton (br) | label::Deutsch (de) |\n"
            "| | select_one c or_other | a | X | Y |\n"
            "| choices |\n| | list_name | name | label::Breton (br) | label::Deutsch (de) |\n"
            "| | c | one | Unan | Eins |\n"
        ).questions["/data/a"]
        assert dict(question.choices[-1].label.texts) == {"br": "Other", "de": "Andere"}

    def test_a_list_shared_with_a_question_without_it_is_left_alone(self) -> None:
        questions = form(
            "| survey |\n| | type | name | label |\n"
            "| | select_one c | plain | A |\n| | select_multiple c or_other | open | B |\n"
            "| choices |\n| | list_name | name | label |\n| | c | one | One |\n"
        ).questions
        assert [choice.name for choice in questions["/data/plain"].choices] == ["one"]
        assert [choice.name for choice in questions["/data/open"].choices] == ["one", "other"]

    def test_a_list_that_has_other_already_keeps_its_own_words(self) -> None:
        question = form(
            "| survey |\n| | type | name | label |\n| | select_one c or_other | a | A |\n"
            "| choices |\n| | list_name | name | label |\n| | c | other | Elsewhere |\n"
        ).questions["/data/a"]
        assert [choice.label.say("en") for choice in question.choices] == ["Elsewhere"]


@pytest.mark.parametrize(
    "kind",
    [
        "start", "end", "today", "deviceid", "username", "email", "phonenumber", "subscriberid",
        "simserial", "audit", "start-geopoint", "background-audio",
    ],
)  # fmt: skip
def test_what_could_identify_is_left_out_and_reported(kind: str) -> None:
    content = xlsx({"survey": [*SURVEY, [kind, "audit" if kind == "audit" else "meta_x"]]})
    converted = convert_workbook(content, "form.xlsx")
    assert f"row 3, column “type”: “{kind}” is left out" in converted.warnings[0]
    assert list(read_xform(converted.xform).questions) == ["/data/task"]


class TestRefusals:
    def test_an_empty_file(self) -> None:
        assert "empty" in refusal(b"")

    @pytest.mark.parametrize("name", ["form.xls", "form.csv", "form.pdf", "form", "form.xlsm"])
    def test_other_kinds_of_files_by_name(self, name: str) -> None:
        assert ".xlsx" in refusal(b"whatever", name)

    def test_a_password(self) -> None:
        # [MS-OFFCRYPTO]: an encrypted .xlsx is an OLE compound file, which starts like this.
        assert "password" in refusal(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))

    def test_a_damaged_workbook(self) -> None:
        content = xlsx({"survey": SURVEY})
        assert "damaged" in refusal(content[: len(content) // 2])
        assert "damaged" in refusal(b"not a zip at all")

    def test_a_zip_that_unpacks_to_more_than_50_megabytes(self) -> None:
        bomb = repacked(
            xlsx({"survey": SURVEY}),
            lambda name, data: b" " * 51_000_000 if name.endswith("sheet1.xml") else data,
        )
        assert len(bomb) < 200_000
        assert "too large" in refusal(bomb)

    def test_a_zip_of_too_many_files(self) -> None:
        buffer = io.BytesIO()
        with ZipFile(buffer, "w") as archive:
            for number in range(1_001):
                archive.writestr(f"{number}.xml", "")
        assert "too large" in refusal(buffer.getvalue())

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_xml_entities(self, encoding: str) -> None:
        evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'.encode(encoding)
        content = repacked(
            xlsx({"survey": SURVEY}), lambda name, data: evil if "sheet1" in name else data
        )
        assert "XML declarations" in refusal(content)

    def test_a_zip_that_is_no_workbook(self) -> None:
        buffer = io.BytesIO()
        with ZipFile(buffer, "w") as archive:
            archive.writestr("readme.txt", "hello")
        assert refusal(buffer.getvalue())

    def test_no_survey_sheet(self) -> None:
        assert "“survey”" in refusal(xlsx({"choices": [["list_name"]], "settings": [["version"]]}))

    def test_missing_columns(self) -> None:
        said = refusal(xlsx({"survey": [["type", "label"], ["text", "A"]]}))
        assert "column “name”" in said

    def test_an_unknown_type_with_its_row(self) -> None:
        said = refusal(xlsx({"survey": [*SURVEY, ["texte", "b", "B"]]}))
        assert "row 3" in said
        assert "“texte”" in said

    def test_an_unknown_list_with_its_row(self) -> None:
        said = refusal(xlsx({"survey": [*SURVEY, ["select_one towns", "b", "B"]]}))
        assert "row 3" in said
        assert "“towns”" in said

    def test_a_name_used_twice(self) -> None:
        assert "task" in refusal(xlsx({"survey": [*SURVEY, ["text", "task", "Again?"]]}))

    def test_rows_are_counted_as_the_author_counts_them(self) -> None:
        """The row that or_other adds does not shift the numbers of those after it."""
        said = refusal(
            xlsx(
                {
                    "survey": [
                        ["type", "name", "label"],
                        ["select_one c or_other", "a", "A"],
                        ["text", "not a name", "B"],
                    ],
                    "choices": [["list_name", "name", "label"], ["c", "one", "One"]],
                }
            )
        )
        assert "row 3" in said

    def test_a_group_that_is_never_closed(self) -> None:
        assert refusal(xlsx({"survey": [*SURVEY, ["begin group", "g", "G"]]}))

    def test_control_characters_with_their_cell(self) -> None:
        content = xlsx({"survey": [*SURVEY, ["text", "b", "A\u202eB"]]})
        said = refusal(content)
        assert "row 3" in said
        assert "“label”" in said
        assert "U+202E" in said

    def test_markdown_that_is_not_utf_8(self) -> None:
        assert "UTF-8" in refusal("| survey |\n| | é |".encode("latin-1"), "form.md")

    def test_every_refusal_exists_in_french_and_english(self) -> None:
        with pytest.raises(WorkbookRefused) as refused:
            convert_workbook(b"x", "form.pdf")
        assert all(refused.value.say("fr"))
        assert refused.value.say("en") == refused.value.problems


WORDS = st.sampled_from(
    [
        "type", "name", "label", "label::fr", "list_name", "relevant", "required", "calculation",
        "text", "integer", "select_one c", "select_one c or_other", "begin repeat", "end repeat",
        "begin group", "end group", "c", "a", "b", "${a}", "${zz}", ". > (", "", "::", "label::",
        "select_one", "or_other", "select_multiple ${a}", "begin", "note", "default_language",
        "constraint", "media::image", "bind::type", "instance::x", "control::y", "choice_filter",
        "#", "yes", "name::x", "type::y", "trigger", "repeat_count", "default", "parameters", "end",
    ]
)  # fmt: skip
CELLS = st.one_of(WORDS, st.text(max_size=12), st.none(), st.integers(), st.booleans())
SHEETS = st.dictionaries(
    st.sampled_from(["survey", "choices", "settings", "entities", "osm", "external_choices", "zz"]),
    st.lists(st.lists(CELLS, max_size=6), max_size=8),
    min_size=1,
    max_size=4,
)


def survives(content: bytes, filename: str) -> None:
    """Read, or refuse in words; any other exception fails the test."""
    with suppress(WorkbookRefused):
        read_xform(convert_workbook(content, filename).xform)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHEETS)
@example({"survey": [["type", "name", "label"], ["select_one c or_other", "a", "A"]]})
def test_mangled_sheets_are_read_or_refused_and_nothing_else(sheets: dict) -> None:
    lines = []
    for name, rows in sheets.items():
        lines.append(f"| {name} |")
        lines += [
            "| | " + " | ".join("" if c is None else str(c) for c in row) + " |" for row in rows
        ]
    survives("\n".join(lines).encode("utf-8", "surrogatepass"), "form.md")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["form.xlsx", "form.md", "form.xls", "", "\0.xlsx"])
)
def test_random_bytes_are_refused_and_nothing_else(content: bytes, filename: str) -> None:
    survives(content, filename)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_read_or_refused(place: int, value: int) -> None:
    content = bytearray(GOOD)
    content[place % len(content)] = value
    survives(bytes(content), "form.xlsx")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_damage_inside_its_sheets_is_read_or_refused(data: st.DataObject) -> None:
    def damage(name: str, inner: bytes) -> bytes:
        if name.endswith(".png") or not data.draw(st.booleans()):
            return inner
        at = data.draw(st.integers(0, len(inner)))
        return inner[:at] + data.draw(st.binary(max_size=5)) + inner[at + 3 :]

    survives(repacked(GOOD, damage), "form.xlsx")


GOOD = xlsx(
    {
        "survey": [*SURVEY, ["select_one c or_other", "a", "A"]],
        "choices": [["list_name", "name", "label"], ["c", "one", "One"]],
    }
)
