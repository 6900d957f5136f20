"""A form for what stands on evidence, to be ticked."""

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy

from vecu.evidence.choice import format_reference, parse_reference
from vecu.evidence.sources import Reference
from vecu.ui.content_forms import ContentForm

Content = TypeVar("Content")


class EvidenceForm(ContentForm[Content]):
    """A form of content with `references`, made from a row that has `cited`."""

    evidence = forms.Field(
        label=gettext_lazy("Evidence"), required=False, widget=forms.MultipleHiddenInput()
    )

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what an entry says now."""
        values = super().get_initial_values(row)
        del values["references"]
        return values | {"evidence": cls.format_cited(row)}

    @staticmethod
    def format_cited(row: Any) -> list[str]:
        """Return what an entry cites as the values of checkboxes."""
        return [format_reference(each) for each in row.cited]

    @property
    def references(self) -> list[Reference]:
        """What is ticked, in its order; what is no reference is left out."""
        values = self["evidence"].value() or []
        return [found for each in values if (found := parse_reference(each))]

    @property
    def content(self) -> Content:
        """What a valid form says."""
        self.cleaned_data["references"] = self.references
        return super().content
