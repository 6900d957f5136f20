"""Sign in afresh before what cannot be undone: with the password, a code or a passkey."""

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView

from vecu.accounts.decorators import require_signed_in

_PAGE = "accounts/fresh_sign_in.html"

by_password = require_signed_in(ReauthenticateView.as_view(template_name=_PAGE))
by_code = require_signed_in(CodeView.as_view(template_name=_PAGE))
by_passkey = require_signed_in(
    ReauthenticateWebAuthnView.as_view(template_name="accounts/fresh_passkey.html")
)
