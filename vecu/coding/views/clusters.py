"""Pages: clusters of similar passages, from which a person makes codes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_code
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
from vecu.coding.views.machine import get_chosen_question, get_question_or_404, list_coded_questions
from vecu.coding.views.shared import (
    audit_reading,
    format_question_key,
    get_workspace,
    read_uuid,
    render_page,
)
from vecu.surveys.queries import Study, get_study
from vecu.ui.templatetags.ui import current_language

PASSAGES_A_PAGE = 30


@require_permission(can_code, get_study)
@require_safe
def leads(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show the clusters of one question, each by its words and two central passages."""
    desk = get_workspace(request, study)
    questions = list_coded_questions(study, desk)
    question = get_chosen_question(request, study, desk, RunPurpose.LEADS)
    path = question.path if question else ""
    current = find_current_run(desk.codebook, path, RunPurpose.LEADS)
    latest = find_latest_run(desk.codebook, path, RunPurpose.LEADS)
    found = list_clusters(current) if current else []
    audit_reading(request, study, [each.answer for lead in found for each in lead.central])
    context = {
        "codebook": desk.codebook,
        "questions": [(each, format_question_key(each.path)) for each in questions],
        "question": question,
        "key": format_question_key(path) if path else "",
        "found": found,
        "current": current,
        "latest": latest,
        "pending": latest is not None and latest.state in PENDING,
        "problem": render_message(latest.problem) if latest else "",
    }
    return render_page(request, "leads", study, role, context)


@require_permission(can_code, get_study)
@require_POST
def find(request: StaffRequest, study: Study, role: Role, key: str) -> HttpResponse:
    """Request a new clustering of the answers to a question, in the background."""
    desk = get_workspace(request, study)
    question = get_question_or_404(study, desk, key)
    request_run(desk.codebook, question.path, RunPurpose.LEADS, desk.act(timezone.now()), queue_run)
    messages.success(
        request, _("The search for leads runs in the background. You can go on coding.")
    )
    response = redirect("coding:leads", slug=study.slug)
    response["Location"] += f"?question={key}"
    return response


@require_permission(can_code, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: StaffRequest, study: Study, role: Role, lead_id: UUID) -> HttpResponse:
    """Show the passages of a cluster; a POST makes a code of it, under the submitted name."""
    desk = get_workspace(request, study)
    found = find_cluster(desk.codebook, lead_id)
    if found is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        parent = find_code(desk.codebook, read_uuid(request.POST.get("parent")))
        act = desk.act(timezone.now())
        try:
            code = create_code_from_cluster(found, request.POST.get("name", ""), act, parent=parent)
        except CodeRefused as refusal:
            problem = str(refusal)
        else:
            message = _("The code “%(name)s” is created. Define it, then add it to texts.")
            messages.success(request, message % {"name": code.name})
            return redirect("coding:code", slug=study.slug, code_id=code.id)
    page = Paginator(list_cluster_passages(found), PASSAGES_A_PAGE).get_page(
        request.GET.get("page")
    )
    passages = list_quoted_passages(page)
    audit_reading(request, study, [each.answer for each in passages])
    context: dict[str, Any] = {
        "codebook": desk.codebook,
        "lead": list_clusters(found.run, only=found.id)[0],
        "key": format_question_key(found.run.question),
        "page": page,
        "passages": passages,
        "ways": desk.ways(current_language()),
        "problem": problem,
        "typed": request.POST.get("name", ""),
    }
    return render_page(request, "lead", study, role, context, 422 if problem else 200)
