"""Pages on which a side confirms or contests what the other noted, here and in rooms above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.records.actions import respond_to_record
from vecu.records.kinds import RecordKind
from vecu.records.rules import ResponseVerb, get_side
from vecu.records.submission import press_button, read_revision, submit_form
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.forms.responses import ContestForm
from vecu.register.presenters import get_title
from vecu.register.queries import System, SystemEntry, find_entry
from vecu.register.views.system_access import get_system, render_system_page
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem


@dataclass(frozen=True, slots=True)
class ResponsePage:
    """What is confirmed or contested: `row`, called `title`, and the page `back` that shows it.

    `respond(verdict, revision=…, reason=…)` stores it.
    """

    request: StaffRequest
    system: System
    role: Role
    row: TwoSidedRecord
    title: str
    back: str
    respond: Callable[..., object]

    def confirm(self) -> HttpResponse:
        """Confirm what was read, and go back to it."""
        revision = read_revision(self.request)
        if problem := press_button(lambda: self.respond(ResponseVerb.CONFIRM, revision=revision)):
            messages.error(self.request, problem)
        else:
            messages.success(self.request, _("Confirmed in the name of your side."))
        return redirect(self.back)

    def contest(self) -> HttpResponse:
        """Ask for the reason, and contest."""
        if self.request.method != "POST":
            return self._show(ContestForm(initial={"revision": self.row.revision}))
        sent = submit_form(
            self.request,
            ContestForm(self.request.POST),
            lambda content, revision: self.respond(
                ResponseVerb.CONTEST, revision=revision, reason=content.reason
            ),
        )
        if sent.is_removed:
            raise Http404
        if not sent.is_done:
            return self._show(sent.form)
        messages.success(self.request, _("Contested. Your reason stands beside it."))
        return redirect(self.back)

    def _show(self, form: ContestForm) -> HttpResponse:
        problems: list[FormProblem] = form.problems if form.is_bound else []
        context = {"form": form, "title": self.title, "back": self.back, "problems": problems}
        status = 422 if problems else 200
        template = "register/contest.html"
        return render_system_page(self.request, template, self.system, self.role, context, status)


def get_act(request: StaffRequest, role: Role) -> Mapping[str, Any]:
    """Return who responds now, and for which side."""
    return {
        "by": request.user.get_username(),
        "now": timezone.now(),
        "side": get_side(role),
    }


def find_response_addresses(
    system: System, role: Role, kind: RecordKind, row: SystemEntry
) -> tuple[str, str]:
    """Return where this role confirms and contests an entry, '' where it cannot."""
    if not isinstance(row, TwoSidedRecord) or not allowed.can_respond(role):
        return "", ""
    args, side = (system.slug, kind.page.slug, row.pk), get_side(role)
    return (
        reverse("register:confirm-entry", args=args) if row.can_confirm(side) else "",
        reverse("register:contest-entry", args=args) if row.can_contest(side) else "",
    )


@require_permission(allowed.can_respond, get_system)
@require_POST
def confirm(
    request: StaffRequest, system: System, role: Role, kind: RecordKind, entry: UUID
) -> HttpResponse:
    """Confirm an entry."""
    return _get_page(request, system, role, kind, entry).confirm()


@require_permission(allowed.can_respond, get_system)
@require_http_methods(READ_OR_WRITE)
def contest(
    request: StaffRequest, system: System, role: Role, kind: RecordKind, entry: UUID
) -> HttpResponse:
    """Contest an entry, with a reason."""
    return _get_page(request, system, role, kind, entry).contest()


def _get_page(
    request: StaffRequest, system: System, role: Role, kind: RecordKind, entry: UUID
) -> ResponsePage:
    row: SystemEntry | None = find_entry(system, kind.model, entry)
    if row is None or not isinstance(row, TwoSidedRecord):
        raise Http404
    title, act = get_title(row), get_act(request, role)
    back = reverse(f"register:{kind.page.slug}", args=(system.slug,))
    return ResponsePage(
        request,
        system,
        role,
        row,
        title,
        back,
        lambda verdict, **said: respond_to_record(row, verdict, **said, **act),
    )
