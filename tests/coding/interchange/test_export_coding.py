"""Coding taken out: what is revealed and one's own, whole, for other programs and as tables."""

import csv
import hashlib
import io
import re

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree

from tests.coding.factories import LIMIT, Room, make_room
from tests.coding.interchange.files import SCHEMAS, assert_valid, project_of, scope_of, take
from tests.surveys.factories import NOON, make_study
from vecu.accounts.queries import list_audit
from vecu.coding.actions.adjudicate import adjudicate_code
from vecu.coding.actions.annotate import CodeSpan, apply_code
from vecu.coding.actions.codebook import configure_coding, merge_code, open_codebook, retire_code
from vecu.coding.actions.export_coding import (
    CodingExportFormat,
    CodingExportOptions,
    NothingToExport,
    write_coding_export,
)
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.memos import write_memo
from vecu.coding.models import Adjudication, Guide, Practice
from vecu.coding.queries.export_coding import TextSelection
from vecu.coding.refi import ProjectNotWritten, read_codebook
from vecu.coding.spans import TextSpan
from vecu.site.cli import PlainErrors
from vecu.site.commands.estimate import estimate
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]

ANA, BEA = ActionContext("ana", NOON), ActionContext("bea", NOON)
LAWS, LONG, EMOJI = "It invents laws.", "Too long.", "🙂 ça va\r\nmais e\u0301coute"


@pytest.fixture
def room():
    """Two texts that both have finished, one that only one of them has, one that nobody has."""
    room = make_room(
        {"limit": LAWS, "kind": "creative"},
        {"limit": LONG, "kind": "repetitive"},
        {"limit": EMOJI},
        {"limit": "Nobody read this."},
    )
    room.invents, room.length = room.code("Invents"), room.code("Length")
    for words in (LAWS, LONG, EMOJI):
        room.give(words, "ana", "bea")
    room.codes("ana", LAWS, room.invents)
    room.codes("bea", LAWS, room.invents)
    room.codes("ana", LONG, room.length)
    room.codes("bea", LONG)
    apply_code(
        room.coder("ana"), room.text(EMOJI).id, CodeSpan(room.length.id, TextSpan(0, 1)), ANA
    )
    room.codes("ana", EMOJI)
    return room


def coded(project):
    """Return who put which code on which words, by name."""
    users = {user.guid: user.name for user in project.users}
    codes = {code.guid: code.name for code in project.codes}
    return {
        (
            source.text,
            users[coding.coder],
            codes[coding.code],
            source.text[coding.span.start : coding.span.end] if coding.span else None,
        )
        for source in project.sources
        for coding in source.codings
    }


def test_a_project_holds_what_is_revealed_and_nothing_of_what_is_not(room, tmp_path):
    project = project_of(room, tmp_path)

    assert coded(project) == {
        (LAWS, "ana", "Invents", None),
        (LAWS, "bea", "Invents", None),
        (LONG, "ana", "Length", None),
    }
    assert {source.text for source in project.sources} == {LAWS, LONG}


def test_who_takes_it_out_gets_their_own_codes_too_and_never_another_s(room, tmp_path):
    mine = project_of(room, tmp_path / "ana", own="ana")
    theirs = project_of(room, tmp_path / "bea", own="bea")

    assert (EMOJI.replace("\r\n", "\n"), "ana", "Length", "🙂") in coded(mine)
    assert all(coder == "bea" or text != EMOJI for text, coder, *_ in coded(theirs))
    assert {text for text, *_ in coded(theirs)} == {LAWS, LONG}
    # Bea was given the text, so its words leave with her; Ana's code on it does not.
    assert EMOJI.replace("\r\n", "\n") in {source.text for source in theirs.sources}


def test_all_texts_can_leave_to_be_coded_elsewhere_still_without_what_is_not_revealed(
    room, tmp_path
):
    project = project_of(room, tmp_path, which=TextSelection.ALL)

    assert len(project.sources) == 4
    assert {text for text, *_ in coded(project)} == {LAWS, LONG}


