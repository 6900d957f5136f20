"""The pages of a person who answers: welcome, one question at a time, review, thanks."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vecu.questionnaires import Problem
from vecu.surveys.actions import (
    AnswersRefused,
    PageGone,
    PageRefused,
    Step,
    Then,
    remove_story,
    save_step,
    start_draft,
    submit,
)
from vecu.surveys.forms import typed_in
from vecu.surveys.queries import (
    Visit,
    circumstances_of,
    current_fielding,
    door_of,
    doors_of,
    effort_of,
    find_draft,
    get_study,
    list_open,
)
from vecu.surveys.queries.relays import find_relay, takes_cards
from vecu.surveys.rules import REVIEW, Door, Mode, draft_expiry
from vecu.surveys.summaries import summarise
from vecu.surveys.views.asking import (
    BUTTONS,
    Place,
    ask,
    ask_again,
    ask_in_other_words,
    place_of,
)
from vecu.surveys.views.drawing import LAYOUT
from vecu.surveys.views.visiting import (
    address_of,
    forget_token,
    keep_token,
    language_wanted,
    not_open,
    nothing_here,
    refuse_large,
    respondents_page,
    see,
    sent_files,
    tokens_in,
    visit_of,
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the inquiries that take answers today."""
    today = timezone.localdate()
    shown = {"studies": list_open(today), "cards": takes_cards(today), "study": None}
    return render(request, "surveys/take/home.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def welcome(request: HttpRequest, slug: str, relay: str = "") -> HttpResponse:
    """Say who asks, why and what is kept; a POST begins. A `relay` has this page of its own.

    A relay that is not there is an address mistyped: the study's own link does as well.
    """
    visit = visit_of(request, slug)
    study = get_study(slug)
    by = find_relay(study, relay) if relay else None
    if relay and by is None:
        return redirect("surveys:welcome", slug)
    fielding = current_fielding(study, visit.today)
    doors = doors_of(study, visit.today)
    door, has_cards = doors[Mode.OPEN], doors[Mode.CARDS] is not Door.UNPUBLISHED
    draft = find_draft(visit)
    if door is Door.UNPUBLISHED and has_cards:
        return redirect("surveys:card", slug)
    if fielding is None or door is Door.UNPUBLISHED:
        return nothing_here(request, slug)
    if door is not Door.OPEN:
        return not_open(request, fielding, door, draft)
    if request.method == "POST":
        token, draft = start_draft(fielding, visit, relay=by)
        response = see(slug, draft.page)
        keep_token(request, response, token, draft, visit.today)
        return response
    shown = {
        "study": study,
        "fielding": fielding,
        "slug": slug,
        "way": fielding.mode,
        "relay": by,
        "cards": has_cards,
        "draft": draft,
        "continue_at": address_of(slug, draft.page) if draft else "",
        "begun_kept_until": draft_expiry(visit.today),
        "effort": effort_of(fielding, visit.language),
        "layout": LAYOUT,
    }
    return render(request, "surveys/take/welcome.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask what stands on one page; a POST keeps it and goes on."""
    refuse_large(request)
    visit = visit_of(request, slug)
    then = _then(request)
    if request.method != "POST":
        place = place_of(visit)
        return ask(request, place, place.page(key), then=then)
    if "remove" in request.POST:
        more = _remove(request, visit)
        return see(slug, REVIEW if then is not Then.ON else more.key)
    if language := language_wanted(request):
        return ask_in_other_words(request, visit, key, language, then=then)
    typed = typed_in(request.POST, besides=BUTTONS)
    try:
        step = save_step(visit, key, typed, sent_files(request), then=then)
    except PageRefused as error:
        return ask_again(request, visit, error, typed, then=then)
    return see(slug, step.key, step.then, step.at)


@require_http_methods(["GET", "HEAD", "POST"])
@respondents_page
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every answer, to change or to send; a POST sends."""
    if request.method != "POST":
        return _review(request, place_of(visit_of(request, slug)))
    if "remove" in request.POST:
        _remove(request, visit_of(request, slug))
        return see(slug, REVIEW)
    # The form names its own draft: sent again after the cookie is gone, it is still recognised.
    visit = visit_of(request, slug, token=request.POST.get("token"))
    try:
        receipt = submit(visit)
    except AnswersRefused as error:
        return _review(request, place_of(visit), error.problems)
    shown = {"study": get_study(slug), "slug": slug, "receipt": receipt}
    response = render(request, "surveys/take/sent.html", shown)
    if visit.token in tokens_in(request):
        forget_token(request, response, visit.token, visit.today)
    return response


def _review(request: HttpRequest, place: Place, problems: Sequence[Problem] = ()) -> HttpResponse:
    visit, draft, questionnaire = place.visit, place.draft, place.questionnaire
    keys = {
        f"{questionnaire.root.path}/{asked.address}": page.key
        for page in place.pages
        for asked in page.questions
    }
    spoken = questionnaire.language_for(visit.language)
    shown = {
        "study": draft.fielding.study,
        "slug": visit.slug,
        "token": visit.token,
        "parts": summarise(questionnaire, draft.values, **circumstances_of(draft, visit)),
        "problems": [(keys.get(problem.path, ""), problem) for problem in problems],
        "language": "" if spoken == visit.language else spoken,
        "late": draft.expires if door_of(draft.fielding, visit.today) is Door.CLOSED else None,
        "back": place.pages[-1].key if place.pages else "",
    }
    return render(request, "surveys/take/review.html", shown, status=422 if problems else 200)


def _remove(request: HttpRequest, visit: Visit) -> Step:
    """Take out the story that the button names, such as story[2]; return where to go on."""
    repeat, _bracket, place = request.POST["remove"].rpartition("[")
    number = _number(place.removesuffix("]"))
    if number is None:
        raise PageGone
    return remove_story(visit, repeat, number, among=_number(request.POST.get("among", "")))


def _number(text: str) -> int | None:
    return int(text[:6]) if text.isascii() and text.isdigit() else None


def _then(request: HttpRequest) -> Then:
    wanted = request.GET.get("then", "")
    return Then(wanted) if wanted in {then.value for then in Then} else Then.ON
