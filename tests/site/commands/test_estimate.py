"""`vecu estimate`: design and estimate as options, a tidy table as output."""

import csv
import io
import json
import subprocess
import sys

import pyarrow.parquet as pq
import pyreadstat
import pytest
from click.testing import CliRunner
from pandas import DataFrame

from tests.datasets.exports import ADA as PERSON
from tests.datasets.exports import DAY, questionnaire
from tests.spec.surveys import SAMPLE, oracle
from vecu import stats
from vecu.datasets.exporting.ddi import StudyDescription
from vecu.datasets.exporting.package import ExportOptions, Format, VersionData, write_export
from vecu.datasets.exporting.row_builder import AnswerRecord
from vecu.questionnaires import ExpressionError
from vecu.site.cli import PlainErrors
from vecu.site.commands.estimate import estimate
from vecu.site.row_filters import parse_row_filter
from vecu.typography import NO_BREAK_SPACE

CLUSTERS = ["--ids", "site", "--strata", "region", "--weights", "weight"]


def run(*arguments):
    group = PlainErrors("vecu", commands=[estimate])
    return CliRunner().invoke(group, ["estimate", *map(str, arguments)])


def rows(*arguments):
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_a_mean_by_groups_as_csv():
    found = rows(SAMPLE, *CLUSTERS, "--mean", "hours", "--by", "sector")

    for row, value in zip(found, oracle()["mean by sector/clusters"], strict=True):
        assert row["domain"] == value.domain
        assert float(row["std_error"]) == pytest.approx(value.numbers["std_error"])
    assert list(found[0]) == [
        "variable", "level", "domain", "estimate", "std_error", "conf_low", "conf_high",
        "df", "n", "deff", "method",
    ]  # fmt: skip


def test_two_stages_with_sizes_as_json():
    done = run(
        SAMPLE, "--ids", "site,team", "--strata", "region", "--weights", "weight",
        "--fpc", "sites,teams", "--ratio", "overtime/people", "--format", "json",
    )  # fmt: skip

    (row,) = json.loads(done.stdout)
    (value,) = oracle()["ratio/two"]
    assert row["std_error"] == pytest.approx(value.numbers["std_error"])
    assert row["level"] is None


def exported(folder, mode, kind=Format.CSV, table="people"):
    """Return a file of an export whose three people took part so."""
    people = [{**PERSON, "years": str(years)} for years in (1, 2, 6)]
    replies = [AnswerRecord(values, DAY, "en", 1, mode, 1) for values in people]
    source = VersionData("kinds", questionnaire(), replies, len(replies))
    about = StudyDescription("kinds", "2026-11-24", {"en": "All kinds"}, {}, {}, {})
    folder.mkdir(exist_ok=True)
    keys = iter("abc")
    write_export([source], folder, ExportOptions(kind), about, draw_key=lambda: next(keys))
    return folder / f"kinds-{table}.{kind}"


@pytest.mark.parametrize("kind", [Format.CSV, Format.PARQUET, Format.SAV, Format.DTA])
@pytest.mark.parametrize("table", ["people", "story"])
def test_an_export_of_an_open_inquiry_is_no_sample(kind, table, tmp_path):
    """Every file of it says so, whatever its format and table."""
    file = exported(tmp_path / "out", "open", kind, table)
    question = ["--mean", "years"] if table == "people" else ["--prop", "keep"]

    done = run(file, *question)

    assert done.exit_code == 2
    assert not done.stdout
    for words in (file.name, "mode “open”", "nobody was drawn", "--not-a-sample"):
        assert words in done.output


@pytest.mark.parametrize(
    ("mode", "words"),
    [("cards", "cards were handed out"), ("imported", "the answers were imported")],
)
@pytest.mark.parametrize("question", ["--mean", "--prop", "--total"])
def test_nor_is_one_of_cards_or_of_imported_answers(mode, words, question, tmp_path):
    done = run(exported(tmp_path / "out", mode), question, "years")

    assert done.exit_code == 2
    assert words in done.output


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_figures_of_those_who_answered_say_so_each(kind, tmp_path):
    """The mean of 1, 2 and 6 is 3; it has no interval, for nobody was drawn."""
    file = exported(tmp_path / "out", "open")

    done = run(file, "--mean", "years", "--not-a-sample", "--format", kind)

    (row,) = json.loads(done.stdout) if kind == "json" else csv.DictReader(io.StringIO(done.stdout))
    assert (float(row["estimate"]), int(row["n"])) == (3, 3)
    assert row["note"] == "not a sample: of those who answered, not of a population"
    assert not any(row[name] for name in ("std_error", "conf_low", "conf_high", "df", "deff"))
    assert not done.stderr


