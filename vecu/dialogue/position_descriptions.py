"""A position on a writing in words."""

from django.utils.translation import gettext as _

from vecu.accounts.queries import Mandates
from vecu.dialogue.entry_descriptions import (
    NOTED_BY,
    DialogueDescription,
    DialogueTone,
    judge_tone,
)
from vecu.dialogue.models import WritingPosition
from vecu.dialogue.rules import DialogueKind, PositionHolder
from vecu.records.descriptions import describe_claim, list_response_lines
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import pick_text
from vecu.writings import find_writing_kind


def present_position(
    row: WritingPosition, mandates: Mandates, *, superseded: bool
) -> DialogueDescription:
    """Return a position: who takes it with which vote, what it says of each part, its dissent."""
    kind = find_writing_kind(row.writing)
    limits, holder = row.limits, _(PositionHolder(row.holder).label)
    facts = [
        make_plain_fact(_("Organisation"), f"{row.organisation}\n{holder}"),
        make_plain_fact(_("Writing"), pick_text(kind.title) if kind else row.writing),
        NotedFact(_("Mandate"), row.mandate),
        make_plain_fact(_("The vote"), describe_vote(row)),
        NotedFact(_("Dissent"), row.dissent),
        *(
            make_plain_fact(
                pick_text(part.name),
                f"{_(limits[part.key].sort.label)}\n{pick_text(limits[part.key].argument)}",
            )
            for part in (kind.parts if kind else ())
            if part.key in limits
        ),
        NotedFact(_("Never by a machine"), row.never),
        NotedFact(_("Why a machine may"), row.lifts),
    ]
    state = describe_claim(row) or (_("Followed by a new version") if superseded else _("In force"))
    tone = DialogueTone.PAST if superseded else judge_tone(row, DialogueTone.AGREED)
    return DialogueDescription(
        row,
        DialogueKind.POSITION,
        row.subject,
        format_day(row.day),
        state,
        tone,
        [each for each in facts if any(each.texts.values())],
        _(NOTED_BY[row.side]),
        responses=list_response_lines(row, mandates),
    )


def describe_vote(row: WritingPosition) -> str:
    """Return how many voted, and how."""
    words = {"for": row.in_favour, "against": row.against, "abstained": row.abstained}
    return _("%(for)s for, %(against)s against, %(abstained)s without opinion") % words
