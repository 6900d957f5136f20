"""A version, and its replay, as pages show them: in words, case by case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.evidence.sources import Evidence, EvidenceState
from vecu.pilots.case_state import Passage
from vecu.pilots.interface import Pilot, PilotProposal, PilotVersion, Words
from vecu.pilots.marked_text import MarkedPiece, mark_text, number_passages
from vecu.pilots.replay import (
    ProposalCounts,
    ReplayedCase,
    count_proposals,
    list_differing_kinds,
)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A reason that a version answers; `support` is what the change stands on, None before use."""

    reason: Words
    kind: Words
    changed: Words
    support: Evidence | None

    @property
    def must_be_argued_again(self) -> bool:
        """Whether what it stood on is gone or reads otherwise."""
        return self.support is not None and self.support.state is not EvidenceState.STANDING


@dataclass(frozen=True, slots=True)
class DeclineLine:
    """A reason that a version does not follow, and why."""

    reason: Words
    kind: Words
    why: Words


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """What two versions propose at one place of a text, None where one proposes nothing."""

    words: str
    before: PilotProposal | None
    after: PilotProposal | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case that two versions read otherwise. It holds no decision, reason or day."""

    number: int
    pieces: Sequence[MarkedPiece]
    places: Sequence[PlaceLine]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A line of the table: alerts and questions of one kind, {} for all that read the same."""

    kind: Words
    counts: ProposalCounts


@dataclass(frozen=True, slots=True)
class ReplayBar:
    """A bar of the picture: its counts in words, and the widths of both parts in percent."""

    text: str
    alerts: int
    questions: int


@dataclass(frozen=True, slots=True)
class KindPicture:
    """A bar for each of two versions, of one kind that they do not read the same."""

    kind: Words
    before: ReplayBar
    after: ReplayBar


@dataclass(frozen=True, slots=True)
class ReplayOverview:
    """What a replay shows: how much differs in words, pictures, a table, the cases that differ."""

    sentence: str
    pictures: Sequence[KindPicture]
    rows: Sequence[CountRow]
    forbidden: ProposalCounts
    cases: Sequence[CaseLine]


def list_answer_lines(
    pilot: Pilot, version: PilotVersion, supports: Mapping[str, Evidence]
) -> list[AnswerLine]:
    """Return the reasons that a version answers, in words."""
    return [
        AnswerLine(
            pilot.reasons[each.reason].words,
            pilot.kinds[each.kind],
            each.changed,
            supports.get(each.reason),
        )
        for each in version.answers
    ]


def list_decline_lines(pilot: Pilot, version: PilotVersion) -> list[DeclineLine]:
    """Return the reasons that a version does not follow, in words."""
    return [
        DeclineLine(pilot.reasons[each.reason].words, pilot.kinds[each.kind], each.why)
        for each in version.declines
    ]


def describe_replay(pilot: Pilot, replayed: Sequence[ReplayedCase]) -> ReplayOverview:
    """Return a replay in words."""
    kinds = list_differing_kinds(replayed)
    rows = [CountRow(pilot.kinds[kind], _count_kind(replayed, kind)) for kind in kinds]
    others = count_proposals(replayed, lambda one: one.kind not in kinds)
    pictures = [_draw(each.kind, each.counts) for each in rows]
    rows.append(CountRow({}, others))
    return ReplayOverview(
        _describe_counts(replayed),
        pictures,
        rows,
        count_proposals(replayed, lambda one: one.forbidden),
        [
            _describe_case(number, each)
            for number, each in enumerate(replayed, start=1)
            if each.differs
        ],
    )


def _count_kind(replayed: Sequence[ReplayedCase], kind: str) -> ProposalCounts:
    return count_proposals(replayed, lambda one: one.kind == kind)


def _draw(kind: Words, counts: ProposalCounts) -> KindPicture:
    before = counts.alerts_before, counts.questions_before
    after = counts.alerts_after, counts.questions_after
    most = max(sum(before), sum(after), 1)
    return KindPicture(kind, _make_bar(*before, most), _make_bar(*after, most))


def _make_bar(alerts: int, questions: int, most: int) -> ReplayBar:
    parts = []
    if alerts or not questions:
        parts.append(ngettext("%(number)s alert", "%(number)s alerts", alerts) % {"number": alerts})
    if questions:
        text = ngettext("%(number)s question", "%(number)s questions", questions)
        parts.append(text % {"number": questions})
    return ReplayBar(", ".join(parts), round(100 * alerts / most), round(100 * questions / most))


def _describe_counts(replayed: Sequence[ReplayedCase]) -> str:
    """Return in a few sentences how much reads otherwise, and that nothing forbidden is lost."""
    counts = count_proposals(replayed, lambda _one: True)
    differing = sum(each.differs for each in replayed)
    if not differing:
        first = _("All %(cases)s invented texts read as before.") % {"cases": len(replayed)}
    else:
        message = ngettext(
            "Of %(cases)s invented texts, %(number)s reads otherwise: %(alerts)s, %(questions)s.",
            "Of %(cases)s invented texts, %(number)s read otherwise: %(alerts)s, %(questions)s.",
            differing,
        )
        first = message % {
            "cases": len(replayed),
            "number": differing,
            "alerts": _describe_alerts(counts.alerts_after - counts.alerts_before),
            "questions": _describe_questions(counts.questions_after - counts.questions_before),
        }
    return " ".join(filter(None, (first, _describe_forbidden(replayed))))


def _describe_alerts(more: int) -> str:
    if not more:
        return _("as many alerts")
    if more > 0:
        return ngettext("%(number)s alert more", "%(number)s alerts more", more) % {"number": more}
    fewer = ngettext("%(number)s alert fewer", "%(number)s alerts fewer", -more)
    return fewer % {"number": -more}


def _describe_questions(more: int) -> str:
    if not more:
        return _("as many questions")
    if more > 0:
        message = ngettext("%(number)s question more", "%(number)s questions more", more)
        return message % {"number": more}
    fewer = ngettext("%(number)s question fewer", "%(number)s questions fewer", -more)
    return fewer % {"number": -more}


def _describe_forbidden(replayed: Sequence[ReplayedCase]) -> str:
    forbidden = sum(one.forbidden for case in replayed for one in case.before)
    lost = sum(len(case.lost) for case in replayed)
    numbers = {"number": forbidden, "lost": lost}
    if not forbidden:
        return ""
    if not lost:
        message = _("Of %(number)s alerts to what the law forbids, none is lost.")
    else:
        message = _(
            "Of %(number)s alerts to what the law forbids, %(lost)s would be lost: such a version"
            " cannot be put to use."
        )
    return message % numbers


def _describe_case(number: int, case: ReplayedCase) -> CaseLine:
    before = {(one.kind, one.start, one.end): one for one in case.dropped}
    after = {(one.kind, one.start, one.end): one for one in case.added}
    keys = sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[2], key[0]))
    places = [
        PlaceLine(case.text[key[1] : key[2]], before.get(key), after.get(key)) for key in keys
    ]
    passages = number_passages([], [Passage(start, end, kind) for kind, start, end in keys])
    return CaseLine(number, mark_text(case.text, passages), places)
