"""Lay out what everybody reads of a group: its mandate with gaps, its calendar, its hypotheses.

Nobody is named. What is not public looks the same whatever the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.datasets.release_queries import Released
from vecu.groups.addresses import get_hypothesis_address
from vecu.groups.content import MandateContent
from vecu.groups.models import GroupHypothesis, GroupStep, LearningGroup
from vecu.groups.public_group import PublicGroup, PublicHypothesis
from vecu.groups.result_sentences import describe_headline, label_row
from vecu.groups.sentences import describe_composition
from vecu.groups.vocabulary import (
    HypothesisStance,
    MandateItem,
    StepKind,
)
from vecu.groups.vote_dots import describe_division, make_public_dot_rows
from vecu.translation import pick_language
from vecu.ui.dots import DotRow
from vecu.ui.figures import CountFigure, FigureRow
from vecu.ui.templatetags.ui import day as format_day

REQUEST = (
    MandateItem.QUESTION,
    MandateItem.COMMISSIONER,
    MandateItem.RESPONDER,
    MandateItem.RESPONSE_DUE,
)
"""What stands at the top of the page."""
APART = frozenset({*REQUEST, MandateItem.HEARD})
"""What does not stand with the rest of the mandate sheet."""


@dataclass(frozen=True, slots=True)
class MandateLine:
    """An item of a mandate sheet; without `texts` and `text` the sheet does not say it."""

    label: str
    texts: Mapping[str, str]
    text: str = ""


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A step of the calendar. `agreed` says how many agreed to its notes, '' where none have.

    Before that neither the notes nor what the step changed are for everybody.
    """

    step: GroupStep
    kind: str
    to_come: bool
    agreed: str


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A released table as dots and as a figure, with what it counts and where its files are.

    `division` says that the group is divided in the end, '' unless it is.
    """

    dots: Sequence[DotRow]
    division: str
    figure: CountFigure
    source: str
    csv: str
    svg: str


@dataclass(frozen=True, slots=True)
class PublishedHypothesis:
    """A hypothesis; `result` is a sentence on its public table at `address`, '' without one."""

    hypothesis: GroupHypothesis
    result: str
    address: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group as everybody reads it.

    `request` is who asks what and who answers by when, `mandate` the rest of the sheet.
    """

    composition: Sequence[str]
    request: Sequence[MandateLine]
    mandate: Sequence[MandateLine]
    steps: Sequence[CalendarLine]
    hypotheses: Sequence[PublishedHypothesis]
    withdrawn: Sequence[GroupHypothesis]
    unknown: Sequence[str]

    @property
    def next_step(self) -> CalendarLine | None:
        """The first step that is still to come."""
        coming = [each for each in self.steps if each.to_come]
        return min(coming, key=lambda each: each.step.day, default=None)


def lay_out_group(public: PublicGroup, today: date) -> GroupPage:
    """Return a published group as everybody reads it today."""
    mandate = public.sheet.mandate
    steps = [_lay_out_step(each, today) for each in public.steps]
    return GroupPage(
        composition=describe_composition(public.sheet),
        request=[_lay_out_item(each, mandate) for each in REQUEST],
        mandate=[_lay_out_item(each, mandate) for each in MandateItem if each not in APART],
        steps=steps,
        hypotheses=[_lay_out_hypothesis(public.group, each) for each in public.hypotheses],
        withdrawn=public.withdrawn,
        unknown=list(_iter_unknown(public, steps)),
    )


def make_table(group: LearningGroup, released: Released) -> PublicTable:
    """Return the public table of a hypothesis for the page’s reader."""
    csv, svg = (
        reverse(name, args=[group.slug, released.figure])
        for name in ("groups:group-figure-csv", "groups:group-figure-svg")
    )
    dots = make_public_dot_rows(released.content)
    figure, source = make_table_figure(released), describe_table_source(released)
    return PublicTable(dots, describe_division(dots[-1]), figure, source, csv, svg)


def make_table_figure(released: Released) -> CountFigure:
    """Return the public table of a hypothesis: a row for each position, a column for each round."""
    content, language = released.content, get_language() or "en"
    spoken = pick_language(content["statement"], language)
    people = tuple(content["rounds"])
    return CountFigure(
        id=str(released.figure),
        title=content["statement"].get(spoken, ""),
        sentence=describe_headline(content),
        breakdown="",
        columns=(_("First round"), _("Second round")),
        rows=tuple(
            FigureRow(
                label_row([HypothesisStance(one) for one in each["positions"]]),
                tuple(each["counts"]),
            )
            for each in content["rows"]
        ),
        totals=people,
        people=people[-1],
        ordered=True,
    )


def describe_table_source(released: Released) -> str:
    """Return what a table counts, on which condition it is public, and who released it."""
    return " ".join(
        [
            _("Members who answered, before and after the group had learnt about AI."),
            _("Each of them had agreed, before each round, that everybody may read these totals."),
            _("Released on %(day)s by %(group)s.")
            % {"day": format_day(released.day), "group": released.group},
        ]
    )


def list_unknown_of_result(public: PublicHypothesis) -> list[str]:
    """Return what the page of a hypothesis does not say."""
    sentences = [
        _("Whether the hypothesis is true: what a group thinks is no proof."),
        _("What anybody else thinks: the group represents only itself."),
    ]
    if public.released is None:
        return sentences
    return [
        *sentences,
        _("Who holds which position, on which side, and why: only the group knows."),
        _("How many members changed their position: some may have gone one way, some the other."),
        _(
            "Positions are counted together until each row has at least three people. Not being"
            " sure and taking no position are never told apart."
        ),
    ]


def _lay_out_item(item: MandateItem, mandate: MandateContent) -> MandateLine:
    label, value = _(item.label), getattr(mandate, item.value)
    if isinstance(value, date):
        return MandateLine(label, {}, format_day(value))
    return MandateLine(label, value or {})


def _lay_out_step(step: GroupStep, today: date) -> CalendarLine:
    agreed = ""
    if step.agreed is not None:
        message = ngettext(
            "Notes read back: %(agreed)s of the %(present)s person present agreed to them.",
            "Notes read back: %(agreed)s of the %(present)s people present agreed to them.",
            step.present or 0,
        )
        agreed = message % {"agreed": step.agreed, "present": step.present}
    return CalendarLine(step, _(StepKind(step.kind).label), step.day > today, agreed)


def _lay_out_hypothesis(group: LearningGroup, public: PublicHypothesis) -> PublishedHypothesis:
    if public.released is None:
        return PublishedHypothesis(public.hypothesis, "", "")
    address = get_hypothesis_address(group, public.hypothesis)
    return PublishedHypothesis(
        public.hypothesis, describe_headline(public.released.content), address
    )


def _iter_unknown(page: PublicGroup, steps: Sequence[CalendarLine]) -> Iterator[str]:
    yield _("Who the members are. One may choose to be named beside a recommendation.")
    if page.hypotheses:
        yield _("Who holds which position, on which side, and why: only the group knows.")
    if not all(each.released for each in page.hypotheses):
        yield _("What members think of hypotheses without public totals.")
    if not all(each.agreed or each.to_come for each in steps):
        yield _("What was noted of steps without agreed notes.")
    yield _("What people outside the group think.")
