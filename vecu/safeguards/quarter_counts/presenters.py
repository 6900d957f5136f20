"""What pages say of sites, months and quarters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.safeguards.models import (
    CountedSite,
    MonthCount,
    QuarterDeclaration,
    UpheldComplaint,
)
from vecu.safeguards.publication import FEWEST, CountedShare
from vecu.safeguards.quarter_counts.month_counts import QuarterOutcome, SiteCount
from vecu.safeguards.quarter_counts.queries import QuarterComparison
from vecu.safeguards.quarter_counts.tables import (
    AnswerGrouping,
    ComparisonTerms,
    QuarterGap,
    QuarterResult,
    QuarterTable,
    QuarterVerdict,
    SiteMonth,
    TableRow,
)
from vecu.translation import gettext_noop
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.templatetags.ui import day as format_day

FEW_CASES = gettext_noop("“Too few cases to see a gap does not mean there is none.”")
_SHORTEST_SCALE = 30
_STAFF_WORDS: Mapping[SiteCount, str] = {
    SiteCount.STAFF: gettext_noop("People at the counter: %(before)s before, %(after)s now."),
    SiteCount.HOURS: gettext_noop("Hours open in a week: %(before)s before, %(after)s now."),
    SiteCount.LANGUAGES: gettext_noop(
        "Languages spoken at the counter: %(before)s before, %(after)s now."
    ),
}


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A row of the picture: how many of how many, and its share of 100."""

    label: str
    count: int
    of: int
    percent: float
    is_before: bool


@dataclass(frozen=True, slots=True)
class GapRuler:
    """A gap on a line of `scale` points, in which it would have been seen from `smallest` on."""

    sentence: str
    bases: str
    scale: int
    points: int
    smallest: int
    at: float
    blind: float
    range: str
    verdict: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class QuarterPage:
    """What is shown of a closed quarter, for everybody alike."""

    result: QuarterResult
    label: str
    state: str
    verdict: str
    outcome: str
    lines: Sequence[ShareLine]
    refusal: GapRuler | None
    between_sites: GapRuler | None
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[CountedShare], int, bool]]
    changes: Sequence[tuple[str, Sequence[str]]]
    left: str
    shows_loss: bool


def get_site_title(row: CountedSite) -> Mapping[str, str]:
    """Return the name of a site, which has no language."""
    return _by_language(row.name)


def get_declaration_title(row: QuarterDeclaration) -> Mapping[str, str]:
    """Return from when on quarters are compared."""
    return _by_language(_("From %(day)s on") % {"day": format_day(row.first)})


def get_month_title(row: MonthCount) -> str:
    """Return the month and the site of counts."""
    site = CountedSite.objects.filter(pk=row.site).values_list("name", flat=True).first()
    month = format_month(row.month)
    words = _("Corrections of %(month)s") % {"month": month} if row.is_correction else month
    return f"{words}, {site}" if site else words


def get_complaint_title(row: UpheldComplaint) -> Mapping[str, str]:
    """Return when a complaint was upheld."""
    return _by_language(_("A complaint upheld on %(day)s") % {"day": format_day(row.day)})


def _by_language(text: str) -> Mapping[str, str]:
    return {get_language() or "en": text}


def format_month(month: date) -> str:
    """Return a month in words."""
    return date_format(month, "F Y")


def list_site_facts(row: CountedSite) -> list[NotedFact]:
    """Return since when a site counts, and since when the tool is open there."""
    opened = format_day(row.opened) if row.opened else _("not open yet")
    return [
        make_plain_fact(_("Counted from"), format_month(row.counted_from)),
        make_plain_fact(_("The tool"), opened),
    ]


def list_declaration_facts(row: QuarterDeclaration) -> list[NotedFact]:
    """Return what was declared, in words."""
    return [
        make_plain_fact(_("What a no could cost"), _(QuarterOutcome(row.outcome).label)),
        make_plain_fact(_("Answers"), _(AnswerGrouping(row.grouping).label)),
        make_plain_fact(_("Quarters counted together, at most"), str(row.most_quarters)),
        make_plain_fact(
            _("A gap matters from"), _("%(points)s points on") % {"points": row.margin}
        ),
    ]


def list_quarter_pages(comparison: QuarterComparison) -> list[QuarterPage]:
    """Return what is shown of the closed quarters of a system, the latest first."""
    terms = comparison.terms
    if terms is None:
        return []
    return [_describe_quarter(comparison, terms, each) for each in reversed(comparison.results)]


