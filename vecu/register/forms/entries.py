"""A form for each kind of entry."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.evidence.forms import EvidenceForm
from vecu.register.content import (
    ConsultationContent,
    GapContent,
    InvolvementContent,
    SettingContent,
    StageContent,
    VersionContent,
)
from vecu.register.override_reasons import NO_REASON, map_override_reasons
from vecu.register.rules import (
    ConsultationKind,
    ConsultationOutcome,
    InvolvementEffect,
    InvolvementStep,
    SettingLean,
    Stage,
)
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import (
    GROUP_HINT,
    make_choices,
    make_day_field,
    make_name_field,
)
from vecu.ui.side_by_side import TextSpec


def _list_reasons() -> list[tuple[str, str]]:
    """Return the reasons that the log has, once the laboratory has started."""
    return [("", _(NO_REASON)), *map_override_reasons().items()]


class StageForm(ContentForm[StageContent]):
    """A stage that the system came to."""

    content_type = StageContent
    order: ClassVar = ("stage", "day", "reason")
    specs: ClassVar = {
        "reason": TextSpec(gettext_lazy("Why"), gettext_lazy("Can be left blank."), rows=2)
    }
    stage = forms.TypedChoiceField(
        label=gettext_lazy("Stage"),
        coerce=Stage,
        choices=make_choices(Stage, blank=gettext_noop("Choose one")),
        error_messages={"required": gettext_lazy("Choose a stage.")},
    )
    day = make_day_field(gettext_lazy("Since when"))


class VersionForm(EvidenceForm[VersionContent]):
    """A version of the system, what it changed, and the evidence of it."""

    content_type = VersionContent
    order: ClassVar = ("name", "day", "changes")
    specs: ClassVar = {
        "changes": TextSpec(
            gettext_lazy("What it changed"),
            gettext_lazy(
                "A claim: cite below what it stands on. Left blank, readers learn that it is not"
                " known."
            ),
            rows=3,
        )
    }
    name = make_name_field(gettext_lazy("Name or number of the version"))
    day = make_day_field(gettext_lazy("In use since"))


class SettingForm(ContentForm[SettingContent]):
    """A value that somebody chose, which may replace an earlier choice."""

    content_type = SettingContent
    order: ClassVar = ("name", "value", "day", "group", "heard", "lean", "reason")
    specs: ClassVar = {
        "name": TextSpec(gettext_lazy("What was set"), rows=1),
        "heard": TextSpec(
            gettext_lazy("After hearing whom"),
            gettext_lazy("Groups that were heard before, and those that were not."),
            rows=2,
        ),
        "reason": TextSpec(gettext_lazy("Why this value, and not another"), rows=3),
    }
    value = make_name_field(gettext_lazy("Value"))
    day = make_day_field(gettext_lazy("Chosen on"))
    group = make_name_field(gettext_lazy("Chosen by"), GROUP_HINT)
    lean = forms.TypedChoiceField(
        label=gettext_lazy("If it is a threshold: what it was set for"),
        required=False,
        coerce=SettingLean,
        empty_value=None,
        choices=make_choices(SettingLean, blank=gettext_noop("Not a threshold, or not known")),
    )
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Add the errors of a refusal; what is wrong with the earlier choice has no field."""
        super().refuse(
            {"" if name == "replaces" else name: each for name, each in problems.items()}
        )


class InvolvementForm(ContentForm[InvolvementContent]):
    """Who took part at a step, what came of it, and what they may still refuse."""

    content_type = InvolvementContent
    order: ClassVar = ("group", "step", "day", "effect", "outcome", "refusal")
    specs: ClassVar = {
        "outcome": TextSpec(
            gettext_lazy("What was answered, changed or stopped"),
            gettext_lazy("Can be left blank where nothing came of it, or where it is not known."),
            rows=3,
        ),
        "refusal": TextSpec(
            gettext_lazy("What these people may still refuse, and how"),
            gettext_lazy("Taking part removes nobody’s right to refuse."),
            rows=2,
        ),
    }
    group = make_name_field(gettext_lazy("Who took part"), GROUP_HINT)
    step = forms.TypedChoiceField(
        label=gettext_lazy("At which step"),
        coerce=InvolvementStep,
        choices=make_choices(InvolvementStep, blank=gettext_noop("Choose one")),
        error_messages={"required": gettext_lazy("Choose a step.")},
    )
    day = make_day_field(gettext_lazy("On which day, or since when"))
    effect = forms.TypedChoiceField(
        label=gettext_lazy("What came of it"),
        coerce=InvolvementEffect,
        choices=make_choices(InvolvementEffect),
        initial=InvolvementEffect.NOT_KNOWN.value,
        error_messages={"required": gettext_lazy("Say what came of it, or that it is not known.")},
    )


class ConsultationForm(ContentForm[ConsultationContent]):
    """A consultation of staff representatives, or why none is due."""

    content_type = ConsultationContent
    order: ClassVar = ("kind", "day", "body", "outcome", "reference", "why_none")
    specs: ClassVar = {
        "why_none": TextSpec(gettext_lazy("If none is due: why"), rows=2),
    }
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Were staff representatives consulted?"),
        coerce=ConsultationKind,
        choices=make_choices(ConsultationKind),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether they were consulted.")},
    )
    day = make_day_field(gettext_lazy("Day of the consultation, or of the decision"))
    body = make_name_field(gettext_lazy("If they were: which body was consulted"))
    outcome = forms.TypedChoiceField(
        label=gettext_lazy("If they were: their opinion"),
        required=False,
        coerce=ConsultationOutcome,
        empty_value=None,
        choices=make_choices(ConsultationOutcome, blank=gettext_noop("Choose one")),
    )
    reference = make_name_field(
        gettext_lazy("If they were: reference"),
        gettext_lazy("Such as the minutes of the meeting and the item of its agenda."),
    )


class GapForm(EvidenceForm[GapContent]):
    """A rule, a real situation in which people do otherwise, and public words that belong to it."""

    content_type = GapContent
    order: ClassVar = ("rule", "source", "situation", "practice", "reason", "day", "group")
    specs: ClassVar = {
        "rule": TextSpec(gettext_lazy("The rule that the system follows"), rows=2),
        "situation": TextSpec(
            gettext_lazy("The real situation"),
            gettext_lazy(
                "One that comes back, so that it shows nobody: neither a case nor a person."
            ),
            rows=3,
        ),
        "practice": TextSpec(gettext_lazy("What people do (optional)"), rows=2),
    }
    source = make_name_field(
        gettext_lazy("Where the rule is written (optional)"),
        gettext_lazy("Such as an article of law, a charter, a setting."),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("The reason in the log that is closest (optional)"),
        required=False,
        choices=_list_reasons,
    )
    day = make_day_field(gettext_lazy("Described on"))
    group = make_name_field(gettext_lazy("Described by"), GROUP_HINT)
