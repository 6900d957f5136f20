"""Members' forms of releases: which figures, and the group that answers for them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vecu.datasets.models import Released
from vecu.datasets.release_figures import name_item
from vecu.datasets.releases.extract_counts import ExtractCounts, ItemKind
from vecu.datasets.releases.planning import FigureRequest
from vecu.messages import UNFIT
from vecu.translation import pick_language
from vecu.ui.fields import Field, FieldOption
from vecu.ui.form_fields import make_day_field
from vecu.ui.templatetags.ui import day

TOGETHER = "all"
"""The number of no breakdown in the form."""


class ReleaseForm(forms.Form):
    """Which figures of an extract to release, as numbers of its items: they fit into an address.

    For item 3, `by-3` are numbers of breakdowns, or `TOGETHER`, one figure for each. `offers` are
    the figures that say something and are not public already; `counted` tells whether the numbers
    still mean what they meant, `wave` which wave they are of.
    """

    counted = forms.CharField(required=False)
    item = forms.MultipleChoiceField(
        error_messages={
            "required": gettext_lazy("Choose at least one figure."),
            "invalid_choice": gettext_lazy("One of these figures is already public. Choose again."),
        }
    )

    def __init__(
        self, data: QueryDict | None, counts: ExtractCounts, offers: Iterable[FigureRequest]
    ) -> None:
        super().__init__(data)
        self.choice = data or QueryDict()
        self.counts, self.items = counts, list(counts.items.values())
        self.offers = {(each.item, each.breakdown) for each in offers}
        field = self.fields["item"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        offered = {index: self.list_options(index) for index in range(len(self.items))}
        field.choices = [(str(index), "") for index, options in offered.items() if options]
        for index, options in offered.items():
            self.fields[f"by-{index}"] = forms.MultipleChoiceField(
                required=False,
                choices=[(number, "") for number in options],
                error_messages={"invalid_choice": field.error_messages["invalid_choice"]},
            )

    def list_options(self, index: int) -> dict[str, str]:
        """Return the breakdowns by which an item can be released, '' for none, by their number."""
        numbers = number_breakdowns(self.counts)
        item = self.items[index]
        return {number: name for number, name in numbers.items() if (item.key, name) in self.offers}

    def clean_counted(self) -> str:
        """Refuse numbers that mean something else by now, or in another wave."""
        counted: str = self.cleaned_data["counted"]
        if counted != get_counts_fingerprint(self.counts):
            raise forms.ValidationError(
                _(
                    "The people were counted again in the meantime. Choose again from today’s"
                    " figures."
                )
            )
        return counted

    def clean(self) -> None:
        """Refuse an item without any figure."""
        chosen = self.cleaned_data
        for index in map(int, chosen.get("item", ())):
            options = self.list_options(index)
            if len(options) == 1:
                chosen[f"by-{index}"] = list(options)
            elif not chosen.get(f"by-{index}"):
                item = self.items[index]
                name = name_item(item.kind, item.label, get_language() or "en")
                text = _("Choose for “%(item)s”: all people together, or a breakdown.")
                self.add_error(f"by-{index}", text % {"item": name})

    def list_requests(self) -> list[FigureRequest]:
        """Return the figures of a valid form."""
        chosen, numbers = self.cleaned_data, number_breakdowns(self.counts)
        return [
            FigureRequest(self.items[index].key, numbers[number])
            for index in map(int, chosen["item"])
            for number in chosen[f"by-{index}"]
        ]


def number_breakdowns(counts: ExtractCounts) -> dict[str, str]:
    """Return all breakdowns of an extract, '' for none, by their number in the form."""
    return {TOGETHER: ""} | {str(index): name for index, name in enumerate(counts.breakdowns)}


def get_counts_fingerprint(counts: ExtractCounts) -> str:
    """Return what changes with the numbers of items and breakdowns."""
    text = dumps([counts.wave, list(counts.items), list(counts.breakdowns)])
    return sha256(text.encode()).hexdigest()[:16]


def build_choice_query(counts: ExtractCounts, released: Released) -> str:
    """Return the choice of a figure that was released before, as an address holds it.

    It is '' if the extract does not have this figure.
    """
    if not counts.offers(released.item, released.breakdown):
        return ""
    index = list(counts.items).index(released.item)
    numbers = {name: number for number, name in number_breakdowns(counts).items()}
    query = {
        "wave": counts.wave,
        "counted": get_counts_fingerprint(counts),
        "item": index,
        f"by-{index}": numbers[released.breakdown],
    }
    return urlencode(query)


@dataclass(frozen=True, slots=True)
class FigureChoice:
    """An item as the page offers it; `released` names the figures that are public already.

    `language` is that of its label if it is not the page's, else ''.
    """

    number: int
    label: str
    language: str
    options: tuple[FieldOption, ...]
    chosen: bool
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureChoices:
    """The items of one kind."""

    heading: str
    choices: tuple[FigureChoice, ...]


def build_figure_choices(
    form: ReleaseForm, released: Sequence[Released], language: str
) -> list[FigureChoices]:
    """Return what can be released or is public, by kind; what was chosen stays chosen."""
    offered = [_offer(form, index, released, language) for index in range(len(form.items))]
    offered = [each for each in offered if each.options or each.released]
    return [
        FigureChoices(_(kind.label), tuple(choices))
        for kind in ItemKind
        if (choices := [each for each in offered if form.items[each.number].kind is kind])
    ]


def _offer(
    form: ReleaseForm, index: int, released: Sequence[Released], language: str
) -> FigureChoice:
    item, options = form.items[index], form.list_options(index)
    chosen = str(index) in form.choice.getlist("item")
    ticked = form.choice.getlist(f"by-{index}") if chosen else list(options)[:1]
    return FigureChoice(
        index,
        name_item(item.kind, item.label, language),
        "" if (read := pick_language(item.label, language)) in {"", language} else read,
        tuple(
            FieldOption(number, _name_breakdown(form.counts, name, language), number in ticked)
            for number, name in options.items()
        ),
        chosen,
        tuple(
            _name_breakdown(form.counts, each.breakdown, language)
            for each in released
            if each.item == item.key
        ),
    )


def _name_breakdown(counts: ExtractCounts, name: str, language: str) -> str:
    if not name:
        return _("All people together")
    label = counts.breakdowns[name].label
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
    untold = forms.BooleanField(
        label=gettext_lazy("Not told back yet: release all the same, and say so to everybody"),
        error_messages={
            "required": gettext_lazy(
                "Note first that the results were told back aloud, or tick that they were not."
            )
        },
    )

    def __init__(self, *args: Any, persons: Collection[str], asks_feedback: bool = False) -> None:
        super().__init__(*args)
        self.persons = persons
        if not asks_feedback:
            del self.fields["untold"]

    def clean_group(self) -> str:
        """Refuse the name of the member who releases: a person must not answer alone."""
        group = UNFIT.sub("", self.cleaned_data["group"])
        if group.casefold() in {name.casefold() for name in self.persons}:
            raise forms.ValidationError(
                _("“%(name)s” is one person. Name the group that answers for these figures.")
                % {"name": group}
            )
        return group


class FeedbackForm(forms.Form):
    """When and by whom results were told aloud to those who answered."""

    day = make_day_field(gettext_lazy("Day on which they were told back aloud"))
    speaker = forms.CharField(
        label=gettext_lazy("By whom, and where: “Mme Diallo, at the association La Passerelle”"),
        max_length=200,
    )

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = first, last

    def clean_day(self) -> date:
        """Refuse a day before the people were counted, or one to come."""
        chosen: date = self.cleaned_data["day"]
        if not self.first <= chosen <= self.last:
            message = _("A day from %(first)s, when these people were counted, to today.")
            raise forms.ValidationError(message % {"first": day(self.first)})
        return chosen

    def clean_speaker(self) -> str:
        """Leave out characters that no text may contain."""
        return UNFIT.sub("", self.cleaned_data["speaker"])


def build_group_field(value: str, problem: str = "") -> Field:
    """Return the field of the group that answers for a release."""
    return Field(
        "group",
        "group",
        _("Which group answers for these figures?"),
        value=value,
        hint=_(
            "A team, a learning group or an organisation, never one person: everybody reads it."
        ),
        problem=problem,
    )
