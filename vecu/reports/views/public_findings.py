"""Findings as everybody reads them: all of them by study, and each on a page of its own."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.evidence.queries import FindingDetail
from vecu.reports.cards.finding_cards import list_study_cards, map_study_cards
from vecu.reports.presenters import (
    describe_latest,
    find_inquiries,
    list_chips,
    list_other_evidence,
    make_cited_figure,
)
from vecu.reports.queries import (
    get_public_finding,
    has_public_page,
    has_waves,
    list_findings_by_study,
)
from vecu.surveys.queries import Study
from vecu.ui.figures import FigureSubject
from vecu.ui.page_headers import keep_out_of_caches
from vecu.ui.quoted_words import sort_readable


@require_safe
def list_public_findings(request: HttpRequest) -> HttpResponse:
    """List the findings of all studies, and the studies of which only figures are public."""
    found = list_findings_by_study()
    cards = map_study_cards(found)
    context = {
        "studies": [(each.study, cards[each.study.id]) for each in found],
        "study": None,
        "news": describe_latest([detail for each in found for detail in each.findings]),
        "take_part": find_inquiries(timezone.localdate()),
    }
    return render(request, "reports/findings.html", context)


@require_safe
@keep_out_of_caches
def show_finding(request: HttpRequest, slug: str, finding: UUID) -> HttpResponse:
    """Show a finding with what it stands on; of one taken back, only that it was."""
    found = get_public_finding(slug, finding)
    context: dict[str, Any] = {
        "study": found.study,
        "found": found,
        "finding": found.finding,
        "has_page": has_public_page(found.study),
    }
    if found.detail is None:
        return render(request, "reports/taken_back.html", context, status=410)
    context |= describe_finding(found.study, found.detail)
    context["printed_address"] = request.build_absolute_uri(request.path)
    return render(request, "reports/finding.html", context)


@require_safe
@keep_out_of_caches
def show_card(request: HttpRequest, slug: str, finding: UUID) -> HttpResponse:
    """Show the card of a finding by itself; of one taken back, only that it was."""
    found = get_public_finding(slug, finding)
    context: dict[str, Any] = {"study": found.study, "found": found, "finding": found.finding}
    if found.detail is None:
        return render(request, "reports/taken_back.html", context, status=410)
    [context["card"]] = list_study_cards(found.study, [found.detail])
    if found.newer:
        context["newer"] = reverse("reports:finding-card", args=[slug, found.newer.pk])
    return render(request, "reports/finding_card.html", context)


def describe_finding(study: Study, detail: FindingDetail) -> dict[str, Any]:
    """Return what the template of a finding says of it."""
    cited = [(each, each.figure) for each in detail.standing if each.figure]
    waves = bool(cited) and has_waves(study)
    figures = [
        (each, make_cited_figure(study, figure, each.address, waves=waves))
        for each, figure in cited
    ]
    subjects = [shown.figure.subject for _evidence, shown in figures]
    [card] = list_study_cards(study, [detail])
    return {
        "card": card,
        "detail": detail,
        "chips": list_chips(detail, fictional=False),
        "figures": figures,
        "approximate": sum(shown.approximate for _evidence, shown in figures),
        "figures_of_people": subjects.count(FigureSubject.PEOPLE),
        "words": sort_readable(each for each in detail.standing if each.quotation),
        "others": list_other_evidence(detail),
    }
