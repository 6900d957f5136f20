"""Page: assign texts to coders."""

from random import SystemRandom

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import get_account, list_members
from vecu.accounts.rules import Role, can_code, can_lead_coding
from vecu.coding.actions.assign import AllocationPlan, AllocationRefused, assign_texts
from vecu.coding.actions.coders import get_or_create_coder
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.forms.coding import AllocationForm
from vecu.coding.queries.assignments import get_allocation_state
from vecu.coding.views.shared import (
    get_coded_questions,
    get_posted_data,
    get_workspace,
    render_page,
)
from vecu.surveys.queries import Study, get_study


@require_permission(can_lead_coding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show who codes what, and assign unassigned texts."""
    workspace = get_workspace(request, study)
    ingest_verbatims(workspace.codebook)
    questions = get_coded_questions(study, workspace.codebook.questions)
    language = get_language() or "en"
    members = [member for member in list_members(study.scope) if can_code(member.role)]
    form = AllocationForm(
        get_posted_data(request),
        questions=[(each.path, each.label.say(language) or each.name) for each in questions],
        coders=[(member.account, member.name or member.account) for member in members],
    )
    if request.method == "POST" and form.is_valid():
        accounts = [get_account(name) for name in form.cleaned_data.pop("coders")]
        coders = [
            get_or_create_coder(workspace.codebook, account) for account in accounts if account
        ]
        plan = AllocationPlan(coders=coders, **form.cleaned_data)
        try:
            texts = assign_texts(
                workspace.codebook, plan, workspace.act(timezone.now()), chance=SystemRandom()
            )
        except AllocationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            message = ngettext(
                "%(number)s text has been assigned.", "%(number)s texts have been assigned.", texts
            )
            messages.success(request, message % {"number": texts})
            return redirect("coding:share", slug=study.slug)
    lines = [
        (question, get_allocation_state(workspace.codebook, question.path))
        for question in questions
    ]
    context = {"form": form, "lines": lines, "codebook": workspace.codebook}
    return render_page(request, "share", study, role, context, 422 if form.errors else 200)
