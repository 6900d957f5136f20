"""Printed material: sheets of cards to cut, and posters, as PDF by Typst.

The text is in the language given, whatever the reader's. The sheets of a batch are rendered once,
when it is generated, and are stored nowhere: no file, no cache.
"""

import io
import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from vecu.errors import VecuError
from vecu.surveys.consent.render import PromiseFacts, list_promise_sentences
from vecu.surveys.consent.sentences import PromiseMedium
from vecu.surveys.links import SiteUrls, format_typed_address
from vecu.surveys.models import AccessCodeBatch, OutreachPartner, Study, StudyStatement
from vecu.surveys.queries import RespondentBurden
from vecu.surveys.queries.data_protection import get_promise_facts
from vecu.translation import pick_language
from vecu.typography import NO_WIDTH, allow_breaks, apply_typography, is_blank

CARDS_A_SHEET = 10
LONGEST_LINE = 44
"""Characters of an address that fit a poster's width at full size."""
CARD_LINE = 34
"""Characters of an address that fit a card beside its QR code at full size."""
MASK = 2
"""The QR mask pattern; every reader can read all eight."""
MOST_NAMED = 10
LONGEST_QUOTED = 60
"""Maximum numbers of characters that an error names, and that it quotes of a text."""
_FOLDER = Path(__file__).parent
_BREAKS_AFTER = "/-."
_JOINERS = "\u200d\ufe0e\ufe0f"
"""Characters that join several emoji into one, or turn a character into an emoji."""


class PrintRefused(VecuError):
    """Our fonts for print lack some characters of a text; the message names them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What to print for: a study, a language, and the site."""

    study: Study
    language: str
    site: SiteUrls


def qr_svg(content: str, scale: int = 1) -> str:
    """Return a QR code as SVG, readable with up to a quarter of it damaged.

    `scale` is the pixels of a module on a screen; paper has its own size.

    The mask is fixed: selecting the best of eight takes most of the time of a batch.
    """
    drawn = io.BytesIO()
    segno.make(content, error="q", micro=False, mask=MASK).save(
        drawn, kind="svg", border=2, scale=scale, xmldecl=False
    )
    return drawn.getvalue().decode()


@dataclass(frozen=True, slots=True)
class CardFace:
    """What stands on each card of some sheets, beside its code.

    `leads_to` is the address of the QR codes, `typed` the one to type, on one line or two; `foot`
    stands under a sheet. Texts of members are by language.
    """

    title: Mapping[str, str]
    asked_by: Mapping[str, str]
    promise: str
    leads_to: str
    typed: str
    qr_alt: str
    foot: str


def print_cards(paper: Paper, batch: AccessCodeBatch, codes: Sequence[str]) -> bytes:
    """Return the sheets of a batch as PDF, ten cards a page in the order of `codes`.

    The address to type is that of the page that takes every card's code. Raise `PrintRefused`.
    """
    with override(paper.language):
        face = CardFace(
            title=paper.study.title,
            asked_by=paper.study.asked_by,
            promise=" ".join(
                list_promise_sentences(PromiseMedium.CARD, PromiseFacts(), paper.language)
            ),
            leads_to=paper.site.card(paper.study, paper.language),
            typed=paper.site.any_card(paper.language),
            qr_alt=_("QR code: the inquiry’s page, with the code of this card"),
            foot=_("Batch %(number)s") % {"number": batch.number},
        )
    return print_card_sheets(face, codes, paper.language)


def print_card_sheets(face: CardFace, codes: Sequence[str], language: str) -> bytes:
    """Return sheets of cards as PDF, ten a page in the order of `codes`.

    A card's QR code leads to its page with the code in the fragment, which browsers never send: no
    server or proxy logs it. Raise `PrintRefused`.
    """
    return _print_sheets([face], [(0, code) for code in codes], language)


def print_paired_sheets(
    left: CardFace, right: CardFace, pairs: Sequence[tuple[str, str]], language: str
) -> bytes:
    """Return sheets of five pairs of cards as PDF: what belongs together stands side by side."""
    cards = [each for first, second in pairs for each in ((0, first), (1, second))]
    return _print_sheets([left, right], cards, language)


def _print_sheets(
    faces: Sequence[CardFace], numbered: Sequence[tuple[int, str]], language: str
) -> bytes:
    """Return sheets of cards, each with the number of its face."""
    cards = [
        {"face": face, "text": code, "qr": qr_svg(f"{faces[face].leads_to}#{code}")}
        for face, code in numbered
    ]
    with override(language):
        return _compile(
            "cards.typ",
            language,
            {
                "title": _localise(faces[0].title, language),
                "how": _("Scan, or type this address and the code:"),
                "faces": [_describe_face(each, language) for each in faces],
                "batch": faces[0].foot,
                "sheets": [
                    cards[first : first + CARDS_A_SHEET]
                    for first in range(0, len(cards), CARDS_A_SHEET)
                ],
            },
        )


def _describe_face(face: CardFace, language: str) -> dict[str, Any]:
    typed = _whole(format_typed_address(face.typed))
    return {
        "title": _localise(face.title, language),
        "asked_by": _localise(face.asked_by, language),
        "promise": apply_typography(face.promise, language),
        "address": typed,
        "address_size": 7 * min(1, CARD_LINE / max(map(len, typed.split("\n")))),
        "qr_alt": face.qr_alt,
    }


