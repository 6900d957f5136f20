"""What pages say of the rounds of a group: where each stands, and what it shows, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.groups.queries import (
    HypothesisView,
    MemberReason,
    PositionRound,
    RoundView,
)
from vecu.groups.result_sentences import (
    describe_cell,
    describe_movement,
    describe_result,
)
from vecu.groups.round_results import RoundResult
from vecu.groups.vocabulary import (
    HypothesisStance,
    RoundState,
)
from vecu.groups.vote_dots import make_dot_row
from vecu.translation import gettext_noop
from vecu.ui.dots import DotRow
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import join_phrases

ROUND_TITLES = {1: gettext_noop("First round"), 2: gettext_noop("Second round")}
_MOVED_LABELS: Mapping[bool | None, str] = {
    True: gettext_noop("Why they changed their position"),
    False: gettext_noop("Why they did not change it"),
    None: gettext_noop("Reasons"),
}


@dataclass(frozen=True, slots=True)
class ReasonParagraph:
    """What somebody wrote, with the position that they hold; `name` is '' unless they show it."""

    stance: str
    reason: str
    would_change: str
    name: str


@dataclass(frozen=True, slots=True)
class ReasonSection:
    """Reasons of those who moved, of those who did not, or of all where that is not shown."""

    title: str
    reasons: Sequence[ReasonParagraph]


@dataclass(frozen=True, slots=True)
class HypothesisOutcome:
    """What a closed round shows of one hypothesis; `sentences` begin with the totals.

    `dots` is this round of the whole group as a row, none where its totals are not shown.
    """

    view: HypothesisView
    sentences: Sequence[str]
    dots: Sequence[DotRow]
    colleges: Sequence[str]
    names: str
    sections: Sequence[ReasonSection]


@dataclass(frozen=True, slots=True)
class RoundPresentation:
    """A round in words; `outcomes` are empty until it was counted."""

    view: RoundView
    title: str
    state: str
    waits: bool
    outcomes: Sequence[HypothesisOutcome]


def describe_round(view: RoundView) -> RoundPresentation:
    """Return what a page says of a round. While it is open, nothing depends on who answered."""
    sealed = view.round
    counted = sealed.closed is not None
    return RoundPresentation(
        view=view,
        title=name_round(sealed.number),
        state=describe_state(sealed, view.state),
        waits=view.state is RoundState.CLOSED and not counted,
        outcomes=[
            _describe_outcome(sealed, each, each.result)
            for each in view.hypotheses
            if each.result is not None
        ],
    )


def name_round(number: int) -> str:
    """Return what a round is called."""
    return _(ROUND_TITLES[number])


def describe_state(sealed: PositionRound, state: RoundState) -> str:
    """Return until when a round is open, or since when it is closed."""
    if sealed.closed is not None:
        days = {"opened": format_day(sealed.opened), "closed": format_day(sealed.closed)}
        return _("Opened on %(opened)s, closed and counted on %(closed)s.") % days
    last = {"day": format_day(sealed.last_day)}
    if state is RoundState.OPEN:
        return _("Open until the end of %(day)s.") % last
    return _("Its last day, %(day)s, is over. It is counted within a day.") % last


def _describe_outcome(
    sealed: PositionRound, view: HypothesisView, result: RoundResult
) -> HypothesisOutcome:
    sentences = [describe_result(result)]
    if sealed.number > 1 and result.counts is not None:
        sentences.append(describe_movement(result.movement))
    return HypothesisOutcome(
        view=view,
        sentences=sentences,
        dots=[make_dot_row(sealed.number, result.counts)] if result.counts is not None else (),
        colleges=[describe_cell(each) for each in result.cells],
        names=_describe_names(view.names),
        sections=_list_sections(view.reasons),
    )


def _describe_names(
    names: Sequence[tuple[str, tuple[HypothesisStance, HypothesisStance]]],
) -> str:
    if not names:
        return ""
    written = join_phrases(
        _("%(name)s: “%(before)s”, then “%(after)s”")
        % {
            "name": name,
            "before": _(before.label),
            "after": _(after.label),
        }
        for name, (before, after) in names
    )
    message = ngettext(
        "%(number)s member shows both positions: %(names)s.",
        "%(number)s members show both positions: %(names)s.",
        len(names),
    )
    return message % {"number": len(names), "names": written}


def _list_sections(reasons: Sequence[MemberReason]) -> list[ReasonSection]:
    sections = []
    for moved, title in _MOVED_LABELS.items():
        inside = [each for each in reasons if each.moved is moved]
        inside.sort(key=lambda each: list(HypothesisStance).index(each.stance))
        if inside:
            sections.append(ReasonSection(_(title), [_describe_reason(each) for each in inside]))
    return sections


def _describe_reason(reason: MemberReason) -> ReasonParagraph:
    label = _(reason.stance.label)
    return ReasonParagraph(label, reason.reason, reason.would_change, reason.name)
