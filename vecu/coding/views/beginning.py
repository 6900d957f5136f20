"""A study begun with a project of another program: the file, what it holds, then its name."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.access import StaffRequest, creators_only
from vecu.coding.actions.beginning import Beginning, begin_with_project
from vecu.coding.actions.history import Act
from vecu.coding.actions.uploads import discard_upload, hold_upload
from vecu.coding.exchange.beginning import plan_study
from vecu.coding.exchange.incoming import REFUSALS, Incoming, read_incoming
from vecu.coding.exchange_forms import MAX_UPLOAD_BYTES, BeginForm
from vecu.coding.models import Upload
from vecu.coding.queries.arriving import find_upload
from vecu.coding.telling import say_arrived, tell_plan
from vecu.coding.views.exchange import held_file, too_large
from vecu.surveys.actions import SlugRefused, SlugTaken
from vecu.surveys.addresses import end_made_of

_READ_OR_WRITE = ["GET", "HEAD", "POST"]


@creators_only
@require_http_methods(_READ_OR_WRITE)
def project(request: StaffRequest) -> HttpResponse:
    """Ask for a project, and hold it once it can be read."""
    if explained := too_large(request):
        return explained
    if request.method != "POST":
        return _ask(request, [])
    file = request.FILES.get("file")
    if file is None:
        return _ask(request, [_("Choose a file first.")])
    content = file.read()
    try:
        read = read_incoming(BytesIO(content), name=file.name or "")
    except REFUSALS as refusal:
        return _ask(request, refusal.say(_language()).splitlines())
    if not read.is_project or not plan_study(read.found, _language()).matched.matches:
        return _ask(request, [_("This file holds no text that could be an answer.")])
    held = hold_upload(
        content,
        file.name or "",
        study=None,
        owner=request.user.pk,
        actor=request.user.get_username(),
        now=timezone.now(),
    )
    return redirect("coding:begin", file=held.pk)


@creators_only
@require_http_methods(_READ_OR_WRITE)
def begin(request: StaffRequest, file: UUID) -> HttpResponse:
    """Show what the study would hold and ask what it is called; a POST begins it."""
    held = _held(request, file)
    read = read_incoming(held_file(held))
    if request.method != "POST":
        title = read.found.project.name or held.name.rpartition(".")[0]
        usual = {"title": title, "slug": end_made_of(title), "language": _language()}
        return _preview(request, held, read, BeginForm(initial=usual))
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _preview(request, held, read, form)
    account = request.user.get_username()
    beginning = Beginning(**form.cleaned_data, owner=account)
    act, all_read = Act(account, timezone.now()), "all_read" in request.POST
    try:
        study, arrived = begin_with_project(
            read.found, beginning, act, name=held.name, all_read=all_read
        )
    except (SlugTaken, SlugRefused) as refusal:
        form.add_error("slug", str(refusal))
        return _preview(request, held, read, form)
    discard_upload(held)
    messages.success(request, say_arrived(arrived))
    return redirect("coding:overview", slug=study.slug)


@creators_only
@require_POST
def cancel(request: StaffRequest, file: UUID) -> HttpResponse:
    """Delete a project and keep nothing of it."""
    discard_upload(_held(request, file))
    messages.info(request, _("The file was deleted. Nothing was kept of it."))
    return redirect("coding:project")


def _ask(request: StaffRequest, problems: list[str]) -> HttpResponse:
    context = {"problems": problems, "most": MAX_UPLOAD_BYTES // 1_000_000}
    return render(request, "coding/project.html", context, status=422 if problems else 200)


def _preview(request: StaffRequest, held: Upload, read: Incoming, form: BeginForm) -> HttpResponse:
    plan = plan_study(read.found, _language())
    context = tell_plan(plan, _language()) | {"file": held, "form": form, "beginning": True}
    return render(request, "coding/begin.html", context, status=422 if form.errors else 200)


def _held(request: StaffRequest, file: UUID) -> Upload:
    held = find_upload(file, None, request.user.pk)
    if held is None:
        raise Http404(_("This file is no longer here. Bring it again."))
    return held


def _language() -> str:
    return get_language() or "en"
