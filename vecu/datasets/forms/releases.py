"""Members' forms of releases: breakdowns of an extract, figures to release, who answers for them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from vecu.datasets.models import Extract, Released
from vecu.datasets.releases.breakdowns import MOST_BREAKDOWNS, BreakdownCandidate
from vecu.datasets.releases.extract_counts import ExtractCounts, Item, ItemKind, Labels
from vecu.datasets.releases.planning import FigureRequest
from vecu.messages import UNFIT
from vecu.translation import pick_language
from vecu.ui.fields import Field, FieldOption

KIND_HEADINGS = {
    ItemKind.QUESTION: gettext_lazy("Questions"),
    ItemKind.CODES: gettext_lazy("Codes"),
    ItemKind.PRACTICES: gettext_lazy("Practices of guides"),
    ItemKind.BEYOND: gettext_lazy("What the guides lack"),
}
"""The heading of each kind of item, in the order of the page."""


TOGETHER = "all"
"""The number of no breakdown in the form."""


class ExtractForm(forms.Form):
    """The questions by which the figures of an extract can be broken down; there may be none."""

    breakdowns = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, candidates: Iterable[BreakdownCandidate]) -> None:
        super().__init__(*args)
        field = self.fields["breakdowns"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(each.question.path, "") for each in candidates if each.obstacle is None]

    def clean_breakdowns(self) -> list[str]:
        """Refuse more breakdowns than an extract may have."""
        chosen: list[str] = self.cleaned_data["breakdowns"]
        if len(chosen) > MOST_BREAKDOWNS:
            raise forms.ValidationError(
                ngettext_lazy(
                    "Choose at most %(most)s question; you have chosen %(found)s.",
                    "Choose at most %(most)s questions; you have chosen %(found)s.",
                    MOST_BREAKDOWNS,
                )
                % {"most": MOST_BREAKDOWNS, "found": len(chosen)}
            )
        return chosen


def build_breakdown_field(
    candidates: Iterable[BreakdownCandidate],
    chosen: Collection[str],
    language: str,
    problem: str = "",
) -> Field:
    """Return the field that offers the questions by which figures can be broken down."""
    return Field(
        "breakdowns",
        "breakdowns",
        _("By which questions can figures be broken down?"),
        kind="select_multiple",
        hint=_("At most %(most)s; none is possible, too. They cannot be changed in this extract.")
        % {"most": MOST_BREAKDOWNS},
        problem=problem,
        options=tuple(
            FieldOption(
                each.question.path,
                each.question.label.say(language) or each.question.name,
                each.question.path in chosen,
            )
            for each in candidates
            if each.obstacle is None
        ),
    )


class ReleaseForm(forms.Form):
    """Which figures of an extract to release, as numbers of its items: they fit into an address.

    For item 3, `by-3` are numbers of breakdowns, or `TOGETHER`, one figure for each; `sensitive-3`
    hides "all" and "nobody" in them.
    """

    extract = forms.IntegerField()
    item = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Choose at least one figure.")}
    )

    def __init__(self, data: QueryDict | None, extract: Extract, counts: ExtractCounts) -> None:
        super().__init__(data)
        self.number, self.counts = extract.number, counts
        self.items = list(counts.items.values())
        field = self.fields["item"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(place), "") for place in range(len(self.items))]
        for place, item in enumerate(self.items):
            numbers = [(number, "") for number in number_breakdowns(counts, item)]
            self.fields[f"by-{place}"] = forms.MultipleChoiceField(required=False, choices=numbers)
            self.fields[f"sensitive-{place}"] = forms.BooleanField(required=False)

    def clean_extract(self) -> int:
        """Refuse a choice that was made from another extract: its numbers mean something else."""
        number: int = self.cleaned_data["extract"]
        if number != self.number:
            raise forms.ValidationError(
                _("Extract %(number)s has been frozen meanwhile. Choose again, from its figures.")
                % {"number": self.number}
            )
        return number

    def list_requests(self) -> list[FigureRequest]:
        """Return the figures of a valid form; without any breakdown, of all people together."""
        chosen = self.cleaned_data
        return [
            FigureRequest(
                self.items[place].key,
                number_breakdowns(self.counts, self.items[place])[number],
                sensitive=chosen[f"sensitive-{place}"],
            )
            for place in map(int, chosen["item"])
            for number in chosen[f"by-{place}"] or [TOGETHER]
        ]


def number_breakdowns(counts: ExtractCounts, item: Item) -> dict[str, str]:
    """Return the breakdowns that an item can have, '' for none, by their number in the form."""
    numbers = {
        str(number): name
        for number, name in enumerate(counts.breakdowns)
        if name not in item.variables
    }
    return {TOGETHER: ""} | numbers


def build_choice_query(
    extract: Extract, counts: ExtractCounts, released: Iterable[Released]
) -> str:
    """Return the choice of figures that were released before, as an address holds it.

    Figures that the extract does not have are left out; '' if it has none of them.
    """
    places = {key: place for place, key in enumerate(counts.items)}
    query = QueryDict(mutable=True)
    for each in released:
        place = places.get(each.item)
        if place is None or each.breakdown not in {"", *counts.breakdowns}:
            continue
        if str(place) not in query.getlist("item"):
            query.appendlist("item", str(place))
        numbers = number_breakdowns(counts, counts.items[each.item])
        query.setlistdefault(f"by-{place}").extend(
            number for number, name in numbers.items() if name == each.breakdown
        )
        if each.sensitive:
            query[f"sensitive-{place}"] = "yes"
    return f"extract={extract.number}&{query.urlencode()}" if query else ""


@dataclass(frozen=True, slots=True)
class FigureChoice:
    """An item as the page offers it; `released` names the figures that are public already."""

    number: int
    label: Labels
    options: tuple[FieldOption, ...]
    chosen: bool
    sensitive: bool
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureChoices:
    """The items of one kind."""

    heading: str
    choices: tuple[FigureChoice, ...]


def build_figure_choices(
    form: ReleaseForm, released: Sequence[Released], language: str
) -> list[FigureChoices]:
    """Return what can be released, by kind; what was chosen stays chosen."""
    offered = [_offer(form, place, released, language) for place in range(len(form.items))]
    return [
        FigureChoices(str(heading), tuple(choices))
        for kind, heading in KIND_HEADINGS.items()
        if (choices := [each for each in offered if form.items[each.number].kind is kind])
    ]


def _offer(
    form: ReleaseForm, place: int, released: Sequence[Released], language: str
) -> FigureChoice:
    item, sent = form.items[place], form.data
    numbers = number_breakdowns(form.counts, item)
    names = {
        number: _name_breakdown(form.counts, name, language) for number, name in numbers.items()
    }
    chosen = str(place) in sent.getlist("item")
    ticked = sent.getlist(f"by-{place}") if chosen else [TOGETHER]
    public = {each.breakdown for each in released if each.item == item.key}
    return FigureChoice(
        place,
        item.label,
        tuple(FieldOption(number, name, number in ticked) for number, name in names.items()),
        chosen,
        bool(sent.get(f"sensitive-{place}")),
        tuple(name for number, name in names.items() if numbers[number] in public),
    )


def _name_breakdown(counts: ExtractCounts, name: str, language: str) -> str:
    if not name:
        return _("All people together")
    label = counts.variables[name].label
    return _("by “%(breakdown)s”") % {
        "breakdown": label.get(pick_language(label, language), "") or name
    }


class GroupForm(forms.Form):
    """Who answers for a release: a group, never one worker."""

    group = forms.CharField(
        max_length=200,
        error_messages={"required": gettext_lazy("Name the group that answers for these figures.")},
    )
    seen = forms.CharField()

    def __init__(self, *args: Any, persons: Collection[str]) -> None:
        super().__init__(*args)
        self.persons = persons

    def clean_group(self) -> str:
        """Refuse the name of the member who releases: a person must not answer alone."""
        group = UNFIT.sub("", self.cleaned_data["group"])
        if group.casefold() in {name.casefold() for name in self.persons}:
            raise forms.ValidationError(
                _("“%(name)s” is one person. Name the group that answers for these figures.")
                % {"name": group}
            )
        return group


def build_group_field(value: str, problem: str = "") -> Field:
    """Return the field of the group that answers for a release."""
    return Field(
        "group",
        "group",
        _("Which group answers for these figures?"),
        value=value,
        hint=_(
            "A team, a learning group or an organisation, never one person: everybody reads this name."
        ),
        problem=problem,
    )
