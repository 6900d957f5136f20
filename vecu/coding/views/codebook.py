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

from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import can_code, can_lead_coding
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
    CodingVisit,
    coding_page,
    get_workspace,
    read_reason,
    read_uuid,
    read_words,
)
from vecu.records.views import WRITE
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import current_language

EVENTS_A_PAGE = 50
SORTED_AT_ONCE = 20


@coding_page(can_code, READ_OR_WRITE)
def codebook(visit: CodingVisit) -> HttpResponse:
    """List the codes in order; a POST adds one."""
    workspace = get_workspace(visit)
    form = CodeForm(visit.sent, **_get_form_options(workspace, visit.study))
    if visit.sent is not None and form.is_valid():
        parent = find_code(workspace.codebook, read_uuid(visit.request.POST.get("parent")))
        try:
            code = make_code(
                workspace.codebook, form.text, workspace.act(timezone.now()), parent=parent
            )
        except CodeRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            message = _("The code “%(name)s” is created.") % {"name": code.name}
            return visit.go_on(message, "coding:codebook")
    uses = count_own_uses(workspace.coder)
    context = {
        "form": form,
        "codebook": workspace.codebook,
        "lines": [
            {"code": code, "depth": depth, "uses": uses.get(code.id, 0)}
            for code, depth in workspace.codes.lines
        ],
        "paths": workspace.list_code_paths(current_language()),
        "memos": list_memos(workspace.codebook),
        "versions": list_versions(workspace.codebook),
    }
    return visit.render("coding/codebook.html", context, status=422 if form.errors else 200)


@coding_page(can_code, READ_OR_WRITE)
def code(visit: CodingVisit, code_id: UUID) -> HttpResponse:
    """Show one code; a POST by a lead changes its texts."""
    workspace = get_workspace(visit)
    found = _code(workspace, code_id)
    if visit.sent is None:
        form = CodeForm(initial=CodeForm.of(found), **_get_form_options(workspace, visit.study))
        return _code_page(visit, workspace, found, form)
    if not can_lead_coding(visit.role):
        return redirect("coding:code", slug=visit.study.slug, code_id=code_id)
    form = CodeForm(visit.request.POST, **_get_form_options(workspace, visit.study))
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            act = workspace.act(timezone.now(), read_reason(visit.request))
            change_code(found, form.text, act, revision=revision)
        except CodeRefused as refusal:
            form.add_error("name", str(refusal))
        except CodeChanged as refusal:
            form.add_error(None, str(refusal))
            form.data = visit.retype(revision=refusal.current.revision)
            return _code_page(visit, workspace, refusal.current, form, theirs=True)
        else:
            return visit.go_on(_("The code is changed."), "coding:code", code_id)
    return _code_page(visit, workspace, found, form)


@coding_page(can_lead_coding, WRITE)
def reshape(visit: CodingVisit, code_id: UUID) -> HttpResponse:
    """Move, merge, unmerge, split, retire or restore a code."""
    workspace = get_workspace(visit)
    found = _code(workspace, code_id)
    try:
        message = _reshape(visit.request, workspace, found)
    except CodebookCycle as circle:
        problem = _("A code cannot stand below itself: %(circle)s. Choose another place.")
        messages.error(visit.request, problem % {"circle": str(circle)})
    except CodeRefused as refusal:
        messages.error(visit.request, str(refusal))
    else:
        messages.success(visit.request, message)
    return redirect("coding:code", slug=visit.study.slug, code_id=code_id)


def _reshape(request: StaffRequest, workspace: CoderWorkspace, code: Code) -> str:
    """Perform the requested operation on a code and return what was done."""
    act, sent = workspace.act(timezone.now(), read_reason(request)), request.POST
    other = find_code(workspace.codebook, read_uuid(sent.get("other")))
    match sent.get("do"):
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


