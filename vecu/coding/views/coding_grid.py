"""The coding grid: one text a row beside the person's other answers. All reading is audited."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.queries import get_display_names
from vecu.accounts.rules import can_code, can_lead_coding
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
    CodingVisit,
    audit_reading,
    coding_page,
    format_first_error,
    format_question_key,
    get_question_or_404,
    get_workspace,
    list_coded_questions,
    reload_workspace,
)
from vecu.records.views import WRITE
from vecu.surveys.links import get_person_url
from vecu.ui.requests import READ_OR_WRITE

ROWS = 12
"""Texts on one page; the next ones are fetched before a coder reaches the last."""
REFUSALS = (
    CodeRefused, CodeNotOffered, QuotationRefused, SpanRefused, SuggestionGone, TextFrozen
)  # fmt: skip


@coding_page(can_code)
def grid(visit: CodingVisit, key: str) -> HttpResponse:
    """Show the next texts of one question to code; htmx fetches further ones."""
    workspace = get_workspace(visit)
    question = get_question_or_404(visit, workspace, key)
    wanted = visit.request.GET.get("show", "")
    text_filter = TextFilter(wanted) if wanted in set(TextFilter) else TextFilter.TODO
    texts = list_texts_for_coder(workspace.coder, question.path, text_filter)
    after = visit.request.GET.get("after", "")
    if after.isascii() and after.isdigit():
        texts = texts.filter(place__gt=int(after[:19]))
    found = list(texts[: ROWS + 1])
    more = (
        {"show": text_filter.value, "after": found[ROWS - 1].place} if len(found) > ROWS else None
    )
    found = found[:ROWS]
    audit_reading(visit, [text.answer_id for text in found])
    context = _context(visit, workspace, question.path, found) | {
        "question": question,
        "questions": [
            (each, format_question_key(each.path))
            for each in list_coded_questions(visit, workspace)
        ],
        "show": text_filter,
        "shows": list(TextFilter),
        "more": urlencode(more) if more else "",
        "key": key,
    }
    if "HX-Request" in visit.request.headers:
        return render(visit.request, "coding/rows.html", context)
    context |= _progress(visit, workspace, question.path)
    return visit.render("coding/grid.html", context)


@coding_page(can_code, READ_OR_WRITE)
def text(visit: CodingVisit, verbatim: UUID) -> HttpResponse:
    """Show one text alone, or perform a coder's action on it."""
    workspace = get_workspace(visit)
    found = get_text(workspace.codebook, verbatim)
    if found is None:
        return _gone(visit, verbatim)
    if visit.sent is None:
        audit_reading(visit, [found.answer_id])
        return _alone(visit, workspace, found)
    form = TextForm(visit.request.POST)
    try:
        if not form.is_valid():
            return _alone(
                visit,
                workspace,
                found,
                problem=format_first_error(form) or _("No action was requested."),
            )
        message = perform_action(workspace, found, form.cleaned_data, timezone.now())
    except TextGone:
        return _gone(visit, verbatim)
    except REFUSALS as refusal:
        return _alone(visit, workspace, found, problem=str(refusal))
    moved = form.cleaned_data["do"] in {"finish", "reopen"}
    return _done(visit, workspace, found, message, moved=moved)


@coding_page(can_code, WRITE)
def undo_last(visit: CodingVisit) -> HttpResponse:
    """Undo the coder's last action, and show the text that it was about."""
    workspace = get_workspace(visit)
    try:
        undone = undo(workspace.coder, workspace.act(timezone.now()))
    except (NothingToUndo, TextFrozen) as refusal:
        if "HX-Request" in visit.request.headers:
            return render(visit.request, "coding/said.html", {"told": str(refusal)})
        messages.warning(visit.request, str(refusal))
        return redirect("coding:overview", slug=visit.study.slug)
    about, message = undone.act.verbatim_id, _("Undone.")
    if undone.passed:
        message = _(
            "Undone. What you did later, on texts that all their coders have finished"
            " since, stays as it is."
        )
    found = get_text(workspace.codebook, about) if about else None
    if found is None:
        return _gone(visit, about)
    moved = undone.act.verb in {Verb.FINISHED, Verb.REOPENED}
    return _done(visit, workspace, found, message, moved=moved)


