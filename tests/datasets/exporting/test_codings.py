"""Codings beside the answers of one export: joined by its own keys, and by nothing else."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from django.test import Client

from tests.coding.factories import Room, make_room
from tests.datasets.conftest import NOW
from tests.datasets.other_readers import by_csv, by_duckdb, by_pandas, by_pspp
from tests.surveys.factories import make_member
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.coding.actions.annotate import CodeSpan, apply_code, finish
from vecu.coding.actions.history import ActionContext
from vecu.coding.models import Coding, Verbatim
from vecu.coding.spans import TextSpan
from vecu.datasets import actions
from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.dictionary.tables import describe_tables
from vecu.datasets.exporting.codings import AnswerCoding, CodingTable
from vecu.datasets.exporting.package import ExportOptions, Format, Shape
from vecu.questionnaires import convert_workbook, read_xform
from vecu.site.commands.export import export
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.data, pytest.mark.django_db]

INVENTS, LONG, UNSEEN = "It invents laws.", "Too long.", "It stops."


@pytest.fixture
def room() -> Room:
    """Two coders finished two texts of one person; a third text is still coded by one of them.

    Both found the code “Invents” on the first text, of which Ana marked two words; none on the
    second, where Bea put “Length” and Ana nothing.
    """
    room = make_room(
        [{"task": "law", "limit": INVENTS}, {"task": "mails", "limit": LONG}],
        {"task": "plans", "limit": UNSEEN},
    )
    limits = room.code("Limits")
    invents, length = room.code("Invents", parent=limits), room.code("Length")
    for words in (INVENTS, LONG, UNSEEN):
        room.give(words, "ana", "bea")
    ana, context = room.coder("ana"), ActionContext("ana", NOW)
    apply_code(ana, room.text(INVENTS).id, CodeSpan(invents.id, TextSpan(3, 10)), context)
    finish(ana, room.text(INVENTS).id, context)
    room.codes("bea", INVENTS, invents)
    room.codes("ana", LONG)
    room.codes("bea", LONG, length)
    room.codes("ana", UNSEEN, length)
    room.codes("bea", UNSEEN, length, done=False)
    return room


def take(room: Room, folder: Path, kind: Format, **wishes: Any) -> dict[str, Path]:
    folder.mkdir()
    options = ExportOptions(kind, codings=True, **wishes)
    files = actions.export_data(room.study, folder, options, actor="lea", now=NOW)
    return {file.name: file for file in files}


FOUND = {
    ("law", INVENTS, "ana", "Limits / Invents", "invents", "present"),
    ("law", INVENTS, "bea", "Limits / Invents", "", "present"),
    ("mails", LONG, "ana", "", "", ""),
    ("mails", LONG, "bea", "Length", "", "open"),
}
"""Task and limit of the story, coder, code, marked words, and whether the text carries the code."""


def as_written(row: dict[str, Any]) -> dict[str, str]:
    """Return a row as in CSV: pandas reads whole numbers of Stata as floats."""
    texts = {name: "" if cell is None else str(cell) for name, cell in row.items()}
    return {name: text.removesuffix(".0") for name, text in texts.items()}


def joined(answers: list[dict[str, Any]], codings: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    """Join with pandas, by what README.txt names."""
    story, rows = (pd.DataFrame(map(as_written, table)) for table in (answers, codings))
    found = rows.merge(story, on=["person", "position"], validate="many_to_one")
    assert len(found) == len(rows)
    assert set(rows["table"]) == {"story"}
    assert set(rows["variable"]) == {"limit"}
    return {
        (
            row["task"],
            row["limit"],
            row["coder"],
            row["code"],
            row["limit"][int(row["start"]) : int(row["end"])] if row["start"] else "",
            row["in_the_end"],
        )
        for row in found.to_dict("records")
    }


@pytest.mark.parametrize(
    ("kind", "read"),
    [(Format.CSV, by_csv), (Format.PARQUET, by_duckdb), (Format.DTA, by_pandas)],
)
def test_codings_join_their_answers_by_the_keys_of_the_export(
    room: Room, tmp_path: Path, kind: Format, read: Any
):
    files = take(room, tmp_path / "out", kind)

    story, codings = (read(files[f"stories-{name}.{kind}"]) for name in ("story", "codings"))

    assert joined(story, codings) == FOUND


def test_pspp_reads_the_table_of_codings(room: Room, tmp_path: Path):
    files = take(room, tmp_path / "out", Format.SAV)

    rows = by_pspp(files["stories-codings.sav"], "--recode")

    assert {(row["coder"], row["code"], row["start"], row["end"]) for row in rows} == {
        ("ana", "Limits / Invents", "3", "10"),
        ("bea", "Limits / Invents", "", ""),
        ("ana", "", "", ""),
        ("bea", "Length", "", ""),
    }
    people = {row["person"] for row in by_pspp(files["stories-people.sav"])}
    assert {row["person"] for row in rows} < people


def test_two_exports_share_no_key_and_no_key_is_one_of_the_database(room: Room, tmp_path: Path):
    keys, stored = [], set()
    for model in (Answer, Verbatim, Coding):
        stored |= {each.hex for each in model.objects.values_list("id", flat=True)}
    for name in ("one", "two"):
        files = take(room, tmp_path / name, Format.CSV)
        keys.append({row["person"] for row in by_csv(files["stories-codings.csv"])})
        assert keys[-1] < {row["person"] for row in by_csv(files["stories-people.csv"])}
        written = "".join(path.read_text() for path in files.values()).replace("-", "")
        assert not [each for each in stored if each in written]
    assert not keys[0] & keys[1]


def test_an_answer_that_somebody_still_codes_has_no_codings(room: Room, tmp_path: Path):
    """Ana has finished it, Bea has not: no trace of what Ana did leaves."""
    files = take(room, tmp_path / "out", Format.CSV)
    (unseen,) = [
        row["person"] for row in by_csv(files["stories-story.csv"]) if row["task"] == "plans"
    ]
    assert unseen not in {row["person"] for row in by_csv(files["stories-codings.csv"])}


def test_the_wide_shape_has_the_same_table_of_codings(room: Room, tmp_path: Path):
    files = take(room, tmp_path / "out", Format.CSV, shape=Shape.WIDE)
    (person,) = {row["person"] for row in by_csv(files["stories-codings.csv"])}
    (row,) = [row for row in by_csv(files["stories-people.csv"]) if row["person"] == person]
    assert (row["story_1_limit"], row["story_2_limit"]) == (INVENTS, LONG)


def test_the_codebook_and_readme_explain_it_and_the_audit_counts_it(room: Room, tmp_path: Path):
    files = take(room, tmp_path / "out", Format.CSV)
    with files["stories-codebook.csv"].open(encoding="utf-8", newline="") as file:
        lines = [row for row in csv.DictReader(file) if row["table"] == "codings"]
    described = {row["variable"]: row["label_en"] for row in reversed(lines)}
    assert set(described) == set(by_csv(files["stories-codings.csv"])[0])
    assert described["start"] == "First coded character, from 0"
    assert "Join it to the answers by “person”" in files["README.txt"].read_text()
    event = list_audit(room.study.scope)[0]
    assert (event.verb, event.detail["codings"]) == ("took data out", 4)


def test_without_any_text_coded_to_the_end_it_is_refused(tmp_path: Path):
    room = make_room()
    with pytest.raises(ExportRefused, match="No answer has been coded to the end yet"):
        take(room, tmp_path / "out", Format.CSV)
    assert not list((tmp_path / "out").iterdir())


CHOICES = {
    "format": "csv", "shape": "long", "language": "en", "delimiter": ",", "with_codings": "yes"
}  # fmt: skip
PAGE = "/en/studies/stories/data/"


def test_the_page_offers_codings_where_there_are_any(room: Room, client: Client):
    client.force_login(make_member("lea", room.study, Role.RESEARCHER))
    assert "with_codings" in client.get(PAGE).text

    archive = b"".join(client.post(PAGE, CHOICES).streaming_content)

    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        rows = list(csv.DictReader(io.StringIO(files.read("stories-codings.csv").decode())))
    assert {row["code"] for row in rows} == {"Limits / Invents", "Length", ""}


def test_the_page_offers_none_where_nothing_is_coded_and_coders_get_nothing(client: Client):
    room = make_room()
    client.force_login(make_member("lea", room.study, Role.RESEARCHER))
    assert "with_codings" not in client.get(PAGE).text
    refused = client.post(PAGE, CHOICES)
    assert (refused.status_code, "No answer has been coded to the end" in refused.text) == (
        422,
        True,
    )
    client.force_login(room.users["ana"])
    assert client.post(PAGE, CHOICES).status_code == 403


def test_the_command_writes_codings(room: Room, tmp_path: Path):
    out = tmp_path / "out"
    done = CliRunner().invoke(
        export, ["stories", "--format", "csv", "--out", str(out), "--codings"]
    )
    assert done.exit_code == 0, done.output
    assert len(by_csv(out / "stories-codings.csv")) == 4


NESTED = """
| settings | | |
| | form_title | form_id |
| | Visits | visits |

