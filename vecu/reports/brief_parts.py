"""What only a brief prints: cards as on the web, votes as dots, and a box that is read first."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.evidence.rules import Confidence
from vecu.recommendations.details import RecommendationDetail
from vecu.recommendations.rules import ALTERNATIVE_QUESTIONS, Alternative
from vecu.recommendations.stored import read_cost_parts
from vecu.reports.cards.card import ClaimCard
from vecu.reports.cards.chart import CardChart
from vecu.reports.cards.cost_chart import make_cost_chart
from vecu.reports.cards.finding_cards import list_finding_cards
from vecu.reports.document_parts import PageAddresses, list_facts, make_text, mark_text
from vecu.reports.documents.description import (
    CitedSentence,
    DocumentSection,
    DocumentText,
    LabelledFact,
    PrintedBar,
    PrintedCard,
    PrintedChart,
    VoteDots,
)
from vecu.reports.queries import list_public_findings_on
from vecu.reports.recommendation_presenters import list_alternatives
from vecu.ui.quoted_words import get_quoted_words
from vecu.ui.templatetags.ui import current_language

MOST_CARDS = 3
"""Cards that a brief draws; of the others it prints the sentence."""


def list_box_facts(detail: RecommendationDetail) -> tuple[LabelledFact, ...]:
    """Return what whoever decides reads first: who decides, how sure, the answer, what it costs."""
    version = detail.version
    sure = _(Confidence(version.confidence).label) if version.confidence else _("not said")
    answers = " ".join(
        f"{each.address.addressee} – {_(each.state.label)}." for each in detail.addresses
    )
    spoken = (
        (_("Who decides"), version.decider or _("not said")),
        (_("How sure are we?"), sure),
        (_("Answers received"), answers or _("Not sent to anybody yet.")),
    )
    chart = make_cost_chart(read_cost_parts(version.cost_parts))
    posts = version.alternatives.get(Alternative.POSTS, {})
    return (
        *(LabelledFact(label, DocumentText(text)) for label, text in spoken),
        *list_facts(
            (
                (_("What it costs"), {current_language(): chart.number} if chart else version.cost),
                (_(ALTERNATIVE_QUESTIONS[Alternative.POSTS]), posts),
            )
        ),
    )


def describe_cost(detail: RecommendationDetail, addresses: PageAddresses) -> DocumentSection:
    """Return what it costs by part, and what else that money pays, but for what a box says."""
    version = detail.version
    chart = make_cost_chart(read_cost_parts(version.cost_parts))
    boxed = {(each.label, each.text.text) for each in list_box_facts(detail)}
    facts = list_facts([(_("What it costs"), version.cost), *list_alternatives(detail)])
    return DocumentSection(
        _("What it costs, and what else the same money would pay for")
        if chart
        else _("What else the same money would pay for"),
        (
            *([print_chart(chart)] if chart else ()),
            *(each for each in facts if (each.label, each.text.text) not in boxed),
        ),
        addresses.locate("means"),
        first=True,
    )


def describe_cards(evidence: Collection[UUID], addresses: PageAddresses) -> DocumentSection:
    """Return the cards of the findings behind some evidence: some drawn, all in a sentence.

    What was decided is not on them: it is what the document itself is about.
    """
    cards = list_finding_cards(list_public_findings_on(evidence))
    return make_card_section([replace(each, decision=None) for each in cards], addresses)


def make_card_section(cards: Sequence[ClaimCard], addresses: PageAddresses) -> DocumentSection:
    """Return cards, those with a chart first: the first ones drawn, the others in a sentence."""
    cards = sorted(cards, key=lambda each: not (each.chart and each.chart.bars))
    drawn = [each for each in cards[:MOST_CARDS] if each.chart or each.quotation]
    rest = [each for each in cards if each not in drawn]
    return DocumentSection(
        _("What was found"),
        (
            *(print_card(each, addresses) for each in drawn),
            *(_print_sentence(each, addresses) for each in rest),
        ),
        addresses.absolute(addresses.page),
        first=True,
    )


def print_card(card: ClaimCard, addresses: PageAddresses) -> PrintedCard:
    """Return a card for paper."""
    chart, words, speaker = card.chart, DocumentText(""), ""
    if quotation := card.quotation:
        read = get_quoted_words(quotation.text, quotation.language, quotation.translations)
        words = mark_text(read.text, read.language)
        speaker = " · ".join(filter(None, (quotation.speaker, read.mark)))
    return PrintedCard(
        sentence=make_text(card.sentence),
        standing=" · ".join(_iter_standing(card)),
        chart=print_chart(chart),
        words=words,
        speaker=speaker,
        trace=addresses.absolute(card.page or card.evidence),
    )


def print_chart(chart: CardChart | None) -> PrintedChart:
    """Return the chart of a card for paper, an empty one for None."""
    if chart is None:
        return PrintedChart(DocumentText(""), (), "")
    bars = [
        PrintedBar(each.label, each.count, each.length, strong=each.strong) for each in chart.bars
    ]
    base = f"{chart.number} {chart.base}" if chart.base else ""
    return PrintedChart(DocumentText(chart.title, chart.language), tuple(bars), base)


def make_vote_dots(detail: RecommendationDetail) -> VoteDots:
    """Return how many stand how, a dot for each: the whole group, nobody by name or college."""
    sides = detail.positions
    return VoteDots(
        (
            (_("For"), sides.supporting.number),
            (_("Against"), sides.opposing.number),
            (_("Taking no side"), sides.neither.number),
        )
    )


def _print_sentence(card: ClaimCard, addresses: PageAddresses) -> CitedSentence:
    return CitedSentence(make_text(card.sentence), addresses.absolute(card.page or card.evidence))


def _iter_standing(card: ClaimCard) -> Iterator[str]:
    yield card.corroboration or _("how sure: not said")
    yield from (each.printed for each in card.sections if each.printed)
    if card.decision:
        yield card.decision.text
