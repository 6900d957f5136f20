"""The page of an addressee, without an account: what is recommended, why, and what they answer.

Its address holds the token of the link that was handed over. So no cache stores it, no search
engine lists it, and no `Referer` holds it: other pages learn the server at most. `no-referrer`
itself would have browsers send forms without an origin, which are refused as if from elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.recommendations.answers import answer_recommendation, preview_answer
from vecu.recommendations.errors import AnswerLinkGone, GroupTakenBack
from vecu.recommendations.forms.answers import AnswerForm
from vecu.recommendations.presenters.addressees import describe_addressed
from vecu.recommendations.queries import (
    AddressDetail,
    RecommendationDetail,
    get_answer_detail,
)
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.surveys.guess_limits import make_guess_limiter

guesses = make_guess_limiter("links of addressees")
"""The wrong links that this process was asked for, together. A right one is never counted."""
PUBLISH, CHANGE = "publish", "change"
"""The buttons below a preview: to publish the answer, and to go on writing it."""


def _keep_private(
    view: Callable[[HttpRequest, str], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let nothing of a page stay in a cache, a search engine or the address of another request."""

    @wraps(view)
    def respond(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except AnswerLinkGone as refusal:
            response = _explain_gone(request, refusal)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, noarchive"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return respond


@dataclass(frozen=True, slots=True)
class AnswerVisit:
    """A request to the page behind a link, with what it leads to now."""

    request: HttpRequest
    token: str
    detail: RecommendationDetail
    own: AddressDetail

    @classmethod
    def load(cls, request: HttpRequest, token: str) -> "AnswerVisit":
        """Return what a link leads to; raise `AnswerLinkGone`."""
        return cls(request, token, *get_answer_detail(token, localdate()))

    def render(self, template: str, status: int = HTTPStatus.OK, **context: object) -> HttpResponse:
        """Return a page about what is recommended."""
        group = self.detail.recommendation.group
        shared = {
            "addressed": describe_addressed(self.detail, self.own),
            "group": group,
            "group_address": reverse("groups:public-group", args=(group.slug,)),
        }
        where = f"recommendations/answers/{template}"
        return render(self.request, where, shared | context, status=status)

    def show_form(self, form: AnswerForm) -> HttpResponse:
        """Show what is recommended, what was answered, and the form; open with what was typed."""
        goes_on = CHANGE in self.request.POST
        problems = form.problems if form.is_bound and not goes_on else []
        return self.render(
            "answer_page.html",
            HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
            form=form,
            opened=form.is_bound,
            problems=problems,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@_keep_private
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is recommended; take an answer after a preview, or its correction.

    Opening the page uses nothing up, as programs open links in mails before people do.
    """
    visit = AnswerVisit.load(request, token)
    corrects = visit.own.answer is not None
    if request.method != "POST":
        initial = AnswerForm.get_initial_values(visit.own.address.addressee, visit.own.answer)
        return visit.show_form(AnswerForm(initial=initial, corrects=corrects))
    form = AnswerForm(request.POST, corrects=corrects)
    if CHANGE in request.POST or not form.is_valid():
        return visit.show_form(form)
    store = answer_recommendation if PUBLISH in request.POST else preview_answer
    try:
        found = store(token, form.content, answers_read=form.answers_read, now=timezone.now())
    except RecordRefused as refusal:
        form.refuse_answer(refusal.problems)
        return visit.show_form(form)
    except RecordChanged:
        return _show_beside(AnswerVisit.load(request, token))
    if found.pk is None:
        typed = [(name, request.POST.get(name, "")) for name in form.fields]
        return visit.render("preview.html", answer=found, typed=typed)
    response = HttpResponseRedirect(f"{request.path}#answered")
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _show_beside(visit: AnswerVisit) -> HttpResponse:
    """Show what was typed below the answer that somebody gave meanwhile with the same link."""
    data = visit.request.POST.copy()
    data["read"] = str(len(visit.own.answers))
    form = AnswerForm(data, corrects=True)
    form.is_valid()
    form.add_error(
        None,
        _(
            "An answer was given with this link meanwhile: it stands below. What you typed is kept:"
            " send it as a correction, or leave it."
        ),
    )
    return visit.show_form(form)


def _explain_gone(request: HttpRequest, refusal: AnswerLinkGone) -> HttpResponse:
    """Say that a link leads nowhere, and whom to ask; many wrong ones are slowed down."""
    if isinstance(refusal, GroupTakenBack) or guesses.record_failure("answer"):
        context = {"message": str(refusal), "status": HTTPStatus.GONE}
        return render(request, "ui/explain.html", context, status=HTTPStatus.GONE)
    message = _("Many wrong links were opened here. Please check yours and wait a minute.")
    context = {"message": message, "status": HTTPStatus.TOO_MANY_REQUESTS}
    response = render(request, "ui/explain.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(guesses.retry_after)
    return response
