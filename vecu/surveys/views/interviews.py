"""The page of an interviewer: one call from its start to its end, with no trace of any other."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.actions import undertake_secrecy
from vecu.accounts.queries import get_undertaking_day
from vecu.accounts.rules import can_interview
from vecu.questionnaires import AnswerProblem, Values
from vecu.surveys.actions import AnswersRefused, NotOpen
from vecu.surveys.actions.interviews import (
    Interview,
    has_further_questions,
    read_interview,
    store_interview,
)
from vecu.surveys.actions.page_input import Typed
from vecu.surveys.consent.wordings import can_say, is_unread
from vecu.surveys.forms.interview import (
    InterviewForm,
    Wordings,
    build_script,
    list_last_words,
)
from vecu.surveys.models import Fielding, Study
from vecu.surveys.queries import (
    find_current_fielding,
    get_availability,
    get_fielding_questionnaire,
)
from vecu.surveys.rules import AvailabilityStatus, Mode
from vecu.surveys.views.promise import build_spoken_promise, read_promise_number
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.language_names import get_language_name
from vecu.ui.requests import READ_OR_WRITE

_SENT = "sent"
"""In the address of the page that follows a call."""
_SETUP = ("mode", "overheard", "token", "promise")
"""How a call was begun: every page of it sends that on, beside the wording and the answers."""
_OF_THE_CALL = frozenset({*_SETUP, "wording", "inputs", "step", "change"})


@study_page(can_interview, READ_OR_WRITE)
def conduct_interview(visit: StudyVisit) -> HttpResponse:
    """Show how a call begins, its questions, and what is read back; nothing after it is sent."""
    if get_undertaking_day(visit.request.user, visit.study.scope) is None:
        return _undertake(visit)
    fielding = _find_open(visit.study, Mode.TELEPHONE)
    if fielding is None:
        return _refuse(visit)
    languages = get_fielding_questionnaire(fielding).languages
    sent = (
        visit.sent if visit.sent and not visit.sent.keys().isdisjoint({"step", "change"}) else None
    )
    form = InterviewForm(
        _read_setup(sent) if sent else None,
        languages=languages,
        initial={"mode": Mode.TELEPHONE, "wording": _own(languages)},
    )
    if sent is None or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
        context = _describe_start(visit, form, languages)
        return visit.render("surveys/interviews/start.html", context, status=status)
    return _CallPage(visit, form.cleaned_data, sent).respond()


def _undertake(visit: StudyVisit) -> HttpResponse:
    """Ask for an undertaking of secrecy; a POST that ticks it notes the day."""
    ticked = visit.sent is not None and visit.sent.get("undertakes") == "yes"
    if ticked:
        undertake_secrecy(visit.request.user, visit.study.scope, now=timezone.now())
        message = _("Your undertaking is noted, with today’s date.")
        return visit.go_on(message, "surveys:interview")
    refusals = [] if visit.sent is None else [_("Tick the box, or close this page.")]
    return visit.render("surveys/interviews/undertaking.html", {}, refusals)


def _find_open(study: Study, mode: Mode) -> Fielding | None:
    today = timezone.localdate()
    found = find_current_fielding(study, today, mode)
    is_open = found and get_availability(found, today) is AvailabilityStatus.OPEN
    return found if is_open else None


def _describe_start(
    visit: StudyVisit, form: InterviewForm, languages: Sequence[str]
) -> dict[str, Any]:
    """Return the promise in the wording that is chosen, in which a link shows it."""
    chosen = visit.request.GET.get("wording", "")
    wording = chosen if chosen in languages else _own(languages)
    form.initial["wording"] = wording
    aloud = wording if can_say(wording) else get_language() or ""
    return {
        "form": form,
        "sent": _SENT in visit.request.GET,
        "token": secrets.token_urlsafe(16),
        "promise": build_spoken_promise(visit.study, aloud),
        "details": build_spoken_promise(visit.study, get_language() or "").blocks["details"],
        "aloud": aloud,
        "unread": is_unread(aloud),
        "others": [
            (code, get_language_name(code).autonym) for code in languages if code != wording
        ],
    }


def _refuse(visit: StudyVisit) -> HttpResponse:
    """Say that nothing can be stored, before a call or during one."""
    status = HTTPStatus.OK if visit.sent is None else HTTPStatus.FORBIDDEN
    return visit.render("surveys/interviews/closed.html", {}, status=status)


def _own(languages: Sequence[str]) -> str:
    """Return the interviewer's language, or the first of the questionnaire's."""
    own = get_language() or ""
    return own if own in languages else languages[0]


def _read_setup(sent: QueryDict) -> QueryDict:
    """Return what was sent, with the wording that a button of the questions chooses instead."""
    setup = sent.copy()
    if changed := sent.get("change"):
        setup["wording"] = changed
    return setup


@dataclass(frozen=True, slots=True)
class _CallPage:
    """One page of a call: how it was begun, what was answered, and which button was pressed."""

    visit: StudyVisit
    setup: Mapping[str, Any]
    sent: QueryDict

    def respond(self) -> HttpResponse:
        """Show the questions, read words back, or store the answers."""
        fielding = _find_open(self.visit.study, Mode(self.setup["mode"]))
        if fielding is None:
            return _refuse(self.visit)
        own, today = get_language() or "", timezone.localdate()
        interview = Interview(fielding, self.setup["token"], own, today)
        typed = {name: self.sent.getlist(name) for name in self.sent if name not in _OF_THE_CALL}
        if self._step not in {"send", "keep", "drop"}:
            return self._ask(interview, typed)
        values, pages = read_interview(interview, typed)
        if has_further_questions(pages, self.sent.get("inputs", "").split()):
            return self._ask(interview, typed, _("An answer leads to another question: ask it."))
        words = list_last_words(pages)
        if words and self._step == "send":
            return self._read_back(typed, words)
        if self._step == "drop":
            dropped = {name: [""] for name, _text in words}
            values, _pages = read_interview(interview, {**typed, **dropped})
        return self._store(interview, typed, values)

    @property
    def _step(self) -> str:
        return "ask" if "change" in self.sent else self.sent.get("step", "ask")

    def _ask(
        self,
        interview: Interview,
        typed: Typed,
        note: str = "",
        problems: Sequence[AnswerProblem] = (),
    ) -> HttpResponse:
        _values, pages = read_interview(interview, typed)
        wordings = Wordings(self.setup["wording"], interview.language)
        token = interview.token if self.setup["overheard"] else ""
        questionnaire = interview.questionnaire
        script = build_script(questionnaire, pages, typed, wordings, token=token, problems=problems)
        others = [code for code in questionnaire.languages if code != wordings.spoken]
        context = {
            "script": script,
            "note": note,
            "others": [(code, get_language_name(code).autonym) for code in others],
        }
        return self._render("questions", context, unsound=bool(problems))

    def _read_back(self, typed: Typed, words: Sequence[tuple[str, str]]) -> HttpResponse:
        answers = [(name, text) for name, texts in typed.items() for text in texts]
        return self._render("read_back", {"answers": answers, "words": words})

    def _store(self, interview: Interview, typed: Typed, values: Values) -> HttpResponse:
        try:
            store_interview(interview, values, read_promise_number(self.visit.request))
        except AnswersRefused as refused:
            return self._ask(interview, typed, problems=refused.problems)
        except NotOpen:
            return _refuse(self.visit)
        # A message would be stored in the session, with the hour of the call as its expiry.
        return redirect(self.visit.make_address("surveys:interview") + f"?{_SENT}")

    def _render(
        self, template: str, context: Mapping[str, Any], *, unsound: bool = False
    ) -> HttpResponse:
        shared = {
            "setup": [(name, self.sent.get(name, "")) for name in _SETUP if name in self.sent],
            "wording": self.setup["wording"],
            "inputs": self.sent.get("inputs", ""),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if unsound else HTTPStatus.OK
        page = f"surveys/interviews/{template}.html"
        return self.visit.render(page, shared | dict(context), status=status)
