"""Codes of people on paper: the person's half and the service's, side by side, to cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from vecu.register.queries import System
from vecu.surveys.links import SiteUrls
from vecu.surveys.print.render import CardFace, print_paired_sheets
from vecu.ui.context import strip_language
from vecu.ui.templatetags.ui import day as format_day


@dataclass(frozen=True, slots=True)
class CodePaper:
    """What to print for: a system, the last day of its codes, a language, and the site."""

    system: System
    deadline: date
    language: str
    site: SiteUrls

    def make_address(self, page: str) -> str:
        """Return the address of a page of the system, in the language of the sheets."""
        with override(self.language):
            return self.site.origin + reverse(page, args=(self.system.slug,))

    def make_typed_address(self, page: str) -> str:
        """Return the same as it is typed, on two lines."""
        path = strip_language(self.make_address(page).removeprefix(self.site.origin))
        return f"{self.site.origin}/\n{path.removeprefix('/')}"


def print_consent_codes(paper: CodePaper, pairs: Sequence[tuple[str, str]]) -> bytes:
    """Return the sheets of a pile as PDF, in the order of `pairs`; raise `PrintRefused`."""
    with override(paper.language):
        last_day = {"day": format_day(paper.deadline)}
        person = CardFace(
            title=paper.system.name,
            asked_by={paper.language: _("Your code: to say yes, or no")},
            promise=_("No answer is a no. You can change your mind until %(day)s.") % last_day,
            leads_to=paper.make_address("safeguards:consent"),
            typed=paper.make_typed_address("safeguards:consent"),
            qr_alt=_("QR code: the page that asks, with this code"),
            foot=_("Codes of people, until %(day)s") % last_day,
        )
        service = CardFace(
            title=paper.system.name,
            asked_by={paper.language: _("For the file of the service")},
            promise=_("It reads whether there is a yes. It cannot answer. Until %(day)s.")
            % last_day,
            leads_to=paper.make_address("safeguards:check-consent"),
            typed=paper.make_typed_address("safeguards:check-consent"),
            qr_alt=_("QR code: the page that reads whether there is a yes"),
            foot="",
        )
    return print_paired_sheets(person, service, pairs, paper.language)
