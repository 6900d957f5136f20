"""Forms of what a group writes: a recommendation, a landmark, or that there is none yet."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from vecu.evidence.rules import CONFIDENCE_QUESTIONS, Confidence, ConfidenceReason
from vecu.recommendations.content import (
    LandmarkContent,
    NoneYetContent,
    RecommendationContent,
)
from vecu.recommendations.forms.version_form import ALTERNATIVE_FIELDS, ThreadVersionForm
from vecu.recommendations.rules import (
    ALTERNATIVE_QUESTIONS,
    ActorKind,
    RecommendationKind,
)
from vecu.translation import gettext_noop
from vecu.ui.form_fields import (
    make_choices,
    make_name_field,
)
from vecu.ui.side_by_side import TextSpec


def _make_confidence_field() -> forms.ChoiceField:
    return forms.TypedChoiceField(
        label=gettext_lazy("How sure is the group?"),
        help_text=gettext_lazy("Argued below, never computed."),
        required=False,
        coerce=Confidence,
        empty_value=None,
        choices=make_choices(Confidence, blank=gettext_noop("Not said yet")),
    )


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


class RecommendationForm(ThreadVersionForm):
    """A recommendation: who decides, what it costs, and what the same money pays otherwise."""

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
        | ThreadVersionForm.specs
    )
    decider = make_name_field(
        gettext_lazy("Who decides"), gettext_lazy("A function or a body, never a person.")
    )
    confidence = _make_confidence_field()

    def _get_own_content(self, texts: Mapping[str, dict[str, str]]) -> dict[str, Any]:
        return {
            "decider": self.cleaned_data["decider"],
            "cost": texts["cost"],
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