def test_each_share_says_so_in_the_language_of_the_command(tmp_path):
    file = exported(tmp_path / "out", "open")

    found = rows(file, "--prop", "years", "--not-a-sample", "--language", "fr")

    assert [float(row["estimate"]) for row in found] == pytest.approx([1 / 3] * 3)
    for row in found:
        assert row["note"].replace(NO_BREAK_SPACE, " ") == (
            "pas un échantillon : porte sur les personnes qui ont répondu, non sur une population"
        )
        assert row["method"] == "proportion"


def test_a_file_that_does_not_say_how_people_came_is_warned_about_once(tmp_path):
    """In a file from elsewhere, a mode is another thing."""
    file = tmp_path / "people.csv"
    file.write_text("mode,hours\nbus,1\ncar,3\n")

    for source, question in ((SAMPLE, [*CLUSTERS, "--prop", "uses"]), (file, ["--mean", "hours"])):
        done = run(source, *question)
        assert done.exit_code == 0
        assert done.stderr.count("does not say how people came to answer") == 1
        assert "note" not in done.stdout.splitlines()[0]
        assert not run(source, *question, "--not-a-sample").stderr


def test_shares_and_totals():
    assert [row["level"] for row in rows(SAMPLE, *CLUSTERS, "--prop", "uses")] == ["0", "1"]
    (total,) = rows(SAMPLE, *CLUSTERS, "--total", "overtime")
    assert float(total["estimate"]) == pytest.approx(8641.5833)


def test_a_condition_is_written_as_in_a_questionnaire():
    (row,) = rows(
        SAMPLE, *CLUSTERS, "--mean", "hours",
        "--where", "sector = 'office' and not(${age} != 'under 40') and people + 0 > 1",
    )  # fmt: skip

    (value,) = oracle()["mean where"]
    assert float(row["std_error"]) == pytest.approx(value.numbers["std_error"])


def test_raked_to_margins_in_a_file(tmp_path):
    margins = tmp_path / "margins.csv"
    margins.write_text(
        "variable,level,total\nage,under 40,2600\nage,40 and over,2900\n"
        "region,north,1700\nregion,south,1200\nregion,west,2600\n"
    )

    done = run(SAMPLE, *CLUSTERS, "--mean", "overtime", "--rake", margins)

    (row,) = csv.DictReader(io.StringIO(done.stdout))
    (value,) = oracle()["raked mean/clusters"]
    assert float(row["std_error"]) == pytest.approx(value.numbers["std_error"])
    assert "5 totals met" in done.stderr


@pytest.mark.parametrize("kind", ["parquet", "sav", "dta"])
def test_files_of_every_kind_say_the_same(kind, tmp_path):
    table = stats.read_table(SAMPLE).select("region", "site", "weight", "hours", "uses")
    file = tmp_path / f"people.{kind}"
    if kind == "parquet":
        pq.write_table(table.to_pyarrow(), file)
    else:
        write = {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}[kind]
        write(DataFrame(table.to_pyarrow().to_pydict()), file)

    for question in (["--mean", "hours"], ["--prop", "uses"]):
        here, there = (rows(f, *CLUSTERS, *question) for f in (SAMPLE, file))
        for one, other in zip(here, there, strict=True):
            assert one["level"] == other["level"]
            assert float(one["std_error"]) == pytest.approx(float(other["std_error"]))


