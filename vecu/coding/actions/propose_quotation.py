"""Propose a respondent's words as a quotation, on a locked text, if the respondent permits it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.deidentification.redaction import normalize_original
from vecu.coding.models import Code, CodingEvent, Quotation, Verbatim
from vecu.coding.rules import QuotationState, Verb
from vecu.coding.spans import SpanRefused, TextSpan, check_span, hash_text
from vecu.errors import VecuError
from vecu.questionnaires import get_answer
from vecu.surveys.queries.results import list_answers_by_id
from vecu.surveys.results.answer_layout import may_quote


class QuotationRefused(VecuError):
    """The words cannot be quoted: not permitted, or not in the text."""


def check_quotable(held: Verbatim, span: TextSpan | None) -> TextSpan | None:
    """Return the span without blanks at its ends; raise `QuotationRefused`."""
    answers = list_answers_by_id([held.answer_id])
    if not answers or not may_quote(answers[0].values):
        raise QuotationRefused(
            _("This person did not permit that their sentences be quoted, so nothing was proposed.")
        )
    text = get_answer(answers[0].values, held.address)
    if hash_text(text) != held.hash:
        raise QuotationRefused(_("This text has changed in the meantime. Look at it again."))
    try:
        checked = check_span(text, span) if span else None
    except SpanRefused:
        raise QuotationRefused(
            _(
                "These words are not in the text, which has %(length)s characters. Select them "
                "again."
            )
            % {"length": len(text)}
        ) from None
    if not normalize_original(text[checked.start : checked.end] if checked else text):
        raise QuotationRefused(_("There is no word here that could be quoted."))
    return checked


def get_proposal_detail(span: TextSpan | None, code: Code | None) -> dict[str, Any]:
    """Return what the history records of a proposal: its place in the text, and the code."""
    start, end = (span.start, span.end) if span else (None, None)
    return {"start": start, "end": end, "code": str(code.id) if code else None}


def create_proposal(
    held: Verbatim,
    proposal: Mapping[str, Any],
    act: ActionContext,
    undoes: CodingEvent | None = None,
) -> bool:
    """Propose words of a text; return whether the proposal is new."""
    quotation, new = Quotation.objects.get_or_create(
        verbatim=held,
        start=proposal["start"],
        end=proposal["end"],
        defaults={"code_id": proposal["code"], "proposed_by": act.by},
    )
    if new:
        _tell(Verb.QUOTED, quotation, proposal, act, undoes)
    return new


def delete_proposal(
    held: Verbatim,
    proposal: Mapping[str, Any],
    act: ActionContext,
    undoes: CodingEvent | None = None,
) -> bool:
    """Withdraw a member's own undecided proposal; return whether there was one."""
    quotation = Quotation.objects.filter(
        verbatim=held,
        start=proposal["start"],
        end=proposal["end"],
        proposed_by=act.by,
        state=QuotationState.PROPOSED,
    ).first()
    if quotation is None:
        return False
    _tell(Verb.UNQUOTED, quotation, proposal, act, undoes)
    quotation.delete()
    return True


def _tell(
    verb: Verb,
    quotation: Quotation,
    proposal: Mapping[str, Any],
    act: ActionContext,
    undoes: CodingEvent | None,
) -> None:
    held, code = quotation.verbatim, quotation.code
    detail = {**proposal, "quotation": str(quotation.id)}
    record_event(act, verb, held.codebook, verbatim=held, code=code, detail=detail, undoes=undoes)
