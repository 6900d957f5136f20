# ruff: noqa: DTZ001 - what people write of days and hours has no zone
"""Every type of question leaves in its own type, in every format, and comes in again."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datasets.exports import export
from tests.datasets.other_readers import by_csv, by_duckdb, by_openpyxl, by_pandas, by_pspp
from vecu.datasets.dictionary.question_variables import MOST_PARTS
from vecu.datasets.dictionary.spss_stata_limits import Program
from vecu.datasets.dictionary.tables import describe_tables
from vecu.datasets.dictionary.variables import Variable, VariableRole, VariableType
from vecu.datasets.exporting import spss_stata
from vecu.datasets.exporting.cell_types import make_cell_converter
from vecu.datasets.exporting.package import Format, Shape
from vecu.datasets.importing.reader import open_file
from vecu.datasets.importing.row_parser import RowParser
from vecu.datasets.importing.suggest_mapping import suggest_column_mapping
from vecu.questionnaires import Questionnaire, WorkbookAttachments, convert_workbook, read_xform

FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | All kinds | kinds | English (en) |

| survey | | | | | | |
| | type | name | label::English (en) | label::Français (fr) | parameters | relevant |
| | time | starts | When do you start? | À quelle heure ? | | |
| | dateTime | meeting | When was the meeting? | Quand ? | | |
| | range | sure | How sure? | À quel point ? | start=0 end=10 step=1 | |
| | range | share | Which share? | Quelle part ? | start=0 end=1 step=0.25 | |
| | rank drink | order | Which is best? | Que préférez-vous ? | | |
| | acknowledge | read | I have read it. | J’ai lu. | | |
| | acknowledge | agree | I agree. | J’accepte. | | ${sure} > 5 |
| | geopoint | place | Where? | Où ? | | |
| | select_one_from_file towns.csv | town | Which town? | Quelle ville ? | value=code, label=town | |
| | select_multiple_from_file towns.csv | seen | Which did you see? | Lesquelles ? | value=code, label=town | |
| | image | photo | A picture? | Une image ? | | |
| | begin group | table | How often? | Combien ? | | |
| | select_one often | mail | Mail | Courrier | | |
| | end group | | | | | |
| | begin repeat | visit | A visit | Une visite | | |
| | time | came | When did you come? | Quand ? | | |
| | file | paper | A paper? | Un papier ? | | |
| | end repeat | | | | | |

| choices | | | | |
| | list_name | name | label::English (en) | label::Français (fr) |
| | drink | tea | Tea | Thé |
| | drink | coffee | Coffee | Café |
| | drink | water | Water | Eau |
| | often | daily | Daily | Chaque jour |
"""  # noqa: E501 - the rows of a table are not broken
TOWNS = b"code,town\nm,Metz\nn,Nancy\nl,Lyon\n"
PICTURE, PAPER = (f"{n}1111111-1111-4111-8111-111111111111" for n in (1, 2))
FILES = {f"{PICTURE}.png": b"a picture", f"{PAPER}.txt": b"a paper"}

ADA: dict[str, Any] = {
    "starts": "09:30:00",
    "meeting": "2026-11-23T14:30:15",
    "sure": "7",
    "share": "0.25",
    "order": "coffee tea water",
    "read": "OK",
    "agree": "OK",
    "place": "48.85 2.35 112.5 4",
    "town": "n",
    "seen": "m l",
    "photo": f"{PICTURE}.png",
    "table": {"mail": "daily"},
    "visit": [{"came": "08:00:00"}, {"came": "23:59:59", "paper": f"{PAPER}.txt"}],
}
BOB: dict[str, Any] = {
    "starts": "23:59:59.250+01:00",  # as OpenRosa clients write an hour
    "meeting": "1850-01-02T00:00:00.000Z",
    "sure": "4.0",
    "share": "1",
    "order": "water coffee tea",
    "place": "-33.9 -99",
}
EVE: dict[str, Any] = {"town": "l"}
PEOPLE = [ADA, BOB, EVE]


