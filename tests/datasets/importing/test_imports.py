"""Imports: every row once, whatever happens in between; real files are imported completely."""

import csv
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datasets.conftest import NOW, REAL, TODAY
from tests.datasets.importing.test_reader import workbook
from tests.datasets.other_readers import by_pspp
from vecu.accounts.queries import list_audit
from vecu.datasets import actions, queries
from vecu.datasets.exporting.package import ExportOptions, Format
from vecu.datasets.importing.codebook_file import read_codes
from vecu.datasets.importing.report import ImportReport
from vecu.datasets.models import ImportedFile, ImportedRow
from vecu.datasets.queries import ImportOptions
from vecu.datasets.rules import ImportSource
from vecu.site.commands.import_answers import import_answers
from vecu.surveys.actions import delete_study
from vecu.surveys.actions.search_index import delete_from_index
from vecu.surveys.models import Answer
from vecu.surveys.queries import Study, get_study
from vecu.surveys.rules import FieldingState, Mode
from vecu.tables import FileRefused, read_table

pytestmark = [pytest.mark.data, pytest.mark.django_db]
SOURCE = ImportSource("answers.csv", "Asked by the union in 2023.")
ORIGIN = ("--origin", SOURCE.origin)
FILE = b"id;task;sector\n1;mails;health\n2;plans;Social work\n3;ideas;moon\n"


def bring(study: Study, content: bytes, **wishes: Any) -> ImportReport:
    plan = queries.get_import_plan(study, read_table(content), ImportOptions(**wishes), today=TODAY)
    return actions.import_file(plan, study, SOURCE, actor="ada", now=NOW)


def outcome(report: ImportReport) -> tuple[int, int, int]:
    return report.imported, report.already, report.refused


def test_rows_that_can_be_read_are_stored_and_the_others_reported(study: Study) -> None:
    report = bring(study, FILE)
    assert outcome(report) == (2, 0, 1)
    assert [(problem.row, problem.rule) for problem in report.problems] == [(3, "choice")]
    assert report.unknown == (("sector", "moon", 1),)
    assert sorted(a.values["work"]["sector"] for a in Answer.objects.all()) == [
        "health",
        "social_work",
    ]


def test_imported_answers_have_the_day_no_receipt_and_a_fielding_that_nobody_enters(
    study: Study,
) -> None:
    bring(study, FILE)
    answer = Answer.objects.select_related("fielding").first()
    assert answer is not None
    assert (answer.day, answer.receipt) == (TODAY, None)
    assert (answer.fielding.mode, answer.fielding.state) == (Mode.IMPORTED, FieldingState.CLOSED)


def test_bringing_a_file_twice_adds_nothing(study: Study) -> None:
    bring(study, FILE)
    assert outcome(bring(study, FILE)) == (0, 2, 1)


def test_a_file_is_noted_once_with_its_origin(study: Study) -> None:
    for _time in range(2):
        bring(study, FILE)
    bring(study, FILE.replace(b"moon", b"culture"))
    (noted,) = ImportedFile.objects.all()
    assert (noted.name, noted.origin, noted.day) == (SOURCE.name, SOURCE.origin, TODAY)
    assert noted.fielding == study.fieldings.get(mode=Mode.IMPORTED).pk


def test_a_file_of_which_no_row_became_an_answer_is_not_noted(study: Study) -> None:
    assert outcome(bring(study, b"task;sector\nideas;moon\n")) == (0, 0, 1)
    assert not ImportedFile.objects.exists()


def test_without_an_origin_nothing_is_stored(study: Study) -> None:
    plan = queries.get_import_plan(study, read_table(FILE), ImportOptions(), today=TODAY)
    with pytest.raises(FileRefused, match="who asked whom, when and how"):
        actions.import_file(plan, study, ImportSource("a.csv", ""), actor="ada", now=NOW)
    assert not Answer.objects.exists()


def test_a_deleted_study_takes_the_names_of_its_files_along(study: Study) -> None:
    bring(study, FILE)
    delete_study(study, by="ada", now=NOW)
    assert not ImportedFile.objects.exists()


def test_a_key_knows_its_row_in_another_file(study: Study) -> None:
    bring(study, FILE)
    assert outcome(bring(study, b"id;task\n2;other words\n4;new\n")) == (1, 1, 0)


def test_two_equal_rows_of_one_file_remain_two(study: Study) -> None:
    twins = b"task;sector\nmails;health\nmails;health\n"
    assert outcome(bring(study, twins)) == (2, 0, 0)
    assert outcome(bring(study, twins)) == (0, 2, 0)


