"""Lay a document out as the data of its Typst template: no text of it is ever parsed as markup."""

import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import segno

from vecu.reports.documents.brief_turns import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_CITED,
    PAGES,
    list_turns,
)
from vecu.reports.documents.description import (
    CitedSentence,
    Document,
    DocumentClaim,
    DocumentItem,
    DocumentPoint,
    DocumentSection,
    DocumentText,
    LabelledFact,
    OpposedReasons,
    PrintedCard,
    PrintedChart,
    PrintedFigure,
    PrintedQuotation,
    VoteDots,
)
from vecu.translation import gettext_noop, translate
from vecu.typography import NO_WIDTH, allow_breaks, apply_typography, is_blank

LACKING = "□"
"""Stands for a character that our typefaces lack."""
_COLON = ": \u00a0\u202f"
_BREAKS_AFTER = re.compile(r"(?<=[/\-._#])(?=.)")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that would reorder text beyond the words that they stand in."""
_UNPRINTABLE = {"Cs", "Co", "Cn"}

LayoutData = dict[str, Any]


def lay_out_document(document: Document, *, brief: bool) -> LayoutData:
    """Return the data of the template for the whole document, or for its brief.

    In a brief, each item has its turn (`brief_turns`): whoever compiles it leaves out as many
    as two pages cannot hold.
    """
    turns, language = list_turns(document.sections) if brief else None, document.language
    return {
        "language": language,
        "kind": _typeset(document.kind, language),
        "warning": _typeset(document.warning, language),
        "title": _lay_out_title(document, brief=brief),
        "lead": _lay_out_lead(document, brief=brief),
        "address": lay_out_address(document.address),
        "notice": _typeset(document.notice, language),
        "lacking": _say(
            gettext_noop(
                "%(sign)s stands for a character that our typefaces for paper lack. The web page "
                "has it."
            ),
            language,
            sign=LACKING,
        ),
        "all_of_it": _say(gettext_noop("On the web, with its sources:"), language),
        "source": _lead_on(gettext_noop("Source:"), language, brief=brief),
        "claim_at": _lead_on(
            gettext_noop("Read it with all that it stands on:"), language, brief=brief
        ),
        "page": _say(gettext_noop("Page"), language),
        "code": _draw_code(document.address) if brief else "",
        "code_of": _say(gettext_noop("QR code of this address:"), language),
        "box": [_lay_out_fact(each, language) for each in document.box] if brief else [],
        "most_pages": PAGES if brief else 0,
        "sections": [
            _lay_out_section(section, language, turns[number] if turns else None)
            for number, section in enumerate(document.sections)
        ],
    }


def lay_out_address(address: str) -> dict[str, str]:
    """Return an address to follow, and as it is printed and typed; it may break at its signs."""
    shown = re.sub(r"^https?://", "", clean_text(address)).removesuffix("/")
    return {
        "address": address if re.match(r"https?://\S+$", address) else "",
        "shown": _BREAKS_AFTER.sub(NO_WIDTH, shown),
    }


def clean_text(text: str) -> str:
    """Return a text without control characters; line breaks stay, what cannot be printed is □."""
    lines = _REORDERING.sub("", "\n".join(text.splitlines()))
    return "".join(
        sign if sign == "\n" else _clean_sign(sign, unicodedata.category(sign)) for sign in lines
    ).strip()


def _clean_sign(sign: str, category: str) -> str:
    if category == "Cc":
        return " "
    return LACKING if category in _UNPRINTABLE else sign


def _lay_out_title(document: Document, *, brief: bool) -> dict[str, str]:
    """Return the title, which PDF/UA wants to have visible characters."""
    title = document.title
    if is_blank(clean_text(title.text)):
        title = DocumentText(document.kind)
    if brief and len(title.text) > LONGEST_TITLE:
        title = DocumentText(f"{title.text[:LONGEST_TITLE].rstrip()}…", title.language)
    return _lay_out_text(title, document.language)


def _lay_out_lead(document: Document, *, brief: bool) -> dict[str, str]:
    too_long = brief and len(document.lead.text) > LONGEST_TEXT
    return _lay_out_text(DocumentText("") if too_long else document.lead, document.language)


def _lay_out_section(
    section: DocumentSection, language: str, turns: Sequence[int] | None
) -> LayoutData:
    items = [_lay_out_item(item, language, brief=turns is not None) for item in section.items]
    for item, turn in zip(items, turns or (), strict=turns is not None):
        item["turn"] = turn
    return {
        "heading": _typeset(section.heading, language) or "–",
        "note": _typeset(section.note, language),
        "items": items,
        "trace": lay_out_address(section.trace),
        "left_out": _typeset(section.only_whole, language).rstrip(_COLON).replace("%", "%%")
        or _lead_on(
            gettext_noop("Left out of this brief: %(left)s of %(all)s. All of it:"),
            language,
            brief=turns is not None,
        ),
    }


def _lay_out_item(item: DocumentItem, language: str, *, brief: bool) -> LayoutData:
    if isinstance(item, DocumentClaim):
        return _lay_out_claim(item, language, brief=brief)
    return _LAYOUTS[type(item)](item, language)


def _lay_out_point(point: DocumentPoint, language: str) -> LayoutData:
    return {"kind": "point", "text": _lay_out_text(point.text, language)}


def _lay_out_dots(dots: VoteDots, language: str) -> LayoutData:
    sides = [{"label": _typeset(label, language), "number": many} for label, many in dots.sides]
    return {"kind": "dots", "sides": sides}


def _lay_out_chart(chart: PrintedChart, language: str) -> LayoutData:
    spoken = chart.title.language or language
    return {
        "kind": "chart",
        "title": _lay_out_text(chart.title, language),
        "bars": [
            {
                "label": _lay_out_text(DocumentText(each.label, chart.title.language), language),
                "count": _typeset(each.count, spoken),
                "length": float(each.length.rstrip("%")),
                "strong": each.strong,
            }
            for each in chart.bars
        ],
        "base": _typeset(chart.base, language),
    }


def _lay_out_card(card: PrintedCard, language: str) -> LayoutData:
    return {
        "kind": "card",
        "sentence": _lay_out_text(card.sentence, language),
        "standing": _typeset(card.standing, language),
        "chart": _lay_out_chart(card.chart, language),
        "words": _lay_out_text(card.words, language),
        "speaker": _typeset(card.speaker, language),
        "trace": lay_out_address(card.trace),
    }


def _draw_code(address: str) -> str:
    """Return the one QR code of a brief, which leads to all that it leaves out, as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _lay_out_fact(fact: LabelledFact, language: str) -> LayoutData:
    return {
        "kind": "fact",
        "label": _typeset(_end_label(fact.label, language), language),
        "text": _lay_out_text(fact.text, language),
    }


