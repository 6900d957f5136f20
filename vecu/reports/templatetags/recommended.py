"""What groups recommend, in the page's language: kinds, claims and their chips, addressees."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django import template
from django.utils.translation import gettext as _

from vecu.evidence.chips import make_evidence_chip
from vecu.evidence.sources import Evidence, list_evidence_sources
from vecu.recommendations.details import AddressDetail, RecommendationDetail
from vecu.recommendations.rules import ActorKind, RecommendationKind
from vecu.ui.chips import EvidenceChip
from vecu.ui.quoted_words import get_quoted_words
from vecu.ui.templatetags.ui import day

register = template.Library()
_QUOTES = {"fr": "« {} »"}
_OTHER_QUOTES = "“{}”"


@register.filter("claim_anchor")
def make_claim_anchor(claim: UUID) -> str:
    """Return the id of a claim on the page."""
    return f"claim-{claim}"


@register.filter("cited_chips")
def list_cited_chips(evidence: Sequence[Evidence]) -> list[EvidenceChip]:
    """Return chips of evidence, those of somebody's words with the words themselves.

    That something is gone or reads otherwise stands in a sentence, and not in chips.
    """
    labels = {each.name: str(each.label) for each in list_evidence_sources()}
    return [
        _make_cited_chip(each, labels) if each.quotation else make_evidence_chip(each, labels)
        for each in evidence
        if each.sentence or each.quotation or each.figure
    ]


def _make_cited_chip(evidence: Evidence, labels: dict[str, str]) -> EvidenceChip:
    read = get_quoted_words(evidence.quotation, evidence.language, evidence.translations)
    quoted = _QUOTES.get(read.language, _OTHER_QUOTES).format(read.text)
    chip = make_evidence_chip(evidence, labels, quoted)
    published = _("published on %(day)s") % {"day": day(evidence.day)} if evidence.day else ""
    return replace(chip, language=read.language, note=published)


@register.filter("sending")
def describe_sending(detail: AddressDetail) -> str:
    """Return since when an addressee is asked, and by when the answer is requested."""
    days = {"day": day(detail.address.day), "due": day(detail.address.due)}
    return _("Addressed on %(day)s; answer requested by %(due)s.") % days


@register.filter("kind_name")
def name_kind(detail: RecommendationDetail) -> str:
    """Return what it is; of a landmark also for whom."""
    kind = _(RecommendationKind(detail.recommendation.kind).label)
    return f"{kind} · {_(ActorKind(actor).label)}" if (actor := detail.version.actor) else kind
