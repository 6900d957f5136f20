"""What pages and documents say of an evaluation, in the language of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.utils.translation import gettext as _

from vecu.accounts.queries import get_mandate_note, list_mandates
from vecu.casestudies.checks import find_consultation
from vecu.casestudies.models import BlindReading, ToolEvaluation
from vecu.casestudies.net_minutes import NetMinutes
from vecu.casestudies.rules import (
    DEFAULT_SPREAD,
    FEWEST_PUBLIC,
    LOT_NAMES,
    NetVerdict,
    ReadingVerdict,
    get_agreement_power,
    get_lot_fingerprint,
)
from vecu.dialogue.avis_clock import judge_avis
from vecu.records.descriptions import ResponseLine, describe_claim, list_response_lines
from vecu.stats import exact_interval, get_first_week, smallest_visible_effect
from vecu.translation import gettext_noop, localise_decimal
from vecu.ui.charts import IntervalRow, interval_chart
from vecu.ui.templatetags.ui import current_language
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first

FEW_CASES = gettext_noop("Too few cases to see a gap does not mean there is none.")
FELT_AND_MEASURED = gettext_noop(
    "Time felt, time measured: neither says how many posts are needed."
)
WIDE_SPREAD = 150
"""How many minutes weeks vary by in services where they are very unlike."""
_NOTES = (120, 240)


@dataclass(frozen=True, slots=True)
class ConsultationOpinion:
    """What a body answered on the protocol, where it stands between the sides, and who says so."""

    sentence: str
    claim: str
    responses: Sequence[ResponseLine]


def list_planned_limits(people: int, lots: int, spread: int) -> list[str]:
    """Return what so few people can show, and what they cannot."""
    exact = round(smallest_visible_effect(people, lots, spread, exact=True))
    formula = round(smallest_visible_effect(people, lots, spread))
    numbers = {"people": people, "spread": spread, "formula": formula, "exact": exact}
    share = [_format_percent(exact_interval(0, each)[1]) for each in _NOTES]
    sentences = [
        _(
            "%(people)s people, whose weeks vary by %(spread)s minutes: a net gain or loss under"
            " about %(formula)s minutes a week is likely to be missed (80%% power). The exact"
            " interval, which holds whatever weeks are like, needs about %(exact)s."
        )
        % numbers
    ]
    if spread != WIDE_SPREAD:
        wide = round(smallest_visible_effect(people, lots, WIDE_SPREAD))
        words = _("If weeks vary by %(wide)s minutes: about %(formula)s minutes.")
        sentences.append(words % {"wide": WIDE_SPREAD, "formula": wide})
    return [
        *sentences,
        _(
            "Rare inventions: none in %(few)s notes still allows %(more)s%% of them; none in"
            " %(many)s, %(less)s%%."
        )
        % {"few": _NOTES[0], "more": share[0], "many": _NOTES[1], "less": share[1]},
        _("A difference between groups of workers, or of the people they accompany."),
        _("What these people got, whether the gain lasts, and what skill is lost in a year."),
    ]


def list_default_limits() -> list[str]:
    """Return what twenty people can show."""
    return list_planned_limits(20, 5, DEFAULT_SPREAD)


def describe_net(net: NetMinutes) -> str:
    """Return the one public figure of an evaluation, with its interval."""
    low, high = _say_minutes(net.low), _say_minutes(net.high)
    words = {
        "minutes": _format_minutes(abs(net.minutes)),
        "low": low,
        "high": high,
        "people": net.people,
        "orders": net.orders,
    }
    basis = _(
        "%(people)s people; exact 95%% interval over all %(orders)s orders that could be drawn."
    )
    match net.verdict:
        case NetVerdict.SAVES:
            sentence = _(
                "Net, the tool saves each person %(minutes)s minutes of writing a week: from"
                " %(low)s to %(high)s."
            )
        case NetVerdict.COSTS:
            sentence = _(
                "Net, the tool costs each person %(minutes)s minutes of writing a week: from"
                " %(low)s to %(high)s."
            )
        case NetVerdict.CANNOT_BE_TOLD:
            sentence = _(
                "Cannot be told: net minutes of writing that each person saves in a week may be"
                " anything from %(low)s to %(high)s."
            )
    return f"{sentence} {basis}" % words


def draw_net(net: NetMinutes) -> str:
    """Return the figure and its interval beside 0 as SVG, in whole minutes."""
    minutes, low, high = (round(each) for each in (net.minutes, net.low, net.high))
    middle = 30 * ceil(max(abs(low), abs(high), 60) / 60)
    title = _("Minutes saved by each person in a week")
    row = IntervalRow(title, minutes, low, high)
    return interval_chart(
        [row],
        title=title,
        language=current_language(),
        scale=(-2 * middle, 2 * middle),
        marks=(-middle, 0, middle),
    )


def _say_minutes(minutes: float) -> str:
    words = _("%(minutes)s saved") if round(minutes) >= 0 else _("%(minutes)s lost")
    return words % {"minutes": _format_minutes(abs(minutes))}


def _format_minutes(minutes: float) -> str:
    return str(round(minutes))


def _format_percent(share: float) -> str:
    return localise_decimal(f"{100 * share:.1f}", current_language())


def describe_reading(row: BlindReading) -> str:
    """Return what a blind reading tells everybody: never how many chose which."""
    if row.readers < FEWEST_PUBLIC:
        return _("Fewer than %(fewest)s people read: nothing is said of their choice.") % {
            "fewest": FEWEST_PUBLIC
        }
    words = {"readers": row.readers, "group": row.group}
    head = _("%(readers)s readers of %(group)s, who were paid:") % words
    sentence = f"{head} {lower_first(_(row.verdict.label))}."
    if row.verdict is not ReadingVerdict.CANNOT_BE_TOLD:
        return sentence
    power = round(100 * get_agreement_power(row.readers, 0.7))
    doubt = _(
        "If 70 people in 100 had a preference, so few readers would show it %(power)s times in 100."
    )
    return f"{sentence} {doubt % {'power': power}}"


def describe_opinion(evaluation: ToolEvaluation, today: date) -> ConsultationOpinion:
    """Return what the body answered on the protocol, or why it was not asked."""
    row = find_consultation(evaluation, evaluation.system)
    if row is None:
        known = any(evaluation.why_none.values())
        sentence = _("No consultation was due, says whoever answers for the system.")
        return ConsultationOpinion(
            sentence if known else _("No consultation is noted yet."), "", ()
        )
    state = judge_avis(row.dates, today).state
    sentence = _("%(body)s: %(state)s. Dossier of %(day)s, %(reference)s.") % {
        "body": row.body,
        "state": lower_first(_(state.label)),
        "day": format_day(row.day),
        "reference": row.reference,
    }
    mandates = list_mandates(evaluation.system.scope)
    return ConsultationOpinion(sentence, describe_claim(row), list_response_lines(row, mandates))


def describe_drawer(evaluation: ToolEvaluation) -> str:
    """Return who opened the account of the representatives that drew, '' before the draw."""
    if not evaluation.drawn:
        return ""
    return get_mandate_note(list_mandates(evaluation.system.scope).get(evaluation.drawn_mandate))


def list_draw_lines(evaluation: ToolEvaluation) -> list[tuple[str, int, str]]:
    """Return the lots as they begin, each with its first week and its number in the draw."""
    return [
        (
            LOT_NAMES[lot],
            get_first_week(position),
            get_lot_fingerprint(evaluation.half, evaluation.words, lot),
        )
        for position, lot in enumerate(evaluation.order)
    ]
