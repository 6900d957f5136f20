"""Forms of guides: texts, practices, and the codes mapped to a practice."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.coding.actions.guides import MAX_NAME, GuideText, PracticeText
from vecu.coding.forms.translations import (
    MEANING,
    NAME,
    SOURCE,
    add_translations,
    list_initial,
    read_translations,
)
from vecu.coding.models import Guide, Practice

MAX_TEXT = 20_000
BLANK_PRACTICES = 3
"""Empty rows for new practices, each time that a guide is edited."""


_ABOUT_PRACTICES = ("ORDER", "DELETE")
"""Fields of a practice that are none of its texts."""


def collapse_whitespace(text: str) -> str:
    """Return the text with white space collapsed."""
    return " ".join(text.split())


def _name(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=MAX_NAME, **more)


def _long(label: Any, rows: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=MAX_TEXT, widget=widget, **more)


class GuideForm(forms.Form):
    """The texts of a guide; `revision` is that of the guide on the page."""

    name = _name(gettext_lazy("Name of the guide"))
    source = _long(gettext_lazy("Who published it, where and when"), 2)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the guide"), choices=settings.LANGUAGES
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def text(self, practices: Sequence[PracticeText]) -> GuideText:
        """Return the submitted texts, with these practices."""
        said = self.cleaned_data
        return GuideText(
            collapse_whitespace(said["name"]), said["language"], said["source"], practices
        )

    @staticmethod
    def of(guide: Guide) -> dict[str, Any]:
        """Return the current texts of a guide as initial values."""
        names = ("name", "source", "language", "revision")
        return {name: getattr(guide, name) for name in names}


class TranslatedGuideForm(GuideForm):
    """The texts of a guide in `translated_from`, its language, and in the others."""

    def __init__(self, *args: Any, translated_from: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_translations(self, "name", translated_from, NAME)
        add_translations(self, "source", translated_from, SOURCE)

    def text(self, practices: Sequence[PracticeText]) -> GuideText:
        """Return the submitted texts and translations, with these practices."""
        names = read_translations(self, "name")
        return replace(
            super().text(practices),
            translated_names={each: collapse_whitespace(name) for each, name in names.items()},
            translated_sources=read_translations(self, "source"),
        )

    @staticmethod
    def of(guide: Guide) -> dict[str, Any]:
        """Return the current texts of a guide as initial values."""
        return (
            GuideForm.of(guide)
            | list_initial("name", guide.translated_names)
            | list_initial("source", guide.translated_sources)
        )


class NewGuideForm(GuideForm):
    """A guide that a member writes, its practices by name, one a line."""

    practices = _long(
        gettext_lazy("Its practices"),
        8,
        help_text=gettext_lazy("One name per line. You can say what each one means afterwards."),
    )

    @property
    def named(self) -> list[PracticeText]:
        """The submitted practices."""
        lines = (collapse_whitespace(line) for line in self.cleaned_data["practices"].splitlines())
        return [PracticeText(line) for line in lines if line]


class PracticeForm(forms.Form):
    """One practice of a guide; an empty `name` means none."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput())
    name = _name(gettext_lazy("Name of the practice"), required=False)
    description = _long(gettext_lazy("What it means"), 3)

    def __init__(self, *args: Any, translated_from: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_translations(self, "name", translated_from, NAME)
        add_translations(self, "description", translated_from, MEANING)

    def clean(self) -> dict[str, Any]:
        """Refuse an existing practice without a name, so that none is lost unnoticed."""
        cleaned = super().clean() or {}
        nameless = not collapse_whitespace(cleaned.get("name", "")) and "name" not in self.errors
        texts = [text for name, text in cleaned.items() if name not in _ABOUT_PRACTICES]
        if nameless and any(texts):
            self.add_error("name", _("Give the practice a name, or tick the box to remove it."))
        return cleaned

    @property
    def text(self) -> PracticeText:
        """Return the submitted texts."""
        said = self.cleaned_data
        names = read_translations(self, "name")
        return PracticeText(
            collapse_whitespace(said["name"]),
            said["description"],
            said["id"],
            {each: collapse_whitespace(name) for each, name in names.items()},
            read_translations(self, "description"),
        )


class PracticeFormSet(forms.BaseFormSet):  # type: ignore[type-arg] # generic for mypy only
    """The practices of a guide, in the order of their places; ticked ones will be removed."""

    @property
    def texts(self) -> list[PracticeText]:
        """Return the submitted texts, without practices that have no name or are ticked."""
        kept = [form for form in self.forms if not form.cleaned_data.get("DELETE")]
        kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or float("inf"))
        return [
            form.text for form in kept if collapse_whitespace(form.cleaned_data.get("name", ""))
        ]

    @property
    def removed(self) -> list[UUID]:
        """The practices ticked for removal."""
        ticked = [form.cleaned_data for form in self.forms if form.cleaned_data.get("DELETE")]
        return [said["id"] for said in ticked if said.get("id")]

    @staticmethod
    def of(guide: Guide) -> list[dict[str, Any]]:
        """Return the current practices of a guide as initial values."""
        return [
            {"id": each.id, "name": each.name, "description": each.description}
            | list_initial("name", each.translated_names)
            | list_initial("description", each.translated_descriptions)
            for each in guide.practices.all()
        ]


PracticeForms = cast(
    "type[PracticeFormSet]",
    forms.formset_factory(
        PracticeForm,
        formset=PracticeFormSet,
        extra=BLANK_PRACTICES,
        can_order=True,
        can_delete=True,
    ),
)


class MappingForm(forms.Form):
    """The codes mapped to a practice; `revision` is that of the practice on the page."""

    codes = forms.TypedMultipleChoiceField(
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "invalid_choice": gettext_lazy("One of these codes is not offered here. Choose again.")
        },
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, codes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["codes"]
        chosen.choices = codes

    @staticmethod
    def of(practice: Practice) -> dict[str, Any]:
        """Return the codes currently mapped to a practice as initial values."""
        return {
            "codes": [str(code) for code in practice.codes.values_list("id", flat=True)],
            "revision": practice.revision,
        }
