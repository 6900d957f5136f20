"""What members read on their pages: where rounds stand, what is next, what became of positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.deliberation.group_vocabulary import (
    HYPOTHESIS_STANCE_LABELS,
    HypothesisStance,
    RoundState,
)
from vecu.deliberation.groups.queries import (
    GroupHypothesis,
    HypothesisView,
    MemberReason,
    PositionRound,
    RoundView,
)
from vecu.deliberation.groups.result_sentences import (
    describe_cell,
    describe_movement,
    describe_own_change,
    describe_result,
)

ROUND_NAMES = {1: gettext_noop("First round"), 2: gettext_noop("Second round")}


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """A hypothesis of an open round, and where its reader stands; '' before they took position."""

    hypothesis: GroupHypothesis
    stance: str


@dataclass(frozen=True, slots=True)
class OpenRound:
    """The round that takes positions now, with what its reader has answered of it."""

    round: PositionRound
    name: str
    standings: Sequence[OwnStanding]

    @property
    def answered(self) -> int:
        """How many hypotheses the reader has taken position on."""
        return sum(bool(each.stance) for each in self.standings)

    @property
    def following(self) -> GroupHypothesis | None:
        """The first hypothesis that the reader has not answered, None if there is none."""
        return next((each.hypothesis for each in self.standings if not each.stance), None)


@dataclass(frozen=True, slots=True)
class StanceReasons:
    """Reasons of those who hold one position, in an order that says nothing of them."""

    label: str
    reasons: Sequence[MemberReason]


@dataclass(frozen=True, slots=True)
class CountedHypothesis:
    """What a member reads of one hypothesis once a round was counted.

    `movement` is '' in the first round. `moved` are those of whom it is shown that they moved.
    """

    round: PositionRound
    name: str
    hypothesis: GroupHypothesis
    own: str
    change: str
    totals: str
    colleges: Sequence[str]
    movement: str
    moved: Sequence[MemberReason]
    reasons: Sequence[StanceReasons]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """All rounds of a group as one member reads them; `uncounted` has closed a moment ago."""

    open: OpenRound | None
    uncounted: PositionRound | None
    counted: Sequence[CountedHypothesis]

    def list_results_of(self, hypothesis: UUID) -> list[CountedHypothesis]:
        """Return what was counted of one hypothesis, the latest round first."""
        return [each for each in self.counted if each.hypothesis.pk == hypothesis]


def lay_out_rounds(views: Sequence[RoundView]) -> RoundsPage:
    """Return the rounds of a group, the latest first."""
    opened = next((each for each in views if each.state is RoundState.OPEN), None)
    waiting = [
        each.round
        for each in views
        if each.state is RoundState.CLOSED and each.round.closed is None
    ]
    before = {
        (view.round.number, each.hypothesis.pk): each for view in views for each in view.hypotheses
    }
    counted = [
        _lay_out_result(view.round, each, before.get((view.round.number - 1, each.hypothesis.pk)))
        for view in reversed(views)
        for each in view.hypotheses
        if each.result is not None
    ]
    return RoundsPage(
        _lay_out_open(opened) if opened else None, waiting[0] if waiting else None, counted
    )


def find_open_view(views: Sequence[RoundView], hypothesis: UUID) -> HypothesisView | None:
    """Return a hypothesis of the open round, None if no open round is on it."""
    return next(
        (
            each
            for view in views
            if view.state is RoundState.OPEN
            for each in view.hypotheses
            if each.hypothesis.pk == hypothesis
        ),
        None,
    )


def _lay_out_open(view: RoundView) -> OpenRound:
    standings = [OwnStanding(each.hypothesis, _label_own(each)) for each in view.hypotheses]
    return OpenRound(view.round, _(ROUND_NAMES[view.round.number]), standings)


def _lay_out_result(
    sealed: PositionRound, view: HypothesisView, before: HypothesisView | None
) -> CountedHypothesis:
    assert view.result is not None  # noqa: S101 - only counted ones are laid out
    return CountedHypothesis(
        round=sealed,
        name=_(ROUND_NAMES[sealed.number]),
        hypothesis=view.hypothesis,
        own=_label_own(view),
        change=describe_own_change(_get_stance(before), _get_stance(view)),
        totals=describe_result(view.result),
        colleges=[describe_cell(each) for each in view.result.cells],
        movement=describe_movement(view.result.movement) if before and view.result.counts else "",
        moved=[each for each in view.reasons if each.moved],
        reasons=_group_reasons([each for each in view.reasons if not each.moved]),
        names=[
            _("%(name)s: %(stance)s") % {"name": name, "stance": _label(stance)}
            for name, stance in view.names
        ],
    )


def _group_reasons(reasons: Sequence[MemberReason]) -> list[StanceReasons]:
    grouped = {
        stance: [each for each in reasons if each.stance is stance] for stance in HypothesisStance
    }
    return [StanceReasons(_label(stance), each) for stance, each in grouped.items() if each]


def _get_stance(view: HypothesisView | None) -> HypothesisStance | None:
    return HypothesisStance(view.own.stance) if view and view.own else None


def _label_own(view: HypothesisView) -> str:
    stance = _get_stance(view)
    return _label(stance) if stance else ""


def _label(stance: HypothesisStance) -> str:
    return _(HYPOTHESIS_STANCE_LABELS[stance])
