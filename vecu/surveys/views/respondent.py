"""Respondents' pages: welcome, one question at a time, review, thanks."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vecu.questionnaires import AnswerProblem
from vecu.surveys.actions import (
    AnswersRefused,
    NextPage,
    PageNotFound,
    PageRefused,
    ReturnTo,
    remove_story,
    save_page,
    start_draft,
    submit_draft,
)
from vecu.surveys.forms.question_page import submitted_values
from vecu.surveys.menus import RESPONDENTS_MENU
from vecu.surveys.queries import (
    RespondentContext,
    find_current_fielding,
    find_draft,
    get_availability,
    get_availability_by_mode,
    get_evaluation_context,
    get_public_inquiry,
    get_respondent_burden,
    list_open_fieldings,
)
from vecu.surveys.queries.relays import can_answer_with_card, find_relay
from vecu.surveys.results.answer_summary import summarise_answers
from vecu.surveys.rules import REVIEW, AvailabilityStatus, Mode
from vecu.surveys.views.page_cache import LAYOUT
from vecu.surveys.views.promise import build_page_promise, read_promise_number
from vecu.surveys.views.question_page import (
    BUTTONS,
    InterviewPosition,
    find_requested_reading,
    get_position,
    list_wordings,
    render_question_page,
    render_with_errors,
    switch_reading,
)
from vecu.surveys.views.respondent_session import (
    check_body_size,
    get_page_url,
    get_respondent_context,
    read_files,
    read_tokens,
    redirect_to_page,
    remove_token,
    render_not_found,
    render_not_open,
    respondents_page,
    store_token,
)
from vecu.ui.menus import list_menu_links
from vecu.ui.templatetags.ui import current_language


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the studies that take answers today."""
    today, language = timezone.localdate(), current_language()
    shown = {
        "inquiries": [
            (fielding, get_respondent_burden(fielding, language, today))
            for fielding in list_open_fieldings(today)
        ],
        "cards": can_answer_with_card(today),
        "study": None,
    }
    return render(request, "surveys/take/home.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def welcome(request: HttpRequest, slug: str, relay: str = "") -> HttpResponse:
    """Show who asks, why and what is stored; a POST begins. A `relay` has a page of its own.

    An unknown relay is a mistyped URL: the study's own link is used instead.
    """
    visit = get_respondent_context(request, slug)
    study = get_public_inquiry(slug)
    by = find_relay(study, relay) if relay else None
    if relay and by is None:
        return redirect("surveys:welcome", slug)
    fielding = find_current_fielding(study, visit.today)
    doors = get_availability_by_mode(study, visit.today)
    door, has_cards = doors[Mode.OPEN], doors[Mode.CARDS] is not AvailabilityStatus.UNPUBLISHED
    draft = find_draft(visit)
    if door is AvailabilityStatus.UNPUBLISHED and has_cards:
        return redirect("surveys:card", slug)
    if fielding is None or door is AvailabilityStatus.UNPUBLISHED:
        return render_not_found(request, slug)
    if door is not AvailabilityStatus.OPEN:
        return render_not_open(request, fielding, door, draft)
    if request.method == "POST":
        promise = read_promise_number(request)
        token, draft = start_draft(fielding, visit, relay=by, promise=promise)
        response = redirect_to_page(visit, draft.page)
        store_token(request, response, token, draft, visit.today)
        return response
    effort = get_respondent_burden(fielding, visit.language, visit.today)
    shown = {
        "study": study,
        "fielding": fielding,
        "slug": slug,
        "cards": has_cards,
        "draft": draft,
        "continue_at": get_page_url(visit, draft.page) if draft else "",
        "promise": build_page_promise(study, effort, today=visit.today, relay=by),
        "effort": effort,
        "wordings": list_wordings(fielding, visit, request.path),
        "other_size": request.path + visit.reading.resize().query,
        "layout": LAYOUT,
        "elsewhere": list_menu_links(RESPONDENTS_MENU, study, request.path, slug=slug),
    }
    return render(request, "surveys/take/welcome.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one page of the questionnaire; a POST saves it and goes on."""
    check_body_size(request)
    visit = get_respondent_context(request, slug)
    then = _then(request)
    if request.method != "POST":
        interview = get_position(visit)
        return render_question_page(request, interview, interview.page(key), then=then)
    if "remove" in request.POST:
        more = _remove(request, visit)
        return redirect_to_page(visit, REVIEW if then is not ReturnTo.ON else more.key)
    if there := find_requested_reading(request, visit):
        return switch_reading(request, visit, there, key, then=then)
    typed = submitted_values(request.POST, besides=BUTTONS)
    try:
        step = save_page(visit, key, typed, read_files(request), then=then)
    except PageRefused as error:
        return render_with_errors(request, visit, error, typed, then=then)
    return redirect_to_page(visit, step.key, step.then, step.at)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all answers, to edit or to send; a POST sends."""
    if request.method != "POST":
        return _review(request, get_position(get_respondent_context(request, slug)))
    if "remove" in request.POST:
        visit = get_respondent_context(request, slug)
        _remove(request, visit)
        return redirect_to_page(visit, REVIEW)
    # The form names its own draft, so that it is recognised if sent again without the cookie.
    visit = get_respondent_context(request, slug, token=request.POST.get("token"))
    try:
        receipt = submit_draft(visit)
    except AnswersRefused as error:
        return _review(request, get_position(visit), error.problems)
    study = get_public_inquiry(slug)
    links = list_menu_links(RESPONDENTS_MENU, study, request.path, slug=slug)
    shown = {"study": study, "slug": slug, "receipt": receipt, "elsewhere": links}
    response = render(request, "surveys/take/sent.html", shown)
    if visit.token in read_tokens(request):
        remove_token(request, response, visit.token, visit.today)
    return response


def _review(
    request: HttpRequest, interview: InterviewPosition, problems: Sequence[AnswerProblem] = ()
) -> HttpResponse:
    visit, draft, questionnaire = interview.visit, interview.draft, interview.questionnaire
    keys = {
        f"{questionnaire.root.path}/{asked.address}": page.key
        for page in interview.pages
        for asked in page.questions
    }
    spoken = questionnaire.language_for(visit.reading.wording, visit.language)
    shown = {
        "study": draft.fielding.study,
        "slug": visit.slug,
        "token": visit.token,
        "parts": summarise_answers(
            questionnaire,
            draft.values,
            wording=visit.reading.wording,
            **get_evaluation_context(draft, visit),
        ),
        "problems": [(keys.get(problem.path, ""), problem) for problem in problems],
        "language": "" if spoken == visit.language else spoken,
        "late": draft.expires
        if get_availability(draft.fielding, visit.today) is AvailabilityStatus.CLOSED
        else None,
        "back": interview.pages[-1].key if interview.pages else "",
    }
    return render(request, "surveys/take/review.html", shown, status=422 if problems else 200)


def _remove(request: HttpRequest, visit: RespondentContext) -> NextPage:
    """Remove the story that the button names, such as story[2]; return the next page."""
    repeat, _bracket, number_text = request.POST["remove"].rpartition("[")
    number = _number(number_text.removesuffix("]"))
    if number is None:
        raise PageNotFound
    return remove_story(visit, repeat, number, among=_number(request.POST.get("among", "")))


def _number(text: str) -> int | None:
    return int(text[:6]) if text.isascii() and text.isdigit() else None


def _then(request: HttpRequest) -> ReturnTo:
    wanted = request.GET.get("then", "")
    return ReturnTo(wanted) if wanted in {then.value for then in ReturnTo} else ReturnTo.ON
