"""What datasets has to show of a claim: released figures."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy

from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.models import Released
from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.release_queries import list_released, list_standing, map_editions
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
    register_evidence_source,
)


class ReleasedFigures:
    """Figures that everybody reads, cited by edition.

    One has *changed* if a later edition counts other people. One that was taken back and released
    again from the same extract has not.
    """

    name = "figure"
    label = gettext_lazy("Figures")

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return the figures that are public now; they are the same for every audience."""
        if scope.kind is not ScopeKind.STUDY:
            return []
        return [
            _describe(each, Reference(self.name, each.figure, each.edition), each.extract_id)
            for each in list_released(scope)
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what figures show now; those that were taken back are left out."""
        figures = {each.id for each in references}
        standing = {each.figure: each for each in list_standing(figures, ScopeKind.STUDY)}
        extracts = map_editions(figures)

        def show(released: Released, reference: Reference) -> Evidence:
            cited = extracts.get((reference.id, reference.revision))
            return _describe(released, reference, cited)

        return describe_known(references, standing, show)


def _describe(released: Released, reference: Reference, cited: UUID | None) -> Evidence:
    """Return what a figure shows now; `cited` is the extract of the edition that was cited."""
    same = released.extract_id == cited
    figure = get_count_figure(released, get_language() or "en")
    return Evidence(
        reference,
        EvidenceState.STANDING if same else EvidenceState.CHANGED,
        sentence=f"{figure.title} – {figure.sentence}" if figure.title else figure.sentence,
        figure=figure,
        day=released.day,
    )


register_evidence_source(ReleasedFigures())
