"""Sign in and out."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.authentication import SignInBusy, TooManyAttempts
from vecu.accounts.failed_sign_ins import tally
from vecu.accounts.forms import SignInForm
from vecu.accounts.known_devices import set_device_cookie
from vecu.accounts.openid.admission import find_goodbye
from vecu.accounts.openid.provider import get_provider_name
from vecu.accounts.sessions import fix_end


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an account name and password, then redirect to the page requested before."""
    onward = find_onward(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(onward)
        return _form(request, SignInForm(), onward)
    return _sign_in(request, SignInForm(request.POST, request=request), onward)


def _sign_in(request: HttpRequest, form: SignInForm, onward: str) -> HttpResponse:
    """Check the password, which the form has done by us, then do what else allauth asks."""
    account = request.POST.get("account", "").strip()
    try:
        right = form.is_valid()
    except TooManyAttempts as refusal:
        tally.count(account, today=timezone.localdate())
        return _later(request, form, onward, 429, refusal.seconds)
    except SignInBusy:
        return _later(request, form, onward, 503, 2)
    if not right:
        if form.has_error(NON_FIELD_ERRORS):
            tally.count(account, today=timezone.localdate())
        return _form(request, form, onward, 422)
    response: HttpResponse = form.login(request, redirect_url=onward)
    fix_end(request, now=timezone.now())
    set_device_cookie(response, account)
    return response


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on the server and in the browser; lead on to the end of ProConnect's."""
    goodbye = find_goodbye(request)
    logout(request)
    if not goodbye:
        return redirect("accounts:sign-in")
    response = render(request, "accounts/openid_goodbye.html", {"address": goodbye})
    response.headers["Refresh"] = f"0; url={goodbye}"
    return response


def _later(
    request: HttpRequest, form: SignInForm, onward: str, status: int, seconds: int
) -> HttpResponse:
    """Ask the user to wait. What they typed was not read, so it may have been right."""
    form.add_error(None, _ask_to_wait(status, seconds))
    response = _form(request, form, onward, status)
    response.headers["Retry-After"] = str(seconds)
    return response


def _ask_to_wait(status: int, seconds: int) -> str:
    if status != HTTPStatus.TOO_MANY_REQUESTS:
        return _("Many people are signing in at this moment. Try again in a few seconds.")
    message = ngettext(
        "Too many passwords were tried for this name, so this one was not checked. Try again in "
        "%(seconds)s second.",
        "Too many passwords were tried for this name, so this one was not checked. Try again in "
        "%(seconds)s seconds.",
        seconds,
    )
    return message % {"seconds": seconds}


def _form(request: HttpRequest, form: SignInForm, onward: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": onward, "provider": get_provider_name()}
    return render(request, "accounts/sign_in.html", context, status=status)


def find_onward(request: HttpRequest) -> str:
    """Return the page requested before signing in, if it is one of ours; else the studies."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
