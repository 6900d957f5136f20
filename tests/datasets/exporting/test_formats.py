"""Exports: each format is read by another program's library and holds the answers."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datasets.exports import ADA, BOB, EVE, FORM, PEOPLE, export, questionnaire
from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.dictionary.question_variables import iter_question_variables
from vecu.datasets.dictionary.tables import describe_tables
from vecu.datasets.dictionary.universe import universe_text
from vecu.datasets.dictionary.variable_names import MAX_NAME_LENGTH, NameAllocator
from vecu.datasets.exporting import spss_stata
from vecu.datasets.exporting.package import Format, Shape
from vecu.datasets.exporting.readme import ReadmeFacts, build_readme
from vecu.messages import UNFIT
from vecu.questionnaires import Choice, Question, QuestionType, Wording
from vecu.questionnaires.answers.validation import MAX_TEXT

LABELLED = [
    pytest.param(Format.SAV, pyreadstat.read_sav, id="sav"),
    pytest.param(Format.DTA, pyreadstat.read_dta, id="dta"),
]


def rows_of(path: Path, **dialect: Any) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, **dialect))


def labelled_file(read: Any, path: Path, **options: Any) -> tuple[dict[str, list[Any]], Any]:
    found, meta = read(path, output_format="dict", **options)
    return {name: list(column) for name, column in found.items()}, meta


# ── what a dataset is ───────────────────────────────────────────────────────────────────────────


def test_a_multiple_choice_is_its_list_and_one_column_for_each_choice():
    people, _story = describe_tables(questionnaire())
    names = [variable.name for variable in people.variables]
    assert names[:6] == ["person", "day", "language", "wave", "mode", "promise"]
    assert names[10:14] == ["use", "tools", "tools_chat", "tools_draw"]


TOLD = FORM.replace(
    "| | end repeat | | | | |\n",
    "| | end repeat | | | | |\n"
    "| | select_one ${task} | hardest | The hardest? | La plus dure ? | |\n"
    "| | select_one ${keep} | mostly | Mostly? | En général ? | |\n",
)
"""With choices that are answers: in own words, and of a list."""


@pytest.mark.parametrize("format_", [Format.CSV, Format.SAV, Format.DTA, Format.PARQUET])
def test_a_choice_among_own_words_is_exported_as_these_words(tmp_path, format_):
    ada = {**ADA, "hardest": "mails", "mostly": "yes"}
    files = export(tmp_path, format_, [ada, BOB], form=TOLD)

    people, _story = describe_tables(questionnaire(TOLD))
    sorts = {variable.name: variable.sort.value for variable in people.variables}
    assert (sorts["hardest"], sorts["mostly"]) == ("text", "choice")
    (path,) = (one for one in files.values() if one.name.endswith(f"people.{format_.value}"))
    read = {
        Format.CSV: lambda: [row["hardest"] for row in rows_of(path)],
        Format.SAV: lambda: labelled_file(pyreadstat.read_sav, path)[0]["hardest"],
        Format.DTA: lambda: labelled_file(pyreadstat.read_dta, path)[0]["hardest"],
        Format.PARQUET: lambda: pq.read_table(path).to_pydict()["hardest"],
    }[format_]()
    assert "mails" in read


def test_a_question_keeps_its_name_before_what_is_made_of_another():
    """As with or_other, where the text beside a list is called like the tick of its last choice."""
    form = FORM.replace("| text | why ", "| text | tools_draw ")
    people, _story = describe_tables(questionnaire(form))
    draw = [variable for variable in people.variables if variable.name.startswith("tools_draw")]
    assert [(each.name, each.role) for each in draw] == [
        ("tools_draw_2", "tick"),
        ("tools_draw", "answer"),
        ("tools_draw_asked", "asked"),
    ]


def test_a_repeat_is_a_table_of_its_own_with_a_key_to_its_person():
    _people, story = describe_tables(questionnaire())
    assert [each.name for each in story.variables] == ["person", "position", "mode", "task", "keep"]


def test_the_universe_is_described_with_the_words_that_people_read():
    asked = questionnaire()
    why = next(v for v in describe_tables(asked)[0].variables if v.name == "why")
    assert universe_text(why.rules, asked, "en") == "“Do you use it?” is “Yes”"
    french = universe_text(why.rules, asked, "fr").replace("\u00a0", " ")
    assert french == "« L’utilisez-vous ? » est « Oui »"


@given(st.lists(st.text(min_size=1, max_size=40), max_size=30))
def test_names_are_short_plain_and_each_once_whatever_questions_are_called(wanted: list[str]):
    names = NameAllocator()
    given_names = [names.allocate(each) for each in wanted]
    assert len({name.lower() for name in given_names}) == len(given_names)
    for name in given_names:
        assert len(name) <= MAX_NAME_LENGTH
        assert name.isascii()
        assert name.isidentifier()


@pytest.mark.parametrize("reserved", ["with", "TO", "int", "_n", "str8", "2nd", "_"])
def test_no_variable_has_a_name_that_spss_or_stata_keep(reserved: str):
    assert NameAllocator().allocate(reserved).lower() != reserved.lower()


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_exact_csv_holds_every_answer_in_its_type(tmp_path: Path):
    files = export(tmp_path, Format.CSV)
    ada, bob, eve = rows_of(files["kinds-people.csv"])
    assert (ada["years"], ada["hours"], ada["since"]) == ("7", "2.5", "2024-02-29")
    assert (ada["tools"], ada["tools_chat"], ada["tools_draw"]) == ("chat draw", "1", "1")
    assert (ada["person"], ada["day"], ada["mode"]) == ("k1", "2026-11-24", "open")
    assert (bob["years"], bob["words"]) == ("-3", "")
    assert [row["why_asked"] for row in (ada, bob, eve)] == ["1", "0", "1"]
    assert [row["why"] for row in (ada, bob, eve)] == ["", "", ""]


def test_the_stories_of_the_long_shape_lead_to_their_person(tmp_path: Path):
    files = export(tmp_path, Format.CSV)
    assert rows_of(files["kinds-story.csv"]) == [
        {"person": "k1", "position": "1", "mode": "open", "task": "mails", "keep": "yes"},
        {"person": "k1", "position": "2", "mode": "open", "task": "plans", "keep": ""},
    ]


def test_the_universe_is_counted_for_each_story_by_itself(tmp_path: Path):
    form = FORM.replace(
        "| | end repeat | | | | |",
        "| | begin group | more | More | Plus | |\n"
        "| | text | reason | Why go on? | Pourquoi continuer ? | ${keep} = 'yes' |\n"
        "| | end group | | | | |\n"
        "| | end repeat | | | | |",
    )
    told = [{"keep": "no"}, {"keep": "yes"}, {"keep": "yes", "more": {"reason": "saves time"}}]
    files = export(tmp_path, Format.CSV, [{"story": told}], form=form)
    rows = rows_of(files["kinds-story.csv"])
    assert [(row["reason_asked"], row["reason"]) for row in rows] == [
        ("0", ""),
        ("1", ""),
        ("1", "saves time"),
    ]


def test_the_wide_shape_has_one_line_a_person_up_to_the_last_story_of_anybody(tmp_path: Path):
    files = export(tmp_path, Format.CSV, shape=Shape.WIDE)
    ada, bob, _eve = rows_of(files["kinds-people.csv"])
    assert (ada["story_1_task"], ada["story_2_task"], ada["story_2_keep"]) == ("mails", "plans", "")
    assert (ada["story_2_told"], bob["story_1_told"], bob["story_1_task"]) == ("1", "0", "")
    assert "story_3_task" not in ada


def test_codebook_and_data_agree_on_bases_and_counts(tmp_path: Path):
    files = export(tmp_path, Format.CSV)
    lines = rows_of(files["kinds-codebook.csv"])
    why = next(line for line in lines if line["variable"] == "why")
    assert (why["base"], why["n"], why["left_blank"], why["not_asked"]) == ("2", "0", "2", "1")
    assert why["condition"] == "(/data/use  = 'yes')"
    values = {line["value"]: line["n"] for line in lines if line["variable"] == "use"}
    assert (values["yes"], values["no"]) == ("2", "1")
    assert {line["label_fr"] for line in lines if line["value"] == "draw"} >= {
        "Lesquels ?\u00a0: Dessin"
    }


RISKY = ["=1+1", "+33 1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "  =1", "-"]


def test_a_spreadsheet_runs_nothing_of_the_csv_made_for_it(tmp_path: Path):
    people = [{"words": text, "years": "-3"} for text in RISKY]
    files = export(tmp_path, Format.SHEETS, people)
    content = files["kinds-people.csv"].read_bytes()
    assert content.startswith(b"\xef\xbb\xbfperson;day;")
    found = rows_of(files["kinds-people.csv"], delimiter=";")
    assert [row["words"] for row in found] == [f"'{text}" for text in RISKY]
    assert {row["years"] for row in found} == {"-3"}  # a number is no formula
    assert "'" in files["README.txt"].read_text()


def test_the_exact_csv_leaves_such_texts_as_they_were_written(tmp_path: Path):
    files = export(tmp_path, Format.CSV, [{"words": text} for text in RISKY])
    assert [row["words"] for row in rows_of(files["kinds-people.csv"])] == RISKY


# ── XLSX ────────────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_has_data_and_codebook_and_its_texts_stay_texts(tmp_path: Path):
    people = [ADA, *({"words": text} for text in (*RISKY, "#N/A"))]
    files = export(tmp_path, Format.XLSX, people)
    book = openpyxl.load_workbook(files["kinds.xlsx"])
    assert book.sheetnames == ["data people", "data story", "codebook"]
    page = book["data people"]
    names = [cell.value for cell in page[1]]
    first = dict(zip(names, page[2], strict=True))
    assert (first["years"].value, first["hours"].value) == (7, 2.5)
    assert first["since"].value.date() == date(2024, 2, 29)
    words = page.iter_cols(names.index("words") + 1, names.index("words") + 1, min_row=3)
    cells = next(iter(words))
    assert [cell.value for cell in cells] == [*RISKY, "#N/A"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_day_before_spreadsheets_know_days_is_a_text(tmp_path: Path):
    files = export(tmp_path, Format.XLSX, [{"since": "1850-01-02"}])
    page = openpyxl.load_workbook(files["kinds.xlsx"])["data people"]
    names = [cell.value for cell in page[1]]
    assert page[2][names.index("since")].value == "1850-01-02"


# ── Parquet ─────────────────────────────────────────────────────────────────────────────────────


def test_parquet_has_types_and_labels_in_its_schema(tmp_path: Path):
    files = export(tmp_path, Format.PARQUET, language="fr")
    table = pq.read_table(files["kinds-people.parquet"])
    ada, bob, _eve = table.to_pylist()
    assert (ada["years"], ada["hours"], ada["since"]) == (7, 2.5, date(2024, 2, 29))
    assert (ada["tools_chat"], bob["tools_chat"], bob["tools_asked"]) == (True, None, False)
    about = table.schema.field("use").metadata
    assert about[b"label"].decode() == "L’utilisez-vous ?"
    assert json.loads(about[b"values"])["no"] == {"en": "No", "fr": "Non"}


# ── SPSS and Stata ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("kind", "read"), LABELLED)
def test_labels_and_value_labels_are_in_the_file(tmp_path: Path, kind: Format, read: Any):
    path = export(tmp_path, kind, language="fr")[f"kinds-people.{kind}"]
    _found, meta = labelled_file(read, path)
    assert meta.column_names_to_labels["hours"] == "Combien d’heures ?"
    assert meta.column_names_to_labels["tools_draw"] == "Lesquels ?\u00a0: Dessin"
    labels = meta.variable_value_labels["use"]
    assert (labels[1], labels[2]) == ("Oui", "Non")
    assert meta.variable_value_labels["often"][5] == "Chaque jour"  # its own number, not its place


def test_spss_distinguishes_not_applicable_from_left_blank(tmp_path: Path):
    path = export(tmp_path, Format.SAV)["kinds-people.sav"]
    found, meta = labelled_file(pyreadstat.read_sav, path, user_missing=True)
    assert found["tools_chat"] == [1, -98, -99]  # Ada ticked it, Bob was not asked, Eve left it
    assert found["years"] == [7, -3, -99]
    assert found["often"] == [5, 0, -99]
    assert meta.missing_ranges["years"] == [{"lo": -98, "hi": -98}, {"lo": -99, "hi": -99}]
    declared, _meta = labelled_file(pyreadstat.read_sav, path)
    assert declared["years"][:2] == [7, -3]
    assert declared["years"][2] is None


def test_stata_distinguishes_not_applicable_from_left_blank(tmp_path: Path):
    path = export(tmp_path, Format.DTA)["kinds-people.dta"]
    found, meta = labelled_file(pyreadstat.read_dta, path, user_missing=True)
    assert found["tools_chat"] == [1, "a", "b"]
    assert found["years"] == [7, -3, "b"]
    assert meta.variable_value_labels["tools_chat"]["b"] == "Left blank"
    assert "years" not in meta.variable_value_labels  # a labelled number would be a category


@pytest.mark.parametrize(("kind", "read"), LABELLED)
def test_days_are_days(tmp_path: Path, kind: Format, read: Any):
    path = export(tmp_path, kind)[f"kinds-people.{kind}"]
    found, _meta = labelled_file(read, path)
    assert found["since"] == [date(2024, 2, 29), None, None]
    assert found["day"][0] == date(2026, 11, 24)


def test_a_missing_code_is_never_a_number_that_somebody_gave(tmp_path: Path):
    people = [{"years": "-99"}, {"years": "-998"}, {"hours": "-1200.5"}, {}]
    path = export(tmp_path, Format.SAV, people)["kinds-people.sav"]
    found, meta = labelled_file(pyreadstat.read_sav, path, user_missing=True)
    assert found["years"] == [-99, -998, -9999, -9999]
    assert [each["lo"] for each in meta.missing_ranges["years"]] == [-9998, -9999]


REFUSED = FORM.replace(
    "| | scale | 0 | Never | Jamais |",
    "| | scale | -99 | Refused | Refus |\n| | scale | -98 | Do not know | Ne sait pas |",
)


def test_a_missing_code_is_never_a_choice_that_could_have_been_given(tmp_path: Path):
    """Somebody refused; nobody did not know, yet −98 has its own label."""
    path = export(tmp_path, Format.SAV, [{"often": "-99"}, {"use": "no"}], form=REFUSED)[
        "kinds-people.sav"
    ]
    found, meta = labelled_file(pyreadstat.read_sav, path, user_missing=True)
    assert found["often"] == [-99, -999]
    assert meta.variable_value_labels["often"] == {
        -99: "Refused", -98: "Do not know", 5: "Daily", -998: "Not asked", -999: "Left blank"
    }  # fmt: skip
    assert [each["lo"] for each in meta.missing_ranges["often"]] == [-998, -999]


@pytest.mark.parametrize(("kind", "read"), LABELLED)
def test_long_texts_stand_beside_empty_ones(tmp_path: Path, kind: Format, read: Any):
    """The two traps of these formats: text beyond 2,045 bytes in Stata, 32,767 in SPSS."""
    long = "é" * MAX_TEXT  # 40,000 bytes
    people = [{"words": long}, {"years": "1"}, {"words": "short"}]
    path = export(tmp_path, kind, people)[f"kinds-people.{kind}"]
    found, _meta = labelled_file(read, path)
    whole = [
        "".join(parts) for parts in zip(found["words"], *_further(found, "words"), strict=True)
    ]
    assert whole == [long, "", "short"]


def _further(found: dict[str, list[Any]], name: str) -> list[list[str]]:
    return [column for key, column in found.items() if key.startswith(f"{name}_p")]


def test_emoji_beyond_what_spss_holds_go_on_in_further_columns(tmp_path: Path):
    long = "😀" * MAX_TEXT  # 80,000 bytes
    path = export(tmp_path, Format.SAV, [{"words": long}])["kinds-people.sav"]
    found, _meta = labelled_file(pyreadstat.read_sav, path)
    assert found["words"][0] + "".join(c[0] for c in _further(found, "words")) == long
    assert len(_further(found, "words")) == 2


@pytest.mark.parametrize(("kind", "read"), LABELLED)
def test_a_file_that_reads_differently_is_refused(
    tmp_path: Path, kind: Format, read: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        spss_stata.pyreadstat,
        f"read_{kind}",
        lambda path, **options: read(path, **(options | {"row_offset": 1})),
    )
    with pytest.raises(ExportRefused, match="differs"):
        export(tmp_path, kind)


# ── what goes with every export ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", list(Format))
def test_every_export_says_that_an_open_poll_counts_nobody(tmp_path: Path, kind: Format):
    text = export(tmp_path, kind)["README.txt"].read_text()
    assert "OPEN POLL" in text
    assert "%" not in "".join(path.name for path in (tmp_path / "out").iterdir())


def test_the_readme_names_the_columns_of_repeats_as_this_form_has_them():
    facts = ReadmeFacts(
        open_poll=True,
        repeat="task",
        takes_files=False,
        with_files=False,
        with_codings=False,
        labelled=True,
    )

    assert "become task_1_…, task_2_…" in build_readme("T", "today", "en", facts)
    assert "Wide:" not in build_readme("T", "today", "en", replace(facts, repeat=""))


def test_labels_of_parts_are_set_as_french_is():
    order = Question(
        "/data/order",
        QuestionType.RANK,
        label=Wording({"fr": "Classez", "en": "Rank"}),
        choices=(Choice("job", Wording({"fr": "Mon emploi", "en": "My job"})),),
    )
    made = list(iter_question_variables(order, (), "order", NameAllocator(), ("fr", "en")))

    labels = [variable.label for variable in made if variable.name == "order_job"]
    assert labels == [{"fr": "Classez\u00a0: Mon emploi", "en": "Rank: My job"}]


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("kind", list(Format))
def test_an_export_of_nobody_is_whole(tmp_path: Path, kind: Format, shape: Shape):
    assert "README.txt" in export(tmp_path, kind, [], shape=shape)


# ── anything people may write ───────────────────────────────────────────────────────────────────

TEXTS = st.text(max_size=300).filter(lambda text: not UNFIT.search(text) and text.strip())
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "words": TEXTS,
        "years": st.integers(-(2**31) + 1, 2**31 - 1).map(str),
        "hours": st.decimals(allow_nan=False, allow_infinity=False, places=3).map("{:f}".format),
        "since": st.dates(date(1000, 1, 1)).map(str),
        "use": st.sampled_from(["yes", "no"]),
        "often": st.sampled_from(["0", "5"]),
        "story": st.lists(st.fixed_dictionaries({"task": TEXTS}), max_size=3),
    },
)
SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW
@given(people=st.lists(VALUES, max_size=6))
@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("kind", [Format.CSV, Format.PARQUET, Format.SAV, Format.DTA])
def test_whatever_people_wrote_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    kind: Format,
    shape: Shape,
    people: list[dict[str, Any]],
):
    """The labelled formats compare themselves, the others are compared here."""
    files = export(tmp_path_factory.mktemp("any"), kind, people, shape=shape)
    expected = [(each.get("words", ""), each.get("years", "")) for each in people]
    if kind is Format.CSV:
        text = files["kinds-people.csv"].read_bytes().decode()
        found = [(row["words"], row["years"]) for row in csv.DictReader(io.StringIO(text, ""))]
        assert found == expected
    elif kind is Format.PARQUET:
        rows = pq.read_table(files["kinds-people.parquet"]).to_pylist()
        read = [
            (row["words"] or "", str("" if row["years"] is None else row["years"])) for row in rows
        ]
        assert read == expected


def test_people_are_counted_as_they_are(tmp_path: Path):
    found = rows_of(export(tmp_path, Format.CSV, PEOPLE * 2000)["kinds-people.csv"])
    assert Counter(row["use"] for row in found) == {"yes": 4000, "no": 2000}
    assert len({row["person"] for row in found}) == 6000
    assert (BOB["use"], EVE["use"]) == ("no", "yes")
