"""`vecu code suggest`: two files in, one out; no laboratory is touched, mistakes are told by row.

These tests have no mark for the database: reading or writing it would make them fail.
"""

import csv

import pytest
from click.testing import CliRunner

from tests.coding.classifier.texts import CODES, examples, some
from vecu.coding.classifier import sentence_encoder
from vecu.site.cli import vecu
from vecu.site.commands import commands


def write(path, names, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows])
    return path


@pytest.fixture
def coded(tmp_path):
    rows = [(each.id, each.text, ";".join(sorted(each.codes))) for each in some(80)]
    return write(tmp_path / "coded.csv", ("id", "text", "codes"), rows)


@pytest.fixture
def texts(tmp_path):
    rows = [(each.id, each.text) for each in examples()[190:200]]
    more = [("w", "Souvent, je rédige une lettre."), ("empty", ""), ("de", "Ich lese die Akte")]
    return write(tmp_path / "texts.csv", ("id", "text"), [*rows, *more])


def suggest(coded, texts, out, *options):
    for command in commands:
        vecu.add_command(command)
    given = ["--coded", str(coded), "--texts", str(texts), "--out", str(out), *options]
    return CliRunner().invoke(vecu, ["code", "suggest", *given])


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_each_text_gets_a_line_with_codes_scores_and_words(coded, texts, tmp_path):
    out = tmp_path / "out.csv"

    result = suggest(coded, texts, out)

    assert result.exit_code == 0, result.output
    written = lines(out)
    assert out.read_text().splitlines()[0] == "id,codes,scores,words"
    assert len(written) == 13
    assert written["w"]["codes"] == "writing"
    assert written["w"]["words"].startswith("writing=")
    assert "rédige" in written["w"]["words"].removeprefix("writing=").split(" ")


def test_scores_rank_every_code_also_where_none_is_suggested(coded, texts, tmp_path):
    suggest(coded, texts, tmp_path / "out.csv")

    for row in lines(tmp_path / "out.csv").values():
        scored = [pair.rsplit("=", 1) for pair in row["scores"].split(";")]
        assert {code for code, _score in scored} == set(CODES)
        values = [float(score) for _code, score in scored]
        assert values == sorted(values, reverse=True)
    assert lines(tmp_path / "out.csv")["empty"]["codes"] == ""


def test_why_nothing_is_suggested_is_reported(coded, texts, tmp_path):
    told = suggest(coded, texts, tmp_path / "out.csv").output

    assert "nothing for empty: It has no words." in told
    assert "nothing for de: Only 0 of its 4 words are usual" in told
    assert "Coded already" not in told


def test_what_was_learned_from_a_text_itself_is_reported(coded, tmp_path):
    assert "Coded already: 80 of them" in suggest(coded, coded, tmp_path / "out.csv").output


def test_a_code_with_one_example_is_reported_and_scored(coded, texts, tmp_path):
    with coded.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["x", "un cas rare", "rare"])

    result = suggest(coded, texts, tmp_path / "out.csv")

    assert "never suggested: rare: Different texts that have this code: 1." in result.output
    assert "rare=" in lines(tmp_path / "out.csv")["w"]["scores"]


def test_too_few_coded_texts_are_refused_and_nothing_is_written(tmp_path, texts):
    rows = [(each.id, each.text, ";".join(each.codes)) for each in some(49)]
    few = write(tmp_path / "few.csv", ("id", "text", "codes"), rows)

    result = suggest(few, texts, tmp_path / "out.csv")

    assert result.exit_code == 2
    assert "Coded texts: 49. Suggestions begin at 50" in result.output
    assert not (tmp_path / "out.csv").exists()


def test_every_mistake_is_reported_by_file_row_and_column(tmp_path, texts):
    rows = [("1", "Un", "a"), ("", "Deux", "a"), ("1", "Trois", "a"), ("4", "Quatre")]
    wrong = write(tmp_path / "wrong.csv", ("id", "text", "codes", "random"), [
        (*row, *[""] * (4 - len(row))) if len(row) == 3 else row for row in rows
    ] + [("5", "Cinq", "a", "perhaps")])  # fmt: skip

    result = suggest(wrong, texts, tmp_path / "out.csv")

    assert result.exit_code == 2
    assert "wrong.csv cannot be used" in result.output
    assert "Row 2 (line 3), column id: The text has no id." in result.output
    assert "Row 3 (line 4), column id: “1” is the id of row 1 already." in result.output
    assert "Row 4 (line 5): The row has 2 cells where the first line names 4" in result.output
    assert "Row 5 (line 6), column random: “perhaps” is neither yes nor no." in result.output


@pytest.mark.parametrize(
    ("names", "rows", "told"),
    [
        (("id", "text"), [("1", "Un")], "There is no column “codes”"),
        (("nom", "texte", "codes"), [("1", "Un", "a")], "There is no column “id”, “text”"),
        (("id", "text", "codes"), [("1", "Un", ""), ("2", "Deux", " ; ")], "No row has a code"),
    ],
)
def test_a_table_that_holds_no_coded_texts_is_refused(tmp_path, texts, names, rows, told):
    result = suggest(write(tmp_path / "c.csv", names, rows), texts, tmp_path / "out.csv")

    assert result.exit_code == 2
    assert told in result.output


def test_an_empty_file_is_refused_with_its_name(coded, tmp_path):
    (tmp_path / "nothing.csv").write_text("")

    result = suggest(coded, tmp_path / "nothing.csv", tmp_path / "out.csv")

    assert result.exit_code == 2
    assert "nothing.csv cannot be used" in result.output
    assert "empty" in result.output


def test_texts_that_were_not_drawn_at_random_are_named_in_a_column(tmp_path, texts):
    rows = [
        (each.id, each.text, ";".join(each.codes), "yes" if place < 10 else "no")
        for place, each in enumerate(some(80))
    ]
    picked = write(tmp_path / "picked.csv", ("id", "text", "codes", "random"), rows)

    result = suggest(picked, texts, tmp_path / "out.csv")

    assert result.exit_code == 2
    assert "drawn at random: 10" in result.output


def test_what_it_is_made_of_is_not_written_over(coded, texts):
    result = suggest(coded, texts, texts)

    assert result.exit_code == 2
    assert "Name another file" in result.output
    assert "Souvent" in texts.read_text()


def test_without_the_encoder_a_sentence_says_how_to_install_it(coded, texts, tmp_path, monkeypatch):
    monkeypatch.setattr(sentence_encoder, "find_spec", lambda _name: None)

    result = suggest(coded, texts, tmp_path / "out.csv", "--encoder")

    assert result.exit_code == 2
    assert "requirements-encoder.txt" in result.output


def test_the_same_files_and_seed_make_the_same_file(coded, texts, tmp_path):
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"

    told = suggest(coded, texts, first, "--seed", "7").output
    suggest(coded, texts, second, "--seed", "7")

    assert first.read_bytes() == second.read_bytes()
    assert "Suggester " in told


def test_an_out_that_cannot_be_written_is_refused_before_anything_is_learned(
    coded, texts, tmp_path
):
    nowhere = suggest(coded, texts, tmp_path / "nodir" / "out.csv")
    through_a_file = suggest(coded, texts, coded / "out.csv")

    for refused in (nowhere, through_a_file):
        assert refused.exit_code == 2
        assert "--out: there is no folder" in refused.output
        assert "Learning" not in refused.output
