"""URLs that others need: pages that other rooms link to, and those that people are given.

What is shared or printed begins with the site and needs no language of the reader's.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from vecu.surveys.models import OutreachPartner, Study
from vecu.ui.context import strip_language


def get_study_list_url() -> str:
    """Return the address of the member's studies."""
    return reverse("surveys:studies")


def get_new_study_url() -> str:
    """Return the address of the page that begins a study."""
    return reverse("surveys:begin")


def get_study_url(study: Study) -> str:
    """Return the address of a study at a glance."""
    return reverse("surveys:study", args=(study.slug,))


def get_person_url(study: Study, answer: UUID, fielding: UUID) -> str:
    """Return the address of all that one person answered, among those of the same fielding."""
    return reverse("surveys:person", args=(study.slug, answer)) + f"?fielding={fielding}"


@dataclass(frozen=True, slots=True)
class SiteUrls:
    """The base URL of the site, such as https://lab.example."""

    origin: str

    @classmethod
    def of(cls, request: HttpRequest) -> "SiteUrls":
        """Return the base URL under which this request reached the site."""
        return cls(f"{request.scheme}://{request.get_host()}")

    def link(self, study: Study, relay: OutreachPartner | None = None) -> str:
        """Return the link to share; the respondent's browser selects the language."""
        return self.origin + strip_language(_welcome(study, relay, "en"))

    def welcome(self, study: Study, relay: OutreachPartner | None, language: str) -> str:
        """Return the URL of the welcome page in `language`, for a poster."""
        return self.origin + _welcome(study, relay, language)

    def card(self, study: Study, language: str) -> str:
        """Return the URL for the QR code of a card, without its code."""
        with override(language):
            return self.origin + reverse("surveys:card", args=(study.slug,))

    def any_card(self, language: str) -> str:
        """Return the short URL of the page that takes every card's code."""
        with override(language):
            return self.origin + reverse("surveys:any-card")


def _welcome(study: Study, relay: OutreachPartner | None, language: str) -> str:
    with override(language):
        if relay:
            return reverse("surveys:by", args=(study.slug, relay.slug))
        return reverse("surveys:welcome", args=(study.slug,))


def format_typed_address(address: str) -> str:
    """Return a URL as people type it: without the scheme and the final slash."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")
