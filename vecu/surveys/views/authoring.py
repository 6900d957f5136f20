"""Authors' pages: beginning a study, and what it says of itself."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.access import StaffRequest, creators_only, require
from vecu.accounts.rules import Role
from vecu.questionnaires import Inspection
from vecu.surveys.actions import (
    PromiseMade,
    SlugRefused,
    SlugTaken,
    Written,
    begin_study,
    change_about,
    clear_desk,
)
from vecu.surveys.authoring_forms import AboutForm, NewStudyForm
from vecu.surveys.library.picking import NothingPicked, compose
from vecu.surveys.models import Study
from vecu.surveys.queries import get_study
from vecu.surveys.queries.desks import Desk, desk_of
from vecu.surveys.queries.inquiries import has_opened
from vecu.surveys.views.desks import OFF, lay, lines, look, reader, too_large, written
from vecu.surveys.views.studies import show

READ_OR_WRITE = ["GET", "HEAD", "POST"]

# --- Beginning a study ---


@creators_only
@require_http_methods(READ_OR_WRITE)
def begin(request: StaffRequest) -> HttpResponse:
    """Ask what an inquiry is about and where its questions come from, and begin it."""
    if refusal := too_large(request):
        return refusal
    if request.method != "POST":
        form = NewStudyForm(None, None, reader(), timezone.localdate())
        picks = request.GET.getlist("pick")
        desk = desk_of(request.user.pk, None)
        return _begin_page(request, form, desk, picks=picks if _picked(picks) else ())
    form = NewStudyForm(request.POST, request.FILES, reader(), timezone.localdate())
    form.is_valid()
    desk = lay(request, None, form, _picked(request.POST.getlist("pick")))
    if OFF in request.POST and not form.errors.get("beside"):
        again = NewStudyForm(None, None, reader(), timezone.localdate())
        again.initial = request.POST.dict()
        return _begin_page(request, again, desk)
    workbook = form.template or (written(desk.workbook) if desk.workbook else None)
    if workbook is not None and not form.errors.get("file"):
        return _begin(request, form, desk, workbook)
    if not form.errors.get("file"):
        message = _("Choose a workbook, paste its tables, or take a ready inquiry.")
        form.add_error("file", message)
    return _begin_page(request, form, desk, status=422)


def _begin(
    request: StaffRequest, form: NewStudyForm, desk: Desk, workbook: Written
) -> HttpResponse:
    """Begin a study with a workbook and the files on the desk, unless something is to be mended."""
    inspection = look(None, workbook.name, workbook.content, desk.files)
    if form.errors or not inspection.publishable:
        return _begin_page(request, form, desk, inspection, looked_at=workbook.name, status=422)
    try:
        by = request.user.get_username()
        study = begin_study(
            form.address, form.about, workbook, desk.files, by=by, now=timezone.now()
        )
    except (SlugTaken, SlugRefused) as refused:
        form.add_error("slug", str(refused))
        return _begin_page(request, form, desk, inspection, looked_at=workbook.name, status=422)
    clear_desk(request.user.pk, None)
    messages.success(request, _("The study is begun. Nobody can answer before you open it."))
    return redirect("surveys:preview", study.slug)


def _picked(picks: Sequence[str]) -> Written | None:
    """Return what was picked in the library as a workbook, None where nothing was."""
    try:
        return Written(compose(picks, _("Picked from the library")), "library.xlsx")
    except NothingPicked:
        return None


def _begin_page(
    request: StaffRequest,
    form: NewStudyForm,
    desk: Desk,
    inspection: Inspection | None = None,
    *,
    looked_at: str = "",
    picks: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "inspection": inspection,
        "looked_at": looked_at,
        "desk": lines(desk, inspection),
        "picks": picks,
    }
    return render(request, "surveys/staff/begin.html", context, status=status)


# --- What it says of itself ---


@require(allowed.can_write_questionnaire, get_study)
@require_http_methods(READ_OR_WRITE)
def about(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Change the title, who asks, why, the contact and the date, while nobody was told them.

    Once the inquiry has opened they are there to be read.
    """
    today = timezone.localdate()
    if request.method != "POST":
        if has_opened(study):
            return show(request, "about", study, role, {"told": AboutForm.lines(study)})
        form = AboutForm(initial=AboutForm.said(study), today=today)
        return show(request, "about", study, role, {"form": form})
    form = AboutForm(request.POST, today=today)
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
