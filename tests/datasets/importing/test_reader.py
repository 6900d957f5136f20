"""Imports: workbooks, .sav and .dta are read like CSV, labels kept, bad files rejected."""

import io
import math
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from tests.datasets.exports import ADA, BOB, EVE, export, questionnaire
from tests.datasets.other_readers import by_pandas
from vecu.datasets.exporting.package import Format
from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn, read_mapping
from vecu.datasets.importing.reader import OpenedTable, open_file, open_with_codes
from vecu.datasets.importing.row_parser import RowParser
from vecu.datasets.importing.suggest_mapping import suggest_column_mapping
from vecu.datasets.importing.value_labels import apply_value_labels
from vecu.questionnaires import Questionnaire, Values
from vecu.tables import MAX_COLUMNS, FileRefused, Settings

TODAY = date(2026, 11, 24)


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for lines in sheets:
        page = book.create_sheet()
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(opened: OpenedTable) -> list[tuple[str, ...]]:
    return [row.cells for row in opened.table.rows()]


def read(opened: OpenedTable, asked: Questionnaire | None = None) -> list[Values]:
    """Return the answers in a file by the suggested mapping."""
    asked = asked or questionnaire()
    mapping = suggest_column_mapping(opened.table, asked, opened.codes).get_certain_mapping()
    readings = list(RowParser(mapping, asked, TODAY).iter_rows(opened.table))
    assert [reading.problems for reading in readings] == [()] * len(readings)
    return [reading.values for reading in readings]


def test_a_workbook_is_read_from_its_first_sheet_with_rows():
    opened = open_file(
        workbook(
            [["About"]], [["years", "since", "hours"], [7, date(2024, 2, 29), 2.5], [None] * 3]
        )
    )
    assert opened.table.columns == ("years", "since", "hours")
    assert cells(opened) == [("7", "2024-02-29", "2.5")]
    assert not opened.text


TWO = workbook([["About"]], [["years"], [7]], [[], ["words", "hours"], [], ["a", 2], ["b", 3]])
"""Three sheets: a text, a table, and a table below an empty line with another in between."""


def test_another_sheet_with_rows_can_be_chosen():
    first, second = open_file(TWO), open_file(TWO, Settings(sheet="Sheet2"))
    assert first.sheets == second.sheets == ("Sheet1", "Sheet2")
    assert (first.table.sheet, first.table.columns) == ("Sheet1", ("years",))
    assert (second.table.sheet, cells(second)) == ("Sheet2", [("a", "2"), ("b", "3")])


def test_rows_of_a_sheet_have_the_numbers_that_it_shows():
    table = open_file(TWO, Settings(sheet="Sheet2")).table
    assert [row.line for row in table.rows()] == [4, 5]
    assert table.cell("hours", 5) == "B5"


def test_a_text_of_several_lines_does_not_shift_the_numbers():
    table = open_file(workbook([["words"], ["one\ntwo\nthree"], ["four"]])).table
    assert [row.line for row in table.rows()] == [2, 3]


def test_a_sheet_that_is_not_there_is_refused_and_the_others_named():
    with pytest.raises(FileRefused, match=r"no sheet “Sheet9” with rows.*Sheet1, Sheet2"):
        open_file(TWO, Settings(sheet="Sheet9"))


def test_the_problem_of_a_row_names_its_cell():
    opened = open_file(workbook([["words", "years"], ["a", 7], ["b", "many"]]))
    mapping = suggest_column_mapping(
        opened.table, questionnaire(), opened.codes
    ).get_certain_mapping()
    _first, second = RowParser(mapping, questionnaire(), TODAY).iter_rows(opened.table)
    (problem,) = second.problems
    assert (problem.cell, problem.column, problem.line, problem.row) == ("B3", "years", 3, 2)
    assert "enter a whole number, such as 12, not “many”" in problem.message


def test_codes_of_what_is_missing_are_known_with_what_they_mean(tmp_path: Path):
    path = export(tmp_path, Format.SAV)["kinds-people.sav"]
    opened = open_file(path.read_bytes())
    assert opened.codes["years"].missing == (("-98", "Not asked"), ("-99", "Left blank"))
    assert opened.codes["use"].values == (("1", "Yes"), ("2", "No"))
    years = [row[opened.table.columns.index("years")] for row in cells(opened)]
    assert years == ["7", "-3", ""]


