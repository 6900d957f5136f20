"""Sharing texts out among coders."""

from random import SystemRandom

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.queries import get_account, list_members
from vecu.accounts.rules import Role, can_code, can_lead_coding
from vecu.coding.actions.coders import coder_for
from vecu.coding.actions.gathering import gather
from vecu.coding.actions.sharing import Plan, PlanRefused, assign
from vecu.coding.forms import ShareForm
from vecu.coding.queries.progress import state_of
from vecu.coding.views.desk import coded_questions, desk_for, posted, show
from vecu.surveys.queries import Study, get_study


@require(can_lead_coding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show who codes what, and share texts out that nobody was given."""
    desk = desk_for(request, study)
    gather(desk.codebook)
    questions = coded_questions(study, desk.codebook.questions)
    language = get_language() or "en"
    members = [member for member in list_members(study.id) if can_code(member.role)]
    form = ShareForm(
        posted(request),
        questions=[(each.path, each.label.say(language) or each.name) for each in questions],
        coders=[(member.account, member.name or member.account) for member in members],
    )
    if request.method == "POST" and form.is_valid():
        accounts = [get_account(name) for name in form.cleaned_data.pop("coders")]
        coders = [coder_for(desk.codebook, account) for account in accounts if account]
        plan = Plan(coders=coders, **form.cleaned_data)
        try:
            texts = assign(desk.codebook, plan, desk.act(timezone.now()), chance=SystemRandom())
        except PlanRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = ngettext(
                "%(number)s text is shared out.", "%(number)s texts are shared out.", texts
            )
            messages.success(request, told % {"number": texts})
            return redirect("coding:share", slug=study.slug)
    lines = [(question, state_of(desk.codebook, question.path)) for question in questions]
    context = {"form": form, "lines": lines, "codebook": desk.codebook}
    return show(request, "share", study, role, context, 422 if form.errors else 200)
