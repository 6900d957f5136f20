"""Members' form of an extract: the questions by which its figures can be broken down."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.datasets.extract_items import MOST_CHOICES, CountedQuestion
from vecu.datasets.releases.planning import MOST_COLUMNS
from vecu.ui.fields import Field, FieldOption

MOST_BREAKDOWNS = 5
"""Questions that may be chosen at once: each gives those who compare tables one more way."""


class ExtractForm(forms.Form):
    """The questions by which the figures of an extract can be broken down; there may be none."""

    breakdowns = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of these questions cannot be used for breakdowns. Choose among those offered."
            )
        },
    )

    def __init__(self, *args: Any, questions: Iterable[CountedQuestion]) -> None:
        super().__init__(*args)
        field = self.fields["breakdowns"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(each.question.path, "") for each in questions if each.can_break_down]

    def clean_breakdowns(self) -> list[str]:
        """Refuse more breakdowns than may be chosen."""
        chosen: list[str] = self.cleaned_data["breakdowns"]
        if len(chosen) > MOST_BREAKDOWNS:
            raise forms.ValidationError(
                _("Choose at most %(most)s questions; you have chosen %(found)s.")
                % {"most": MOST_BREAKDOWNS, "found": len(chosen)}
            )
        return chosen


def build_breakdown_field(
    questions: Iterable[CountedQuestion],
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
        hint=_("%(most)s at most, or none: every figure is also available for all people together.")
        % {"most": MOST_BREAKDOWNS},
        problem=problem,
        options=tuple(
            FieldOption(
                each.question.path,
                each.question.label.say(language) or each.question.name,
                each.question.path in chosen,
            )
            for each in questions
            if each.can_break_down
        ),
    )


def describe_obstacle(counted: CountedQuestion) -> str:
    """Return why figures cannot be broken down by a question, '' if they can."""
    number = {"found": len(counted.choices), "most": MOST_COLUMNS, "counted": MOST_CHOICES}
    if len(counted.choices) > MOST_CHOICES:
        text = _(
            "It has %(found)s choices: a question with more than %(counted)s is not counted for"
            " release at all."
        )
        return text % number
    if counted.by_story:
        return _("It is answered once for each story, not once for each person.")
    if not counted.divides_people:
        return _("People may choose several answers.")
    if not counted.can_break_down:
        return _("It has %(found)s choices; %(most)s at most are possible.") % number
    return ""
