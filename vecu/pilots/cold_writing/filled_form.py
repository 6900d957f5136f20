"""A form filled for one household: what each field holds, and why it holds that or nothing. Pure.

Cold fields follow papers and rules, warm ones stay blank, disputed ones wait for a reply each time.
The limit of each part is an argument: a position that moves is followed by the next form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from vecu.labelled_enum import LabelledEnum
from vecu.messages import Message
from vecu.pilots.cold_writing.closed_values import ClosedValueRefused, read_value
from vecu.pilots.cold_writing.fill_rules import RULES, FieldFacts, FoundValue
from vecu.pilots.cold_writing.form_book import FormDescription, FormField
from vecu.pilots.cold_writing.households import NO_INCOME, WAGES, Household, HouseholdPaper
from vecu.pilots.interface import Words
from vecu.translation import gettext_noop
from vecu.writings import WritingSort


class FieldState(LabelledEnum):
    """Why a field holds what it holds, or nothing."""

    FILLED = "filled", gettext_noop("Filled by the machine")
    CORRECTED = "corrected", gettext_noop("Corrected by hand")
    AGREED = "agreed", gettext_noop("Looked at by two people")
    NOT_KNOWN = "not known", gettext_noop("Not known")
    NOT_SAID = "not said", gettext_noop("Does not wish to say")
    NO_PAPER = "no paper", gettext_noop("No paper says it")
    BY_HAND = "by hand", gettext_noop("Left to be written by hand")
    CONTRADICTED = "contradicted", gettext_noop("Two papers disagree")
    REFUSED = "refused", gettext_noop("Not what this field takes")
    WARM = "warm", gettext_noop("Warm: the machine does not write it")
    UNDECIDED = "undecided", gettext_noop("Disputed: you are asked each time")
    OUTLINE = "outline", gettext_noop("An empty outline")


class DisputeReply(LabelledEnum):
    """What is done with a disputed part, this time."""

    HAND = "hand", gettext_noop("I write it by hand")
    MACHINE = "machine", gettext_noop("I start from an empty outline")


class PaperChoice(LabelledEnum):
    """Which of two papers that disagree holds, in the eyes of one person."""

    STATEMENT = "statement", gettext_noop("The statement: no income")
    PAYSLIP = "payslip", gettext_noop("The payslips")
    NOT_KNOWN = "not known", gettext_noop("We do not know yet")


HOLDS = frozenset({FieldState.FILLED, FieldState.CORRECTED, FieldState.AGREED})
"""The states in which a field has a value on which other lines can stand."""
SILENCES = (FieldState.NOT_KNOWN, FieldState.NOT_SAID)
"""What may be said of any cold field, and is never counted against anybody."""


@dataclass(frozen=True, slots=True)
class FormLimits:
    """Where the limit stands: the sort of parts by key, and why no machine may write any of it.

    `mark` names the positions, so that a page notices that one has moved.
    """

    sorts: Mapping[str, WritingSort] = field(default_factory=dict)
    objections: Sequence[Words] = ()
    mark: str = ""

    def judge(self, one: FormField) -> WritingSort:
        """Return how a field is treated: without a rule of this form it cannot be cold."""
        sort = self.sorts.get(one.part, one.sort)
        return one.sort if sort is WritingSort.COLD and not one.may_be_cold else sort


@dataclass(frozen=True, slots=True)
class FormEntries:
    """What people did with a form: by field what was `typed` and what is `silent`, by part replies.

    `looks` are what the worker and the person each say of two papers that disagree.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    silent: Mapping[str, FieldState] = field(default_factory=dict)
    replies: Mapping[str, DisputeReply] = field(default_factory=dict)
    looks: Sequence[PaperChoice] = ()


@dataclass(frozen=True, slots=True)
class FilledField:
    """A field with its canonical value, "" for none, and the papers on which it rests."""

    field: FormField
    sort: WritingSort
    state: FieldState
    value: str = ""
    papers: Sequence[HouseholdPaper] = ()
    problem: Message | None = None

    @property
    def holds(self) -> bool:
        """Whether it has a value."""
        return self.state in HOLDS


