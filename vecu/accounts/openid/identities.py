"""Who at the provider opens which account: matched by issuer and subject, never by an address.

An account is opened in one way. Linking it makes its password useless, so that whoever is disabled
at the provider does not come in by another door.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vecu.accounts.account_changes import record_account_event
from vecu.accounts.models import AccessLink, User
from vecu.accounts.sessions import end_sessions
from vecu.errors import VecuError


@dataclass(frozen=True, slots=True)
class ProviderIdentity:
    """Somebody as their provider knows them."""

    issuer: str
    subject: str


class IdentityTaken(VecuError):
    """Whoever signed in at the provider opens another account already."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "With this sign-in you already open another account. Ask whoever manages the"
                " accounts: one person has one account."
            )
        )


@transaction.atomic
def link_account(user: User, identity: ProviderIdentity, *, by: str, now: datetime) -> None:
    """Let this person, and nobody else, open an account; its password and sessions end.

    Whoever opened it before does no longer. Raise `IdentityTaken`.
    """
    same = SocialAccount.objects.filter(provider=identity.issuer, uid=identity.subject)
    if same.exclude(user=user).exists():
        raise IdentityTaken
    SocialAccount.objects.filter(user=user).delete()
    try:
        with transaction.atomic():
            SocialAccount.objects.create(
                user=user,
                provider=identity.issuer,
                uid=identity.subject,
                extra_data={"iss": identity.issuer, "sub": identity.subject},
            )
    except IntegrityError as error:  # at this very moment, for another account
        raise IdentityTaken from error
    user.set_unusable_password()
    user.save(update_fields=["password"])
    AccessLink.objects.filter(user=user).delete()
    end_sessions(user)
    record_account_event(by, "linked account", user, now=now)


def unlink_account(user: User) -> None:
    """Let nobody open an account through a provider any longer, without ending a session."""
    SocialAccount.objects.filter(user=user).delete()


def find_identity(user: User) -> ProviderIdentity | None:
    """Return who opens an account, None where its password does."""
    found = SocialAccount.objects.filter(user=user).first()
    return ProviderIdentity(found.provider, found.uid) if found else None