@pytest.fixture(scope="module")
def all_types_questionnaire() -> Questionnaire:
    return read_xform(
        convert_workbook(FORM.encode(), "kinds.md", WorkbookAttachments({"towns.csv": TOWNS})).xform
    )


def variables(all_types_questionnaire: Questionnaire) -> dict[str, Variable]:
    return {
        variable.name: variable
        for variable in describe_tables(all_types_questionnaire)[0].variables
    }


# ── what a question becomes ─────────────────────────────────────────────────────────────────────


def test_each_type_of_question_has_a_type_of_its_own(all_types_questionnaire: Questionnaire):
    sorts = {
        name: str(variable.sort) for name, variable in variables(all_types_questionnaire).items()
    }
    assert sorts.items() >= {
        "starts": "time",
        "meeting": "date and time",
        "sure": "integer",
        "share": "decimal",
        "order": "text",
        "order_tea": "integer",
        "read": "yes/no",
        "place": "text",
        "place_latitude": "decimal",
        "town": "choice",
        "seen_m": "yes/no",
        "photo": "file",
    }.items()  # fmt: skip


def test_labels_say_the_question_and_the_part(all_types_questionnaire: Questionnaire):
    found = variables(all_types_questionnaire)
    assert found["order_tea"].label == {
        "en": "Which is best?: Tea",
        "fr": "Que préférez-vous ?\u00a0: Thé",
    }
    assert found["place_altitude"].label["en"] == "Where?: altitude, in metres"
    assert [label["en"] for _name, label in found["town"].values] == ["Metz", "Nancy", "Lyon"]


def test_a_long_list_from_a_file_is_one_variable():
    """Thirty thousand towns would be thirty thousand columns."""
    towns = "code,town\n" + "\n".join(f"t{n},Town {n}" for n in range(MOST_PARTS + 1))
    media = WorkbookAttachments({"towns.csv": towns.encode()})
    form = read_xform(convert_workbook(FORM.encode(), "kinds.md", media).xform)
    assert [name for name in variables(form) if name.startswith("seen")] == ["seen"]


def test_the_heading_of_a_table_of_questions_is_no_column():
    """Pyxform writes a question for it, which nobody can answer."""
    form = """
| survey | | | | |
| | type | name | label | appearance |
| | begin group | table | How often? | table-list |
| | select_one often | mail | Mail | |
| | select_one often | notes | Notes | |
| | end group | | | |

| choices | | | |
| | list_name | name | label |
| | often | daily | Daily |
"""
    found = variables(read_xform(convert_workbook(form.encode(), "table.md").xform))
    assert [v.name for v in found.values() if v.path] == ["mail", "notes"]


@pytest.mark.parametrize(
    ("sort", "text", "value"),
    [
        (VariableType.INTEGER, "4.0", 4),
        (VariableType.INTEGER, "-3", -3),
        (VariableType.TIME, "14:30", time(14, 30)),
        (VariableType.TIME, "14:30:05.123456789+0530", time(14, 30, 5, 123456)),
        (VariableType.MOMENT, "2026-11-23T14:30:00Z", datetime(2026, 11, 23, 14, 30)),
        (VariableType.DATE, "2024-02-29", date(2024, 2, 29)),
    ],
)
def test_what_is_stored_is_read_in_its_type(sort: VariableType, text: str, value: object):
    assert make_cell_converter(Variable("x", sort, VariableRole.ANSWER, {}))(text) == value


# ── what other programs read ────────────────────────────────────────────────────────────────────


def test_pspp_reads_the_numbers_days_hours_and_places(
    tmp_path: Path, all_types_questionnaire: Questionnaire
):
    path = export(tmp_path, Format.SAV, PEOPLE, asked=all_types_questionnaire)["kinds-people.sav"]
    ada, bob, eve = by_pspp(path, "--recode")
    assert (ada["starts"], bob["starts"], eve["starts"]) == ("09:30:00", "23:59:59", "")
    assert (ada["meeting"], bob["meeting"]) == ("11/23/2026 14:30:15", "01/02/1850 00:00:00")
    assert (ada["sure"], bob["sure"], ada["share"]) == ("7", "4", "0.25")
    assert [ada[f"order_{name}"] for name in ("tea", "coffee", "water")] == ["2", "1", "3"]
    assert (bob["place_latitude"], bob["place_longitude"]) == ("-33.9", "-99")
    assert (bob["place_altitude"], ada["place_altitude"]) == ("", "112.5")
    assert (ada["read"], bob["read"], eve["read"]) == ("1", "0", "0")
    assert (ada["agree"], bob["agree"]) == ("1", "")  # Bob was not asked


