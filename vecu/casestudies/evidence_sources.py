"""What evaluations have to show of a claim: results that representatives confirmed."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import Scope, ScopeKind
from vecu.casestudies.cases.directory import StudyCases
from vecu.casestudies.matrix.case_rows import register_case_directory
from vecu.casestudies.matrix.evidence_sources import MatrixCells
from vecu.casestudies.models import ToolEvaluation
from vecu.casestudies.presenters import describe_net
from vecu.casestudies.queries import EvaluationDetail, list_evaluation_details
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
    register_evidence_source,
)
from vecu.records.rules import Side, Standing


class EvaluationResults:
    """Net figures of evaluations; one whose totals were corrected since reads as changed."""

    name = "evaluation-result"
    label = gettext_lazy("Results of evaluations")

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return the results of a system that stand."""
        if scope.kind is not ScopeKind.SYSTEM:
            return []
        rows = ToolEvaluation.objects.filter(system=scope.id).select_related("system")
        return [
            _show(each, Reference(self.name, each.evaluation.pk, each.evaluation.revision))
            for each in _list_confirmed(rows, audience)
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what results tell now; those that nobody confirms any more are left out."""
        rows = ToolEvaluation.objects.filter(
            pk__in={each.id for each in references}
        ).select_related("system")
        found = {each.evaluation.pk: each for each in _list_confirmed(rows, audience)}
        return describe_known(references, found, _show)


def _list_confirmed(rows: Iterable[ToolEvaluation], audience: Audience) -> list[EvaluationDetail]:
    """Return the evaluations whose result both sides stand by, and that an audience may see."""
    seen = [each for each in rows if each.system.published or audience is Audience.MEMBERS]
    return [
        each
        for each in list_evaluation_details(seen)
        if each.net and each.evaluation.standing is Standing.CONFIRMED
    ]


def _show(detail: EvaluationDetail, reference: Reference) -> Evidence:
    row = detail.evaluation
    same = row.revision == reference.revision
    page = reverse("casestudies:public-evaluations", args=[row.system.slug])
    return Evidence(
        reference,
        EvidenceState.STANDING if same else EvidenceState.CHANGED,
        sentence=describe_net(detail.net) if detail.net else "",
        address=f"{page}#evaluation-{row.pk}" if row.system.published else "",
        day=row.latest_responses[Side.STAFF].day,
    )


register_evidence_source(EvaluationResults())
register_evidence_source(MatrixCells())
register_case_directory(StudyCases())
