"""What allauth asks us: who a member is, what it may store, and what it says to them."""

import time
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vecu.accounts.authentication import TooManyAttempts, authenticate_member, is_own_password
from vecu.accounts.models import User
from vecu.accounts.openid.identities import find_identity
from vecu.accounts.openid.provider import get_provider_name
from vecu.accounts.second_factor import (
    has_own_factor,
    is_factor_due,
    is_factor_wished,
    is_freshly_signed_in,
)
from vecu.accounts.secret_encryption import decrypt_secret, encrypt_secret
from vecu.accounts.sessions import start_session

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - no server listens here: it stands for every address
_WAIT = _("Too many codes were tried for this account. Try again in five minutes.")
_WRONG_CODE = _("This code is not right, or was used already. Wait for the next one and type it.")
_MESSAGES: Mapping[str, Any] = {
    "mfa/messages/totp_activated.txt": _("Codes of your application are now asked at sign-in."),
    "mfa/messages/totp_deactivated.txt": _("The application is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}
"""What is said after an act, by the name of allauth's template; it says nothing else."""

_WAYS: Mapping[str, Any] = {
    "reauthenticate": _("With your password"),
    "mfa_reauthenticate": _("With a code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}
"""How a member can prove who they are, by allauth's name of each way."""


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by account name, limited by us; sessions that end at a fixed time; no addresses."""

    error_messages: Mapping[str, Any] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The account name or the password is wrong. Check both."),
        "incorrect_password": _("This is not your current password."),
        "incorrect_code": _WRONG_CODE,
        "too_many_login_attempts": _WAIT,
        "rate_limited": _WAIT,
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the member; raise `TooManyAttempts` or `SignInBusy` when the try was not read."""
        return authenticate_member(request, credentials["username"], credentials["password"])

    def reauthenticate(self, user: User, password: str) -> bool:
        """Return whether this is the password of a member who is signed in."""
        try:
            return is_own_password(user, password)
        except TooManyAttempts as refusal:
            message = gettext("Too many passwords were tried. Try again in %(seconds)s seconds.")
            raise ValidationError(message % {"seconds": refusal.seconds}) from refusal

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session, when every step of signing in is done."""
        start_session(request, user, now=timezone.now())

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Go on to the page wanted; wish for a second factor where it would protect much."""
        response: HttpResponse = super().post_login(request, user, **details)
        is_wished = user.has_usable_password() and is_factor_wished(request, user)
        if is_wished and not is_factor_due(request, user):
            wish = gettext(
                "Your password alone opens what people answered, or other accounts. Add a second "
                "step, under “Your account”."
            )
            messages.info(request, wish)
        return response

    def is_reauthentication_required(self, *, app: str, **_details: Any) -> bool:
        """Return whether the member must prove again who they are, for any app."""
        request = self.request
        return not is_freshly_signed_in(request, request.user, now=time.time())

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return how a member can prove who they are, by their factors alone where they have any.

        allauth knows no way by a provider.
        """
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        for each in ways:
            each["description"] = str(_WAYS[each["id"]])
        if has_own_factor(user):
            return [each for each in ways if each["id"] != "reauthenticate"]
        if settings.OPENID and find_identity(user):
            url = reverse("accounts:openid-again")
            ways.append({"id": "openid", "description": get_provider_name(), "url": url})
        return ways

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Tell a disabled account what a wrong password is told."""
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect("accounts:sign-in")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return no address, of anybody."""
        return NO_ADDRESS

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say in our words what was done, for the next page."""
        words = message or _MESSAGES.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets encrypted, named by the account and the laboratory."""

    error_messages: Mapping[str, Any] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        """Return what the database may store of a secret."""
        return encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raise `UnreadableSecret` without the laboratory's key."""
        return decrypt_secret(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name under which an application lists the code."""
        return str(settings.LAB_NAME)

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code to scan, an image without words."""
        image = BytesIO()
        segno.make(url, error="m").save(image, "svg", xmldecl=False, scale=5, light="#fff")
        return image.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """Return a name for a passkey whose owner gives it none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def _get_user_identifier(self, user: User) -> str:
        """Return the account name: no email address goes into an application or a key."""
        return user.username

    def _get_site_name(self) -> str:
        return str(settings.LAB_NAME)