def test_where_a_team_codes_openly_what_one_coder_finished_leaves(room, tmp_path):
    configure_coding(room.codebook, ANA, questions=[LIMIT], blind=False)

    assert (EMOJI.replace("\r\n", "\n"), "ana", "Length", "🙂") in coded(project_of(room, tmp_path))


def test_answers_to_questions_that_are_not_coded_stay(tmp_path):
    room = make_room({"limit": LAWS, "task": "Write to a judge"})
    configure_coding(room.codebook, ANA, questions=[LIMIT], blind=True)

    project = project_of(room, tmp_path, which=TextSelection.ALL)

    assert [source.text for source in project.sources] == [LAWS]


def test_the_file_is_valid_and_the_same_when_nothing_has_changed(room, tmp_path):
    first = take(room, tmp_path / "a", CodingExportFormat.QDPX, own="ana")["stories-coding.qdpx"]
    second = take(room, tmp_path / "b", CodingExportFormat.QDPX, own="ana")["stories-coding.qdpx"]

    assert_valid(first)
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (first, second)]
    assert digests[0] == digests[1]


def test_a_story_is_a_case_with_its_texts_and_its_closed_answers(tmp_path):
    room = make_room([{"limit": LAWS, "strategy": "I check.", "kind": "creative"}, {"limit": LONG}])

    project = project_of(room, tmp_path, which=TextSelection.ALL)

    names = {variable.guid: variable.name for variable in project.variables}
    words = {source.guid: source.text for source in project.sources}
    assert {
        frozenset(words[source] for source in case.sources): {
            names[variable]: value for variable, value in case.values.items()
        }
        for case in project.cases
    } == {
        frozenset({LAWS, "I check."}): {"story.kind": "Creative", "permission.quote": "Yes"},
        frozenset({LONG}): {"permission.quote": "Yes"},
    }


def test_names_of_texts_differ_and_stay_the_same(room, tmp_path):
    names = [source.name for source in project_of(room, tmp_path, which=TextSelection.ALL).sources]

    text = room.text(LAWS)
    assert f"story.limit {text.id.hex[:12]}" in names
    assert len(set(names)) == 4


def test_a_merged_code_leaves_as_the_one_that_it_counts_as_once(room, tmp_path):
    lies = room.code("Lies")
    apply_code(room.coder("ana"), room.text("Nobody read this.").id, CodeSpan(lies.id), ANA)
    apply_code(room.coder("ana"), room.text("Nobody read this.").id, CodeSpan(room.invents.id), ANA)
    merge_code(lies, room.invents, ANA)

    project = project_of(room, tmp_path, own="ana")

    assert [code.name for code in project.codes] == ["Invents", "Length"]
    read = [source for source in project.sources if source.text == "Nobody read this."]
    assert len(read[0].codings) == 1


def test_a_retired_code_leaves_where_it_was_used_only(room, tmp_path):
    retire_code(room.length, ANA)
    retire_code(room.code("Never used"), ANA)

    assert [code.name for code in project_of(room, tmp_path).codes] == ["Invents", "Length"]


def test_memos_leave_but_those_of_others_on_texts_that_are_not_revealed(room, tmp_path):
    write_memo(room.codebook, "About all", BEA)
    write_memo(room.codebook, "About laws", BEA, code=room.invents)
    write_memo(room.codebook, "On a revealed text", BEA, verbatim=room.text(LAWS))
    write_memo(room.codebook, "Ana on hers", ANA, verbatim=room.text(EMOJI))
    write_memo(room.codebook, "Bea on hers", BEA, verbatim=room.text(EMOJI))

    project = project_of(room, tmp_path, own="ana")

    texts = {note.text for note in project.notes}
    assert texts == {"About all", "About laws", "On a revealed text", "Ana on hers"}
    about = {note.text: note.about for note in project.notes}
    assert about["About laws"] == {room.invents.id}
    assert about["On a revealed text"] == {room.text(LAWS).id}


