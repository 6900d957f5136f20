"""The form that a member sent when their session was over: send it again, or delete it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.decorators import StaffRequest, require_staff
from vecu.accounts.unsent_forms import find_form, forget_form


@require_staff
@require_http_methods(["GET", "HEAD", "POST"])
def unsent_form(request: StaffRequest) -> HttpResponse:
    """Show that a form waits; on POST, delete it."""
    form = find_form(request, request.user, now=timezone.now())
    if form is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST":
        forget_form(request)
        messages.success(request, _("What you had typed is deleted."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/unsent_form.html", {"form": form})


@require_staff
@require_POST
def send_unsent_form(request: StaffRequest) -> HttpResponse:
    """Have the browser send what it just sent to the page that it was for (307)."""
    form = find_form(request, request.user, now=timezone.now())
    if form is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    forget_form(request)
    return redirect(form.path, preserve_request=True)
