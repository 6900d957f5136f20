"""Members' pages of a study: list, overview, state and audit log."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.audit_runs import has_identifiers, list_audit_runs
from vecu.accounts.decorators import StaffRequest, require_staff
from vecu.accounts.queries import (
    list_audit,
    list_interviewed_scopes,
    list_members,
    list_roles,
)
from vecu.accounts.rules import Role, ScopeKind
from vecu.evidence.queries import map_titles
from vecu.helplines import HELPLINES
from vecu.records.views import WRITE, PageDecorator, StaffVisit
from vecu.surveys.actions import (
    DaysRefused,
    InformationMissing,
    close_fielding,
    open_fielding,
    pause_fielding,
)
from vecu.surveys.actions.interviews import list_together
from vecu.surveys.actions.studies import StateRefused
from vecu.surveys.forms.answer_filter import get_filter_name
from vecu.surveys.forms.staff import FieldingStateForm, role_labels
from vecu.surveys.links import SiteUrls
from vecu.surveys.models import Fielding, Study
from vecu.surveys.queries import (
    find_current_fielding,
    get_arrival_day_if_closed,
    get_availability,
    get_availability_by_mode,
    get_last_arrival_day,
    get_latest_version,
    get_proposed_days,
    get_questionnaire,
    get_study,
    has_fictional_contents,
)
from vecu.surveys.queries.data_protection import REQUIRED, list_missing_information
from vecu.surveys.queries.results import (
    FieldingTotals,
    list_fielding_totals,
    list_fieldings,
    list_studies,
)
from vecu.surveys.queries.studies import find_prepared_fielding
from vecu.surveys.rules import (
    INTERVIEW_MODES,
    NEXT_STATES,
    AvailabilityStatus,
    FieldingState,
    Mode,
    summarise_availability,
)
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind, get_news
from vecu.ui.templatetags.ui import day

EVENTS_A_PAGE = 200
ABOUT_CARDS = frozenset({"drew cards", "revoked cards"})
"""Actions whose audit entry names the batch."""


class StudyVisit(StaffVisit[Study]):
    """A request of somebody with a role in a study; templates extend `surveys/staff/study.html`."""

    @property
    def study(self) -> Study:
        """The study of this page."""
        return self.subject

    @property
    def frame(self) -> dict[str, Any]:
        """The study, and what its menu and templates need to know of the role."""
        return {
            "study": self.study,
            "role": self.role,
            "missing": [_(REQUIRED[name]) for name in list_missing_information(self.study)],
            "counts": allowed.can_see_counts(self.role),
            "runs": allowed.can_run_fielding(self.role),
            "writes": allowed.can_write_questionnaire(self.role),
            "manages": allowed.can_manage_members(self.role),
            "deletes_answers": allowed.can_delete_answer(self.role),
        }


study_page = PageDecorator(StudyVisit, get_study)
"""Decorate a view of one study, which gets a `StudyVisit`, for roles that are permitted."""


@require_staff
@require_safe
def list_member_studies(request: StaffRequest) -> HttpResponse:
    """List the studies in which the member has a role."""
    today = timezone.localdate()
    roles = list_roles(request.user, ScopeKind.STUDY)
    found = [(study, roles[study.id]) for study in list_studies(roles)]
    labels = {role.value: label for role, label in role_labels().items()}
    lines = [
        {
            "study": study,
            "role": labels[role],
            "counts": allowed.can_see_counts(role),
            "state": summarise_availability(
                (Mode(fielding.mode), get_availability(fielding, today))
                for fielding in study.fieldings.all()
            ),
        }
        for study, role in found
    ]
    begins = request.user.may_create_studies
    fictional = begins and has_fictional_contents()
    calls = list_studies(list_interviewed_scopes(request.user))
    context = {"lines": lines, "calls": calls, "begins": begins, "fictional": fictional}
    return render(request, "surveys/staff/studies.html", context)


@study_page(allowed.can_see_study)
def overview(visit: StudyVisit) -> HttpResponse:
    """Show what is new in a study and the next step; to a reader, only what is released."""
    reader = NewsReader(visit.request.user, timezone.localdate())
    context: dict[str, Any] = {
        "questionnaire": get_questionnaire(get_latest_version(visit.study)),
        "new": get_news(SubjectKind.STUDY, NewsSubject(visit.study, visit.role), reader),
    }
    if allowed.can_see_counts(visit.role):
        context["volumes"] = _volumes(visit.study)
    return visit.render("surveys/staff/overview.html", context)


@study_page(allowed.can_read_stories)
def show_danger(visit: StudyVisit) -> HttpResponse:
    """Say what to do, and whom to tell the same day, when an answer reveals a danger."""
    owners = [each for each in list_members(visit.study.scope) if each.role is Role.OWNER]
    context = {"owners": [each for each in owners if each.is_active], "helplines": HELPLINES}
    return visit.render("surveys/staff/danger.html", context)


@study_page(allowed.can_see_counts)
def show_link(visit: StudyVisit) -> HttpResponse:
    """Show the link to share, and whether people can answer by it; those who may change that."""
    return visit.render("surveys/staff/link.html", _door(visit))


@study_page(allowed.can_run_fielding, WRITE)
def change_state(visit: StudyVisit) -> HttpResponse:
    """Open, pause or close one fielding of the study."""
    form = FieldingStateForm(visit.request.POST)
    if not form.is_valid():
        return _not_moved(visit, form)
    fielding = _fielding(visit.study, form)
    target = FieldingState(form.cleaned_data["to"])
    try:
        with transaction.atomic():
            for each in list_together(fielding):
                _move(each, target, form)
    except (InformationMissing, StateRefused, DaysRefused) as refusal:
        if fielding.mode in INTERVIEW_MODES:
            messages.error(visit.request, str(refusal))
            return redirect(visit.make_address("surveys:interviews"))
        form.add_error("closes" if isinstance(refusal, DaysRefused) else None, str(refusal))
        return _not_moved(visit, form)
    days = {"opens": str(fielding.opens or ""), "closes": str(fielding.closes or "")}
    visit.audit(f"set {target}", str(fielding.id), days)
    if fielding.mode in INTERVIEW_MODES:
        return visit.go_on(_interviews_message(fielding), "surveys:interviews")
    back = "surveys:relays" if fielding.mode == Mode.CARDS else "surveys:link"
    return visit.go_on(_state_message(visit.study, fielding), back)


def _interviews_message(fielding: Fielding) -> str:
    if get_availability(fielding, timezone.localdate()) is AvailabilityStatus.OPEN:
        return _("Answers are taken by telephone and on paper.")
    return _("No answers are taken by telephone or on paper now.")


def _state_message(study: Study, fielding: Fielding) -> str:
    today = timezone.localdate()
    door, with_card = get_availability(fielding, today), fielding.mode == Mode.CARDS
    other = get_availability_by_mode(study, today)[Mode.OPEN if with_card else Mode.CARDS]
    if door is AvailabilityStatus.NOT_YET and fielding.opens:
        if other is not AvailabilityStatus.OPEN:
            message = _("The inquiry opens on %(day)s: nobody can answer before.")
        elif with_card:
            message = _("Cards are accepted from %(day)s on. The link is open.")
        else:
            message = _("The link opens on %(day)s. Cards are accepted.")
        return message % {"day": day(fielding.opens)}
    if door is not AvailabilityStatus.OPEN and other is AvailabilityStatus.OPEN:
        if with_card:
            return _("Nobody can start with a card now. The link is still open.")
        return _("Nobody can start by the link now. Cards are still accepted.")
    if door is AvailabilityStatus.OPEN:
        return _("The inquiry is open: people can answer.")
    if door is AvailabilityStatus.PAUSED:
        return _("The inquiry is paused: nobody can answer, drafts are kept.")
    return _("The inquiry is closed: nobody new can start.")


def _move(fielding: Fielding, target: FieldingState, form: FieldingStateForm) -> None:
    if target is FieldingState.OPEN:
        days = {name: form.cleaned_data[name] for name in ("opens", "closes")}
        open_fielding(fielding, today=timezone.localdate(), **days)
    elif target is FieldingState.PAUSED:
        pause_fielding(fielding)
    elif target is FieldingState.CLOSED:
        close_fielding(fielding, today=timezone.localdate())
    else:
        raise StateRefused(_("An inquiry that has been published cannot become a draft again."))


def _fielding(study: Study, form: FieldingStateForm) -> Fielding:
    wanted = form.cleaned_data["fielding"]
    for fielding in list_fieldings(study):
        if fielding.id == wanted:
            return fielding
    raise Http404


def _volumes(study: Study) -> list[tuple[FieldingTotals, AvailabilityStatus]]:
    today = timezone.localdate()
    return [
        (volume, get_availability(volume.fielding, today)) for volume in list_fielding_totals(study)
    ]


def _door(visit: StudyVisit) -> dict[str, Any]:
    """Return the context for access: the link, the fielding's state and possible next states."""
    study, today = visit.study, timezone.localdate()
    fielding = find_current_fielding(study, today)
    if fielding is None:
        return {}
    until = get_last_arrival_day(fielding, today)
    nexts = NEXT_STATES[FieldingState(fielding.state)]
    return {
        "waiting": find_prepared_fielding(study, today),
        "fielding": fielding,
        "state": get_availability(fielding, today),
        "invitation_languages": settings.LANGUAGES,
        "link": SiteUrls.of(visit.request).link(study),
        "nexts": [state.value for state in FieldingState if state in nexts],
        "open": fielding.mode == Mode.OPEN,
        "cards_open": get_availability_by_mode(study, today)[Mode.CARDS] is AvailabilityStatus.OPEN,
        "until": until,
        "over": until is not None and until < today,
        "close_until": get_arrival_day_if_closed(fielding, today),
        "form": FieldingStateForm(initial=get_proposed_days(fielding)),
    }


