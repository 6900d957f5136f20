"""Start page of coding: what there is to code, and each coder's progress."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_code
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.queries.texts import count_progress
from vecu.coding.views.shared import (
    format_question_key,
    get_coded_questions,
    get_workspace,
    render_page,
)
from vecu.surveys.queries import Study, get_study


@require_permission(can_code, get_study)
@require_safe
def overview(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what there is to code; texts submitted since the last visit are ingested."""
    workspace = get_workspace(request, study)
    ingest_verbatims(workspace.codebook)
    lines = [
        {
            "question": question,
            "key": format_question_key(question.path),
            "progress": count_progress(workspace.coder, question.path),
        }
        for question in get_coded_questions(study, workspace.codebook.questions)
    ]
    return render_page(
        request, "overview", study, role, {"lines": lines, "codebook": workspace.codebook}
    )
