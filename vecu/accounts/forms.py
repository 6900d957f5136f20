"""Forms about accounts: sign in, choose a password, join, invite, permissions."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vecu.accounts.rules import Role

ACCOUNT_LENGTH = 100
"""The longest account name that can be chosen: the audit names accounts in so many characters."""


def account_field() -> forms.CharField:
    """Return a field for an account name, which browsers do not change while one types."""
    return forms.CharField(
        label=_("Account name"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


def password_field(label: Any, autocomplete: str) -> forms.CharField:
    """Return a field for a password of up to 1,000 characters, spaces included."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=1000, strip=False, widget=widget)


class SignInForm(LoginForm):
    """An account name and its password; an error does not say which one was wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": account_field(),
            "password": password_field(_("Password"), "current-password"),
        }

    def add_prefix(self, field_name: str) -> str:
        """Return the name of a field in the page: allauth's `login` is our `account`."""
        return "account" if field_name == "login" else str(super().add_prefix(field_name))


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = password_field(_("New password"), "new-password")
    again = password_field(_("The new password again"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        cleaned = super().clean() or {}
        if "new" in cleaned and "again" in cleaned and cleaned["new"] != cleaned["again"]:
            message = gettext("It differs from the first. Type the same password twice.")
            self.add_error("again", message)
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The current password, and a new one twice."""

    old = password_field(_("Current password"), "current-password")
    field_order = ("old", "new", "again")


class JoinByProviderForm(forms.Form):
    """What an invited person chooses: a name for the account, and one to be read."""

    account = account_field()
    name = forms.CharField(
        label=_("Your name, as colleagues read it"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_account(self) -> str:
        """Refuse a name too long for the audit."""
        account: str = self.cleaned_data["account"]
        if len(account) > ACCOUNT_LENGTH:
            message = gettext("Choose an account name of at most %(number)s characters.")
            raise forms.ValidationError(message % {"number": ACCOUNT_LENGTH})
        return account


class JoinForm(JoinByProviderForm, NewPasswordForm):
    """The same, and a password, where the account does not open through a provider."""

    field_order = ("account", "name", "new", "again")


class InvitationForm(forms.Form):
    """Whom a link is for; with a mail server also where to send it."""

    name = forms.CharField(label=_("Name of the person"), max_length=150)
    email = forms.EmailField(
        label=_("Email address, if the link is to be sent there"), required=False
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="invite_%s")
        if not settings.HAS_MAIL:
            del self.fields["email"]


class StaffInvitationForm(InvitationForm):
    """The same, by whoever administers the accounts."""

    may_create_studies = forms.BooleanField(label=_("May create studies"), required=False)


class RoleForm(forms.Form):
    """An existing account, and the role to give it; `labels` says which there are."""

    account = forms.CharField(label=_("Account name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, labels: Mapping[Role, str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["role"] = _make_role_field(labels)


class ScopeInvitationForm(InvitationForm):
    """Whom a link is for, and the role that comes with it."""

    role = forms.ChoiceField(label=_("Role"))
    field_order = ("name", "role", "email")

    def __init__(self, labels: Mapping[Role, str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["role"] = _make_role_field(labels)


def _make_role_field(labels: Mapping[Role, str]) -> forms.ChoiceField:
    """Return the choice of a role; the narrowest is proposed."""
    choices = [(role.value, label) for role, label in labels.items()]
    return forms.ChoiceField(label=_("Role"), choices=choices, initial=Role.READER.value)


class PermissionsForm(forms.Form):
    """What an account may do in the laboratory, in no study."""

    may_create_studies = forms.BooleanField(label=_("May create studies"), required=False)
    may_manage_accounts = forms.BooleanField(label=_("May manage all accounts"), required=False)
