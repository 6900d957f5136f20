"""What is new in the logs of systems: what one lacks, whether it takes events, closed months."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts import rules
from vecu.fieldlog.counted_figures import name_month
from vecu.fieldlog.log_overview import (
    LogOverview,
    MonthState,
    get_log_overview,
    list_waiting_months,
)
from vecu.fieldlog.papers import has_papers
from vecu.fieldlog.rules import AgreementSide, LogCondition
from vecu.records.rules import Side
from vecu.ui.next_steps import (
    Door,
    News,
    NewsReader,
    NewsSource,
    NewsSubject,
    NextStep,
    SubjectKind,
    SubjectNews,
    format_numbers,
    register_news,
)
from vecu.ui.templatetags.ui import day


def find_log_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return how the logs of systems stand; closed months only for those who may see them."""
    found = {}
    for subject in subjects:
        overview = get_log_overview(subject.row.pk, reader.today)
        months = _list_months(subject)
        found[subject.row.pk] = SubjectNews(
            [*_iter_log_news(subject, overview), *_iter_month_news(subject, months)],
            [*_iter_log_steps(subject, overview), *_iter_month_steps(subject, months)],
        )
    return found


def _list_months(subject: NewsSubject) -> list[MonthState]:
    """Return the closed months to which this role is the next to agree."""
    if not rules.can_see_closed_months(subject.role):
        return []
    first = rules.can_read_figures_first(subject.role)
    return list_waiting_months(
        subject.row.pk, AgreementSide.STAFF if first else AgreementSide.OWNER
    )


def _iter_log_news(subject: NewsSubject, overview: LogOverview) -> Iterator[News]:
    if not overview.is_prepared:
        return
    address = _get_address(subject, "log")
    if overview.suspended_since:
        sentence = _("The log has been suspended since %(day)s.")
        meaning = _("Events are refused; they are not recorded later either.")
        yield News(sentence % {"day": day(overview.suspended_since)}, meaning, address)
    elif overview.missing:
        sentence = ngettext(
            "The log lacks %(number)s of the %(every)s things it needs.",
            "The log lacks %(number)s of the %(every)s things it needs.",
            len(overview.missing),
        ) % format_numbers(number=len(overview.missing), every=len(LogCondition))
        yield News(sentence, _("Until then it records nothing."), address)
    elif overview.is_connected:
        meaning = _("Figures come once a month has closed; they name nobody.")
        yield News(_("The log is running."), meaning, address)
    else:
        yield News(_("The log is ready."), _("Nothing is connected to it yet."), address)


def _iter_month_news(subject: NewsSubject, months: Sequence[MonthState]) -> Iterator[News]:
    if months:
        yield News(
            _describe_months(months),
            _("Everybody reads them once both sides have agreed."),
            _get_address(subject, "months"),
        )


def _describe_months(months: Sequence[MonthState]) -> str:
    sentence = ngettext(
        "The figures of %(number)s closed month wait for your agreement.",
        "The figures of %(number)s closed months wait for your agreement.",
        len(months),
    )
    return sentence % format_numbers(number=len(months))


def _iter_log_steps(subject: NewsSubject, overview: LogOverview) -> Iterator[NextStep]:
    if overview.suspended_since and rules.can_suspend_log(subject.role):
        sentence = _("The log is suspended.")
        address = _get_address(subject, "suspension")
        yield NextStep(sentence, _("See the suspension"), address, 68)
    is_awaited = has_papers(overview.log) and Side.STAFF in overview.log.awaited
    if is_awaited and rules.can_speak_for_staff(subject.role):
        sentence = _("The log needs your confirmation of its impact assessment and charter.")
        address = _get_address(subject, "log")
        yield NextStep(sentence, _("Read them, then confirm or contest"), address, 15)
    if not rules.can_keep_log(subject.role):
        return
    if not overview.is_prepared:
        sentence = _("No log observes this system yet.")
        yield NextStep(sentence, _("Prepare a log"), _get_address(subject, "papers"), 76)
    elif overview.missing:
        sentence = _("The log cannot start without the documents it needs.")
        yield NextStep(sentence, _("Complete the log"), _get_address(subject, "log"), 56)
    elif not overview.is_connected:
        sentence = _("The log is ready; nothing is connected to it yet.")
        yield NextStep(sentence, _("Connect the system"), _get_address(subject, "connect"), 58)


def _iter_month_steps(subject: NewsSubject, months: Sequence[MonthState]) -> Iterator[NextStep]:
    if months:
        month = months[-1].closed.month
        label = _("Read the figures of %(month)s") % {"month": name_month(month)}
        address = reverse("fieldlog:month", args=(subject.row.slug, month))
        yield NextStep(_describe_months(months), label, address, 16)


def _get_address(subject: NewsSubject, page: str) -> str:
    return reverse(f"fieldlog:{page}", args=(subject.row.slug,))


register_news(NewsSource(SubjectKind.SYSTEM, Door.OBSERVE, 20, find_log_news))
