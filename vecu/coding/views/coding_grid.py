"""The coding grid: one text a row beside the person's other answers. All reading is audited."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import get_display_names
from vecu.accounts.rules import Role, can_code, can_lead_coding
from vecu.coding.actions.annotate import CodeNotOffered, NothingToUndo, TextFrozen, TextGone, undo
from vecu.coding.actions.codebook import CodeRefused
from vecu.coding.actions.propose_quotation import QuotationRefused
from vecu.coding.actions.suggestion_decisions import SuggestionGone
from vecu.coding.forms.coding import TextForm
from vecu.coding.models import Verbatim
from vecu.coding.presenters.coder_workspace import CoderWorkspace, perform_action
from vecu.coding.presenters.coding_progress import build_progress_line
from vecu.coding.presenters.grid_row import GridRow
from vecu.coding.queries.texts import TextFilter, get_text, list_texts_for_coder
from vecu.coding.rules import Verb
from vecu.coding.spans import SpanRefused
from vecu.coding.views.shared import (
    audit_reading,
    format_question_key,
    get_coded_questions,
    get_workspace,
    read_uuid,
    reload_workspace,
    render_page,
)
from vecu.questionnaires import Question
from vecu.surveys.links import get_person_url
from vecu.surveys.queries import Study, get_study

ROWS = 12
"""Texts on one page; the next ones are fetched before a coder reaches the last."""
REFUSALS = (
    CodeRefused, CodeNotOffered, QuotationRefused, SpanRefused, SuggestionGone, TextFrozen
)  # fmt: skip


@require_permission(can_code, get_study)
@require_safe
def grid(request: StaffRequest, study: Study, role: Role, key: str) -> HttpResponse:
    """Show the next texts of one question to code; htmx fetches further ones."""
    workspace = get_workspace(request, study)
    question = next(
        (each for each in _questions(study, workspace) if format_question_key(each.path) == key),
        None,
    )
    if question is None:
        raise Http404
    wanted = request.GET.get("show", "")
    text_filter = TextFilter(wanted) if wanted in set(TextFilter) else TextFilter.TODO
    texts = list_texts_for_coder(workspace.coder, question.path, text_filter)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit():
        texts = texts.filter(place__gt=int(after[:19]))
    found = list(texts[: ROWS + 1])
    more = (
        {"show": text_filter.value, "after": found[ROWS - 1].place} if len(found) > ROWS else None
    )
    found = found[:ROWS]
    audit_reading(request, study, [text.answer_id for text in found])
    context = _context(study, workspace, question.path, found) | {
        "question": question,
        "questions": [
            (each, format_question_key(each.path)) for each in _questions(study, workspace)
        ],
        "show": text_filter,
        "shows": list(TextFilter),
        "more": urlencode(more) if more else "",
        "key": key,
    }
    if "HX-Request" in request.headers:
        return render(request, "coding/rows.html", context)
    context |= _progress(study, workspace, question.path)
    return render_page(request, "grid", study, role, context)


@require_permission(can_code, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: StaffRequest, study: Study, role: Role, verbatim: UUID) -> HttpResponse:
    """Show one text alone, or perform a coder's action on it."""
    workspace = get_workspace(request, study)
    found = get_text(workspace.codebook, verbatim)
    if found is None:
        return _gone(request, study, role, verbatim)
    if request.method != "POST":
        audit_reading(request, study, [found.answer_id])
        return _alone(request, study, role, workspace, found)
    form = TextForm(request.POST)
    try:
        if not form.is_valid():
            return _alone(request, study, role, workspace, found, problem=_first(form))
        message = perform_action(workspace, found, form.cleaned_data, timezone.now())
    except TextGone:
        return _gone(request, study, role, verbatim)
    except REFUSALS as refusal:
        return _alone(request, study, role, workspace, found, problem=str(refusal))
    moved = form.cleaned_data["do"] in {"finish", "reopen"}
    return _done(request, study, role, workspace, found, message, moved=moved)


