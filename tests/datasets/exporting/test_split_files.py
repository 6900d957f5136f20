"""Large tables are exported as numbered files that fit together; progress is reported."""

from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from tests.datasets.exports import FORM, export
from tests.datasets.other_readers import by_csv, by_pandas, by_pspp
from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.dictionary.spss_stata_limits import Program
from vecu.datasets.dictionary.variables import Variable, VariableRole, VariableType
from vecu.datasets.exporting import split_files, staging
from vecu.datasets.exporting.numeric_coding import encode_table
from vecu.datasets.exporting.package import Format
from vecu.datasets.exporting.staging import BATCH, SheetWriter

READ = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}
PEOPLE: list[dict[str, Any]] = [
    {"years": str(number), "words": f"number {number}", "use": "yes" if number % 3 else "no"}
    for number in range(2 * BATCH + 7)
]
NUMBERED = ["kinds-people-1", "kinds-people-2", "kinds-people-3"]


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of 4,100 rows: not a multiple of the rows held in memory at a time."""
    monkeypatch.setattr(split_files, "MOST_ROWS", 4_100)


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("kind", [Format.SAV, Format.DTA])
def test_a_large_table_is_several_files_that_together_hold_every_row_once(
    tmp_path: Path, kind: Format
):
    files = export(tmp_path, kind, PEOPLE)
    parts = [READ[kind](files[f"{name}.{kind}"], output_format="dict")[0] for name in NUMBERED]
    assert [len(part["years"]) for part in parts] == [4_100, 4_100, 2_007 - 200]
    assert [year for part in parts for year in part["years"]] == list(range(len(PEOPLE)))
    assert f"kinds-people.{kind}" not in files
    assert f"kinds-story.{kind}" in files  # which fits in one
    assert "numbered files" in files["README.txt"].read_text().replace("\n", " ")


@pytest.mark.usefixtures("small_files")
def test_parts_of_spss_have_the_same_columns_labels_and_codes(tmp_path: Path):
    """Else ADD FILES would mix what does not belong together."""
    longer = {"words": "a longer text than any before", "years": "-99"}
    people = [*PEOPLE[:5_000], longer, {}]
    files = export(tmp_path, Format.SAV, people)
    first, second = (
        pyreadstat.read_sav(files[f"{name}.sav"], user_missing=True)[1] for name in NUMBERED[:2]
    )
    for each in ("column_names", "column_labels", "variable_value_labels", "missing_ranges",
                 "original_variable_types"):  # fmt: skip
        assert getattr(first, each) == getattr(second, each)
    assert first.missing_ranges["years"] == [{"lo": -998, "hi": -998}, {"lo": -999, "hi": -999}]


@pytest.mark.usefixtures("small_files")
def test_pspp_and_pandas_put_them_together(tmp_path: Path):
    (sav := tmp_path / "sav").mkdir()
    (dta := tmp_path / "dta").mkdir()
    spss = export(sav, Format.SAV, PEOPLE)
    stata = export(dta, Format.DTA, PEOPLE)
    by_spss = [row["words"] for name in NUMBERED for row in by_pspp(spss[f"{name}.sav"])]
    by_stata = [row["words"] for name in NUMBERED for row in by_pandas(stata[f"{name}.dta"])]
    assert by_spss == by_stata == [each["words"] for each in PEOPLE]


def test_long_texts_of_stata_fill_a_file_before_its_rows_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """3,000 bytes stand beside the row; with room for 10,000 three rows fit in a file."""
    monkeypatch.setattr(split_files, "MOST_LONG_TEXT", 10_000)
    people = [{"words": f"{number}" * 3_000} for number in range(8)]
    files = export(tmp_path, Format.DTA, people)
    parts = [pyreadstat.read_dta(files[f"{n}.dta"], output_format="dict")[0] for n in NUMBERED]
    assert [len(part["words"]) for part in parts] == [3, 3, 2]
    assert [text[0] for part in parts for text in part["words"]] == list("01234567")


def test_one_text_that_is_larger_than_a_file_has_one_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(split_files, "MOST_LONG_TEXT", 2_500)
    files = export(tmp_path, Format.DTA, [{"words": "x" * 3_000}, {"words": "y"}, {}])
    sizes = [pyreadstat.read_dta(files[f"{name}.dta"])[1].number_rows for name in NUMBERED[:2]]
    assert sizes == [1, 2]


def test_more_columns_than_stata_holds_are_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(split_files, "MOST_STATA_COLUMNS", 10)
    with pytest.raises(ExportRefused, match="Take the long shape, CSV or Parquet"):
        export(tmp_path, Format.DTA)
    columns = [Variable("x", VariableType.TEXT, VariableRole.ANSWER, {"en": "X"})]
    with SheetWriter("people", tuple(columns), tmp_path / "x") as writer:
        assert len(split_files.split_table(encode_table(writer.finish(), Program.SAV, "en"))) == 1


# ── telling ─────────────────────────────────────────────────────────────────────────────────────


class RecordedProgress:
    """Records the calls."""

    def __init__(self) -> None:
        self.tasks: list[list[Any]] = []

    def begin(self, task: str, rows: int) -> None:
        self.tasks.append([task, rows, 0])

    def advance(self, rows: int) -> None:
        self.tasks[-1][2] += rows


@pytest.mark.parametrize("kind", list(Format))
def test_every_task_reports_progress_from_its_first_row_to_its_last(tmp_path: Path, kind: Format):
    told = RecordedProgress()
    export(tmp_path, kind, PEOPLE, form=FORM, progress=told)
    assert told.tasks[0] == ["", len(PEOPLE), len(PEOPLE)]
    for task, rows, done in told.tasks:
        assert rows == done, task
    if kind is not Format.DDI:
        assert {task.rpartition(".")[0].removesuffix("-people") for task, *_ in told.tasks[1:]} >= {
            "kinds"
        }
    if kind in {Format.SAV, Format.DTA}:  # written, then read again
        assert told.tasks[1] == [f"kinds-people.{kind}", 2 * len(PEOPLE), 2 * len(PEOPLE)]


def test_all_are_counted_however_many_are_held_at_a_time(tmp_path: Path):
    """Of 0 to 10,006 every third, 3,336 numbers, can be divided by three: these said no."""
    codebook = by_csv(export(tmp_path, Format.CSV, PEOPLE)["kinds-codebook.csv"])
    counts = {row["value"]: row["n"] for row in codebook if row["variable"] == "use"}
    assert (counts["yes"], counts["no"]) == ("6671", "3336")


@pytest.mark.parametrize("kind", [Format.SAV, Format.DTA, Format.CSV])
def test_rows_held_for_their_weight_are_all_written_in_their_order(
    tmp_path: Path, kind: Format, monkeypatch: pytest.MonkeyPatch
):
    """Where people write much, fewer rows are held at a time; files begin anywhere between."""
    monkeypatch.setattr(staging, "_BATCH_CHARACTERS", 100)
    monkeypatch.setattr(split_files, "MOST_ROWS", 30)
    people = [{"words": f"{number:<40}."} for number in range(70)]
    files = export(tmp_path, kind, people)
    if kind is Format.CSV:
        found = [row["words"] for row in by_csv(files["kinds-people.csv"])]
    else:
        names = [files[f"{name}.{kind}"] for name in NUMBERED]
        found = [
            text for path in names for text in READ[kind](path, output_format="dict")[0]["words"]
        ]
    assert found == [each["words"] for each in people]
