"""Published stories, one to a screen."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from vecu.coding.actions.whole_stories import take_story_down
from vecu.coding.queries.stories import get_public_stories
from vecu.reports.queries import NothingPublic
from vecu.reports.story_presenters import find_story_page, read_story_choice
from vecu.surveys.queries import get_study
from vecu.ui.page_headers import keep_out_of_caches


@require_POST
@keep_out_of_caches
def take_down(request: HttpRequest, slug: str, story: UUID) -> HttpResponse:
    """Take a whole story down for a reader who has no account, and thank them.

    Pressing twice says the same; one that is gone answers as one that never was.
    """
    study = get_study(slug)
    if not take_story_down(study.id, story):
        raise NothingPublic
    return render(request, "reports/story_taken_down.html", {"study": study})


@require_safe
@keep_out_of_caches
def show_story(request: HttpRequest, slug: str, story: UUID | None = None) -> HttpResponse:
    """Show one of the stories that the address chooses; 404 where a study has published none.

    One that was withdrawn while somebody read it is not there any more, and the page says so.
    """
    study = get_study(slug)
    stories = get_public_stories(study.id)
    if not stories.stories:
        raise NothingPublic
    choice = read_story_choice(request.GET, stories)
    shown = find_story_page(study, stories, choice, story)
    context = {"study": study, "shown": shown, "choice": choice}
    return render(request, "reports/story.html", context, status=200 if shown else 404)
