"""Suppliers' cards in words: what was promised stands apart from what was observed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.fieldlog.evidence_sources import LogFigures
from vecu.fieldlog.rules import RECALL_UNCHECKED
from vecu.recommendations.details import CardDetail, ClaimDetail
from vecu.recommendations.models import SupplierCard
from vecu.ui.noted_facts import NotedFact
from vecu.ui.templatetags.ui import day as format_day


@dataclass(frozen=True, slots=True)
class CardDescription:
    """A card as pages show it; `summary` says how much was observed, and what is in doubt.

    `unchecked` says what a log cannot check of a promise, '' where no observation cites one.
    """

    card: SupplierCard
    title: str
    promised: Mapping[str, str]
    source: str
    observed: Sequence[ClaimDetail]
    summary: str
    facts: Sequence[NotedFact]
    unchecked: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether anything that was observed is to be discussed again."""
        return any(each.is_doubtful for each in self.observed)


def describe_card(detail: CardDetail) -> CardDescription:
    """Return a card in words; no query is made."""
    card, observed = detail.card, detail.observed
    words = {"source": card.promised_source, "day": format_day(card.day)}
    return CardDescription(
        card,
        _("%(product)s (%(supplier)s)") % {"product": card.product, "supplier": card.supplier},
        card.promised,
        _("%(source)s, %(day)s") % words,
        observed,
        _summarize(observed),
        [
            NotedFact(_("What is not known"), card.not_known),
            NotedFact(_("What it costs"), card.cost),
            NotedFact(_("What becomes of the problem without it"), card.without_it),
        ],
        _(RECALL_UNCHECKED) if any(map(_cites_log, observed)) else "",
    )


def _cites_log(claim: ClaimDetail) -> bool:
    return any(each.reference.source == LogFigures.name for each in claim.remaining_evidence)


def _summarize(observed: Sequence[ClaimDetail]) -> str:
    if not observed:
        return _("Nothing has been observed yet: so far, only promises.")
    number, again = len(observed), sum(each.is_doubtful for each in observed)
    sentence = ngettext("%(number)s observation.", "%(number)s observations.", number)
    sentences = [sentence % {"number": number}]
    if again:
        sentences.append(_("To be discussed again: %(number)s.") % {"number": again})
    return " ".join(sentences)
