"""Write memos; change or delete one's own."""

from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Model

from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.actions.lock_text import lock_verbatim
from vecu.coding.models import (
    Adjudication,
    Code,
    Codebook,
    Coding,
    Guide,
    Memo,
    Practice,
    Quotation,
    Verbatim,
)
from vecu.coding.rules import Verb


class MemoTarget(TypedDict, total=False):
    """What a memo is about; with nothing set, the whole codebook."""

    code: Code | None
    verbatim: Verbatim | None
    coding: Coding | None
    ruling: Adjudication | None
    quotation: Quotation | None
    guide: Guide | None
    practice: Practice | None


def with_parent_target(about: MemoTarget) -> dict[str, Any]:
    """Return what a memo is about, with the text or guide that this belongs to."""
    verbatim, guide = about.get("verbatim"), about.get("guide")
    for part in (about.get("coding"), about.get("ruling"), about.get("quotation")):
        verbatim = part.verbatim if part else verbatim
    if practice := about.get("practice"):
        guide = practice.guide
    return {**about, "verbatim": verbatim, "guide": guide}


@transaction.atomic
def write_memo(
    codebook: Codebook, text: str, act: ActionContext, **about: Unpack[MemoTarget]
) -> Memo:
    """Store a memo about an object, and about the text or guide that this belongs to.

    If the object has been deleted, the memo is about the latter. Raise `TextGone` when the
    respondent has withdrawn.
    """
    targets = with_parent_target(about)
    verbatim = targets["verbatim"]
    if verbatim and lock_verbatim(codebook, verbatim.id) is None:
        raise TextGone
    held = {name: _held(each) for name, each in targets.items()}
    memo = Memo.objects.create(codebook=codebook, text=text, by=act.by, at=act.now, **held)
    _tell(memo, Verb.NOTED, act)
    return memo


@transaction.atomic
def change_memo(memo: Memo, text: str, act: ActionContext) -> None:
    """Change one's own memo; the earlier text is not kept.

    A memo may quote a respondent, and the history must not. Raises `TextGone` as `write_memo` does.
    """
    held = _own(memo, act)
    if held and held.text != text:
        held.text = text
        held.save(update_fields=["text"])
        _tell(held, Verb.RENOTED, act)


@transaction.atomic
def remove_memo(memo: Memo, act: ActionContext) -> None:
    """Delete one's own memo; the history records the deletion, not the text.

    Raise `TextGone` as `write_memo` does.
    """
    held = _own(memo, act)
    if held:
        _tell(held, Verb.UNNOTED, act)
        held.delete()


def _held(about: Model | None) -> Model | None:
    """Lock and return what a memo is about; None when it no longer exists."""
    if about is None:
        return None
    rows = type(about)._default_manager.select_for_update(no_key=True)
    return rows.filter(pk=about.pk).first()


def _own(memo: Memo, act: ActionContext) -> Memo | None:
    if memo.verbatim_id and lock_verbatim(memo.codebook, memo.verbatim_id) is None:
        raise TextGone
    return Memo.objects.select_for_update().filter(pk=memo.pk, by=act.by).first()


def _tell(memo: Memo, verb: Verb, act: ActionContext) -> None:
    """Record a memo in the history: what it is about, none of its words."""
    part = memo.coding or memo.ruling or memo.quotation
    detail = {"memo": str(memo.id)}
    if memo.quotation_id:
        detail["quotation"] = str(memo.quotation_id)
    if memo.guide:
        detail["guide"] = memo.guide.name
    if memo.practice:
        detail["practice"] = memo.practice.name
    code = part.code if part else memo.code
    record_event(act, verb, memo.codebook, verbatim=memo.verbatim, code=code, detail=detail)