def _end_label(label: str, language: str) -> str:
    """Return a label with a colon, unless it ends in a sign of its own."""
    if label.endswith(("?", "!", ":", ".")):
        return label
    return f"{label} :" if language == "fr" else f"{label}:"


def _lay_out_quotation(quotation: PrintedQuotation, language: str) -> LayoutData:
    return {
        "kind": "quotation",
        "words": _lay_out_text(quotation.words, language),
        "about": _lay_out_text(quotation.about, language),
        "trace": lay_out_address(quotation.trace),
    }


def _lay_out_figure(figure: PrintedFigure, language: str) -> LayoutData:
    spoken = figure.language or language
    return {
        "kind": "figure",
        "title": _lay_out_text(figure.title, language),
        "sentence": _typeset(figure.sentence, language),
        "language": _find_language(figure.language, language),
        "header": [_typeset(cell, spoken) for cell in figure.header],
        "rows": [[_typeset(cell, spoken) for cell in row] for row in figure.rows],
        "source": _typeset(figure.source, language),
        "trace": lay_out_address(figure.trace),
    }


def _lay_out_reasons(opposed: OpposedReasons, language: str) -> LayoutData:
    return {
        "kind": "reasons",
        "sides": [
            {"heading": _typeset(heading, language), "text": _lay_out_text(text, language)}
            for heading, text in zip(opposed.headings, opposed.reasons, strict=True)
        ],
    }


def _lay_out_claim(claim: DocumentClaim, language: str, *, brief: bool) -> LayoutData:
    cited = [each for each in claim.cited if not brief or _is_short(each)]
    cited = cited[: MOST_CITED if brief else None]
    left = len(claim.cited) - len(cited)
    notes = claim.notes[: 1 if brief else None]
    whole = not left and len(notes) == len(claim.notes)
    more = gettext_noop("More evidence on its page: %(left)s.")
    return {
        "kind": "claim",
        "sentence": _lay_out_text(claim.sentence, language),
        "standing": _typeset(claim.standing, language),
        "notes": [_lay_out_fact(each, language) for each in notes],
        "cited": [_lay_out_cited(each, language) for each in cited],
        "more": _say(more, language, left=left) if left else "",
        "trace": lay_out_address("" if whole and not claim.own_page else claim.trace),
    }


def _is_short(cited: PrintedQuotation | CitedSentence) -> bool:
    text = cited.words if isinstance(cited, PrintedQuotation) else cited.text
    return len(text.text) <= LONGEST_TEXT // 2


def _lay_out_cited(cited: PrintedQuotation | CitedSentence, language: str) -> LayoutData:
    if isinstance(cited, PrintedQuotation):
        return _lay_out_quotation(cited, language)
    return {
        "kind": "cited",
        "text": _lay_out_text(cited.text, language),
        "trace": lay_out_address(cited.trace),
    }


_LAYOUTS: Mapping[type, Callable[[Any, str], LayoutData]] = {
    LabelledFact: _lay_out_fact,
    DocumentPoint: _lay_out_point,
    PrintedQuotation: _lay_out_cited,
    CitedSentence: _lay_out_cited,
    PrintedFigure: _lay_out_figure,
    OpposedReasons: _lay_out_reasons,
    PrintedCard: _lay_out_card,
    PrintedChart: _lay_out_chart,
    VoteDots: _lay_out_dots,
}


def _lay_out_text(text: DocumentText, language: str) -> dict[str, str]:
    return {
        "text": _typeset(text.text, text.language or language),
        "language": _find_language(text.language, language),
    }


def _find_language(spoken: str, language: str) -> str:
    """Return the language to mark a text with, '' where it is the document's or is not known."""
    code = _LANGUAGE.match(spoken.lower())
    return code[0] if code and code[0] != language else ""


def _typeset(text: str, language: str) -> str:
    return allow_breaks(apply_typography(clean_text(text), language))


def _say(message: str, language: str, **values: object) -> str:
    """Return a sentence of ours; without values, its placeholders stay."""
    sentence = translate(message, language)
    return apply_typography(sentence % values if values else sentence, language)


def _lead_on(message: str, language: str, *, brief: bool) -> str:
    """Return what stands before an address; in a brief it is itself the link, without a colon."""
    sentence = _say(message, language)
    return sentence.rstrip(_COLON) if brief else sentence


def list_texts(data: object) -> list[str]:
    """Return every text in laid out data."""
    if isinstance(data, str):
        return [data]
    parts: Sequence[object] = ()
    if isinstance(data, Mapping):
        parts = list(data.values())
    elif isinstance(data, list):
        parts = data
    return [text for part in parts for text in list_texts(part)]
