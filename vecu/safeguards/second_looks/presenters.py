"""A second look in words: how far it has come, where to appeal, what the figures say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.safeguards.models import LookOffice, PersonCode
from vecu.safeguards.presenters import list_office_facts
from vecu.safeguards.publication import FEWEST
from vecu.safeguards.quarters import get_quarter
from vecu.safeguards.rules import PersonCodeState
from vecu.safeguards.second_looks.appeals import (
    AppealHelper,
    AppealRoute,
    LegalStatement,
    get_appeal_guide,
)
from vecu.safeguards.second_looks.rules import (
    OPEN_STATES,
    LookFigures,
    LookRow,
    count_looks,
    count_looks_by_quarter,
    get_week,
    has_asking_ended,
)
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import pick_text


@dataclass(frozen=True, slots=True)
class LookStep:
    """A step of a request; `pending` has not happened yet."""

    title: str
    text: str = ""
    pending: bool = False


def list_look_facts(office: LookOffice) -> list[NotedFact]:
    """Return where a request goes, who looks, and by when, in words."""
    return [*list_office_facts(office), *list_look_terms(office)]


def list_look_terms(office: LookOffice) -> list[NotedFact]:
    """Return who looks, by when, and until when one can ask, in words."""
    within = ngettext("%(days)s day", "%(days)s days", office.days) % {"days": office.days}
    asking = (
        ngettext(
            "until %(days)s day after what happened",
            "until %(days)s days after what happened",
            office.asking_days,
        )
        % {"days": office.asking_days}
        if office.asking_days
        else _("at any time")
    )
    return [
        NotedFact(_("Who looks"), office.looker),
        make_plain_fact(_("Answers within"), within),
        make_plain_fact(_("One can ask"), asking),
    ]


def list_look_steps(look: PersonCode, office: LookOffice | None, today: date) -> list[LookStep]:
    """Return how far a request has come; dates are weeks once it is closed."""
    state = PersonCodeState(look.state)
    if state not in OPEN_STATES:
        return [
            LookStep(_("Received"), _("in the week of %(day)s") % {"day": format_day(look.day)}),
            *_list_closing_steps(state, look),
        ]
    looker = pick_text(office.looker) if office else ""
    took_no_part = _("%(looker)s. This person had no part in what was done.") % {"looker": looker}
    return [
        LookStep(_("Received"), format_day(look.day)),
        LookStep(
            _("A person looks."),
            took_no_part if looker else _("This person had no part in what was done."),
            pending=state is PersonCodeState.RECEIVED,
        ),
        _get_answer_step(look.deadline, today),
    ]


def _get_answer_step(deadline: date | None, today: date) -> LookStep:
    words = {"day": format_day(deadline) if deadline else ""}
    if deadline and today > deadline:
        return LookStep(
            _("The answer is late."),
            _("It was due on %(day)s. The delay is counted. Call: you need not wait.") % words,
            pending=True,
        )
    return LookStep(
        _("An answer comes by %(day)s.") % words,
        _("After this day the delay is counted."),
        pending=True,
    )


def _list_closing_steps(state: PersonCodeState, look: PersonCode) -> list[LookStep]:
    if state is PersonCodeState.OUT_OF_TIME:
        text = _(
            "The service does not look at it any more. An appeal may still be possible: below."
        )
        return [LookStep(_("Your request came too late."), text)]
    if state is PersonCodeState.PASSED_ON:
        text = _(
            "You contest a written decision. The service sent your letter to the office of appeals."
            " Ask it for a receipt."
        )
        return [LookStep(_("It is now an appeal."), text)]
    changed = state is PersonCodeState.CHANGED
    late = _("The answer came late.") if look.deadline else _("The answer came in time.")
    return [
        LookStep(
            _("A person looked."),
            _("This person had no part in what was done, and could change it."),
        ),
        LookStep(
            _("Something changes.") if changed else _("Nothing changes."),
            f"{_('The service writes or tells you what was read, and why.')} {late}",
        ),
    ]


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A statement of law with its text, and whether it was read there."""

    label: str
    statement: LegalStatement

    @property
    def source(self) -> str:
        """The text, and whether it was read."""
        if not self.statement.source:
            return _("to be checked")
        if self.statement.checked:
            return self.statement.source
        return _("%(source)s, to be checked") % {"source": self.statement.source}