def _context(
    visit: CodingVisit, workspace: CoderWorkspace, question: str, verbatims: Sequence[Verbatim]
) -> dict[str, Any]:
    """Return the context of rows: each text with its person's page, and the codes offered."""
    return {
        "study": visit.study,
        "rows": [
            (row, get_person_url(visit.study, row.answer, row.fielding))
            for row in workspace.rows(verbatims)
        ],
        "codebook": workspace.codebook,
        "offered": workspace.offered(question),
        "recent": workspace.recent(question),
        "codebook_lines": workspace.codebook_lines(question),
        "names": get_display_names(),
    }


def _progress(visit: CodingVisit, workspace: CoderWorkspace, question: str) -> dict[str, Any]:
    """Return what `coding/progress.html` shows."""
    progress = build_progress_line(
        workspace.coder, question, list_coded_questions(visit, workspace)
    )
    after = progress.next_question
    return {"progress": progress, "next_key": format_question_key(after.path) if after else ""}


def _one_row(rows: Sequence[tuple[GridRow, str]]) -> dict[str, Any]:
    """Return what `coding/row.html` shows; of a text that was taken back meanwhile, nothing."""
    row, person_url = rows[0] if rows else (None, "")
    return {"row": row, "person_url": person_url}


def _alone(
    visit: CodingVisit, workspace: CoderWorkspace, verbatim: Verbatim, *, problem: str = ""
) -> HttpResponse:
    """Show one text: as a whole page, or its row only for htmx."""
    status = 422 if problem else 200
    context = _context(visit, workspace, verbatim.question, [verbatim]) | {"problem": problem}
    typed = {name: visit.request.POST.get(name, "") for name in ("name", "words", "memo")}
    if "HX-Request" in visit.request.headers:
        context |= _one_row(context["rows"]) | {"told": problem, "typed": typed}
        return render(visit.request, "coding/row_alone.html", context, status=status)
    context |= {"key": format_question_key(verbatim.question), "typed": typed, "alone": True}
    context |= _progress(visit, workspace, verbatim.question)
    return visit.render("coding/text.html", context, status=status)


def _done(
    visit: CodingVisit, workspace: CoderWorkspace, verbatim: Verbatim, message: str, *, moved: bool
) -> HttpResponse:
    """Show the text after an action, with a sentence that says what was done.

    `moved`: the number of finished texts has changed. Only then it is counted, drawn and announced.
    """
    if "HX-Request" not in visit.request.headers:
        messages.success(visit.request, message)
        return _back(visit, verbatim)
    context = _context(visit, reload_workspace(workspace), verbatim.question, [verbatim])
    made = visit.request.POST.get("do") == "make"
    if moved:
        context |= _progress(visit, workspace, verbatim.question) | {
            "leads": can_lead_coding(visit.role)
        }
        message = f"{message} {context['progress'].text}"
    context |= _one_row(context["rows"]) | {"told": message, "made": made}
    response = render(visit.request, "coding/row_alone.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = f"#t-{verbatim.id}", "outerHTML"
    return response


def _back(visit: CodingVisit, verbatim: Verbatim) -> HttpResponse:
    """Redirect to the page from which a text was coded, at its row."""
    back, _comma, query = visit.request.POST.get("back", "").partition(",")
    if back == "grid":
        return redirect(
            "coding:grid", slug=visit.study.slug, key=format_question_key(verbatim.question)
        )
    if back == "disagreements":
        response = redirect("coding:disagreements", slug=visit.study.slug)
    elif back == "retrieval":
        response = redirect("coding:retrieval", slug=visit.study.slug)
    else:
        return redirect("coding:text", slug=visit.study.slug, verbatim=verbatim.id)
    where, page = QueryDict(query, mutable=True), visit.request.POST.get("page", "")
    if page.isascii() and page.isdigit():
        where["page"] = page
    response["Location"] += f"{f'?{where.urlencode()}' if where else ''}#t-{verbatim.id}"
    return response


def _gone(visit: CodingVisit, verbatim: UUID | None) -> HttpResponse:
    """Report that the respondent has withdrawn; a memo just typed is shown again."""
    context = {"verbatim": verbatim, "typed": visit.request.POST.get("memo", "")[:5000]}
    if "HX-Request" in visit.request.headers:
        return render(visit.request, "coding/row_gone.html", context, status=410)
    return visit.render("coding/gone.html", context, status=410)