| survey | | | |
| | type | name | label |
| | text | first | First? |
| | begin repeat | visit | A visit |
| | text | where | Where? |
| | begin repeat | talk | A talk |
| | text | words | What was said? |
| | end repeat | | |
| | end repeat | | |
"""


def test_positions_are_those_of_the_tables_of_repeats():
    """By hand: the third talk of the second visit, that visit, and a text outside of both."""
    tables = describe_tables(read_xform(convert_workbook(NESTED.encode(), "visits.md").xform))
    table = CodingTable(tables)
    rest = ("ana", "person", None, None, None, None, None)
    codings = [
        AnswerCoding("/data/visit/talk/words", "visit[2]/talk[3]/words", *rest),
        AnswerCoding("/data/visit/where", "visit[2]/where", *rest),
        AnswerCoding("/data/first", "first", *rest),
    ]

    names = [variable.name for variable in table.variables]
    rows = [dict(zip(names, row, strict=True)) for row in table.iter_rows(codings, "k1", "open")]

    assert [(row["table"], row["variable"]) for row in rows] == [
        ("talk", "words"), ("visit", "where"), ("people", "first")
    ]  # fmt: skip
    assert [(row["position_1"], row["position"]) for row in rows] == [
        (2, 3),
        (None, 2),
        (None, None),
    ]
