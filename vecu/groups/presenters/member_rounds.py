"""What members read of rounds: where they stand themselves, and what became of positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.groups.presenters.rounds import HypothesisOutcome, describe_round, name_round
from vecu.groups.queries import (
    GroupHypothesis,
    HypothesisView,
    PositionRound,
    RoundView,
)
from vecu.groups.result_sentences import describe_own_change
from vecu.groups.vocabulary import (
    HypothesisStance,
    RoundState,
)


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

    def get_number(self, hypothesis: UUID) -> int:
        """Return the place of a hypothesis in this round, 0 if the round is not on it."""
        keys = [each.hypothesis.pk for each in self.standings]
        return keys.index(hypothesis) + 1 if hypothesis in keys else 0


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What a member reads of one hypothesis once a round was counted: first of themselves.

    `own` is '' where no position of theirs is shown, `change` unless they answered both rounds.
    """

    number: int
    name: str
    hypothesis: GroupHypothesis
    own: str
    change: str
    outcome: HypothesisOutcome


@dataclass(frozen=True, slots=True)
class MemberRounds:
    """All rounds of a group as one member reads them; one that waits was not counted yet."""

    open: OpenRound | None
    waits: bool
    results: Sequence[OwnResult]

    @property
    def latest(self) -> Sequence[OwnResult]:
        """The results of the last round that was counted."""
        return [each for each in self.results if each.number == self.results[0].number]

    def list_results_of(self, hypothesis: UUID) -> list[OwnResult]:
        """Return what was counted of one hypothesis, the latest round first."""
        return [each for each in self.results if each.hypothesis.pk == hypothesis]


def lay_out_rounds(views: Sequence[RoundView]) -> MemberRounds:
    """Return the rounds of a group, the latest first."""
    opened = next((each for each in views if each.state is RoundState.OPEN), None)
    described = [describe_round(each) for each in reversed(views)]
    stances = {
        (view.round.number, each.hypothesis.pk): _get_stance(each)
        for view in views
        for each in view.hypotheses
    }
    results = [
        _describe_own(each.view.round.number, outcome, stances)
        for each in described
        for outcome in each.outcomes
    ]
    return MemberRounds(
        _lay_out_open(opened) if opened else None, any(each.waits for each in described), results
    )


def find_open_view(views: Sequence[RoundView], hypothesis: UUID) -> HypothesisView | None:
    """Return a hypothesis of the open round, None if no open round is on it."""
    return find_latest_view([each for each in views if each.state is RoundState.OPEN], hypothesis)


def find_latest_view(views: Sequence[RoundView], hypothesis: UUID) -> HypothesisView | None:
    """Return a hypothesis in the latest round on it, None if there was none."""
    return next(
        (
            each
            for view in reversed(views)
            for each in view.hypotheses
            if each.hypothesis.pk == hypothesis
        ),
        None,
    )


def _lay_out_open(view: RoundView) -> OpenRound:
    standings = [
        OwnStanding(each.hypothesis, _label(_get_stance(each))) for each in view.hypotheses
    ]
    return OpenRound(view.round, name_round(view.round.number), standings)


def _describe_own(
    number: int,
    outcome: HypothesisOutcome,
    stances: dict[tuple[int, UUID], HypothesisStance | None],
) -> OwnResult:
    hypothesis = outcome.view.hypothesis
    own = _get_stance(outcome.view)
    change = describe_own_change(stances.get((number - 1, hypothesis.pk)), own)
    return OwnResult(number, name_round(number), hypothesis, _label(own), change, outcome)


def _get_stance(view: HypothesisView) -> HypothesisStance | None:
    return HypothesisStance(view.own.stance) if view.own else None


def _label(stance: HypothesisStance | None) -> str:
    return _(stance.label) if stance else ""