@coding_page(can_code, READ_OR_WRITE)
def sort(visit: CodingVisit, code_id: UUID) -> HttpResponse:
    """Show the member's codings with a code that was split; a POST reassigns one."""
    workspace = get_workspace(visit)
    found = _code(workspace, code_id)
    if visit.sent is not None:
        into = find_code(workspace.codebook, read_uuid(visit.request.POST.get("into")))
        try:
            if into is None:
                raise CodeNotOffered(_("Choose one of the codes that this one was split into."))
            coding = read_uuid(visit.request.POST.get("coding"))
            reassign_split_code(workspace.coder, coding, into, workspace.act(timezone.now()))
        except CodeNotOffered as refusal:
            messages.error(visit.request, str(refusal))
        except TextGone:
            messages.warning(visit.request, _("This text is no longer waiting to be sorted."))
        else:
            messages.success(visit.request, _("Sorted."))
        return redirect("coding:sort", slug=visit.study.slug, code_id=code_id)
    codings = list(list_own_codings(workspace.coder, found)[: SORTED_AT_ONCE + 1])
    rows = {
        row.id: row for row in workspace.rows([each.verbatim for each in codings[:SORTED_AT_ONCE]])
    }
    context = {
        "code": found,
        "codebook": workspace.codebook,
        "lines": [(each, rows[each.verbatim_id]) for each in codings if each.verbatim_id in rows],
        "into": [child for child, _depth in workspace.codes.offered if child.parent_id == found.id],
        "more": len(codings) > SORTED_AT_ONCE,
    }
    return visit.render("coding/sort.html", context)


@coding_page(can_lead_coding, READ_OR_WRITE)
def setup(visit: CodingVisit) -> HttpResponse:
    """Ask which questions are coded, and whether coders are blind."""
    workspace = get_workspace(visit)
    now = {"questions": workspace.codebook.questions, "blind": workspace.codebook.blind}
    form = CodingSetupForm(visit.sent, initial=now, questions=_list_question_choices(visit.study))
    if visit.sent is not None and form.is_valid():
        configure_coding(workspace.codebook, workspace.act(timezone.now()), **form.cleaned_data)
        return visit.go_on(_("Saved."), "coding:overview")
    return visit.render("coding/setup.html", {"form": form}, status=422 if form.errors else 200)


@coding_page(can_lead_coding, WRITE)
def publish(visit: CodingVisit) -> HttpResponse:
    """Publish the codebook as the next version."""
    workspace = get_workspace(visit)
    version = publish_version(
        workspace.codebook, workspace.act(timezone.now(), read_reason(visit.request))
    )
    message = _("Version %(number)s is published.") % {"number": version.number}
    return visit.go_on(message, "coding:version", version.number)


@coding_page(can_code)
def version(visit: CodingVisit, number: int) -> HttpResponse:
    """Show a published version, with what changed since the one before."""
    workspace = get_workspace(visit)
    versions = {each.number: each for each in list_versions(workspace.codebook)}
    if number not in versions:
        raise Http404
    before = versions.get(number - 1)
    found = versions[number]
    context = {
        "version": found,
        "codebook": workspace.codebook,
        "changes": compare_versions(before.codes if before else [], found.codes),
        "first": before is None,
    }
    return visit.render("coding/version.html", context)


@coding_page(can_code)
def history(visit: CodingVisit) -> HttpResponse:
    """List what was done with the codebook, or the member's own actions on texts."""
    workspace = get_workspace(visit)
    own = visit.request.GET.get("whose") == "mine"
    events = (
        list_own_events(workspace.codebook, workspace.by)
        if own
        else list_events(workspace.codebook)
    )
    page = Paginator(events, EVENTS_A_PAGE).get_page(visit.request.GET.get("page"))
    context = {
        "page": page,
        "lines": iter_rendered_events(page),
        "own": own,
        "codebook": workspace.codebook,
    }
    return visit.render("coding/history.html", context)


def _code_page(
    visit: CodingVisit,
    workspace: CoderWorkspace,
    code: Code,
    form: CodeForm,
    *,
    theirs: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "code": code,
        "codebook": workspace.codebook,
        "others": [
            (each, path)
            for each, path in workspace.list_code_paths(current_language())
            if each.id != code.id
        ],
        "memos": list_memos(workspace.codebook, code=code),
        "lines": iter_rendered_events(list_events(workspace.codebook, code=code)[:EVENTS_A_PAGE]),
        "uses": count_own_uses(workspace.coder).get(code.id, 0),
        "theirs": CodeForm.of(code) if theirs else None,
    }
    return visit.render("coding/code.html", context, status=422 if form.errors else 200)


def _code(workspace: CoderWorkspace, code_id: UUID) -> Code:
    found = workspace.codes.by_id.get(code_id)
    if found is None:
        raise Http404
    return found


def _get_form_options(workspace: CoderWorkspace, study: Study) -> dict[str, Any]:
    """Return what the form of a code depends on: the questions, the language of the codes."""
    return {"questions": _list_question_choices(study), "language": workspace.codebook.language}


def _list_question_choices(study: Study) -> list[tuple[str, str]]:
    """Return the open questions of a study, with labels in the reader's language."""
    language = get_language() or "en"
    questions = list_open_questions(get_questionnaire(get_latest_version(study)))
    return [(each.path, each.label.say(language) or each.name) for each in questions]
