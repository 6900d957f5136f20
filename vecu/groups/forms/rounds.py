"""Forms of rounds: on which hypotheses one opens, until when, and which totals become public."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.groups.content import RoundOpening
from vecu.groups.queries import GroupHypothesis
from vecu.ui.form_fields import (
    make_day_field,
    make_name_field,
)
from vecu.ui.side_by_side import SideBySideForm
from vecu.ui.templatetags.ui import translate_wording

USUAL_LENGTH = timedelta(days=14)
"""That a new round is proposed to stay open."""


class RoundOpeningForm(SideBySideForm):
    """On which of the `offered` hypotheses members take position, and the last day on which."""

    hypotheses = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hypotheses"),
        required=False,
        coerce=str,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of these hypotheses no longer exists. Choose again."
            )
        },
    )
    last_day = make_day_field(gettext_lazy("Last day, to its end"))

    def __init__(
        self, *args: Any, offered: Sequence[GroupHypothesis], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offered = {str(each.pk): each.pk for each in offered}
        self.fields["hypotheses"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (str(each.pk), translate_wording(each.statement)) for each in offered
        ]
        self.initial.setdefault("hypotheses", list(self._offered))
        self.initial.setdefault("last_day", today + USUAL_LENGTH)

    @property
    def content(self) -> RoundOpening:
        """What a valid form says."""
        chosen = [self._offered[each] for each in self.cleaned_data["hypotheses"]]
        return RoundOpening(chosen, self.cleaned_data["last_day"])


class TotalsReleaseForm(SideBySideForm):
    """Of which of the `offered` hypotheses everybody reads the totals, and who answers for them."""

    hypotheses = forms.MultipleChoiceField(
        label=gettext_lazy("Totals that everybody will read"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one hypothesis."),
            "invalid_choice": gettext_lazy("These totals cannot be public any more. Choose again."),
        },
    )
    name = make_name_field(
        gettext_lazy("Who answers for these totals"),
        gettext_lazy("The name of the group, never of one person."),
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hypotheses"].choices = offered  # type: ignore[attr-defined] # a ChoiceField

    def clean_name(self) -> str:
        """Require the name of a group."""
        name: str = self.cleaned_data["name"].strip()
        if not name:
            raise forms.ValidationError(_("Name the group that answers for these figures."))
        return name
