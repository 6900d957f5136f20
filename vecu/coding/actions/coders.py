"""Who codes."""

from typing import Protocol

from vecu.coding.models import Codebook, Coder


class Account(Protocol):
    """A member's account, as far as coders need to know it."""

    pk: int

    def get_full_name(self) -> str:
        """Return what colleagues call the person, '' when it is not known."""

    def get_username(self) -> str:
        """Return the account's name."""


def get_or_create_coder(codebook: Codebook, account: Account) -> Coder:
    """Return the coder that a member is in this codebook, made when they first come."""
    name = account.get_full_name() or account.get_username()
    return Coder.objects.get_or_create(
        codebook=codebook, account_id=account.pk, defaults={"name": name}
    )[0]
