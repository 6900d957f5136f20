"""Leads: passages that are alike, named by words and two real ones; a person makes codes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_code
from vecu.coding.actions.codebooks import CodeRefused
from vecu.coding.actions.grouping import name_lead
from vecu.coding.actions.runs import ask_for_run
from vecu.coding.queries.codebooks import find_code
from vecu.coding.queries.leads import find_lead, list_leads, list_passages, quote_passages
from vecu.coding.queries.runs import PENDING, current_run, latest_run
from vecu.coding.rules import Purpose
from vecu.coding.tasks import queue
from vecu.coding.telling_runs import say_kept
from vecu.coding.views.desk import audit_reading, desk_for, key_of, read_uuid, show
from vecu.coding.views.machine import question_chosen, question_named, questions_of
from vecu.surveys.queries import Study, get_study

PASSAGES_A_PAGE = 30


@require(can_code, get_study)
@require_safe
def leads(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show the leads of one question, each by its words and its two central passages."""
    desk = desk_for(request, study)
    questions = questions_of(study, desk)
    question = question_chosen(request, study, desk, Purpose.LEADS)
    path = question.path if question else ""
    current = current_run(desk.codebook, path, Purpose.LEADS)
    latest = latest_run(desk.codebook, path, Purpose.LEADS)
    found = list_leads(current) if current else []
    audit_reading(request, study, [each.answer for lead in found for each in lead.central])
    context = {
        "codebook": desk.codebook,
        "questions": [(each, key_of(each.path)) for each in questions],
        "question": question,
        "key": key_of(path) if path else "",
        "found": found,
        "current": current,
        "latest": latest,
        "pending": latest is not None and latest.state in PENDING,
        "problem": say_kept(latest.problem) if latest else "",
    }
    return show(request, "leads", study, role, context)


@require(can_code, get_study)
@require_POST
def find(request: StaffRequest, study: Study, role: Role, key: str) -> HttpResponse:
    """Look for leads anew among the answers to a question, in the background."""
    desk = desk_for(request, study)
    question = question_named(study, desk, key)
    ask_for_run(desk.codebook, question.path, Purpose.LEADS, desk.act(timezone.now()), queue)
    messages.success(request, _("Leads are looked for in the background. You can go on coding."))
    response = redirect("coding:leads", slug=study.slug)
    response["Location"] += f"?question={key}"
    return response


@require(can_code, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: StaffRequest, study: Study, role: Role, lead_id: UUID) -> HttpResponse:
    """Show the passages of a lead; a POST makes a code of it, under the name that is given."""
    desk = desk_for(request, study)
    found = find_lead(desk.codebook, lead_id)
    if found is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        parent = find_code(desk.codebook, read_uuid(request.POST.get("parent")))
        act = desk.act(timezone.now())
        try:
            code = name_lead(found, request.POST.get("name", ""), act, parent=parent)
        except CodeRefused as refusal:
            problem = str(refusal)
        else:
            told = _("The code “%(name)s” is made. Say what it means, then put it on texts.")
            messages.success(request, told % {"name": code.name})
            return redirect("coding:code", slug=study.slug, code_id=code.id)
    page = Paginator(list_passages(found), PASSAGES_A_PAGE).get_page(request.GET.get("page"))
    passages = quote_passages(page)
    audit_reading(request, study, [each.answer for each in passages])
    context: dict[str, Any] = {
        "codebook": desk.codebook,
        "lead": list_leads(found.run, only=found.id)[0],
        "key": key_of(found.run.question),
        "page": page,
        "passages": passages,
        "ways": desk.ways(),
        "problem": problem,
        "typed": request.POST.get("name", ""),
    }
    return show(request, "lead", study, role, context, 422 if problem else 200)
