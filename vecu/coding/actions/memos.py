"""Writing memos."""

from django.db import transaction

from vecu.coding.actions.history import Act
from vecu.coding.models import Code, Codebook, Coding, Memo, Verbatim


@transaction.atomic
def write_memo(
    codebook: Codebook,
    text: str,
    act: Act,
    *,
    code: Code | None = None,
    verbatim: Verbatim | None = None,
    coding: Coding | None = None,
) -> Memo:
    """Keep a thought about a code, a text, a coding of a text, else about the codebook."""
    about = coding.verbatim if coding else verbatim
    return Memo.objects.create(
        codebook=codebook,
        code=code,
        verbatim=about,
        coding=coding,
        text=text,
        by=act.by,
        at=act.now,
    )