@dataclass(frozen=True)
class FilledForm:
    """A form of one household; without any field where a person takes over before anything."""

    form: FormDescription
    household: Household
    limits: FormLimits
    fields: Sequence[FilledField] = ()

    @property
    def stops(self) -> bool:
        """Whether nothing was computed: a case on the never list, or an objection in force."""
        return self.household.never is not None or bool(self.limits.objections)

    @cached_property
    def undecided(self) -> Sequence[str]:
        """The disputed parts that wait for a reply."""
        waiting = (one.field.part for one in self.fields if one.state is FieldState.UNDECIDED)
        return tuple(dict.fromkeys(waiting))

    @property
    def problems(self) -> Sequence[FilledField]:
        """The fields in which something else was typed than they take."""
        return [one for one in self.fields if one.problem]

    @property
    def changed(self) -> bool:
        """Whether people wrote something else than the machine."""
        states = {one.state for one in self.fields}
        return bool(states & {FieldState.CORRECTED, FieldState.AGREED, *SILENCES})


NO_LIMITS, NO_ENTRIES = FormLimits(), FormEntries()


def fill_form(
    form: FormDescription,
    household: Household,
    limits: FormLimits = NO_LIMITS,
    entries: FormEntries = NO_ENTRIES,
) -> FilledForm:
    """Return the form as papers, rules, limits and people fill it; the order is the form's."""
    filled = FilledForm(form, household, limits)
    if filled.stops:
        return filled
    lines: dict[str, str | None] = {}
    fields = []
    for one in form.fields:
        done = _fill_field(FieldFacts(one, household, lines), limits.judge(one), entries)
        fields.append(done)
        if done.state is not FieldState.NO_PAPER:
            lines[one.key] = done.value if done.holds else None
    return replace(filled, fields=tuple(fields))


def _fill_field(facts: FieldFacts, sort: WritingSort, entries: FormEntries) -> FilledField:
    one = facts.field
    if sort is WritingSort.WARM:
        return FilledField(one, sort, FieldState.WARM)
    if sort is WritingSort.DISPUTED:
        reply = entries.replies.get(one.part)
        if reply is not DisputeReply.MACHINE:
            return FilledField(one, sort, FieldState.BY_HAND if reply else FieldState.UNDECIDED)
        if not one.may_be_cold:
            return FilledField(one, sort, FieldState.OUTLINE)
    if one.key in entries.silent and one.may_be_corrected:
        return FilledField(one, sort, entries.silent[one.key])
    if one.key == WAGES and facts.household.contradicts:
        return _settle_contradiction(facts, sort, entries.looks)
    return _take_typed(facts, sort, RULES[one.rule](facts), entries.typed.get(one.key))


def _settle_contradiction(
    facts: FieldFacts, sort: WritingSort, looks: Sequence[PaperChoice]
) -> FilledField:
    """Fill the field once two people see it alike; nobody is corrected by a machine."""
    papers = (*facts.household.find(NO_INCOME), *facts.household.find(WAGES))
    blank = FilledField(facts.field, sort, FieldState.CONTRADICTED, papers=papers)
    if len(looks) < 2 or len(set(looks)) > 1:
        return blank
    if looks[0] is PaperChoice.NOT_KNOWN:
        return replace(blank, state=FieldState.NOT_KNOWN)
    if looks[0] is PaperChoice.STATEMENT:
        found = FoundValue("0.00", facts.household.find(NO_INCOME))
    else:
        found = RULES[facts.field.rule](facts)
    return replace(blank, state=FieldState.AGREED, value=found.value or "", papers=found.papers)


def _take_typed(
    facts: FieldFacts, sort: WritingSort, found: FoundValue, typed: str | None
) -> FilledField:
    one, value = facts.field, found.value or ""
    state = FieldState.FILLED if found.value is not None else FieldState.NO_PAPER
    as_found = FilledField(one, sort, state, value, found.papers)
    if typed is None or not one.may_be_corrected:
        return as_found
    if not typed.strip():
        return replace(as_found, state=FieldState.BY_HAND, value="") if value else as_found
    try:
        wanted = read_value(one, typed, facts.household.opened)
    except ClosedValueRefused as refused:
        return replace(as_found, state=FieldState.REFUSED, value=typed, problem=refused.message)
    if wanted == value:
        return as_found
    return FilledField(one, sort, FieldState.CORRECTED, wanted)
