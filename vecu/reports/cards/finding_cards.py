"""Cards of findings: what a person chose of all that a finding cites."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.evidence.card_rules import Corroboration
from vecu.evidence.queries import FindingDetail
from vecu.reports.cards.card import CardDecision, CardQuotation, ClaimCard
from vecu.reports.cards.chart import CardChart, build_card_chart
from vecu.reports.cards.decisions import describe_decision
from vecu.reports.cards.sections import CardSection, map_card_sections
from vecu.reports.finding_order import map_citing_recommendations
from vecu.reports.queries import PublicFinding, StudyFindings
from vecu.surveys.queries import Study
from vecu.ui.templatetags.ui import current_language


def list_finding_cards(found: Sequence[PublicFinding]) -> list[ClaimCard]:
    """Return the cards of findings, in a number of queries that does not grow with them."""
    ids = [each.detail.finding.pk for each in found]
    decisions, sections = _map_decisions(ids), map_card_sections(ids)
    return [
        make_finding_card(
            each.study,
            each.detail,
            decisions[each.detail.finding.pk],
            sections[each.detail.finding.pk],
        )
        for each in found
    ]


def map_study_cards(found: Sequence[StudyFindings]) -> dict[UUID, list[ClaimCard]]:
    """Return the cards of several studies by study, asked for together."""
    cards = iter(
        list_finding_cards(
            [PublicFinding(each.study, one) for each in found for one in each.findings]
        )
    )
    return {each.study.id: [next(cards) for _finding in each.findings] for each in found}


def list_study_cards(study: Study, findings: Sequence[FindingDetail]) -> list[ClaimCard]:
    """Return the cards of the findings of one study."""
    return list_finding_cards([PublicFinding(study, each) for each in findings])


def make_finding_card(
    study: Study,
    detail: FindingDetail,
    decision: CardDecision,
    sections: Sequence[CardSection] = (),
) -> ClaimCard:
    """Return the card of a finding as it stands now."""
    finding = detail.finding
    chart, quotation = find_chart(detail), find_quotation(detail)
    where = [study.slug, finding.pk]
    return ClaimCard(
        id=finding.pk,
        kind=_("Finding"),
        about=study.title,
        sentence=finding.sentence,
        page=reverse("reports:finding-card", args=where),
        evidence=reverse("reports:finding", args=where),
        decision=decision,
        chart=chart,
        quotation=quotation,
        corroboration=_(Corroboration(finding.corroboration).label)
        if finding.corroboration
        else "",
        lacks=_list_lacking(detail, chart, quotation),
        sections=sections,
        fictional=study.fictional,
    )


def find_chart(detail: FindingDetail) -> CardChart | None:
    """Return the chart of the bar that was chosen, None where none was, or it is gone."""
    bar = detail.finding.card_bar
    for each in detail.standing:
        if bar and each.figure and each.reference.id == bar.figure:
            return build_card_chart(each.figure, bar, current_language())
    return None


def find_quotation(detail: FindingDetail) -> CardQuotation | None:
    """Return the words that were chosen, None where none were, or they are gone."""
    for each in detail.standing:
        if each.quotation and each.reference.id == detail.finding.quotation:
            return CardQuotation(each.quotation, each.language, translations=each.translations)
    return None


def _list_lacking(
    detail: FindingDetail, chart: CardChart | None, quotation: CardQuotation | None
) -> list[str]:
    lacking = []
    if chart is None:
        lacking.append(_("No figure carries this sentence."))
    if quotation is None:
        lacking.append(_("Nobody is quoted."))
    if detail.must_be_argued_again:
        lacking.append(_("Evidence changed: to be discussed again."))
    return lacking


def _map_decisions(findings: Sequence[UUID]) -> dict[UUID, CardDecision]:
    citing = map_citing_recommendations(findings)
    return {finding: describe_decision(found) for finding, found in citing.items()}
