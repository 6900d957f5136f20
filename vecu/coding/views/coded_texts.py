"""Page: the texts that carry a code, to propose quotations from."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse

from vecu.accounts.rules import can_code
from vecu.coding.queries.coded_texts import get_coded_texts, get_texts
from vecu.coding.views.shared import (
    CodingVisit,
    audit_reading,
    coding_page,
    get_workspace,
)

TEXTS_A_PAGE = 20


@coding_page(can_code)
def texts(visit: CodingVisit, code_id: UUID) -> HttpResponse:
    """Show texts with a code or its descendants; in blind coding only the coder's own."""
    workspace = get_workspace(visit)
    code = workspace.codes.by_id.get(code_id)
    if code is None:
        raise Http404
    found = get_coded_texts(workspace.coder, workspace.codes, code)
    page = Paginator(found.texts, TEXTS_A_PAGE).get_page(visit.request.GET.get("page"))
    rows = workspace.rows(get_texts(workspace.codebook, list(page)))
    audit_reading(visit, [row.answer for row in rows])
    context = {
        "codebook": workspace.codebook,
        "code": code,
        "page": page,
        "rows": [(row, row.id in found.own, row.id in found.machine) for row in rows],
        "texts": len(found.texts),
        "people": found.people,
        "back": f"texts,{code.id}",
    }
    return visit.render("coding/texts.html", context)
