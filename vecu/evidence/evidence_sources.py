"""What findings have to show of a claim above them: those that are published and stand."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vecu.accounts.rules import Scope
from vecu.evidence.models import Finding
from vecu.evidence.queries import FindingDetail, describe_findings, list_published_findings
from vecu.evidence.rules import FINDING_SOURCE, Confidence, FindingState
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
    register_evidence_source,
)
from vecu.translation import pick_language


class PublishedFindings:
    """Findings that everybody reads, cited by version.

    One has *changed* when a later version is published, and when something it cites itself is gone
    or reads otherwise: it has to be discussed again, and so has what stands on it. No finding cites
    another (`list_citable` of `queries` leaves this source out), so that nothing stands on itself.
    """

    name = FINDING_SOURCE
    label = gettext_lazy("Findings")

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return what is published about a scope and stands whole."""
        return [
            _show(each, Reference(self.name, each.finding.pk, each.finding.revision))
            for each in list_published_findings(scope, audience)
            if not each.must_be_argued_again
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what findings say now, in their latest published version."""
        current = _map_published({each.id for each in references})
        details = describe_findings(list(dict.fromkeys(current.values())), audience)
        by_id = {each.finding.pk: each for each in details}
        return describe_known(references, current, lambda row, each: _show(by_id[row.pk], each))


def _map_published(versions: Collection[UUID]) -> dict[UUID, Finding]:
    """Return for each version the one that is published in its place, itself if it still is."""
    scopes = Finding.objects.filter(pk__in=versions).values_list("scope_kind", "scope_uuid")
    kinds, ids = {kind for kind, _id in scopes}, {each for _kind, each in scopes}
    about = Q(scope_kind__in=kinds, scope_uuid__in=ids)
    shown = Finding.objects.filter(about).exclude(state=FindingState.DRAFT)
    by_id = {each.pk: each for each in shown.prefetch_related("citations")}
    later = {each.supersedes_id: each for each in by_id.values() if each.supersedes_id}
    found = {}
    for version in versions:
        current = by_id.get(version)
        while current and current.pk in later:
            current = later[current.pk]
        if current and current.state == FindingState.PUBLISHED:
            found[version] = current
    return found


def _show(detail: FindingDetail, reference: Reference) -> Evidence:
    finding = detail.finding
    same = (finding.pk, finding.revision) == (reference.id, reference.revision)
    whole = same and not detail.must_be_argued_again
    text = finding.sentence.get(pick_language(finding.sentence, get_language() or "en"), "")
    sentence = _("Finding (%(group)s): %(sentence)s %(confidence)s.") % {
        "group": finding.group,
        "sentence": text,
        "confidence": _(Confidence(finding.confidence).label),
    }
    state = EvidenceState.STANDING if whole else EvidenceState.CHANGED
    return Evidence(reference, state, sentence=sentence, day=finding.day)


register_evidence_source(PublishedFindings())
