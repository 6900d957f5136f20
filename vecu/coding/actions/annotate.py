"""What a coder does with a text: apply and remove codes, finish, reopen, quote, undo."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.actions.lock_text import lock_verbatim
from vecu.coding.actions.propose_quotation import (
    QuotationRefused,
    check_quotable,
    create_proposal,
    delete_proposal,
    get_proposal_detail,
)
from vecu.coding.actions.suggestion_decisions import (
    get_event_suggestion,
    lock_suggestion,
    record_verdict,
    reopen_suggestion,
    suggestion_details,
)
from vecu.coding.models import (
    Assignment,
    Code,
    Coder,
    Coding,
    CodingEvent,
    Quotation,
    Suggestion,
    Verbatim,
)
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.suggestions import is_assisted
from vecu.coding.queries.texts import get_closed_texts_filter, list_hotkeys
from vecu.coding.rules import (
    OPPOSITE,
    CoderKind,
    QuotationState,
    SuggestionVerdict,
    Verb,
    assign_hotkey,
    is_frozen,
    is_reserved_for_others,
)
from vecu.coding.spans import TextSpan
from vecu.errors import VecuError


class TextGone(VecuError):
    """The respondent has withdrawn the answer; all coding on it was deleted too."""


class TextFrozen(VecuError):
    """The coder may not code the text: it is closed for comparison or reserved for other coders."""


class CodeNotOffered(VecuError):
    """The code was retired or merged in the meantime, or belongs to another codebook."""


class NothingToUndo(VecuError):
    """The coder has no action left to undo."""


@dataclass(frozen=True, slots=True)
class UndoneAct:
    """The action that was undone; `passed`: later ones on closed texts were skipped and stay."""

    act: CodingEvent
    passed: bool


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """A code on a whole text or on a span of it."""

    code: UUID
    span: TextSpan | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The values of the model's columns."""
        start, end = (self.span.start, self.span.end) if self.span else (None, None)
        return {"code_id": self.code, "start": start, "end": end}

    @property
    def detail(self) -> dict[str, Any]:
        """The details recorded in the history."""
        start, end = (self.span.start, self.span.end) if self.span else (None, None)
        return {"code": str(self.code), "start": start, "end": end}


def apply_code(coder: Coder, verbatim: UUID, mark: CodeSpan, act: ActionContext) -> bool:
    """Apply a code to a text or a span; return whether it was new.

    The span is checked already. Raise `TextGone`, `TextFrozen` or `CodeNotOffered`.
    """
    with transaction.atomic():
        held = _hold(coder, verbatim)
        code = coder.codebook.codes.filter(pk=mark.code, retired=False, merged=None).first()
        if code is None:
            raise CodeNotOffered(
                _("This code is no longer offered: it was merged, split or retired.")
            )
        return _put(coder, held, mark, act)


def accept_suggestion(coder: Coder, verbatim: UUID, suggestion: UUID, act: ActionContext) -> Code:
    """Apply the code that the machine suggested, as the coder's own; return the code.

    The coding and the history record that it was suggested. Raise `TextGone`, `TextFrozen`,
    `CodeNotOffered` or `SuggestionGone`.
    """
    with transaction.atomic():
        held = _hold(coder, verbatim)
        found = lock_suggestion(coder, verbatim, suggestion)
        code = found.code
        while code.merged is not None:
            code = code.merged
        if code.retired:
            raise CodeNotOffered(
                _("This code is no longer offered: it was merged, split or retired.")
            )
        record_verdict(found, SuggestionVerdict.ACCEPTED, act.by)
        _put(coder, held, CodeSpan(code.id), act, suggestion=found)
        return code


def refuse_suggestion(coder: Coder, verbatim: UUID, suggestion: UUID, act: ActionContext) -> Code:
    """Reject a code that the machine suggested for a text; return the code.

    Raise `TextGone`, `TextFrozen` or `SuggestionGone`.
    """
    with transaction.atomic():
        held = _hold(coder, verbatim)
        found = lock_suggestion(coder, verbatim, suggestion)
        record_verdict(found, SuggestionVerdict.REFUSED, act.by)
        detail = suggestion_details(found)
        record_event(
            act, Verb.REFUSED, held.codebook, verbatim=held, code=found.code, detail=detail
        )
        return found.code


def remove_code(coder: Coder, verbatim: UUID, coding: UUID, act: ActionContext) -> bool:
    """Remove one of a coder's own codings; return whether it existed."""
    with transaction.atomic():
        held = _hold(coder, verbatim)
        found = held.codings.filter(pk=coding, coder=coder).first()
        if found is None:
            return False
        return _take(coder, held, _code_span_of(found), act)


