"""The things that pages of a dialogue keep apart: what each is, and what it is not."""

from collections.abc import Mapping
from dataclasses import dataclass

from vecu.dialogue.rules import DialogueKind
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class DialogueSection:
    """One of three things that are kept apart: what it is called, what it is and what it is not."""

    heading: str
    lead: str


WORKSHOPS = DialogueSection(
    gettext_noop("Workshops"),
    gettext_noop(
        "Colleges say which points they share, and which they do not. It commits nobody, and"
        " replaces neither a consultation nor a negotiation."
    ),
)
CONSULTATIONS = DialogueSection(
    gettext_noop("Consultations"),
    gettext_noop(
        "A body of staff representatives gives its opinion on a dossier. An opinion is no"
        " agreement, and silence is not a yes."
    ),
)
NEGOTIATIONS = DialogueSection(
    gettext_noop("Negotiations"),
    gettext_noop(
        "The employer and unions sign an agreement, which binds those who signed. No agreement"
        " makes lawful what the law forbids."
    ),
)
CLAUSE_EFFECT = gettext_noop(
    "When it is triggered, it puts an item on the agenda. That is all: no setting changes, and"
    " nothing stops."
)

AGENDA = DialogueSection(
    gettext_noop("Agenda"),
    gettext_noop("What needs to be discussed: a group asked for it, or a clause was triggered."),
)
COMMITMENTS = DialogueSection(
    gettext_noop("Commitments"), gettext_noop("What a group undertook, and by when.")
)
POSITIONS = DialogueSection(
    gettext_noop("Positions on writings"),
    gettext_noop(
        "An organisation says which parts of a writing are cold, warm or disputed, with its vote"
        " and its dissent. It speaks for its members, and for no profession."
    ),
)
CLAUSES = DialogueSection(gettext_noop("Review clauses"), CLAUSE_EFFECT)
SECTIONS: Mapping[DialogueKind, DialogueSection] = {
    DialogueKind.WORKSHOP: WORKSHOPS,
    DialogueKind.CONSULTATION: CONSULTATIONS,
    DialogueKind.AGREEMENT: NEGOTIATIONS,
    DialogueKind.AGENDA_ITEM: AGENDA,
    DialogueKind.COMMITMENT: COMMITMENTS,
    DialogueKind.CLAUSE: CLAUSES,
    DialogueKind.POSITION: POSITIONS,
}
"""What pages show by kind: the first three are kept apart. Points stand with their workshop."""
