"""Sign in and out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.authentication import TooManyAttempts, authenticate_member
from vecu.accounts.forms import SignInForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an account name and password, then redirect to the page requested before."""
    onward = _onward(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(onward)
        return _form(request, SignInForm(), onward)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _form(request, form, onward, 422)
    try:
        user = authenticate_member(
            request, form.cleaned_data["account"], form.cleaned_data["password"]
        )
    except TooManyAttempts:
        return _too_many(request, form, onward)
    if user is None:
        message = _("This account name and this password do not go together. Check both.")
        form.add_error(None, message)
        return _form(request, form, onward, 422)
    login(request, user)
    return HttpResponseRedirect(onward)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on the server and in the browser."""
    logout(request)
    return redirect("accounts:sign-in")


def _too_many(request: HttpRequest, form: SignInForm, onward: str) -> HttpResponse:
    """Ask the user to wait. A right password works nevertheless."""
    message = _(
        "Too many wrong passwords have been tried. Wait a minute, then check and try again."
    )
    form.add_error(None, message)
    response = _form(request, form, onward, 429)
    response.headers["Retry-After"] = "60"
    return response


def _form(request: HttpRequest, form: SignInForm, onward: str, status: int = 200) -> HttpResponse:
    return render(request, "accounts/sign_in.html", {"form": form, "next": onward}, status=status)


def _onward(request: HttpRequest) -> str:
    """Return the page requested before signing in, if it is one of ours; else the studies."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
