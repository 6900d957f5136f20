"""What strictness costs, in words and bars; who chose the step in force; minutes as released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.fieldlog.counted_figures import name_month
from vecu.fieldlog.month_figures import list_month_figures
from vecu.fieldlog.queries import find_log, list_public_month_contents
from vecu.pilots.base_rate import EXAMPLE_RATE, PUBLISHED_SOURCE
from vecu.pilots.catalogue import get_step_comparison
from vecu.pilots.interface import Words
from vecu.pilots.models import PilotUse
from vecu.pilots.queries import PilotStanding, get_pilot_standing
from vecu.pilots.tuning import StepComparison, StepCost
from vecu.register.content import ByLanguage
from vecu.register.queries import SystemDetail
from vecu.register.rules import SettingLean
from vecu.ui.charts import BarPanel, CountBar
from vecu.ui.figures import CountFigure, MeasureFigure
from vecu.ui.noted_facts import NotedFact
from vecu.ui.templatetags.ui import current_language, day, grouped

A_LITTLE, FAR = 1.25, 1.5
"""Times as many alerts: below the first a step alerts a little more, from the second far more."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in a table, and whether it is in force."""

    label: str
    cost: StepCost
    current: bool


@dataclass(frozen=True, slots=True)
class StepFigure:
    """What the four steps cost: a sentence, one panel of bars for each cost, the lines of a table.

    `source` says that the cases and their truth are invented. `language` is that of the page.
    """

    sentence: str
    panels: Sequence[BarPanel]
    lines: Sequence[StepLine]
    source: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedMinutes:
    """One released figure of minutes, and its month; `figure` is None where nothing is released."""

    figure: CountFigure | MeasureFigure | None
    month: str
    has_log: bool


def make_step_figure(standing: PilotStanding) -> StepFigure:
    """Return what each step costs on the invented cases of a pilot, in the version in use."""
    comparison = get_step_comparison(standing.pilot.name, standing.version.name)
    lines = [
        StepLine(_name_step(cost.step, standing.step), cost, cost.step == standing.step)
        for cost in comparison.costs
    ]
    columns = [
        (_("Missed"), [cost.missed for cost in comparison.costs]),
        (_("False alarms"), [cost.false_alarms for cost in comparison.costs]),
        (_("Alerts and questions to handle"), [cost.handled for cost in comparison.costs]),
    ]
    longest = max(count for _label, counts in columns for count in counts) or 1
    return StepFigure(
        sentence=_describe_costs(comparison, standing.step),
        panels=[
            BarPanel(
                label,
                "",
                tuple(
                    CountBar(
                        line.label, grouped(count), f"{100 * count / longest:.4g}%", answered=True
                    )
                    for line, count in zip(lines, counts, strict=True)
                ),
            )
            for label, counts in columns
        ],
        lines=lines,
        source=_describe_cases(comparison),
    )


def describe_differences(standing: PilotStanding) -> list[str]:
    """Return for each step, the mildest first, what would change on the invented cases."""
    comparison = get_step_comparison(standing.pilot.name, standing.version.name)
    current = comparison.get_cost(standing.step)
    return [describe_difference(cost, current) for cost in comparison.costs]


def describe_difference(cost: StepCost, current: StepCost) -> str:
    """Return in words what one step costs more and less than another on the invented cases."""
    if cost.step == current.step:
        return _("In force today.")
    return _("On the invented offers: %(missed)s, %(wrong)s, %(handled)s.") % {
        "missed": _describe_missed(cost.missed - current.missed),
        "wrong": _describe_false_alarms(cost.false_alarms - current.false_alarms),
        "handled": _describe_handled(cost.handled - current.handled),
    }


def describe_step(comparison: StepComparison, step: int) -> str:
    """Return in words how much a step alerts beside the mildest and the strictest, with counts."""
    cost = comparison.get_cost(step)
    others = [other for other in (comparison.costs[-1], comparison.costs[0]) if other.step != step]
    beside = [
        _compare_alerts(cost, other) % {"step": other.step, "count": grouped(other.alerts)}
        for other in others
    ]
    words = {"alerts": grouped(cost.alerts), "beside": ", ".join(beside)}
    return (
        ngettext(
            "%(alerts)s alert on the invented offers: %(beside)s.",
            "%(alerts)s alerts on the invented offers: %(beside)s.",
            cost.alerts,
        )
        % words
    )


def map_steps_in_force(use: PilotUse, detail: SystemDetail, today: date) -> Mapping[UUID, str]:
    """Return by setting how much its step alerts beside the others; {} where nobody chose one."""
    standing = get_pilot_standing(use, detail, today)
    if standing.strictness is None:
        return {}
    comparison = get_step_comparison(standing.pilot.name, standing.version.name)
    return {standing.strictness.setting.pk: describe_step(comparison, standing.step)}


