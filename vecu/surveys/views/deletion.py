"""Owners' pages that delete a study or one answer, and the page that removes what is invented."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.account_changes import AccountChangeRefused
from vecu.accounts.decorators import StaffRequest, require_study_creator
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.surveys.actions import (
    StudyOpen,
    delete_answer,
    delete_fictional_contents,
    delete_study,
)
from vecu.surveys.forms.deletion import DeleteAnswerForm
from vecu.surveys.queries import get_deletion_preview, list_fictional_contents
from vecu.surveys.queries.deletion import find_study_answer
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.context import build_page_shell
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.slug_forms import ConfirmSlugForm


@study_page(allowed.can_delete_study, READ_OR_WRITE)
def delete_study_page(visit: StudyVisit) -> HttpResponse:
    """Say what would go with the study and what stays; a POST with its slug deletes it."""
    form = ConfirmSlugForm(visit.study.slug, visit.sent)
    if form.is_valid():
        require_fresh_sign_in(visit.request)
        try:
            delete_study(visit.study, **visit.act)
        except StudyOpen as refusal:
            form.add_error(None, str(refusal))
        else:
            message = _("The study “%(slug)s” is deleted, with everything in it.")
            messages.success(visit.request, message % {"slug": visit.study.slug})
            return redirect("surveys:studies")
    preview = get_deletion_preview(visit.study, timezone.localdate())
    context, status = {"preview": preview, "form": form}, 422 if form.errors else 200
    return visit.render("surveys/staff/delete_study.html", context, status=status)


@study_page(allowed.can_delete_answer, READ_OR_WRITE)
def delete_answer_page(visit: StudyVisit, answer_id: UUID) -> HttpResponse:
    """Ask why one person's answers are to be deleted, without showing them; a POST deletes them."""
    answer = find_study_answer(visit.study, answer_id)
    if answer is None:
        raise Http404
    form = DeleteAnswerForm(visit.sent)
    if form.is_valid():
        require_fresh_sign_in(visit.request)
        delete_answer(visit.study, answer.pk, form.chosen, **visit.act)
        message = _("These answers are deleted, with all that was coded in them.")
        return visit.go_on(message, "surveys:people")
    context, status = {"answer": answer, "form": form}, 422 if form.errors else 200
    return visit.render("surveys/staff/delete_answer.html", context, status=status)


@require_study_creator
@require_http_methods(READ_OR_WRITE)
def remove_fictional_page(request: StaffRequest) -> HttpResponse:
    """List all that is invented with the demonstration's accounts; a POST deletes them."""
    refusal = ""
    if request.method == "POST":
        by = request.user.get_username()
        try:
            removed = delete_fictional_contents(by=by, now=timezone.now())
        except AccountChangeRefused as refused:
            refusal = str(refused)
        else:
            return _after_removal(request, own=by in removed.accounts)
    contents = list_fictional_contents()
    own = request.user.get_username() in contents.accounts
    context = {"contents": contents, "own": own, "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "surveys/staff/remove_fictional.html", context, status=status)


def _after_removal(request: StaffRequest, *, own: bool) -> HttpResponse:
    if own:
        logout(request)
        return redirect(build_page_shell(request.get_full_path()).lab.home)
    messages.success(request, _("The demonstration was removed."))
    return redirect("surveys:studies")
