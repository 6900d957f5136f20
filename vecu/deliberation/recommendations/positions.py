"""How members and colleges stand to a version: taken, changed, and what stays when one leaves."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.deliberation.recommendation_models import (
    Recommendation,
    RecommendationPosition,
    RecommendationVersion,
)
from vecu.deliberation.recommendation_rules import RecommendationState, can_take_position
from vecu.deliberation.recommendations.checks import list_position_problems
from vecu.deliberation.recommendations.content import BackingContent, Voice
from vecu.deliberation.recommendations.errors import RecommendationChanged, RecommendationRefused
from vecu.deliberation.recommendations.rows import check
from vecu.deliberation.recommendations.stored import fill_row
from vecu.deliberation.recommendations.texts import strip_texts


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
    at once the second is asked to compare. Nothing records when. A college speaks in its own name
    beside its members. Evidence that goes meanwhile changes no position. Raise
    `RecommendationRefused`, or `RecommendationChanged` where it was amended meanwhile.
    """
    row = Recommendation.objects.select_for_update().filter(pk=recommendation.pk).first()
    if row is None or row.latest != number:
        raise RecommendationChanged(row)
    if not can_take_position(RecommendationState(row.state)):
        message = _("Positions are not open on this. Your text is still in the form.")
        raise RecommendationRefused({"": message})
    voice, content = _strip_voice(voice), strip_texts(content)
    check(list_position_problems(voice, content))
    version = row.versions.get(number=number)
    position = _find_position(version, voice)
    if (position.revision if position else 0) != revision:
        raise RecommendationChanged(position)
    position = position or RecommendationPosition(version=version, revision=0)
    fill_row(position, content)
    position.college, position.name = voice.college, voice.name
    position.as_college = not voice.name
    position.name_public = content.name_public and bool(voice.name)
    position.revision += 1
    position.save()
    return position


@transaction.atomic
def forget_chosen_name(group: UUID, name: str) -> None:
    """Take the name of a member who leaves off all that a group wrote and took position on.

    What was argued stays, in the words of the college that the member sat in then.
    """
    positions = RecommendationPosition.objects.filter(
        version__recommendation__group=group, name=name
    )
    positions.update(name="", name_public=False)
    versions = RecommendationVersion.objects.filter(recommendation__group=group, name=name)
    versions.update(name="")


def _strip_voice(voice: Voice) -> Voice:
    """Return a voice without space around its names."""
    return Voice(voice.college.strip(), voice.name.strip())


def _find_position(version: RecommendationVersion, voice: Voice) -> RecommendationPosition | None:
    """Return the position of a member, whatever the college it was taken in, or of a college."""
    if voice.name:
        return version.positions.filter(name=voice.name).first()
    return version.positions.filter(as_college=True, college=voice.college).first()
