"""Forms of suppliers' cards: what was promised, and one by one what was observed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.evidence.forms import EvidenceForm
from vecu.evidence.sources import Reference
from vecu.recommendations.content import CardContent, Claim
from vecu.translation import LANGUAGES
from vecu.ui.content_forms import ContentForm, FieldChange
from vecu.ui.form_fields import (
    make_day_field,
    make_name_field,
)
from vecu.ui.side_by_side import TextSpec
from vecu.ui.wording import join_phrases, pick_text

SystemChoice = tuple[str, str]


class CardForm(ContentForm[CardContent]):
    """A supplier's card without what was `observed`, which has forms of its own."""

    content_type = CardContent
    order: ClassVar = (
        "supplier", "product", "day", "promised", "promised_source",
        "not_known", "cost", "without_it", "system",
    )  # fmt: skip
    specs: ClassVar = {
        "promised": TextSpec(
            gettext_lazy("What was promised"),
            gettext_lazy("In the supplier’s own words, with the conditions that were named."),
        ),
        "not_known": TextSpec(
            gettext_lazy("What is not known (optional)"),
            gettext_lazy("Such as what nobody could answer when the group asked."),
            rows=3,
        ),
        "cost": TextSpec(
            gettext_lazy("What it costs (optional)"),
            gettext_lazy("Licences, upkeep, training and staff time. If nobody knows, say so."),
            rows=3,
        ),
        "without_it": TextSpec(
            gettext_lazy("What becomes of the problem without it"),
            gettext_lazy("If nobody bought anything: what would change, or could be done?"),
            rows=3,
        ),
    }
    supplier = make_name_field(
        gettext_lazy("Supplier"),
        gettext_lazy("The company or body, never the person who came."),
    )
    product = make_name_field(gettext_lazy("What it offers"))
    day = make_day_field(gettext_lazy("Date of the promise"))
    promised_source = make_name_field(
        gettext_lazy("Where it was promised"),
        gettext_lazy("Such as a demonstration to the group, a brochure or a written offer."),
    )
    system = forms.ChoiceField(
        label=gettext_lazy("AI system of the register (optional)"),
        help_text=gettext_lazy("If this system is in the register."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        systems: Sequence[SystemChoice] = (),
        observed: Sequence[Claim] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.observed = observed
        self.fields["system"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", _("None, or not in the register")),
            *systems,
        ]

    def describe_value(self, name: str, value: Any) -> str:
        """Return a value in words; of a system that its reader may not see not even the key."""
        choices = dict(getattr(self.fields[name], "choices", ()))
        if name == "system" and value and str(value) not in choices:
            return _("A system of the register")
        return super().describe_value(name, value)

    def list_changes(self, before: Any, after: Any) -> list[FieldChange]:
        """Return also what was observed before and after: it has forms of its own."""
        first, second = (
            join_phrases(pick_text(each["text"]) for each in row.observed)
            for row in (before, after)
        )
        changes = super().list_changes(before, after)
        if first == second:
            return changes
        return [*changes, FieldChange(_("What was observed"), first, second)]

    @property
    def content(self) -> CardContent:
        """What a valid form says, with what was observed before."""
        system = self.cleaned_data["system"]
        self.cleaned_data["system"] = UUID(system) if system else None
        self.cleaned_data["observed"] = self.observed
        return super().content


@dataclass(slots=True)
class ObservedClaim:
    """What was observed, one claim of a card, as a form begins with it; of the card’s revision."""

    id: UUID
    text: dict[str, str]
    references: Sequence[Reference]
    revision: int

    @property
    def cited(self) -> Sequence[Reference]:
        """What it stands on."""
        return self.references


class ObservationForm(EvidenceForm[Claim]):
    """One thing that was observed, with what it stands on."""

    content_type = Claim
    order: ClassVar = ("text",)
    specs: ClassVar = {
        "text": TextSpec(
            gettext_lazy("What was observed"),
            gettext_lazy("One sentence, in your own words. Tick its evidence below."),
            rows=3,
        )
    }

    def __init__(self, *args: Any, claim: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim

    def clean(self) -> dict[str, Any]:
        """Refuse a claim that says nothing: stored, it would be left out."""
        cleaned = super().clean() or {}
        typed = (cleaned.get(f"text_{language}", "") for language in LANGUAGES)
        if not any(text.strip() for text in typed):
            self.add_error("text_fr", _("Write the claim as one sentence."))
        return cleaned

    @property
    def content(self) -> Claim:
        """What a valid form says."""
        self.cleaned_data["id"] = self.claim
        return super().content