def test_memos_on_guides_are_the_project_s_and_those_on_rulings_their_text_s(room, tmp_path):
    guide = Guide.objects.create(codebook=room.codebook, name="Guide")
    practice = Practice.objects.create(guide=guide, place=1, name="Be brief")
    ruling = adjudicate_code(
        room.text(LAWS), room.invents, ActionContext("lea", NOON), present=True
    )
    hidden = Adjudication.objects.create(
        verbatim=room.text(EMOJI), code=room.invents, present=True, by="lea", at=NOON
    )
    write_memo(room.codebook, "On a guide", BEA, guide=guide)
    write_memo(room.codebook, "On a practice", BEA, practice=practice)
    write_memo(room.codebook, "On a ruling", BEA, ruling=ruling)
    write_memo(room.codebook, "On a ruling not revealed", BEA, ruling=hidden)

    notes = {note.text: note for note in project_of(room, tmp_path, own="ana").notes}

    assert notes.keys() == {"On a guide", "On a practice", "On a ruling"}
    assert (notes["On a guide"].name, notes["On a guide"].about) == ("Guide", frozenset())
    assert notes["On a practice"].name == "Guide: Be brief"
    assert notes["On a ruling"].about == {room.text(LAWS).id}


def test_rulings_and_the_practices_of_guides_leave_with_the_project(room, tmp_path):
    adjudicate_code(
        room.text(LONG), room.length, ActionContext("lea", NOON, "Long is long."), present=True
    )
    guide = Guide.objects.create(codebook=room.codebook, name="Guide")
    practice = Practice.objects.create(guide=guide, place=1, name="Be brief")
    practice.codes.add(room.length)

    project = project_of(room, tmp_path)

    (ruling,) = project.rulings
    assert (ruling.code, ruling.present, ruling.reason) == (room.length.id, True, "Long is long.")
    (group,) = project.sets
    assert (group.name, group.codes) == ("Guide: Be brief", (room.length.id,))


def test_a_text_that_was_taken_back_is_in_no_file(room, tmp_path):
    room.withdraw(LAWS)

    assert {source.text for source in project_of(room, tmp_path).sources} == {LONG}


def test_the_codebook_alone_is_valid_and_holds_all_of_each_code(room, tmp_path):
    room.code("Court", parent=room.invents, definition="=1", use_when="A judge is named.")

    path = take(room, tmp_path, CodingExportFormat.QDC)["stories-codebook.qdc"]

    schema = etree.XMLSchema(etree.parse(SCHEMAS / "Codebook.xsd"))
    schema.assertValid(etree.parse(path))
    codes = read_codebook(path.read_bytes()).project.codes
    court = next(code for code in codes if code.name == "Court")
    assert (court.parent, court.definition) == (room.invents.id, "=1")
    assert court.use_when == "A judge is named."


def read_csv(path):
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""))
    return list(rows)


def test_one_line_for_each_text_says_what_it_carries_in_the_end(room, tmp_path):
    files = take(room, tmp_path, CodingExportFormat.CSV, which=TextSelection.ALL)

    rows = {row["words"]: row for row in read_csv(files["stories-texts.csv"])}

    assert set(files) == {
        *(
            "stories-codebook.csv",
            "stories-texts.csv",
            "stories-codings.csv",
            "stories-suggestions.csv",
            "stories-quotations.csv",
            "README.txt",
        ),
    }
    assert [rows[LAWS][name] for name in ("Invents", "Length")] == ["1", "0"]
    # Ana put it and Bea did not, and nobody has settled it.
    assert [rows[LONG][name] for name in ("Invents", "Length")] == ["0", "open"]
    assert [rows[EMOJI][name] for name in ("Invents", "Length")] == ["", ""]
    assert rows[LAWS]["story.kind"] == "Creative"
    assert rows[LAWS]["may_be_quoted"] == "1"
    assert (rows[LAWS]["finished_by"], rows[EMOJI]["finished_by"]) == ("2", "")