def test_pspp_shows_the_labels_of_values(tmp_path: Path, all_types_questionnaire: Questionnaire):
    path = export(tmp_path, Format.SAV, PEOPLE, asked=all_types_questionnaire, language="fr")[
        "kinds-people.sav"
    ]
    labelled, plain = by_pspp(path, "--recode", "--labels"), by_pspp(path)
    assert [row["town"] for row in labelled] == ["Nancy", "", "Lyon"]
    assert [row["seen_m"] for row in labelled] == ["Oui", "", ""]
    assert (labelled[0]["read"], labelled[1]["read"]) == ("Oui", "Non")
    # −99 is Bob's longitude, so the codes of this file have one nine more.
    assert [row["town"] for row in plain] == ["2", "-999", "3"]
    assert [row["agree"] for row in plain] == ["1", "-998", "-998"]


def test_pandas_reads_what_stata_would(tmp_path: Path, all_types_questionnaire: Questionnaire):
    path = export(tmp_path, Format.DTA, PEOPLE, asked=all_types_questionnaire)["kinds-people.dta"]
    ada, bob, eve = by_pandas(path)
    assert ada["starts"] == datetime(1960, 1, 1, 9, 30)  # an hour of Stata's first day
    assert bob["starts"] == datetime(1960, 1, 1, 23, 59, 59, 250_000)
    assert (ada["meeting"], bob["meeting"]) == (
        datetime(2026, 11, 23, 14, 30, 15), datetime(1850, 1, 2)
    )  # fmt: skip
    assert (ada["sure"], bob["sure"], eve["sure"]) == (7, 4, None)
    assert (ada["place_latitude"], bob["place_longitude"]) == (48.85, -99)
    assert [ada[f"order_{name}"] for name in ("tea", "coffee", "water")] == [2, 1, 3]
    assert (ada["town"], eve["town"], ada["read"], bob["read"]) == ("Nancy", "Lyon", "Yes", "No")
    assert (ada["order"], ada["place"]) == ("coffee tea water", "48.85 2.35 112.5 4")


def test_duckdb_reads_the_types_of_parquet(tmp_path: Path, all_types_questionnaire: Questionnaire):
    path = export(tmp_path, Format.PARQUET, PEOPLE, asked=all_types_questionnaire)[
        "kinds-people.parquet"
    ]
    ada, bob, _eve = by_duckdb(path)
    assert (ada["starts"], bob["starts"]) == (time(9, 30), time(23, 59, 59, 250_000))
    assert ada["meeting"] == datetime(2026, 11, 23, 14, 30, 15)
    assert (ada["sure"], ada["share"], ada["order_water"]) == (7, 0.25, 3)
    assert (ada["read"], bob["read"], bob["agree"]) == (True, False, None)
    assert (ada["place_accuracy"], bob["place_accuracy"]) == (4, None)


def test_a_workbook_has_cells_of_days_and_hours(
    tmp_path: Path, all_types_questionnaire: Questionnaire
):
    path = export(tmp_path, Format.XLSX, PEOPLE, asked=all_types_questionnaire)["kinds.xlsx"]
    ada, bob, _eve = by_openpyxl(path)
    assert (ada["starts"], ada["meeting"]) == (time(9, 30), datetime(2026, 11, 23, 14, 30, 15))
    assert bob["meeting"] == "1850-01-02T00:00:00"  # before spreadsheets know days
    assert (ada["read"], bob["read"], ada["order_tea"]) == (1, 0, 2)


