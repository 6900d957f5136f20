"""What the demonstration's stories offer as evidence to everybody: words and practices."""

from django.utils import translation

from vecu.evidence.rules import FINDING_SOURCE
from vecu.evidence.sources import Audience, Evidence, Reference, list_evidence_sources
from vecu.site.demo.coding import LANGUAGE
from vecu.surveys.queries import Study


def list_citable_words(study: Study) -> list[Evidence]:
    """Return the quotations and practices that everybody can read."""
    with translation.override(LANGUAGE):
        return [
            evidence
            for source in list_evidence_sources()
            if source.name != FINDING_SOURCE
            for evidence in source.list_citable(study.scope, Audience.EVERYBODY)
            if evidence.figure is None
        ]


def find_citable(citable: list[Evidence], words: list[str]) -> list[Reference]:
    """Return those quotations that begin with some words, and practices of such a name."""
    return [
        next(each.reference for each in citable if _is_meant(each, some))
        for some in words
        if any(_is_meant(each, some) for each in citable)
    ]


def _is_meant(evidence: Evidence, words: str) -> bool:
    return evidence.quotation.startswith(words) or words in evidence.sentence
