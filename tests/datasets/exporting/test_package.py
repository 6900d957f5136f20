"""Exports by the command and the Data page: shuffled, audited, equal to the answers."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from tests.datasets.conftest import NOW, REAL, TODAY
from tests.datasets.views.test_importing import CONFIRMED, as_suggested, member
from tests.surveys.factories import DAY, answer, make_study
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.datasets import actions, queries
from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.exporting.package import ExportOptions, Format
from vecu.datasets.importing.codebook_file import read_codes
from vecu.datasets.queries import ImportOptions as ImportWishes
from vecu.datasets.rules import ImportSource, estimate_export_seconds
from vecu.site.cli import vecu
from vecu.site.commands import commands
from vecu.surveys.models import Answer, AnswerFile
from vecu.surveys.queries import (
    FilesSize,
    Study,
    get_files_size,
    iter_shuffled_answers,
    list_answered_versions,
)
from vecu.tables import read_table

pytestmark = [pytest.mark.data, pytest.mark.django_db]


@pytest.fixture
def small() -> Study:
    study = make_study()
    for number in range(30):
        values = {"story": [{"task": f"task {number}"}], "work": {"sector": "health"}}
        answer(study, values)
    return study


def take(study: Study, folder: Path, kind: Format, **wishes: Any) -> dict[str, Path]:
    files = actions.export_data(study, folder, ExportOptions(kind, **wishes), actor="ada", now=NOW)
    return {file.name: file for file in files}


def run(*arguments: str) -> Any:
    for command in commands:
        vecu.add_command(command)
    return CliRunner().invoke(vecu, arguments)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_are_shuffled_and_keys_are_drawn_anew(small: Study, tmp_path: Path):
    (one := tmp_path / "one").mkdir()
    (two := tmp_path / "two").mkdir()
    first = rows_of(take(small, one, Format.CSV)["small-story.csv"])
    second = rows_of(take(small, two, Format.CSV)["small-story.csv"])
    tasks = [[row["task"] for row in rows] for rows in (first, second)]
    assert sorted(tasks[0]) == sorted(tasks[1])
    assert tasks[0] != tasks[1]  # by chance once in 30!
    keys = [{row["person"] for row in rows} for rows in (first, second)]
    assert len(keys[0]) == len(keys[1]) == 30
    assert not keys[0] & keys[1]
    known = {each.hex for each in Answer.objects.values_list("id", flat=True)}
    assert not {key for key in keys[0] | keys[1] if any(key in each for each in known)}


def test_of_each_person_leaves_what_is_known_of_their_fielding(small: Study, tmp_path: Path):
    small.fieldings.update(wave=3)
    answer(small, {"story": [{"task": "in French"}]}, language="fr", promise=1)
    rows = rows_of(take(small, tmp_path, Format.CSV)["small-people.csv"])
    names = ("day", "language", "wave", "mode", "promise")
    known = Counter(tuple(row[name] for name in names) for row in rows)
    day = DAY.isoformat()
    assert known == {(day, "en", "3", "open", ""): 30, (day, "fr", "3", "open", "1"): 1}


def test_the_order_is_drawn_and_nothing_else_decides_it(small: Study):
    answered = list_answered_versions(small)[0]

    def order(seed: int) -> list[UUID]:
        chance = Random(seed)  # noqa: S311
        return [each.id for each in iter_shuffled_answers(answered, chance)]

    assert order(1) == order(1)
    assert order(1) != order(2)


def test_the_act_is_audited_and_tells_no_word(small: Study, tmp_path: Path):
    take(small, tmp_path, Format.DTA, language="fr")
    event = list_audit(small.scope)[0]
    assert (event.actor, event.verb) == ("ada", "took data out")
    assert event.detail == {"format": "dta", "shape": "long", "language": "fr", "people": 30}


def test_a_study_without_answers_has_no_data(tmp_path: Path):
    with pytest.raises(ExportRefused, match="Nobody has answered"):
        take(make_study(), tmp_path, Format.CSV)


def test_the_codebook_leaves_before_anybody_answers(tmp_path: Path):
    """Archives and ethics committees ask for it then."""
    files = take(study := make_study(), tmp_path, Format.DDI)
    assert sorted(files) == ["README.txt", "small-codebook.csv", "small-ddi.xml"]
    codebook = etree.parse(files["small-ddi.xml"])
    counts = codebook.findall(".//{ddi:codebook:2_5}caseQnty")
    assert {each.text for each in counts} == {"0"}
    assert "sector" in {each.get("name") for each in codebook.iter("{ddi:codebook:2_5}var")}
    assert list_audit(study.scope)[0].detail["people"] == 0


def test_before_anybody_answers_the_page_offers_the_codebook_alone():
    client = member(make_study(), "ada", Role.RESEARCHER)
    page = client.get("/en/studies/small/data/").text
    assert re.findall(r'name="format"[^>]*value="(\w+)"', page) == ["ddi"]
    assert "Nobody has answered yet" in page
    sent = {"shape": "long", "delimiter": ";", "language": "en"}
    response = client.post("/en/studies/small/data/", sent | {"format": "ddi"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert "small-ddi.xml" in archive.namelist()
    refused = client.post("/en/studies/small/data/", sent | {"format": "csv"})
    assert (refused.status_code, "there is no data to export" in refused.text) == (422, True)


def test_nothing_is_left_of_an_export_that_failed(
    small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_args: object, **_options: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(actions, "write_export", fail)
    with pytest.raises(OSError, match="disk full"):
        take(small, tmp_path, Format.CSV)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_files_and_says_which(small: Study, tmp_path: Path):
    out = tmp_path / "new"
    result = run("export", "small", "--format", "parquet", "--out", str(out), "--shape", "wide")
    assert result.exit_code == 0, result.output
    assert pq.read_table(out / "small-people.parquet").num_rows == 30
    assert "small-people.parquet" in result.output


def test_the_command_writes_into_no_folder_that_holds_something(small: Study, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    result = run("export", "small", "--format", "csv", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "is not empty" in result.output


def test_the_command_shows_a_bar_for_each_task_beside_what_it_says(
    small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(import_module("vecu.site.commands.export"), "_QUIET_BELOW", 0)
    result = run("export", "small", "--format", "sav", "--out", str(tmp_path / "new"))
    assert result.exit_code == 0, result.output
    for task in ("Reading", "small-people.sav", "small-story.sav"):
        assert task in result.stderr
    assert "Reading" not in result.stdout


CHOICES = {"format": "sheets", "shape": "long", "language": "en", "delimiter": ","}


def download(small: Study, **choices: str) -> zipfile.ZipFile:
    response = member(small, "ada", Role.RESEARCHER).post("/en/studies/small/data/", choices)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_a_researcher_downloads_an_archive(small: Study):
    archive = download(small, **CHOICES)
    assert sorted(archive.namelist()) == [
        *("README.txt", "small-codebook.csv", "small-ddi.xml"),
        *("small-people.csv", "small-story.csv"),
    ]
    assert archive.read("small-people.csv").startswith("\ufeffperson,day,".encode())


@pytest.mark.parametrize("wrong", [{"format": "exe"}, {"language": "xx"}, {"delimiter": "x"}, {}])
def test_what_is_not_offered_is_refused(small: Study, wrong: dict[str, str]):
    client = member(small, "ada", Role.RESEARCHER)
    choices = CHOICES | wrong if wrong else {}
    response = client.post("/en/studies/small/data/", choices)
    assert response.status_code == 422
    assert "Choose a format" in response.text


def test_the_page_says_what_an_open_poll_cannot(small: Study):
    page = member(small, "ada", Role.OWNER).get("/en/studies/small/data/").text
    assert "no percentage of workers" in page
    assert "30 people have answered." in page


def test_a_labelled_file_is_mapped_in_the_browser_with_its_labels(small: Study, tmp_path: Path):
    file = take(small, tmp_path, Format.SAV, language="en")["small-people.sav"].read_bytes()
    client = member(small, "ada", Role.RESEARCHER)
    sent = {"file": SimpleUploadedFile("answers.csv", file)}  # its name is not believed
    where = client.post("/en/studies/small/import/", sent)["Location"]
    page = client.get(where)
    assert "sector: Which field?" in page.text
    assert 'id="delimiter"' not in page.text
    chosen = as_suggested(page)
    assert chosen["column-6"] == "work/sector"
    check = client.post(where, chosen)["Location"]
    client.post(check, CONFIRMED)
    assert Answer.objects.filter(fielding__mode="imported").count() == 30
    assert Answer.objects.filter(values__work__sector="health").count() == 60
    client.post("/en/studies/small/import/", {"file": SimpleUploadedFile("again.sav", file)})
    assert list_audit(small.scope)[0].target == sha256(file).hexdigest()


# ── files that people gave ──────────────────────────────────────────────────────────────────────

WITH_FILES = """
| survey | | | |
| | type | name | label |
| | text | words | In your words? |
| | image | photo | A picture? |
| | begin repeat | visit | A visit |
| | file | paper | A paper? |
| | end repeat | | |
"""


@pytest.fixture
def illustrated() -> Study:
    """Three respondents: one gave a picture and a document, one a picture, one nothing."""
    study = make_study(form=WITH_FILES)
    photos = [f"{n}1111111-1111-4111-8111-111111111111.png" for n in (1, 2)]
    paper = "31111111-1111-4111-8111-111111111111.txt"
    first = answer(study, {"words": "one", "photo": photos[0], "visit": [{"paper": paper}]})
    second = answer(study, {"words": "two", "photo": photos[1]})
    answer(study, {"words": "three"})
    for number, (name, whose) in enumerate(
        [(photos[0], first), (photos[1], second), (paper, first)], 1
    ):
        AnswerFile.objects.create(name=name, answer=whose, content=b"x" * number)
    return study


def test_each_file_is_the_one_that_its_person_gave(illustrated: Study, tmp_path: Path):
    files = take(illustrated, tmp_path, Format.CSV, files=True)
    people = {row["words"]: row for row in rows_of(files["small-people.csv"])}
    (visit,) = rows_of(files["small-visit.csv"])
    assert files[people["one"]["photo"]].read_bytes() == b"x"
    assert files[people["two"]["photo"]].read_bytes() == b"xx"
    assert files[visit["paper"]].read_bytes() == b"xxx"
    assert people["three"]["photo"] == ""
    assert visit["person"] == people["one"]["person"]
    assert {path.parent.name for name, path in files.items() if "-" in name and
            name.endswith((".png", ".txt"))} == {"files"}  # fmt: skip


def test_files_leave_only_on_request(illustrated: Study, tmp_path: Path):
    files = take(illustrated, tmp_path, Format.CSV)
    assert not (tmp_path / "files").exists()
    assert sum(bool(row["photo"]) for row in rows_of(files["small-people.csv"])) == 2


def test_the_audit_counts_the_files_that_left(illustrated: Study, tmp_path: Path):
    take(illustrated, tmp_path, Format.SAV, files=True)
    assert list_audit(illustrated.scope)[0].detail["files"] == 3


def test_files_are_weighed_without_being_read(illustrated: Study, django_assert_num_queries: Any):
    found = list_answered_versions(illustrated)
    with django_assert_num_queries(1):
        assert get_files_size(found) == FilesSize(3, 6)


def test_files_are_read_one_at_a_time(
    illustrated: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """However many there are, one is in memory."""
    asked = []
    monkeypatch.setattr(
        queries, "find_file", lambda _answer, name: asked.append(name) or name.encode()
    )
    take(illustrated, tmp_path, Format.CSV, files=True)
    assert len(asked) == 3


def test_the_page_offers_files_where_there_are_any(illustrated: Study):
    client = member(illustrated, "ada", Role.RESEARCHER)
    assert "3 files, 6\xa0bytes" in client.get("/en/studies/small/data/").text
    response = client.post("/en/studies/small/data/", CHOICES | {"with_files": "yes"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    inside = [info for info in archive.infolist() if info.filename.startswith("files/")]
    assert len(inside) == 3
    assert {info.compress_type for info in inside} == {zipfile.ZIP_STORED}
    assert archive.testzip() is None


def test_a_page_gives_no_more_files_than_it_can(
    illustrated: Study, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("vecu.datasets.views.export.MAX_DOWNLOAD_BYTES", 5)
    client = member(illustrated, "ada", Role.RESEARCHER)
    page = client.post("/en/studies/small/data/", CHOICES | {"with_files": "yes"})
    assert (page.status_code, "vecu export --files" in page.text) == (422, True)


def test_no_file_is_offered_where_nobody_gave_one(small: Study):
    page = member(small, "ada", Role.OWNER).get("/en/studies/small/data/").text
    assert "with_files" not in page


def test_the_command_says_how_many_files_it_wrote(illustrated: Study, tmp_path: Path):
    out = tmp_path / "new"
    result = run("export", "small", "--format", "csv", "--out", str(out), "--files")
    assert result.exit_code == 0, result.output
    assert f"{out / 'files'}: 3 files (6 bytes)" in result.output
    assert len(list((out / "files").iterdir())) == 3


def test_readers_and_coders_get_nothing(illustrated: Study):
    for name, role in (("eve", Role.READER), ("bob", Role.CODER)):
        client = member(illustrated, name, role)
        sent = CHOICES | {"with_files": "yes"}
        assert client.post("/en/studies/small/data/", sent).status_code == 403


@pytest.mark.parametrize(("people", "columns", "seconds"), [(100, 30, 0), (100_000, 30, 20)])
def test_how_long_it_takes_is_announced_where_it_is_long(people: int, columns: int, seconds: int):
    """At 150,000 cells a second."""
    assert estimate_export_seconds(people, columns) == seconds


# ── the real survey ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def real(db: None) -> Study:
    """The 101 respondents of the ChatGPT survey, imported with its codes file."""
    if not REAL.exists():
        pytest.skip("the real ChatGPT survey is not here")
    table = read_table((REAL / "chatgpt_en.csv").read_bytes())
    codes = read_codes(read_table((REAL / "codes_en.csv").read_bytes()))
    plan = queries.get_study_plan(table, ImportWishes(codes=codes), title="ChatGPT", today=TODAY)
    source = ImportSource("chatgpt_en.csv", "Adults asked online in 2023.")
    study = actions.create_imported_study(plan, "chatgpt", title="ChatGPT")
    report = actions.import_file(plan, study, source, actor="ada", now=NOW)
    assert report.imported == 101
    return study


def counted_by_hand(column: str) -> Counter[str]:
    """Count the values of a column of the original file, without missing values."""
    with (REAL / "chatgpt_en.csv").open(encoding="utf-8-sig") as file:
        values = [row[column].strip() for row in csv.DictReader(file, delimiter=";")]
    with (REAL / "codes_en.csv").open(encoding="utf-8-sig") as file:
        dialect = csv.Sniffer().sniff(file.readline())
        file.seek(0)
        missing = {
            row["value_name"]
            for row in csv.DictReader(file, dialect=dialect)
            if row["item_name"] == column and row["value_label"].startswith("[")
        }
    return Counter(value for value in values if value and value not in missing)


COLUMN = "use_work"


@pytest.mark.parametrize("kind", list(Format))
def test_the_real_survey_leaves_as_it_came(real: Study, tmp_path: Path, kind: Format):
    files = take(real, tmp_path, kind, language="en")
    assert found_in(kind, files) == counted_by_hand(COLUMN)


def found_in(kind: Format, files: dict[str, Path]) -> Counter[str]:
    """Count the values of the same column in an export, each format by another reader."""
    people = files.get(f"chatgpt-people.{kind}")
    match kind:
        case Format.CSV:
            values = [row[COLUMN] for row in rows_of(files["chatgpt-people.csv"])]
        case Format.SHEETS:
            text = files["chatgpt-people.csv"].read_text(encoding="utf-8-sig")
            values = [row[COLUMN] for row in csv.DictReader(io.StringIO(text), delimiter=";")]
        case Format.PARQUET:
            values = pq.read_table(people)[COLUMN].to_pylist()
        case Format.XLSX:
            page = openpyxl.load_workbook(files["chatgpt.xlsx"]).worksheets[0]
            names = [cell.value for cell in page[1]]
            values = [row[names.index(COLUMN)].value for row in page.iter_rows(min_row=2)]
        case Format.SAV | Format.DTA:
            return _labelled(kind, files)
        case Format.DDI:
            return _from_ddi(files["chatgpt-ddi.xml"])
    return Counter(str(value) for value in values if value not in {None, ""})


def _labelled(kind: Format, files: dict[str, Path]) -> Counter[str]:
    read: Any = pyreadstat.read_sav if kind is Format.SAV else pyreadstat.read_dta
    found, meta = read(files[f"chatgpt-people.{kind}"], output_format="dict")
    codebook = rows_of(files["chatgpt-codebook.csv"])
    names = {
        line["code_sav"]: line["value"]
        for line in codebook
        if line["variable"] == COLUMN and line["type"] == "value"
    }
    assert set(meta.variable_value_labels[COLUMN].values()) >= {"never", "almost daily"}
    values = [value for value in found[COLUMN] if value is not None]
    return Counter(names[str(int(value))] for value in values)


def _from_ddi(path: Path) -> Counter[str]:
    ddi = "{ddi:codebook:2_5}"
    variable = etree.parse(path).getroot().find(f".//{ddi}var[@name='{COLUMN}']")
    counts: Counter[str] = Counter()
    for category in variable.iter(f"{ddi}catgry"):
        if category.get("missing") != "Y":
            name = category.findtext(f"{ddi}txt") or category.findtext(f"{ddi}catValu")
            counts[name] = int(category.findtext(f"{ddi}catStat"))
    return +counts


def test_all_that_people_answered_leaves(real: Study, tmp_path: Path):
    rows = rows_of(take(real, tmp_path, Format.CSV)["chatgpt-people.csv"])
    told = Counter(json.dumps(sorted(values.items())) for values in answers_of(real))
    names = {name for values in answers_of(real) for name in values}
    found = Counter(
        json.dumps(sorted((name, row[name]) for name in names if row[name])) for row in rows
    )
    assert found == told


def answers_of(study: Study) -> list[dict[str, str]]:
    return list(Answer.objects.filter(fielding__study=study).values_list("values", flat=True))
