"""Start page of coding: what there is to code, and each coder's progress."""

from django.http import HttpResponse

from vecu.accounts.rules import can_code
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.queries.texts import count_progress
from vecu.coding.views.shared import (
    CodingVisit,
    coding_page,
    format_question_key,
    get_workspace,
    list_coded_questions,
)


@coding_page(can_code)
def overview(visit: CodingVisit) -> HttpResponse:
    """Show what there is to code; texts submitted since the last visit are ingested."""
    workspace = get_workspace(visit)
    ingest_verbatims(workspace.codebook)
    lines = [
        {
            "question": question,
            "key": format_question_key(question.path),
            "progress": count_progress(workspace.coder, question.path),
        }
        for question in list_coded_questions(visit, workspace)
    ]
    return visit.render("coding/overview.html", {"lines": lines, "codebook": workspace.codebook})
