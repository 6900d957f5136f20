"""What forms of dialogue share: what can be chosen in them depends on what is noted already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.dialogue.rules import Avis, College, DialogueKind, Ending
from vecu.evidence.forms import EvidenceForm
from vecu.ui.content_forms import ContentForm

Content = TypeVar("Content")
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DialogueChoices:
    """What can be chosen: who was at the workshop of a point, items, origins, workshops.

    `endings` and `avis` are those of the kind of entry, and of the body, that the form is about.
    """

    colleges: Mapping[College, str] = field(default_factory=lambda: dict.fromkeys(College, ""))
    agenda: Sequence[Choice] = ()
    origins: Sequence[Choice] = ()
    workshops: Sequence[Choice] = ()
    endings: Sequence[Ending] = tuple(Ending)
    avis: Sequence[Avis] = tuple(Avis)


class DialogueForm(ContentForm[Content]):
    """A form that is fitted to what can be chosen in it."""

    def __init__(self, *args: Any, choices: DialogueChoices | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices or DialogueChoices()
        self.fit(self.choices)

    def fit(self, choices: DialogueChoices) -> None:
        """Offer what can be chosen."""


class CitingForm(EvidenceForm[Content], DialogueForm[Content]):
    """A form of an entry that stands on evidence."""


class DerivedForm(DialogueForm[Content]):
    """A form of what comes from a point, an opinion or an agreement, or from none."""

    origin = forms.ChoiceField(
        label=gettext_lazy("What it comes from (optional)"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("What this comes from no longer exists.")},
    )

    def fit(self, choices: DialogueChoices) -> None:
        """Offer what it can come from."""
        self.fields["origin"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", _("Nothing that is noted here")),
            *choices.origins,
        ]

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what an entry says now."""
        values = super().get_initial_values(row)
        kind, origin = values.pop("origin_kind"), values["origin"]
        return values | {"origin": format_origin(kind, origin) if origin else ""}

    @property
    def content(self) -> Content:
        """What a valid form says."""
        kind, _colon, origin = self.cleaned_data["origin"].partition(":")
        self.cleaned_data["origin_kind"] = DialogueKind(kind) if kind else None
        self.cleaned_data["origin"] = UUID(origin) if origin else None
        return super().content


def format_origin(kind: str, origin: UUID) -> str:
    """Return what a commitment or clause comes from as the value of a choice."""
    return f"{kind}:{origin}"
