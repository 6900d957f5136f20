"""A member's second factors: see them, add them, remove them, and be asked for one."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.urls import reverse

from vecu.accounts.decorators import ONWARD, require_signed_in
from vecu.accounts.second_factor import is_factor_due


class FactorsView(IndexView):
    """One's own factors, and whether the laboratory waits for one."""

    template_name = "accounts/factors.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add whether a factor is due."""
        due = is_factor_due(self.request, self.request.user)
        return {**super().get_context_data(**context), "due": due}


class RecoveryCodesView(ViewRecoveryCodesView):
    """One's recovery codes, then back to the page that waited for a factor."""

    template_name = "accounts/recovery_codes.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add where to go on."""
        onward = self.request.session.pop(ONWARD, "") or reverse("mfa_index")
        return {**super().get_context_data(**context), "onward": onward}


ask_factor = AuthenticateView.as_view(template_name="accounts/ask_factor.html")
sign_in_with_passkey = LoginWebAuthnView.as_view()
list_factors = require_signed_in(FactorsView.as_view())
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
recovery_codes = require_signed_in(RecoveryCodesView.as_view())
new_codes = require_signed_in(
    GenerateRecoveryCodesView.as_view(template_name="accounts/new_codes.html")
)