@transaction.atomic
def reassign_split_code(coder: Coder, coding: UUID, into: Code, act: ActionContext) -> None:
    """Replace a code that was split by one of its child codes, in one coding.

    Allowed on closed texts too, since the compared code is retired. Raise `TextGone` when the
    coding no longer exists, `CodeNotOffered` when `into` is not a child of the code.
    """
    found = coder.codings.filter(pk=coding).select_related("verbatim", "code").first()
    if found is None:
        raise TextGone
    if not found.code.retired or into.parent_id != found.code_id or into.retired or into.merged_id:
        raise CodeNotOffered(_("Choose one of the codes that this one was split into."))
    held = lock_verbatim(coder.codebook, found.verbatim_id)
    if held is None:
        raise TextGone
    before = _code_span_of(found)
    _put(coder, held, CodeSpan(into.id, before.span), act)
    _take(coder, held, before, act)


def finish(coder: Coder, verbatim: UUID, act: ActionContext) -> bool:
    """Mark a text as finished by a coder, even without any code; return whether that is new."""
    with transaction.atomic():
        return _set_done(coder, _hold(coder, verbatim), act, done=True)


def reopen(coder: Coder, verbatim: UUID, act: ActionContext) -> bool:
    """Mark a text as not finished after all; return whether it was finished."""
    with transaction.atomic():
        return _set_done(coder, _hold(coder, verbatim), act, done=False)


def propose_quote(
    coder: Coder,
    verbatim: UUID,
    span: TextSpan | None,
    act: ActionContext,
    *,
    code: Code | None = None,
) -> bool:
    """Propose a text or a span of it as a quotation for a code; return whether it is new.

    Allowed on closed texts too. Raise `TextGone` or `QuotationRefused`.
    """
    with transaction.atomic():
        held = _hold(coder, verbatim, compared_too=True)
        return create_proposal(held, get_proposal_detail(check_quotable(held, span), code), act)


def withdraw_proposal(coder: Coder, quotation: UUID, act: ActionContext) -> None:
    """Withdraw one's own proposal; raise `QuotationRefused` once it has been decided."""
    with transaction.atomic():
        found = Quotation.objects.filter(pk=quotation).select_related("code").first()
        if found is None:
            raise TextGone
        held = _hold(coder, found.verbatim_id, compared_too=True)
        if not delete_proposal(held, get_proposal_detail(found.span, found.code), act):
            raise QuotationRefused(
                _(
                    "You can only take back your own proposal, and only while nobody has "
                    "decided on it."
                )
            )


def undo(coder: Coder, act: ActionContext) -> UndoneAct:
    """Undo the coder's last action that was not undone yet.

    Repeated calls go back to the first, skipping what happened on texts closed since. The history
    keeps both the action and its undoing. Raise `NothingToUndo`.
    """
    with transaction.atomic():
        last, passed = _last_act(coder, act)
        if last is None or last.verbatim_id is None:
            raise NothingToUndo(
                _(
                    "There is nothing left to undo: your last action is on texts that all "
                    "their coders have finished, and stays as it is."
                )
                if passed
                else _("There is nothing left to undo.")
            )
        verb = OPPOSITE[Verb(last.verb)]
        quoting = verb in {Verb.QUOTED, Verb.UNQUOTED}
        held = _hold(coder, last.verbatim_id, compared_too=quoting)
        if quoting:
            done = (create_proposal if verb is Verb.QUOTED else delete_proposal)(
                held, last.detail, act, last
            )
        elif verb is Verb.CODED:
            back = get_event_suggestion(last)
            done = _put(coder, held, _recorded_code_span(last), act, undoes=last, suggestion=back)
        elif verb is Verb.UNCODED:
            done = _take(coder, held, _recorded_code_span(last), act, undoes=last)
        elif verb in {Verb.FINISHED, Verb.REOPENED}:
            done = _set_done(coder, held, act, done=verb is Verb.FINISHED, undoes=last)
        else:
            done = False
        if verb is not Verb.CODED:
            reopen_suggestion(last)
        if not done:
            record_event(act, verb, coder.codebook, verbatim=held, undoes=last)
        return UndoneAct(last, passed)


def _last_act(coder: Coder, act: ActionContext) -> tuple[CodingEvent | None, bool]:
    """Return the coder's last action that can be undone, and whether later ones were skipped.

    Not undone: proposals that were decided, and codes on closed texts.
    """
    own = Quotation.objects.filter(verbatim__codebook=coder.codebook, proposed_by=act.by)
    decided = own.exclude(state=QuotationState.PROPOSED).values_list("id", flat=True)
    acts = (
        coder.codebook.events.filter(by=act.by, verb__in=list(OPPOSITE), undoes=None)
        .filter(undone_by=None, verbatim__isnull=False)
        .exclude(verb=Verb.QUOTED, detail__quotation__in=[str(each) for each in decided])
    )
    quoting = Q(verb__in=[Verb.QUOTED, Verb.UNQUOTED])
    latest = acts.first()
    if latest is None or not coder.codebook.blind:
        return latest, False
    open_ = acts.filter(quoting | ~get_closed_texts_filter(coder)).first()
    return open_, open_ != latest


