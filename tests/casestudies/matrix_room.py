"""Two cases of a study, two people interviewed for each, coded by one; a matrix of both."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tests.coding.factories import Room, make_room
from tests.surveys.factories import DAY, NOON
from vecu.casestudies.matrix.actions import publish_matrix
from vecu.casestudies.matrix.case_rows import MatrixCase, register_case_directory
from vecu.casestudies.matrix.content import CellContent, MatrixContent
from vecu.casestudies.matrix.models import CaseMatrix, MatrixCell
from vecu.casestudies.matrix.rules import CellStatus
from vecu.coding.models import Code
from vecu.coding.queries import list_passages_of_answers
from vecu.records.actions import add_record

SCRIBE, CHECKER = UUID(int=1), UUID(int=2)
ACT: dict[str, Any] = {"by": "lea", "now": NOON}
WORDS = ("It drafts my notes.", "I sign what it wrote.", "It flags my offers.", "I overrule it.")
AUTONOMY, RECOGNITION = "autonomy", "recognition"
SENTENCE = {
    "en": "Drafting moves from the hand to the eye: people now proofread.",
    "fr": "La rédaction passe de la main à l’œil : on relit désormais.",
}


@dataclass
class ToyDirectory:
    """Cases that a test names, with the answers of each."""

    study: UUID
    answers: dict[UUID, list[UUID]]
    cases: dict[UUID, MatrixCase]
    pairs: Sequence[str] = ()

    def list_cases(self, study: UUID) -> Sequence[MatrixCase]:
        return list(self.cases.values()) if study == self.study else []

    def map_cases(self, ids: Collection[UUID]) -> Mapping[UUID, MatrixCase]:
        return {case: self.cases[case] for case in ids if case in self.cases}

    def list_answers(self, case: UUID) -> Collection[UUID]:
        return self.answers[case]

    def list_pairs(self, cases: Collection[UUID]) -> Sequence[str]:
        return self.pairs


@dataclass
class MatrixRoom:
    """A coded study with its cases and a matrix of both."""

    room: Room
    directory: ToyDirectory
    code: Code
    matrix: CaseMatrix

    def passages(self, case: UUID) -> list[str]:
        """Return what is coded of a case, as a cell names it."""
        return [str(each.id) for each in list_passages_of_answers(self.directory.answers[case])]

    def write(self, case: UUID = SCRIBE, theme: str = AUTONOMY, **changed: Any) -> MatrixCell:
        """Write a cell on all passages of its case."""
        cell: MatrixCell = add_record(
            self.room.study, self.make_cell(case, theme, **changed), **ACT
        )
        return cell

    def make_cell(self, case: UUID = SCRIBE, theme: str = AUTONOMY, **changed: Any) -> CellContent:
        """Return what somebody writes in a cell."""
        passages = self.passages(case)
        cell = CellContent(case, theme, CellStatus.SENTENCE, DAY, "Léa Morvan", SENTENCE, passages)
        return replace(cell, **changed)

    def publish(self) -> CaseMatrix:
        """Let everybody read the matrix."""
        self.matrix.refresh_from_db()
        self.matrix = publish_matrix(
            self.matrix, checked=True, revision=self.matrix.revision, **ACT
        )
        return self.matrix


def make_matrix_room() -> MatrixRoom:
    """Make the room; all words may be quoted, by a promise that says so."""
    room = make_room(*({"limit": words} for words in WORDS), promise=3)
    code = room.code("Control")
    answers = [room.codes("ana", words, code).answer_id for words in WORDS]
    cases = {
        SCRIBE: MatrixCase(
            SCRIBE,
            {"en": "A scribe in social work", "fr": "Un scribe dans le travail social"},
            technology=(1, "Transcription"),
            is_public=True,
        ),
        CHECKER: MatrixCase(
            CHECKER,
            {"en": "The checker of job offers", "fr": "Le contrôle des offres d’emploi"},
            technology=(0, "Detection"),
            is_public=True,
        ),
    }
    directory = ToyDirectory(room.study.pk, {SCRIBE: answers[:2], CHECKER: answers[2:]}, cases)
    register_case_directory(directory)
    content = MatrixContent(
        {"en": "Two tools", "fr": "Deux outils"},
        [str(SCRIBE), str(CHECKER)],
        [RECOGNITION, AUTONOMY],
    )
    return MatrixRoom(room, directory, code, add_record(room.study, content, **ACT))
