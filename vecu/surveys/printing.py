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
from django.utils.translation import override

from vecu.surveys.models import Batch, Relay, Study
from vecu.text import spoken_language, typographic

CARDS_A_SHEET = 10
LONGEST_LINE = 44
"""Characters of an address that fit a poster's width at full size."""
MASK = 2
"""How a QR code is broken up: any of the eight can be read by every reader."""
_FOLDER = Path(__file__).parent / "print"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed for: a study, in a language, with the full address of its way in."""

    study: Study
    language: str
    address: str


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

    A card's QR code leads to the page for cards with the code behind a `#`, a part of the address
    that browsers never send: no server or proxy writes it down.
    """
    cards = [{"text": code, "qr": qr_svg(f"{paper.address}#{code}")} for code in codes]
    with override(paper.language):
        return _compile(
            "cards.typ",
            paper,
            {
                "how": _("Scan, or type this address and the code:"),
                "promise": _(
                    "This card works once. We do not know who has which, and your answers are not "
                    "joined to it."
                ),
                "batch": _("Batch %(number)s") % {"number": batch.number},
                "sheets": [
                    cards[first : first + CARDS_A_SHEET]
                    for first in range(0, len(cards), CARDS_A_SHEET)
                ],
            },
        )


def print_poster(paper: Paper, relay: Relay | None) -> bytes:
    """Return an A4 poster that leads to the study, by the relay's own link if one is given."""
    with override(paper.language):
        promises = [
            _("Nobody asks who you are. Your name, your device and the hour are not kept."),
            _("It takes about five minutes. Better use your own phone and your own connection."),
        ]
        by = _("This poster was put up by %(relay)s.") % {"relay": relay.name} if relay else ""
        return _compile(
            "poster.typ",
            paper,
            {
                "purpose": _said(paper.study.purpose, paper.language),
                "qr": qr_svg(paper.address),
                "how": _("Scan, or type this address:"),
                "address_size": 17 * min(1, LONGEST_LINE / len(_plain(paper.address))),
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
        "address": _plain(paper.address),
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
    )
    return made


def _plain(address: str) -> str:
    """Return an address as people type it."""
    return address.removeprefix("https://").removeprefix("http://")


def _said(texts: Mapping[str, str], language: str) -> str:
    spoken = spoken_language(texts, language)
    return typographic(texts.get(spoken, ""), spoken)
