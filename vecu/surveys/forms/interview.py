"""A questionnaire as an interviewer reads it out: all its questions, with a key for each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.questionnaires import AnswerProblem, AnswerValue, Page, Questionnaire
from vecu.surveys.actions.page_input import list_inputs
from vecu.surveys.forms.question_page import PageItem, build_page_form
from vecu.surveys.rules import INTERVIEW_MODES
from vecu.ui.fields import ErrorSummaryItem, Field, FieldOption
from vecu.ui.language_names import get_language_name

TOKEN_LENGTH = 64


class InterviewForm(forms.Form):
    """How somebody answers, in which wording, and whether anybody near them may listen."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How this person answers"),
        choices=[(mode.value, mode.value) for mode in INTERVIEW_MODES],
    )
    wording = forms.ChoiceField(label=gettext_lazy("Language in which you read the questions"))
    overheard = forms.BooleanField(
        label=gettext_lazy("Somebody near this person may listen: they say a number, no word"),
        required=False,
    )
    token = forms.CharField(max_length=TOKEN_LENGTH, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modes = [(mode.value, _(mode.label)) for mode in INTERVIEW_MODES]
        self.fields["mode"] = forms.ChoiceField(label=self.fields["mode"].label, choices=modes)
        self.fields["wording"] = forms.ChoiceField(
            label=self.fields["wording"].label,
            choices=[(code, get_language_name(code).autonym) for code in languages],
        )


@dataclass(frozen=True, slots=True)
class InterviewScript:
    """What the interviewer reads out and fills in.

    `inputs` are the names of all inputs: of a choice left blank a browser sends nothing.
    """

    items: tuple[PageItem, ...]
    to_mend: tuple[ErrorSummaryItem, ...]
    inputs: str


@dataclass(frozen=True, slots=True)
class Wordings:
    """In which languages a script is read: aloud in `spoken`, by the interviewer in `own`."""

    spoken: str
    own: str


def build_script(
    questionnaire: Questionnaire,
    pages: Sequence[Page],
    typed: Mapping[str, Sequence[str]],
    wordings: Wordings,
    *,
    token: str = "",
    problems: Sequence[AnswerProblem] = (),
) -> InterviewScript:
    """Return the script with what was typed; with a `token`, the keys are drawn from it.

    The order of keys belongs to this call alone and is stored nowhere: who listens hears a number.
    """
    items: list[PageItem] = []
    to_mend: list[ErrorSummaryItem] = []
    for page in pages:
        addresses = {f"{questionnaire.root.path}/{each.address}" for each in page.questions}
        own = [each for each in problems if each.path in addresses]
        build = partial(build_page_form, questionnaire, page, wordings.own, typed=typed)
        spoken, read = build(wording=wordings.spoken, problems=own), build()
        to_mend.extend(spoken.to_mend)
        items.extend(
            _put_side_by_side(one, other, token)
            for one, other in zip(spoken.items, read.items, strict=True)
        )
    return InterviewScript(
        tuple(items),
        tuple(to_mend),
        " ".join(each.name for page in pages for each in list_inputs(page)),
    )


def list_last_words(pages: Sequence[Page]) -> list[tuple[str, str]]:
    """Return the inputs in which words of one's own were typed, and these words."""
    return [
        (each.name, each.value)
        for page in pages
        for each in list_inputs(page)
        if each.question.kind.holds is AnswerValue.TEXT and each.value
    ]


def _put_side_by_side(spoken: PageItem, own: PageItem, token: str) -> PageItem:
    """Return an item in the language read out, with what it says in that of the interviewer."""
    if spoken.field is None or own.field is None:
        return spoken
    field, other = _number(spoken.field, token), _number(own.field, token)
    if field.language and field.language != other.language:
        keys = " · ".join(each.label for each in other.options)
        field = replace(field, usual=" ".join(part for part in (other.label, keys) if part))
    return PageItem(field=replace(field, heading=False, optional=False))


def _number(field: Field, token: str) -> Field:
    """Return a field whose options have keys from 1 on, in an order drawn from `token` if any."""
    options = [*field.options]
    if token:
        options.sort(key=lambda each: _draw(token, field.name, each))
    numbered = (
        replace(each, label=_("%(key)s: %(answer)s") % {"key": key, "answer": each.label})
        for key, each in enumerate(options, 1)
    )
    return replace(field, options=tuple(numbered))


def _draw(token: str, name: str, option: FieldOption) -> bytes:
    return sha256(f"key {token} {name} {option.value}".encode()).digest()
