"""Where everybody reads what a group holds of a hypothesis."""

from django.urls import reverse

from vecu.groups.models import GroupHypothesis, LearningGroup


def get_hypothesis_address(group: LearningGroup, hypothesis: GroupHypothesis) -> str:
    """Return where everybody reads a hypothesis and its totals, '' while nobody reads the group."""
    if not group.published:
        return ""
    return reverse("groups:public-hypothesis", args=[group.slug, hypothesis.pk])
