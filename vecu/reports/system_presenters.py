"""Lay out what everybody reads of a system: where it stands, its choices, what is not known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vecu.datasets.releases.log_months import split_log_item
from vecu.evidence.chips import make_evidence_chip
from vecu.evidence.sources import Evidence, EvidenceState, list_evidence_sources
from vecu.fieldlog.counted_figures import name_month
from vecu.fieldlog.month_figures import HEADINGS
from vecu.fieldlog.vocabulary import OverrideReason
from vecu.pilots.tuning_presenters import map_steps_in_force
from vecu.records.rules import Standing
from vecu.register.presenters import describe_consultation
from vecu.register.queries import (
    GapDetail,
    System,
    SystemSetting,
    SystemStanding,
    SystemVersion,
)
from vecu.register.rules import ConsultationState, InvolvementEffect, Stage
from vecu.reports.log_presenters import (
    PublishedCount,
    count_reasons,
    describe_months,
    format_reason_count,
    label_reason,
    list_figures,
)
from vecu.reports.system_queries import MonthContents, PublicSystem
from vecu.ui.chips import ChipKind, EvidenceChip
from vecu.ui.templatetags.ui import day, translate_wording
from vecu.ui.wording import lower_first

STAGES_SINCE = {
    Stage.IDEA: gettext_lazy("an idea since %(day)s"),
    Stage.DESIGN: gettext_lazy("being designed since %(day)s"),
    Stage.EXPERIMENT: gettext_lazy("on trial at work since %(day)s"),
    Stage.EVALUATION: gettext_lazy("under evaluation since %(day)s"),
    Stage.PRODUCTION: gettext_lazy("in production since %(day)s"),
    Stage.ABANDONED: gettext_lazy("abandoned on %(day)s"),
}


@dataclass(frozen=True, slots=True)
class StandingLine:
    """Where a system stands in words; `doubt` where its consultation is in doubt."""

    stage: str
    consultation: str
    doubt: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version, with what it stands on as chips; `gone` counts what is no longer available.

    `address` leads to what a version of a pilot answers and declines, '' for any other.
    """

    version: SystemVersion
    chips: Sequence[EvidenceChip]
    gone: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A value that holds, and those before it, the latest first.

    `beside` says how much the step of a pilot alerts beside its other steps, '' for any other.
    """

    setting: SystemSetting
    earlier: Sequence[SystemSetting]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class SituationLine:
    """A real situation beside a rule, its words and practices, and its reason in the log.

    `count` is a text, '' where nothing is published of it.
    """

    detail: GapDetail
    words: Sequence[Evidence]
    practices: Sequence[Evidence]
    gone: int
    reason: str
    count: str


def describe_standing(standing: SystemStanding) -> StandingLine:
    """Return where a system stands and whether its consultation came in time."""
    state, latest = standing.consultation, standing.stage
    stage = _("no stage noted")
    if latest:
        stage = STAGES_SINCE[Stage(latest.stage)] % {"day": day(latest.day)}
    first = standing.first_consultation
    doubt = state in {ConsultationState.NOT_NOTED, ConsultationState.TOO_LATE}
    doubt |= first is not None and first.standing is not Standing.CONFIRMED
    return StandingLine(stage, lower_first(describe_consultation(standing)), doubt)


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A system as the list shows it."""

    standing: StandingLine
    system: System
    chips: Sequence[EvidenceChip]


def list_system_lines(found: Sequence[tuple[SystemStanding, MonthContents]]) -> list[SystemLine]:
    """Return systems with where they stand and the first sentence of their latest month."""
    lines = []
    for standing, months in found:
        address = reverse("reports:system", args=[standing.system.slug])
        chips = list_latest_chips(months, address)
        if standing.system.fictional:
            chips.append(EvidenceChip(ChipKind.INVENTED, _("invented")))
        lines.append(SystemLine(describe_standing(standing), standing.system, chips))
    return lines


def list_latest_chips(months: MonthContents, address: str = "") -> list[EvidenceChip]:
    """Return the first sentence of the latest month as a chip, leading to a system's figures."""
    figures = list_figures(months[-1:])
    if figures is None:
        return []
    text = _("%(month)s: %(sentence)s") % {
        "month": capfirst(describe_months(figures.months)),
        "sentence": lower_first(figures.sections[0].figures[0].sentence),
    }
    return [EvidenceChip(ChipKind.MACHINE, text, f"{address}#figures")]


def describe_latest_month(found: Sequence[tuple[SystemStanding, MonthContents]]) -> str:
    """Return how many systems are followed and their latest public month, '' without any."""
    if not found:
        return ""
    text = ngettext("%(number)s system followed", "%(number)s systems followed", len(found))
    counted = text % {"number": len(found)}
    months = [months[-1][0] for _standing, months in found if months]
    if not months:
        return counted
    return _("%(counted)s; latest public figures: %(month)s") % {
        "counted": counted,
        "month": name_month(max(months)),
    }