def test_french_csv_files(tmp_path):
    """Semicolons between fields, commas in numbers."""
    file = tmp_path / "people.csv"
    text = SAMPLE.read_text()
    file.write_text(text.replace(",", ";").replace(".", ","))

    (row,) = rows(file, *CLUSTERS, "--mean", "hours")

    assert float(row["estimate"]) == pytest.approx(36.0569883291805)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mean", "sector"], "share of each answer"),
        (["--mean", "hours", "--by", "nowhere"], "nowhere"),
        (["--mean", "hours", "--where", "age > 3"], "text"),
        (["--mean", "hours", "--where", "nowhere = 1"], "no column"),
        (["--mean", "hours", "--where", "sector = 'none'"], "nobody"),
        (["--mean", "hours", "--where", "__import__('os')"], "condition"),
        (["--mean", "hours", "--prop", "uses"], "one of"),
        ([], "one of"),
        (["--ratio", "hours"], "X/Y"),
        (["--ratio", ""], "X/Y"),
        (["--mean", ""], "--mean takes names"),
        (["--total", ","], "--total takes names"),
        (["--mean", "hours", "--where", ""], "At character 1"),
    ],
)
def test_what_cannot_be_is_explained_in_a_sentence_and_ends_with_2(arguments, words):
    done = run(SAMPLE, *CLUSTERS, *arguments)

    assert done.exit_code == 2
    assert words in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mean", "sector"], "Demandez plutôt la part de chaque réponse"),
        (["--mean", "hours", "--where", "sector = 'none'"], "il n’y a personne dont parler"),
        (["--mean", "hours", "--where", "nowhere = 1"], "la table n’a pas de colonne « nowhere »"),
    ],
)
def test_a_refusal_is_written_in_the_language_that_was_requested(arguments, words):
    done = run(SAMPLE, *CLUSTERS, *arguments, "--language", "fr")

    assert done.exit_code == 2
    assert words in done.output.replace(NO_BREAK_SPACE, " ")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("people.xlsx", b"PK", ".csv"),
        ("people.parquet", b"no parquet", "cannot be read"),
        ("people.sav", b"no sav", "cannot be read"),
        ("people.csv", b"", "estimate"),
        ("people.csv", b"\xff\xfe\x00", "people"),
    ],
)
def test_a_file_that_is_no_table(name, content, words, tmp_path):
    file = tmp_path / name
    file.write_bytes(content)

    done = run(file, "--mean", "hours")

    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "source",
    ["hours", "count(hours) > 1", "'a' = 'b'", "../hours = 1", "hours = 'many'", "region + 1 = 2"],
)
def test_what_is_no_condition_on_rows(source):
    with pytest.raises(ExpressionError, match="At character"):
        parse_row_filter(source, stats.read_table(SAMPLE))


def test_the_hot_path_leaves_pandas_alone():
    code = (
        "import sys; from vecu import stats; "
        f"table = stats.read_table({str(SAMPLE)!r}); "
        "design = stats.Design(ids='site', strata='region', weights='weight'); "
        "stats.mean(table, design, 'hours', by='sector'); "
        "stats.proportion(table, design, 'uses'); "
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_counting_coders_does_not_wait_for_ibis():
    code = "import sys; from vecu import stats; print('ibis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_margins_are_satisfied_from_weights_that_sizes_give(tmp_path):
    margins = tmp_path / "margins.csv"
    margins.write_text("variable,level,total\nage,under 40,2600\nage,40 and over,2900\n")
    sizes = ["--ids", "site,team", "--strata", "region", "--fpc", "sites,teams"]

    done = run(SAMPLE, *sizes, "--mean", "overtime", "--rake", margins, "--language", "fr")

    assert done.exit_code == 0, done.output
    assert "2 totaux atteints" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Demandez"),
        (["--ratio", "hours"], "deux colonnes"),
        (["--mean", ","], "séparés par des virgules"),
    ],
)
def test_usage_is_written_in_the_language_too(arguments, words):
    done = run(SAMPLE, *CLUSTERS, *arguments, "--language", "fr")

    assert done.exit_code == 2
    assert words in done.output.replace(NO_BREAK_SPACE, " ")


def test_weights_that_become_shares_are_printed_to_three_digits(tmp_path):
    margins = tmp_path / "margins.csv"
    margins.write_text("variable,level,total\nage,under 40,0.47\nage,40 and over,0.53\n")

    done = run(SAMPLE, *CLUSTERS, "--mean", "overtime", "--rake", margins)

    assert "weights changed 0 to 0" not in done.stderr
    assert "0.000" in done.stderr


def test_raking_weights_that_are_not_there(tmp_path):
    margins = tmp_path / "margins.csv"
    margins.write_text("variable,level,total\nage,under 40,47\nage,40 and over,53\n")

    done = run(SAMPLE, "--weights", "nothing", "--mean", "overtime", "--rake", margins)

    assert done.exit_code == 2
    assert "weights: the table has no column “nothing”" in done.output
