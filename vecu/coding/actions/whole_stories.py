"""Publish whole stories, withhold them, and take them down at once when a reader asks."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.release_quotation import ReleaseRefused
from vecu.coding.models import Codebook, WholeStory
from vecu.coding.queries.whole_stories import StoryReview, find_story_review
from vecu.coding.rules import WholeStoryState
from vecu.surveys.queries.results import find_answers_for_update


@transaction.atomic
def publish_story(codebook: Codebook, key: str, act: ActionContext, *, checked: bool) -> WholeStory:
    """Publish a whole story, or put it back; raise `TextGone` or `ReleaseRefused`.

    `checked`: the member ticked that nobody can be recognised in it.
    """
    review = _hold(codebook, key)
    if not checked:
        raise ReleaseRefused(
            _("Read the story, then tick that nobody who is accompanied can be recognised in it.")
        )
    if review.cut:
        raise ReleaseRefused(
            _(
                "A quotation of this story is released with words taken out: the whole story would "
                "show them. Withhold the quotation first."
            )
        )
    return _store(codebook, review, WholeStoryState.PUBLISHED, act)


@transaction.atomic
def withhold_story(codebook: Codebook, key: str, act: ActionContext) -> WholeStory:
    """Have nobody read a whole story, one that a reader took down too."""
    return _store(codebook, _hold(codebook, key), WholeStoryState.WITHHELD, act)


def take_story_down(study: UUID, story: UUID) -> bool:
    """Take a story of a study off every page at once; return whether it is or was published.

    Nothing says who asked. A member looks, and puts it back or not.
    """
    was_public = (WholeStoryState.PUBLISHED, WholeStoryState.TAKEN_DOWN)
    standing = WholeStory.objects.filter(pk=story, codebook__study=study, state__in=was_public)
    return bool(standing.update(state=WholeStoryState.TAKEN_DOWN))


def _hold(codebook: Codebook, key: str) -> StoryReview:
    review = find_story_review(codebook, key)
    if review is None or not find_answers_for_update([review.answer]):
        raise TextGone
    return review


def _store(
    codebook: Codebook, review: StoryReview, state: WholeStoryState, act: ActionContext
) -> WholeStory:
    stored, _made = WholeStory.objects.update_or_create(
        codebook=codebook,
        answer_id=review.answer,
        story=review.story,
        defaults={"state": state, "checked_by": act.by, "checked_at": act.now},
    )
    return stored
