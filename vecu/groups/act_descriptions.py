"""Acts of the history of a group in words: what was done to what, and what changed by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.groups.content import ByLanguage
from vecu.groups.forms.hypotheses import HypothesisForm
from vecu.groups.forms.mandate_and_steps import MandateForm, NotesForm, StepForm
from vecu.groups.history import GroupEntry, read_group_state
from vecu.groups.queries import GroupEvent, GroupStep, LearningGroup
from vecu.groups.vocabulary import GroupEntryKind, GroupVerb
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm, FieldChange

Kind, Verb = GroupEntryKind, GroupVerb
GROUP_ACT_LABELS: Mapping[tuple[GroupVerb, str], str] = {
    (Verb.ADD, Kind.MANDATE): gettext_noop("began the group"),
    (Verb.CHANGE, Kind.MANDATE): gettext_noop("changed the mandate sheet"),
    (Verb.PUBLISH, Kind.MANDATE): gettext_noop("published the mandate sheet"),
    (Verb.ADD, Kind.STEP): gettext_noop("added a step"),
    (Verb.CHANGE, Kind.STEP): gettext_noop("changed a step"),
    (Verb.REMOVE, Kind.STEP): gettext_noop("removed a step"),
    (Verb.AGREE_NOTES, Kind.STEP): gettext_noop("noted who agreed to the notes of a step"),
    (Verb.ADD, Kind.HYPOTHESIS): gettext_noop("added a hypothesis"),
    (Verb.CHANGE, Kind.HYPOTHESIS): gettext_noop("changed a hypothesis"),
    (Verb.REMOVE, Kind.HYPOTHESIS): gettext_noop("removed a hypothesis"),
    (Verb.WITHDRAW, Kind.HYPOTHESIS): gettext_noop("withdrew a hypothesis"),
    (Verb.ORDER, Kind.HYPOTHESIS): gettext_noop("moved a hypothesis in the list"),
    (Verb.ADD_MEMBER, ""): gettext_noop("let a member in"),
    (Verb.RENEW_LINK, ""): gettext_noop("gave a member a new link"),
    (Verb.MEMBER_LEFT, ""): gettext_noop("a member left"),
    (Verb.OPEN_ROUND, ""): gettext_noop("opened a round of positions"),
    (Verb.CLOSE_ROUND, ""): gettext_noop("closed a round of positions"),
    (Verb.END, ""): gettext_noop("ended the group"),
    (Verb.RELEASE, ""): gettext_noop("published totals"),
    (Verb.TAKE_BACK, Kind.HYPOTHESIS): gettext_noop("stopped publishing totals"),
    (Verb.TAKE_BACK, ""): gettext_noop("stopped publishing totals"),
}
"""What was done to what; of an act that undoes another, what it undoes."""
TAKEN_BACK = gettext_noop("took the group back from the public")


@dataclass(frozen=True, slots=True)
class GroupActDescription:
    """An act in words; `title` names the entry by language, {} of what is none."""

    act: str
    title: ByLanguage
    changes: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class GroupActRun:
    """Acts in a row that read alike: who came in, and how often the same was done on one day."""

    event: GroupEvent
    description: GroupActDescription
    times: int


def list_act_runs(events: Iterable[GroupEvent]) -> list[GroupActRun]:
    """Return acts in words; those in a row stand once that name no entry and read alike."""
    runs = []
    for _key, grouped in groupby(events, _make_key):
        same = list(grouped)
        runs.append(GroupActRun(same[0], describe_group_act(same[0]), len(same)))
    return runs


def _make_key(event: GroupEvent) -> tuple[object, ...]:
    alike = (event.verb, event.by, localdate(event.at))
    return alike if not event.entry else (event.pk,)


def describe_group_act(event: GroupEvent) -> GroupActDescription:
    """Return an act in the language of the page."""
    before = read_group_state(event, event.before)
    after = read_group_state(event, event.after)
    row = after or before
    changes = [
        change
        for form in _list_forms(row)
        if before and after
        for change in form().list_changes(before, after)
    ]
    return GroupActDescription(_name_act(event), _get_title(row) if row else {}, changes)


def _name_act(event: GroupEvent) -> str:
    act = _(GROUP_ACT_LABELS[GroupVerb(event.verb), event.subject])
    if not event.undoes_id:
        return act
    if event.verb == GroupVerb.PUBLISH:
        return _(TAKEN_BACK)
    return _("undid: %(act)s") % {"act": act}


def _list_forms(row: GroupEntry | None) -> list[type[ContentForm[Any]]]:
    if isinstance(row, LearningGroup):
        return [MandateForm]
    return [StepForm, NotesForm] if isinstance(row, GroupStep) else [HypothesisForm]


def _get_title(row: GroupEntry) -> ByLanguage:
    name = {LearningGroup: "name", GroupStep: "subject"}.get(type(row), "statement")
    title: ByLanguage = getattr(row, name)
    return title
