"""What the history of a group knows: what its facilitator writes, and that something was done.

Of members it holds that one came, left or got a new link, never who, and none of their positions.
"""

from operator import attrgetter
from typing import Any

from vecu.groups import content, models
from vecu.groups.checks import list_content_problems, list_removal_problems, list_undo_problems
from vecu.groups.forms.hypotheses import HypothesisForm
from vecu.groups.forms.mandate_and_steps import MandateForm, NotesForm, StepForm
from vecu.groups.vocabulary import GroupEntryKind
from vecu.groups.vocabulary import GroupVerb as Verb
from vecu.records.kinds import Ledger, Problems, RecordKind, register_record_kinds
from vecu.records.queries import Act
from vecu.translation import gettext_noop

GROUP = Ledger("group", keeps_hour=False)
"""An hour, or a counter beside those of other rooms, would tell when a member left."""


def _place_last(row: models.GroupHypothesis, _side: str) -> None:
    row.place = max((each.place for each in row.group.hypotheses.all()), default=0) + 1


def _list_removal_problems(row: models.GroupHypothesis, _side: str) -> Problems:
    return list_removal_problems(row)


def _list_undo_problems(act: Act, row: models.GroupHypothesis | None, _restored: Any) -> Problems:
    return list_undo_problems(row) if row and act.verb != Verb.WITHDRAW else {}


MANDATE = RecordKind(
    GROUP,
    GroupEntryKind.MANDATE,
    models.LearningGroup,
    parent="",
    content=content.MandateContent,
    words={
        Verb.ADD: gettext_noop("began the group"),
        Verb.CHANGE: gettext_noop("changed the mandate sheet"),
        Verb.PUBLISH: gettext_noop("published the mandate sheet"),
    },
    title=attrgetter("name"),
    forms=[MandateForm],
    list_problems=list_content_problems,
    outside={"slug", "fictional", "published", "ended", "composition"},
    undoable=frozenset({Verb.CHANGE}),
)
STEP = RecordKind(
    GROUP,
    GroupEntryKind.STEP,
    models.GroupStep,
    parent="group",
    content=content.StepContent,
    words={
        Verb.ADD: gettext_noop("added a step"),
        Verb.CHANGE: gettext_noop("changed a step"),
        Verb.REMOVE: gettext_noop("removed a step"),
        Verb.AGREE_NOTES: gettext_noop("noted who agreed to the notes of a step"),
    },
    title=attrgetter("subject"),
    forms=[StepForm, NotesForm],
    list_problems=list_content_problems,
    undoable=GROUP.undoable | {Verb.AGREE_NOTES},
)
HYPOTHESIS = RecordKind(
    GROUP,
    GroupEntryKind.HYPOTHESIS,
    models.GroupHypothesis,
    parent="group",
    content=content.HypothesisContent,
    words={
        Verb.ADD: gettext_noop("added a hypothesis"),
        Verb.CHANGE: gettext_noop("changed a hypothesis"),
        Verb.REMOVE: gettext_noop("removed a hypothesis"),
        Verb.WITHDRAW: gettext_noop("withdrew a hypothesis"),
        Verb.ORDER: gettext_noop("moved a hypothesis in the list"),
        Verb.TAKE_BACK: gettext_noop("stopped publishing totals"),
    },
    title=attrgetter("statement"),
    forms=[HypothesisForm],
    list_problems=list_content_problems,
    list_removal_problems=_list_removal_problems,
    list_undo_problems=_list_undo_problems,
    prepare=_place_last,
    stays={"place"},
    undoable=GROUP.undoable | {Verb.WITHDRAW},
)
NO_ENTRY = RecordKind(
    GROUP,
    "",
    None,
    parent="",
    content=type(None),
    words={
        Verb.ADD_MEMBER: gettext_noop("let a member in"),
        Verb.RENEW_LINK: gettext_noop("gave a member a new link"),
        Verb.MEMBER_LEFT: gettext_noop("a member left"),
        Verb.OPEN_ROUND: gettext_noop("opened a round of positions"),
        Verb.CLOSE_ROUND: gettext_noop("closed a round of positions"),
        Verb.END: gettext_noop("ended the group"),
        Verb.RELEASE: gettext_noop("published totals"),
        Verb.TAKE_BACK: gettext_noop("stopped publishing totals"),
    },
    undoable=frozenset(),
)
"""What was done to members, rounds and totals: the history names none of them."""

register_record_kinds(MANDATE, STEP, HYPOTHESIS, NO_ENTRY)
