"""Sign in afresh before what cannot be undone: with a factor, or a password where there is none."""

import time
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import HttpResponse

from vecu.accounts.decorators import StaffRequest, require_signed_in
from vecu.accounts.factor_forms import FreshPasskeyForm
from vecu.accounts.second_factor import is_freshly_signed_in

_PAGE = "accounts/fresh_sign_in.html"

by_password = require_signed_in(ReauthenticateView.as_view(template_name=_PAGE))
by_code = require_signed_in(CodeView.as_view(template_name=_PAGE))


class FreshPasskeyView(ReauthenticateWebAuthnView):
    """A passkey again; where it does not work, the page says so."""

    template_name = "accounts/fresh_passkey.html"

    def form_invalid(self, form: FreshPasskeyForm) -> HttpResponse:
        """Show the page anew with its error, rather than that of signing in."""
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return page

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Keep the form that was sent, which allauth leaves out."""
        return {**super().get_context_data(**context), **context}


by_passkey = require_signed_in(FreshPasskeyView.as_view())


def require_fresh_sign_in(request: StaffRequest) -> None:
    """Before an act that cannot be undone: go on only for who proved just now who they are.

    Anybody else is asked for it, and then the form they sent is answered as if sent again. Call it
    once the form is right, so that nobody is asked in vain.
    """
    if not is_freshly_signed_in(request, request.user, now=time.time()):
        raise ReauthenticationRequired
