"""Forms of walked paths: a series, and one of its walks."""

from typing import ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from vecu.safeguards.quarters import Quarter, get_quarter
from vecu.safeguards.walk_rules import (
    NonTakeUp,
    ToolAnswer,
    WalkDoor,
    WalkEnd,
    WalkTask,
)
from vecu.safeguards.walks.content import WalkContent, WalkSeriesContent
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import GROUP_HINT, make_choices, make_day_field, make_name_field
from vecu.ui.side_by_side import TextSpec
from vecu.ui.templatetags.ui import current_language

RECENT = 8
"""How many quarters back walks are noted."""
_NO_ONE = gettext_lazy("Never a name, a window, a voice: a path is walked, nobody is judged.")


def list_quarter_choices() -> list[tuple[str, str]]:
    """Return the quarters that walks can be of, the latest first."""
    latest = get_quarter(localdate())
    place = latest.year * 4 + latest.number - 1
    quarters = (Quarter(each // 4, each % 4 + 1) for each in range(place, place - RECENT, -1))
    return [(str(each), each.label.say(current_language())) for each in quarters]


def make_quarter_field() -> forms.ChoiceField:
    """Return the quarter of walks."""
    return forms.ChoiceField(
        label=gettext_lazy("Quarter of the walks"),
        help_text=gettext_lazy("Never a day: a day would show who was at work."),
        choices=list_quarter_choices,
    )


class WalkSeriesForm(ContentForm[WalkSeriesContent]):
    """A series of walks."""

    content_type = WalkSeriesContent
    order: ClassVar = ("group", "paid", "quarter", "tasks", "agreed", "informed")
    group = make_name_field(gettext_lazy("Association that walks"), GROUP_HINT)
    paid = forms.BooleanField(
        label=gettext_lazy("It is paid for its walks, and for learning to do them"),
        required=False,
    )
    quarter = make_quarter_field()
    tasks = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Three tasks, the same ones by every way in"),
        help_text=gettext_lazy("The situations are invented; no paper and no number is false."),
        coerce=WalkTask,
        choices=make_choices(WalkTask),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = make_day_field(
        gettext_lazy("Day on which the service and the representatives agreed on the walks")
    )
    informed = make_day_field(
        gettext_lazy("Day on which the staff were told what was found"), required=False
    )

    def clean_tasks(self) -> tuple[WalkTask, ...]:
        """Return the tasks in their own order."""
        chosen = self.cleaned_data["tasks"]
        return tuple(each for each in WalkTask if each in chosen)


class WalkForm(ContentForm[WalkContent]):
    """How one walk went."""

    content_type = WalkContent
    order: ClassVar = (
        "quarter",
        "task",
        "answer",
        "door",
        "end",
        "place",
        "minutes",
        "reached",
        "demanded",
        "non_take_up",
    )
    specs: ClassVar = {
        "place": TextSpec(gettext_lazy("Where it ended, in a few words"), _NO_ONE, rows=1),
        "demanded": TextSpec(
            gettext_lazy("What was asked for on the way"),
            gettext_lazy("Such as: an account, then a code by text message."),
            rows=1,
        ),
    }
    quarter = make_quarter_field()
    task = forms.TypedChoiceField(
        label=gettext_lazy("Task"), coerce=WalkTask, choices=make_choices(WalkTask)
    )
    answer = forms.TypedChoiceField(
        label=gettext_lazy("What is said to the tool"),
        help_text=gettext_lazy("Yes and no are walked as a pair, on the same half-day."),
        coerce=ToolAnswer,
        choices=make_choices(ToolAnswer),
        initial=ToolAnswer.UNASKED.value,
    )
    door = forms.TypedChoiceField(
        label=gettext_lazy("Way in"), coerce=WalkDoor, choices=make_choices(WalkDoor)
    )
    end = forms.TypedChoiceField(
        label=gettext_lazy("How it ended"), coerce=WalkEnd, choices=make_choices(WalkEnd)
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes until then, in fives"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Give a whole number of minutes, such as 25.")
        ),
    )
    reached = forms.BooleanField(label=gettext_lazy("A person answered on the way"), required=False)
    non_take_up = forms.TypedChoiceField(
        label=gettext_lazy("If a real right was lost there: which way"),
        required=False,
        coerce=NonTakeUp,
        empty_value=None,
        choices=make_choices(NonTakeUp, gettext_noop("None was lost, or nobody can tell")),
    )