def test_a_withdrawn_row_does_not_come_back(study: Study) -> None:
    bring(study, FILE)
    withdrawn = Answer.objects.filter(values__work__sector="health")
    delete_from_index(withdrawn)
    withdrawn.delete()
    assert outcome(bring(study, FILE)) == (0, 2, 1)


def test_a_mended_row_comes_in_later(study: Study) -> None:
    bring(study, FILE)
    assert outcome(bring(study, FILE.replace(b"moon", b"culture"))) == (1, 2, 0)


def test_a_row_that_came_in_stays_known_though_it_is_read_otherwise_now(study: Study) -> None:
    lines = b"item_name,item_label,value_name,value_label\nsector,Field,moon,[none]\n"
    codes = read_codes(read_table(lines))
    assert outcome(bring(study, FILE, codes=codes)) == (3, 0, 0)
    assert outcome(bring(study, FILE)) == (0, 3, 0)


def test_a_key_that_comes_twice_is_refused_each_time_however_far_apart(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = FILE.replace(b"3;ideas;moon", b"1;ideas;health")
    monkeypatch.setattr(queries, "BATCH", 1)
    assert outcome(bring(study, twice, key="id")) == (2, 0, 1)
    assert outcome(bring(study, twice, key="id")) == (0, 2, 1)


def test_a_row_of_delimiters_only_is_passed_over(study: Study) -> None:
    report = bring(study, FILE.replace(b"3;ideas;moon", b";;\n ; ; \n;\n4;ideas;health"))
    assert outcome(report) == (3, 0, 0)
    assert report.rows == 3


def test_a_dry_run_says_the_same_and_keeps_nothing(study: Study) -> None:
    plan = queries.get_import_plan(study, read_table(FILE), ImportOptions(), today=TODAY)
    before = queries.get_dry_run_report(plan, study)
    assert not Answer.objects.exists()
    assert before == actions.import_file(plan, study, SOURCE, actor="ada", now=NOW)
    assert outcome(queries.get_dry_run_report(plan, study)) == (0, 2, 1)


def test_an_import_that_was_killed_is_run_again_and_keeps_what_is_left(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "BATCH", 1)
    batches = []

    def killed(rows: int) -> None:
        batches.append(rows)
        raise KeyboardInterrupt

    plan = queries.get_import_plan(study, read_table(FILE), ImportOptions(), today=TODAY)
    with pytest.raises(KeyboardInterrupt):
        actions.import_file(plan, study, SOURCE, actor="ada", now=NOW, progress=killed)
    assert Answer.objects.count() == 1
    assert outcome(bring(study, FILE)) == (1, 1, 1)


def test_a_batch_is_stored_whole_or_not_at_all(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(actions, "store_imported_answers", full)
    with pytest.raises(OSError, match="disk full"):
        bring(study, FILE)
    assert not ImportedRow.objects.exists()


def test_rows_that_another_import_brought_meanwhile_are_not_stored_twice(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = actions._insert_new_rows
    calls = []

    def late(*args: Any) -> set[str]:
        calls.append(args)
        if len(calls) == 1:
            kept(*args)
            raise IntegrityError
        return kept(*args)

    monkeypatch.setattr(actions, "_insert_new_rows", late)
    assert outcome(bring(study, FILE)) == (0, 2, 1)
    assert Answer.objects.count() == 2


def test_the_act_is_audited_with_counts_and_the_hash_and_no_words(study: Study) -> None:
    bring(study, FILE)
    event = list_audit(study.scope)[0]
    assert (event.actor, event.verb) == ("ada", "brought answers in")
    assert event.detail == {"kept": 2, "already": 0, "refused": 1}
    assert event.target == read_table(FILE).file_hash


def test_a_key_is_not_stored_as_it_was(study: Study) -> None:
    bring(study, b"id;task\nada@example.org;mails\n")
    assert "ada@example.org" not in str(list(Answer.objects.values()))
    assert "ada@example.org" not in str(list(ImportedRow.objects.values()))


CELLS = st.lists(
    st.tuples(st.text(max_size=6), st.sampled_from(["health", "moon", ""])), min_size=1
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CELLS)
def test_each_row_is_imported_known_or_refused(study: Study, rows: list[tuple[str, str]]) -> None:
    lines = [f'"{task.replace(chr(34), "")}";{sector}' for task, sector in rows]
    text = "\n".join(["task;sector", *lines]) + "\n"
    for _time in range(2):
        report = bring(study, text.encode("utf-8", "replace"))
        told = sum(bool(task.replace('"', "").strip() or sector) for task, sector in rows)
        assert report.imported + report.already + report.refused == report.rows == told


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(import_answers, list(arguments))
    return done.exit_code, done.output


def test_the_command_says_what_it_found_and_ends_with_1_when_a_row_could_not_be_read(
    study: Study, tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(FILE)
    code, said = run(str(file), "--study", "stories", *ORIGIN)
    assert code == 1
    for part in (
        'encoding utf-8, delimiter ;, quote ", 3 columns, 3 rows',
        "task → story[1]/task",
        "id → (the key",
        "row 3 (line 4, column sector), choice: “sector”: “moon” is not a choice",
        "3 rows: 2 kept, 0 already there, 1 could not be read.",
    ):
        assert part in said


def test_at_a_terminal_the_mapping_is_confirmed_before_anything_is_stored(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("vecu.site.commands.import_answers")
    monkeypatch.setattr(module, "at_a_terminal", lambda: True)
    file = tmp_path / "answers.csv"
    file.write_bytes(FILE)

    arguments = [str(file), "--study", "stories", *ORIGIN]
    refused = CliRunner().invoke(import_answers, arguments, input="n\n")
    assert "task → story[1]/task" in refused.output
    assert not Answer.objects.exists()

    CliRunner().invoke(import_answers, arguments, input="y\n")
    assert Answer.objects.count() == 2


def test_the_command_stores_nothing_without_an_origin_and_says_what_to_do(
    study: Study, tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(FILE)
    code, said = run(str(file), "--study", "stories", "--origin", " ")
    assert code == 2
    assert "Say with --origin where these answers come from" in " ".join(said.split())
    assert not Answer.objects.exists()
    assert run(str(file), "--study", "stories", "--dry-run")[0] == 1  # a row cannot be read


def test_the_command_names_the_file_without_its_folder(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(FILE)
    run(str(file), "--study", "stories", *ORIGIN)
    assert list(ImportedFile.objects.values_list("name", "origin")) == [
        ("answers.csv", "Asked by the union in 2023.")
    ]


def test_the_command_refuses_to_create_what_exists(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(FILE)
    code, said = run(str(file), "--study", "stories", "--create", *ORIGIN)
    assert code == 2
    assert "Leave out --create" in said


def test_a_dry_run_of_a_new_study_begins_none(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(b"name;age\nAda;36\n")
    code, said = run(str(file), "--study", "new", "--create", "--dry-run")
    assert code == 0
    assert "1 would be kept" in said
    assert not Study.objects.exists()


def test_the_command_reads_the_sheet_that_is_named_and_names_the_others(
    study: Study, tmp_path: Path
) -> None:
    file = tmp_path / "answers.xlsx"
    file.write_bytes(workbook([["task"], ["mails"]], [["task", "sector"], ["plans", "moon"]]))
    code, said = run(str(file), "--study", "stories", "--dry-run")
    assert (code, "sheet Sheet, 1 column, 1 row" in said) == (0, True)
    assert "Other sheets with rows, for --sheet: Sheet1" in said
    code, said = run(str(file), "--study", "stories", "--sheet", "Sheet1", *ORIGIN)
    assert code == 1
    assert "row 1 (cell B2, column sector), choice:" in said


def test_the_command_says_which_codes_are_no_answer(study: Study, tmp_path: Path) -> None:
    file, codes = tmp_path / "answers.csv", tmp_path / "codes.csv"
    file.write_bytes(FILE)
    codes.write_text("item_name,item_label,value_name,value_label\nsector,Field,moon,[none]\n")
    code, said = run(str(file), "--study", "stories", "--codes", str(codes), *ORIGIN)
    assert (code, "no answer: moon [none]" in said) == (0, True)
    assert Answer.objects.count() == 3


def test_the_command_reports_doubts_and_what_it_used_of_labels(tmp_path: Path) -> None:
    file, codes = tmp_path / "answers.csv", tmp_path / "codes.csv"
    file.write_bytes(b'age;pay\n18;"1,234"\n44;"2,500"\n99;7\n')
    codes.write_text("item_name,item_label,value_name,value_label\nage,Age,99,99 and more\n")
    options = ("--study", "new", "--create", "--dry-run", "--codes", str(codes))
    code, said = run(str(file), *options)
    assert code == 0
    assert "pay: 1,234 is read as 1234." in said
    assert "age is integer, no list; its hint keeps 99 = 99 and more" in said


SATISFIED = {
    -9: "Refused", -8: "Do not know", 1: "Very low", 2: "Low", 3: "Middling", 4: "High",
    5: "Very high",
}  # fmt: skip
GIVEN = [-9, -8, 1, 2, 3, 4, 5, 5]


@pytest.mark.parametrize("kind", [Format.SAV, Format.DTA])
def test_codes_of_a_statistical_file_leave_as_they_came(kind: Format, tmp_path: Path) -> None:
    """As pyreadstat and PSPP read them: the file that came, and the one that leaves."""
    write = pyreadstat.write_sav if kind is Format.SAV else pyreadstat.write_dta
    read = pyreadstat.read_sav if kind is Format.SAV else pyreadstat.read_dta
    came = tmp_path / f"came.{kind}"
    write(
        pd.DataFrame({"pay": GIVEN}),
        str(came),
        column_labels={"pay": "Satisfied with pay?"},
        variable_value_labels={"pay": SATISFIED},
    )
    assert run(str(came), "--study", "pay", "--create", "--language", "en", *ORIGIN)[0] == 0
    (out := tmp_path / "out").mkdir()
    wishes = ExportOptions(kind)
    files = actions.export_data(get_study("pay"), out, wishes, actor="ada", now=NOW)
    (left,) = [path for path in files if path.suffix == f".{kind}"]

    frames = [read(str(path), user_missing=True) for path in (came, left)]
    assert [sorted(frame["pay"]) for frame, _meta in frames] == [sorted(GIVEN)] * 2
    assert [meta.variable_value_labels["pay"] for _frame, meta in frames] == [SATISFIED] * 2
    assert [meta.column_names_to_labels["pay"] for _frame, meta in frames] == [
        "Satisfied with pay?"
    ] * 2
    if kind is Format.SAV:
        values, labels = by_pspp(left), by_pspp(left, "--labels")
        assert sorted(int(row["pay"]) for row in values) == sorted(GIVEN)
        assert Counter(row["pay"] for row in labels) == Counter(SATISFIED[code] for code in GIVEN)


real = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data is not here")


def raw(name: str) -> list[dict[str, str]]:
    with (REAL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def counted(slug: str, question: str) -> Counter[str]:
    answers = Answer.objects.filter(fielding__study__slug=slug).values_list("values", flat=True)
    return Counter(values.get(question, "") for values in answers)


@real
def test_the_english_survey_arrives_whole_with_equal_distributions() -> None:
    file, codes = str(REAL / "chatgpt_en.csv"), str(REAL / "codes_en.csv")
    arguments = (file, "--study", "chatgpt-en", "--codes", codes, *ORIGIN)
    code, said = run(*arguments, "--create", "--language", "en")
    assert (code, "101 rows: 101 kept" in said) == (0, True)
    rows = raw("chatgpt_en.csv")
    scales = [name for name in rows[0] if name.startswith(("use_", "cg_adoption"))]
    assert len(scales) == 14
    for name in scales:
        expected = Counter("" if row[name] == "-9" else row[name] for row in rows)
        assert counted("chatgpt-en", name) == expected, name
    for name in ("sd_gender", "sd_age", "cg_activities"):
        assert counted("chatgpt-en", name) == Counter(row[name] for row in rows), name
    for choice in ("write", "test", "search"):
        chosen = counted("chatgpt-en", "cg_act")
        ticked = sum(n for names, n in chosen.items() if choice in names.split())
        assert ticked == sum(row[f"cg_act_{choice}"] == "x" for row in rows)
    assert_labels_equal("chatgpt-en", "adopter", "en", rows)
    assert "0 kept, 101 already there" in run(*arguments)[1]


@real
def test_the_german_survey_arrives_whole_with_its_texts_as_labels() -> None:
    arguments = (str(REAL / "chatgpt_de.csv"), "--study", "chatgpt-de", *ORIGIN)
    code, said = run(*arguments, "--create", "--language", "de")
    assert (code, "101 rows: 101 kept" in said) == (0, True)
    rows = raw("chatgpt_de.csv")
    for name in [name for name in rows[0] if name not in {"case", "adopter", "sd_gender"}]:
        assert counted("chatgpt-de", name) == Counter(row[name] for row in rows), name
    for name in ("adopter", "sd_gender"):
        assert_labels_equal("chatgpt-de", name, "de", rows)
    code, said = run(*arguments)
    assert "0 kept, 101 already there" in said


def assert_labels_equal(slug: str, name: str, language: str, rows: list[dict[str, str]]) -> None:
    question = queries.get_import_questionnaire(get_study(slug)).questions[f"/data/{name}"]
    labels: Counter[str] = Counter()
    for choice, times in counted(slug, name).items():
        labels[question.choice_labels[choice].say(language)] += times
    assert labels == Counter(row[name] for row in rows)
