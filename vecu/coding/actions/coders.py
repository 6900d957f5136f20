"""Coders of a codebook."""

from typing import Protocol

from vecu.coding.models import Codebook, Coder


class Account(Protocol):
    """What coding needs to know of a member's account."""

    pk: int

    def get_full_name(self) -> str:
        """Return the person's full name, '' when unknown."""

    def get_username(self) -> str:
        """Return the account name."""


def get_or_create_coder(codebook: Codebook, account: Account) -> Coder:
    """Return a member's coder in this codebook, created at their first visit."""
    name = account.get_full_name() or account.get_username()
    return Coder.objects.get_or_create(
        codebook=codebook, account_id=account.pk, defaults={"name": name}
    )[0]
