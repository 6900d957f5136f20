"""Forms of second factors: allauth's, with our fields and our words."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from vecu.accounts.forms import password_field

_WAIT = "too_many_login_attempts"
_NO_PASSKEY = _("The passkey did not work. Try again, or go another way.")


class FreshPasswordForm(ReauthenticateForm):
    """The password, before what cannot be undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"password": password_field(_("Password"), "current-password")}


class CodeField:
    """Puts our field for a code in the place of allauth's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
        self.fields = {"code": forms.CharField(label=_("Code"), max_length=20, widget=typed)}


class FactorForm(CodeField, AuthenticateForm):
    """A code at sign-in."""


class FreshFactorForm(CodeField, ReauthenticateByCodeForm):
    """A code before what cannot be undone."""


class ApplicationForm(CodeField, ActivateTOTPForm):
    """The first code of an application that is being added."""

    def list_key_parts(self) -> list[str]:
        """Return its key in parts of four characters, as people copy it."""
        return [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]


class CredentialField:
    """Refuses in one sentence whatever is no passkey of this account.

    Of what no browser sends, allauth's reading may end in an error.
    """

    def full_clean(self) -> None:
        """Check what came; keep of what is wrong only that one must wait."""
        form: Any = self
        try:
            super().full_clean()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError):
            form.add_error("credential", _NO_PASSKEY)
        if form.has_error("credential") and not form.has_error("credential", _WAIT):
            form.errors["credential"] = form.error_class([_NO_PASSKEY])


class PasskeyForm(CredentialField, AddWebAuthnForm):
    """A passkey that is being added."""


class PasskeySignInForm(CredentialField, LoginWebAuthnForm):
    """A passkey in place of name and password."""


class PasskeyFactorForm(CredentialField, AuthenticateWebAuthnForm):
    """A passkey beside the password."""


class FreshPasskeyForm(CredentialField, ReauthenticateWebAuthnForm):
    """A passkey before what cannot be undone."""
