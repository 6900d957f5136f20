"""Cards of AI systems: what became of their proposals, in the months that everybody reads."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts.rules import ScopeKind
from vecu.datasets.release_queries import list_released_of_kind
from vecu.evidence.card_rules import LEAD, BarReference
from vecu.recommendations.citing_recommendations import list_citing_recommendations
from vecu.register.queries import System, SystemStanding
from vecu.reports.cards.card import ClaimCard
from vecu.reports.cards.chart import build_card_chart
from vecu.reports.cards.decisions import describe_decision
from vecu.reports.log_presenters import describe_months, list_figures
from vecu.reports.system_queries import MonthContents
from vecu.ui.figures import CountFigure, MeasureFigure
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
    first = figures.sections[0].figures[0] if figures else None
    figure = first if isinstance(first, CountFigure) else None
    strong = _find_strong(figure) if figure else None
    return ClaimCard(
        id=system.pk,
        kind=_("AI system"),
        about={current_language(): describe_months(figures.months)} if figures else {},
        sentence={current_language(): _say(system, first, strong)},
        evidence=reverse("reports:system", args=[system.slug]),
        decision=None,
        chart=build_card_chart(figure, strong, current_language()) if figure and strong else None,
        lacks=() if strong else [_("No figure carries this sentence.")],
        fictional=system.fictional,
    )


def _find_strong(figure: CountFigure) -> BarReference | None:
    """Return the outcome that leads by so much that a sentence may name it, None without any."""
    rows = sorted(
        (row for row in figure.rows if row.name), key=lambda row: row.counts[0] or 0, reverse=True
    )
    counts = [row.counts[0] or 0 for row in rows]
    if not rows or counts[0] - (counts[1] if len(counts) > 1 else 0) < LEAD:
        return None
    return BarReference(UUID(int=0), rows[0].name)


def _say(
    system: System, figure: CountFigure | MeasureFigure | None, strong: BarReference | None
) -> str:
    words = {"system": translate_wording(system.name)}
    if figure is None:
        return _("%(system)s: no figure of its log is public") % words
    if not isinstance(figure, CountFigure):
        return f"{words['system']} – {figure.sentence.rstrip('.')}"
    if strong is None:
        return _("%(system)s: no outcome of its proposals leads") % words
    row = next(each for each in figure.rows if each.name == strong.row)
    words["outcome"] = lower_first(row.label)
    if figure.totals[0] and 2 * (row.counts[0] or 0) > figure.totals[0]:
        return _("%(system)s: its proposals are most often %(outcome)s") % words
    return _("%(system)s: among what becomes of its proposals, first: %(outcome)s") % words
