"""Authors' pages: create a study, and edit its description."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_study_creator
from vecu.questionnaires import LintResult
from vecu.surveys.actions import (
    ConsentTextLocked,
    SlugRefused,
    SlugTaken,
    WorkbookUpload,
    begin_study,
    clear_staging_area,
    update_description,
)
from vecu.surveys.forms.authoring import CreateStudyForm, StudyInfoForm
from vecu.surveys.library.compose import NothingPicked, compose_workbook
from vecu.surveys.queries.data_protection import list_fields_to_complete
from vecu.surveys.queries.staged_uploads import StagingArea, get_staging_area
from vecu.surveys.queries.studies import has_opened
from vecu.surveys.views.staged_uploads import (
    OFF,
    get_staged_workbook,
    inspect_workbook,
    list_file_items,
    reject_large_body,
    stage_form_upload,
)
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import current_language

# --- Create a study ---


@require_study_creator
@require_http_methods(READ_OR_WRITE)
def create_study_page(request: StaffRequest) -> HttpResponse:
    """Ask for the description of a study and the source of its questionnaire, and create it."""
    if refusal := reject_large_body(request):
        return refusal
    if request.method != "POST":
        form = CreateStudyForm(None, None, current_language(), timezone.localdate())
        picks = request.GET.getlist("pick")
        staging_area = get_staging_area(request.user.pk, None)
        return _begin_page(request, form, staging_area, picks=picks if _picked(picks) else ())
    form = CreateStudyForm(request.POST, request.FILES, current_language(), timezone.localdate())
    form.is_valid()
    staging_area = stage_form_upload(request, None, form, _picked(request.POST.getlist("pick")))
    if OFF in request.POST and not form.errors.get("beside"):
        again = CreateStudyForm(None, None, current_language(), timezone.localdate())
        again.initial = request.POST.dict()
        return _begin_page(request, again, staging_area)
    workbook = form.template or (
        get_staged_workbook(staging_area.workbook) if staging_area.workbook else None
    )
    if workbook is not None and not form.errors.get("file"):
        return _begin(request, form, staging_area, workbook)
    if not form.errors.get("file"):
        message = _("Choose a workbook, paste its tables, or take a ready-made inquiry.")
        form.add_error("file", message)
    return _begin_page(request, form, staging_area, status=422)


def _begin(
    request: StaffRequest,
    form: CreateStudyForm,
    staging_area: StagingArea,
    workbook: WorkbookUpload,
) -> HttpResponse:
    """Create a study from a workbook and the staged files, or show what must be corrected."""
    inspection = inspect_workbook(None, workbook.name, workbook.content, staging_area.files)
    if form.errors or not inspection.publishable:
        return _begin_page(
            request, form, staging_area, inspection, looked_at=workbook.name, status=422
        )
    try:
        by = request.user.get_username()
        study = begin_study(
            form.address, form.about, workbook, staging_area.files, by=by, now=timezone.now()
        )
    except (SlugTaken, SlugRefused) as refused:
        form.add_error("slug", str(refused))
        return _begin_page(
            request, form, staging_area, inspection, looked_at=workbook.name, status=422
        )
    clear_staging_area(request.user.pk, None)
    messages.success(request, _("The study is created. Nobody can answer before you open it."))
    return redirect("surveys:preview", study.slug)


def _picked(picks: Sequence[str]) -> WorkbookUpload | None:
    """Return a workbook of the questions selected in the library, None if there are none."""
    try:
        return WorkbookUpload(compose_workbook(picks, _("Picked from the library")), "library.xlsx")
    except NothingPicked:
        return None


def _begin_page(
    request: StaffRequest,
    form: CreateStudyForm,
    staging_area: StagingArea,
    inspection: LintResult | None = None,
    *,
    looked_at: str = "",
    picks: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "inspection": inspection,
        "looked_at": looked_at,
        "staged_files": list_file_items(staging_area, inspection),
        "picks": picks,
    }
    return render(request, "surveys/staff/begin.html", context, status=status)


# --- Edit the description ---


@study_page(allowed.can_write_questionnaire, READ_OR_WRITE)
def edit_description(visit: StudyVisit) -> HttpResponse:
    """Edit what the study says of itself before it opens.

    Once it has opened, that can only be read, and what it lacked of what it must say be added.
    """
    today, opened = timezone.localdate(), has_opened(visit.study)
    only = list_fields_to_complete(visit.study) if opened else None
    context = {"opened": opened, "texts": StudyInfoForm.list_texts(visit.study) if opened else []}
    if visit.sent is None:
        initial = StudyInfoForm.initial_values(visit.study)
        form = StudyInfoForm(initial=initial, today=today, only=only)
        return visit.render("surveys/staff/about.html", context | {"form": form})
    form = StudyInfoForm(visit.request.POST, today=today, only=only)
    if form.is_valid():
        try:
            update_description(visit.study, form.about, **visit.act)
        except ConsentTextLocked as refused:
            form.add_error(None, str(refused))
        else:
            return visit.go_on(_("The study details were changed."), "surveys:preview")
    return visit.render("surveys/staff/about.html", context | {"form": form}, status=422)
