"""One page of the questionnaire on its way to a person, and from one language to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from vecu.questionnaires import Page, PageKind, Problem, Questionnaire, pages
from vecu.surveys.actions import DraftGone, NotOpen, PageGone, PageRefused, Then, save_step
from vecu.surveys.forms import page_form, typed_in
from vecu.surveys.models import Draft
from vecu.surveys.queries import Visit, circumstances_of, door_of, find_draft, questionnaire_for
from vecu.surveys.rules import Door
from vecu.surveys.views.drawing import QuestionPage, draw
from vecu.surveys.views.media import media_address
from vecu.surveys.views.visiting import SPEAK, see, sent_files
from vecu.ui.context import shell_of

BUTTONS = frozenset({"remove", SPEAK})
"""Names in a question's form that are not answers."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is in their answers."""

    visit: Visit
    draft: Draft
    questionnaire: Questionnaire
    pages: tuple[Page, ...]

    def page(self, key: str) -> Page:
        """Return the page `key` as it is now; raise `PageGone` when it is not asked."""
        found = next((page for page in self.pages if page.key == key), None)
        if found is None:
            raise PageGone
        return found


def place_of(visit: Visit) -> Place:
    """Return where this browser's draft stands; raise `DraftGone`, or `NotOpen` when paused."""
    draft = find_draft(visit)
    if draft is None:
        raise DraftGone
    if (door := door_of(draft.fielding, visit.today)) not in {Door.OPEN, Door.CLOSED}:
        raise NotOpen(draft.fielding, door, draft)
    questionnaire = questionnaire_for(draft.fielding)
    shown = pages(questionnaire, draft.values, **circumstances_of(draft, visit))
    return Place(visit, draft, questionnaire, shown)


def ask(
    request: HttpRequest,
    place: Place,
    page: Page,
    *,
    then: Then,
    typed: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    """Show one page of the questionnaire, with status 422 when there is something to mend."""
    visit = place.visit
    form = page_form(
        place.questionnaire,
        page,
        visit.language,
        typed=typed,
        problems=problems,
        media=media_address(visit.slug, place.draft.fielding.version_id, place.questionnaire),
    )
    keys = [other.key for other in place.pages]
    at = keys.index(page.key)
    # Offered only while the story is untold, so that one tap loses no words.
    untold = page.position > 1 and place.pages[at - 1].position != page.position
    untold = untold and not any(asked.value for asked in page.questions)
    shown = QuestionPage(
        shell=shell_of(request.get_full_path()),
        fictional=place.draft.fielding.study.fictional,
        slug=visit.slug,
        form=form,
        then=then.value,
        back=keys[at - 1] if at else "",
        removable=f"{page.repeat}[{page.position}]" if untold else "",
    )
    headers = {"Content-Language": visit.language}
    return HttpResponse(draw(shown), status=422 if problems else 200, headers=headers)


def ask_again(
    request: HttpRequest,
    visit: Visit,
    error: PageRefused,
    typed: Mapping[str, Sequence[str]],
    *,
    then: Then,
) -> HttpResponse:
    """Show the page whose answers were refused, with what was typed and what to do."""
    place = place_of(visit)
    return ask(request, place, error.page, then=then, typed=typed, problems=error.problems)


def ask_in_other_words(
    request: HttpRequest, visit: Visit, key: str, language: str, *, then: Then
) -> HttpResponse:
    """Show the page `key` in another language, with all that was typed there.

    What was typed is saved, however unfinished, then read again under the address of that language.
    It is read as the language in which it was typed writes numbers, else as the new one does; what
    neither can read, and whether there is another story, comes back unsaved on the page itself.
    """
    typed, files = typed_in(request.POST, besides=BUTTONS), sent_files(request)
    there = replace(visit, language=language)
    refused = _refused(visit, key, typed, files) and _refused(there, key, typed, files)
    with override(language):
        if refused:
            return ask_again(request, there, refused, typed, then=then)
        place = place_of(there)
        page = place.page(key)
        if page.kind is PageKind.MORE:
            return ask(request, place, page, then=then, typed=typed)
        return see(visit.slug, key, then)


def _refused(
    visit: Visit,
    key: str,
    typed: Mapping[str, Sequence[str]],
    files: Mapping[str, bytes],
) -> PageRefused | None:
    """Save a page that may be unfinished; return why it could not be."""
    try:
        save_step(visit, key, typed, files, leniently=True)
    except PageRefused as error:
        return error
    return None
