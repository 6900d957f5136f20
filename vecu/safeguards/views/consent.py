"""The page on which somebody is asked, their answer, and whether there is a yes under a code.

No page here uses a session, a user or a cookie, and none says of a code more than whether there is
a yes: what is wrong, lost, withdrawn, refused and not answered yet reads the same.
"""

from http import HTTPStatus
from secrets import randbelow
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.register.queries import System
from vecu.safeguards.actions import answer_consent
from vecu.safeguards.forms.consent import CodeCheckForm, ConsentAnswerForm
from vecu.safeguards.person_codes import find_by_file_code, guesses, is_guess_refused
from vecu.safeguards.presenters import describe_sheet, list_data_facts, list_route_facts
from vecu.safeguards.queries import find_consent_closure, find_recording, find_sheet, list_routes
from vecu.safeguards.rules import ConsentAnswer, PersonCodeKind, PersonCodeState, Typist
from vecu.safeguards.views.access import public_page
from vecu.ui.downloads import serve_range
from vecu.ui.requests import READ_OR_WRITE


@require_safe
@public_page
def show_consent(request: HttpRequest, system: System) -> HttpResponse:
    """Ask, in simple words: what happens with and without, then yes and no, in drawn order."""
    buttons = [ConsentAnswer.YES, ConsentAnswer.NO]
    if randbelow(2):
        buttons.reverse()
    context = {
        "form": ConsentAnswerForm(),
        "buttons": [(each.value, _(each.label)) for each in buttons],
        "others": [
            (each.value, _(each.label)) for each in (ConsentAnswer.LATER, ConsentAnswer.ELSEWHERE)
        ],
    }
    return _render(request, system, "safeguards/consent.html", context)


@require_safe
@public_page
def show_paper(request: HttpRequest, system: System) -> HttpResponse:
    """Ask the same on paper, in large type."""
    context = {"labels": [_(each.label) for each in (ConsentAnswer.YES, ConsentAnswer.NO)]}
    return _render(request, system, "safeguards/consent_paper.html", context)


@require_http_methods(READ_OR_WRITE)
@public_page
def answer(request: HttpRequest, system: System) -> HttpResponse:
    """Take an answer: a no needs no code, and with one deletes the yes that was under it."""
    form = ConsentAnswerForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("safeguards:consent", slug=system.slug)
    chosen, typed = form.cleaned_data["answer"], form.cleaned_data["code"]
    if chosen in {ConsentAnswer.LATER, ConsentAnswer.ELSEWHERE} or not typed:
        return _answered(request, system, form, chosen)
    return _store(request, system, form, says_yes=chosen is ConsentAnswer.YES)


def _store(
    request: HttpRequest, system: System, form: ConsentAnswerForm, *, says_yes: bool
) -> HttpResponse:
    """Store a yes, or delete what is under the code; while the page is closed only the latter."""
    if says_yes and find_consent_closure(system):
        return _render(request, system, "safeguards/consent.html", {})
    typist = form.cleaned_data["typist"] or Typist.MYSELF
    row = answer_consent(
        system, form.cleaned_data["code"], typist, says_yes=says_yes, today=localdate()
    )
    chosen = form.cleaned_data["answer"]
    if is_guess_refused(system, row):
        form.add_error(
            "code", _("Many wrong codes were tried here. Wait a minute, then try again.")
        )
        return _answered(request, system, form, chosen, HTTPStatus.TOO_MANY_REQUESTS)
    if says_yes and row is None:
        form.add_error(
            "code", _("There is no yes under this code. Check the code, or ask for another paper.")
        )
        return _answered(request, system, form, chosen, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _answered(request, system, form, chosen, is_done=True)


def _answered(
    request: HttpRequest,
    system: System,
    form: ConsentAnswerForm,
    chosen: ConsentAnswer,
    status: int = 200,
    *,
    is_done: bool = False,
) -> HttpResponse:
    """Say what an answer does, and ask for the code where it needs one."""
    context = {
        "form": form,
        "chosen": chosen,
        "is_done": is_done,
        "to_correct": status != HTTPStatus.OK,
    }
    response = _render(request, system, "safeguards/consent_answer.html", context, status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(guesses.retry_after)
    return response


@require_http_methods(READ_OR_WRITE)
@public_page
def check(request: HttpRequest, system: System) -> HttpResponse:
    """Say whether there is a yes under the service's half of a code, and nothing more."""
    form = CodeCheckForm(request.POST if request.method == "POST" else None)
    verdict, status = "", HTTPStatus.OK
    if form.is_bound and form.is_valid():
        typed, today = form.cleaned_data["code"], localdate()
        row = find_by_file_code(system, PersonCodeKind.CONSENT, typed, today)
        is_yes = row is not None and row.state == PersonCodeState.YES
        verdict = _("There is a yes under this code.") if is_yes else _("No yes under this code.")
        if is_guess_refused(system, row if is_yes else None):
            verdict = _("Many wrong codes were tried here. Wait a minute, then try again.")
            status = HTTPStatus.TOO_MANY_REQUESTS
    context = {"form": form, "verdict": verdict}
    return _render(request, system, "safeguards/consent_check.html", context, status)


@require_safe
@public_page
def play(request: HttpRequest, system: System, language: str) -> HttpResponse:
    """Play the voice that reads the page; raise `Http404` unless it reads the words of now."""
    sheet = find_sheet(system)
    recording = find_recording(sheet, language) if sheet else None
    if recording is None:
        raise Http404
    return serve_range(request, bytes(recording.content), recording.content_type)


def _render(
    request: HttpRequest,
    system: System,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Return a page of consent: while it is closed, why."""
    sheet, closed = find_sheet(system), find_consent_closure(system)
    words = describe_sheet(sheet) if sheet else None
    shared = {
        "system": system,
        "sheet": sheet,
        "words": words,
        "closed": _(closed.label) if closed else "",
        "data_facts": list_data_facts(sheet) if sheet else [],
        "voice": sheet and words and find_recording(sheet, words.language),
        "routes": [(each, list_route_facts(each)) for each in list_routes(system)],
    }
    return render(request, template, shared | context, status=status)
