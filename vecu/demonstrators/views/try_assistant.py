"""A member’s own prompt to the assistant that the laboratory set; what leaves is said first.

The words are neither stored nor logged, and no audit notes who asked: it would watch the use.
"""

from http import HTTPStatus
from time import monotonic

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts.decorators import StaffRequest, require_staff
from vecu.credentials import LocalRateLimiter, TokenBucket, per_process_limit
from vecu.demonstrators.chat_client import AssistantFailed, ChatEndpoint, request_answer
from vecu.demonstrators.prompt_form import PromptForm
from vecu.ui.templatetags.ui import current_language

PROMPTS_PER_HOUR = 10
MINUTES_BETWEEN = 60 // PROMPTS_PER_HOUR
prompts = LocalRateLimiter(
    TokenBucket(per_process_limit(PROMPTS_PER_HOUR, settings.PROCESSES), seconds=3_600)
)
"""Prompts of each account: so many at once, then one whenever its time is over.

In the memory of each process: a shared count would note that a member tried the assistant.
"""


def find_endpoint() -> ChatEndpoint | None:
    """Return where the laboratory lets prompts go, None if it set nothing."""
    if not settings.ASSISTANT_URL:
        return None
    return ChatEndpoint(settings.ASSISTANT_URL, settings.ASSISTANT_MODEL, settings.ASSISTANT_KEY)


def is_guest(request: StaffRequest) -> bool:
    """Return whether a session began without a password, as the tour of a demonstration does."""
    return request.session.get(BACKEND_SESSION_KEY) != settings.AUTHENTICATION_BACKENDS[0]


@require_http_methods(["GET", "HEAD", "POST"])
@require_staff
def try_assistant(request: StaffRequest) -> HttpResponse:
    """Say what leaves, then send a prompt and show the answer."""
    endpoint = find_endpoint()
    guest = is_guest(request)
    if endpoint is None or guest:
        template = "demonstrators/try_assistant_unset.html"
        return render(request, template, {"guest": guest}, status=HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        return _show(request, endpoint, PromptForm())
    form = PromptForm(request.POST)
    if not form.is_valid():
        return _show(request, endpoint, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if prompts.reserve(str(request.user.pk), now=monotonic()):
        problem = _(
            "You have sent as many prompts as one account may for now. Nothing was sent. Try again"
            " in %(minutes)s minutes."
        ) % {"minutes": MINUTES_BETWEEN}
        return _show(request, endpoint, form, problem, status=HTTPStatus.TOO_MANY_REQUESTS)
    return _answer(request, endpoint, form)


def _answer(request: StaffRequest, endpoint: ChatEndpoint, form: PromptForm) -> HttpResponse:
    prompt = form.cleaned_data["prompt"]
    try:
        answer = request_answer(endpoint, prompt)
    except AssistantFailed as failed:
        problem = failed.say(current_language())
        if failed.may_have_left:
            problem = f"{problem} {_('Your words may have arrived there all the same.')}"
        return _show(request, endpoint, form, problem, status=HTTPStatus.BAD_GATEWAY)
    again = PromptForm(initial={"prompt": prompt})
    return _show(request, endpoint, again, answer=answer, prompt=prompt)


def _show(
    request: StaffRequest,
    endpoint: ChatEndpoint,
    form: PromptForm,
    problem: str = "",
    *,
    answer: str = "",
    prompt: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "endpoint": endpoint,
        "form": form,
        "problem": problem,
        "answer": answer,
        "prompt": prompt,
        "most": PROMPTS_PER_HOUR,
        "minutes": MINUTES_BETWEEN,
    }
    return render(request, "demonstrators/try_assistant.html", context, status=status)
