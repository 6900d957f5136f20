"""What a group may cite, to be ticked: whatever everybody reads, wherever it comes from."""

from collections.abc import Sequence
from typing import Any

from vecu.accounts.rules import Scope
from vecu.evidence.choice import EvidenceChoice, build_evidence_choice, parse_reference
from vecu.evidence.forms import EvidenceForm
from vecu.evidence.queries import CitableEvidence
from vecu.evidence.sources import Audience, Reference, list_evidence, list_evidence_sources
from vecu.groups.views.group_access import GroupVisit
from vecu.recommendations.rules import CLAIM_SOURCES
from vecu.register.queries import list_published_systems
from vecu.surveys.queries import list_all_studies


def build_group_choice(
    visit: GroupVisit, form: EvidenceForm[Any], cited: Sequence[Reference] = ()
) -> EvidenceChoice:
    """Return what a group can cite beside what was `cited` before, which may be gone."""
    citable = list_group_citable(visit.group.scope)
    theirs = form.their_values["evidence"] if form.their_values else ()
    return build_evidence_choice(
        citable,
        list_evidence(cited, Audience.EVERYBODY),
        form.references,
        public={one.reference for each in citable for one in each.evidence},
        theirs=[found for each in theirs if (found := parse_reference(each))],
        search=visit.request.POST.get("words", ""),
    )


def list_group_citable(group: Scope) -> list[CitableEvidence]:
    """Return by source what everybody reads: more of it makes no more queries."""
    scopes = [
        group,
        *(each.scope for each in list_all_studies()),
        *(each.scope for each in list_published_systems()),
    ]
    found = []
    for source in list_evidence_sources():
        if source.name in CLAIM_SOURCES:
            evidence = {
                each.reference: each
                for scope in scopes
                for each in source.list_citable(scope, Audience.EVERYBODY)
            }
            if evidence:
                found.append(CitableEvidence(source, list(evidence.values())))
    return found