def test_csv_has_iso_8601(tmp_path: Path, all_types_questionnaire: Questionnaire):
    ada, bob, _eve = by_csv(
        export(tmp_path, Format.CSV, PEOPLE, asked=all_types_questionnaire)["kinds-people.csv"]
    )
    assert (ada["starts"], ada["meeting"]) == ("09:30:00", "2026-11-23T14:30:15")
    assert (ada["read"], bob["read"], ada["place"]) == ("1", "0", "48.85 2.35 112.5 4")


def test_spreadsheets_get_a_blank_between_day_and_hour(
    tmp_path: Path, all_types_questionnaire: Questionnaire
):
    path = export(tmp_path, Format.SHEETS, PEOPLE, asked=all_types_questionnaire)[
        "kinds-people.csv"
    ]
    assert ";2026-11-23 14:30:15;" in path.read_text(encoding="utf-8-sig")


def test_the_codebook_tells_every_part(tmp_path: Path, all_types_questionnaire: Questionnaire):
    lines = by_csv(
        export(tmp_path, Format.CSV, PEOPLE, asked=all_types_questionnaire)["kinds-codebook.csv"]
    )
    told = {line["variable"]: line for line in lines if line["type"] not in {"value", "missing"}}
    assert (told["order_tea"]["type"], told["order_tea"]["value"]) == ("integer", "tea")
    assert (told["place_latitude"]["value"], told["starts"]["type"]) == ("latitude", "time")
    assert (told["read"]["base"], told["read"]["n"], told["agree"]["base"]) == ("3", "3", "1")
    towns = [line for line in lines if line["variable"] == "town" and line["type"] == "value"]
    assert [(line["value"], line["code_sav"], line["label_fr"]) for line in towns] == [
        ("m", "1", "Metz"), ("n", "2", "Nancy"), ("l", "3", "Lyon")
    ]  # fmt: skip


# ── files that people gave ──────────────────────────────────────────────────────────────────────


def test_the_data_lead_to_the_files(tmp_path: Path, all_types_questionnaire: Questionnaire):
    files = export(tmp_path, Format.CSV, PEOPLE, asked=all_types_questionnaire, files=FILES)
    ada, bob, _eve = by_csv(files["kinds-people.csv"])
    _first, second = by_csv(files["kinds-visit.csv"])
    folder = files["files"]
    assert (ada["photo"], bob["photo"]) == ("photo-k1.png", "")
    assert second["paper"] == "visit-paper-k1-2.txt"
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        "photo-k1.png": b"a picture",
        "visit-paper-k1-2.txt": b"a paper",
    }
    assert "The folder “files”" in files["README.txt"].read_text()


def test_without_the_files_their_names_still_tell_who_gave_one(
    tmp_path: Path, all_types_questionnaire: Questionnaire
):
    files = export(tmp_path, Format.CSV, PEOPLE, asked=all_types_questionnaire)
    assert by_csv(files["kinds-people.csv"])[0]["photo"] == "photo-k1.png"
    assert "files" not in files
    assert "are not in this export" in files["README.txt"].read_text()


def test_the_name_in_the_laboratory_is_nowhere_in_an_export(
    tmp_path: Path, all_types_questionnaire: Questionnaire
):
    """It would join two exports of the same person."""
    files = export(tmp_path, Format.CSV, PEOPLE, asked=all_types_questionnaire, files=FILES)
    for path in files.values():
        if path.is_file():
            assert PICTURE not in path.read_text(encoding="utf-8-sig")


def test_a_file_that_was_withdrawn_meanwhile_is_blank(
    tmp_path: Path, all_types_questionnaire: Questionnaire
):
    files = export(tmp_path, Format.CSV, PEOPLE, asked=all_types_questionnaire, files={})
    assert by_csv(files["kinds-people.csv"])[0]["photo"] == ""


def test_a_file_that_a_program_named_and_never_sent_is_blank(
    tmp_path: Path, all_types_questionnaire: Questionnaire
):
    files = export(tmp_path, Format.CSV, [ADA | {"photo": PICTURE}], asked=all_types_questionnaire)
    assert by_csv(files["kinds-people.csv"])[0]["photo"] == ""


