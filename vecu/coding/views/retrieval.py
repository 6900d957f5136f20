"""Pages: retrieval, to read texts by code, question, person and word, and to take them along."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_code, can_take_data_out
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.coding.forms.retrieval import RetrievalForm
from vecu.coding.models import Code
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.presenters.grid_row import Chip, GridRow
from vecu.coding.queries.retrieval import RetrievedTexts, find_texts, list_retrieved
from vecu.coding.spans import Segment, TextSpan, split_segments
from vecu.coding.views.shared import (
    CodingVisit,
    audit_reading,
    coding_page,
    get_workspace,
    list_coded_questions,
    list_spoken_languages,
)
from vecu.surveys.queries import get_latest_version, get_questionnaire, has_documents
from vecu.ui.downloads import send_table

TEXTS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What a member wants to read; `found` is None while nothing, or nothing valid, is wanted."""

    workspace: CoderWorkspace
    form: RetrievalForm
    found: RetrievedTexts | None

    @property
    def code(self) -> Code | None:
        """The one code that was chosen, which words are then quoted for."""
        chosen = self.form.retrieval.codes if self.found else ()
        return self.workspace.codes.by_id[next(iter(chosen))] if len(chosen) == 1 else None

    @property
    def filters(self) -> dict[str, str]:
        """What was wanted, as the audit notes it: codes by their names."""
        known, chosen = self.workspace.codes.by_id, self.form.chosen
        named = {"code": [known[UUID(code)].name for code in chosen.get("code", ())]}
        return {name: ", ".join(values) for name, values in (chosen | named).items() if values}


def _read(visit: CodingVisit) -> Reading:
    workspace, language = get_workspace(visit), get_language() or "en"
    paths = workspace.codes.map_code_paths(language)
    form = RetrievalForm(
        visit.request.GET,
        get_questionnaire(get_latest_version(visit.study)),
        list_spoken_languages(visit.study),
        language,
        codes=[(code.id, paths[code.id]) for code, _depth in workspace.codes.lines],
        questions=[
            (each.path, each.label.say(language) or each.name)
            for each in list_coded_questions(visit, workspace)
        ],
    )
    if not (form.is_valid() and form.retrieval):
        return Reading(workspace, form, None)
    found = find_texts(visit.study, workspace.coder, workspace.codes, form.retrieval)
    return Reading(workspace, form, found)


@coding_page(can_code)
def retrieval(visit: CodingVisit) -> HttpResponse:
    """Show the texts wanted, both coders side by side; in blind coding as far as they may be."""
    reading = _read(visit)
    workspace, form, found = reading.workspace, reading.form, reading.found
    context: dict[str, Any] = {
        "codebook": workspace.codebook,
        "form": form,
        "found": found,
        "documents": has_documents(visit.study),
        "takes_out": can_take_data_out(visit.role),
    }
    if found is None:
        status = 200 if form.is_valid() else 422
        return visit.render("coding/retrieval.html", context, status=status)
    page = Paginator(found.texts, TEXTS_A_PAGE).get_page(visit.request.GET.get("page"))
    rows = workspace.rows(list_retrieved(workspace.codebook, list(page)))
    audit_reading(visit, [row.answer for row in rows], **reading.filters)
    context |= {
        "code": reading.code,
        "page": page,
        "query": form.query,
        "rows": [
            (row, _pieces(row, form), row.id in found.own, row.id in found.machine) for row in rows
        ],
        "back": f"retrieval,{form.query}",
    }
    return visit.render("coding/retrieval.html", context)


def _pieces(row: GridRow, form: RetrievalForm) -> list[Segment[str]]:
    """Return a text with the words searched for marked, else with its coded words."""
    search = form.selection.search
    if search is None:
        return list(row.pieces)
    spans = [(TextSpan(*span), "found") for span in search.marks(row.text)]
    return split_segments(row.text, spans)


@coding_page(can_take_data_out)
def passages(visit: CodingVisit) -> HttpResponse:
    """Send the texts wanted as a table, with a column of codes for each coder."""
    reading = _read(visit)
    workspace, found = reading.workspace, reading.found
    if found is None:
        return redirect("coding:retrieval", slug=visit.study.slug)
    require_fresh_sign_in(visit.request)
    rows = workspace.rows(list_retrieved(workspace.codebook, found.texts))
    audit_reading(visit, [row.answer for row in rows], **reading.filters)
    visit.audit("took coding out", visit.study.slug, {"format": "csv", **reading.filters})
    own = workspace.coder.name
    coders = sorted({chip.by for row in rows for chip in row.others} | {own})
    questions = {each.path: each for each in list_coded_questions(visit, workspace)}
    language = get_language() or "en"
    table = [
        [
            questions[row.question].label.say(language) if row.question in questions else "",
            row.language,
            _("yes") if row.may_quote else _("no"),
            row.text,
            *(_codes(row, coder, own) for coder in coders),
        ]
        for row in rows
    ]
    columns = [_("Question"), _("Language"), _("May be quoted"), _("Text"), *coders]
    return send_table(columns, table, f"{visit.study.slug}-{_('passages')}")


def _codes(row: GridRow, coder: str, own: str) -> str:
    """Return a coder's codes on a text, each with the words that it stands on."""
    chips = (*(row.own if coder == own else ()), *(each for each in row.others if each.by == coder))
    return "; ".join(map(_code, chips))


def _code(chip: Chip) -> str:
    return f"{chip.code.name} [{chip.words}]" if chip.words else chip.code.name
