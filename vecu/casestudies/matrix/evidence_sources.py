"""What findings may cite of a matrix: its cells, as somebody answers for them."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import Scope, ScopeKind
from vecu.casestudies.matrix.models import MatrixCell
from vecu.casestudies.matrix.presenters import describe_cell, get_anchor
from vecu.casestudies.matrix.queries import CitableCell, list_citable_cells
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
)


class MatrixCells:
    """Cells of the cross-case matrix.

    One has *changed* if it was written again since, or if a passage behind it is gone; without any
    passage left it is gone itself, as if nobody had written it.
    """

    name = "matrix-cell"
    label = gettext_lazy("Cells of the cross-case matrix")

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return the cells of a study that stand whole."""
        if scope.kind is not ScopeKind.STUDY:
            return []
        rows = MatrixCell.objects.filter(study=scope.id)
        return [
            _show(each, Reference(self.name, each.row.pk, each.row.revision))
            for each in _list_for(rows, audience)
            if each.detail.is_intact
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what cells say now; those that nothing stands behind any more are left out."""
        rows = MatrixCell.objects.filter(pk__in={each.id for each in references})
        found = {each.row.pk: each for each in _list_for(rows, audience)}
        return describe_known(references, found, _show)


def _list_for(rows: Iterable[MatrixCell], audience: Audience) -> list[CitableCell]:
    found = list_citable_cells(rows)
    return [each for each in found if each.matrix or audience is Audience.MEMBERS]


def _show(cell: CitableCell, reference: Reference) -> Evidence:
    same = cell.detail.is_intact and cell.row.revision == reference.revision
    return Evidence(
        reference,
        EvidenceState.STANDING if same else EvidenceState.CHANGED,
        sentence=describe_cell(cell.detail),
        address=_locate(cell),
        day=cell.row.day,
    )


def _locate(cell: CitableCell) -> str:
    """Return where everybody reads a cell, '' if only members do."""
    if cell.matrix is None:
        return ""
    page = reverse("casestudies:public-matrix", args=[cell.matrix.study.slug, cell.matrix.pk])
    return f"{page}#{get_anchor(cell.detail)}"
