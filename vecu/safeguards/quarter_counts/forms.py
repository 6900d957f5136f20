"""Forms of sites, of what is compared, of the counts of a month, of an upheld complaint."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.safeguards.quarter_counts.content import (
    CountedSiteContent,
    MonthCountContent,
    QuarterDeclarationContent,
    UpheldComplaintContent,
)
from vecu.safeguards.quarter_counts.month_counts import (
    AnswerGroup,
    CountedEvent,
    QuarterOutcome,
    SiteCount,
    get_count_key,
)
from vecu.safeguards.quarter_counts.tables import MOST_QUARTERS, AnswerGrouping
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_choices, make_day_field, make_name_field, make_number_field

_WHOLE = gettext_lazy("Give a whole number.")


class CountedSiteForm(ContentForm[CountedSiteContent]):
    """A site, and since when the tool is open there."""

    content_type = CountedSiteContent
    order: ClassVar = ("name", "counted_from", "opened")
    name = make_name_field(gettext_lazy("Name of the site"))
    counted_from = make_day_field(gettext_lazy("Counted from which month on"))
    counted_from.help_text = gettext_lazy(
        "Any day of the month. Begin some months before the tool is opened: they are the time"
        " before."
    )
    opened = make_day_field(gettext_lazy("Day on which the tool was opened here"), required=False)
    opened.help_text = gettext_lazy(
        "Leave it empty while it is not open. Sites that open later are what the others are"
        " compared with."
    )


class QuarterDeclarationForm(ContentForm[QuarterDeclarationContent]):
    """What quarters compare, before the first begins."""

    content_type = QuarterDeclarationContent
    order: ClassVar = ("first", "outcome", "grouping", "most_quarters", "margin")
    first = make_day_field(gettext_lazy("First day of the first quarter"))
    outcome = forms.TypedChoiceField(
        label=gettext_lazy("What a no could cost"),
        help_text=gettext_lazy("One is judged. The others stand in the table beside it."),
        coerce=QuarterOutcome,
        choices=make_choices(QuarterOutcome),
    )
    grouping = forms.TypedChoiceField(
        label=gettext_lazy("How answers are grouped"),
        coerce=AnswerGrouping,
        choices=make_choices(AnswerGrouping),
    )
    most_quarters = make_number_field(
        gettext_lazy("How many quarters are counted together at most"),
        gettext_lazy(
            "From 1 to 4: a quarter with a number under 11 is counted with the next. After so many"
            " nothing of them is published."
        ),
        initial=2,
        most=MOST_QUARTERS,
    )
    margin = make_number_field(
        gettext_lazy("From how many points on a gap matters"),
        gettext_lazy(
            "“Served as well” is only said if a larger loss is excluded. For 10 points it takes"
            " some 200 people who said no, and 1,000 who said yes."
        ),
        initial=10,
    )


class MonthCountForm(ContentForm[MonthCountContent]):
    """The counts of a month, a field for each number; `groups` are those of the month.

    What is left empty is 0. The history shows all groups.
    """

    content_type = MonthCountContent
    site = forms.UUIDField(widget=forms.HiddenInput())
    month = forms.DateField(widget=forms.HiddenInput())
    is_correction = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, groups: Sequence[AnswerGroup] = tuple(AnswerGroup), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for group in groups:
            for event in CountedEvent:
                label = f"{_(group.label)} – {_(event.label)}"
                self.fields[get_count_key(group, event)] = _make_count_field(label)
        for each in SiteCount:
            self.fields[str(each)] = _make_count_field(_(each.label))

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a row says now; a number that is not stored is 0."""
        names = [get_count_key(group, event) for group in AnswerGroup for event in CountedEvent]
        numbers = {name: row.counts.get(name, 0) for name in [*names, *map(str, SiteCount)]}
        own = {name: getattr(row, name) for name in ("revision", "site", "month", "is_correction")}
        return own | numbers

    @property
    def content(self) -> MonthCountContent:
        """What a valid form says."""
        values = self.cleaned_data
        numbers = {name: values[name] for name in self.count_names if values[name]}
        return MonthCountContent(
            values["site"], values["month"], bool(values["is_correction"]), numbers
        )

    @property
    def count_names(self) -> list[str]:
        """The names of the numbers that are typed."""
        return [name for name, each in self.fields.items() if isinstance(each, _CountField)]

    @property
    def event_lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """What is counted, with the field of each group."""
        return [
            (_(event.label), [self[get_count_key(group, event)] for group in self.groups])
            for event in CountedEvent
        ]

    @property
    def site_lines(self) -> list[forms.BoundField]:
        """What is counted of the site as a whole."""
        return [self[str(each)] for each in SiteCount]


class UpheldComplaintForm(ContentForm[UpheldComplaintContent]):
    """The day on which a complaint was upheld."""

    content_type = UpheldComplaintContent
    order: ClassVar = ("day",)
    day = make_day_field(gettext_lazy("Day on which it was upheld"))


class _CountField(forms.IntegerField):
    """A number that may be left empty, and may have a sign."""


def _make_count_field(label: str) -> _CountField:
    return _CountField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 5}),
        error_messages={"invalid": _WHOLE},
    )
