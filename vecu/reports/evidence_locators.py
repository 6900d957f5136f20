"""Where everybody reads what claims cite: a finding, a released figure, somebody’s words.

Their rooms have no public pages; those of `reports` show them.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.urls import reverse

from vecu.accounts.rules import ScopeKind
from vecu.coding.queries import get_quotation_studies
from vecu.datasets.release_queries import list_standing
from vecu.evidence.public_findings import map_finding_scopes
from vecu.evidence.rules import FINDING_SOURCE
from vecu.evidence.sources import register_evidence_locator
from vecu.surveys.queries import get_study_slugs


def locate_findings(findings: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the page of each finding about a study, in the version that is cited."""
    studies = map_finding_scopes(findings, ScopeKind.STUDY)
    return {
        finding: reverse("reports:finding", args=[slug, finding])
        for finding, slug in _iter_slugs(studies)
    }


def locate_figures(figures: Collection[UUID]) -> Mapping[UUID, str]:
    """Return where the page of a study shows each of its figures."""
    standing = list_standing(figures, ScopeKind.STUDY)
    studies = {each.figure: each.extract.scope_uuid for each in standing}
    return {
        figure: f"{reverse('reports:study', args=[slug])}#figure-{figure}"
        for figure, slug in _iter_slugs(studies)
    }


def locate_quotations(quotations: Collection[UUID]) -> Mapping[UUID, str]:
    """Return where the page of a study shows each of its quotations."""
    return {
        quotation: f"{reverse('reports:study', args=[slug])}#quotation-{quotation}"
        for quotation, slug in _iter_slugs(get_quotation_studies(quotations))
    }


def _iter_slugs(studies: Mapping[UUID, UUID]) -> Iterable[tuple[UUID, str]]:
    slugs = get_study_slugs(set(studies.values()))
    return ((each, slugs[study]) for each, study in studies.items() if study in slugs)


register_evidence_locator(FINDING_SOURCE, locate_findings)
register_evidence_locator("figure", locate_figures)
register_evidence_locator("quotation", locate_quotations)
