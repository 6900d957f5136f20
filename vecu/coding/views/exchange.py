"""Coding in and out of a study: taken out as files, brought in from files of other programs."""

from collections.abc import Sequence
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, TemporaryFile
from typing import cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_lead_coding, can_take_data_out
from vecu.coding.actions.arriving import Wishes
from vecu.coding.actions.beginning import bring_project, takes_texts
from vecu.coding.actions.codebooks import CodeChanged, CodeRefused
from vecu.coding.actions.gathering import gather
from vecu.coding.actions.taking_out import CodingNotTaken, take_coding_out
from vecu.coding.actions.uploads import discard_upload, hold_upload
from vecu.coding.desk import Desk
from vecu.coding.exchange.beginning import fit_texts
from vecu.coding.exchange.incoming import REFUSALS, Incoming, read_incoming
from vecu.coding.exchange_forms import MAX_UPLOAD_BYTES, TakeOutForm, chosen_codes
from vecu.coding.models import Upload
from vecu.coding.queries.arriving import find_upload, plan_bringing
from vecu.coding.queries.leaving import Scope, Which, texts_leaving
from vecu.coding.refi import ProjectNotWritten
from vecu.coding.telling import beside_ours, say_arrived, tell_plan
from vecu.coding.tree import CodebookCycle
from vecu.coding.views.desk import desk_for, show
from vecu.surveys.queries import Study, get_study
from vecu.tables import TableTooLarge

_FORM_OVERHEAD = 10_000


