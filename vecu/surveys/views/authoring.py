"""Authors' pages: beginning a study, versions of its questionnaire, what it says of itself."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.access import StaffRequest, creators_only, require
from vecu.accounts.rules import Role
from vecu.questionnaires import Inspection, inspect
from vecu.surveys.actions import (
    PromiseMade,
    SlugRefused,
    SlugTaken,
    Written,
    begin_study,
    change_about,
    publish_next,
)
from vecu.surveys.authoring_forms import (
    MAX_BODY_BYTES,
    MAX_WORKBOOK_BYTES,
    AboutForm,
    NewStudyForm,
    WorkbookForm,
    held_fields,
)
from vecu.surveys.library.picking import NothingPicked, compose
from vecu.surveys.models import Study, Version
from vecu.surveys.queries import get_study, latest_version, questionnaire_of
from vecu.surveys.queries.inquiries import find_version, list_versions
from vecu.surveys.views.comparing import tell
from vecu.surveys.views.studies import show
from vecu.surveys.workbooks import XLSX, as_spreadsheet

_READ_OR_WRITE = ["GET", "HEAD", "POST"]


def _reader() -> str:
    return get_language() or "en"


def _look(workbook: Written) -> Inspection:
    return inspect(workbook.content, workbook.name, language=_reader())


def _too_large(request: StaffRequest) -> HttpResponse | None:
    """Explain a body beyond the bound before anything of it is read."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdecimal() or int(announced) <= MAX_BODY_BYTES:
        return None
    message = _("The file is larger than %(most)s MB. Take pictures and unused sheets out.")
    found = {"message": message % {"most": MAX_WORKBOOK_BYTES // 1_000_000}, "status": 413}
    return render(request, "ui/explain.html", found, status=413)


# --- Beginning a study ---


@creators_only
@require_http_methods(_READ_OR_WRITE)
def begin(request: StaffRequest) -> HttpResponse:
    """Ask what an inquiry is about and where its questions come from, and begin it."""
    if refusal := _too_large(request):
        return refusal
    if request.method != "POST":
        form = NewStudyForm(None, None, _reader())
        form.initial = _picked(request)
        return _begin_page(request, form)
    form = NewStudyForm(request.POST, request.FILES, _reader())
    valid = form.is_valid()
    if (brought := form.workbook) is not None:
        form.hold(brought)
    workbook = form.chosen
    if workbook is None and not form.errors.get("file"):
        form.add_error("file", _("Choose a workbook, paste its tables, or take a ready inquiry."))
    if workbook is None:
        return _begin_page(request, form, 422)
    inspection = _look(workbook)
    if not valid or not inspection.publishable:
        return _begin_page(request, form, 422, inspection)
    try:
        by = request.user.get_username()
        study = begin_study(form.address, form.about, workbook, by=by, now=timezone.now())
    except (SlugTaken, SlugRefused) as refused:
        form.add_error("slug", str(refused))
        return _begin_page(request, form, 422, inspection)
    messages.success(request, _("The study is begun. Nobody can answer before you open it."))
    return redirect("surveys:preview", study.slug)


def _picked(request: StaffRequest) -> dict[str, str]:
    """Return what was picked in the library as the workbook that the form holds."""
    try:
        content = compose(request.GET.getlist("pick"), _("Picked from the library"))
    except NothingPicked:
        return {}
    return held_fields(Written(content, "library.xlsx"))


def _begin_page(
    request: StaffRequest,
    form: NewStudyForm,
    status: int = 200,
    inspection: Inspection | None = None,
) -> HttpResponse:
    held = form["held_name"].value() or ""
    context = {"form": form, "inspection": inspection, "held": held}
    return render(request, "surveys/staff/begin.html", context, status=status)


# --- What it says of itself ---


@require(allowed.can_write_questionnaire, get_study)
@require_http_methods(_READ_OR_WRITE)
def about(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Change the title, who asks, why, the contact and the date, while nobody was told them."""
    if request.method != "POST":
        return show(
            request, "about", study, role, {"form": AboutForm(initial=AboutForm.said(study))}
        )
    form = AboutForm(request.POST)
    if form.is_valid():
        try:
            by = request.user.get_username()
            change_about(study, form.about, by=by, now=timezone.now())
        except PromiseMade as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("What the inquiry says of itself was changed."))
            return redirect("surveys:preview", study.slug)
    return show(request, "about", study, role, {"form": form}, 422)


# --- Versions ---


@require(allowed.can_write_questionnaire, get_study)
@require_http_methods(_READ_OR_WRITE)
def questionnaire(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the versions; look at a workbook that is brought, and publish it when confirmed."""
    if refusal := _too_large(request):
        return refusal
    if request.method != "POST":
        return _versions_page(request, study, role, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    form.is_valid()
    workbook = form.workbook
    if workbook is None:
        if not form.errors:
            form.add_error("file", _("Choose a workbook or paste its tables."))
        return _versions_page(request, study, role, form, status=422)
    inspection = _look(workbook)
    form.hold(workbook)
    if not inspection.publishable or form.errors:
        return _versions_page(request, study, role, form, inspection, status=422)
    if "publish" not in request.POST:
        return _versions_page(request, study, role, form, inspection)
    version = publish_next(study, workbook, by=request.user.get_username(), now=timezone.now())
    message = _("Version %(number)s is published. Open it when you are ready.")
    messages.success(request, message % {"number": version.number})
    return redirect("surveys:differences", study.slug, version.number)


def _versions_page(
    request: StaffRequest,
    study: Study,
    role: Role,
    form: WorkbookForm,
    inspection: Inspection | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "inspection": inspection,
        "versions": list_versions(study),
        "held": form["held_name"].value() or "",
    }
    if inspection is not None and inspection.questionnaire is not None:
        before = questionnaire_of(latest_version(study))
        context["comparison"] = tell(before, inspection.questionnaire, _reader())
    return show(request, "questionnaire", study, role, context, status)


@require(allowed.can_write_questionnaire, get_study)
@require_safe
def differences(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Show what a version changed, and whose answers can be read with those to the one before."""
    version, before = _version(study, number), find_version(study, number - 1)
    if before is None or number < 2:
        raise Http404
    comparison = tell(questionnaire_of(before), questionnaire_of(version), _reader())
    context = {"version": version, "comparison": comparison}
    return show(request, "differences", study, role, context)


@require(allowed.can_write_questionnaire, get_study)
@require_safe
def workbook(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Give a version's workbook as a spreadsheet, to write the next version from."""
    version = _version(study, number)
    name = f"{study.slug}-{version.number}.xlsx"
    content = as_spreadsheet(bytes(version.workbook), version.workbook_name)
    return spreadsheet(content, name)


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file to save."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{PurePath(name).name}"'
    return response


def _version(study: Study, number: int) -> Version:
    version = find_version(study, number)
    if version is None:
        raise Http404
    return version