def test_a_codes_file_replaces_the_labels_of_the_file(tmp_path: Path):
    path = export(tmp_path, Format.SAV)["kinds-people.sav"]
    codes = b"item_name,item_label,value_name,value_label\nuse,Use it?,1,indeed\nuse,Use it?,2,no\n"
    opened = open_with_codes(path.read_bytes(), codes)
    assert (opened.codes["use"].label, opened.codes["use"].values[0]) == (
        "Use it?", ("1", "indeed")
    )  # fmt: skip


@pytest.mark.parametrize("kind", [Format.SAV, Format.DTA])
def test_what_went_out_as_a_labelled_file_comes_in_again_by_its_labels(
    tmp_path: Path, kind: Format
):
    path = export(tmp_path, kind, language="fr")[f"kinds-people.{kind}"]
    ada, bob, eve = read(open_file(path.read_bytes()))
    assert ada == {name: value for name, value in ADA.items() if name != "story"}
    assert bob == BOB
    assert eve == EVE


LONG = (
    "The tools that my employer gives me help me in my daily work with the people whom I am with "
)
SAME_LABELS = f"""
| survey | | | |
| | type | name | label::English (en) |
| | select_one agree | agree | Do you agree? |
| | select_one same | same | Which? |
| | select_multiple agree | all | Which are true? |

| choices | | | |
| | list_name | name | label::English (en) |
| | agree | 0 | {LONG * 2}not at all |
| | agree | 1 | {LONG * 2}a little |
| | agree | 2 | {LONG * 4}much |
| | agree | other | Other |
| | same | x | Alike |
| | same | y | Alike |
"""


@pytest.mark.parametrize("kind", [Format.SAV, Format.DTA])
def test_labels_that_are_cut_to_the_same_text_come_in_as_their_own_choices(
    tmp_path: Path, kind: Format
):
    """The codes are places (1, 2, 3) where not all names are numbers: 1 is not the choice “1”."""
    people = [{"agree": "0", "same": "y", "all": "0 2"}, {"agree": "1", "same": "x", "all": "1"}]
    path = export(tmp_path, kind, people, form=SAME_LABELS)[f"kinds-people.{kind}"]
    assert read(open_file(path.read_bytes()), questionnaire(SAME_LABELS)) == people


def test_pandas_reads_choices_with_the_same_label(tmp_path: Path):
    """It refuses a file in which two values have one label."""
    people = [{"same": "y"}, {"same": "x"}]
    path = export(tmp_path, Format.DTA, people, form=SAME_LABELS)["kinds-people.dta"]
    assert [row["same"] for row in by_pandas(path)] == ["Alike (y)", "Alike (x)"]


def foreign(tmp_path: Path, numbers: list[float], labels: dict[float, str]) -> OpenedTable:
    """Return an SPSS file with one column, as another tool would write it."""
    path = tmp_path / "foreign.sav"
    frame = pd.DataFrame({"agree": numbers})
    pyreadstat.write_sav(frame, path, variable_value_labels={"agree": labels})
    return open_file(path.read_bytes())


def open_formatted(tmp_path: Path, numbers: list[float], format_: str, **more: Any) -> OpenedTable:
    """Return a file with one column, for Stata if the format begins with %, else for SPSS."""
    path, frame = tmp_path / "shown", pd.DataFrame({"x": numbers})
    write = pyreadstat.write_dta if format_.startswith("%") else pyreadstat.write_sav
    write(frame, path, variable_format={"x": format_}, **more)
    return open_file(path.read_bytes())


DAY, IN_SPSS = 86_400, (date(2023, 2, 1) - date(1582, 10, 14)).days * 86_400
"""Seconds of a day, and 1 February 2023 in SPSS."""


