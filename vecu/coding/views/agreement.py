"""Pages: agreement between coders by code; disagreements side by side, to be adjudicated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import can_code, can_lead_coding
from vecu.coding.actions.adjudicate import AdjudicationRefused, adjudicate_code, reopen_disagreement
from vecu.coding.actions.annotate import TextGone
from vecu.coding.analysis.agreement import (
    CodeAgreementSummary,
    find_disagreements,
    find_overruled,
    measure_agreement,
)
from vecu.coding.analysis.consensus import TextRatings, only_blind_ratings
from vecu.coding.analysis.machine_agreement import MachineAgreement
from vecu.coding.code_tree import list_ancestors
from vecu.coding.models import Adjudication, Code, Memo, Verbatim
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.queries.assignments import list_coders
from vecu.coding.queries.autocoding import list_machine_agreements
from vecu.coding.queries.codebook import Codes, find_code
from vecu.coding.queries.consensus import list_adjudications, list_text_ratings
from vecu.coding.queries.memos import list_adjudication_memos
from vecu.coding.queries.texts import get_text
from vecu.coding.views.shared import (
    CodingVisit,
    audit_reading,
    coding_page,
    get_workspace,
    read_reason,
    read_uuid,
)
from vecu.records.views import WRITE
from vecu.ui.charts import IntervalRow, interval_chart

CHANCE = 2011
"""Seed of the intervals: fixed, so that results change only when codings do."""
TENTATIVE, FIRM = 2 / 3, 0.8
"""Krippendorff (2004) draws no conclusions below the first, firm ones from the second on."""
TEXTS_A_PAGE = 10


@coding_page(can_code)
def agreement(visit: CodingVisit) -> HttpResponse:
    """Show for each code how far coders agree, with its interval; never one overall figure."""
    workspace = get_workspace(visit)
    finished = list_text_ratings(workspace.codebook, workspace.codes)
    judged = only_blind_ratings(finished)
    names = list_coders(workspace.codebook)
    coders = [coder for coder in names if any(coder in text.coders for text in judged)]
    known = workspace.codes.by_id
    measured = measure_agreement(
        judged,
        [code.id for code, _depth in workspace.codes.offered],
        coders,
        lambda code, question: workspace.codes.is_for(known[code], question),
        chance=CHANCE,
    )
    standings = {
        one.code: one for one in list_machine_agreements(workspace.codebook, workspace.codes)
    }
    by_machine = {code for code, one in standings.items() if one.used or one.carried}
    used = [one for one in measured if sum(one.agreement.used) or one.code in by_machine]
    language = get_language() or "en"
    context = {
        "codebook": workspace.codebook,
        "coders": [names[coder] for coder in coders],
        "codes": sum(bool(sum(one.agreement.used)) for one in used),
        "groups": [
            _group(branch, found, known, language, standings)
            for branch, found in _by_branch(used, workspace.codes).items()
        ],
        "unused": [known[one.code] for one in measured if _is_unused(one, workspace.codes)],
        "shared": sum(len(text.coders) > 1 for text in judged),
        "openly": sum(
            len(every.coders) > 1 >= len(text.coders)
            for every, text in zip(finished, judged, strict=True)
        ),
        "firm": sum(_at_least(one, FIRM) for one in used),
        "weak": sum(_below(one, TENTATIVE) for one in used),
        "standings": bool(by_machine),
        "measuring": max((one.with_team.pairable for one in standings.values()), default=0),
    }
    return visit.render("coding/agreement.html", context)


def _is_unused(measured: CodeAgreementSummary, codes: Codes) -> bool:
    """Return whether nobody used a code that applies to common texts; never for branches."""
    branch = measured.code in codes.parents.values()
    agreement = measured.agreement
    return bool(sum(agreement.judged)) and not sum(agreement.used) and not branch


def _by_branch(
    measured: Sequence[CodeAgreementSummary], codes: Codes
) -> dict[UUID, list[CodeAgreementSummary]]:
    """Return the summaries by top code."""
    found: dict[UUID, list[CodeAgreementSummary]] = {}
    for one in measured:
        top = [one.code, *list_ancestors(one.code, codes.parents)][-1]
        found.setdefault(top, []).append(one)
    return found


def _group(
    branch: UUID,
    measured: Sequence[CodeAgreementSummary],
    known: dict[UUID, Code],
    language: str,
    standings: Mapping[UUID, MachineAgreement],
) -> dict[str, Any]:
    title = _("Agreement on each code of “%(branch)s”, from 0 (chance) to 1 (perfect)") % {
        "branch": known[branch].names.say(language)
    }
    return {
        "branch": known[branch],
        "lines": [
            _line(one, known[one.code], language)
            | build_machine_context(standings.get(one.code), language)
            for one in measured
        ],
        "chart": _chart(measured, known, language, title),
    }


def _line(measured: CodeAgreementSummary, code: Code, language: str) -> dict[str, Any]:
    alpha = measured.agreement.alpha
    return {
        "code": code,
        "alpha": alpha,
        "why": measured.why.say(language) if measured.why else "",
        "ac1": measured.agreement.ac1.estimate,
        "disputed": measured.agreement.disputed,
        "used": measured.agreement.used,
    }


def build_machine_context(standing: MachineAgreement | None, language: str) -> dict[str, Any]:
    """Return the machine's cells of a row: its agreement with people, or why there is none."""
    if standing is None:
        return {"machine": None}
    why = standing.with_team.why
    return {
        "machine": standing.with_team,
        "machine_why": why.say(language) if why else "",
        "machine_used": standing.used,
        "among_people": standing.among_people,
    }


