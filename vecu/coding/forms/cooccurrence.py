"""Form of co-occurrence: the two axes of the table, and a third to filter stories."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from vecu.coding.presenters.cooccurrence_axes import AxisOption, get_default_options
from vecu.coding.queries.codebook import Codes

_NOT_OFFERED = {"invalid_choice": gettext_lazy("This choice no longer exists. Choose again.")}


class AxesForm(forms.Form):
    """Rows, columns, a third branch to filter by, and one of its codes; by their keys.

    What the query string lacks has its default.
    """

    rows = forms.ChoiceField(label=gettext_lazy("Rows"), error_messages=_NOT_OFFERED)
    columns = forms.ChoiceField(label=gettext_lazy("Columns"), error_messages=_NOT_OFFERED)
    tasks = forms.ChoiceField(
        label=gettext_lazy("For which"), required=False, error_messages=_NOT_OFFERED
    )
    task = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, data: Mapping[str, Any], options: Sequence[AxisOption], codes: Codes
    ) -> None:
        usual = dict(
            zip(("rows", "columns", "tasks"), get_default_options(options, codes), strict=True)
        )
        given = {name: data[name] for name in (*usual, "task") if name in data}
        super().__init__(usual | given)
        self.options = {option.key: option for option in options}
        for name in usual:
            field: Any = self.fields[name]
            field.choices = [("", ""), *((key, key) for key in self.options)]

    @property
    def chosen(self) -> dict[str, str]:
        """The choices, as query string parameters."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def chosen_axes(self) -> dict[str, str]:
        """The choices without the one code of the third branch."""
        return {name: value for name, value in self.chosen.items() if name != "task"}

    def option(self, name: str) -> AxisOption | None:
        """Return the option chosen for an axis."""
        return self.options.get(self.cleaned_data[name])