def list_version_lines(public: PublicSystem) -> list[VersionLine]:
    """Return the versions, the latest first."""
    labels = {source.name: str(source.label) for source in list_evidence_sources()}
    anchors = dict(_iter_anchors(public))
    slug = public.detail.system.slug
    lines = []
    for each in reversed(public.detail.versions):
        standing = [one for one in each.evidence if one.state is not EvidenceState.GONE]
        chips = [
            make_evidence_chip(one, labels, *anchors.get(one.reference.id, ())) for one in standing
        ]
        name = public.pilot_versions.get(each.version.pk)
        page = reverse("pilots:public-version", args=[slug, name]) if name else ""
        lines.append(VersionLine(each.version, chips, len(each.evidence) - len(standing), page))
    return lines


def _iter_anchors(public: PublicSystem) -> Iterator[tuple[object, tuple[str, str]]]:
    """Yield what the page itself shows of what can be cited: a short name, and where."""
    for released in public.released:
        month, key = split_log_item(released.item)
        figure = _("%(figure)s, %(month)s") % {"figure": HEADINGS[key], "month": name_month(month)}
        yield released.figure, (figure, f"?month={month}#figures")
    for each in public.detail.versions:
        name = _("Version %(name)s") % {"name": each.version.name}
        yield each.version.pk, (name, f"#version-{each.version.pk}")
    for setting in public.detail.settings:
        name = _("%(name)s: %(value)s") % {
            "name": translate_wording(setting.name),
            "value": setting.value,
        }
        yield setting.pk, (name, f"#setting-{setting.pk}")


def list_setting_lines(public: PublicSystem, today: date) -> list[SettingLine]:
    """Return the values that hold now, each with those that it came after."""
    detail = public.detail
    by_id = {each.pk: each for each in detail.settings}
    steps = map_steps_in_force(public.pilot, detail, today) if public.pilot else {}
    lines = []
    for current in detail.current_settings:
        earlier, last = [], current
        while last.replaces in by_id:
            last = by_id[last.replaces]
            earlier.append(last)
        lines.append(SettingLine(current, earlier, steps.get(current.pk, "")))
    return lines


def list_situation_lines(public: PublicSystem) -> list[SituationLine]:
    """Return the real situations, the latest first, with what is published beside each."""
    counts = count_reasons(public.months)
    return [_make_situation(each, counts) for each in reversed(public.detail.gaps)]


def _make_situation(detail: GapDetail, counts: Mapping[str, PublishedCount]) -> SituationLine:
    standing = [each for each in detail.evidence if each.state is not EvidenceState.GONE]
    reason = detail.gap.reason
    return SituationLine(
        detail,
        [each for each in standing if each.quotation],
        [each for each in standing if not each.quotation],
        len(detail.evidence) - len(standing),
        label_reason(reason),
        format_reason_count(counts[reason]) if reason in counts else "",
    )


def list_unknown(public: PublicSystem) -> list[str]:
    """Return what is not known of a system, in sentences."""
    detail = public.detail
    unknown = {
        _("Where it stands: no stage is noted."): not detail.stage,
        _("Whether staff representatives were consulted: nothing is noted."): (
            detail.consultation is ConsultationState.NOT_NOTED
        ),
        _("Who supplies it."): not detail.system.supplier,
        _("What its supplier promises."): not any(detail.system.promise.values()),
        _("Which version is in use."): not detail.versions,
        _("What some of its versions changed."): any(
            not any(each.version.changes.values()) for each in detail.versions
        ),
        _("What some claims about its versions stand on."): any(
            any(each.version.changes.values()) and not each.evidence for each in detail.versions
        ),
        _("Who chose its settings, and after hearing whom."): not detail.settings,
        _("Who was heard before some of its settings were chosen."): any(
            not any(each.heard.values()) for each in detail.current_settings
        ),
        _("Who took part in bringing it in."): not detail.involvements,
        _("What came of taking part, for some groups."): any(
            each.effect == InvolvementEffect.NOT_KNOWN for each in detail.involvements
        ),
        _("Which real situations its rules leave out: none has been described."): not detail.gaps,
        _("What was discussed about it: no dialogue is noted."): public.dialogue is None,
        _("What it proposed and what people decided: it has no log."): public.log is None,
        _("What its supplier’s own log keeps."): bool(
            public.log and not any(public.log.supplier_log.values())
        ),
        _("What became of cases in which it proposed nothing."): bool(public.released),
        _("What nobody noted: a decision missing from its log is missing from every figure."): (
            public.log is not None
        ),
    }
    return [sentence for sentence, lacks in unknown.items() if lacks]


def list_unknown_of_gap(public: PublicSystem) -> list[str]:
    """Return what the page of the gap does not know, in sentences."""
    described = {each.gap.reason for each in public.detail.gaps}
    counts = count_reasons(public.months)
    sentences = [
        _("“%(reason)s” (%(count)s): no real situation has been described for this reason.")
        % {"reason": label_reason(reason), "count": format_reason_count(counts[reason])}
        for reason in OverrideReason
        if reason in counts and reason not in described
    ]
    if any(not each.gap.source for each in public.detail.gaps):
        sentences.append(_("Where some of these rules are written."))
    if not public.months:
        sentences.append(_("How often, and why, people decide otherwise: no figure is public."))
    return sentences
