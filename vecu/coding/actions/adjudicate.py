"""Adjudicate disagreements between coders; adjudications are stored beside the codings."""

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.actions.lock_text import lock_verbatim
from vecu.coding.models import Adjudication, Code, Verbatim
from vecu.coding.rules import Verb, is_complete
from vecu.errors import VecuError


class AdjudicationRefused(VecuError):
    """The text is not coded by all its coders yet, or somebody else has adjudicated the code."""


@transaction.atomic
def adjudicate_code(
    verbatim: Verbatim, code: Code, act: ActionContext, *, present: bool, seen: str | None = None
) -> Adjudication:
    """Decide whether a code is on a text, replacing an earlier decision; `act.why` is the reason.

    `seen` is the stamp of the adjudication on the member's page: '' if there was none, None to skip
    the check. Raise `TextGone` when the respondent has withdrawn, `AdjudicationRefused` when the
    text is not complete or the adjudication has changed since.
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
    """Remove the adjudication of one code on a text; `seen` and errors as in `adjudicate_code`."""
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
                "This text is still being coded blindly: you can settle it once everyone "
                "assigned to it has finished."
            )
        )


def _standing(verbatim: Verbatim, code: Code, seen: str | None) -> Adjudication | None:
    """Return the current adjudication; raise `AdjudicationRefused` if it is not the one `seen`."""
    ruling = Adjudication.objects.filter(verbatim=verbatim, code=code).first()
    if seen is not None and seen != (ruling.stamp if ruling else ""):
        raise AdjudicationRefused(
            _(
                "Somebody else settled or reopened this in the meantime. Look at how it "
                "stands now, then settle it again if you still see it differently."
            )
        )
    return ruling
