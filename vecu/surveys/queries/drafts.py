"""Finding the answers that a person has on their way."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from vecu.surveys.models import Draft
from vecu.surveys.queries.secrets import fingerprint_of


@dataclass(frozen=True, slots=True)
class Visit:
    """All that is known of a person on an inquiry's pages, and forgotten with the request.

    `token` comes from the browser's cookie ('' without one), `language` from the address.
    """

    slug: str
    token: str
    language: str
    today: date


def live_drafts(visit: Visit) -> QuerySet[Draft]:
    """Return the drafts of the visited inquiry that have not expired, with fielding and study."""
    drafts = Draft.objects.filter(expires__gte=visit.today, fielding__study__slug=visit.slug)
    return drafts.select_related("fielding__study")


def find_draft(visit: Visit) -> Draft | None:
    """Return the draft that this browser holds the token of, in one query."""
    if not visit.token:
        return None
    return live_drafts(visit).filter(token=fingerprint_of(visit.token)).first()