def _not_moved(visit: StudyVisit, form: FieldingStateForm) -> HttpResponse:
    """Show the link and the dates again with the errors and the input."""
    context = _door(visit) | {"form": form}
    return visit.render("surveys/staff/link.html", context, status=422)


@study_page(allowed.can_read_audit)
def audit(visit: StudyVisit) -> HttpResponse:
    """List what members did with the study's data, latest first."""
    events, number = list_audit(visit.study.scope), visit.request.GET.get("page")
    page = Paginator(events, EVENTS_A_PAGE).get_page(number)
    context = {
        "page": page,
        "lines": list_audit_runs(page, _map_audit_titles(visit.study, list(page))),
        "audit_days": settings.AUDIT_DAYS,
    }
    return visit.render("surveys/staff/audit.html", context)


def _map_audit_titles(study: Study, events: Sequence[Any]) -> dict[str, str]:
    """Return how readers know what the audit log names: waves, batches, questions, evidence."""
    language = get_language() or ""
    questions = get_questionnaire(get_latest_version(study)).questions
    titles = {path: question.label.say(language) for path, question in questions.items()}
    titles |= {get_filter_name(path): label for path, label in titles.items()}
    titles |= {str(each.id): _describe_way(each) for each in list_fieldings(study)}
    titles |= {
        event.target: _("batch %(number)s") % {"number": event.target.removeprefix("batch ")}
        for event in events
        if event.verb in ABOUT_CARDS
    }
    return titles | map_titles(study.scope) if has_identifiers(events) else titles


def _describe_way(fielding: Fielding) -> str:
    """Return by which way people took part, and in which wave after the first."""
    modes = {Mode.OPEN: _("anyone with the link"), Mode.CARDS: _("with a card")}
    mode = modes.get(Mode(fielding.mode)) or _(Mode(fielding.mode).label)
    if fielding.wave == 1:
        return mode
    return f"{mode}, {_('wave %(number)s') % {'number': fielding.wave}}"