def test_the_codebook_alone_holds_no_files(tmp_path: Path, all_types_questionnaire: Questionnaire):
    files = export(tmp_path, Format.DDI, PEOPLE, asked=all_types_questionnaire, files=FILES)
    assert "files" not in files


# ── and back ────────────────────────────────────────────────────────────────────────────────────


def come_back(content: bytes, all_types_questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Return the answers that the suggested mapping makes of a file."""
    opened = open_file(content)
    mapping = suggest_column_mapping(
        opened.table, all_types_questionnaire, opened.codes
    ).get_certain_mapping()
    readings = list(
        RowParser(mapping, all_types_questionnaire, date(2026, 11, 24)).iter_rows(opened.table)
    )
    assert [reading.problems for reading in readings] == [()] * len(readings)
    return [reading.values for reading in readings]


KEPT_OF_ADA = {name: ADA[name] for name in ADA if name not in {"photo", "visit"}}
"""Files do not come in as cells; visits have a file of their own."""
KEPT_OF_BOB = BOB | {"starts": "23:59:59.250000", "meeting": "1850-01-02T00:00:00", "sure": "4"}
"""What has a type comes back in it: without the offset, without a decimal of a whole number."""


@pytest.mark.parametrize("kind", [Format.CSV, Format.SHEETS, Format.SAV, Format.DTA, Format.XLSX])
def test_what_went_out_comes_in_again(
    tmp_path: Path, kind: Format, all_types_questionnaire: Questionnaire
):
    files = export(tmp_path, kind, PEOPLE, asked=all_types_questionnaire, delimiter=",")
    suffix = "csv" if kind is Format.SHEETS else str(kind)
    path = files["kinds.xlsx" if kind is Format.XLSX else f"kinds-people.{suffix}"]
    ada, bob, eve = come_back(path.read_bytes(), all_types_questionnaire)
    assert ada == KEPT_OF_ADA
    assert bob == KEPT_OF_BOB
    assert eve == EVE


WITHIN = """
| survey | | | | |
| | type | name | label::English (en) |
| | integer | with | With how many? |
| | integer | day | On which day? |
| | text | comment | Anything else? |
| | select_one change | better | Is it better? |
| | select_multiple change | all | All of it? |
| | begin group | life | Life |
| | begin repeat | visit | A visit |
| | text | comment | Comment |
| | select_one change | change | What changed? |
| | begin repeat | sub | A part |
| | dateTime | when | When? |
| | end repeat | | |
| | end repeat | | |
| | end group | | |

| choices | | | |
| | list_name | name | label::English (en) |
| | change | -1 | Worse |
| | change | 0 | Alike |
| | change | 1 | Better |
"""
VISITS: list[dict[str, Any]] = [
    {"comment": "first", "change": "-1", "sub": [{"when": "2026-01-01T00:30:00.123000"}] * 2},
    {"comment": "second", "sub": [{"when": "2026-01-02T12:00:00"}]},
]
WHO: dict[str, Any] = {"with": "2", "day": "7", "comment": "root", "better": "-1", "all": "-1 1"}


@pytest.mark.parametrize("kind", [Format.CSV, Format.SHEETS, Format.SAV, Format.DTA, Format.XLSX])
def test_repeats_in_groups_and_renamed_columns_come_in_again_from_the_wide_shape(
    tmp_path: Path, kind: Format
):
    """SPSS keeps WITH, and `day` is that of sending: the questions are called with_2 and day_2."""
    questionnaire = read_xform(convert_workbook(WITHIN.encode(), "within.md").xform)
    people = [WHO | {"life": {"visit": VISITS}}, {"comment": "alone"}]
    files = export(tmp_path, kind, people, asked=questionnaire, shape=Shape.WIDE)
    content = next(
        path.read_bytes()
        for name, path in files.items()
        if name in {f"kinds-people.{kind}", "kinds-people.csv", "kinds.xlsx"}
    )
    assert come_back(content, questionnaire) == people


def test_parts_alone_make_the_answer(all_types_questionnaire: Questionnaire):
    """As in a file of another tool, which has no column for the whole."""
    content = (
        b"order_tea,order_coffee,order_water,place_latitude,place_longitude,place_accuracy,seen_n,read\n"
        b'2,1,3.0,"48,85",2.35,5,x,oui\n'
        b",,,,,,0,non\n"
        b"1,,,,,,,\n"
    )
    opened = open_file(content)
    mapping = suggest_column_mapping(
        opened.table, all_types_questionnaire, opened.codes
    ).get_certain_mapping()
    whole, nothing, half = RowParser(
        mapping, all_types_questionnaire, date(2026, 11, 24)
    ).iter_rows(opened.table)
    assert whole.values == {
        "order": "coffee tea water",
        "place": "48.85 2.35 0 5",
        "seen": "n",
        "read": "OK",
    }
    assert [problem.rule for problem in nothing.problems] == ["empty"]
    (problem,) = half.problems  # an order has a place for each choice, or none
    assert (problem.rule, problem.column) == ("choice", "order_tea")


def test_a_column_cannot_bring_a_file(all_types_questionnaire: Questionnaire):
    opened = open_file(b"photo,town\nphoto-k1.png,m\n")
    mapping = suggest_column_mapping(
        opened.table, all_types_questionnaire, opened.codes
    ).get_certain_mapping()
    assert [column.address for column in mapping.columns] == ["", "town"]


TIMES = st.times().map(lambda each: each.isoformat())
MOMENTS = st.datetimes(datetime(1600, 1, 1)).map(lambda each: each.isoformat())
ANSWERS = st.fixed_dictionaries(
    {"sure": st.integers(0, 10).map(str)},
    optional={
        "starts": TIMES,
        "meeting": MOMENTS,
        "order": st.permutations(["tea", "coffee", "water"]).map(" ".join),
        "read": st.just("OK"),
        "place": st.tuples(st.decimals(-90, 90, places=6), st.decimals(-180, 180, places=6)).map(
            lambda pair: " ".join(f"{number:f}" for number in pair)
        ),
    },
)


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    people=st.lists(ANSWERS, min_size=1, max_size=15)
)  # each file is read in a process of its own
@pytest.mark.parametrize("kind", [Format.CSV, Format.SAV, Format.DTA])
def test_whatever_was_answered_comes_in_again(
    tmp_path_factory: pytest.TempPathFactory,
    kind: Format,
    people: list[dict[str, Any]],
    all_types_questionnaire: Questionnaire,
):
    """Stata counts milliseconds, and SPSS seconds since 1582: their readers round what is finer.

    Each file is read in a process of its own: many people in few files.
    """
    folder = tmp_path_factory.mktemp("any")
    path = export(folder, kind, people, asked=all_types_questionnaire)[f"kinds-people.{kind}"]
    for sent, found in zip(
        people, come_back(path.read_bytes(), all_types_questionnaire), strict=True
    ):
        for name, text in sent.items():
            if name in {"starts", "meeting"} and kind is not Format.CSV:
                assert abs(moment(found[name]) - moment(text)).total_seconds() < 0.001
            elif name in {"starts", "meeting"}:
                assert moment(found[name]) == moment(text)
            else:
                assert found[name] == text


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text if "T" in text else f"2026-01-01T{text}")


def test_stata_s_own_ways_of_showing_days_come_in_as_days(
    tmp_path: Path, all_types_questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
):
    """Readers know %td and %tc; with another display format they would give a number."""
    monkeypatch.setitem(spss_stata._FORMATS[Program.DTA], VariableType.MOMENT, "%tcDDmonCCYY_HH:MM")
    path = export(tmp_path, Format.DTA, [ADA], asked=all_types_questionnaire)["kinds-people.dta"]
    _data, meta = pyreadstat.read_dta(path, output_format="dict", metadataonly=True)
    assert meta.original_variable_types["meeting"] == "%tcDDmonCCYY_HH:MM"
    (ada,) = come_back(path.read_bytes(), all_types_questionnaire)
    assert ada["meeting"] == ADA["meeting"]