def _hold(coder: Coder, verbatim: UUID, *, compared_too: bool = False) -> Verbatim:
    """Lock and return a text that the coder may code, so that nobody withdraws it meanwhile.

    Where the coder can see others' codes, the work is recorded as done openly.
    """
    held = lock_verbatim(coder.codebook, verbatim)
    if held is None:
        raise TextGone
    if not compared_too:
        _check_open(coder, held)
        if not coder.codebook.blind:
            held.assignments.filter(coder=coder, openly=False).update(openly=True)
    return held


def _check_open(coder: Coder, held: Verbatim) -> None:
    """Raise `TextFrozen` if the coder may not code the text, or no longer."""
    given = list(held.assignments.values_list("coder", "done", "coder__kind"))
    done, blind = {by: each for by, each, _kind in given}, coder.codebook.blind
    members = {by for by, _done, kind in given if kind == CoderKind.PERSON}
    if is_reserved_for_others(coder.id, done, members, blind=blind):
        raise TextFrozen(
            _(
                "Others are coding or have coded this text, and you see their codes once "
                "they have finished. Your coding would not be blind, so it was not saved."
                " Write a memo, or suggest a correction on the disagreements page."
            )
        )
    if is_frozen(done.values(), blind=blind):
        raise TextFrozen(
            _(
                "The other coders have finished this text too, so your coding stays as it"
                " was compared. Suggest corrections on the disagreements page."
            )
        )


def _put(
    coder: Coder,
    verbatim: Verbatim,
    mark: CodeSpan,
    act: ActionContext,
    *,
    undoes: CodingEvent | None = None,
    suggestion: Suggestion | None = None,
) -> bool:
    _coding, new = Coding.objects.get_or_create(
        verbatim=verbatim, coder=coder, **mark.fields, defaults={"suggestion": suggestion}
    )
    if new:
        _assign_hotkey(coder, verbatim.question, mark.code)
        _record_coding(coder, verbatim, Verb.CODED, mark, act, undoes, suggestion)
    return new


def _assign_hotkey(coder: Coder, question: str, code: UUID) -> None:
    """Assign a code that was just used to one of the coder's hotkeys for that question."""
    held = Coder.objects.select_for_update(no_key=True).get(pk=coder.pk)
    codes = list_codes(held.codebook)
    keys = assign_hotkey(list_hotkeys(held, question, codes), code)
    coder.keys = held.keys | {question: [(str(each), last) for each, last in keys]}
    coder.save(update_fields=["keys"])


def _take(
    coder: Coder,
    verbatim: Verbatim,
    mark: CodeSpan,
    act: ActionContext,
    *,
    undoes: CodingEvent | None = None,
) -> bool:
    own = Coding.objects.filter(verbatim=verbatim, coder=coder, **mark.fields)
    found = own.select_related("suggestion__run").first()
    if found is None:
        return False
    own.delete()
    _record_coding(coder, verbatim, Verb.UNCODED, mark, act, undoes, found.suggestion)
    return True


def _record_coding(
    coder: Coder,
    verbatim: Verbatim,
    verb: Verb,
    mark: CodeSpan,
    act: ActionContext,
    undoes: CodingEvent | None,
    suggestion: Suggestion | None = None,
) -> None:
    code = Code(pk=mark.code)
    detail = mark.detail | (suggestion_details(suggestion) if suggestion else {})
    record_event(
        act, verb, coder.codebook, verbatim=verbatim, code=code, detail=detail, undoes=undoes
    )


def _set_done(
    coder: Coder,
    verbatim: Verbatim,
    act: ActionContext,
    *,
    done: bool,
    undoes: CodingEvent | None = None,
) -> bool:
    """Finish or reopen a text, assigning it if nobody had it; return whether that is new."""
    if not done and not verbatim.assignments.filter(coder=coder).exists():
        return False
    own, _new = Assignment.objects.get_or_create(verbatim=verbatim, coder=coder)
    if own.done == done:
        return False
    own.assisted = own.assisted or (done and is_assisted(coder, verbatim.id))
    own.openly = own.openly or not coder.codebook.blind
    own.done = done
    own.save(update_fields=["done", "assisted", "openly"])
    verb = Verb.FINISHED if done else Verb.REOPENED
    record_event(act, verb, coder.codebook, verbatim=verbatim, undoes=undoes)
    return True


def _code_span_of(coding: Coding) -> CodeSpan:
    return CodeSpan(coding.code_id, coding.span)


def _recorded_code_span(event: CodingEvent) -> CodeSpan:
    start, end = event.detail["start"], event.detail["end"]
    return CodeSpan(UUID(event.detail["code"]), None if start is None else TextSpan(start, end))
