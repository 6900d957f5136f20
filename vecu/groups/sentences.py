"""What a group is, and what becomes of positions, in sentences that stand on its pages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.groups.queries import GroupMember, GroupStep, MandateSheet
from vecu.groups.vocabulary import GroupCollege
from vecu.ui.wording import lower_first


def describe_composition(sheet: MandateSheet) -> list[str]:
    """Return who sits in a group, for whom it speaks, and who sits with no manager of theirs."""
    colleges = ", ".join(
        _("%(college)s (%(number)s)") % {"college": _(each.label), "number": number}
        for each, number in sheet.colleges.items()
    )
    members = ngettext(
        "%(number)s member: %(colleges)s.", "%(number)s members: %(colleges)s.", sheet.members
    )
    declared = _(
        "%(declared)s of %(members)s members declare that neither a manager of theirs nor anybody"
        " whom they manage sits in the group. This is declared; nobody checks who they are."
    )
    return [
        members % {"number": sheet.members, "colleges": colleges},
        _("The group represents only itself."),
        declared % {"declared": sheet.declared, "members": sheet.members},
    ]


def describe_members(members: Sequence[GroupMember]) -> list[str]:
    """Return who sits in a group, for its members: the chosen names, each with its college."""
    return [
        _("%(name)s (%(college)s)")
        % {
            "name": each.name,
            "college": lower_first(_(GroupCollege(each.college).label)),
        }
        for each in members
    ]


def describe_gaps(sheet: MandateSheet) -> str:
    """Return what a mandate sheet does not say, '' if nothing is missing."""
    if not sheet.missing:
        return ""
    labels = ", ".join(lower_first(_(each.label)) for each in sheet.missing)
    return _("The mandate sheet does not say: %(labels)s.") % {"labels": labels}


def describe_notes_agreement(step: GroupStep) -> str:
    """Return how many agreed to the notes of a step, '' before they were read back."""
    if step.agreed is None:
        return ""
    message = _("Read back: %(agreed)s of %(present)s who were there agreed to these notes.")
    return message % {"agreed": step.agreed, "present": step.present}


def list_position_promises() -> Sequence[str]:
    """Return what a member reads before taking position: who reads it when, and what remains."""
    return (
        _(
            "Until the round closes, only you can read your position here: not the other"
            " members, nor the facilitator. The person who administers the server could read it."
        ),
        _(
            "Once it has closed, the group reads how many hold each position, and reasons without"
            " a name. If all of you hold the same position, the totals say so."
        ),
        _(
            "Your name stands beside your positions only if you want it to in both rounds, once"
            " both have closed, and only where nobody else’s could be worked out from it."
        ),
        _(
            "Sides are counted separately only if they have at least three members, and the"
            " others together have, too. If all of a side hold the same position, its count says"
            " so."
        ),
        _(
            "If you answer in only one of the two rounds, comparing both totals may give away"
            " your position."
        ),
        _(
            "Outside the group, totals are read only if every member agreed before the round; never"
            " by side, and never where they would show that all or none hold a position."
        ),
        _(
            "If you leave, your name is deleted. What was counted stays counted. You choose"
            " whether your reasons stay, without a name, or are deleted; people who have read"
            " them may then notice that they were yours."
        ),
    )
