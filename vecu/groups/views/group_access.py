"""What every page of one group needs: the group, and its frame."""

from typing import Any

from django.http import Http404

from vecu.accounts import rules as allowed
from vecu.groups.public_group import find_published_group
from vecu.groups.queries import LearningGroup, find_group_by_slug
from vecu.records.views import PageDecorator, StaffVisit


def get_group(slug: str) -> LearningGroup:
    """Return the group with this end of its address, for `require_permission`; raise Http404."""
    group = find_group_by_slug(slug)
    if group is None:
        raise Http404
    return group


def get_published_group(slug: str) -> LearningGroup:
    """Return a published group; raise Http404 for any other, as for one that does not exist."""
    group = find_published_group(slug)
    if group is None:
        raise Http404
    return group


class GroupVisit(StaffVisit[LearningGroup]):
    """A request of somebody with a role in a group; templates extend `groups/group.html`."""

    @property
    def group(self) -> LearningGroup:
        """The group of this page."""
        return self.subject

    @property
    def frame(self) -> dict[str, Any]:
        """The group, and what its menu needs to know of the role."""
        return {
            "group": self.group,
            "role": self.role,
            "leads": allowed.can_lead_group(self.role),
            "deletes": allowed.can_delete_group(self.role),
        }


group_page = PageDecorator(GroupVisit, get_group)
"""Decorate a view of one group, which gets a `GroupVisit`, for roles that are permitted."""
