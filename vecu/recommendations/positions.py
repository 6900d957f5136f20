"""How members and colleges stand to a version: taken, changed, one for each member."""

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.groups.queries import GroupMember
from vecu.recommendations.checks import list_position_problems
from vecu.recommendations.content import BackingContent, Voice
from vecu.recommendations.models import (
    Recommendation,
    RecommendationPosition,
    RecommendationVersion,
)
from vecu.recommendations.rows import list_cited, lock_group
from vecu.recommendations.rules import RecommendationState, can_take_position
from vecu.records.actions import check_problems
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.row_states import fill_columns
from vecu.records.text_normalization import strip_texts


@transaction.atomic
def take_position(
    recommendation: Recommendation,
    number: int,
    voice: Voice,
    content: BackingContent,
    *,
    revision: int = 0,
) -> RecommendationPosition:
    """Take a position on the version with this number, or change one's own, and return it.

    `revision` is that of one's own position as it was read, 0 while there was none: of two devices
    at once the second is asked to compare. What somebody wrote before an account renewed their link
    stays beside it: if it went, who renewed the link would see which reason was theirs. Nothing
    records when. A college speaks in its own name beside its members. Evidence that goes meanwhile
    changes no position. Raise `RecordRefused`, or `RecordChanged` where it was
    amended meanwhile.
    """
    row = lock_group(recommendation.group_id).get(recommendation.pk)
    if row is None or row.latest != number:
        raise RecordChanged(row)
    if not can_take_position(RecommendationState(row.state)):
        message = _("Positions are not open on this. Your text is still in the form.")
        raise RecordRefused({"": message})
    content, version = strip_texts(content), row.versions.get(number=number)
    check_problems(list_position_problems(row.group_id, voice, content, list_cited(version)))
    position = find_position(version, voice)
    if (position.revision if position else 0) != revision:
        raise RecordChanged(position)
    position = position or RecommendationPosition(version=version, revision=0)
    fill_columns(position, content)
    position.college, position.member = voice.college, voice.member
    position.as_college = voice.member is None
    position.name_public = content.name_public and voice.member is not None
    position.revision += 1
    position.save()
    return position


def find_position(version: RecommendationVersion, voice: Voice) -> RecommendationPosition | None:
    """Return the position of a member, whatever the college it was taken in, or of a college.

    One from before an account renewed the link is not found: it stays as it is.
    """
    if voice.member:
        return version.positions.filter(member=voice.member, hidden=False).first()
    return version.positions.filter(as_college=True, college=voice.college).first()


def hide_positions(member: GroupMember) -> None:
    """Keep a member's positions so far from the link that an account has renewed and seen."""
    RecommendationPosition.objects.filter(member=member).update(hidden=True)


def erase_reasons(member: GroupMember) -> None:
    """Delete what a member who leaves wrote with positions; these stay, without a name."""
    RecommendationPosition.objects.filter(member=member).update(reason={})
