"""One's own account: see it, and change the password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts.account_changes import change_own_password
from vecu.accounts.actions import MemberRefused
from vecu.accounts.authentication import TooManyAttempts, is_own_password
from vecu.accounts.decorators import StaffRequest, require_staff
from vecu.accounts.forms import ChangePasswordForm
from vecu.accounts.openid.provider import get_provider_name
from vecu.accounts.sessions import end_sessions, list_session


@require_staff
@require_http_methods(["GET", "HEAD", "POST"])
def own_account(request: StaffRequest) -> HttpResponse:
    """Show one's account; change its password, which ends its other sessions."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = _change(request, form)
        if status == 302:
            messages.success(
                request, _("The password was changed. You are signed out on other devices.")
            )
            return redirect("accounts:own-account")
    context = {"form": form, "provider": get_provider_name()}
    return render(request, "accounts/own_account.html", context, status=status)


def _change(request: StaffRequest, form: ChangePasswordForm) -> int:
    """Change the password and return 302, or another status with the reason in the form."""
    if not form.is_valid():
        return 422
    try:
        if not is_own_password(request.user, form.cleaned_data["old"]):
            form.add_error("old", _("This is not your current password."))
            return 422
        change_own_password(request.user, form.cleaned_data["new"], now=timezone.now())
    except TooManyAttempts as refusal:
        message = _("Too many passwords were tried. Try again in %(seconds)s seconds.")
        form.add_error("old", message % {"seconds": refusal.seconds})
        return 429
    except MemberRefused as refusal:
        request.user.refresh_from_db()
        form.add_error("new", str(refusal))
        return 422
    update_session_auth_hash(request, request.user)
    end_sessions(request.user, except_key=request.session.session_key)
    list_session(request)
    return 302
