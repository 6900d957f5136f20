"""Paper that leads to an inquiry: sheets of cards to cut, and posters, as PDF by Typst.

What is printed is said in the language given, whatever the reader's. The sheets of a batch are made
once, when it is drawn, and are kept nowhere: no file, no cache.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from vecu.surveys.models import Batch, Relay, Study
from vecu.surveys.ways_in import Site, to_type
from vecu.text import spoken_language, typographic

CARDS_A_SHEET = 10
LONGEST_LINE = 44
"""Characters of an address that fit a poster's width at full size."""
CARD_LINE = 34
"""Characters of an address that fit a card beside its QR code at full size."""
MASK = 2
"""How a QR code is broken up: any of the eight can be read by every reader."""
_FOLDER = Path(__file__).parent / "print"
_BREAKS_AFTER = "/-."
_NO_WIDTH = "\u200b"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed for: a study, in a language, and the site that it leads to."""

    study: Study
    language: str
    site: Site


def qr_svg(content: str) -> str:
    """Return a QR code as an SVG image; a quarter of it may be soiled before it is unreadable.

    The mask is fixed: trying all eight for the most even one takes most of the time of a batch.
    """
    drawn = io.BytesIO()
    segno.make(content, error="q", micro=False, mask=MASK).save(
        drawn, kind="svg", border=2, xmldecl=False
    )
    return drawn.getvalue().decode()


def print_cards(paper: Paper, batch: Batch, codes: Sequence[str]) -> bytes:
    """Return the sheets of a batch, ten cards a page in the order of `codes`.

    A card's QR code leads to the study's page for cards with the code behind a `#`, a part of the
    address that browsers never send: no server or proxy writes it down. The address to type is
    shorter: the page that takes every card's code.
    """
    leads_to = paper.site.card(paper.study, paper.language)
    typed = to_type(paper.site.any_card(paper.language))
    cards = [{"text": code, "qr": qr_svg(f"{leads_to}#{code}")} for code in codes]
    with override(paper.language):
        return _compile(
            "cards.typ",
            paper,
            {
                "how": _("Scan, or type this address and the code:"),
                "promise": _(
                    "This card works once. We do not know who has which; once sent, your answers "
                    "are not joined to it. Until then keep it to yourself: with its code one can "
                    "read what you write."
                ),
                "address": typed,
                "address_size": 7 * min(1, CARD_LINE / len(typed)),
                "qr_alt": _("QR code: the inquiry’s page, with the code of this card"),
                "batch": _("Batch %(number)s") % {"number": batch.number},
                "sheets": [
                    cards[first : first + CARDS_A_SHEET]
                    for first in range(0, len(cards), CARDS_A_SHEET)
                ],
            },
        )


def print_poster(paper: Paper, relay: Relay | None, minutes: int) -> bytes:
    """Return an A4 poster that leads to the study, by the relay's own link if one is given.

    `minutes` is what answering takes, about.
    """
    address = paper.site.welcome(paper.study, relay, paper.language)
    typed = to_type(address)
    with override(paper.language):
        takes = ngettext(
            "It takes about %(minutes)s minute.", "It takes about %(minutes)s minutes.", minutes
        )
        promises = [
            _("Nobody asks who you are. Your name, your device and the hour are not kept."),
            f"{takes % {'minutes': minutes}} "
            + _("Better use your own phone and your own connection."),
        ]
        by = _("This poster was put up by %(relay)s.") % {"relay": relay.name} if relay else ""
        return _compile(
            "poster.typ",
            paper,
            {
                "purpose": _said(paper.study.purpose, paper.language),
                "qr": qr_svg(address),
                "qr_alt": _("QR code: %(address)s") % {"address": typed},
                "how": _("Scan, or type this address:"),
                "address": typed,
                "address_size": 17 * min(1, LONGEST_LINE / len(typed)),
                "address_to_tear": "".join(
                    sign + _NO_WIDTH * (sign in _BREAKS_AFTER) for sign in typed
                ),
                "promises": [typographic(promise, paper.language) for promise in promises],
                "by": typographic(by, paper.language),
            },
        )


def _compile(template: str, paper: Paper, data: Mapping[str, Any]) -> bytes:
    """Fill a template; its data are JSON, so no text is read as Typst's language."""
    study, language = paper.study, paper.language
    shown = {
        "title": _said(study.title, language),
        "asked_by": _said(study.asked_by, language),
        "language": language,
        **{
            name: typographic(value, language) if name in {"how", "promise"} else value
            for name, value in data.items()
        },
    }
    made: bytes = typst.compile(
        str(_FOLDER / template),
        root=str(_FOLDER),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(shown)},
        pdf_standards=["ua-1"],
    )
    return made


def _said(texts: Mapping[str, str], language: str) -> str:
    spoken = spoken_language(texts, language)
    return typographic(texts.get(spoken, ""), spoken)
