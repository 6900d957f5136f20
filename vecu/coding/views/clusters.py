"""Pages: clusters of similar passages, from which a person makes codes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_code
from vecu.coding.actions.cluster_passages import create_code_from_cluster
from vecu.coding.actions.codebook import CodeRefused
from vecu.coding.actions.runs import request_run
from vecu.coding.queries.clusters import (
    find_cluster,
    list_cluster_passages,
    list_clusters,
    list_quoted_passages,
)
from vecu.coding.queries.codebook import find_code
from vecu.coding.queries.runs import PENDING, find_current_run, find_latest_run
from vecu.coding.rules import RunPurpose
from vecu.coding.stored_messages import render_message
from vecu.coding.tasks import queue_run
from vecu.coding.views.machine import get_chosen_question
from vecu.coding.views.shared import (
    CodingVisit,
    audit_reading,
    coding_page,
    format_question_key,
    get_question_or_404,
    get_workspace,
    list_coded_questions,
    read_uuid,
)
from vecu.records.views import WRITE
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import current_language

PASSAGES_A_PAGE = 30


@coding_page(can_code)
def leads(visit: CodingVisit) -> HttpResponse:
    """Show the clusters of one question, each by its words and two central passages."""
    workspace = get_workspace(visit)
    questions = list_coded_questions(visit, workspace)
    question = get_chosen_question(visit, workspace, RunPurpose.LEADS)
    path = question.path if question else ""
    current = find_current_run(workspace.codebook, path, RunPurpose.LEADS)
    latest = find_latest_run(workspace.codebook, path, RunPurpose.LEADS)
    found = list_clusters(current) if current else []
    audit_reading(visit, [each.answer for lead in found for each in lead.central])
    context = {
        "codebook": workspace.codebook,
        "questions": [(each, format_question_key(each.path)) for each in questions],
        "question": question,
        "key": format_question_key(path) if path else "",
        "found": found,
        "current": current,
        "latest": latest,
        "pending": latest is not None and latest.state in PENDING,
        "problem": render_message(latest.problem) if latest else "",
    }
    return visit.render("coding/leads.html", context)


@coding_page(can_code, WRITE)
def find(visit: CodingVisit, key: str) -> HttpResponse:
    """Request a new clustering of the answers to a question, in the background."""
    workspace = get_workspace(visit)
    question = get_question_or_404(visit, workspace, key)
    act = workspace.act(timezone.now())
    request_run(workspace.codebook, question.path, RunPurpose.LEADS, act, queue_run)
    message = _("The search for leads runs in the background. You can go on coding.")
    messages.success(visit.request, message)
    response = redirect("coding:leads", slug=visit.study.slug)
    response["Location"] += f"?question={key}"
    return response


@coding_page(can_code, READ_OR_WRITE)
def lead(visit: CodingVisit, lead_id: UUID) -> HttpResponse:
    """Show the passages of a cluster; a POST makes a code of it, under the submitted name."""
    workspace = get_workspace(visit)
    found = find_cluster(workspace.codebook, lead_id)
    if found is None:
        raise Http404
    problem = ""
    if visit.sent is not None:
        parent = find_code(workspace.codebook, read_uuid(visit.request.POST.get("parent")))
        act = workspace.act(timezone.now())
        try:
            name = visit.request.POST.get("name", "")
            code = create_code_from_cluster(found, name, act, parent=parent)
        except CodeRefused as refusal:
            problem = str(refusal)
        else:
            message = _("The code “%(name)s” is created. Define it, then add it to texts.")
            return visit.go_on(message % {"name": code.name}, "coding:code", code.id)
    page = Paginator(list_cluster_passages(found), PASSAGES_A_PAGE).get_page(
        visit.request.GET.get("page")
    )
    passages = list_quoted_passages(page)
    audit_reading(visit, [each.answer for each in passages])
    context: dict[str, Any] = {
        "codebook": workspace.codebook,
        "lead": list_clusters(found.run, only=found.id)[0],
        "key": format_question_key(found.run.question),
        "page": page,
        "passages": passages,
        "paths": workspace.list_code_paths(current_language()),
        "problem": problem,
        "typed": visit.request.POST.get("name", ""),
    }
    return visit.render("coding/lead.html", context, status=422 if problem else 200)