def test_each_released_quotation_says_whether_anybody_may_read_it(room, tmp_path):
    Answer.objects.filter(pk=room.text(LAWS).answer_id).update(promise=3)
    for words in (LAWS, LONG):
        room.release(words)
    files = take(room, tmp_path, CodingExportFormat.CSV)

    rows = read_csv(files["stories-quotations.csv"])
    assert {(row["words"], row["public"]) for row in rows} == {(LAWS, "1"), (LONG, "0")}
    assert "only quotations marked “public” may be published" in re.sub(
        r"\s+", " ", files["README.txt"].read_text("utf-8")
    )


@pytest.mark.parametrize("table", ["texts", "codings"])
def test_estimates_know_that_nobody_was_drawn(room, tmp_path, table):
    """A column of 0 and 1 for each code invites shares of a population, of which there is none."""
    files = take(room, tmp_path, CodingExportFormat.CSV)

    done = CliRunner().invoke(
        PlainErrors("vecu", commands=[estimate]),
        ["estimate", str(files[f"stories-{table}.csv"]), "--prop", "language"],
    )

    assert done.exit_code == 2
    assert "nobody was drawn" in done.output


def test_one_line_for_each_coding_says_where_it_is_and_what_became_of_it(room, tmp_path):
    adjudicate_code(room.text(LONG), room.length, ActionContext("lea", NOON), present=True)
    files = take(room, tmp_path, CodingExportFormat.CSV, own="ana")

    rows = read_csv(files["stories-codings.csv"])
    by_words = {(row["words"], row["coder"]): row for row in rows}

    assert len(rows) == 4
    long = by_words[LONG, "ana"]
    assert (long["in_the_end"], long["because"]) == ("present", "ruled")
    emoji = by_words["🙂", "ana"]
    assert (emoji["start"], emoji["end"], emoji["in_the_end"]) == ("0", "1", "")
    assert by_words[LAWS, "bea"]["because"] == "agreed"
    texts = {row["text"] for row in read_csv(files["stories-texts.csv"])}
    assert {row["text"] for row in rows} <= texts


def test_a_code_that_is_not_for_a_question_has_an_empty_cell(tmp_path):
    room = make_room({"limit": LAWS})
    room.code("Only strategies", questions=["/data/story/strategy"])
    room.code("Any")
    room.codes("ana", LAWS)

    (row,) = read_csv(take(room, tmp_path, CodingExportFormat.CSV)["stories-texts.csv"])

    assert (row["Only strategies"], row["Any"]) == ("", "0")


def test_nothing_in_a_table_for_spreadsheets_runs_headings_included(tmp_path):
    room = make_room({"limit": "=HYPERLINK(1)"})
    code = room.code("=cmd()", definition="+1")
    room.codes("ana", "=HYPERLINK(1)", code)

    sheets = take(room, tmp_path / "sheets", CodingExportFormat.SHEETS)
    book = take(room, tmp_path / "xlsx", CodingExportFormat.XLSX)["stories-coding.xlsx"]

    text = sheets["stories-texts.csv"].read_text("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'=cmd()" in text.splitlines()[0]
    pages = openpyxl.load_workbook(book)
    assert pages.sheetnames == ["codebook", "texts", "codings", "suggestions", "quotations"]
    cells = [cell for page in pages for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=cmd()" in {cell.value for cell in cells}


def test_taking_out_is_audited_and_nothing_to_take_is_reported(room, tmp_path):
    take(room, tmp_path, CodingExportFormat.QDPX, own="ana")
    event = list_audit(room.study.scope)[0]
    assert (event.actor, event.verb) == ("lea", "took coding out")
    assert event.detail == {"format": "qdpx", "which": "finished"}

    study = make_study("empty")
    empty = Room(study, open_codebook(study, "en"), {})
    with pytest.raises(NothingToExport, match="No text has been finished"):
        write_coding_export(
            scope_of(empty),
            tmp_path,
            CodingExportOptions(CodingExportFormat.XLSX),
            actor="lea",
            now=NOON,
        )
    with pytest.raises(ProjectNotWritten, match="no code yet"):
        write_coding_export(
            scope_of(empty),
            tmp_path,
            CodingExportOptions(CodingExportFormat.QDC),
            actor="lea",
            now=NOON,
        )
