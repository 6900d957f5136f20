"""Autocoding: let the machine apply a code by itself where it agrees with people well enough."""

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.analysis.machine_agreement import MachineAgreement
from vecu.coding.models import AutocodingPermission, Code, Codebook
from vecu.coding.queries.autocoding import list_autocoding_permissions, list_machine_agreements
from vecu.coding.queries.codebook import list_codes
from vecu.coding.rules import Verb
from vecu.errors import VecuError

LEAST_FLOOR, MOST_FLOOR = 0.0, 1.0


class AutocodingRefused(VecuError):
    """The machine may not apply this code by itself."""


@transaction.atomic
def set_minimum_agreement(codebook: Codebook, floor: float, act: ActionContext) -> None:
    """Set the minimum agreement for autocoding; revoke the permission for codes below it.

    Raise `AutocodingRefused` when it is not a valid number.
    """
    if not LEAST_FLOOR < floor < MOST_FLOOR:
        raise AutocodingRefused(_("Give a number between 0 and 1, such as 0.8."))
    held = Codebook.objects.select_for_update().get(pk=codebook.pk)
    before, held.floor = held.floor, floor
    held.save(update_fields=["floor"])
    codebook.floor = floor
    if before != floor:
        record_event(act, Verb.FLOORED, held, detail={"from": before, "to": floor})
    revoke_failing_autocoding(held, act)


@transaction.atomic
def allow_autocoding(code: Code, act: ActionContext) -> AutocodingPermission:
    """Let the machine apply a code to texts that nobody has coded; raise `AutocodingRefused`.

    The lower end of the confidence interval of agreement is compared with the minimum.
    """
    codebook = Codebook.objects.select_for_update().get(pk=code.codebook_id)
    standing = _standings(codebook).get(code.id)
    refusal = get_refusal_reason(standing, codebook.floor)
    alpha, low = (standing.with_team, standing.surely) if standing else (None, None)
    if refusal or alpha is None or alpha.estimate is None or low is None:
        raise AutocodingRefused(refusal)
    delegation, new = AutocodingPermission.objects.update_or_create(
        code=code,
        defaults={
            "by": act.by,
            "at": act.now,
            "floor": codebook.floor,
            "estimate": alpha.estimate,
            "conf_low": low,
            "texts": alpha.pairable,
        },
    )
    if new:
        detail = {"agreement": alpha.estimate, "low": low, "floor": codebook.floor}
        record_event(act, Verb.DELEGATED, codebook, code=code, detail=detail)
    return delegation


@transaction.atomic
def revoke_autocoding(code: Code, act: ActionContext) -> None:
    """Revoke autocoding for a code: what the machine applied no longer counts."""
    codebook = Codebook.objects.select_for_update().get(pk=code.codebook_id)
    gone, _rows = AutocodingPermission.objects.filter(code=code).delete()
    if gone:
        record_event(act, Verb.UNDELEGATED, codebook, code=code)


@transaction.atomic
def revoke_failing_autocoding(codebook: Codebook, act: ActionContext) -> list[Code]:
    """Revoke autocoding where agreement is no longer high enough; return those codes."""
    delegations = list_autocoding_permissions(codebook)
    if not delegations:
        return []
    standings, dropped = _standings(codebook), []
    for code_id, delegation in delegations.items():
        why = get_refusal_reason(standings.get(code_id), codebook.floor)
        if why:
            delegation.delete()
            dropped.append(delegation.code)
            record_event(
                act, Verb.UNDELEGATED, codebook, code=delegation.code, detail={"machine": True}
            )
    return dropped


def get_refusal_reason(standing: MachineAgreement | None, floor: float) -> str:
    """Return why the machine may not apply a code by itself, '' when it may."""
    if standing is None:
        return _("The machine has learned nothing of this code yet.")
    alpha, low = standing.with_team, standing.surely
    if alpha.estimate is None:
        return _(
            "Too few texts: the machine’s agreement with people on this code cannot be measured."
        )
    if low is None:
        return _(
            "The machine’s agreement with people is %(found)s on %(texts)s texts, but"
            " its margin of error cannot be computed. Have people alone code more "
            "texts."
        ) % {"found": _figure(alpha.estimate), "texts": alpha.pairable}
    if low < floor:
        return _(
            "The machine’s agreement with people is %(found)s on %(texts)s texts, of "
            "which only %(low)s is certain; the team requires %(floor)s. Sharpen the "
            "code, or code more texts."
        ) % {
            "found": _figure(alpha.estimate),
            "texts": alpha.pairable,
            "low": _figure(low),
            "floor": _figure(floor),
        }
    return ""


def _figure(value: float) -> str:
    return number_format(value, 2)


def _standings(codebook: Codebook) -> dict[object, MachineAgreement]:
    return {one.code: one for one in list_machine_agreements(codebook, list_codes(codebook))}