@require_permission(can_code, get_study)
@require_POST
def undo_last(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Undo the coder's last action, and show the text that it was about."""
    workspace = get_workspace(request, study)
    try:
        undone = undo(workspace.coder, workspace.act(timezone.now()))
    except (NothingToUndo, TextFrozen) as refusal:
        if "HX-Request" in request.headers:
            return render(request, "coding/said.html", {"told": str(refusal)})
        messages.warning(request, str(refusal))
        return redirect("coding:overview", slug=study.slug)
    about, message = undone.act.verbatim_id, _("Undone.")
    if undone.passed:
        message = _(
            "Undone. What you did later, on texts that all their coders have finished"
            " since, stays as it is."
        )
    found = get_text(workspace.codebook, about) if about else None
    if found is None:
        return _gone(request, study, role, about)
    moved = undone.act.verb in {Verb.FINISHED, Verb.REOPENED}
    return _done(request, study, role, workspace, found, message, moved=moved)


def _questions(study: Study, workspace: CoderWorkspace) -> list[Question]:
    return get_coded_questions(study, workspace.codebook.questions)


def _context(
    study: Study, workspace: CoderWorkspace, question: str, verbatims: Sequence[Verbatim]
) -> dict[str, Any]:
    """Return the context of rows: each text with its person's page, and the codes offered."""
    return {
        "study": study,
        "rows": [
            (row, get_person_url(study, row.answer, row.fielding))
            for row in workspace.rows(verbatims)
        ],
        "codebook": workspace.codebook,
        "offered": workspace.offered(question),
        "recent": workspace.recent(question),
        "codebook_lines": workspace.codebook_lines(question),
        "names": get_display_names(),
    }


def _progress(study: Study, workspace: CoderWorkspace, question: str) -> dict[str, Any]:
    """Return what `coding/progress.html` shows."""
    progress = build_progress_line(workspace.coder, question, _questions(study, workspace))
    after = progress.next_question
    return {"progress": progress, "next_key": format_question_key(after.path) if after else ""}


def _one_row(rows: Sequence[tuple[GridRow, str]]) -> dict[str, Any]:
    """Return what `coding/row.html` shows; of a text that was taken back meanwhile, nothing."""
    row, person_url = rows[0] if rows else (None, "")
    return {"row": row, "person_url": person_url}


def _alone(
    request: StaffRequest,
    study: Study,
    role: Role,
    workspace: CoderWorkspace,
    verbatim: Verbatim,
    *,
    problem: str = "",
) -> HttpResponse:
    """Show one text: as a whole page, or its row only for htmx."""
    status = 422 if problem else 200
    context = _context(study, workspace, verbatim.question, [verbatim]) | {"problem": problem}
    typed = {name: request.POST.get(name, "") for name in ("name", "words", "memo")}
    if "HX-Request" in request.headers:
        context |= _one_row(context["rows"]) | {"told": problem, "typed": typed}
        return render(request, "coding/row_alone.html", context, status=status)
    context |= {"key": format_question_key(verbatim.question), "typed": typed, "alone": True}
    context |= _progress(study, workspace, verbatim.question)
    return render_page(request, "text", study, role, context, status)


def _done(
    request: StaffRequest,
    study: Study,
    role: Role,
    workspace: CoderWorkspace,
    verbatim: Verbatim,
    message: str,
    *,
    moved: bool,
) -> HttpResponse:
    """Show the text after an action, with a sentence that says what was done.

    `moved`: the number of finished texts has changed. Only then it is counted, drawn and announced.
    """
    if "HX-Request" not in request.headers:
        messages.success(request, message)
        return _back(request, study, verbatim)
    context = _context(study, reload_workspace(workspace), verbatim.question, [verbatim])
    made = request.POST.get("do") == "make"
    if moved:
        context |= _progress(study, workspace, verbatim.question) | {"leads": can_lead_coding(role)}
        message = f"{message} {context['progress'].text}"
    context |= _one_row(context["rows"]) | {"told": message, "made": made}
    response = render(request, "coding/row_alone.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = f"#t-{verbatim.id}", "outerHTML"
    return response


def _back(request: StaffRequest, study: Study, verbatim: Verbatim) -> HttpResponse:
    """Redirect to the page from which a text was coded, at its row."""
    back, _comma, code = request.POST.get("back", "").partition(",")
    if back == "grid":
        return redirect("coding:grid", slug=study.slug, key=format_question_key(verbatim.question))
    if back == "disagreements":
        response = redirect("coding:disagreements", slug=study.slug)
    elif back == "texts":
        response = redirect("coding:texts", slug=study.slug, code_id=read_uuid(code))
    else:
        return redirect("coding:text", slug=study.slug, verbatim=verbatim.id)
    page = request.POST.get("page", "")
    where = f"?page={page}" if page.isascii() and page.isdigit() else ""
    response["Location"] += f"{where}#t-{verbatim.id}"
    return response


def _gone(request: StaffRequest, study: Study, role: Role, verbatim: UUID | None) -> HttpResponse:
    """Report that the respondent has withdrawn; a memo just typed is shown again."""
    context = {"verbatim": verbatim, "typed": request.POST.get("memo", "")[:5000]}
    if "HX-Request" in request.headers:
        return render(request, "coding/row_gone.html", context, status=410)
    return render_page(request, "gone", study, role, context, 410)


def _first(form: TextForm) -> str:
    """Return the first error of a form, in one sentence."""
    errors = [str(error) for found in form.errors.values() for error in found]
    return errors[0] if errors else _("No action was requested.")
