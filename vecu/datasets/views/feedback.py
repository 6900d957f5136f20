"""Results of interviews are told aloud to those who answered, before everybody reads them."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_release
from vecu.datasets.forms.releases import FeedbackForm
from vecu.datasets.release_actions import note_feedback
from vecu.datasets.release_queries import get_extract_state
from vecu.surveys.queries import Study, get_study
from vecu.ui.requests import READ_OR_WRITE


@require_permission(can_release, get_study)
@require_http_methods(READ_OR_WRITE)
def feedback(request: StaffRequest, study: Study, role: Role, wave: int) -> HttpResponse:
    """Ask when and by whom results were told aloud to those who answered; a POST notes it."""
    back = f"{reverse('datasets:releases', args=[study.slug])}?wave={wave}"
    extract = get_extract_state(study, wave).current
    if extract is None:
        return redirect(back)
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        first=extract.day,
        last=timezone.localdate(),
        initial={"day": extract.feedback_day, "speaker": extract.feedback_by},
    )
    if not form.is_valid():
        context = {"form": form, "extract": extract, "back": back, "study": study, "role": role}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "datasets/release_feedback.html", context, status=status)
    actor = request.user.get_username()
    note_feedback(extract, **form.cleaned_data, by=actor, now=timezone.now())
    messages.success(request, _("Noted: everybody reads it with the figures."))
    return redirect(back)
