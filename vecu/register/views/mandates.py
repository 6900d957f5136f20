"""The page on which a staff representative says which document of their body appoints them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.actions import name_mandate
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import find_mandate, get_mandate_note
from vecu.accounts.rules import Role
from vecu.register.forms.mandates import StaffMandateForm
from vecu.register.queries import System
from vecu.register.views.system_access import get_system, render_system_page
from vecu.ui.requests import READ_OR_WRITE


@require_permission(allowed.can_speak_for_staff, get_system)
@require_http_methods(READ_OR_WRITE)
def name_own_mandate(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Ask for the body, its document and the day: everybody reads it beside what is confirmed."""
    mandate = find_mandate(request.user.get_username(), system.scope)
    if request.method == "POST":
        form = StaffMandateForm(request.POST)
        if form.is_valid():
            name_mandate(request.user, system.scope, **form.cleaned_data, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("register:system", slug=system.slug)
    else:
        names = ("body", "paper", "paper_day")
        form = StaffMandateForm(initial={name: getattr(mandate, name, "") for name in names})
    problems = form.problems if form.is_bound else []
    context = {"form": form, "problems": problems, "noted": get_mandate_note(mandate)}
    status = 422 if problems else 200
    return render_system_page(request, "register/mandate.html", system, role, context, status)
