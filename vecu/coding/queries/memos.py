"""Memos: about one object, about several practices, and one's own to edit."""

from collections.abc import Iterable
from uuid import UUID

from vecu.coding.models import Adjudication, Code, Codebook, Guide, Memo, Practice, Quotation


def list_memos(
    codebook: Codebook, *, code: Code | None = None, guide: Guide | None = None
) -> list[Memo]:
    """Return the memos about a code or a guide, else those about the codebook as a whole."""
    memos = codebook.memos.filter(code=code, guide=guide, practice=None, verbatim=None)
    return list(memos)


def list_practice_memos(practices: Iterable[Practice]) -> dict[UUID, list[Memo]]:
    """Return the memos by practice; practices without any are left out."""
    found: dict[UUID, list[Memo]] = {}
    for memo in Memo.objects.filter(practice__in=list(practices)):
        if memo.practice_id:
            found.setdefault(memo.practice_id, []).append(memo)
    return found


def list_adjudication_memos(rulings: Iterable[Adjudication]) -> dict[int, list[Memo]]:
    """Return the memos by adjudication; pass only those on complete texts."""
    found: dict[int, list[Memo]] = {}
    for memo in Memo.objects.filter(ruling__in=list(rulings)):
        if memo.ruling_id:
            found.setdefault(memo.ruling_id, []).append(memo)
    return found


def list_quotation_memos(quotation: Quotation, by: str, *, revealed: bool) -> list[Memo]:
    """Return the memos about a quotation; while its text is coded blindly, one's own only."""
    memos = quotation.memos.all()
    return list(memos if revealed else memos.filter(by=by))


def find_own_memo(codebook: Codebook, memo: UUID, by: str) -> Memo | None:
    """Return a member's own memo, None if it does not exist or is somebody else's."""
    return codebook.memos.filter(pk=memo, by=by).first()
