"""The page of a form about a version: a new one, an amendment, or what was merged."""

from dataclasses import dataclass

from django.http import HttpResponse

from vecu.groups.views.group_access import GroupVisit
from vecu.recommendations.forms.version_form import MOST_FIELDS, ThreadVersionForm
from vecu.recommendations.presenters.recommendations import RecommendationDescription
from vecu.recommendations.views.claim_lines import build_claim_lines


@dataclass(frozen=True, slots=True)
class VersionFormPage:
    """What stands beside the form: `merged` is what is merged into what is written here.

    It is sent to `action`; `back` is where its reader came from, with its name.
    """

    heading: str
    lead: str
    action: str
    back: tuple[str, str]
    save: str
    merged: RecommendationDescription | None = None


def render_version_form(
    visit: GroupVisit, page: VersionFormPage, form: ThreadVersionForm
) -> HttpResponse:
    """Show a form; above it where it has errors."""
    claims = build_claim_lines(visit, form)
    context = {
        "page": page,
        "form": form,
        "claims": claims,
        "more": form.claim_count < MOST_FIELDS,
        "opened": next((each for each in claims if each.opened), None),
        "problems": form.problems,
    }
    return visit.render("recommendations/version_form.html", context)