@pytest.mark.parametrize(
    ("numbers", "format_", "said"),
    [
        ([0, 3_600, DAY - 1], "TIME8", ["00:00:00", "01:00:00", "23:59:59"]),
        ([3_600, 26 * 3_600], "TIME8", ["3600", "93600"]),
        ([3_600, 26 * 3_600], "DTIME12", ["3600", "93600"]),
        ([-60, 60], "TIME8", ["-60", "60"]),
        ([1_800.123], "TIME12", ["00:30:00.123000"]),
        ([IN_SPSS + 1_800.123], "DATETIME23", ["2023-02-01T00:30:00.123000"]),
        ([IN_SPSS], "EDATE10", ["2023-02-01"]),
        ([IN_SPSS], "MOYR8", ["2023-02"]),
        ([IN_SPSS], "QYR6", ["2023-Q1"]),
        ([IN_SPSS], "WKYR8", ["2023-W05"]),
        ([3], "WKDAY9", ["3"]),
        ([(2023 - 1960) * 12 + 1, -1], "%tm", ["2023-02", "1959-12"]),
        ([(2023 - 1960) * 4 + 3, -4], "%tq", ["2023-Q4", "1959-Q1"]),
        ([(2023 - 1960) * 2 + 1], "%th", ["2023-H2"]),
        ([(2023 - 1960) * 52 + 4], "%tw", ["2023-W05"]),
        ([2023], "%ty", ["2023"]),
        ([3_600_000], "%tcHH:MM:SS", ["01:00:00"]),
        ([3_600_000, 93_600_000], "%tcHH:MM:SS", ["3600", "93600"]),
        ([59], "%tdDD/NN/CCYY", ["1960-02-29"]),
        ([1e15], "%td", ["1000000000000000"]),
    ],
)
def test_what_numbers_tell_of_time_comes_as_the_format_shows_it(
    tmp_path: Path, numbers: list[float], format_: str, said: list[str]
):
    """SPSS counts seconds since October 1582, Stata days, milliseconds or periods since 1960."""
    assert [row[0] for row in cells(open_formatted(tmp_path, numbers, format_))] == said


def test_hours_that_are_none_of_a_day_are_reported(tmp_path: Path):
    (note,) = open_formatted(tmp_path, [3_600, 93_600], "TIME8").table.notes
    assert "“x” holds durations that are not times of day" in note
    assert open_formatted(tmp_path, [3_600], "TIME8").table.notes == ()


def test_a_declared_missing_span_makes_no_column_of_seconds(tmp_path: Path):
    opened = open_formatted(tmp_path, [3_600, 99 * DAY], "TIME8", missing_ranges={"x": [99 * DAY]})
    assert cells(opened) == [("01:00:00",), ("",)]


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(90, 99, "90 – 99"), (-math.inf, -1, "≤ -1"), (90, math.inf, "≥ 90")],
)
def test_ranges_of_missing_values_are_reported(tmp_path: Path, low: float, high: float, told: str):
    ranges = {"x": [{"lo": low, "hi": high}, 7]}
    opened = open_formatted(tmp_path, [1, 95, -5, 7], "F8.0", missing_ranges=ranges)
    assert opened.codes["x"].missing_texts == ("7", told)


def test_a_value_whose_label_is_on_no_list_is_not_taken_by_its_code(tmp_path: Path):
    """Elsewhere 1 was “Strongly disagree”; here the choice called 1 is another."""
    opened = foreign(tmp_path, [1, 2, 3], {1: "Strongly disagree", 2: "Other"})
    asked = questionnaire(SAME_LABELS)
    suggested = suggest_column_mapping(opened.table, asked, opened.codes)
    reader = RowParser(suggested.get_certain_mapping(), asked, TODAY, codes=opened.codes)
    first, second, third = reader.iter_rows(opened.table)
    assert first.unknown == (("agree", "1"),)
    assert "what the file calls the value “1” is not a choice" in first.problems[0].message
    assert second.values == {"agree": "other"}
    assert third.unknown == (("agree", "3"),)
    assert "“3” is not a choice of this question" in third.problems[0].message
    assert read_mapping(suggested.mapping.to_json()) == suggested.mapping


