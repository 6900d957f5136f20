"""Settling what coders did differently: rulings, which stand beside their codings."""

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.history import (
    ActionContext,
    record_event,
)
from vecu.coding.actions.lock_text import lock_verbatim
from vecu.coding.models import (
    Adjudication,
    Code,
    Verbatim,
)
from vecu.coding.rules import (
    Verb,
    is_complete,
)
from vecu.errors import VecuError


class AdjudicationRefused(VecuError):
    """The text is still coded blindly, or somebody else has settled the code meanwhile."""


@transaction.atomic
def adjudicate_code(
    verbatim: Verbatim, code: Code, act: ActionContext, *, present: bool, seen: str | None = None
) -> Adjudication:
    """Settle whether a code is on a text, in place of an earlier ruling; `act.why` is the reason.

    `seen` is the stamp of the ruling that the member was shown, '' for none, None where nobody was
    shown any. Raise `TextGone` when the person has taken back what they said, `RulingRefused` where
    the text is not revealed, or another ruling stands by now.
    """
    _hold(verbatim)
    before = _standing(verbatim, code, seen)
    ruling, _new = Adjudication.objects.update_or_create(
        verbatim=verbatim,
        code=code,
        defaults={"present": present, "by": act.by, "reason": act.why, "at": act.now},
    )
    detail = {"present": present, "before": before.present if before else None}
    record_event(act, Verb.RULED, verbatim.codebook, verbatim=verbatim, code=code, detail=detail)
    return ruling


@transaction.atomic
def reopen_disagreement(
    verbatim: Verbatim, code: Code, act: ActionContext, *, seen: str | None = None
) -> None:
    """Leave one code on a text open again; `seen` and what is raised are as for `rule`."""
    _hold(verbatim)
    before = _standing(verbatim, code, seen)
    if before:
        before.delete()
        record_event(act, Verb.UNRULED, verbatim.codebook, verbatim=verbatim, code=code)


def _hold(verbatim: Verbatim) -> None:
    if lock_verbatim(verbatim.codebook, verbatim.id) is None:
        raise TextGone
    done = verbatim.assignments.values_list("done", flat=True)
    if verbatim.codebook.blind and not is_complete(done):
        raise AdjudicationRefused(
            _(
                "This text is still coded blindly: it can be settled once all who were to code it "
                "have finished."
            )
        )


def _standing(verbatim: Verbatim, code: Code, seen: str | None) -> Adjudication | None:
    """Return the ruling that stands; raise `RulingRefused` where another one was seen."""
    ruling = Adjudication.objects.filter(verbatim=verbatim, code=code).first()
    if seen is not None and seen != (ruling.stamp if ruling else ""):
        raise AdjudicationRefused(
            _(
                "Somebody else has settled this meanwhile, or left it open again. Look at how it "
                "stands now; then settle it anew, if you still see it otherwise."
            )
        )
    return ruling
