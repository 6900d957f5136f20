"""The URLs by which respondents reach a study: links to share, and addresses to type from paper."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from vecu.surveys.models import (
    OutreachPartner,
    Study,
)
from vecu.ui.context import strip_language


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
