"""Which systems are invented, and how they go with the demonstration."""

from datetime import datetime

from vecu.accounts.rules import Scope
from vecu.register.actions import delete_system
from vecu.register.models import System
from vecu.surveys.fictional_scopes import FictionalScopes, register_fictional_scopes


def list_fictional_systems() -> dict[str, Scope]:
    """Return the scopes of the systems that are marked as invented, by slug."""
    found = System.objects.filter(fictional=True).order_by("slug")
    return {system.slug: system.scope for system in found}


def delete_fictional_system(slug: str, *, by: str, now: datetime) -> None:
    """Delete one of them with all that belongs to it."""
    delete_system(System.objects.get(slug=slug, fictional=True), by=by, now=now)


def has_real_systems() -> bool:
    """Return whether any system is not marked as invented."""
    return System.objects.filter(fictional=False).exists()


register_fictional_scopes(
    FictionalScopes(list_fictional_systems, delete_fictional_system, has_real_systems)
)
