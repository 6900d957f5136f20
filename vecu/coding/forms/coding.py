"""Forms of coding: what coders do with texts, and what leads do with codes and assignments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from vecu.coding.actions.codebook import CodeText
from vecu.coding.forms.translations import (
    NAME,
    add_translations,
    list_initial,
    read_translations,
)
from vecu.coding.models import Code

MAX_NAME = 120
MAX_MEMO = 20_000
_FIELDS = ("name", "definition", "use_when", "not_when", "examples", "colour", "questions")
"""The texts of a code in the language of its codebook."""


def _long(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=MAX_MEMO, widget=widget)


def _words(limit: int, **more: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=limit, **more)


class TextForm(forms.Form):
    """One action on a text. Which fields matter depends on `do`.

    `code` is a code's id, `name` its name; `start` and `end` are the browser's selection in UTF-16
    units, `words` the selected words instead.
    """

    DOES = ("put", "make", "take", "finish", "reopen", "memo", "quote", "accept", "refuse")

    do = forms.ChoiceField(choices=[(each, each) for each in DOES])
    code = forms.UUIDField(required=False)
    coding = forms.UUIDField(required=False)
    suggestion = forms.UUIDField(required=False)
    name = _words(1000)
    definition = _words(MAX_MEMO)
    parent = forms.UUIDField(required=False)
    words = _words(20_000, strip=False)
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=0)
    hash = _words(64)
    memo = _words(MAX_MEMO)


class QuotationForm(forms.Form):
    """A releaser's input: the words to publish, the code, what may stay, or the reason to withhold.

    `revision` is that of the quotation on the page.
    """

    text = _words(2 * MAX_MEMO, strip=False)
    code = forms.UUIDField(required=False)
    revision = forms.IntegerField(min_value=0)
    why = _words(MAX_MEMO)


class CodeForm(forms.Form):
    """The texts of a code in `language`, its name in others too.

    `revision` is that of the code on the page.
    """

    name = forms.CharField(label=gettext_lazy("Name"), max_length=MAX_NAME, required=False)
    definition = _long(gettext_lazy("What it means"))
    use_when = _long(gettext_lazy("Use it when"))
    not_when = _long(gettext_lazy("Do not use it when"))
    examples = _long(gettext_lazy("Examples"))
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=gettext_lazy("Colour"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Only for answers to"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, questions: Sequence[tuple[str, str]], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["questions"]
        chosen.choices = questions
        add_translations(self, "name", language, NAME)

    @property
    def text(self) -> CodeText:
        """Return the submitted texts."""
        said = {name: self.cleaned_data[name] for name in _FIELDS}
        return CodeText(
            **said | {"questions": tuple(said["questions"])},
            translated_names=read_translations(self, "name"),
        )

    @staticmethod
    def of(code: Code) -> dict[str, Any]:
        """Return the current texts of a code as initial values."""
        current = {name: getattr(code, name) for name in (*_FIELDS, "revision")}
        return current | list_initial("name", code.translated_names)


class CodingSetupForm(forms.Form):
    """Which questions are coded, and whether coders see each other's codes."""

    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Answers to these questions are coded"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": gettext_lazy("Choose at least one question.")},
    )
    blind = forms.BooleanField(
        label=gettext_lazy(
            "Coders do not see each other’s codes on a text until all of them have finished it"
        ),
        required=False,
    )

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["questions"]
        chosen.choices = questions


class AllocationForm(forms.Form):
    """How the texts of a question are assigned."""

    question = forms.ChoiceField(label=gettext_lazy("Answers to"))
    coders = forms.MultipleChoiceField(
        label=gettext_lazy("Coders"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": gettext_lazy("Choose at least one coder.")},
    )
    common = forms.IntegerField(
        label=gettext_lazy("Texts in common"),
        help_text=gettext_lazy(
            "Several coders code them blindly, so that their agreement can be measured."
        ),
        min_value=0,
        max_value=100_000,
        initial=100,
    )
    readers = forms.IntegerField(
        label=gettext_lazy("Coders for each text in common"), min_value=2, max_value=20, initial=2
    )
    others = forms.IntegerField(
        label=gettext_lazy("Other texts, with one coder each"),
        help_text=gettext_lazy("The rest can be assigned later, or taken by whoever is free."),
        min_value=0,
        max_value=100_000,
        initial=0,
    )

    def __init__(
        self,
        *args: Any,
        questions: Sequence[tuple[str, str]],
        coders: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["question"]
        chosen: Any = self.fields["coders"]
        question.choices, chosen.choices = questions, coders


class QueueTextsForm(forms.Form):
    """How many texts to queue for coding."""

    count = forms.IntegerField(
        label=gettext_lazy("How many texts"), min_value=1, max_value=500, initial=20
    )


class MinimumAgreementForm(forms.Form):
    """The minimum agreement with people for autocoding."""

    floor = forms.FloatField(
        label=gettext_lazy("Minimum agreement"),
        localize=True,
        min_value=0.01,
        max_value=0.99,
        error_messages={"invalid": gettext_lazy("Give a number between 0 and 1, such as 0.8.")},
    )
