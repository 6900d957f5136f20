"""The public page of one study."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.casestudies.cases.queries import list_public_cases
from vecu.casestudies.matrix.queries import list_public_matrices
from vecu.reports.cards.finding_cards import list_study_cards
from vecu.reports.presenters import (
    describe_latest,
    list_guides_beside,
    list_other_figures,
)
from vecu.reports.queries import StudyResults, get_public_results
from vecu.reports.study_method import get_study_method
from vecu.surveys.queries.statements import get_statement
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_study(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what everybody may read of a study; 404 unless something stands."""
    results = get_public_results(slug, timezone.localdate())
    take_part = reverse("surveys:welcome", args=[slug]) if results.open else ""
    context = describe_results(results) | {
        "take_part": take_part,
        "news": describe_latest(results.findings),
        "cases": [
            (each.name, reverse("casestudies:public-case", args=[slug, each.pk]))
            for each in list_public_cases(slug)
        ],
        "matrices": [
            (each.title, reverse("casestudies:public-matrix", args=[slug, each.pk]))
            for each in list_public_matrices(results.study)
        ],
        "statement": get_statement(results.study),
        "printed_address": request.build_absolute_uri(request.path),
    }
    return render(request, "reports/study.html", context)


def describe_results(results: StudyResults) -> dict[str, Any]:
    """Return the context of `reports/results.html`."""
    return {
        "study": results.study,
        "results": results,
        "cards": list_study_cards(results.study, results.findings),
        "guides": list_guides_beside(results),
        "figures": list_other_figures(results),
        "method": get_study_method(results),
    }
