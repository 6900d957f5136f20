"""Pages of the codebook: its codes, one code, its versions, the setup, the history."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_code, can_lead_coding
from vecu.coding.actions.annotate import CodeNotOffered, TextGone, reassign_split_code
from vecu.coding.actions.codebook import (
    CodeChanged,
    CodeRefused,
    change_code,
    configure_coding,
    make_code,
    merge_code,
    move_code,
    publish_version,
    retire_code,
    split_code,
    unmerge_code,
)
from vecu.coding.analysis.codebook_diff import compare_versions
from vecu.coding.analysis.text_units import list_open_questions
from vecu.coding.code_tree import CodebookCycle
from vecu.coding.forms.coding import CodeForm, CodingSetupForm
from vecu.coding.models import Code
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.queries.codebook import find_code, list_versions
from vecu.coding.queries.history import (
    count_own_uses,
    iter_rendered_events,
    list_events,
    list_own_codings,
    list_own_events,
)
from vecu.coding.queries.memos import list_memos
from vecu.coding.views.shared import (
    get_posted_data,
    get_workspace,
    read_reason,
    read_uuid,
    read_words,
    render_page,
)
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire, get_study
from vecu.ui.templatetags.ui import current_language

_READ_OR_WRITE = ["GET", "HEAD", "POST"]
EVENTS_A_PAGE = 50
SORTED_AT_ONCE = 20


@require_permission(can_code, get_study)
@require_http_methods(_READ_OR_WRITE)
def codebook(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the codes in order; a POST adds one."""
    desk = get_workspace(request, study)
    form = CodeForm(get_posted_data(request), **_get_form_options(desk, study))
    if request.method == "POST" and form.is_valid():
        parent = find_code(desk.codebook, read_uuid(request.POST.get("parent")))
        try:
            code = make_code(desk.codebook, form.text, desk.act(timezone.now()), parent=parent)
        except CodeRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The code “%(name)s” is created.") % {"name": code.name})
            return redirect("coding:codebook", slug=study.slug)
    uses = count_own_uses(desk.coder)
    context = {
        "form": form,
        "codebook": desk.codebook,
        "lines": [
            {"code": code, "depth": depth, "uses": uses.get(code.id, 0)}
            for code, depth in desk.codes.lines
        ],
        "ways": desk.ways(current_language()),
        "memos": list_memos(desk.codebook),
        "versions": list_versions(desk.codebook),
    }
    return render_page(request, "codebook", study, role, context, 422 if form.errors else 200)


@require_permission(can_code, get_study)
@require_http_methods(_READ_OR_WRITE)
def code(request: StaffRequest, study: Study, role: Role, code_id: UUID) -> HttpResponse:
    """Show one code; a POST by a lead changes its texts."""
    desk = get_workspace(request, study)
    found = _code(desk, code_id)
    if request.method != "POST":
        form = CodeForm(initial=CodeForm.of(found), **_get_form_options(desk, study))
        return _code_page(request, study, role, desk, found, form)
    if not can_lead_coding(role):
        return redirect("coding:code", slug=study.slug, code_id=code_id)
    form = CodeForm(request.POST, **_get_form_options(desk, study))
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            change_code(
                found, form.text, desk.act(timezone.now(), read_reason(request)), revision=revision
            )
        except CodeRefused as refusal:
            form.add_error("name", str(refusal))
        except CodeChanged as refusal:
            form.add_error(None, str(refusal))
            data = request.POST.copy()
            data["revision"] = str(refusal.current.revision)
            form.data = data
            return _code_page(request, study, role, desk, refusal.current, form, theirs=True)
        else:
            messages.success(request, _("The code is changed."))
            return redirect("coding:code", slug=study.slug, code_id=code_id)
    return _code_page(request, study, role, desk, found, form)


@require_permission(can_lead_coding, get_study)
@require_POST
def reshape(request: StaffRequest, study: Study, role: Role, code_id: UUID) -> HttpResponse:
    """Move, merge, unmerge, split, retire or restore a code."""
    desk = get_workspace(request, study)
    found = _code(desk, code_id)
    try:
        message = _reshape(request, desk, found)
    except CodebookCycle as circle:
        message = ""
        messages.error(
            request,
            _("A code cannot stand below itself: %(circle)s. Choose another place.")
            % {"circle": str(circle)},
        )
    except CodeRefused as refusal:
        message = ""
        messages.error(request, str(refusal))
    if message:
        messages.success(request, message)
    return redirect("coding:code", slug=study.slug, code_id=code_id)


def _reshape(request: StaffRequest, desk: CoderWorkspace, code: Code) -> str:
    """Perform the requested operation on a code and return what was done."""
    act, asked = desk.act(timezone.now(), read_reason(request)), request.POST
    other = find_code(desk.codebook, read_uuid(asked.get("other")))
    match asked.get("do"):
        case "move":
            move_code(code, act, parent=other)
            return _("The code has moved.")
        case "merge" if other:
            merge_code(code, other, act)
            return _("What was coded with it now counts as “%(name)s”.") % {"name": other.name}
        case "part":
            unmerge_code(code, act)
            return _("The code stands on its own again.")
        case "split":
            lines = read_words(request, "names").splitlines()
            names = [line.strip() for line in lines if line.strip()]
            split_code(code, names, act)
            return _("The code is split. Each coder can now sort their own codings.")
        case "retire" | "restore" as verb:
            retire_code(code, act, retired=verb == "retire")
            return _("Retired.") if verb == "retire" else _("Offered again.")
        case _:
            raise CodeRefused(_("Choose a code."))


