"""Import a file step by step: upload, mapping, dry run, report."""

from http import HTTPStatus
from time import monotonic
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_bring_answers_in
from vecu.datasets import actions, queries
from vecu.datasets.forms import importing
from vecu.datasets.forms.import_source import build_source_fields, say_source_problems
from vecu.datasets.importing.mapping import check_mapping, read_mapping
from vecu.datasets.importing.reader import OpenedTable, open_with_codes
from vecu.datasets.importing.suggest_mapping import MappingSuggestion, suggest_column_mapping
from vecu.datasets.models import Upload
from vecu.datasets.queries import ImportOptions, ImportPlan
from vecu.datasets.rules import (
    check_column_count,
    estimate_dry_run_seconds,
    estimate_import_seconds,
)
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
from vecu.surveys.links import get_study_url
from vecu.surveys.queries import Study, get_study
from vecu.tables import FileRefused

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_WRITE)
@require_permission(can_bring_answers_in, get_study)
def upload(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Ask for a file, and store it if it can be read as a table."""
    if refusal := refuse_too_large(request):
        return refusal
    form = importing.UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _upload_page(request, study, role, "")
    if not form.is_valid():
        return _upload_page(request, study, role, _("Choose a file first."), 422)
    try:
        check_column_count(len(open_with_codes(form.content, form.codes_content).table.columns))
    except FileRefused as error:
        return _upload_page(request, study, role, error.say(get_page_language()), 422)
    held = actions.store_upload(
        study,
        form.content,
        form.cleaned_data["file"].name,
        codes=form.codes_content,
        owner=request.user.pk,
        actor=request.user.get_username(),
        now=timezone.now(),
    )
    return redirect("datasets:mapping", study.slug, held.pk)


@require_http_methods(READ_OR_WRITE)
@require_permission(can_bring_answers_in, get_study)
def mapping(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Show how the file was read and the mapping; store the mapping once it is confirmed."""
    held = get_upload_or_404(request, study.id, file)
    problem = ""
    if request.method == "POST" and "read" in request.POST:
        problem = reread_upload(request, held)
        if not problem:
            return redirect("datasets:mapping", study.slug, held.pk)
    found = open_upload(held)
    questionnaire = queries.get_import_questionnaire(study)
    suggestion = suggest_column_mapping(found.table, questionnaire, found.codes)
    if saved := held.settings.get("mapping"):
        suggestion = MappingSuggestion(read_mapping(saved))
    if request.method != "POST" or problem:
        return _mapping_page(request, study, role, held, found, suggestion, problem)
    chosen = importing.read_columns(request.POST, found, suggestion.mapping, questionnaire)
    try:
        check_mapping(chosen, found.table.columns, questionnaire)
    except FileRefused as error:
        proposed = MappingSuggestion(chosen)
        return _mapping_page(
            request, study, role, held, found, proposed, error.say(get_page_language())
        )
    actions.update_upload(held, mapping=chosen.to_json())
    return redirect("datasets:check", study.slug, held.pk)


@require_http_methods(READ_OR_WRITE)
@require_permission(can_bring_answers_in, get_study)
def check(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Show the dry run; import the file once it is confirmed."""
    held = get_upload_or_404(request, study.id, file)
    if not held.settings.get("mapping"):
        return redirect("datasets:mapping", study.slug, held.pk)
    try:
        plan = _plan(held, study)
    except FileRefused as error:
        messages.error(request, error.say(get_page_language()))
        return redirect("datasets:mapping", study.slug, held.pk)
    problems = {}
    if request.method == "POST":
        keep_source(request, held)
        if "confirm" in request.POST and not importing.has_values(request.POST):
            problems = say_source_problems(get_source(held), get_page_language())
            if not problems:
                return _import(request, study, role, held, plan)
    begin = monotonic()
    report = queries.get_dry_run_report(plan, study)
    seconds = estimate_import_seconds(monotonic() - begin) if report.imported else 0
    reader = plan.reader
    rows = importing.build_value_rows(
        report, plan.mapping, reader.questionnaire, reader.codes, get_page_language()
    )
    if request.method == "POST" and not problems:
        chosen = importing.read_values(request.POST, rows, plan.mapping)
        actions.update_upload(held, mapping=chosen.to_json())
        return redirect("datasets:check", study.slug, held.pk)
    found = {
        "study": study,
        "role": role,
        "file": held,
        "plan": plan,
        "report": report,
        "values": rows,
        "seconds": seconds,
        "problems": problems,
        "source_fields": build_source_fields(get_source(held), problems),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "datasets/check.html", found, status=status)


@require_POST
@require_permission(can_bring_answers_in, get_study)
def cancel(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Delete the file without importing it."""
    actions.discard_upload(get_upload_or_404(request, study.id, file))
    messages.info(request, _("The file was deleted. Nothing of it was kept."))
    return redirect("datasets:upload", study.slug)


def _import(
    request: StaffRequest, study: Study, role: Role, held: Upload, plan: ImportPlan
) -> HttpResponse:
    actor = request.user.get_username()
    report = actions.import_file(plan, study, get_source(held), actor=actor, now=timezone.now())
    actions.discard_upload(held)
    found = {
        "study": study,
        "role": role,
        "study_url": get_study_url(study),
        "report": report,
        "plan": plan,
    }
    return render(request, "datasets/report.html", found)


def _upload_page(
    request: StaffRequest, study: Study, role: Role, problem: str, status: int = 200
) -> HttpResponse:
    found = {
        "study": study,
        "role": role,
        "fields": importing.build_upload_fields(problem),
        "most": MOST_MEGABYTES,
    }
    return render(request, "datasets/upload.html", found, status=status)


def _mapping_page(
    request: StaffRequest,
    study: Study,
    role: Role,
    held: Upload,
    found: OpenedTable,
    suggestion: MappingSuggestion,
    problem: str = "",
) -> HttpResponse:
    questionnaire = queries.get_import_questionnaire(study)
    context = build_table_context(found) | {
        "study": study,
        "role": role,
        "file": held,
        "key": suggestion.mapping.key,
        "columns": importing.build_column_rows(
            found, suggestion, questionnaire, get_page_language()
        ),
        "seconds": estimate_dry_run_seconds(
            found.table.count(), len(suggestion.mapping.mapped_columns)
        ),
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "datasets/mapping.html", context, status=status)


def _plan(held: Upload, study: Study) -> ImportPlan:
    found, mapping = open_upload(held), read_mapping(held.settings["mapping"])
    wishes = ImportOptions(mapping=mapping, codes=found.codes, language=get_page_language())
    return queries.get_import_plan(study, found.table, wishes, today=timezone.localdate())
