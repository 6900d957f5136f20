"""Read matrices: their cells, and what is left of the passages behind each.

Whatever is read here is computed each time: words that were withdrawn, uncoded or overruled have
left a cell at once, and nothing says when.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from uuid import UUID

from vecu.casestudies.matrix.case_rows import MatrixCase, get_case_directory, list_themes
from vecu.casestudies.matrix.models import CaseMatrix, MatrixCell
from vecu.casestudies.matrix.rules import CaseOrder, CellStatus, sort_cases
from vecu.coding.queries import (
    CodedPassage,
    ReleasedQuotation,
    get_public_quotations,
    list_passages,
)
from vecu.surveys.queries import Study

CellKey = tuple[UUID, str]
"""A case and a theme."""


@dataclass(frozen=True, slots=True)
class CellDetail:
    """One cell; `row` is None while nobody has written it. `passages` are those still there.

    `quotations` are what everybody may read of them; only public pages are given these.
    """

    case: MatrixCase
    theme: str
    row: MatrixCell | None = None
    passages: Sequence[CodedPassage] = ()
    quotations: Sequence[ReleasedQuotation] = ()

    @property
    def status(self) -> CellStatus:
        """What is known of the theme in the case."""
        return CellStatus(self.row.status) if self.row else CellStatus.NOT_SOUGHT

    @property
    def is_intact(self) -> bool:
        """Whether all that its sentence stood on when it was written is still there."""
        return self.row is not None and len(self.passages) == len(self.row.passages)

    @property
    def stands(self) -> bool:
        """Whether anything is said that something still stands behind."""
        return self.status is CellStatus.NOT_FOUND or bool(self.passages)


@dataclass(frozen=True, slots=True)
class CitableCell:
    """A cell that a claim may cite; `matrix` is where everybody reads it, None if nobody does."""

    detail: CellDetail
    row: MatrixCell
    matrix: CaseMatrix | None


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """A matrix as it is read: a line for each case, with a cell for each theme."""

    matrix: CaseMatrix
    themes: Sequence[str]
    lines: Sequence[tuple[MatrixCase, Sequence[CellDetail]]]

    @property
    def width(self) -> int:
        """How many columns its table has."""
        return len(self.themes) + 1

    @property
    def cells(self) -> list[CellDetail]:
        """All cells, line by line."""
        return [cell for _case, cells in self.lines for cell in cells]


def list_matrices(study: Study) -> list[CaseMatrix]:
    """Return the matrices of a study."""
    return list(CaseMatrix.objects.filter(study=study))


def list_public_matrices(study: Study) -> list[CaseMatrix]:
    """Return those that everybody reads."""
    return list(CaseMatrix.objects.filter(study=study, published__isnull=False))


def find_matrix(study: Study, matrix: UUID) -> CaseMatrix | None:
    """Return a matrix of a study, None if there is none."""
    return CaseMatrix.objects.filter(study=study, pk=matrix).select_related("study").first()


def find_public_matrix(slug: str, matrix: UUID) -> CaseMatrix | None:
    """Return a matrix that everybody reads, by the address of its study."""
    found = CaseMatrix.objects.filter(study__slug=slug, pk=matrix, published__isnull=False)
    return found.select_related("study").first()


def find_cell(study: Study, case: UUID, theme: str) -> MatrixCell | None:
    """Return what is said of a theme in a case, None while nobody said anything."""
    found = MatrixCell.objects.filter(study=study, case=case, theme=theme)
    return found.select_related("study").first()


def get_sheet(matrix: CaseMatrix, order: CaseOrder | None = None) -> MatrixSheet:
    """Return a matrix for members, sorted as it says or as asked, in a fixed number of queries."""
    known = {each.id: each for each in get_case_directory().list_cases(matrix.study_id)}
    chosen = [known[case] for case in map(UUID, matrix.cases) if case in known]
    rows = {
        (each.case, each.theme): each
        for each in MatrixCell.objects.filter(study=matrix.study_id, case__in=known)
    }
    themes = [each for each in list_themes() if each in matrix.themes]
    wanted = {key: row for key, row in rows.items() if key[1] in themes}
    passages = map_passages(wanted.values())
    lines = [
        (
            case,
            [
                CellDetail(case, theme, row, passages[row.pk] if row else ())
                for theme in themes
                for row in [wanted.get((case.id, theme))]
            ],
        )
        for case in sort_cases(chosen, order or CaseOrder(matrix.sorting))
    ]
    return MatrixSheet(matrix, themes, lines)


def get_public_sheet(matrix: CaseMatrix, order: CaseOrder | None = None) -> MatrixSheet:
    """Return what everybody reads of a published matrix: public cases, and quotations they may."""
    sheet = get_sheet(matrix, order)
    of_passages = get_public_quotations([one for each in sheet.cells for one in each.passages])
    lines = [
        (case, [_make_public(cell, of_passages) for cell in cells])
        for case, cells in sheet.lines
        if case.is_public
    ]
    return MatrixSheet(matrix, sheet.themes, lines)


def map_passages(rows: Iterable[MatrixCell]) -> dict[UUID, list[CodedPassage]]:
    """Return which passages each cell still stands on, in the order in which they were chosen."""
    ids = {row.pk: [UUID(each) for each in row.passages] for row in rows}
    found = {
        each.id: each for each in list_passages({one for many in ids.values() for one in many})
    }
    return {row: [found[one] for one in many if one in found] for row, many in ids.items()}


def list_citable_cells(rows: Iterable[MatrixCell]) -> list[CitableCell]:
    """Return those cells behind which something stands, of any study, in a few queries."""
    known = list(rows)
    cases = get_case_directory().map_cases({row.case for row in known})
    passages = map_passages(known)
    matrices = _map_public_matrices({row.study_id for row in known})
    cells = [
        CellDetail(cases[row.case], row.theme, row, passages[row.pk])
        for row in known
        if row.case in cases
    ]
    return [
        CitableCell(
            each, row, matrices.get((each.case.id, each.theme)) if each.case.is_public else None
        )
        for each in cells
        if (row := each.row) and each.stands
    ]


def _map_public_matrices(studies: Collection[UUID]) -> Mapping[CellKey, CaseMatrix]:
    """Return in which published matrix everybody reads each cell."""
    found: dict[CellKey, CaseMatrix] = {}
    published = CaseMatrix.objects.filter(study__in=studies, published__isnull=False)
    for matrix in published.select_related("study"):
        for case, theme in product(matrix.cases, matrix.themes):
            found.setdefault((UUID(case), theme), matrix)
    return found


def _make_public(
    cell: CellDetail, of_passages: Mapping[UUID, Sequence[ReleasedQuotation]]
) -> CellDetail:
    """Return a cell as everybody reads it: unwritten where nothing stands behind it any more."""
    if not cell.stands:
        return CellDetail(cell.case, cell.theme)
    quotations = {one.id: one for each in cell.passages for one in of_passages.get(each.id, ())}
    return CellDetail(cell.case, cell.theme, cell.row, cell.passages, list(quotations.values()))
