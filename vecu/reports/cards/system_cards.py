"""Cards of AI systems: what became of their proposals, in the months that everybody reads."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts.rules import ScopeKind
from vecu.datasets.release_queries import list_released_of_kind
from vecu.evidence.card_rules import LEAD, SENTENCE_WORDS, BarReference, count_words
from vecu.fieldlog.month_figures import FigureSection
from vecu.recommendations.citing_recommendations import list_citing_recommendations
from vecu.register.queries import System, SystemStanding
from vecu.reports.cards.card import ClaimCard
from vecu.reports.cards.chart import build_card_chart
from vecu.reports.cards.decisions import describe_decision
from vecu.reports.log_presenters import describe_months, list_figures
from vecu.reports.system_queries import MonthContents
from vecu.ui.figures import MeasureFigure
from vecu.ui.templatetags.ui import current_language, translate_wording
from vecu.ui.wording import lower_first


def list_system_cards(found: Sequence[tuple[SystemStanding, MonthContents]]) -> list[ClaimCard]:
    """Return the cards of published systems, in a number of queries that does not grow."""
    figures: dict[UUID, set[UUID]] = {standing.system.pk: set() for standing, _months in found}
    for each in list_released_of_kind(ScopeKind.SYSTEM):
        figures.setdefault(each.extract.scope_uuid, set()).add(each.figure)
    citing = list_citing_recommendations({one for ids in figures.values() for one in ids})
    cards = []
    for standing, months in found:
        own = figures[standing.system.pk]
        decision = describe_decision([each for each in citing if each.evidence & own])
        cards.append(replace(_make_card(standing.system, months), decision=decision))
    return cards


def _make_card(system: System, months: MonthContents) -> ClaimCard:
    figures = list_figures(months)
    section = figures.sections[0] if figures else None
    bar = _find_strong(section) if section else None
    return ClaimCard(
        id=system.pk,
        kind=_("AI system"),
        about={current_language(): describe_months(figures.months)} if figures else {},
        sentence={current_language(): _name_system(system, _say(section, bar))},
        evidence=reverse("reports:system", args=[system.slug]),
        decision=None,
        chart=build_card_chart(section.figures[0], bar, current_language())
        if section and bar
        else None,
        lacks=() if bar else [_("No figure carries this sentence.")],
        fictional=system.fictional,
    )


def _find_strong(section: FigureSection) -> BarReference | None:
    """Return the bar that carries the sentence, None without any.

    Of counts it is the one that leads by so much that a sentence may name it.
    """
    figure = section.figures[0]
    if isinstance(figure, MeasureFigure):
        return BarReference(UUID(int=0), str(figure.carrying))
    rows = sorted(
        (row for row in figure.rows if row.name), key=lambda row: row.counts[0] or 0, reverse=True
    )
    counts = [row.counts[0] or 0 for row in rows]
    if not rows or counts[0] - (counts[1] if len(counts) > 1 else 0) < LEAD:
        return None
    return BarReference(UUID(int=0), rows[0].name)


def _name_system(system: System, claim: str) -> str:
    """Return a claim with the name of its system, without it where both are too long together."""
    named = _("%(system)s: %(claim)s") % {
        "system": translate_wording(system.name),
        "claim": claim,
    }
    return named if count_words(named) <= SENTENCE_WORDS else claim[:1].upper() + claim[1:]


def _say(section: FigureSection | None, bar: BarReference | None) -> str:
    """Return what the first figure of a log comes to; its words have room in a card's sentence."""
    if section is None:
        return _("no figure of its log is public")
    figure = section.figures[0]
    if isinstance(figure, MeasureFigure):
        carrying = figure.rows[figure.carrying]
        return figure.short or f"{lower_first(carrying.label)} – {carrying.text}"
    if bar is None:
        return _("no outcome of its proposals leads")
    row = next(each for each in figure.rows if each.name == bar.row)
    words = {"what": lower_first(section.heading), "outcome": lower_first(row.label)}
    if section.key != "outcome":
        return _("%(what)s – first: %(outcome)s") % words
    if figure.totals[0] and 2 * (row.counts[0] or 0) > figure.totals[0]:
        return _("its proposals are most often %(outcome)s") % words
    return _("among what becomes of its proposals, first: %(outcome)s") % words