@require(can_lead_coding, get_study)
@require_safe
def exchange(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what can be taken out, and ask for a file to bring in."""
    return _page(request, study, role, TakeOutForm())


@require(can_take_data_out, get_study)
@require_POST
def take_out(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Make the files and send them, more than one in an archive; nothing of them stays here."""
    form = TakeOutForm(request.POST)
    if not form.is_valid():
        return _page(request, study, role, form)
    desk = desk_for(request, study)
    gather(desk.codebook)
    scope = _scope(study, desk, Which(form.cleaned_data["which"]))
    try:
        return cast(HttpResponse, _download(request, scope, form))  # decorators want one
    except CodingNotTaken as refusal:
        form.add_error("which", str(refusal))
    except (ProjectNotWritten, TableTooLarge) as refusal:
        form.add_error("form", refusal.say(_language()))
    return _page(request, study, role, form)


@require(can_lead_coding, get_study)
@require_POST
def bring(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Take a file in, once it can be read, and show what it would bring."""
    if explained := too_large(request):
        return explained
    desk = desk_for(request, study)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, study, role, TakeOutForm(), [_("Choose a file first.")])
    content = file.read()
    try:
        ours = [code for code, _depth in desk.codes.lines]
        read_incoming(BytesIO(content), ours, file.name or "")
    except REFUSALS as refusal:
        return _page(request, study, role, TakeOutForm(), refusal.say(_language()).splitlines())
    held = hold_upload(
        content,
        file.name or "",
        study=study.id,
        owner=request.user.pk,
        actor=request.user.get_username(),
        now=timezone.now(),
    )
    return redirect("coding:incoming", slug=study.slug, file=held.pk)


@require(can_lead_coding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def incoming(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Show what a file would bring; a POST brings it."""
    held = _held(request, study, file)
    desk = desk_for(request, study)
    gather(desk.codebook)
    try:
        read = read_incoming(held_file(held), [code for code, _depth in desk.codes.lines])
    except REFUSALS as refusal:  # a code that it names as a parent has another name since
        return _page(request, study, role, TakeOutForm(), refusal.say(_language()).splitlines())
    if request.method != "POST":
        return _preview(request, study, role, desk, held, read)
    take = chosen_codes(request.POST.getlist("take"))
    wishes = Wishes(take=take, all_read="all_read" in request.POST)
    act = desk.act(timezone.now())
    try:
        arrived = bring_project(study, desk.codebook, read.found, wishes, act, name=held.name)
    except CodebookCycle as circle:
        problem = _("A code cannot stand below itself: %(circle)s. Leave one of these as it is.")
        problem %= {"circle": str(circle)}
        return _preview(request, study, role, desk, held, read, problem)
    except (CodeRefused, CodeChanged) as refusal:
        return _preview(request, study, role, desk, held, read, str(refusal))
    discard_upload(held)
    messages.success(request, say_arrived(arrived))
    return redirect("coding:exchange", slug=study.slug)


@require(can_lead_coding, get_study)
@require_POST
def cancel(request: StaffRequest, study: Study, role: Role, file: UUID) -> HttpResponse:
    """Delete a file and keep nothing of it."""
    discard_upload(_held(request, study, file))
    messages.info(request, _("The file was deleted. Nothing was kept of it."))
    return redirect("coding:exchange", slug=study.slug)


def held_file(held: Upload) -> BytesIO:
    """Return what a file that waits holds."""
    return BytesIO(bytes(held.content))


def too_large(request: StaffRequest) -> HttpResponse | None:
    """Explain a body beyond the bound before anything of it is read."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdecimal() or int(announced) <= MAX_UPLOAD_BYTES + _FORM_OVERHEAD:
        return None
    message = _(
        "The file is larger than %(most)s MB. Ask whoever runs the laboratory to bring it in "
        "with the command “vecu code import”."
    ) % {"most": MAX_UPLOAD_BYTES // 1_000_000}
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    found = {"message": message, "status": int(status)}
    return render(request, "ui/explain.html", found, status=status)


def _scope(study: Study, desk: Desk, which: Which) -> Scope:
    return Scope(study, desk.codebook, desk.codes, which, desk.coder)


def _download(request: StaffRequest, scope: Scope, form: TakeOutForm) -> FileResponse:
    with TemporaryDirectory(prefix="vecu-") as folder:
        actor, wishes = request.user.get_username(), form.wishes
        files = take_coding_out(scope, Path(folder), wishes, actor=actor, now=timezone.now())
        sent = TemporaryFile()  # noqa: SIM115 - closed, and so deleted, by the response
        name = files[0].name
        if len(files) > 1:
            name = f"{scope.study.slug}-coding-{wishes.form}.zip"
            with ZipFile(sent, "w", ZIP_DEFLATED) as archive:
                for file in files:
                    archive.write(file, file.name)
        else:
            with files[0].open("rb") as made:
                copyfileobj(made, sent)
    sent.seek(0)
    return FileResponse(sent, as_attachment=True, filename=name)


def _page(
    request: StaffRequest,
    study: Study,
    role: Role,
    form: TakeOutForm,
    problems: Sequence[str] = (),
) -> HttpResponse:
    desk = desk_for(request, study)
    context = {
        "form": form,
        "problems": problems,
        "most": MAX_UPLOAD_BYTES // 1_000_000,
        "codes": len(desk.codes.offered),
        "finished": texts_leaving(_scope(study, desk, Which.FINISHED)).count(),
        "texts": texts_leaving(_scope(study, desk, Which.ALL)).count(),
        "blind": desk.codebook.blind,
    }
    wrong = bool(form.errors or problems)
    return show(request, "exchange", study, role, context, 422 if wrong else 200)


def _preview(
    request: StaffRequest,
    study: Study,
    role: Role,
    desk: Desk,
    held: Upload,
    read: Incoming,
    problem: str = "",
) -> HttpResponse:
    plan = plan_bringing(desk.codebook, desk.codes, read.found)
    fitting = fit_texts(plan.matched.unknown) if takes_texts(study) else None
    context = tell_plan(plan, _language()) | {
        "file": held,
        "problem": problem,
        "codebook": desk.codebook,
        "is_project": read.is_project,
        "differing": [beside_ours(met, desk.codes, _language()) for met in plan.differing],
        "new_texts": len(fitting.texts) if fitting else 0,
    }
    if fitting:
        context["left_out"] += [message.say(_language()) for message in fitting.left_out]
    context["brings"] = plan.brings_something or context["new_texts"]
    return show(request, "incoming", study, role, context, 422 if problem else 200)


def _held(request: StaffRequest, study: Study, file: UUID) -> Upload:
    """Return the member's own file; one that is gone or another's is not found."""
    held = find_upload(file, study.id, request.user.pk)
    if held is None:
        raise Http404(_("This file is no longer here. Bring it again."))
    return held


def _language() -> str:
    return get_language() or "en"
