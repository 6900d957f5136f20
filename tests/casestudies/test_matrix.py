"""The cross-case matrix: what a cell stands on, who reads it, what becomes of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.casestudies.matrix_room import (
    ACT,
    AUTONOMY,
    CHECKER,
    RECOGNITION,
    SCRIBE,
    SENTENCE,
    WORDS,
    MatrixRoom,
    make_matrix_room,
)
from tests.evidence.source_checks import Scenario, check_evidence_source
from tests.surveys.factories import DAY, make_study
from vecu.casestudies.matrix.actions import publish_matrix
from vecu.casestudies.matrix.evidence_sources import MatrixCells
from vecu.casestudies.matrix.models import MatrixCell
from vecu.casestudies.matrix.queries import get_public_sheet, get_sheet
from vecu.casestudies.matrix.record_kinds import MATRICES
from vecu.casestudies.matrix.rules import CaseOrder, CellStatus, find_small_count
from vecu.coding.models import Assignment, Coding
from vecu.evidence.sources import Audience, EvidenceState, Reference, list_evidence
from vecu.records.actions import change_record, remove_record, undo_move
from vecu.records.errors import RecordRefused
from vecu.records.queries import list_acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> MatrixRoom:
    return make_matrix_room()


def cite(cell: MatrixCell) -> Reference:
    return Reference("matrix-cell", cell.pk, cell.revision)


def show(cited: Reference, audience: Audience = Audience.EVERYBODY):
    return list_evidence([cited], audience)[0]


def find(rows: MatrixRoom, case=SCRIBE, theme=AUTONOMY, sheet=None):
    sheet = sheet or get_sheet(rows.matrix)
    return next(each for each in sheet.cells if (each.case.id, each.theme) == (case, theme))


def test_a_cell_that_nobody_wrote_was_not_looked_for(rows):
    rows.write(CHECKER, status=CellStatus.NOT_FOUND, sentence={}, passages=[])

    assert find(rows).status is CellStatus.NOT_SOUGHT
    assert find(rows, CHECKER).status is CellStatus.NOT_FOUND


def test_a_sentence_needs_somebody_a_day_and_passages_of_its_case(rows):
    for changed, field in [
        ({"sentence": {}}, "sentence_fr"),
        ({"passages": []}, "passages"),
        ({"passages": rows.passages(CHECKER)}, "passages"),
        ({"answerable": ""}, "answerable"),
        ({"day": DAY + timedelta(days=1)}, "day"),
        ({"sentence": {"en": f"As one says: {WORDS[1]}"}}, "sentence_en"),
        ({"status": CellStatus.NOT_FOUND}, "status"),
        ({"theme": "weather"}, ""),
    ]:
        with pytest.raises(RecordRefused) as refused:
            rows.write(**changed)
        assert set(refused.value.problems) == {field}, changed
    rows.write()
    with pytest.raises(RecordRefused, match="Somebody else has written this cell"):
        rows.write()


def test_cases_stand_as_chosen_or_by_what_they_have_in_common(rows):
    def order(by: CaseOrder) -> list[object]:
        return [case.id for case, _cells in get_sheet(rows.matrix, by).lines]

    assert order(CaseOrder.CHOSEN) == [SCRIBE, CHECKER]
    assert order(CaseOrder.TECHNOLOGY) == [CHECKER, SCRIBE]
    assert order(CaseOrder.SIZE) == [SCRIBE, CHECKER]


def test_words_that_are_withdrawn_leave_cell_page_and_finding_at_once(rows):
    cell = rows.write()
    quotation = rows.room.release(WORDS[0])
    rows.publish()
    assert [each.id for each in find(rows, sheet=get_public_sheet(rows.matrix)).quotations] == [
        quotation.pk
    ]
    assert show(cite(cell)).state is EvidenceState.STANDING

    rows.room.withdraw(WORDS[0])
    left = find(rows, sheet=get_public_sheet(rows.matrix))
    assert (len(left.passages), left.quotations) == (1, [])
    assert show(cite(cell)).state is EvidenceState.CHANGED

    rows.room.withdraw(WORDS[1])
    gone = find(rows, sheet=get_public_sheet(rows.matrix))
    assert gone.status is CellStatus.NOT_SOUGHT
    assert show(cite(cell)).state is EvidenceState.GONE
    assert find(rows).row == cell, "members read that nothing stands behind it"


def test_a_passage_that_somebody_still_codes_blindly_stands_behind_nothing(rows):
    cell = rows.write()
    text = Coding.objects.get(pk=cell.passages[0]).verbatim
    Assignment.objects.create(verbatim=text, coder=rows.room.coder("bea"))

    assert not find(rows).is_intact
    assert show(cite(cell), Audience.MEMBERS).state is EvidenceState.CHANGED


def test_cells_fulfil_the_contract_of_evidence(rows):
    for case, theme in [(SCRIBE, AUTONOMY), (SCRIBE, RECOGNITION), (CHECKER, AUTONOMY)]:
        rows.write(case, theme)

    def change(cited: Reference) -> None:
        row = MatrixCell.objects.get(pk=cited.id)
        content = rows.make_cell(row.case, row.theme, answerable="Noor Haddad")
        change_record(row, content, revision=row.revision, **ACT)

    def remove(cited: Reference) -> None:
        row = MatrixCell.objects.get(pk=cited.id)
        remove_record(row, revision=row.revision, **ACT)

    scenario = Scenario(rows.room.study.scope, make_study("other").scope, change, remove, DAY)
    check_evidence_source(MatrixCells(), scenario)


def test_everybody_reads_a_cell_only_in_a_published_matrix_of_public_cases(rows):
    cell = rows.write()
    assert show(cite(cell)).state is EvidenceState.GONE

    rows.publish()
    address = show(cite(cell)).address
    assert address.endswith(f"/matrices/{rows.matrix.pk}/#cell-{SCRIBE}-autonomy")

    rows.directory.cases[SCRIBE] = replace(rows.directory.cases[SCRIBE], is_public=False)
    assert show(cite(cell)).state is EvidenceState.GONE
    public = get_public_sheet(rows.matrix)
    assert [case.id for case, _cells in public.lines] == [CHECKER]


def test_publication_names_what_gives_somebody_away(rows):
    def refuse(match: str, *, checked: bool = True) -> None:
        rows.matrix.refresh_from_db()
        with pytest.raises(RecordRefused, match=match):
            publish_matrix(rows.matrix, checked=checked, revision=rows.matrix.revision, **ACT)

    refuse("Nobody has written any of its cells")
    counting = {"en": "Three of five workers proofread.", "fr": SENTENCE["fr"]}
    cell = rows.write(sentence=counting)
    refuse("“three of five” counts fewer than 11 people")
    change_record(cell, rows.make_cell(sentence={"en": "They proofread."}), revision=1, **ACT)
    refuse("both languages")
    change_record(cell, rows.make_cell(), revision=2, **ACT)
    rows.directory.pairs = ["Team leader – A scribe in social work"]
    refuse("Read the pairs", checked=False)
    rows.publish()

    with pytest.raises(RecordRefused, match="counts fewer than 11"):
        change_record(cell, rows.make_cell(sentence=counting), revision=3, **ACT)
    to_counting = list_acts(rows.room.study.scope, MATRICES).filter(verb="change").first()
    with pytest.raises(RecordRefused, match="both languages"):
        undo_move(rows.room.study, MATRICES, to_counting.move, **ACT)
    with pytest.raises(RecordRefused, match="Take it back first"):
        remove_record(rows.matrix, revision=rows.matrix.revision, **ACT)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Trois éducatrices sur cinq relisent.", "trois educatrices"),
        ("8 salariés le disent.", "8 salaries"),
        ("Deux d’entre elles refusent.", "deux d entre elles"),
        ("10 of the workers", "10 of the workers"),
        ("Two experienced managers agree.", "two experienced managers"),
        ("Depuis deux ans, on relit à 10 heures.", ""),
        ("Une personne accompagnée peut refuser.", ""),
        ("12 personnes relisent.", ""),
        ("110 workers proofread.", ""),
    ],
)
def test_a_count_of_few_people_is_found_in_both_languages(text, count):
    assert find_small_count(text) == count
