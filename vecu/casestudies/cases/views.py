"""Members' pages of cases: described, followed, published; terms with employers; events."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.accounts.queries import list_roles
from vecu.accounts.rules import ScopeKind
from vecu.casestudies.cases.actions import publish_case, take_case_back
from vecu.casestudies.cases.checks import list_publication_problems
from vecu.casestudies.cases.documents import list_case_documents
from vecu.casestudies.cases.forms import CaseEventForm, CaseForm, EmployerTermsForm
from vecu.casestudies.cases.models import Case
from vecu.casestudies.cases.presenters import (
    describe_case,
    describe_small_role,
    describe_terms,
    list_case_facts,
    list_count_facts,
)
from vecu.casestudies.cases.queries import (
    find_case,
    find_case_system,
    find_event,
    find_terms,
    list_cases,
    list_eligible_systems,
    list_events,
    list_small_roles,
)
from vecu.casestudies.cases.record_kinds import CASES
from vecu.casestudies.cases.timeline import list_public_timeline, list_timeline
from vecu.casestudies.matrix.forms import PublicationForm
from vecu.evidence.sources import Audience
from vecu.records.history import HistoryPage, build_history
from vecu.records.submission import FormOutcome, press_button, read_revision
from vecu.records.views import WRITE, PageDecorator, StaffVisit
from vecu.register.queries import get_system_detail
from vecu.surveys.queries import Study, get_study
from vecu.ui.content_forms import ContentForm
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import translate_wording


class CaseVisit(StaffVisit[Study]):
    """A request of a member about the cases of a study."""

    @property
    def study(self) -> Study:
        """The study of this page."""
        return self.subject

    @property
    def frame(self) -> dict[str, Any]:
        """The study, and whether the member writes in it."""
        return {
            "study": self.study,
            "role": self.role,
            "writes": allowed.can_write_findings(self.role),
        }

    def get_case(self, case: UUID) -> Case:
        """Return a case of the study; raise `Http404` if there is none."""
        found = find_case(self.study, case)
        if found is None:
            raise Http404
        return found

    def list_systems(self) -> list[tuple[str, str]]:
        """Return the systems that the member may choose, by key."""
        scopes = list_roles(self.request.user, ScopeKind.SYSTEM)
        found = list_eligible_systems(set(scopes))
        return [(str(each.pk), translate_wording(each.name)) for each in found]


case_page = PageDecorator(CaseVisit, get_study)
"""Decorate a view of cases, which gets a `CaseVisit`, for roles that are permitted."""


@case_page(allowed.can_read_stories)
def list_all(visit: CaseVisit) -> HttpResponse:
    """List the cases of a study."""
    cases = [(each, describe_case(each)) for each in list_cases(visit.study)]
    return visit.render("casestudies/cases/list.html", {"cases": cases})


@case_page(allowed.can_write_findings, READ_OR_WRITE)
def describe(visit: CaseVisit) -> HttpResponse:
    """Describe a new case."""
    return _case_page(visit, None)


@case_page(allowed.can_write_findings, READ_OR_WRITE)
def change(visit: CaseVisit, case: UUID) -> HttpResponse:
    """Change how a case is described."""
    return _case_page(visit, visit.get_case(case))


def _case_page(visit: CaseVisit, row: Case | None) -> HttpResponse:
    systems = visit.list_systems()
    if row and row.system and str(row.system) not in dict(systems):
        system = find_case_system(row)
        systems += [(str(row.system), translate_wording(system.name))] if system else []
    sent = visit.submit(CaseForm, row, systems=systems)
    if sent.is_done:
        return visit.go_on(_("Saved."), "casestudies:case", sent.row.pk)
    if sent.is_removed:
        sent = FormOutcome(visit.begin_again(CaseForm, systems=systems))
    heading = _("Change the case") if row else _("Describe a case")
    lead = _(
        "Everybody will read it once you publish it, but for the numbers of people: write without"
        " names."
    )
    return _form_page(visit, sent, row, heading, lead, removes="casestudies:remove-case")


def _form_page(
    visit: CaseVisit,
    sent: FormOutcome[Any],
    case: Case | None,
    heading: str,
    lead: str,
    *,
    removes: str = "",
    row: Any = None,
) -> HttpResponse:
    """Show a form of a case; `removes` is the page that removes the `row`, or the case."""
    shown: ContentForm[Any] = sent.form
    removed, rest = row or case, [row.pk] if row else []
    context = {
        "form": shown,
        "problems": shown.problems if shown.is_bound else [],
        "heading": heading,
        "lead": lead,
        "case": case,
        "row": removed,
        "back": visit.make_address("casestudies:case", case.pk)
        if case
        else visit.make_address("casestudies:cases"),
        "removes": visit.make_address(removes, case.pk, *rest) if removes and case else "",
    }
    return visit.render("casestudies/cases/form.html", context)


@case_page(allowed.can_write_findings, WRITE)
def remove(visit: CaseVisit, case: UUID) -> HttpResponse:
    """Remove a case; nothing may be published or written on it."""
    row = visit.get_case(case)
    if problem := visit.remove(row):
        return _show(visit, row, [problem])
    return visit.go_on(_("Removed. The history can undo it."), "casestudies:cases")


@case_page(allowed.can_read_stories)
def show(visit: CaseVisit, case: UUID) -> HttpResponse:
    """Show a case to members, with its counts."""
    return _show(visit, visit.get_case(case))


def _show(visit: CaseVisit, row: Case, problems: Sequence[str] = ()) -> HttpResponse:
    system, terms = find_case_system(row), find_terms(row)
    is_open = system is not None and str(system.pk) in dict(visit.list_systems())
    detail = get_system_detail(system, Audience.MEMBERS) if system and is_open else None
    context = {
        "case": row,
        "system": system,
        "timeline": list_timeline(list_events(row), detail, list_case_documents(row)),
        "facts": list_case_facts(row, system),
        "counts": list_count_facts(row),
        "terms": describe_terms(terms) if terms else None,
    }
    return visit.render("casestudies/cases/case.html", context, problems)


@case_page(allowed.can_write_findings, READ_OR_WRITE)
def note_terms(visit: CaseVisit, case: UUID) -> HttpResponse:
    """Note what the employer undertook, or change it: the employer confirms it again."""
    row = visit.get_case(case)
    terms = find_terms(row)
    sent = _submit(visit, EmployerTermsForm, terms, row)
    if sent.is_done:
        return visit.go_on(_("Saved."), "casestudies:case", row.pk)
    lead = _(
        "What the employer signed before anybody was interviewed. Until those who answer for the"
        " system confirm it, readers see that the laboratory claims it."
    )
    heading = _("Terms with the employer")
    removes = "casestudies:remove-terms" if terms else ""
    return _form_page(visit, sent, row, heading, lead, removes=removes)


@case_page(allowed.can_write_findings, WRITE)
def remove_terms(visit: CaseVisit, case: UUID) -> HttpResponse:
    """Remove terms that were noted by mistake and that the employer has not answered."""
    row = visit.get_case(case)
    terms = find_terms(row)
    if terms is None:
        raise Http404
    if problem := visit.remove(terms):
        return _show(visit, row, [problem])
    return visit.go_on(_("Removed. The history can undo it."), "casestudies:case", row.pk)


@case_page(allowed.can_write_findings, READ_OR_WRITE)
def note_event(visit: CaseVisit, case: UUID) -> HttpResponse:
    """Note something that happened in the organisation."""
    return _event_page(visit, visit.get_case(case), None)


@case_page(allowed.can_write_findings, READ_OR_WRITE)
def change_event(visit: CaseVisit, case: UUID, event: UUID) -> HttpResponse:
    """Change an event."""
    row = visit.get_case(case)
    found = find_event(row, event)
    if found is None:
        raise Http404
    return _event_page(visit, row, found)


def _event_page(visit: CaseVisit, row: Case, event: Any) -> HttpResponse:
    sent = _submit(visit, CaseEventForm, event, row)
    if sent.is_done:
        return visit.go_on(_("Noted."), "casestudies:case", row.pk)
    lead = _("Such as a reorganisation, a strike, a new agreement. Nobody’s name, no interview.")
    removes = "casestudies:remove-event" if event else ""
    heading = _("An event of the organisation")
    return _form_page(visit, sent, row, heading, lead, removes=removes, row=event)


@case_page(allowed.can_write_findings, WRITE)
def remove_event(visit: CaseVisit, case: UUID, event: UUID) -> HttpResponse:
    """Remove an event that should not have been noted."""
    row = visit.get_case(case)
    found = find_event(row, event)
    if found is None:
        raise Http404
    if problem := visit.remove(found):
        return _show(visit, row, [problem])
    return visit.go_on(_("Removed. The history can undo it."), "casestudies:case", row.pk)


def _submit(
    visit: CaseVisit, form_type: type[ContentForm[Any]], row: Any, case: Case
) -> FormOutcome[Any]:
    """Return the form of what belongs to a case; a new one begins with the case."""
    if visit.sent is None and row is None:
        return FormOutcome(form_type(initial={"case": case.pk}))
    sent = visit.submit(form_type, row)
    return FormOutcome(visit.begin_again(form_type)) if sent.is_removed else sent


@case_page(allowed.can_write_findings, READ_OR_WRITE)
def publish(visit: CaseVisit, case: UUID) -> HttpResponse:
    """Name what could give somebody away, then let everybody read a case."""
    row = visit.get_case(case)
    form, problems = PublicationForm(visit.sent), []
    if visit.sent is not None and form.is_valid():
        checked, revision = form.cleaned_data["checked"], read_revision(visit.request)
        problem = press_button(
            lambda: publish_case(row, checked=checked, revision=revision, **visit.act)
        )
        if not problem:
            return visit.go_on(_("Everybody can read it now."), "casestudies:case", row.pk)
        problems = [problem]
    system, terms = find_case_system(row), find_terms(row)
    context = {
        "case": row,
        "form": form,
        "refusals": list_publication_problems(row),
        "pairs": [describe_small_role(each) for each in list_small_roles([row.pk])],
        "facts": list_case_facts(row, system),
        "timeline": list_public_timeline(row, system),
        "terms": describe_terms(terms) if terms else None,
    }
    return visit.render("casestudies/cases/publish.html", context, problems)


@case_page(allowed.can_write_findings, WRITE)
def take_back(visit: CaseVisit, case: UUID) -> HttpResponse:
    """Let nobody but members read a case any more."""
    row, revision = visit.get_case(case), read_revision(visit.request)
    if problem := press_button(lambda: take_case_back(row, revision=revision, **visit.act)):
        return _show(visit, row, [problem])
    return visit.go_on(_("Only members can read it now."), "casestudies:case", row.pk)


@case_page(allowed.can_read_stories)
def show_history(visit: CaseVisit) -> HttpResponse:
    """List what was done with the cases of a study."""
    return _show_history(visit)


@case_page(allowed.can_write_findings, WRITE)
def undo(visit: CaseVisit) -> HttpResponse:
    """Undo the act that was shown as the latest; never a publication."""
    if problem := visit.undo(CASES):
        return _show_history(visit, [problem])
    return visit.go_on(_("Undone."), "casestudies:case-history")


def _show_history(visit: CaseVisit, problems: Sequence[str] = ()) -> HttpResponse:
    page = HistoryPage(
        "surveys/staff/study.html",
        _("History of the cases"),
        _("Who noted what of cases, of terms with employers and of events, the latest first."),
        visit.make_address("casestudies:undo-case"),
        (_("Cases"), visit.make_address("casestudies:cases")),
    )
    may_undo = allowed.can_write_findings(visit.role)
    context = build_history(
        visit.request, visit.study, CASES, page, may_undo=may_undo, problems=problems
    )
    return visit.render("records/history.html", context)
