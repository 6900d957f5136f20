"""A type of question that is new in five tables is asked, checked, stored, counted, exported.

The toy is `barcode`, which XLSForm has: the 13 digits of a product, the last of which is a check
digit (GS1 General Specifications, 7.9). Nothing but its five rows makes it known.
"""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.datasets.exports import DAY, export
from tests.datasets.other_readers import READERS, by_csv
from tests.questionnaires.factories import SPOKEN, TODAY, form
from tests.surveys.factories import PASSWORD, make_member, make_study
from vecu.accounts.rules import Role
from vecu.datasets.dictionary.question_variables import VARIABLES, TypeVariables
from vecu.datasets.dictionary.variables import VariableType
from vecu.datasets.exporting.package import Format
from vecu.datasets.importing.cell_parser import CELLS, ColumnTarget
from vecu.datasets.importing.reader import open_file
from vecu.datasets.importing.row_parser import RowParser
from vecu.datasets.importing.suggest_mapping import suggest_column_mapping
from vecu.questionnaires import (
    QUESTION_TYPES,
    AnswerValue,
    Questionnaire,
    QuestionType,
    TypeTraits,
    WorkbookRefused,
    build_pages,
    format_answer,
    parse_input,
    validate_answers,
)
from vecu.surveys.forms.question_page import WIDGETS, Widget, build_page_form
from vecu.surveys.models import Answer
from vecu.surveys.results.frequencies import count_frequencies
from vecu.surveys.results.type_counts import COUNTS, CountLayout, TypeCount
from vecu.surveys.views import results

FORM = """
| survey |
| | type | name | label | required |
| | barcode | product | Which product? | yes |
| | text | why | Why? | |
"""
SPREAD, WRONG = "3017620422003", "3017620422004"
"""3+1+6+0+2+0 = 12 and 3 × (0+7+2+4+2+0) = 45: 57, so that 3 completes the next ten, and not 4."""


