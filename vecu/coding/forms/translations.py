"""Optional fields for a text in the other languages of the interface."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from vecu.translation import LANGUAGES

NAME = {"fr": gettext_lazy("Name in French"), "en": gettext_lazy("Name in English")}
MEANING = {
    "fr": gettext_lazy("What it means, in French"),
    "en": gettext_lazy("What it means, in English"),
}
SOURCE = {
    "fr": gettext_lazy("Who published it, in French"),
    "en": gettext_lazy("Who published it, in English"),
}


def add_translations(
    form: forms.Form, field: str, language: str, labels: Mapping[str, Any]
) -> None:
    """Add a field after `field`, like it but optional, for each language other than `language`."""
    own, names = form.fields[field], list(form.fields)
    for other in LANGUAGES:
        if other != language:
            name = _field_name(field, other)
            form.fields[name] = forms.CharField(
                label=labels[other],
                required=False,
                max_length=getattr(own, "max_length", None),
                widget=own.widget.__class__(attrs=own.widget.attrs),
            )
            names.insert(names.index(field) + 1, name)
    form.order_fields(names)


def list_initial(field: str, translations: Mapping[str, str]) -> dict[str, str]:
    """Return the translations of `field` as initial values."""
    return {_field_name(field, language): text for language, text in translations.items()}


def read_translations(form: forms.Form, field: str) -> dict[str, str]:
    """Return the submitted translations of `field`, by language."""
    names = {language: _field_name(field, language) for language in LANGUAGES}
    return {
        language: form.cleaned_data[name] for language, name in names.items() if name in form.fields
    }


def _field_name(field: str, language: str) -> str:
    return f"{field}_{language}"
