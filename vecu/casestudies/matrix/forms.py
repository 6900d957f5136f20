"""Forms of a matrix and of its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.casestudies.matrix.content import CellContent, MatrixContent
from vecu.casestudies.matrix.rules import WRITTEN, CaseOrder, CellStatus
from vecu.coding.queries import PassageWords
from vecu.ui.content_forms import ContentForm, FieldChange
from vecu.ui.form_fields import make_choices, make_day_field, make_name_field
from vecu.ui.side_by_side import TextSpec

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PassageOption:
    """A passage to tick."""

    passage: PassageWords
    is_ticked: bool

    @property
    def value(self) -> str:
        """What its box sends."""
        return str(self.passage.passage.id)


def make_boxes(label: Any, invalid: Any) -> forms.MultipleChoiceField:
    """Return boxes to tick; `invalid` is said of what cannot be ticked any more."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": invalid},
    )


class MatrixForm(ContentForm[MatrixContent]):
    """The rows and columns of a matrix; `names` are the cases and themes there are, by field."""

    content_type = MatrixContent
    order: ClassVar = ("title", "cases", "themes", "sorting")
    specs: ClassVar = {"title": TextSpec(gettext_lazy("Title"), rows=1)}
    cases = make_boxes(
        gettext_lazy("Cases, its rows"), gettext_lazy("One of these cases is gone. Choose again.")
    )
    themes = make_boxes(
        gettext_lazy("Themes, its columns"), gettext_lazy("There is no such theme.")
    )
    sorting = forms.TypedChoiceField(
        label=gettext_lazy("Order of the cases"),
        coerce=CaseOrder,
        choices=make_choices(CaseOrder),
        initial=CaseOrder.CHOSEN.value,
    )

    def __init__(self, *args: Any, names: Mapping[str, Choices] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, choices in (names or {}).items():
            field: Any = self.fields[name]
            field.choices = choices


class CellForm(ContentForm[CellContent]):
    """What somebody answers for in a cell; `passages` are those of the case, to tick."""

    content_type = CellContent
    order: ClassVar = ("status", "sentence", "answerable", "day")
    specs: ClassVar = {
        "sentence": TextSpec(
            gettext_lazy("The sentence"),
            gettext_lazy(
                "In your own words: what the passages show, without names and without counts of a"
                " few people."
            ),
            rows=3,
        )
    }
    case = forms.UUIDField(widget=forms.HiddenInput())
    theme = forms.CharField(widget=forms.HiddenInput())
    status = forms.TypedChoiceField(
        label=gettext_lazy("What is known"),
        coerce=CellStatus,
        choices=lambda: [(each.value, _(each.label)) for each in WRITTEN],
        initial=CellStatus.SENTENCE.value,
        widget=forms.RadioSelect,
    )
    passages = make_boxes(
        gettext_lazy("Passages behind it"),
        gettext_lazy("A passage that you ticked is gone. It has been unticked."),
    )
    answerable = make_name_field(
        gettext_lazy("Who answers for it"),
        gettext_lazy("A name, as it is published with the matrix."),
    )
    day = make_day_field(gettext_lazy("On which day"))

    def __init__(self, *args: Any, passages: Sequence[PassageWords] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passage_words = passages
        field: Any = self.fields["passages"]
        field.choices = [(str(each.passage.id), each.code) for each in passages]

    @property
    def ticked(self) -> list[PassageOption]:
        """The passages that are ticked."""
        return [each for each in self._list_options() if each.is_ticked]

    @property
    def groups(self) -> list[tuple[str, list[PassageOption]]]:
        """The other passages, by their code."""
        others = [each for each in self._list_options() if not each.is_ticked]
        by_code = sorted(others, key=lambda each: each.passage.code)
        return [
            (code, list(options))
            for code, options in groupby(by_code, key=lambda each: each.passage.code)
        ]

    def list_changes(self, before: Any, after: Any) -> list[FieldChange]:
        """Return what changed; of passages only how many there are: their ids say nothing."""
        return [
            each
            for each in super().list_changes(before, after)
            if each.label != self.describe_field("passages")
        ] + self._list_passage_changes(before, after)

    def _list_passage_changes(self, before: Any, after: Any) -> list[FieldChange]:
        if before.passages == after.passages:
            return []
        return [
            FieldChange(
                self.describe_field("passages"), str(len(before.passages)), str(len(after.passages))
            )
        ]

    def _list_options(self) -> list[PassageOption]:
        sent = {str(each) for each in self["passages"].value() or ()}
        return [PassageOption(each, str(each.passage.id) in sent) for each in self.passage_words]


class PublicationForm(forms.Form):
    """Somebody has read the pairs of role and place that could name a colleague."""

    checked = forms.BooleanField(
        required=False,
        label=gettext_lazy("I have read these pairs: nobody is recognised by a role and a place."),
    )
