"""Tables of codes, as people write them: what is read, and what is told by the line."""

import io

import pytest
from openpyxl import Workbook

from vecu.coding.interchange.code_table import CodesRefused, read_code_table
from vecu.coding.interchange.read_file import REFUSALS, ImportFileKind, read_import_file
from vecu.tables import Worksheet, open_table, write_xlsx


def read(*lines: str):
    return read_code_table(open_table("\n".join(lines).encode()))


def tree(found) -> dict[str, str | None]:
    """Return the name of the code above each."""
    names = {code.guid: code.name for code in found.project.codes}
    return {code.name: names.get(code.parent) for code in found.project.codes}


def refused(*lines: str) -> list[str]:
    with pytest.raises(CodesRefused) as error:
        read(*lines)
    return list(error.value.problems)


@pytest.mark.parametrize("heading", ["name,parent", "Code;Below", "NOM;Code parent", "nom\tsous"])
def test_columns_are_known_in_either_language_and_with_any_delimiter(heading):
    sign = next(sign for sign in ",;\t" if sign in heading)

    found = read(heading, f"Limits{sign}", f"Invents{sign}Limits")

    assert tree(found) == {"Limits": None, "Invents": "Limits"}


def test_a_parent_may_stand_below_its_child_and_be_named_by_its_whole_way():
    found = read(
        "name,parent",
        "Courts,Limits / Invents",
        "Invents,limits",
        "Invents,Fears",
        "Limits,",
        "Fears,",
    )

    courts = next(code for code in found.project.codes if code.name == "Courts")
    invents = next(code for code in found.project.codes if code.guid == courts.parent)
    limits = next(code for code in found.project.codes if code.guid == invents.parent)
    assert (invents.name, limits.name) == ("Invents", "Limits")


def test_all_of_a_code_is_read_and_other_columns_are_reported():
    found = read(
        "name,definition,use when,not_when,examples,colour,weight",
        "Invents,It makes things up,A law,A date,Rule 12,#a4161a,3",
    )

    (code,) = found.project.codes
    assert (code.definition, code.use_when, code.not_when) == (
        "It makes things up",
        "A law",
        "A date",
    )
    assert (code.examples, code.colour) == ("Rule 12", "#a4161a")
    assert found.remarks == ("The column “weight” is not read.",)


def test_the_apostrophe_of_a_table_for_spreadsheets_is_taken_away():
    (code,) = read("name,definition", "'=cmd,'tis so").project.codes

    assert (code.name, code.definition) == ("=cmd", "'tis so")


def test_a_circle_is_reported_with_its_members():
    assert refused("name,parent", "Limits,Courts", "Invents,Limits", "Courts,Invents") == [
        "A code would stand below itself: Limits → Courts → Invents → Limits. "
        "Give one of them another parent."
    ]
    assert "Limits → Limits" in refused("name,parent", "Limits,Limits")[0]


def test_a_parent_that_is_not_there_or_is_several_is_reported_by_its_line():
    assert refused("name,parent", "Invents,Limts", "Limits,") == [
        "Line 2: no code is called “Limts”, in the file or here."
    ]
    problems = refused("name,parent", "A,", "B,", "X,A", "X,B", "Y,X")
    assert problems == [
        "Line 6: several codes are called “X”. Write what stands above it too: a / b."
    ]


def test_every_problem_of_a_table_is_reported_at_once():
    problems = refused(
        "name,parent,definition", "A,,", ",A,says something", "B,Nowhere,", "a,,again"
    )

    assert problems == ["Line 3: the code has no name."]
    problems = refused("name,parent", "A,", "B,Nowhere", "a,")
    assert problems == ["Lines 2, 4 are the same code (“A”). Keep one of them."]


def test_a_table_without_names_says_what_it_needs():
    (problem,) = refused("title of code,weight", "A,1")

    assert problem.startswith("No column holds the names of codes. Call one “name”")
    assert "Found: title of code, weight." in problem


def test_blank_lines_are_no_codes():
    assert tree(read("name,parent", "A,", ",", "  ,", "B,A")) == {"A": None, "B": "A"}


def test_a_workbook_is_read_as_a_csv_is():
    out = io.BytesIO()
    write_xlsx(out, [Worksheet("codebook", ["name", "parent"], [["A", None], ["=B", "A"]])])

    incoming = read_import_file(out)

    assert incoming.sort is ImportFileKind.TABLE
    assert tree(incoming.found) == {"A": None, "=B": "A"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n", "another format"),
        (b"PK\x03\x04nothing", "not a REFI-QDA project"),
        (b"<html></html>", "holds no REFI-QDA CodeBook"),
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook>&b;</CodeBook>',
            "DOCTYPE|entities|document type",
        ),
        (b"name\n" + b"".join(b"code %d\n" % n for n in range(2_001)), "more than 2000 codes"),
        (b"name\n" + b"x" * 20_000_001, "20 MB"),
    ],
    ids=["empty", "picture", "no archive", "html", "entities", "many codes", "large"],
)
def test_what_is_no_file_of_codes_is_refused_in_a_sentence(content, said):
    with pytest.raises(REFUSALS, match=said):
        read_import_file(io.BytesIO(content))


def test_a_cell_in_the_last_corner_of_a_sheet_is_reported_by_its_row():
    book = Workbook()
    for row in (["name", "parent"], ["Limits", ""]):
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(CodesRefused) as error:
        read_import_file(io.BytesIO(out.getvalue()))
    (problem,) = error.value.problems
    assert "1048576" in problem
    assert "The row has 16384 cells where the first line names 2 columns" in problem


def test_names_in_the_other_language_are_read_from_columns_of_their_own():
    found = read("name,name_fr,Name in English", "Limits,Limites,", "Cold,,Chilly")

    names = {code.name: code.translated_names for code in found.project.codes}
    assert names == {"Limits": {"fr": "Limites"}, "Cold": {"en": "Chilly"}}
    assert found.remarks == ()