def test_a_label_that_two_choices_share_leaves_the_code_to_tell_which():
    asked = questionnaire("""
| survey | | | |
| | type | name | label::English (en) |
| | select_one help | help | Who helped? |

| choices | | | |
| | list_name | name | label::English (en) |
| | help | 1 | Other |
| | help | 2 | Other |
| | help | 3 | Nobody |
""")
    codes = (
        b"item_name,item_label,value_name,value_label\n"
        b"help,,1,Other\nhelp,,2,Other\nhelp,,3,Nobody\nhelp,,4,Other\n"
    )
    opened = open_with_codes(b"help\n1\n2\n3\n4\n", codes)
    mapping = suggest_column_mapping(opened.table, asked, opened.codes).mapping
    *known, other = RowParser(mapping, asked, TODAY).iter_rows(opened.table)
    assert [reading.values["help"] for reading in known] == ["1", "2", "3"]
    assert other.unknown == (("help", "4"),)


def test_a_name_is_its_choice_whatever_words_a_codes_file_has_for_it():
    """A number may look like a choice by chance, a name does not."""
    codes = (
        b"item_name,item_label,value_name,value_label\n"
        b"agree,,other,Something else\nagree,,1,Something else\n"
    )
    opened = open_with_codes(b"agree\nother\n1\n", codes)
    asked = questionnaire(SAME_LABELS)
    mapping = suggest_column_mapping(opened.table, asked, opened.codes).mapping
    named, numbered = RowParser(mapping, asked, TODAY).iter_rows(opened.table)
    assert named.values == {"agree": "other"}
    assert numbered.unknown == (("agree", "1"),)


def test_a_mapping_by_hand_is_read_with_the_labels_of_the_file(tmp_path: Path):
    opened = foreign(tmp_path, [1, 2], {1: "Strongly disagree", 2: "Other"})
    asked = questionnaire(SAME_LABELS)
    by_hand = ColumnMapping((MappedColumn("agree", "agree", values={"1": "0"}),))
    mapping = apply_value_labels(by_hand, asked, opened.codes)
    readings = RowParser(mapping, asked, TODAY).iter_rows(opened.table)
    assert [reading.values for reading in readings] == [{"agree": "0"}, {"agree": "other"}]


def test_what_a_person_wrote_to_be_on_no_list_is_not_blamed_on_labels(tmp_path: Path):
    """Here the file calls 2 “Other”, which is a choice, and 1 nothing at all."""
    opened = foreign(tmp_path, [1, 2], {2: "Other"})
    asked = questionnaire(SAME_LABELS)
    by_hand = ColumnMapping((MappedColumn("agree", "agree", values={"1": None, "2": None}),))
    mapping = apply_value_labels(by_hand, asked, opened.codes)
    first, second = RowParser(mapping, asked, TODAY, codes=opened.codes).iter_rows(opened.table)
    for value, reading in (("1", first), ("2", second)):
        assert reading.unknown == (("agree", value),)
        (problem,) = reading.problems
        assert f"“{value}” is not a choice of this question" in problem.message
        assert "what the file calls" not in problem.message


@pytest.mark.parametrize(
    "labels",
    [
        {0: "not quoted", 1: "quoted"},
        {0: "No", 1: "Yes"},
        {1: "Non", 0: "Oui"},
        {1: "No", 2: "Yes"},
    ],
)
def test_ticks_are_read_by_their_labels_else_by_nought_and_one(
    tmp_path: Path, labels: dict[float, str]
):
    opened = foreign(tmp_path, list(labels), labels)
    asked = questionnaire(SAME_LABELS)
    by_hand = ColumnMapping((MappedColumn("agree", "all", "other"),), "")
    mapping = apply_value_labels(by_hand, asked, opened.codes)
    readings = list(RowParser(mapping, asked, TODAY).iter_rows(opened.table))
    assert [reading.values for reading in readings] == [{}, {"all": "other"}]


def test_a_text_that_spss_holds_in_two_columns_comes_in_as_one(tmp_path: Path):
    """SPSS holds 32,767 bytes; ours go on after 32,000."""
    people = [{"words": "😀" * 9_000 + "fin"}, {"words": "short"}]
    path = export(tmp_path, Format.SAV, people)["kinds-people.sav"]
    opened = open_file(path.read_bytes())
    assert "words_p2" not in opened.table.columns
    assert read(opened) == people