@require_permission(can_code, get_study)
@require_http_methods(_READ_OR_WRITE)
def sort(request: StaffRequest, study: Study, role: Role, code_id: UUID) -> HttpResponse:
    """Show the member's codings with a code that was split; a POST reassigns one."""
    desk = get_workspace(request, study)
    found = _code(desk, code_id)
    if request.method == "POST":
        into = find_code(desk.codebook, read_uuid(request.POST.get("into")))
        try:
            if into is None:
                raise CodeNotOffered(_("Choose one of the codes that this one was split into."))
            coding = read_uuid(request.POST.get("coding"))
            reassign_split_code(desk.coder, coding, into, desk.act(timezone.now()))
        except CodeNotOffered as refusal:
            messages.error(request, str(refusal))
        except TextGone:
            messages.warning(request, _("This text is no longer waiting to be sorted."))
        else:
            messages.success(request, _("Sorted."))
        return redirect("coding:sort", slug=study.slug, code_id=code_id)
    codings = list(list_own_codings(desk.coder, found)[: SORTED_AT_ONCE + 1])
    rows = {row.id: row for row in desk.rows([each.verbatim for each in codings[:SORTED_AT_ONCE]])}
    context = {
        "code": found,
        "codebook": desk.codebook,
        "lines": [(each, rows[each.verbatim_id]) for each in codings if each.verbatim_id in rows],
        "into": [child for child, _depth in desk.codes.offered if child.parent_id == found.id],
        "more": len(codings) > SORTED_AT_ONCE,
    }
    return render_page(request, "sort", study, role, context)


@require_permission(can_lead_coding, get_study)
@require_http_methods(_READ_OR_WRITE)
def setup(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Ask which questions are coded, and whether coders are blind."""
    desk = get_workspace(request, study)
    now = {"questions": desk.codebook.questions, "blind": desk.codebook.blind}
    form = CodingSetupForm(
        get_posted_data(request), initial=now, questions=_list_question_choices(study)
    )
    if request.method == "POST" and form.is_valid():
        configure_coding(desk.codebook, desk.act(timezone.now()), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("coding:overview", slug=study.slug)
    return render_page(request, "setup", study, role, {"form": form}, 422 if form.errors else 200)


@require_permission(can_lead_coding, get_study)
@require_POST
def publish(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Publish the codebook as the next version."""
    desk = get_workspace(request, study)
    version = publish_version(desk.codebook, desk.act(timezone.now(), read_reason(request)))
    messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect("coding:version", slug=study.slug, number=version.number)


@require_permission(can_code, get_study)
@require_safe
def version(request: StaffRequest, study: Study, role: Role, number: int) -> HttpResponse:
    """Show a published version, with what changed since the one before."""
    desk = get_workspace(request, study)
    versions = {each.number: each for each in list_versions(desk.codebook)}
    if number not in versions:
        raise Http404
    before = versions.get(number - 1)
    found = versions[number]
    context = {
        "version": found,
        "codebook": desk.codebook,
        "changes": compare_versions(before.codes if before else [], found.codes),
        "first": before is None,
    }
    return render_page(request, "version", study, role, context)


@require_permission(can_code, get_study)
@require_safe
def history(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List what was done with the codebook, or the member's own actions on texts."""
    desk = get_workspace(request, study)
    own = request.GET.get("whose") == "mine"
    events = list_own_events(desk.codebook, desk.by) if own else list_events(desk.codebook)
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": iter_rendered_events(page),
        "own": own,
        "codebook": desk.codebook,
    }
    return render_page(request, "history", study, role, context)


def _code_page(
    request: StaffRequest,
    study: Study,
    role: Role,
    desk: CoderWorkspace,
    code: Code,
    form: CodeForm,
    *,
    theirs: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "code": code,
        "codebook": desk.codebook,
        "others": [
            (each, way) for each, way in desk.ways(current_language()) if each.id != code.id
        ],
        "memos": list_memos(desk.codebook, code=code),
        "lines": iter_rendered_events(list_events(desk.codebook, code=code)[:EVENTS_A_PAGE]),
        "uses": count_own_uses(desk.coder).get(code.id, 0),
        "theirs": CodeForm.of(code) if theirs else None,
    }
    return render_page(request, "code", study, role, context, 422 if form.errors else 200)


def _code(desk: CoderWorkspace, code_id: UUID) -> Code:
    found = desk.codes.by_id.get(code_id)
    if found is None:
        raise Http404
    return found


def _get_form_options(desk: CoderWorkspace, study: Study) -> dict[str, Any]:
    """Return what the form of a code depends on: the questions, the language of the codes."""
    return {"questions": _list_question_choices(study), "language": desk.codebook.language}


def _list_question_choices(study: Study) -> list[tuple[str, str]]:
    """Return the open questions of a study, with labels in the reader's language."""
    language = get_language() or "en"
    questions = list_open_questions(get_questionnaire(get_latest_version(study)))
    return [(each.path, each.label.say(language) or each.name) for each in questions]
