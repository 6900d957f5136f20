"""A study made of a file: the file, then what its questions would be and what would arrive."""

from http import HTTPStatus
from pathlib import PurePath
from time import monotonic
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.access import StaffRequest, creators_only
from vecu.datasets import actions, queries
from vecu.datasets.beginning_forms import (
    NewStudyForm,
    named_fields,
    new_study_fields,
    question_rows,
    read_new_study,
    slug_of,
    type_names,
)
from vecu.datasets.models import Upload
from vecu.datasets.opening import Opened, open_with_codes
from vecu.datasets.queries import ImportPlan, Wishes
from vecu.datasets.rules import check_width, seconds_to_keep
from vecu.datasets.views.importing import READ_OR_WRITE
from vecu.datasets.views.uploads import (
    MOST_MEGABYTES,
    held_file,
    language,
    opened,
    read_again,
    refuse_too_large,
    told_of,
)
from vecu.questionnaires import WorkbookRefused
from vecu.surveys.actions import SlugRefused, SlugTaken
from vecu.tables import FileRefused


@creators_only
@require_http_methods(READ_OR_WRITE)
def begin(request: StaffRequest) -> HttpResponse:
    """Ask for a file of answers that no study asked for yet, and what the study is to be called."""
    if refusal := refuse_too_large(request):
        return refusal
    form = NewStudyForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _begin_page(request, form, "")
    if not form.is_valid():
        return _begin_page(request, form, _("Choose a file first."))
    try:
        check_width(len(open_with_codes(form.content, form.codes_content).table.columns))
    except FileRefused as error:
        return _begin_page(request, form, error.say(language()))
    name = form.cleaned_data["file"].name
    held = actions.keep_upload(
        None,
        form.content,
        name,
        codes=form.codes_content,
        owner=request.user.pk,
        actor=request.user.get_username(),
        now=timezone.now(),
    )
    title = form.cleaned_data["title"] or PurePath(name).stem
    wording = form.cleaned_data["wording"]
    actions.change_upload(held, title=title, slug=form.cleaned_data["slug"], wording=wording)
    return redirect("datasets:begin-check", held.pk)


@creators_only
@require_http_methods(READ_OR_WRITE)
def begin_check(request: StaffRequest, file: UUID) -> HttpResponse:
    """Show the questions that the file makes and what would arrive; then begin the study."""
    held = held_file(request, None, file)
    if request.method != "POST":
        return _check_page(request, held)
    found = opened(held)
    actions.change_upload(held, **read_new_study(request.POST, found.table))
    if "confirm" in request.POST:
        return _begin(request, held, found)
    if "read" in request.POST and (problem := read_again(request, held)):
        return _check_page(request, held, problem)
    return redirect("datasets:begin-check", held.pk)


@require_POST
@creators_only
def begin_cancel(request: StaffRequest, file: UUID) -> HttpResponse:
    """Delete the file and keep nothing of it."""
    actions.discard_upload(held_file(request, None, file))
    messages.info(request, _("The file was deleted. Nothing was kept of it."))
    return redirect("datasets:begin")


def _begin(request: StaffRequest, held: Upload, found: Opened) -> HttpResponse:
    actor = request.user.get_username()
    title = held.settings["title"]
    slug = held.settings["slug"] or slug_of(title)
    try:
        plan = _plan(held, found)
        study = actions.begin_imported_study(plan, slug, title=title, by=actor, now=timezone.now())
    except (FileRefused, WorkbookRefused) as error:
        return _check_page(request, held, _reason(error))
    except (SlugTaken, SlugRefused) as error:
        return _check_page(request, held, str(error), at="slug")
    report = actions.import_file(plan, study, actor=actor, now=timezone.now())
    actions.discard_upload(held)
    context = {"study": study, "report": report, "plan": plan}
    return render(request, "datasets/report.html", context)


def _reason(error: FileRefused | WorkbookRefused) -> str:
    said = error.say(language())
    return said if isinstance(said, str) else " ".join(said)


def _plan(held: Upload, found: Opened) -> ImportPlan:
    kept = held.settings
    wishes = Wishes(
        codes=found.codes,
        key=kept["key"] if kept.get("keyed") else None,
        wording=kept["wording"],
        language=language(),
    )
    return queries.plan_study(found.table, wishes, title=kept["title"], today=timezone.localdate())


def _begin_page(request: StaffRequest, form: NewStudyForm, problem: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    context = {"fields": new_study_fields(form, problem, language()), "most": MOST_MEGABYTES}
    return render(request, "datasets/begin.html", context | {"problem": problem}, status=status)


def _check_page(
    request: StaffRequest, held: Upload, problem: str = "", at: str = "begin"
) -> HttpResponse:
    """Show what a file makes; `at` is the element of the page that a problem is about."""
    found = opened(held)
    context = told_of(found) | {"file": held, "problem": problem, "at": at}
    try:
        plan = _plan(held, found)
    except (FileRefused, WorkbookRefused) as error:
        context["problem"] = problem or _reason(error)
        return render(request, "datasets/begin_check.html", context, status=422)
    begin = monotonic()
    report = queries.try_import(plan, None)
    tried = monotonic() - begin
    context |= {
        "plan": plan,
        "report": report,
        "key": plan.mapping.key,
        "questions": question_rows(plan, found, type_names()),
        "fields": named_fields(held.settings, problem if at == "slug" else ""),
        "seconds": seconds_to_keep(tried) if report.kept else 0,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "datasets/begin_check.html", context, status=status)
