"""Diary codes on paper: sheets to cut, as cards of an inquiry are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from vecu.register.queries import System
from vecu.surveys.links import SiteUrls
from vecu.surveys.print.render import CardFace, print_card_sheets
from vecu.ui.context import strip_language


@dataclass(frozen=True, slots=True)
class DiaryPaper:
    """What to print for: a system, a language, and the site."""

    system: System
    language: str
    site: SiteUrls

    @property
    def address(self) -> str:
        """Where the codes are entered, in the language of the sheets."""
        with override(self.language):
            return self.site.origin + reverse("fieldlog:diary", args=(self.system.slug,))

    @property
    def typed_address(self) -> str:
        """The same as it is typed, on two lines: the reader's browser selects the language."""
        page = strip_language(self.address.removeprefix(self.site.origin))
        return f"{self.site.origin}/\n{page.removeprefix('/')}"


def print_codes(paper: DiaryPaper, codes: Sequence[str]) -> bytes:
    """Return the sheets of a pile as PDF, in the order of `codes`; raise `PrintRefused`."""
    with override(paper.language):
        face = CardFace(
            title=paper.system.name,
            asked_by={paper.language: _("Diary of the machine: ten seconds a note")},
            promise=_(
                "Keep this code, it opens the diary each time. It bears no name; nothing says who"
                " drew it, nor whether it was used."
            ),
            leads_to=paper.address,
            typed=paper.typed_address,
            qr_alt=_("QR code: the diary, with this code"),
            foot=_("Diary codes"),
        )
    return print_card_sheets(face, codes, paper.language)
