"""Create a study from a file: upload, then preview its questions and the import."""

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

from vecu.accounts.decorators import StaffRequest, require_study_creator
from vecu.accounts.rules import Role
from vecu.datasets import actions, queries
from vecu.datasets.forms.import_source import build_source_fields, say_source_problems
from vecu.datasets.forms.new_study import (
    StudyFromFileForm,
    build_new_study_fields,
    build_question_rows,
    build_study_name_fields,
    get_type_names,
    make_study_slug,
    read_new_study,
)
from vecu.datasets.importing.reader import OpenedTable, open_with_codes
from vecu.datasets.models import Upload
from vecu.datasets.queries import ImportOptions, ImportPlan
from vecu.datasets.rules import check_column_count, estimate_import_seconds
from vecu.datasets.views.importing import READ_OR_WRITE
from vecu.datasets.views.uploads import (
    MOST_MEGABYTES,
    build_table_context,
    get_page_language,
    get_source,
    get_upload_or_404,
    keep_source,
    open_upload,
    refuse_too_large,
    reread_upload,
)
from vecu.questionnaires import WorkbookRefused
from vecu.surveys.actions import SlugRefused, SlugTaken
from vecu.surveys.links import get_study_list_url, get_study_url
from vecu.tables import FileRefused


@require_study_creator
@require_http_methods(READ_OR_WRITE)
def begin(request: StaffRequest) -> HttpResponse:
    """Ask for a file of answers, and for the title of the new study."""
    if refusal := refuse_too_large(request):
        return refusal
    form = StudyFromFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _begin_page(request, form, "")
    if not form.is_valid():
        return _begin_page(request, form, _("Choose a file first."))
    try:
        check_column_count(len(open_with_codes(form.content, form.codes_content).table.columns))
    except FileRefused as error:
        return _begin_page(request, form, error.say(get_page_language()))
    name = form.cleaned_data["file"].name
    held = actions.store_upload(
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
    actions.update_upload(held, title=title, slug=form.cleaned_data["slug"], wording=wording)
    return redirect("datasets:begin-check", held.pk)


@require_study_creator
@require_http_methods(READ_OR_WRITE)
def begin_check(request: StaffRequest, file: UUID) -> HttpResponse:
    """Show the inferred questions and the dry run; then create the study."""
    held = get_upload_or_404(request, None, file)
    if request.method != "POST":
        return _check_page(request, held)
    found = open_upload(held)
    actions.update_upload(held, **read_new_study(request.POST, found.table))
    keep_source(request, held)
    if "confirm" in request.POST:
        return _begin(request, held, found)
    if "read" in request.POST and (problem := reread_upload(request, held)):
        return _check_page(request, held, problem)
    return redirect("datasets:begin-check", held.pk)


@require_POST
@require_study_creator
def begin_cancel(request: StaffRequest, file: UUID) -> HttpResponse:
    """Delete the file without importing it."""
    actions.discard_upload(get_upload_or_404(request, None, file))
    messages.info(request, _("The file was deleted. Nothing of it was kept."))
    return redirect("datasets:begin")


def _begin(request: StaffRequest, held: Upload, found: OpenedTable) -> HttpResponse:
    actor, source = request.user.get_username(), get_source(held)
    for at, problem in say_source_problems(source, get_page_language()).items():
        return _check_page(request, held, problem, at=at)
    title = held.settings["title"]
    slug = held.settings["slug"] or make_study_slug(title)
    try:
        plan = _plan(held, found)
        study = actions.begin_imported_study(plan, slug, title=title, by=actor, now=timezone.now())
    except (FileRefused, WorkbookRefused) as error:
        return _check_page(request, held, _reason(error))
    except (SlugTaken, SlugRefused) as error:
        return _check_page(request, held, str(error), at="slug")
    report = actions.import_file(plan, study, source, actor=actor, now=timezone.now())
    actions.discard_upload(held)
    context = {
        "study": study,
        "role": Role.OWNER,
        "study_url": get_study_url(study),
        "report": report,
        "plan": plan,
    }
    return render(request, "datasets/report.html", context)


def _reason(error: FileRefused | WorkbookRefused) -> str:
    text = error.say(get_page_language())
    return text if isinstance(text, str) else " ".join(text)


def _plan(held: Upload, found: OpenedTable) -> ImportPlan:
    settings = held.settings
    wishes = ImportOptions(
        codes=found.codes,
        key=settings["key"] if settings.get("keyed") else None,
        wording=settings["wording"],
        language=get_page_language(),
    )
    return queries.get_study_plan(
        found.table, wishes, title=settings["title"], today=timezone.localdate()
    )


def _begin_page(request: StaffRequest, form: StudyFromFileForm, problem: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    context = {
        "fields": build_new_study_fields(form, problem, get_page_language()),
        "most": MOST_MEGABYTES,
        "studies_url": get_study_list_url(),
    }
    return render(request, "datasets/begin.html", context | {"problem": problem}, status=status)


def _check_page(
    request: StaffRequest, held: Upload, problem: str = "", at: str = "begin"
) -> HttpResponse:
    """Show the preview of a study; `at` is the element of the page that a problem is about."""
    found = open_upload(held)
    context = build_table_context(found) | {"file": held, "problem": problem, "at": at}
    try:
        plan = _plan(held, found)
    except (FileRefused, WorkbookRefused) as error:
        context["problem"] = problem or _reason(error)
        return render(request, "datasets/begin_check.html", context, status=422)
    begin = monotonic()
    report = queries.get_dry_run_report(plan, None)
    tried = monotonic() - begin
    context |= {
        "plan": plan,
        "report": report,
        "key": plan.mapping.key,
        "questions": build_question_rows(plan, found, get_type_names()),
        "fields": build_study_name_fields(held.settings, problem if at == "slug" else ""),
        "source_fields": build_source_fields(get_source(held), {at: problem}),
        "seconds": estimate_import_seconds(tried) if report.imported else 0,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "datasets/begin_check.html", context, status=status)
