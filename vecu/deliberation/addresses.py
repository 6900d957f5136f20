"""Where everybody reads an entry of a dialogue, and what a group holds of a hypothesis."""

from uuid import UUID

from django.urls import reverse

from vecu.deliberation.group_models import GroupHypothesis, LearningGroup
from vecu.register.queries import System


def make_anchor(entry: UUID) -> str:
    """Return the id of an entry on the public page."""
    return f"entry-{entry}"


def get_public_address(system: System, entry: UUID) -> str:
    """Return where everybody reads an entry, '' while the system is not published."""
    if not system.published:
        return ""
    page = reverse("deliberation:public-dialogue", args=[system.slug])
    return f"{page}#{make_anchor(entry)}"


def get_hypothesis_address(group: LearningGroup, hypothesis: GroupHypothesis) -> str:
    """Return where everybody reads a hypothesis and its totals, '' while nobody reads the group."""
    if not group.published:
        return ""
    return reverse("deliberation:public-hypothesis", args=[group.slug, hypothesis.pk])
