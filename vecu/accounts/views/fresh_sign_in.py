"""Sign in afresh before what cannot be undone: with the password, a code or a passkey."""

import time

from allauth.account.views import ReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView

from vecu.accounts.decorators import StaffRequest, require_signed_in
from vecu.accounts.second_factor import is_freshly_signed_in

_PAGE = "accounts/fresh_sign_in.html"

by_password = require_signed_in(ReauthenticateView.as_view(template_name=_PAGE))
by_code = require_signed_in(CodeView.as_view(template_name=_PAGE))
by_passkey = require_signed_in(
    ReauthenticateWebAuthnView.as_view(template_name="accounts/fresh_passkey.html")
)


def require_fresh_sign_in(request: StaffRequest) -> None:
    """Before an act that cannot be undone: go on only for who proved just now who they are.

    Anybody else is asked for it, and then the form they sent is answered as if sent again. Call it
    once the form is right, so that nobody is asked in vain.
    """
    if not is_freshly_signed_in(request, request.user, now=time.time()):
        raise ReauthenticationRequired