@dataclass(frozen=True, slots=True)
class DescribedRoute:
    """An appeal in words, in the order in which one needs them."""

    route: AppealRoute
    lines: Sequence[CheckedStatement]


def describe_route(route: AppealRoute) -> DescribedRoute:
    """Return an appeal in words."""
    return DescribedRoute(
        route,
        [
            CheckedStatement(_("First step"), route.step),
            CheckedStatement(_("Until when"), route.deadline),
            CheckedStatement(_("If nobody answers"), route.silence),
            CheckedStatement(_("Then, which court"), route.court),
        ],
    )


def list_routes_first(office: LookOffice | None) -> list[AppealRoute]:
    """Return the routes of appeal, those of the decisions that the service takes first."""
    first = set(office.appeals) if office else set[str]()
    return sorted(get_appeal_guide().routes, key=lambda each: each.key not in first)


def list_appeal_rules() -> list[CheckedStatement]:
    """Return what is true of all appeals."""
    return [CheckedStatement("", each) for each in get_appeal_guide().rules]


def list_helpers() -> Sequence[AppealHelper]:
    """Return who helps with an appeal."""
    return get_appeal_guide().helpers


def describe_end(office: LookOffice | None, end: date | None, today: date) -> str:
    """Return what is still possible once a system is switched off, '' while it is not."""
    if end is None:
        return ""
    since = _("This system is switched off since %(day)s.") % {"day": format_day(end)}
    if office and has_asking_ended(end, office.asking_days, today):
        late = _("The time to ask has passed. Call: an appeal may still be possible.")
        return f"{since} {late}"
    return f"{since} {_('What it did remains: you can still ask.')}"


def describe_open_look(row: LookRow, today: date) -> str:
    """Return by when a request is to be answered, for members; it has no code there."""
    words = {"day": format_day(row.deadline) if row.deadline else ""}
    if row.is_late(today):
        return _("Late: the answer was due on %(day)s") % words
    return _("To answer by %(day)s") % words


@dataclass(frozen=True, slots=True)
class LookQuarter:
    """A closed quarter on a public page: its `sentence`, or why nothing of it can be told."""

    label: str
    sentence: str
    is_public: bool


def list_look_quarters(rows: Sequence[LookRow], today: date) -> list[LookQuarter]:
    """Return the closed quarters in which somebody asked, each whole or not at all."""
    return [
        LookQuarter(
            str(quarter.label),
            describe_figures(figures) if figures.is_public else _describe_withheld(figures),
            figures.is_public,
        )
        for quarter, figures in count_looks_by_quarter(rows).items()
        if quarter.is_closed(today)
    ]


def describe_closed_looks(rows: Sequence[LookRow], today: date) -> str:
    """Return what members read of all closed quarters together, '' below 11 requests.

    Two visits around one answer show nothing: what is still open counts nowhere.
    """
    closed = [each for each in rows if get_quarter(get_week(each.day)).is_closed(today)]
    return describe_figures(count_looks(closed)) if len(closed) >= FEWEST else ""


def _describe_withheld(figures: LookFigures) -> str:
    """Return why a quarter cannot be told, without any of its numbers."""
    if figures.waiting:
        return _("Cannot be told: the service still owes an answer.")
    return _(
        "Cannot be told: one of the numbers, or what it leaves, is below 11. That says neither"
        " that all went well nor that it did not."
    )


def describe_figures(figures: LookFigures) -> str:
    """Return how many asked, were answered in time, and what share changed something.

    The share never stands alone: 0 of 60 is "0 to 6 %".
    """
    low, high = figures.changed_interval
    words = {
        "requests": figures.requests,
        "in_time": figures.in_time,
        "changed": figures.changed,
        "low": round(100 * low),
        "high": round(100 * high),
    }
    return (
        _(
            "Asked: %(requests)s. Answered in time: %(in_time)s. Changed: %(changed)s, which is"
            " %(low)s to %(high)s%% of such requests, counting chance."
        )
        % words
    )