def _chart(
    measured: Sequence[CodeAgreementSummary], known: dict[UUID, Code], language: str, title: str
) -> str:
    rows = [
        IntervalRow(
            known[one.code].names.say(language),
            alpha.estimate,
            alpha.conf_low,
            alpha.conf_high,
        )
        for one in measured
        if (alpha := one.agreement.alpha).estimate is not None
    ]
    return interval_chart(rows, title=title, language=language, marks=(TENTATIVE, FIRM))


def _at_least(measured: CodeAgreementSummary, value: float) -> bool:
    low = measured.agreement.alpha.conf_low
    return low is not None and low >= value


def _below(measured: CodeAgreementSummary, value: float) -> bool:
    estimate = measured.agreement.alpha.estimate
    return estimate is not None and estimate < value


@dataclass(frozen=True, slots=True)
class CodeDisagreement:
    """One code on which coders differ: who applied it and who did not, adjudication, memos."""

    code: Code
    put: tuple[str, ...]
    not_put: tuple[str, ...]
    ruling: Adjudication | None
    memos: Sequence[Memo]


@dataclass(frozen=True, slots=True)
class RefusedAdjudication:
    """Why an adjudication was refused, and the reason that the member typed."""

    text: UUID
    code: UUID
    problem: str
    typed: str


@coding_page(can_code)
def disagreements(visit: CodingVisit) -> HttpResponse:
    """Show disagreements side by side, those without an adjudication first."""
    return _side_by_side(visit, visit.request.GET)


def _side_by_side(
    visit: CodingVisit, query: QueryDict, refused: RefusedAdjudication | None = None
) -> HttpResponse:
    """Show the requested disagreements; after a refusal only the text that it was about."""
    workspace = get_workspace(visit)
    code = find_code(workspace.codebook, read_uuid(query.get("code")))
    judged = list_text_ratings(workspace.codebook, workspace.codes)
    mine = "mine" in query
    found = (
        find_overruled(judged, workspace.coder.id)
        if mine
        else find_disagreements(judged, code.id if code else None)
    )
    found.sort(key=lambda line: (not _is_open(*line), line[0].text))
    visible = [line for line in found if line[0].text == refused.text] if refused else found
    page = Paginator(visible, TEXTS_A_PAGE).get_page(query.get("page"))
    texts = [get_text(workspace.codebook, judged.text) for judged, _codes in page]
    rows = {row.id: row for row in workspace.rows([text for text in texts if text])}
    audit_reading(visit, [row.answer for row in rows.values()])
    names, known = list_coders(workspace.codebook), workspace.codes.by_id
    rulings = list_adjudications(rows)
    memos = list_adjudication_memos(rulings.values())
    context = {
        "codebook": workspace.codebook,
        "page": page,
        "code": code,
        "mine": mine,
        "query": "mine=1" if mine else f"code={code.id}" if code else "",
        "texts": len(found),
        "open": sum(_is_open(*line) for line in found),
        "refused": refused,
        "lines": [
            (
                rows[judged.text],
                [_side(judged, known[each], names, rulings, memos) for each in codes],
            )
            for judged, codes in page
            if judged.text in rows
        ],
    }
    return visit.render("coding/disagreements.html", context, status=422 if refused else 200)


def _is_open(judged: TextRatings, codes: Sequence[UUID]) -> bool:
    return any(code not in judged.rulings for code in codes)


def _side(
    judged: TextRatings,
    code: Code,
    names: dict[UUID, str],
    rulings: dict[tuple[UUID, UUID], Adjudication],
    memos: dict[int, list[Memo]],
) -> CodeDisagreement:
    ruling = rulings.get((judged.text, code.id))
    put = [coder for coder in judged.coders if code.id in judged.votes.get(coder, ())]
    return CodeDisagreement(
        code=code,
        put=tuple(sorted(names[coder] for coder in put)),
        not_put=tuple(sorted(names[coder] for coder in judged.coders if coder not in put)),
        ruling=ruling,
        memos=memos.get(ruling.id, ()) if ruling else (),
    )


@coding_page(can_lead_coding, WRITE)
def settle(visit: CodingVisit, verbatim: UUID) -> HttpResponse:
    """Adjudicate whether a code is on a text, or reopen it."""
    workspace = get_workspace(visit)
    text = get_text(workspace.codebook, verbatim)
    code = find_code(workspace.codebook, read_uuid(visit.request.POST.get("code")))
    ruling, back = visit.request.POST.get("present"), visit.request.POST.get("query", "")[:200]
    if text is None:
        messages.warning(visit.request, _("This person has withdrawn their answer."))
    elif code is None or ruling not in {"yes", "no", "open"}:
        messages.error(visit.request, _("Say whether the code applies to this text."))
    else:
        try:
            _settle(visit.request, workspace, text, code, ruling)
        except AdjudicationRefused as refusal:
            refused = RefusedAdjudication(
                text.id, code.id, str(refusal), read_reason(visit.request)
            )
            return _side_by_side(visit, QueryDict(back), refused)
    response = redirect("coding:disagreements", slug=visit.study.slug)
    response["Location"] += f"?{back}#t-{verbatim}" if back else f"#t-{verbatim}"
    return response


def _settle(
    request: StaffRequest, workspace: CoderWorkspace, text: Verbatim, code: Code, ruling: str
) -> None:
    act, seen = workspace.act(timezone.now(), read_reason(request)), request.POST.get("seen", "")
    try:
        if ruling == "open":
            reopen_disagreement(text, code, act, seen=seen)
        else:
            adjudicate_code(text, code, act, present=ruling == "yes", seen=seen)
    except TextGone:
        messages.warning(request, _("This person has withdrawn their answer."))
    else:
        messages.success(request, _("Settled.") if ruling != "open" else _("Open again."))
