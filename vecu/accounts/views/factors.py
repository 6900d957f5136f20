"""A member's second factors: see them, add them, remove them, and be asked for one."""

from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView

from vecu.accounts.decorators import require_signed_in

ask_factor = AuthenticateView.as_view(template_name="accounts/ask_factor.html")
sign_in_with_passkey = LoginWebAuthnView.as_view()
list_factors = require_signed_in(IndexView.as_view(template_name="accounts/factors.html"))
add_application = require_signed_in(
    ActivateTOTPView.as_view(template_name="accounts/add_application.html")
)
remove_application = require_signed_in(
    DeactivateTOTPView.as_view(template_name="accounts/remove_factor.html")
)
add_passkey = require_signed_in(AddWebAuthnView.as_view(template_name="accounts/add_passkey.html"))
remove_passkey = require_signed_in(
    RemoveWebAuthnView.as_view(template_name="accounts/remove_factor.html")
)
recovery_codes = require_signed_in(
    ViewRecoveryCodesView.as_view(template_name="accounts/recovery_codes.html")
)
new_codes = require_signed_in(
    GenerateRecoveryCodesView.as_view(template_name="accounts/new_codes.html")
)
