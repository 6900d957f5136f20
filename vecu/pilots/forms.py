"""Which pilot a system is, and how strict it shall be."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.pilots.catalogue import list_pilots
from vecu.pilots.interface import STEPS
from vecu.pilots.strictness import StrictnessContent, list_missing_texts
from vecu.register.rules import SettingLean
from vecu.translation import LANGUAGES
from vecu.ui.form_fields import (
    GROUP_HINT,
    make_choices,
    make_day_field,
    make_name_field,
)
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow, TextSpec
from vecu.ui.templatetags.ui import translate_wording


def _list_pilot_choices() -> list[tuple[str, str]]:
    return [(each.name, translate_wording(each.title)) for each in list_pilots()]


class AdoptionForm(SideBySideForm):
    """Which pilot a system is."""

    pilot = forms.ChoiceField(
        label=gettext_lazy("Which pilot it is"),
        choices=_list_pilot_choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a pilot."),
            "invalid_choice": gettext_lazy(
                "This laboratory has no such pilot. Choose one of the list."
            ),
        },
    )


class StrictnessForm(SideBySideForm):
    """A step, who chose it, when, after hearing whom, and why.

    `costs` says of each step, in its order, what it would change; no two members move it at once:
    `replaces` is what they saw in force.
    """

    specs: ClassVar = {
        "heard": TextSpec(
            gettext_lazy("After hearing whom"),
            gettext_lazy("Groups that were heard before, and those that were not."),
            rows=2,
        ),
        "reason": TextSpec(gettext_lazy("Why this step, and not another"), rows=3),
    }
    step = forms.TypedChoiceField(
        label=gettext_lazy("New strictness"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a step, from 1 to 4."),
            "invalid_choice": gettext_lazy("Choose a step, from 1 to 4."),
        },
    )
    lean = forms.TypedChoiceField(
        label=gettext_lazy("What it is set for"),
        coerce=SettingLean,
        choices=make_choices(SettingLean),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy(
                "Say whether it is set to miss little, or to raise fewer alerts."
            )
        },
    )
    day = make_day_field(gettext_lazy("Chosen on"))
    group = make_name_field(gettext_lazy("Chosen by"), GROUP_HINT)
    replaces = forms.UUIDField(
        label=gettext_lazy("The choice before"),
        required=False,
        widget=forms.HiddenInput(),
        error_messages={
            "invalid": gettext_lazy("It cannot be read. Open this page again, then choose.")
        },
    )

    def __init__(self, *args: Any, costs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [  # type: ignore[attr-defined] # a field of choices
            (
                step,
                format_html(
                    '{}<span class="hint">{}</span>', _("Step %(step)s") % {"step": step}, cost
                ),
            )
            for step, cost in zip(STEPS, costs, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse together what would be refused one by one.

        A text that cannot be read is not missing.
        """
        cleaned = super().clean() or {}
        heard, reason = (
            {code: cleaned.get(f"{name}_{code}", "?") for code in LANGUAGES}
            for name in ("heard", "reason")
        )
        self.refuse(list_missing_texts(cleaned.get("group", "?"), heard, reason))
        return cleaned

    @property
    def content(self) -> StrictnessContent:
        """What a valid form says."""
        values = self.cleaned_data
        return StrictnessContent(
            step=values["step"],
            group=values["group"],
            day=values["day"],
            heard=self.texts["heard"],
            reason=self.texts["reason"],
            lean=values["lean"],
            replaces=values["replaces"],
        )

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(["step", "group", "day", "heard", "lean", "reason"])
