"""Cards on a screen that a room looks at: all of them, those of a study, those of a group."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.groups.queries import LearningGroup
from vecu.reports.cards.card import ClaimCard
from vecu.reports.cards.finding_cards import list_finding_cards, list_study_cards
from vecu.reports.projection import project_card
from vecu.reports.queries import get_public_results, list_latest_public_findings
from vecu.reports.recommendation_queries import get_findings_behind
from vecu.surveys.queries import Study
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def project_all(request: HttpRequest) -> HttpResponse:
    """Show one of all published cards, or of those that `only` names, in its order."""
    found = {str(each.detail.finding.pk): each for each in list_latest_public_findings()}
    wanted = [each for each in request.GET.get("only", "").split(".") if each in found]
    cards = list_finding_cards([found[each] for each in dict.fromkeys(wanted) or found])
    return _project(request, cards, reverse("reports:findings"))


@require_safe
@keep_out_of_caches
def project_study(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one of the cards of a study."""
    results = get_public_results(slug, timezone.localdate())
    cards = list_study_cards(results.study, results.findings)
    return _project(request, cards, reverse("reports:study", args=[slug]), study=results.study)


@require_safe
@keep_out_of_caches
def project_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one of the cards behind what a group came to; of one that cites none, of all cards."""
    group, behind = get_findings_behind(slug, timezone.localdate())
    cards = list_finding_cards(behind or list_latest_public_findings())
    return _project(request, cards, reverse("groups:public-group", args=[slug]), group=group)


def _project(
    request: HttpRequest, cards: Sequence[ClaimCard], back: str, **about: Study | LearningGroup
) -> HttpResponse:
    shown = project_card(cards, request.GET, request.path)
    return render(request, "reports/projector.html", {"shown": shown, "back": back, **about})
