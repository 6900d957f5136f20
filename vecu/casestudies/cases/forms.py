"""Forms of a case, of the terms with its employer, and of an event."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.casestudies.cases.content import CaseContent, CaseEventContent, EmployerTermsContent
from vecu.casestudies.cases.rules import MOST_PEOPLE, CaseSector, OrganisationSize, Undertaking
from vecu.casestudies.matrix.forms import make_boxes
from vecu.register.rules import SystemFamily
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import GROUP_HINT, make_choices, make_day_field, make_number_field
from vecu.ui.side_by_side import TextSpec

_CHOOSE = gettext_lazy("Choose one: cases are sorted by it.")
_BLANK = gettext_noop("Choose")
_DESCRIBED = gettext_noop("None: it is described below")


def make_people_field(label: Any) -> forms.IntegerField:
    """Return how many people of the place have a role, blank while that is not known."""
    field = make_number_field(label, most=MOST_PEOPLE)
    field.required = False
    return field


def make_sorting_field(label: Any, vocabulary: Any) -> forms.TypedChoiceField:
    """Return one of the words by which cases are sorted."""
    return forms.TypedChoiceField(
        label=label,
        coerce=vocabulary,
        choices=make_choices(vocabulary, _BLANK),
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )


class CaseForm(ContentForm[CaseContent]):
    """A case; `systems` are those of the register that a member may choose, by key."""

    content_type = CaseContent
    order: ClassVar = (
        "name",
        "system",
        "described",
        "place",
        "technology",
        "sector",
        "size",
        "door",
        "door_opener",
        "door_terms",
        "door_day",
        "using",
        "managing",
        "touched",
        "building",
    )
    specs: ClassVar = {
        "name": TextSpec(
            gettext_lazy("Name of the case"),
            gettext_lazy("Such as: A scribe in social work."),
            rows=1,
        ),
        "described": TextSpec(
            gettext_lazy("What the system does, if it is not in the register"), rows=3
        ),
        "place": TextSpec(
            gettext_lazy("Place"),
            gettext_lazy("One place, as everybody may read it: a rural département, a plant."),
            rows=1,
        ),
        "door": TextSpec(gettext_lazy("How the door was opened"), rows=3),
        "door_opener": TextSpec(gettext_lazy("By whom"), GROUP_HINT, rows=1),
        "door_terms": TextSpec(
            gettext_lazy("On what terms"),
            gettext_lazy("What was asked in return, what was given, what was refused."),
            rows=3,
        ),
    }
    system = forms.TypedChoiceField(
        label=gettext_lazy("System of the register"),
        required=False,
        coerce=UUID,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("This system is gone. Choose another one.")},
    )
    technology = make_sorting_field(gettext_lazy("Technology"), SystemFamily)
    sector = make_sorting_field(gettext_lazy("Sector"), CaseSector)
    size = make_sorting_field(gettext_lazy("Size of the organisation"), OrganisationSize)
    door_day = make_day_field(gettext_lazy("Since which day"), required=False)
    using = make_people_field(gettext_lazy("How many people there work with it"))
    managing = make_people_field(gettext_lazy("How many manage those who work with it"))
    touched = make_people_field(gettext_lazy("How many are concerned by it, without using it"))
    building = make_people_field(gettext_lazy("How many designed, bought or adjusted it"))

    def __init__(self, *args: Any, systems: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["system"]
        field.choices = [("", _(_DESCRIBED)), *systems]


class EmployerTermsForm(ContentForm[EmployerTermsContent]):
    """What an employer undertook, when it was signed, by which function."""

    content_type = EmployerTermsContent
    order: ClassVar = ("undertakings", "signed", "signer", "besides")
    specs: ClassVar = {
        "signer": TextSpec(gettext_lazy("Signed by"), GROUP_HINT, rows=1),
        "besides": TextSpec(gettext_lazy("What was agreed besides"), rows=3),
    }
    case = forms.UUIDField(widget=forms.HiddenInput())
    undertakings = make_boxes(
        gettext_lazy("What the employer undertakes"), gettext_lazy("There is no such undertaking.")
    )
    signed = make_day_field(gettext_lazy("Signed on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["undertakings"]
        field.choices = [(each.value, _(each.label)) for each in Undertaking]


class CaseEventForm(ContentForm[CaseEventContent]):
    """An event of the organisation, with its day."""

    content_type = CaseEventContent
    order: ClassVar = ("day", "title", "account")
    specs: ClassVar = {
        "title": TextSpec(
            gettext_lazy("What happened"),
            gettext_lazy("Such as: The team moves to another site."),
            rows=1,
        ),
        "account": TextSpec(gettext_lazy("More of it"), rows=3),
    }
    case = forms.UUIDField(widget=forms.HiddenInput())
    day = make_day_field(gettext_lazy("On which day"))
