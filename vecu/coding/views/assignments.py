"""Page: assign texts to coders."""

from random import SystemRandom

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from vecu.accounts.queries import get_account, list_members
from vecu.accounts.rules import can_code, can_lead_coding
from vecu.coding.actions.assign import AllocationPlan, AllocationRefused, assign_texts
from vecu.coding.actions.coders import get_or_create_coder
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.forms.coding import AllocationForm
from vecu.coding.queries.assignments import get_allocation_state
from vecu.coding.views.shared import (
    CodingVisit,
    coding_page,
    get_workspace,
    list_coded_questions,
)
from vecu.ui.requests import READ_OR_WRITE


@coding_page(can_lead_coding, READ_OR_WRITE)
def share(visit: CodingVisit) -> HttpResponse:
    """Show who codes what, and assign unassigned texts."""
    workspace = get_workspace(visit)
    ingest_verbatims(workspace.codebook)
    questions = list_coded_questions(visit, workspace)
    language = get_language() or "en"
    members = [member for member in list_members(visit.study.scope) if can_code(member.role)]
    form = AllocationForm(
        visit.sent,
        questions=[(each.path, each.label.say(language) or each.name) for each in questions],
        coders=[(member.account, member.name or member.account) for member in members],
    )
    if visit.sent is not None and form.is_valid():
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
            return visit.go_on(message % {"number": texts}, "coding:share")
    lines = [
        (question, get_allocation_state(workspace.codebook, question.path))
        for question in questions
    ]
    context = {"form": form, "lines": lines, "codebook": workspace.codebook}
    return visit.render("coding/share.html", context, status=422 if form.errors else 200)
