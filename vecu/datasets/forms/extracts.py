"""Members' form of an extract: breakdowns of its figures, and bands of numbers."""

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.datasets.counted_questions import MOST_CHOICES, CountedQuestion
from vecu.datasets.releases.number_bands import MOST_LIMITS, Bands
from vecu.datasets.rules import FEWEST_BROKEN_DOWN, MOST_BREAKDOWNS
from vecu.ui.fields import Field, FieldOption


class ExtractForm(forms.Form):
    """The questions by which figures are broken down, and the limits of bands; there may be none.

    What was `declared` before stays without being sent again. The limits of each number are in a
    field of its own (`name_bands`), separated by semicolons.
    """

    breakdowns = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of these questions cannot be used for breakdowns. Choose among those offered."
            )
        },
    )

    def __init__(
        self, *args: Any, questions: Sequence[CountedQuestion], declared: Collection[str] = ()
    ) -> None:
        super().__init__(*args)
        self.declared = declared
        field = self.fields["breakdowns"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(each.question.path, "") for each in questions if each.can_break_down]
        self.numbers = {
            name_bands(each.question.path): each.question.path
            for each in questions
            if each.is_number
        }
        for name in self.numbers:
            self.fields[name] = forms.CharField(required=False, max_length=200)

    def clean_breakdowns(self) -> list[str]:
        """Refuse more breakdowns than a study can have in its life."""
        chosen: list[str] = self.cleaned_data["breakdowns"]
        together = {*self.declared, *chosen}
        if len(together) > MOST_BREAKDOWNS:
            raise forms.ValidationError(
                _("Choose at most %(most)s questions; you have chosen %(found)s.")
                % {"most": MOST_BREAKDOWNS, "found": len(together)}
            )
        return chosen

    def clean(self) -> None:
        """Refuse limits that are not ascending numbers."""
        for name in self.numbers:
            texts = split_limits(self.cleaned_data.get(name, ""))
            try:
                Bands.read(texts or ["0"])
            except ValueError:
                text = _(
                    "“%(found)s”: write one to %(most)s numbers, the smallest first, with"
                    " semicolons between them, such as 5; 10; 20."
                )
                found = {"found": self.cleaned_data[name], "most": MOST_LIMITS}
                self.add_error(name, text % found)

    def list_bands(self) -> dict[str, Sequence[str]]:
        """Return the limits of a valid form, by the path of their question."""
        limits = {
            path: split_limits(self.cleaned_data[name]) for name, path in self.numbers.items()
        }
        return {path: Bands.read(texts).limits for path, texts in limits.items() if texts}


def name_bands(path: str) -> str:
    """Return the name of the field for a number's limits, which no other question ever has.

    A page may wait while a version with more questions gets answers, and bands are for ever.
    """
    return f"bands-{sha256(path.encode()).hexdigest()[:12]}"


def split_limits(text: str) -> list[str]:
    """Return the limits that a field holds, as they were typed."""
    return [part.strip() for part in text.split(";") if part.strip()]


def format_limits(limits: Sequence[str]) -> str:
    """Return limits that were declared, as the reader writes numbers."""
    return _("; ").join(str(number_format(each)) for each in limits)


def build_breakdown_field(
    questions: Sequence[CountedQuestion],
    declared: Collection[str],
    chosen: Collection[str],
    language: str,
    problem: str = "",
) -> Field:
    """Return the field that offers the questions by which figures can be broken down as well."""
    left = MOST_BREAKDOWNS - len(declared)
    return Field(
        "breakdowns",
        "breakdowns",
        _("By which questions can figures be broken down?"),
        kind="select_multiple",
        hint=_(
            "%(most)s more at most in the life of this study, or none: every figure is also"
            " available for all people together. A breakdown cannot be taken out again."
        )
        % {"most": left},
        problem=problem,
        options=tuple(
            FieldOption(
                each.question.path,
                each.question.label.say(language) or each.question.name,
                each.question.path in chosen,
            )
            for each in questions
            if left and each.can_break_down and each.question.path not in declared
        ),
    )


def build_band_fields(
    questions: Sequence[CountedQuestion],
    declared: Mapping[str, Sequence[str]],
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    language: str,
) -> list[Field]:
    """Return a field for each number without bands, with what was typed in it."""
    return [
        Field(
            name := name_bands(each.question.path),
            name,
            each.question.label.say(language) or each.question.name,
            value=typed.get(name, ""),
            problem=problems.get(name, ""),
        )
        for each in questions
        if each.is_number and each.question.path not in declared
    ]


def describe_obstacle(counted: CountedQuestion, people: int) -> str:
    """Return why figures cannot be broken down by a question, '' if they can."""
    number = {"found": len(counted.choices), "most": MOST_CHOICES}
    if len(counted.choices) > MOST_CHOICES:
        text = _(
            "It has %(found)s choices: a question with more than %(most)s is not counted for"
            " release at all."
        )
        return text % number
    if counted.by_story:
        return _("It is answered once for each story, not once for each person.")
    if counted.is_number:
        return _("Its answers are numbers.")
    if not counted.can_break_down:
        return _("People may choose several answers.")
    if people < FEWEST_BROKEN_DOWN:
        text = _("Figures can be broken down from %(least)s answers on; there are %(found)s.")
        return text % {"least": FEWEST_BROKEN_DOWN, "found": people}
    return ""