def is_barcode(text: str) -> bool:
    digits = [int(digit) for digit in text if digit.isdigit()]
    return len(digits) == len(text) == 13 and (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def parse_barcode(text: str, _language: str) -> str:
    return text.replace(" ", "")


def format_barcode(text: str, _language: str) -> str:
    return f"{text[0]} {text[1:7]} {text[7:]}"


@pytest.fixture
def barcode(monkeypatch: pytest.MonkeyPatch) -> QuestionType:
    kind = str.__new__(QuestionType, "barcode")
    kind._name_, kind._value_ = "BARCODE", "barcode"
    traits = TypeTraits(
        holds=AnswerValue.TEXT,
        data=("barcode",),
        parse=parse_barcode,
        checks=((is_barcode, "“%(question)s”: “%(found)s” is no barcode."),),
        format=format_barcode,
        samples=(SPREAD,),
    )
    monkeypatch.setitem(QUESTION_TYPES, kind, traits)
    monkeypatch.setitem(WIDGETS, kind, Widget("text", "The 13 digits below the bars"))
    monkeypatch.setitem(COUNTS, kind, TypeCount(CountLayout.CHOICES))
    monkeypatch.setitem(VARIABLES, kind, TypeVariables(VariableType.TEXT))
    monkeypatch.setitem(CELLS, kind, ColumnTarget.read_typed)
    return kind


@pytest.fixture
def products(barcode: QuestionType) -> Questionnaire:
    questionnaire = form(FORM)
    assert questionnaire.questions["/data/product"].kind is barcode
    return questionnaire


def test_without_its_rows_it_is_refused() -> None:
    with pytest.raises(WorkbookRefused):
        form(FORM)


def test_what_people_type_is_parsed_checked_and_written_back(products: Questionnaire) -> None:
    question = products.questions["/data/product"]
    assert parse_input(question, "3 017620 422003", "fr") == SPREAD
    assert format_answer(question.kind, SPREAD, "fr") == "3 017620 422003"
    assert validate_answers(products, {"product": SPREAD}, today=TODAY, language="en") == ()
    problem, *others = validate_answers(products, {"product": WRONG}, today=TODAY, language="en")
    assert problem.message == "“Which product?”: “3 017620 422004” is no barcode."
    assert others == []


def test_its_page_has_an_input_that_says_how_to_answer(products: Questionnaire) -> None:
    page = build_pages(products, {"product": SPREAD}, today=TODAY)[0]
    with translation.override("en"):
        field = build_page_form(products, page, "en").items[0].field
    assert field is not None
    assert (field.kind, field.value) == ("text", "3 017620 422003")
    assert field.usual == "The 13 digits below the bars"


@pytest.mark.django_db
def test_a_respondent_is_corrected_and_members_read_what_is_stored(
    barcode: QuestionType, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    study = make_study("products", FORM + SPOKEN)
    take = "/en/take/products/"
    client.post(take)
    refused = client.post(f"{take}q/product/", {"product": WRONG})
    assert "“3 017620 422004” is no barcode." in refused.text
    client.post(f"{take}q/product/", {"product": "3 017620 422003"})
    client.post(f"{take}review/")
    assert Answer.objects.get().values == {"product": SPREAD}

    make_member("lea", study, Role.OWNER)
    client.login(username="lea", password=PASSWORD)
    studies = "/en/studies/products/"
    person = client.get(f"{studies}stories/{Answer.objects.get().pk}/")
    assert "3 017620 422003" in person.text
    monkeypatch.setattr(results, "TABULATED_TYPES", {barcode})  # made of COUNTS at import
    figures = client.get(f"{studies}figures/")
    assert "One person answered: “3017620422003”." in figures.text


def test_its_answers_are_counted(products: Questionnaire, barcode: QuestionType) -> None:
    people = [({"product": SPREAD}, DAY), ({"product": SPREAD}, DAY), ({"why": "No idea"}, DAY)]
    counts = count_frequencies(products, people, {barcode})
    tally = counts.tallies["/data/product"]
    assert (tally.counts, tally.blank) == ({SPREAD: 2}, 1)
    assert list(counts.tallies) == ["/data/product"]


@pytest.mark.parametrize("ending", READERS)
def test_other_programs_read_its_column(
    products: Questionnaire, tmp_path: Path, ending: str
) -> None:
    files = export(tmp_path, Format(ending), [{"product": SPREAD}], asked=products)
    (row,) = READERS[ending](files[f"kinds-people.{ending}"])
    assert row["product"] == SPREAD


def test_the_codebook_of_an_export_describes_it(products: Questionnaire, tmp_path: Path) -> None:
    files = export(tmp_path, Format.DDI, [{"product": SPREAD}], asked=products)
    described = {row["variable"]: row for row in by_csv(files["kinds-codebook.csv"])}
    assert described["product"]["label_en"] == "Which product?"
    assert (described["product"]["type"], described["product"]["n"]) == ("text", "1")


@pytest.mark.parametrize("cell", [SPREAD, "3 017620 422003"])
def test_what_is_exported_comes_in_again_and_as_people_write_it(
    products: Questionnaire, tmp_path: Path, cell: str
) -> None:
    files = export(tmp_path, Format.CSV, [{"product": SPREAD}], asked=products)
    content = files["kinds-people.csv"].read_bytes()
    assert SPREAD.encode() in content
    opened = open_file(content.replace(SPREAD.encode(), cell.encode()))
    mapping = suggest_column_mapping(opened.table, products, opened.codes).get_certain_mapping()
    (row,) = RowParser(mapping, products, TODAY).iter_rows(opened.table)
    assert (row.values, row.problems) == ({"product": SPREAD}, ())


def test_a_cell_that_is_none_is_a_problem_of_its_row(products: Questionnaire) -> None:
    opened = open_file(f"product\n{WRONG}\n".encode())
    mapping = suggest_column_mapping(opened.table, products, opened.codes).get_certain_mapping()
    (row,) = RowParser(mapping, products, TODAY).iter_rows(opened.table)
    assert [problem.found for problem in row.problems] == ["3 017620 422004"]
