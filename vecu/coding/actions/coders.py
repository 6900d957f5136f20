"""Who codes."""

from vecu.accounts.queries import User
from vecu.coding.models import Codebook, Coder


def coder_for(codebook: Codebook, account: User) -> Coder:
    """Return the coder that a member is in this codebook, made when they first come."""
    name = account.get_full_name() or account.get_username()
    return Coder.objects.get_or_create(codebook=codebook, account=account, defaults={"name": name})[
        0
    ]
