"""Forms for exporting and importing coding."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy

from vecu.coding.actions.export_coding import CodingExportFormat, CodingExportOptions
from vecu.coding.queries.export_coding import TextSelection

MAX_UPLOAD_BYTES = 20_000_000
"""The largest file that the browser can upload; use the command for larger ones."""
LANGUAGES = (("fr", "Français"), ("en", "English"), ("de", "Deutsch"), ("es", "Español"))
"""Languages for the codes of a project, which screen readers need to know."""


class CodingExportForm(forms.Form):
    """The format of an export and the texts in it; missing choices are refused."""

    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            (CodingExportFormat.QDPX, gettext_lazy("Project for other programs (REFI-QDA, .qdpx)")),
            (
                CodingExportFormat.XLSX,
                gettext_lazy("Workbook (.xlsx): codebook, texts, codings, quotations"),
            ),
            (CodingExportFormat.SHEETS, gettext_lazy("CSV for spreadsheets (formulas cannot run)")),
            (
                CodingExportFormat.CSV,
                gettext_lazy("CSV, exact, for programs (in a spreadsheet, formulas could run)"),
            ),
            (CodingExportFormat.QDC, gettext_lazy("Codebook alone (REFI-QDA, .qdc)")),
        ],
        initial=CodingExportFormat.QDPX,
        widget=forms.RadioSelect(),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which texts"),
        choices=[
            (TextSelection.FINISHED, gettext_lazy("Those that all of their coders have finished")),
            (TextSelection.ALL, gettext_lazy("All, to code them elsewhere")),
        ],
        initial=TextSelection.FINISHED,
        widget=forms.RadioSelect(),
    )
    delimiter = forms.ChoiceField(
        label=gettext_lazy("Between the cells, in CSV for spreadsheets"),
        choices=[(";", gettext_lazy("semicolon (;)")), (",", gettext_lazy("comma (,)"))],
        widget=forms.RadioSelect(),
    )

    def __init__(self, data: Any = None) -> None:
        usual = ";" if get_language() == "fr" else ","
        super().__init__(data, initial={"delimiter": usual})

    @property
    def options(self) -> CodingExportOptions:
        """Return the options, once the form is valid."""
        return CodingExportOptions(
            CodingExportFormat(self.cleaned_data["form"]), self.cleaned_data["delimiter"]
        )


class ProjectStudyForm(forms.Form):
    """The name of a study that is made of a project."""

    title = forms.CharField(
        label=gettext_lazy("Title of the study"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the study a title.")},
    )
    slug = forms.SlugField(
        label=gettext_lazy("Web address"),
        help_text=gettext_lazy("Lowercase letters, digits and hyphens."),
        max_length=50,
        error_messages={
            "required": gettext_lazy("Enter the web address."),
            "invalid": gettext_lazy("Write small letters, digits and dashes only."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("The language of its codes"),
        choices=LANGUAGES,
    )


def parse_chosen_codes(sent: list[str]) -> dict[UUID, int]:
    """Return the codes to overwrite from a file, with the revision that was on the page.

    Invalid entries are ignored: the page is then shown again as it was.
    """
    found = {}
    for each in sent:
        id_, _colon, revision = each.partition(":")
        try:
            found[UUID(id_)] = int(revision)
        except ValueError:
            continue
    return found
