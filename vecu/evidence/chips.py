"""Evidence as chips: what a claim stands on, each in a few words that lead to it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from vecu.evidence.sources import Evidence, EvidenceState, list_evidence_sources
from vecu.ui.chips import ChipKind, EvidenceChip
from vecu.ui.figures import FigureSubject

CHIP_LENGTH = 90
"""The longest text of a chip, in characters; marks that close a quotation come on top."""
_CLOSING = {"«": "\u00a0»", "“": "”"}


def list_evidence_chips(evidence: Sequence[Evidence]) -> list[EvidenceChip]:
    """Return a chip for each piece of evidence, and what is in doubt: changed, or gone."""
    labels = {source.name: str(source.label) for source in list_evidence_sources()}
    states = {each.state for each in evidence}
    chips = [
        make_evidence_chip(each, labels)
        for each in evidence
        if each.state is not EvidenceState.GONE
    ]
    if EvidenceState.CHANGED in states:
        chips.append(EvidenceChip(ChipKind.DOUBT, _("changed since it was cited")))
    if EvidenceState.GONE in states:
        chips.append(EvidenceChip(ChipKind.DOUBT, _("evidence no longer available")))
    return chips


def make_evidence_chip(
    evidence: Evidence, labels: Mapping[str, str], text: str = "", address: str = ""
) -> EvidenceChip:
    """Return a chip that leads to evidence; `labels` are those of its sources.

    A page that shows the evidence itself gives a shorter `text` and the `address` in it.
    """
    kind = ChipKind.VOICE if evidence.quotation else ChipKind.PLAIN
    if evidence.figure:
        people = evidence.figure.subject is FigureSubject.PEOPLE
        kind = ChipKind.PEOPLE if people else ChipKind.MACHINE
    title = evidence.figure.title if evidence.figure else evidence.sentence
    text = text or title or labels[evidence.reference.source]
    return EvidenceChip(kind, _shorten(text), address or evidence.address)


def _shorten(text: str) -> str:
    """Return as many whole words of a text as a chip has room for."""
    if len(text) <= CHIP_LENGTH:
        return text
    cut = text[: CHIP_LENGTH - 1]
    short = (cut.rpartition(" ")[0] or cut).rstrip(" \u00a0\u202f,;:–«“") + "…"
    return _close_quotations(short)


def _close_quotations(short: str) -> str:
    """Return a text that was cut with the quotation marks that close what is left open."""
    still_open = list[str]()
    for mark in short:
        if mark in _CLOSING:
            still_open.append(_CLOSING[mark])
        elif still_open and mark == still_open[-1].strip("\u00a0"):
            still_open.pop()
    return short + "".join(reversed(still_open))
