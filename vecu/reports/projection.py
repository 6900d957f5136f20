"""Lay cards out for a room: one to a screen, first its sentence alone, then what it stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from vecu.reports.cards.card import ClaimCard


@dataclass(frozen=True, slots=True)
class ProjectedCard:
    """One card of several; `figures` says whether the room sees what the sentence stands on.

    `previous` is '' at the first sentence, `next` after the last figures.
    """

    card: ClaimCard
    place: int
    number: int
    figures: bool
    previous: str
    next: str


def project_card(
    cards: Sequence[ClaimCard], parameters: Mapping[str, str], page: str
) -> ProjectedCard | None:
    """Return the card that an address names, the first where it names none; None without cards."""
    if not cards:
        return None
    wanted = parameters.get("card", "")
    place = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 4 else 1
    place, figures = min(max(place, 1), len(cards)), "figures" in parameters
    step, last = 2 * place - 1 + figures, 2 * len(cards)
    chosen = {"only": parameters["only"]} if parameters.get("only") else {}
    return ProjectedCard(
        card=cards[place - 1],
        place=place,
        number=len(cards),
        figures=figures,
        previous=_locate(page, step - 1, chosen) if step > 1 else "",
        next=_locate(page, step + 1, chosen) if step < last else "",
    )


def _locate(page: str, step: int, chosen: Mapping[str, str]) -> str:
    """Return where a step is: each card has two, its sentence and its figures."""
    card, figures = divmod(step + 1, 2)
    return f"{page}?{urlencode({**chosen, 'card': card} | ({'figures': 1} if figures else {}))}"
