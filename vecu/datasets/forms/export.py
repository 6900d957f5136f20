"""The form of the Data page."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.datasets.exporting.package import ExportOptions, Format, Shape
from vecu.datasets.slugs import LANGUAGE_NAMES
from vecu.surveys.queries import FilesSize
from vecu.ui.fields import Field, FieldOption
from vecu.ui.templatetags.ui import size

FORMATS: dict[Format, Callable[[], str]] = {
    Format.SHEETS: lambda: _("CSV for spreadsheets (formulas cannot run)"),
    Format.XLSX: lambda: _("Workbook (.xlsx), data dictionary included"),
    Format.CSV: lambda: _("CSV, exact, for programs (in a spreadsheet, formulas could run)"),
    Format.PARQUET: lambda: _("Parquet, for R, Python and large data"),
    Format.SAV: lambda: _("SPSS (.sav), with labels and codes of what is missing"),
    Format.DTA: lambda: _("Stata (.dta), with labels and codes of what is missing"),
    Format.DDI: lambda: _("Data dictionary alone (DDI 2.5 and CSV), no answers"),
}
SHAPES: dict[Shape, Callable[[], str]] = {
    Shape.LONG: lambda: _("Long: people in one file, their stories in another"),
    Shape.WIDE: lambda: _("Wide: one line a person, stories beside it"),
}
DELIMITERS: dict[str, Callable[[], str]] = {
    ";": lambda: _("semicolon (;)"),
    ",": lambda: _("comma (,)"),
}


class ExportForm(forms.Form):
    """The options of an export; missing options are rejected, never guessed."""

    format = forms.ChoiceField(choices=[(each.value, each.value) for each in Format])
    shape = forms.ChoiceField(choices=[(each.value, each.value) for each in Shape])
    delimiter = forms.ChoiceField(choices=[(sign, sign) for sign in DELIMITERS])
    language = forms.ChoiceField()
    with_files = forms.BooleanField(required=False)
    with_codings = forms.BooleanField(required=False)

    def __init__(self, *args: Any, languages: Sequence[str]) -> None:
        super().__init__(*args)
        self.languages = languages
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(code, code) for code in languages]

    def export_options(self) -> ExportOptions:
        """Return the selected options of a valid form."""
        chosen = self.cleaned_data
        return ExportOptions(
            Format(chosen["format"]),
            chosen["language"],
            Shape(chosen["shape"]),
            chosen["delimiter"],
            chosen["with_files"],
            chosen["with_codings"],
        )


def build_export_fields(
    form: ExportForm,
    language: str,
    files: FilesSize,
    *,
    answered: bool = True,
    coded: bool = False,
) -> list[Field]:
    """Return the fields of the page: with files if respondents gave any, with codings if `coded`.

    Before there are answers, only the codebook is offered.
    """
    usual_format = Format.SHEETS if answered else Format.DDI
    formats = {each.value: say() for each, say in FORMATS.items() if answered or each is Format.DDI}
    shapes = {each.value: say() for each, say in SHAPES.items()}
    signs = {sign: say() for sign, say in DELIMITERS.items()}
    tongues = {code: LANGUAGE_NAMES.get(code, code) for code in form.languages}
    usual = ";" if language == "fr" else ","
    fields = [
        _choice(form, "format", _("Format"), formats, usual_format),
        _choice(form, "shape", _("When a person told several stories"), shapes, Shape.LONG),
        _choice(form, "language", _("Language of the labels"), tongues, form.languages[0]),
        _choice(form, "delimiter", _("Between the cells, in CSV for spreadsheets"), signs, usual),
    ]
    fields += [_codings(form)] if coded else []
    return [*fields, _files(form, files)] if files.count else fields


def _codings(form: ExportForm) -> Field:
    box = _("A table of the codes that coders applied to open answers")
    return Field(
        "id-with_codings",
        "with_codings",
        _("Codings"),
        kind="select_multiple",
        hint=_(
            "This table has the same key as the answers, so that both can be joined. Answers whose "
            "coding is not finished are left out."
        ),
        options=(FieldOption("yes", box, bool(form.data.get("with_codings"))),),
    )


def _files(form: ExportForm, files: FilesSize) -> Field:
    text = ngettext("%(count)s file, %(size)s", "%(count)s files, %(size)s", files.count)
    box = text % {"count": files.count, "size": size(files.bytes)}
    return Field(
        "id-with_files",
        "with_files",
        _("Files that people gave, in a folder of the archive"),
        kind="select_multiple",
        hint=_("What a file shows can give a person away more easily than words."),
        options=(FieldOption("yes", box, bool(form.data.get("with_files"))),),
    )


def _choice(form: ExportForm, name: str, words: str, options: dict[str, str], usual: str) -> Field:
    chosen = form.data.get(name) or usual
    return Field(
        f"id-{name}",
        name,
        words,
        kind="select_one",
        value=chosen,
        options=tuple(FieldOption(sent, label, sent == chosen) for sent, label in options.items()),
    )
