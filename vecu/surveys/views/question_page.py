"""Render a page of the questionnaire, also in another language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from vecu.file_sanitizer.sanitize import make_sanitizer
from vecu.questionnaires import (
    AnswerProblem,
    Page,
    PageKind,
    Questionnaire,
    build_pages,
    measure_progress,
)
from vecu.surveys.actions import (
    DraftNotFound,
    NotOpen,
    PageNotFound,
    PageRefused,
    ReturnTo,
    save_page,
)
from vecu.surveys.actions.answer_files import Sanitizer
from vecu.surveys.forms.question_page import build_page_form, submitted_values
from vecu.surveys.models import Draft, Fielding
from vecu.surveys.queries import (
    RespondentContext,
    find_draft,
    get_availability,
    get_evaluation_context,
    get_fielding_questionnaire,
)
from vecu.surveys.rules import AvailabilityStatus
from vecu.surveys.views.media import get_media_files
from vecu.surveys.views.page_cache import QuestionPage, render_cached
from vecu.surveys.views.respondent_session import (
    read_files,
    redirect_to_page,
)
from vecu.ui.context import address_in_language, build_page_shell
from vecu.ui.reading import LARGE, TYPE, WordingChoice, list_wording_choices
from vecu.ui.requests import SPEAK, get_requested_language

BUTTONS = frozenset({"remove", SPEAK, TYPE})
"""Names in a question's form that are not answers."""


@dataclass(frozen=True, slots=True)
class InterviewPosition:
    """The current state of a respondent's interview."""

    visit: RespondentContext
    draft: Draft
    questionnaire: Questionnaire
    pages: tuple[Page, ...]

    def page(self, key: str) -> Page:
        """Return the page `key` as it is now; raise `PageNotFound` if it is not asked."""
        found = next((page for page in self.pages if page.key == key), None)
        if found is None:
            raise PageNotFound
        return found


def get_position(visit: RespondentContext) -> InterviewPosition:
    """Return this browser's position; raise `DraftNotFound`, or `NotOpen` if paused."""
    draft = find_draft(visit)
    if draft is None:
        raise DraftNotFound
    if (door := get_availability(draft.fielding, visit.today)) not in {
        AvailabilityStatus.OPEN,
        AvailabilityStatus.CLOSED,
    }:
        raise NotOpen(draft.fielding, door, draft)
    questionnaire = get_fielding_questionnaire(draft.fielding)
    shown = build_pages(questionnaire, draft.values, **get_evaluation_context(draft, visit))
    return InterviewPosition(visit, draft, questionnaire, shown)


def render_question_page(
    request: HttpRequest,
    interview: InterviewPosition,
    page: Page,
    *,
    then: ReturnTo,
    typed: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[AnswerProblem] = (),
) -> HttpResponse:
    """Show a page of the questionnaire, with status 422 if there are errors."""
    visit = interview.visit
    form = build_page_form(
        interview.questionnaire,
        page,
        visit.language,
        wording=visit.reading.wording,
        typed=typed,
        problems=problems,
        media=get_media_files(
            visit.slug, interview.draft.fielding.version_id, interview.questionnaire
        ),
    )
    keys = [other.key for other in interview.pages]
    at = keys.index(page.key)
    # Offered only while the story is empty, so that one tap loses no words.
    untold = page.position > 1 and interview.pages[at - 1].position != page.position
    untold = untold and not any(rendered.value for rendered in page.questions)
    shown = QuestionPage(
        shell=build_page_shell(request.get_full_path()),
        fictional=interview.draft.fielding.study.fictional,
        slug=visit.slug,
        form=form,
        reading=visit.reading,
        then=then.value,
        back=keys[at - 1] if at else "",
        removable=f"{page.repeat}[{page.position}]" if untold else "",
        progress=measure_progress(
            interview.questionnaire,
            interview.draft.values,
            interview.pages,
            page,
            **get_evaluation_context(interview.draft, visit),
        ),
    )
    headers = {"Content-Language": visit.language}
    return HttpResponse(render_cached(shown), status=422 if problems else 200, headers=headers)


def render_with_errors(
    request: HttpRequest,
    visit: RespondentContext,
    error: PageRefused,
    typed: Mapping[str, Sequence[str]],
    *,
    then: ReturnTo,
) -> HttpResponse:
    """Show the page whose answers were rejected, with the input and the errors."""
    interview = get_position(visit)
    return render_question_page(
        request, interview, error.page, then=then, typed=typed, problems=error.problems
    )


def list_wordings(
    fielding: Fielding, visit: RespondentContext, address: str
) -> dict[str, WordingChoice]:
    """Return the languages that the questions of a fielding may be read in, by the address of each.

    A language that pages speak too leads to the page `address` in it.
    """
    questionnaire = get_fielding_questionnaire(fielding)
    spoken = questionnaire.language_for(visit.reading.wording, visit.language)
    own = dict(settings.LANGUAGES)

    def find_address(code: str) -> str:
        read = replace(visit.reading, wording="" if code in own else code.lower())
        return address_in_language(address, code if code in own else visit.language) + read.query

    choices = list_wording_choices(questionnaire.languages, spoken)
    return {find_address(each.name.code): each for each in choices}


def find_requested_reading(
    request: HttpRequest, visit: RespondentContext
) -> RespondentContext | None:
    """Return the visit as a button of the form asks to read on; None if it was another button.

    A language that pages do not speak is that of the questions only.
    """
    if size := request.POST.get(TYPE):
        return replace(visit, reading=replace(visit.reading, large=size == LARGE))
    if language := get_requested_language(request):
        return replace(visit, language=language, reading=replace(visit.reading, wording=""))
    wording = request.POST.get(SPEAK)
    draft = find_draft(visit) if wording else None
    if draft and wording in get_fielding_questionnaire(draft.fielding).languages:
        return replace(visit, reading=replace(visit.reading, wording=wording))
    return None


def switch_reading(
    request: HttpRequest,
    visit: RespondentContext,
    there: RespondentContext,
    key: str,
    *,
    then: ReturnTo,
) -> HttpResponse:
    """Show the page `key` in another language or size, with all that was typed there.

    The input is saved, however incomplete, then read again under the URL of the visit `there`.
    Numbers are parsed as in the language in which they were typed, else as in the new one;
    input that neither can parse, and whether there is another story, stays unsaved on the page
    itself.
    """
    typed, files = submitted_values(request.POST, besides=BUTTONS), read_files(request)
    save = partial(_save_leniently, make_sanitizer())
    refused = save(visit, key, typed, files) and save(there, key, typed, files)
    with override(there.language):
        if refused:
            return render_with_errors(request, there, refused, typed, then=then)
        interview = get_position(there)
        page = interview.page(key)
        if page.kind is PageKind.MORE:
            return render_question_page(request, interview, page, then=then, typed=typed)
        return redirect_to_page(there, key, then)


def _save_leniently(
    clean: Sanitizer,
    visit: RespondentContext,
    key: str,
    typed: Mapping[str, Sequence[str]],
    files: Mapping[str, bytes],
) -> PageRefused | None:
    """Save a page leniently; return the error if it could not be saved."""
    try:
        save_page(visit, key, typed, files, leniently=True, clean=clean)
    except PageRefused as error:
        return error
    return None