def test_a_column_is_known_by_its_title(tmp_path: Path):
    path = export(tmp_path, Format.SAV)["kinds-people.sav"]
    opened = open_file(path.read_bytes())
    renamed = opened.table.content.decode().replace('"hours"', '"q17"').encode()
    codes = {**opened.codes, "q17": opened.codes["hours"]}
    found = suggest_column_mapping(open_file(renamed).table, questionnaire(), codes)
    column = next(each for each in found.mapping.columns if each.name == "q17")
    assert (column.address, codes["q17"].label) == ("hours", "How many hours?")
    assert "q17" not in found.doubtful


def test_the_same_file_has_the_same_fingerprint_and_another_has_not():
    first, second = workbook([["a"], [1]]), workbook([["a"], [2]])
    assert open_file(first).table.file_hash == open_file(first).table.file_hash
    assert open_file(first).table.file_hash != open_file(second).table.file_hash


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def with_entity() -> bytes:
    """Return a workbook whose strings begin with a document type that expands."""
    book, out = io.BytesIO(workbook([["a"], ["b"]])), io.BytesIO()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = (
                    bomb + content.partition(b"?>")[2] if b"<?xml" in content else bomb + content
                )
            new.writestr(entry.filename, content)
    return out.getvalue()


REFUSED = [
    pytest.param(zipped(xl__workbook=b" " * 250_000_000), "unpacks to more", id="a zip bomb"),
    pytest.param(zipped(content=b"x"), "another format", id="another archive"),
    pytest.param(zipped(xl__workbook=b"<x/>"), "cannot be read", id="hardly a workbook"),
    pytest.param(workbook([["a"], ["b"]])[:600], "cannot be read", id="half a workbook"),
    pytest.param(with_entity(), "cannot be read", id="a workbook with entities"),
    pytest.param(workbook([["a", "b"]]), "no rows below", id="a workbook without rows"),
    pytest.param(workbook([["a", None, "c"], [1, 2, 3]]), "Column 2 has no name", id="no name"),
    pytest.param(
        workbook([[f"c{n}" for n in range(MAX_COLUMNS + 1)], [1]]), "at most 2000", id="too wide"
    ),
    pytest.param(b"$FL2" + b"\0" * 500, "cannot be read", id="an empty .sav"),
    pytest.param(b"$FL3@(#) IBM SPSS" + bytes(range(256)) * 9, "cannot be read", id="a wild .sav"),
    pytest.param(b"<stata_dta><header><release>118</release>", "cannot be read", id="half a .dta"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, reason: str):
    with pytest.raises(FileRefused, match=reason):
        open_file(content)


def test_the_unit_of_a_size_is_in_the_sentence_that_is_translated():
    """So that French says 250 Mo and not 250 MB."""
    with pytest.raises(FileRefused) as refused:
        open_file(zipped(xl__workbook=b" " * 250_000_000))
    assert refused.value.message.details == {"found": "250"}
    assert "(%(found)s MB)" in refused.value.message.msgid


def test_half_of_a_labelled_file_is_refused(tmp_path: Path):
    for kind in (Format.SAV, Format.DTA):
        (folder := tmp_path / kind).mkdir()
        content = export(folder, kind, [ADA] * 500)[f"kinds-people.{kind}"].read_bytes()
        with pytest.raises(FileRefused, match="cannot be read"):
            open_file(content[: len(content) // 2])


def test_thousands_of_columns_with_durations_are_counted_and_refused(tmp_path: Path) -> None:
    """Their names are more than an operating system takes as the argument of a program."""
    names = [f"{'t' * 27}{number:05}" for number in range(4_000)]
    frame, path = pd.DataFrame([[90_000.0] * len(names)], columns=names), tmp_path / "wide.sav"
    pyreadstat.write_sav(frame, path, variable_format=dict.fromkeys(names, "TIME8"))
    with pytest.raises(FileRefused, match="names 4000 columns"):
        open_file(path.read_bytes())
