"""The first page of the coding room: what there is to code, how far each coder is."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_code
from vecu.coding.actions.gathering import gather
from vecu.coding.queries.texts import count_progress
from vecu.coding.views.desk import coded_questions, desk_for, key_of, show
from vecu.surveys.queries import Study, get_study


@require(can_code, get_study)
@require_safe
def overview(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what there is to code; texts that came since the last visit are brought in."""
    desk = desk_for(request, study)
    gather(desk.codebook)
    lines = [
        {
            "question": question,
            "key": key_of(question.path),
            "progress": count_progress(desk.coder, question.path),
        }
        for question in coded_questions(study, desk.codebook.questions)
    ]
    return show(request, "overview", study, role, {"lines": lines, "codebook": desk.codebook})
