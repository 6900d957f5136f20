"""The one thing to do next in a group, found from how it stands."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.groups.presenters.calendar import COMING, StepDescription, describe_step
from vecu.groups.presenters.contents import GroupContents
from vecu.groups.presenters.mandate import get_item_address
from vecu.groups.presenters.news import get_group_address
from vecu.groups.rules import FEWEST_MEMBERS, is_large_enough, judge_round
from vecu.groups.vocabulary import (
    MandateItem,
    RoundState,
    StepKind,
    StepState,
)
from vecu.ui.next_steps import NextStep, sort_steps
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first

EARLY_ITEMS = frozenset(
    {
        MandateItem.COMMISSIONER,
        MandateItem.QUESTION,
        MandateItem.RESPONDER,
        MandateItem.RESPONSE_DUE,
        MandateItem.FACILITATOR,
    }
)
"""What readers of a mandate sheet ask first; better said before everybody reads it."""
LEARNING = frozenset(
    {StepKind.TRAINING, StepKind.DEMONSTRATION, StepKind.SUPPLIER, StepKind.FOCUS_GROUP}
)
"""Steps from which positions may change: the second round comes after them."""


def find_group_step(contents: GroupContents) -> NextStep | None:
    """Return the first thing to do, None where nothing waits for the facilitator."""
    own = [replace(step, order=order) for find, order in _STEPS if (step := find(contents))]
    held = [step for each in contents.held for step in each.steps]
    return next(iter(sort_steps([*held, *own])), None)


def _read_back(contents: GroupContents) -> NextStep | None:
    step = _find_step(contents, StepState.TO_READ_BACK)
    if step is None:
        return None
    sentence = _("%(step)s: its notes wait to be read back.") % {"step": step.title}
    return NextStep(
        sentence, _("Read the notes back"), _get_step_address(contents, step, "read-back")
    )


def _write_notes(contents: GroupContents) -> NextStep | None:
    step = _find_step(contents, StepState.WITHOUT_NOTES)
    if step is None:
        return None
    sentence = _("%(step)s: there are no notes of it yet.") % {"step": step.title}
    return NextStep(
        sentence, _("Write the notes"), _get_step_address(contents, step, "change-step")
    )


def _say_early(contents: GroupContents) -> NextStep | None:
    return _say(contents, [each for each in contents.sheet.missing if each in EARLY_ITEMS])


def _say_rest(contents: GroupContents) -> NextStep | None:
    return _say(contents, contents.sheet.missing)


def _say(contents: GroupContents, missing: Sequence[MandateItem]) -> NextStep | None:
    if not missing:
        return None
    label = lower_first(_(missing[0].label))
    sentence = _("The mandate sheet does not say yet: %(item)s.") % {"item": label}
    address = get_item_address(contents.group, missing[0])
    return NextStep(sentence, _("Fill in the mandate sheet"), address)


def _let_members_in(contents: GroupContents) -> NextStep | None:
    members = contents.sheet.members
    if contents.group.ended or is_large_enough(members):
        return None
    message = ngettext(
        "The group has %(number)s member; it needs %(fewest)s before it is published or takes"
        " position.",
        "The group has %(number)s members; it needs %(fewest)s before it is published or takes"
        " position.",
        members,
    )
    sentence = message % {"number": members, "fewest": FEWEST_MEMBERS}
    return NextStep(sentence, _("Let members in"), get_group_address(contents, "add-member"))


def _plan(contents: GroupContents) -> NextStep | None:
    if contents.steps:
        return None
    sentence = _("The calendar is empty.")
    return NextStep(sentence, _("Add a step"), get_group_address(contents, "add-step"))


def _open_first(contents: GroupContents) -> NextStep | None:
    if contents.group.ended or contents.rounds or not contents.hypotheses:
        return None
    sentence = _("No round has been opened: without a before, nobody can say what changed.")
    address = get_group_address(contents, "open-round")
    return NextStep(sentence, _("Open the first round"), address)


def _publish(contents: GroupContents) -> NextStep | None:
    if contents.group.published:
        return None
    sentence = _("What readers ask first is said: the mandate sheet can be published.")
    address = get_group_address(contents, "group") + "#publication"
    return NextStep(sentence, _("Go to publication"), address)


def _open_second(contents: GroupContents) -> NextStep | None:
    if contents.group.ended or len(contents.rounds) != 1 or _is_round_open(contents):
        return None
    kinds = [each for each in contents.steps if each.kind in LEARNING]
    if not kinds or any(each.day >= contents.today for each in kinds):
        return None
    sentence = _("What was planned to learn has taken place: the second round can open.")
    address = get_group_address(contents, "open-round")
    return NextStep(sentence, _("Open the second round"), address)


def _release(contents: GroupContents) -> NextStep | None:
    if contents.totals or not contents.releasable or not contents.group.published:
        return None
    sentence = _("Both rounds have closed, and every member had agreed to public totals.")
    address = get_group_address(contents, "release-totals")
    return NextStep(sentence, _("Choose which totals become public"), address)


def _wait(contents: GroupContents) -> NextStep | None:
    """Return what comes by itself: the end of an open round, else the next step."""
    if _is_round_open(contents):
        last_day = format_day(contents.rounds[-1].last_day)
        sentence = _("Nothing to do until the round closes, on %(day)s.") % {"day": last_day}
        return NextStep(sentence, _("See the round"), get_group_address(contents, "rounds"))
    step = _find_step(contents, *COMING)
    if step is None:
        return None
    sentence = _("Next: %(step)s.") % {"step": lower_first(step.title)}
    return NextStep(sentence, _("See this step"), _get_step_address(contents, step, "step"))


def _find_step(contents: GroupContents, *states: StepState) -> StepDescription | None:
    """Return the earliest step that stands so."""
    steps = (describe_step(each, contents.today) for each in contents.steps)
    return next((each for each in steps if each.state in states), None)


def _is_round_open(contents: GroupContents) -> bool:
    return any(
        judge_round(each.last_day, each.closed, contents.today) is RoundState.OPEN
        for each in contents.rounds
    )


def _get_step_address(contents: GroupContents, step: StepDescription, page: str) -> str:
    return reverse(f"groups:{page}", args=(contents.group.slug, step.row.pk))


_STEPS: Sequence[tuple[Callable[[GroupContents], NextStep | None], int]] = (
    (_read_back, 26),
    (_write_notes, 28),
    (_say_early, 29),
    (_let_members_in, 31),
    (_plan, 33),
    (_open_first, 35),
    (_publish, 41),
    (_open_second, 43),
    (_release, 53),
    (_say_rest, 70),
    (_wait, 90),
)
"""What may come next, the most urgent first, each with its order among those of all rooms."""