def describe_choice(standing: PilotStanding) -> list[NotedFact]:
    """Return who chose the step in force, when, after hearing whom, why; [] where nobody did."""
    if standing.strictness is None:
        return []
    setting = standing.strictness.setting
    lean = _(SettingLean(setting.lean).label) if setting.lean else ""
    comparison = get_step_comparison(standing.pilot.name, standing.version.name)
    return [
        _make_fact(_("Chosen by"), setting.group),
        _make_fact(_("Chosen on"), day(setting.day)),
        NotedFact(_("After hearing whom"), setting.heard),
        _make_fact(_("Beside the other steps"), describe_step(comparison, standing.step)),
        _make_fact(_("What it is set for"), lean),
        NotedFact(_("Why this step"), setting.reason),
    ]


def find_released_minutes(system: UUID) -> ReleasedMinutes:
    """Return the latest released figure of minutes; nothing is counted anew.

    Whether a month has not closed, was not agreed to or hides its minutes is never said.
    """
    for month, content in reversed(list_public_month_contents(system)):
        minutes = {"minutes": content["minutes"]} if "minutes" in content else {}
        for section in list_month_figures([(month, minutes)], current_language()).sections:
            return ReleasedMinutes(section.figures[0], name_month(month), has_log=True)
    return ReleasedMinutes(None, "", has_log=find_log(system) is not None)


def list_base_rate_sentences() -> list[str]:
    """Return where the share of what is sought is from, and why most alerts are wrong by it."""
    language = current_language()
    return [
        PUBLISHED_SOURCE.say(language),
        EXAMPLE_RATE.put_in_words().say(language),
        _("Both percentages are assumptions: nobody has measured this system on real offers."),
    ]


def _describe_costs(comparison: StepComparison, step: int) -> str:
    cost = comparison.get_cost(step)
    return _(
        "Step %(step)s is in force. On %(cases)s invented offers it misses %(missed)s of the"
        " %(sought)s passages that should be found, %(wrong)s of its %(alerts)s alerts are false,"
        " and that leaves %(handled)s alerts and questions to handle."
    ) % {
        "step": step,
        "cases": grouped(comparison.cases),
        "missed": grouped(cost.missed),
        "sought": grouped(comparison.sought),
        "wrong": grouped(cost.false_alarms),
        "alerts": grouped(cost.alerts),
        "handled": grouped(cost.handled),
    }


def _describe_cases(comparison: StepComparison) -> str:
    return _(
        "The %(cases)s offers are invented, and so is what should be found in them. They hold far"
        " more to find than real ones: they show how the steps differ, not how often alerts are"
        " right at work."
    ) % {"cases": grouped(comparison.cases)}


def _compare_alerts(cost: StepCost, other: StepCost) -> str:
    """Return which words say it, to be filled with the other step and its number of alerts."""
    if cost.alerts == other.alerts:
        return _("as many as at step %(step)s")
    if cost.alerts > other.alerts:
        messages = (
            _("a little more than at step %(step)s (%(count)s)"),
            _("more than at step %(step)s (%(count)s)"),
            _("far more than at step %(step)s (%(count)s)"),
        )
    else:
        messages = (
            _("a little fewer than at step %(step)s (%(count)s)"),
            _("fewer than at step %(step)s (%(count)s)"),
            _("far fewer than at step %(step)s (%(count)s)"),
        )
    fewer, more = sorted((cost.alerts, other.alerts))
    return messages[(more > fewer * A_LITTLE) + (more >= fewer * FAR)]


def _describe_missed(more: int) -> str:
    if more == 0:
        return _("as many passages missed")
    if more > 0:
        text = ngettext("%(count)s more passage missed", "%(count)s more passages missed", more)
    else:
        text = ngettext("%(count)s fewer passage missed", "%(count)s fewer passages missed", -more)
    return text % {"count": grouped(abs(more))}


def _describe_false_alarms(more: int) -> str:
    if more == 0:
        return _("as many false alarms")
    if more > 0:
        text = ngettext("%(count)s more false alarm", "%(count)s more false alarms", more)
    else:
        text = ngettext("%(count)s fewer false alarm", "%(count)s fewer false alarms", -more)
    return text % {"count": grouped(abs(more))}


def _describe_handled(more: int) -> str:
    if more == 0:
        return _("as much to handle")
    if more > 0:
        text = ngettext(
            "%(count)s more alert or question to handle",
            "%(count)s more alerts or questions to handle",
            more,
        )
    else:
        text = ngettext(
            "%(count)s fewer alert or question to handle",
            "%(count)s fewer alerts or questions to handle",
            -more,
        )
    return text % {"count": grouped(abs(more))}


def _name_step(step: int, current: int) -> str:
    if step == current:
        return _("Step %(step)s, in force") % {"step": step}
    return _("Step %(step)s") % {"step": step}


def _make_fact(label: str, text: str) -> NotedFact:
    """Return what has one text for all languages, or none."""
    texts: ByLanguage | Words = {current_language(): text} if text else {}
    return NotedFact(label, texts, is_translated=False)
