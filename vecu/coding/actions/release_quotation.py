"""Decide on quotations: edit, release to everybody or to members, withhold."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.actions.lock_text import lock_verbatim
from vecu.coding.deidentification.redaction import LONGEST_REPLACEMENT, EditRefused, Fault
from vecu.coding.models import Code, Codebook, Quotation
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.quotation_review import QuotationReview, find_quotation_review
from vecu.coding.queries.quotations import find_quotation
from vecu.coding.rules import QuotationState, Verb
from vecu.errors import VecuError


class ReleaseRefused(VecuError):
    """A quotation cannot be released as it is; `left` are the unconfirmed concerns."""

    def __init__(self, message: str, left: Collection[str] = ()) -> None:
        super().__init__(message)
        self.left = tuple(left)


class QuotationChanged(VecuError):
    """Somebody else has edited or decided on the quotation in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else has changed this quotation in the meantime. Their version "
                "is shown below yours: compare, then decide again."
            )
        )


@dataclass(frozen=True, slots=True)
class Edit:
    """A releaser's input: the words to publish, the code, and the concerns that may stay.

    `revision` is that of the quotation on the releaser's page.
    """

    text: str
    revision: int
    code: UUID | None = None
    confirmed: frozenset[str] = frozenset()


@transaction.atomic
def save_edit(codebook: Codebook, quotation: UUID, edit: Edit) -> Quotation:
    """Save an edit, unless it adds words; a released quotation must be withheld first.

    Raise `TextGone`, `QuotationChanged` or `ReleaseRefused`.
    """
    held = hold_quotation(codebook, quotation, edit.revision)
    if held.state == QuotationState.RELEASED:
        raise ReleaseRefused(_("This quotation is released. Withhold it before you change it."))
    scrutiny = _scrutinise(held, edit)
    held.text = scrutiny.edited
    return _save(held)


@transaction.atomic
def release(codebook: Codebook, quotation: UUID, edit: Edit, act: ActionContext) -> Quotation:
    """Release words: everybody can read them from now on, or members of the study only.

    Which of both depends on the promise that their author read (`rules.may_become_public`).
    Each identifying word must be removed or confirmed. Raise `TextGone`, `QuotationChanged` or
    `ReleaseRefused`.
    """
    held = hold_quotation(codebook, quotation, edit.revision)
    if held.state == QuotationState.RELEASED:
        raise ReleaseRefused(_("This quotation is released already."))
    scrutiny = _scrutinise(held, edit)
    _check_clash(scrutiny)
    code = _code(scrutiny, edit.code)
    if left := scrutiny.left(edit.confirmed):
        raise ReleaseRefused(
            ngettext(
                "%(number)s flag is left to check: take the words out, or say that they may stay.",
                "%(number)s flags are left to check: for each, take the words out or say "
                "that they may stay.",
                len(left),
            )
            % {"number": len(left)},
            left,
        )
    held.text, held.code = scrutiny.edited, code
    held.state, held.reason = QuotationState.RELEASED, ""
    held.decided_by, held.decided_at = act.by, act.now
    kept = sorted({found.kind.value for found in scrutiny.found})
    record_decision(act, Verb.RELEASED, held, kept=kept)
    return _save(held)


@transaction.atomic
def withhold(codebook: Codebook, quotation: UUID, revision: int, act: ActionContext) -> Quotation:
    """Withdraw a quotation from release, or reject a proposal; `act.why` is the reason.

    Those who have read it cannot unread it.
    """
    held = hold_quotation(codebook, quotation, revision)
    held.state, held.reason = QuotationState.WITHHELD, act.why
    held.decided_by, held.decided_at = act.by, act.now
    record_decision(act, Verb.WITHHELD, held)
    return _save(held)


def hold_quotation(codebook: Codebook, quotation: UUID, revision: int) -> Quotation:
    """Lock and return a quotation, so that nobody decides on it or withdraws it meanwhile.

    The text and all its quotations are locked, so that two overlapping ones cannot both be
    released.
    """
    found = find_quotation(codebook, quotation)
    if found is None or lock_verbatim(codebook, found.verbatim_id) is None:
        raise TextGone
    held = find_quotation(codebook, quotation)
    if held is None:
        raise TextGone
    if held.revision != revision:
        raise QuotationChanged
    return held


def _scrutinise(held: Quotation, edit: Edit) -> QuotationReview:
    """Return the review of an edit; raise if the words may not be quoted, or not like this."""
    scrutiny = find_quotation_review(held, list_codes(held.verbatim.codebook), edit.text)
    if scrutiny is None:
        raise TextGone
    if not scrutiny.quoted.permitted:
        raise ReleaseRefused(
            _("This person did not permit that their sentences be quoted. Nothing can be released.")
        )
    if not scrutiny.quoted.revealed:
        raise ReleaseRefused(
            _(
                "This text is still being coded blindly. Release the quotation once "
                "everyone has finished."
            )
        )
    if scrutiny.fault:
        raise ReleaseRefused(format_edit_fault(scrutiny.fault))
    return scrutiny


def _check_clash(scrutiny: QuotationReview) -> None:
    if scrutiny.clash:
        raise ReleaseRefused(
            _(
                "Another quotation with some of the same words is released: what one leaves out "
                "could be read in the other. Withhold that one first."
            )
        )


def _code(scrutiny: QuotationReview, wanted: UUID | None) -> Code | None:
    """Return the code that the words are quoted for; their text must carry it."""
    if wanted is None:
        return None
    found = next((code for code in scrutiny.codes if code.id == wanted), None)
    if found is None:
        raise ReleaseRefused(
            _("In the end the text does not carry this code. Choose one that it carries, or none.")
        )
    return found


def _save(held: Quotation) -> Quotation:
    held.revision += 1
    held.save()
    held.translations.all().delete()
    return held


def record_decision(act: ActionContext, verb: Verb, held: Quotation, **detail: object) -> None:
    """Add a decision on a quotation to the history."""
    about = {"quotation": str(held.id), **detail}
    text = held.verbatim
    record_event(act, verb, text.codebook, verbatim=text, code=held.code, detail=about)


def format_edit_fault(refusal: EditRefused) -> str:
    """Return what is wrong with an edit and what to do, in one or two sentences."""
    messages = {
        Fault.EMPTY: _("Nothing is left to publish. Start again from the person’s words."),
        Fault.NOTHING_LEFT: _("Nothing of what the person wrote is left. Start again from it."),
        Fault.ADDED: _(
            "“%(words)s”: the person did not write this here. Take words out and put […] in their "
            "place, or words of your own in square brackets, such as [a town]."
        ),
        Fault.UNMARKED_BEFORE: _(
            "Words are missing before “%(words)s”. Put […] where they were, so that readers know."
        ),
        Fault.UNMARKED_AFTER: _(
            "Words are missing after “%(words)s”. Put […] where they were, so that readers know."
        ),
        Fault.NOTHING_CUT: _(
            "Square brackets beside “%(words)s” replace nothing that was taken out. Remove them."
        ),
        Fault.OPEN_BRACKET: _(
            "“%(words)s”: a square bracket is not closed, not opened, or holds nothing."
        ),
        Fault.LONG_BRACKET: _(
            "“%(words)s” is too long: square brackets hold %(most)s characters at most."
        ),
    }[refusal.fault]
    return messages % {"words": refusal.words, "most": LONGEST_REPLACEMENT}