def _describe_quarter(
    comparison: QuarterComparison, terms: ComparisonTerms, result: QuarterResult
) -> QuarterPage:
    table = result.table
    verdict = table.refusal.verdict if table else QuarterVerdict.CANNOT_BE_TOLD
    between = table.between_sites if table else None
    return QuarterPage(
        result,
        _describe_span(result),
        _(result.state.label),
        _(verdict.label),
        _(terms.outcome.label),
        _list_lines(table, terms) if table else [],
        _draw_refusal(table, terms) if table else None,
        _draw_sites(between) if between else None,
        [_(each.label) for each in QuarterOutcome],
        _list_rows(table) if table else [],
        _list_changes(comparison, terms, result),
        _describe_left(comparison, result),
        QuarterVerdict.LESS in {verdict, between.verdict if between else None},
    )


def _describe_span(result: QuarterResult) -> str:
    language = get_language() or "en"
    last = result.last.label.say(language)
    if result.first == result.last:
        return last
    return _("%(first)s, then %(last)s") % {
        "first": result.first.label.say(language),
        "last": last,
    }


def _list_lines(table: QuarterTable, terms: ComparisonTerms) -> list[ShareLine]:
    found = [(row, shares[terms.outcome]) for row, shares in table.rows.items()]
    return [
        ShareLine(_(row.label), count, of, round(100 * count / of, 1), row is TableRow.BEFORE)
        for row, (count, of) in found
    ]


def _list_rows(table: QuarterTable) -> list[tuple[str, Sequence[CountedShare], int, bool]]:
    return [
        (
            _(row.label),
            [shares[each] for each in QuarterOutcome],
            table.contacts[row],
            row is TableRow.BEFORE,
        )
        for row, shares in table.rows.items()
    ]


def _draw_refusal(table: QuarterTable, terms: ComparisonTerms) -> GapRuler:
    said_no = TableRow.NO if TableRow.NO in table.rows else TableRow.ONLY_NO
    no, yes = (table.rows[row][terms.outcome] for row in (said_no, TableRow.YES))
    bases = _("%(no)s of %(no_of)s who said no, %(yes)s of %(yes_of)s who said yes") % {
        "no": no[0],
        "no_of": no[1],
        "yes": yes[0],
        "yes_of": yes[1],
    }
    return _draw(table.refusal, bases)


def _draw_sites(found: QuarterGap) -> GapRuler:
    return _draw(
        found, _("How it changed where the tool is open, against how it changed where it is not")
    )


def _draw(found: QuarterGap, bases: str) -> GapRuler:
    gap, smallest = round(100 * found.gap.estimate), round(100 * found.smallest)
    scale = max(_SHORTEST_SCALE, 10 * ceil(max(abs(gap), smallest) / 10))
    return GapRuler(
        _say_points(found.gap.estimate),
        bases,
        scale,
        abs(gap),
        smallest,
        round(100 * abs(gap) / scale, 1),
        round(100 * smallest / scale, 1),
        _("The true gap may go from %(low)s to %(high)s (95 %%).")
        % {"low": _say_points(found.gap.low), "high": _say_points(found.gap.high)},
        _(found.verdict.label),
        found.verdict is QuarterVerdict.CANNOT_BE_TOLD,
    )


def _say_points(value: float) -> str:
    points = round(100 * value)
    number = abs(points)
    words = (
        ngettext("%(points)s point less", "%(points)s points less", number)
        if points < 0
        else ngettext("%(points)s point more", "%(points)s points more", number)
    )
    return words % {"points": number}


def _list_changes(
    comparison: QuarterComparison, terms: ComparisonTerms, result: QuarterResult
) -> list[tuple[str, Sequence[str]]]:
    """Return what changed at the counter of each site where the tool is open, since before."""
    typed = [each for each in comparison.fitting if not each.is_correction]
    span = range(result.first.first_day.toordinal(), result.last.last_day.toordinal() + 1)
    found: list[tuple[str, Sequence[str]]] = []
    for site in comparison.sites:
        months = [each for each in typed if each.site == str(site.pk)]
        before = _find_latest(each for each in months if each.month < terms.first.first_day)
        after = _find_latest(
            each for each in months if each.is_open and each.month.toordinal() in span
        )
        sentences = [
            _(words) % {"before": before[each], "after": after[each]}
            for each, words in _STAFF_WORDS.items()
            if before.get(each) and after.get(each)
        ]
        if sentences:
            found.append((site.name, sentences))
    return found


def _find_latest(months: Iterable[SiteMonth]) -> Mapping[str, int]:
    """Return the counts of the latest month, none without months."""
    latest = max(months, key=lambda each: each.month, default=None)
    return latest.counts if latest else {}


def _describe_left(comparison: QuarterComparison, result: QuarterResult) -> str:
    left = sum(
        each.counts.get(SiteCount.LEFT, 0)
        for each in comparison.fitting
        if result.first.first_day <= each.month <= result.last.last_day
    )
    if left < FEWEST or result.table is None:
        return _(
            "The number of people who left without choosing is not given. Nobody knows what they"
            " would have answered."
        )
    return _(
        "%(left)s people left without choosing. Nobody knows what they would have answered."
    ) % {"left": left}
