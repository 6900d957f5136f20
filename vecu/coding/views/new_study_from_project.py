"""Pages: create a study from a project: the upload, its contents, then the study's name."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.decorators import StaffRequest, require_study_creator
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.new_study_from_project import (
    ProjectStudyOptions,
    create_study_from_project,
)
from vecu.coding.actions.uploads import discard_upload, store_upload
from vecu.coding.forms.interchange import MAX_UPLOAD_BYTES, ProjectStudyForm
from vecu.coding.interchange.new_study import plan_study
from vecu.coding.interchange.read_file import REFUSALS, ImportFile, read_import_file
from vecu.coding.models import CodingUpload
from vecu.coding.presenters.import_messages import build_plan_context, format_import_summary
from vecu.coding.views.interchange import get_own_upload, held_file, too_large
from vecu.surveys.actions import SlugRefused, SlugTaken
from vecu.surveys.links import get_new_study_url
from vecu.ui.slugs import slugify_title
from vecu.ui.templatetags.ui import current_language

_READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_study_creator
@require_http_methods(_READ_OR_WRITE)
def project(request: StaffRequest) -> HttpResponse:
    """Ask for a project, and store it if it can be read."""
    if explained := too_large(request):
        return explained
    if request.method != "POST":
        return _ask(request, [])
    file = request.FILES.get("file")
    if file is None:
        return _ask(request, [_("Choose a file first.")])
    content = file.read()
    try:
        read = read_import_file(BytesIO(content), name=file.name or "")
    except REFUSALS as refusal:
        return _ask(request, refusal.say(current_language()).splitlines())
    if not read.is_project or not plan_study(read.found, current_language()).matched.matches:
        return _ask(request, [_("This file holds no text that could be an answer.")])
    held = store_upload(
        content,
        file.name or "",
        study=None,
        owner=request.user.pk,
        actor=request.user.get_username(),
        now=timezone.now(),
    )
    return redirect("coding:begin", file=held.pk)


@require_study_creator
@require_http_methods(_READ_OR_WRITE)
def begin(request: StaffRequest, file: UUID) -> HttpResponse:
    """Show the contents and ask for the study's name; a POST creates the study."""
    held = get_own_upload(request, file, None)
    read = read_import_file(held_file(held))
    if request.method != "POST":
        title = read.found.project.name or held.name.rpartition(".")[0]
        usual = {"title": title, "slug": slugify_title(title), "language": current_language()}
        return _preview(request, held, read, ProjectStudyForm(initial=usual))
    form = ProjectStudyForm(request.POST)
    if not form.is_valid():
        return _preview(request, held, read, form)
    account = request.user.get_username()
    beginning = ProjectStudyOptions(**form.cleaned_data, owner=account)
    act, all_read = ActionContext(account, timezone.now()), "all_read" in request.POST
    try:
        study, arrived = create_study_from_project(
            read.found, beginning, act, name=held.name, all_read=all_read
        )
    except (SlugTaken, SlugRefused) as refusal:
        form.add_error("slug", str(refusal))
        return _preview(request, held, read, form)
    discard_upload(held)
    messages.success(request, format_import_summary(arrived))
    return redirect("coding:overview", slug=study.slug)


@require_study_creator
@require_POST
def cancel(request: StaffRequest, file: UUID) -> HttpResponse:
    """Delete an uploaded project; nothing of it is stored."""
    discard_upload(get_own_upload(request, file, None))
    messages.info(request, _("The file was deleted. Nothing of it was kept."))
    return redirect("coding:project")


def _ask(request: StaffRequest, problems: list[str]) -> HttpResponse:
    context = {
        "problems": problems,
        "most": MAX_UPLOAD_BYTES // 1_000_000,
        "new_study_url": get_new_study_url(),
    }
    return render(request, "coding/project.html", context, status=422 if problems else 200)


def _preview(
    request: StaffRequest, held: CodingUpload, read: ImportFile, form: ProjectStudyForm
) -> HttpResponse:
    plan = plan_study(read.found, current_language())
    context = build_plan_context(plan, current_language()) | {
        "file": held,
        "form": form,
        "beginning": True,
    }
    return render(request, "coding/begin.html", context, status=422 if form.errors else 200)
