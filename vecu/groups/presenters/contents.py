"""What a group holds: for its first page, and before it is deleted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.datasets.release_queries import list_released
from vecu.evidence.queries import count_findings
from vecu.groups.holdings import HeldContents, HeldLine, list_group_holdings
from vecu.groups.queries import (
    GroupStep,
    LearningGroup,
    MandateSheet,
    PositionRound,
    count_hypotheses,
    get_mandate_sheet,
    list_rounds,
    list_steps,
)
from vecu.groups.rules import ROUNDS
from vecu.groups.sentences import describe_composition
from vecu.groups.vocabulary import MandateItem
from vecu.ui.wording import join_phrases


@dataclass(frozen=True, slots=True)
class GroupContents:
    """A group on a day with all that it holds; positions are none of it.

    `hypotheses` counts those that were not withdrawn, `totals` what everybody reads of rounds.
    """

    group: LearningGroup
    today: date
    sheet: MandateSheet
    steps: Sequence[GroupStep]
    hypotheses: int
    rounds: Sequence[PositionRound]
    totals: int
    held: Sequence[HeldContents]
    findings: int

    @property
    def releasable(self) -> bool:
        """Whether every member had agreed, before each of both rounds, to public totals."""
        closed = [each for each in self.rounds if each.closed is not None]
        return len(closed) == ROUNDS and all(each.totals_public for each in closed)


def get_group_contents(group: LearningGroup, today: date) -> GroupContents:
    """Return what a group holds; it makes the same number of queries whatever that is."""
    rounds = list_rounds(group)
    return GroupContents(
        group,
        today,
        get_mandate_sheet(group),
        list_steps(group),
        count_hypotheses(group),
        rounds,
        len(list_released(group.scope)),
        [each.read(group, rounds, today) for each in list_group_holdings()],
        count_findings(group.scope),
    )


def describe_contents(contents: GroupContents) -> list[HeldLine]:
    """Return what a group holds, line by line, each with the page that shows it."""
    lines = [
        ("mandate", _("Mandate sheet"), _describe_sheet(contents.sheet)),
        ("group-members", _("Members"), _list_colleges(contents.sheet)),
        ("calendar", _("Calendar"), _describe_calendar(contents)),
        ("hypotheses", _("Hypotheses"), str(contents.hypotheses)),
        ("rounds", _("Rounds"), _describe_rounds(contents)),
    ]
    own = [
        HeldLine(label, text, reverse(f"groups:{page}", args=(contents.group.slug,)))
        for page, label, text in lines
    ]
    return own + [line for each in contents.held for line in each.lines]


def _describe_sheet(sheet: MandateSheet) -> str:
    words = {"said": len(MandateItem) - len(sheet.missing), "all": len(MandateItem)}
    return _("%(said)s of %(all)s items are filled in") % words


def _list_colleges(sheet: MandateSheet) -> str:
    return describe_composition(sheet)[0] if sheet.members else _("nobody yet")


def _describe_calendar(contents: GroupContents) -> str:
    past = sum(each.day < contents.today for each in contents.steps)
    words = {"past": past, "coming": len(contents.steps) - past}
    return _("past steps: %(past)s; to come: %(coming)s") % words


def _describe_rounds(contents: GroupContents) -> str:
    closed = sum(each.closed is not None for each in contents.rounds)
    words = {"opened": len(contents.rounds), "closed": closed, "all": ROUNDS}
    text = _("opened: %(opened)s of %(all)s; closed: %(closed)s") % words
    if contents.totals:
        public = ngettext(
            "totals on %(number)s hypothesis are public",
            "totals on %(number)s hypotheses are public",
            contents.totals,
        )
        return join_phrases([text, public % {"number": contents.totals}])
    return text


def list_deletion_phrases(contents: GroupContents) -> list[str]:
    """Return what would be deleted with a group."""
    lines = [
        (contents.sheet.members, _describe_members(contents.sheet.members)),
        (len(contents.steps), _describe_steps(len(contents.steps))),
        (contents.hypotheses, _describe_hypotheses(contents.hypotheses)),
        (contents.totals, _describe_totals(contents.totals)),
    ]
    return [
        _("the mandate sheet"),
        *(text % {"number": count} for count, text in lines if count),
        *(phrase for each in contents.held for phrase in each.phrases),
        *_iter_findings(contents.findings),
    ]


def _describe_members(number: int) -> str:
    return ngettext(
        "%(number)s member: the name they chose, their link, their positions",
        "%(number)s members: the names they chose, their links, their positions",
        number,
    )


def _describe_steps(number: int) -> str:
    return ngettext(
        "%(number)s step of the calendar, with its notes",
        "%(number)s steps of the calendar, with their notes",
        number,
    )


def _describe_hypotheses(number: int) -> str:
    return ngettext(
        "%(number)s hypothesis, with what rounds showed of it",
        "%(number)s hypotheses, with what rounds showed of them",
        number,
    )


def _describe_totals(number: int) -> str:
    return ngettext(
        "%(number)s table of totals that everybody can read",
        "%(number)s tables of totals that everybody can read",
        number,
    )


def _iter_findings(number: int) -> Iterator[str]:
    if number:
        text = ngettext("%(number)s finding about it", "%(number)s findings about it", number)
        yield text % {"number": number}
