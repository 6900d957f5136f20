"""What is new in a group and what it means."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.groups.presenters.calendar import describe_step
from vecu.groups.presenters.contents import GroupContents
from vecu.groups.queries import PositionRound
from vecu.groups.rules import ROUNDS, judge_round
from vecu.groups.vocabulary import RoundState, StepState
from vecu.ui.next_steps import News
from vecu.ui.templatetags.ui import day as format_day


def list_group_news(contents: GroupContents) -> list[News]:
    """Return what is new in a group. Of an open round nothing depends on who answered."""
    return [
        *(news for each in contents.held for news in each.news),
        *_iter_round_news(contents),
        *_iter_note_news(contents),
    ]


def _iter_round_news(contents: GroupContents) -> Iterator[News]:
    if not contents.rounds:
        return
    latest = contents.rounds[-1]
    address = get_group_address(contents, "rounds")
    if judge_round(latest.last_day, latest.closed, contents.today) is RoundState.OPEN:
        sentence = _("Round %(number)s is open until %(day)s.")
        words = {"number": latest.number, "day": format_day(latest.last_day)}
        meaning = _("Until it closes, nobody sees who has answered, what, or how many have.")
        yield News(sentence % words, meaning, address)
        return
    yield News(_describe_close(latest), _explain_close(latest), address)
    if contents.releasable and not contents.totals:
        yield News(
            _("Totals of both rounds can be made public."),
            _("Every member had agreed before each round. Until then only the group reads them."),
            get_group_address(contents, "release-totals"),
        )


def _describe_close(latest: PositionRound) -> str:
    words = {"number": latest.number, "day": format_day(latest.closed or latest.last_day)}
    return _("Round %(number)s closed on %(day)s.") % words


def _explain_close(latest: PositionRound) -> str:
    if latest.closed is None:
        return _("It will be counted within the day.")
    if latest.number < ROUNDS:
        return _("The group reads how many hold each position. What changes shows after round 2.")
    return _("The group reads how many moved and why, where that gives away nobody’s position.")


def _iter_note_news(contents: GroupContents) -> Iterator[News]:
    steps = [describe_step(each, contents.today) for each in contents.steps]
    waiting = sum(each.state is StepState.TO_READ_BACK for each in steps)
    if waiting:
        sentence = ngettext(
            "The notes of %(number)s step wait to be read back.",
            "The notes of %(number)s steps wait to be read back.",
            waiting,
        )
        meaning = _("Until those who were there agree, nobody outside the group reads them.")
        address = get_group_address(contents, "calendar")
        yield News(sentence % {"number": waiting}, meaning, address)


def get_group_address(contents: GroupContents, page: str) -> str:
    """Return the address of a page of the group."""
    return reverse(f"groups:{page}", args=(contents.group.slug,))
