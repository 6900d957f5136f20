"""Settling what coders did differently: rulings, which stand beside their codings."""

from django.db import transaction

from vecu.coding.actions.coding import TextGone
from vecu.coding.actions.history import Act, tell
from vecu.coding.actions.holding import hold_text
from vecu.coding.models import Code, Ruling, Verbatim
from vecu.coding.rules import Verb


@transaction.atomic
def rule(verbatim: Verbatim, code: Code, act: Act, *, present: bool) -> Ruling:
    """Settle whether a code is on a text, in place of an earlier ruling; `act.why` is the reason.

    Raise `TextGone` when the person has taken back what they said.
    """
    _hold(verbatim)
    before = Ruling.objects.filter(verbatim=verbatim, code=code).first()
    ruling, _new = Ruling.objects.update_or_create(
        verbatim=verbatim,
        code=code,
        defaults={"present": present, "by": act.by, "reason": act.why, "at": act.now},
    )
    detail = {"present": present, "before": before.present if before else None}
    tell(act, Verb.RULED, verbatim.codebook, verbatim=verbatim, code=code, detail=detail)
    return ruling


@transaction.atomic
def take_ruling_back(verbatim: Verbatim, code: Code, act: Act) -> None:
    """Leave one code on a text open again."""
    _hold(verbatim)
    gone, _rows = Ruling.objects.filter(verbatim=verbatim, code=code).delete()
    if gone:
        tell(act, Verb.UNRULED, verbatim.codebook, verbatim=verbatim, code=code)


def _hold(verbatim: Verbatim) -> None:
    if hold_text(verbatim.codebook, verbatim.id) is None:
        raise TextGone
