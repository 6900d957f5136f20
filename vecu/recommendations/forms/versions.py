"""Forms of what a group writes: a recommendation, a landmark, or that there is none yet."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from vecu.evidence.rules import CONFIDENCE_QUESTIONS, Confidence, ConfidenceReason
from vecu.recommendations.content import (
    CostPart,
    LandmarkContent,
    NoneYetContent,
    RecommendationContent,
    ThreadContent,
)
from vecu.recommendations.forms.version_form import ALTERNATIVE_FIELDS, ThreadVersionForm
from vecu.recommendations.rules import (
    ALTERNATIVE_QUESTIONS,
    ActorKind,
    RecommendationKind,
)
from vecu.recommendations.texts import name_cost_part
from vecu.translation import gettext_noop
from vecu.ui.form_fields import (
    make_choices,
    make_name_field,
    make_number_field,
)
from vecu.ui.side_by_side import FieldLine, TextRow, TextSpec


def _make_confidence_field() -> forms.ChoiceField:
    return forms.TypedChoiceField(
        label=gettext_lazy("How sure is the group?"),
        help_text=gettext_lazy("Argued below, never computed."),
        required=False,
        coerce=Confidence,
        empty_value=None,
        choices=make_choices(Confidence, blank=gettext_noop("Not said yet")),
    )


MOST_EUROS = 100_000_000_000
_COST_FIELD = re.compile(r"cost_(\d)_(.*)")
_CONFIDENCE_SPECS = {
    str(each): TextSpec(gettext_lazy(question), rows=2)
    for each, question in CONFIDENCE_QUESTIONS.items()
}
_CONFIDENCE_ORDER = ("confidence", *map(str, ConfidenceReason))


def _gather_confidence(
    form: ThreadVersionForm, texts: Mapping[str, dict[str, str]]
) -> dict[str, Any]:
    return {
        "confidence": form.cleaned_data["confidence"],
        "confidence_reasons": {each: texts[each] for each in ConfidenceReason},
    }


MOST_COST_PARTS = 4


class RecommendationForm(ThreadVersionForm):
    """A recommendation: who decides, what it costs, and what the same money pays otherwise.

    A part of the cost has the fields `cost_1_fr`, `cost_1_en`, `cost_1_least`, `cost_1_most` and
    `cost_1_payer`.
    """

    content_type = RecommendationContent
    order: ClassVar = (
        "decider", "cost", *ALTERNATIVE_FIELDS.values(), *_CONFIDENCE_ORDER, "not_known",
    )  # fmt: skip
    specs: ClassVar = (
        {
            "statement": TextSpec(
                gettext_lazy("The recommendation"),
                gettext_lazy("One sentence: who should do what, and on what condition."),
                rows=2,
            ),
            "cost": TextSpec(
                gettext_lazy("What it costs"),
                gettext_lazy("Upkeep, training and time included. If nobody knows, say so."),
                rows=2,
            ),
        }
        | {
            name: TextSpec(gettext_lazy(ALTERNATIVE_QUESTIONS[each]), rows=2)
            for each, name in ALTERNATIVE_FIELDS.items()
        }
        | _CONFIDENCE_SPECS
        | {
            name_cost_part(number): TextSpec(
                format_lazy("{} {}", gettext_lazy("Part"), number),
                gettext_lazy("For what?"),
                rows=1,
            )
            for number in range(1, MOST_COST_PARTS + 1)
        }
        | ThreadVersionForm.specs
    )
    decider = make_name_field(
        gettext_lazy("Who decides"), gettext_lazy("A function or a body, never a person.")
    )
    confidence = _make_confidence_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in map(name_cost_part, range(1, MOST_COST_PARTS + 1)):
            self.fields[f"{name}_least"] = make_number_field(
                gettext_lazy("Euros a year, at least"), most=MOST_EUROS
            )
            self.fields[f"{name}_most"] = make_number_field(
                gettext_lazy("At most (optional)"), most=MOST_EUROS
            )
            self.fields[f"{name}_payer"] = make_name_field(gettext_lazy("Who pays it (optional)"))
            for field in (f"{name}_least", f"{name}_most"):
                self.fields[field].required = False

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a version says now, each part of its cost in its own fields."""
        values = super().get_initial_values(row)
        for number, part in enumerate(row.content.cost_parts, 1):
            name = name_cost_part(number)
            most = None if part.most == part.least else part.most
            values |= {f"{name}_least": part.least, f"{name}_most": most}
            values[f"{name}_payer"] = part.payer
        return values

    @property
    def cost_lines(self) -> list[TextRow | FieldLine]:
        """The parts of its cost."""
        names = map(name_cost_part, range(1, MOST_COST_PARTS + 1))
        ends = ("", "_least", "_most", "_payer")
        return self.get_lines([f"{name}{end}" for name in names for end in ends])

    @property
    def has_cost_parts(self) -> bool:
        """Whether any part of its cost is written, or refused."""
        return any(self[each].value() for each in self.fields if _COST_FIELD.match(each))

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Add errors to their fields; a part that was left empty has no number for who refuses."""
        numbers = [number for number, part in self._list_cost_parts(self.texts) if part]
        renamed = {}
        for name, message in problems.items():
            found = _COST_FIELD.match(name)
            if found and int(found[1]) <= len(numbers):
                name = f"{name_cost_part(numbers[int(found[1]) - 1])}_{found[2]}"  # noqa: PLW2901
            renamed[name] = message
        super().refuse(renamed)

    @classmethod
    def _get_text(cls, content: ThreadContent, name: str) -> Mapping[str, str]:
        if (found := _COST_FIELD.match(f"{name}_")) and isinstance(content, RecommendationContent):
            parts = content.cost_parts[int(found[1]) - 1 : int(found[1])]
            return parts[0].label if parts else {}
        return super()._get_text(content, name)

    def _list_cost_parts(
        self, texts: Mapping[str, dict[str, str]]
    ) -> list[tuple[int, CostPart | None]]:
        """Return the parts by number, None for one of which nothing is written."""
        parts: list[tuple[int, CostPart | None]] = []
        for number in range(1, MOST_COST_PARTS + 1):
            name, sent = name_cost_part(number), self.cleaned_data
            least, most = sent.get(f"{name}_least"), sent.get(f"{name}_most")
            label = {code: text for code, text in texts[name].items() if text.strip()}
            part = CostPart(
                label,
                most if least is None else least,
                least if most is None else most,
                sent.get(f"{name}_payer", ""),
            )
            parts.append((number, part or None))
        return parts

    def _get_own_content(self, texts: Mapping[str, dict[str, str]]) -> dict[str, Any]:
        return {
            "decider": self.cleaned_data["decider"],
            "cost": texts["cost"],
            "cost_parts": [part for _number, part in self._list_cost_parts(texts) if part],
            "alternatives": {each: texts[name] for each, name in ALTERNATIVE_FIELDS.items()},
        } | _gather_confidence(self, texts)


class LandmarkForm(ThreadVersionForm):
    """A landmark: what one kind of actor should look at."""

    content_type = LandmarkContent
    order: ClassVar = (*_CONFIDENCE_ORDER, "not_known")
    specs: ClassVar = (
        {
            "statement": TextSpec(
                gettext_lazy("What to look at"),
                gettext_lazy("One sentence, or a question that this actor can ask."),
                rows=2,
            )
        }
        | _CONFIDENCE_SPECS
        | ThreadVersionForm.specs
    )
    actor = forms.TypedChoiceField(
        label=gettext_lazy("For whom it is"),
        required=False,
        coerce=ActorKind,
        empty_value=None,
        choices=make_choices(ActorKind, blank=gettext_noop("Choose one")),
    )
    confidence = _make_confidence_field()

    def _get_own_content(self, texts: Mapping[str, dict[str, str]]) -> dict[str, Any]:
        return {"actor": self.cleaned_data["actor"]} | _gather_confidence(self, texts)


class NoneYetForm(ThreadVersionForm):
    """That there is no recommendation yet: what divides the group, what it would need to see."""

    content_type = NoneYetContent
    order: ClassVar = ("divides", "needed", "not_known")
    specs: ClassVar = {
        "statement": TextSpec(
            gettext_lazy("The question"),
            gettext_lazy("On which the group makes no recommendation yet."),
            rows=2,
        ),
        "divides": TextSpec(gettext_lazy("What divides us"), rows=3),
        "needed": TextSpec(gettext_lazy("What we would need to see"), rows=3),
    } | ThreadVersionForm.specs

    def _get_own_content(self, texts: Mapping[str, dict[str, str]]) -> dict[str, Any]:
        return {"divides": texts["divides"], "needed": texts["needed"]}


VERSION_FORMS: Mapping[RecommendationKind, type[ThreadVersionForm]] = {
    RecommendationKind.RECOMMENDATION: RecommendationForm,
    RecommendationKind.LANDMARK: LandmarkForm,
    RecommendationKind.NONE_YET: NoneYetForm,
}
"""The form of each kind."""
