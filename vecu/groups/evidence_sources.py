"""What groups have to show of a claim: results of their rounds on a hypothesis."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.release_queries import Released, list_released_of_kind
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
    register_evidence_source,
)
from vecu.groups.addresses import get_hypothesis_address
from vecu.groups.models import GroupHypothesis, HypothesisCount
from vecu.groups.result_sentences import describe_both_rounds, describe_public_table
from vecu.groups.stored_results import read_result


class HypothesisResults:
    """Results of closed rounds: the group cites its own, everybody reads those that are released.

    One reads as changed once the next round has closed, or the totals became public; it is gone
    once the hypothesis was withdrawn, and of fewer than five people it never was.
    """

    name = "hypothesis-result"
    label = gettext_lazy("Results on hypotheses")

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return the results of a group."""
        if scope.kind is not ScopeKind.GROUP:
            return []
        rows = _list_rows().filter(group=scope.id)
        released = _map_released()
        return [
            _show(row, Reference(self.name, row.pk, _get_revision(row, released)), released)
            for row in rows
            if _is_visible(row, released, audience)
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what results say now; those of withdrawn hypotheses are left out."""
        released = _map_released()
        rows = {
            row.pk: row
            for row in _list_rows().filter(pk__in={each.id for each in references})
            if _is_visible(row, released, audience)
        }
        return describe_known(references, rows, lambda row, each: _show(row, each, released))


def _list_rows() -> QuerySet[GroupHypothesis]:
    rows = GroupHypothesis.objects.filter(withdrawn={}).select_related("group")
    return rows.prefetch_related("counts__round")


def _map_released() -> Mapping[UUID, Released]:
    return {UUID(each.item): each for each in list_released_of_kind(ScopeKind.GROUP)}


def _list_counts(row: GroupHypothesis) -> list[HypothesisCount]:
    """Return the rounds that show totals, the first one first."""
    counted = [each for each in row.counts.all() if each.shown["counts"] is not None]
    return sorted(counted, key=lambda each: each.round.number)


def _is_visible(
    row: GroupHypothesis, released: Mapping[UUID, Released], audience: Audience
) -> bool:
    if audience is Audience.EVERYBODY:
        return row.pk in released and row.group.published is not None
    return bool(_list_counts(row))


def _get_revision(row: GroupHypothesis, released: Mapping[UUID, Released]) -> int:
    """Return a number that is another one whenever the result reads otherwise."""
    public = released.get(row.pk)
    return row.revision + len(_list_counts(row)) + (public.edition if public else 0)


def _show(
    row: GroupHypothesis, reference: Reference, released: Mapping[UUID, Released]
) -> Evidence:
    """Return what a result says. Once its table is public, all read that: no two of them differ."""
    public = released.get(row.pk)
    same = reference.revision == _get_revision(row, released)
    if public:
        sentence = describe_public_table(public.content)
    else:
        results = [read_result(each.shown, {}) for each in _list_counts(row)]
        sentence = describe_both_rounds(row.statement, results)
    return Evidence(
        reference,
        EvidenceState.STANDING if same else EvidenceState.CHANGED,
        sentence=_("Result on a hypothesis: %(sentence)s") % {"sentence": sentence},
        address=get_hypothesis_address(row.group, row) if public else "",
        day=public.day if public else _list_counts(row)[-1].round.closed,
    )


register_evidence_source(HypothesisResults())