def print_call_cards(paper: Paper, statement: StudyStatement) -> bytes:
    """Return a sheet of cards from which people call, all alike: no code tells one from another.

    Raise `PrintRefused`.
    """
    language = paper.language
    with override(language):
        promise = _(
            "You call when you want. You can say no. You can stop. Your service does not "
            "know who calls. Your help does not change."
        )
        return _compile(
            "call_cards.typ",
            language,
            {
                **_heading(paper),
                "call": _("Free call:"),
                "number": _whole(statement.call_number),
                "lines": [
                    line
                    for texts in (statement.call_hours, statement.call_languages)
                    if (line := _localise(texts, language))
                ],
                "promise": apply_typography(promise, language),
            },
        )


def print_poster(paper: Paper, relay: OutreachPartner | None, burden: RespondentBurden) -> bytes:
    """Return an A4 poster for the study as PDF, with the relay's own link if one is given.

    `burden` is what answering takes. Raise `PrintRefused`.
    """
    address = paper.site.welcome(paper.study, relay, paper.language)
    typed = _whole(format_typed_address(address))
    heading = _heading(paper)
    purpose = _localise(paper.study.purpose, paper.language)
    name = _on_paper(relay.name) if relay else ""
    controller = get_promise_facts(paper.study).controller
    facts = PromiseFacts(controller=_on_paper(controller) if controller else "")
    with override(paper.language):
        *promises, advice = list_promise_sentences(PromiseMedium.POSTER, facts, paper.language)
        promises.append(f"{burden.duration} {advice}")
        by = _("This poster was put up by %(relay)s.") % {"relay": name} if name else ""
        return _compile(
            "poster.typ",
            paper.language,
            {
                **heading,
                "purpose": purpose,
                "qr": qr_svg(address),
                "qr_alt": _("QR code: %(address)s") % {"address": typed},
                "how": _("Scan, or type this address:"),
                "address": typed,
                "address_size": 17 * min(1, LONGEST_LINE / len(typed)),
                "address_to_tear": "".join(
                    sign + NO_WIDTH * (sign in _BREAKS_AFTER) for sign in typed
                ),
                "promises": [apply_typography(promise, paper.language) for promise in promises],
                "by": apply_typography(by, paper.language),
            },
        )


def _compile(template: str, language: str, data: Mapping[str, Any]) -> bytes:
    """Compile a template; its data are JSON, so no text is parsed as Typst markup."""
    shown = {
        "language": language,
        **{
            name: apply_typography(value, language) if name == "how" else value
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


def _heading(paper: Paper) -> dict[str, str]:
    """Return the title of the study and its organiser, which all printed material begins with."""
    study, language = paper.study, paper.language
    return {
        "title": _localise(study.title, language),
        "asked_by": _localise(study.asked_by, language),
    }


def _localise(texts: Mapping[str, str], language: str) -> str:
    spoken = pick_language(texts, language)
    return _on_paper(apply_typography(texts.get(spoken, ""), spoken))


def _on_paper(text: str) -> str:
    """Return `text` so that no word overflows its line; raise `PrintRefused`."""
    return allow_breaks(_printable(text))


def _printable(text: str) -> str:
    """Return `text` without emoji and other symbols that our fonts lack.

    Letters and digits are never dropped, since a name would become another: raise
    `PrintRefused`.
    """
    if _is_in_typefaces(text):
        return text
    lacking = {sign for sign in text if not _is_in_typefaces(f"a{sign}a")}
    letters = {sign for sign in lacking if unicodedata.category(sign)[0] in "LN"}
    left = "" if letters or not lacking else _without(lacking, text)
    if is_blank(left) or not _is_in_typefaces(left):
        raise _refusal(text, letters or lacking or set(text))
    return left


def _without(signs: Collection[str], text: str) -> str:
    left_out = re.sub(f"[{re.escape(''.join(signs))}][{_JOINERS}]*", "", text)
    return re.sub(" {2,}", " ", left_out).strip()


def _whole(address: str) -> str:
    """Return an address unchanged; raise `PrintRefused` if it cannot be printed in full."""
    if not _is_in_typefaces(address):
        raise _refusal(address, {sign for sign in address if not sign.isascii()})
    return address


def _refusal(text: str, lacking: Collection[str]) -> PrintRefused:
    first = sorted(lacking, key=text.index)[:MOST_NAMED]
    named = " ".join(each if each.isprintable() else f"U+{ord(each):04X}" for each in first)
    message = _(
        "“%(text)s” cannot be printed: the typefaces for paper lack %(signs)s. They have Latin, "
        "Greek and Cyrillic letters: write it with these."
    )
    return PrintRefused(message % {"text": Truncator(text).chars(LONGEST_QUOTED), "signs": named})


def _is_in_typefaces(text: str) -> bool:
    """Return whether our fonts can set `text`, by compiling it: how signs join depends on context.

    PDF/UA-1 forbids unencodable glyphs, and Typst raises no other error here.
    """
    try:
        typst.compile(
            str(_FOLDER / "alone.typ"),
            root=str(_FOLDER),
            ignore_system_fonts=True,
            sys_inputs={"text": text},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return False
    return True
