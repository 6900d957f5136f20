"""A group in 90 minutes, for everybody: nothing that is chosen or typed is stored or logged.

Choices stand in the address. What is typed travels in the form, from its first stage to its last.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from vecu.demonstrators.counts import (
    Occasion,
    SessionProblem,
    check_counts,
    list_count_fields,
)
from vecu.demonstrators.presenters import (
    find_play_address,
    lay_out_choices,
    lay_out_counts,
    lay_out_fieldsets,
    lay_out_programme,
    lay_out_strip,
    list_plays,
)
from vecu.demonstrators.programme import RULE, THREE_QUESTIONS
from vecu.demonstrators.record import (
    COUNTED_BY_HAND,
    MOST_NAME,
    MOST_WRITTEN,
    NO_RECOMMENDATION,
    QUESTION_FIELDS,
    TELLING_COUNTS,
    TEXT_FIELDS,
    check_texts,
    read_record,
    write_text,
)
from vecu.demonstrators.screens import list_screens
from vecu.demonstrators.session import (
    Session,
    SessionRefused,
    make_usual_session,
    read_session,
)
from vecu.ui.templatetags.ui import current_language, day

Arguments = ParamSpec("Arguments")
_SessionView = Callable[Concatenate[HttpRequest, Session, Arguments], HttpResponse]
_View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


class RecordStage(StrEnum):
    """Where one is in the form of a record."""

    BEFORE = "before"
    AFTER = "after"
    QUESTIONS = "questions"
    RECORD = "record"
    FILE = "file"


def _session_page(view: _SessionView[Arguments]) -> _View[Arguments]:
    """Call a view with the session of its address, or show the choices that make none."""

    @wraps(view)
    def respond(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        try:
            session = read_session(dict(request.GET.lists()))
        except SessionRefused as refused:
            response = _show_programme(request, make_usual_session(), refused)
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            response = view(request, session, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return respond


@require_safe
@_session_page
def show_programme(request: HttpRequest, session: Session) -> HttpResponse:
    """Show the programme, minute by minute, what to prepare, and what can be chosen."""
    return _show_programme(request, session, None)


def _show_programme(
    request: HttpRequest, session: Session, refused: SessionRefused | None
) -> HttpResponse:
    chosen = dict(request.GET.lists()) if refused else None
    parts = lay_out_programme(session, current_language())
    context = {
        "session": session,
        "parts": parts,
        "demonstrators_address": reverse("demonstrators:demonstrators"),
        "end": parts[-1].end,
        "strip": lay_out_strip(session),
        "choices": lay_out_choices(session, chosen),
        "rule": RULE,
        "problem": refused.say(current_language()) if refused else "",
    }
    return render(request, "demonstrators/training/programme.html", context)


@require_safe
@_session_page
def show_cards(request: HttpRequest, session: Session) -> HttpResponse:
    """Show the cards and the facilitator’s sheet, to be printed."""
    context = {
        "session": session,
        "parts": lay_out_programme(session, current_language()),
        "fieldsets": lay_out_fieldsets(Occasion.BEFORE, session.statements, {}, {}),
        "rule": RULE,
        "three_questions": THREE_QUESTIONS,
    }
    return render(request, "demonstrators/training/cards.html", context)


@require_safe
@_session_page
def show_screen(request: HttpRequest, session: Session, number: int) -> HttpResponse:
    """Show one large sentence, to be projected; screens count from 1."""
    screens, language = list_screens(session), current_language()
    if not 1 <= number <= len(screens):
        raise Http404
    screen = screens[number - 1]
    context = {
        "session": session,
        "screen": screen,
        "sentence": screen.say(language),
        "opens": find_play_address(screen.opens) if screen.opens else "",
        "beside": screen.say_beside(language),
        "long": screen.is_long(language),
        "number": number,
        "last": len(screens),
    }
    return render(request, "demonstrators/training/screen.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_session_page
def keep_record(request: HttpRequest, session: Session) -> HttpResponse:
    """Ask for the counts before, those after and the questions, stage by stage; show the record."""
    typed = _read_typed(request, session)
    wanted = request.POST.get("go", RecordStage.BEFORE)
    if wanted not in list(RecordStage):
        wanted = RecordStage.BEFORE
    stage, problems = _find_stage(RecordStage(wanted), typed, session)
    if stage in (RecordStage.RECORD, RecordStage.FILE):
        return _show_record(request, session, typed, stage)
    return _ask(request, session, typed, _StageProblems(stage, problems))


@dataclass(frozen=True, slots=True)
class _StageProblems:
    """The stage whose fields are shown, and what is wrong with them."""

    stage: RecordStage
    problems: Sequence[SessionProblem]


def _list_fields(stage: RecordStage, session: Session) -> Sequence[str]:
    if stage in (RecordStage.BEFORE, RecordStage.AFTER):
        return list_count_fields(Occasion(stage), session.statements)
    return TEXT_FIELDS


def _read_typed(request: HttpRequest, session: Session) -> Mapping[str, str]:
    stages = (RecordStage.BEFORE, RecordStage.AFTER, RecordStage.QUESTIONS)
    fields = [field for stage in stages for field in _list_fields(stage, session)]
    return {field: request.POST.get(field, "").strip() for field in fields}


def _find_stage(
    wanted: RecordStage, typed: Mapping[str, str], session: Session
) -> tuple[RecordStage, Sequence[SessionProblem]]:
    """Return the stage that is wanted, or the first one before it that is not right."""
    for stage in RecordStage:
        if stage == wanted:
            break
        if stage is RecordStage.QUESTIONS:
            problems = check_texts(typed)
        elif stage in (RecordStage.BEFORE, RecordStage.AFTER):
            problems = check_counts(typed, Occasion(stage), session.statements)
        else:
            problems = []
        if problems:
            return stage, problems
    return wanted, []


def _ask(
    request: HttpRequest, session: Session, typed: Mapping[str, str], stage_problems: _StageProblems
) -> HttpResponse:
    language = current_language()
    shown = set(_list_fields(stage_problems.stage, session))
    found = {problem.field_id: problem.message.say(language) for problem in stage_problems.problems}
    problems = [{"field_id": field, "message": words} for field, words in found.items()]
    context = {
        "session": session,
        "plays": list_plays(session),
        "stage": stage_problems.stage,
        "typed": typed,
        "found": found,
        "problems": problems,
        "carried": {field: value for field, value in typed.items() if field not in shown},
        "questions": [(field, typed[field], found.get(field, "")) for field in QUESTION_FIELDS],
        "most_name": MOST_NAME,
        "most_written": MOST_WRITTEN,
    }
    if stage_problems.stage in (RecordStage.BEFORE, RecordStage.AFTER):
        occasion = Occasion(stage_problems.stage)
        context["fieldsets"] = lay_out_fieldsets(occasion, session.statements, typed, found)
    else:
        context["counts"] = lay_out_counts(typed, session.statements, language)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "demonstrators/training/ask.html", context, status=status)


def _show_record(
    request: HttpRequest, session: Session, typed: Mapping[str, str], stage: RecordStage
) -> HttpResponse:
    record, language = read_record(typed, session), current_language()
    written = day(record.day) if record.day else ""
    if stage is RecordStage.FILE:
        text = write_text(record, written, language)
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="session.txt"'
        return response
    context = {
        "session": session,
        "plays": list_plays(session),
        "record": record,
        "day": written,
        "counts": lay_out_counts(typed, session.statements, language),
        "carried": typed,
        "by_hand": COUNTED_BY_HAND,
        "telling": TELLING_COUNTS if record.is_telling else "",
        "no_recommendation": NO_RECOMMENDATION,
    }
    return render(request, "demonstrators/training/record.html", context)
