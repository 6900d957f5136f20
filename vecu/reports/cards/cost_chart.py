"""The chart of what a recommendation costs: each part, then all of them together."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vecu.recommendations.content import ByLanguage, CostPart
from vecu.recommendations.sentences import describe_euros
from vecu.reports.cards.chart import CardBar, CardChart
from vecu.translation import pick_language
from vecu.ui.figures import FigureSubject
from vecu.ui.templatetags.ui import current_language, grouped


def make_cost_chart(parts: Sequence[CostPart]) -> CardChart | None:
    """Return the parts of a cost as bars of what they cost at most, None without any.

    Their sum, below them, is as long as the track; a single part is its own sum.
    """
    least, most = (sum(getattr(each, end) or 0 for each in parts) for end in ("least", "most"))
    if not most:
        return None
    total = describe_euros(least, most)
    bars = [
        CardBar(
            _name_part(each),
            _format_range(each.least or 0, each.most or 0),
            f"{100 * (each.most or 0) / most:.4g}%",
        )
        for each in parts
    ]
    return CardChart(
        title=_("The cost, part by part, in euros a year"),
        subject=FigureSubject.TIME,
        number=total,
        base=_("in all"),
        bars=[*bars, CardBar(_("Together"), _format_range(least, most), "100%", strong=True)]
        if len(bars) > 1
        else (),
    )


def _format_range(least: int, most: int) -> str:
    return grouped(most) if least == most else f"{grouped(least)}–{grouped(most)}"


def _name_part(part: CostPart) -> str:
    label = _pick(part.label)
    return f"{label} – {part.payer}" if part.payer else label


def _pick(label: ByLanguage) -> str:
    return label.get(pick_language(label, current_language()), "")
