"""Which learning groups are invented, and how they go with the demonstration."""

from datetime import datetime

from vecu.accounts.rules import Scope
from vecu.groups.actions import delete_group
from vecu.groups.models import LearningGroup
from vecu.surveys.fictional_scopes import FictionalScopes, register_fictional_scopes


def list_fictional_groups() -> dict[str, Scope]:
    """Return the scopes of the groups that are marked as invented, by slug."""
    found = LearningGroup.objects.filter(fictional=True).order_by("slug")
    return {group.slug: group.scope for group in found}


def delete_fictional_group(slug: str, *, by: str, now: datetime) -> None:
    """Delete one of them with all that belongs to it."""
    delete_group(LearningGroup.objects.get(slug=slug, fictional=True), by=by, now=now)


def has_real_groups() -> bool:
    """Return whether any learning group is not marked as invented."""
    return LearningGroup.objects.filter(fictional=False).exists()


register_fictional_scopes(
    FictionalScopes(list_fictional_groups, delete_fictional_group, has_real_groups)
)
