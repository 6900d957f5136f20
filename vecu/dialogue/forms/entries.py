"""Forms of what stands alone: consultations, agreements, commitments, clauses, the agenda."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from vecu.dialogue.content import (
    AgendaContent,
    AgreementContent,
    ClauseContent,
    CommitmentContent,
    ConsultationProcess,
)
from vecu.dialogue.forms.dialogue_form import CitingForm, DerivedForm, DialogueForm
from vecu.dialogue.forms.positions import PositionForm
from vecu.dialogue.forms.workshops import PointForm, WorkshopForm
from vecu.dialogue.rules import (
    DialogueKind,
    DossierItem,
    Expertise,
    StaffBody,
    WatchedFigure,
)
from vecu.translation import gettext_noop
from vecu.ui.form_fields import (
    GROUP_HINT,
    make_choices,
    make_day_field,
    make_name_field,
)
from vecu.ui.side_by_side import TextSpec

SUBJECT = TextSpec(gettext_lazy("What it is about"), rows=2)


class ConsultationProcessForm(DialogueForm[ConsultationProcess]):
    """A consultation: the body, its dossier, and until when it may answer."""

    content_type = ConsultationProcess
    order: ClassVar = (
        "body_kind",
        "body",
        "day",
        "reference",
        "subject",
        "dossier",
        "dossier_note",
        "expertise",
        "last_day",
        "last_day_source",
    )
    specs: ClassVar = {
        "subject": SUBJECT,
        "dossier_note": TextSpec(
            gettext_lazy("About the dossier (optional)"),
            gettext_lazy("Such as what else the body asked for, and what it was given."),
            rows=2,
        ),
    }
    body_kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind of body"),
        coerce=StaffBody,
        choices=make_choices(StaffBody, blank=gettext_noop("Choose one")),
        error_messages={"required": gettext_lazy("Choose a kind of body.")},
    )
    body = make_name_field(
        gettext_lazy("Name of the body"), gettext_lazy("Such as CSE of the employment service.")
    )
    day = make_day_field(gettext_lazy("Dossier handed over on"))
    reference = make_name_field(
        gettext_lazy("Reference"), gettext_lazy("Of the dossier or of the convocation.")
    )
    dossier = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What is in the dossier"),
        required=False,
        coerce=DossierItem,
        choices=make_choices(DossierItem),
        widget=forms.CheckboxSelectMultiple,
    )
    expertise = forms.TypedChoiceField(
        label=gettext_lazy("Expertise"),
        coerce=Expertise,
        choices=make_choices(Expertise),
        initial=Expertise.NONE.value,
    )
    last_day = make_day_field(
        gettext_lazy("Last day for the opinion, if one is set"), required=False
    )
    last_day_source = make_name_field(
        gettext_lazy("What sets this day"),
        gettext_lazy(
            "An agreement, a court decision, a convocation. If left blank, a CSE’s time is computed"
            " from the law."
        ),
    )


class StaffAgreementForm(DialogueForm[AgreementContent]):
    """An agreement: what it says, and who signed it."""

    content_type = AgreementContent
    order: ClassVar = ("day", "subject", "terms", "employer", "unions", "reference", "until")
    specs: ClassVar = {
        "subject": SUBJECT,
        "terms": TextSpec(
            gettext_lazy("What was agreed"),
            gettext_lazy("In short: only the signed text counts."),
            rows=4,
        ),
    }
    day = make_day_field(gettext_lazy("Signed on"))
    employer = make_name_field(gettext_lazy("Signed for the employer by"), GROUP_HINT)
    unions = forms.CharField(
        label=gettext_lazy("Unions that signed"),
        help_text=gettext_lazy("One per line."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    reference = make_name_field(
        gettext_lazy("Reference (optional)"), gettext_lazy("Where the text can be read.")
    )
    until = make_day_field(gettext_lazy("Signed until (optional)"), required=False)

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what an agreement says now, its unions one a line."""
        values = super().get_initial_values(row)
        return values | {"unions": "\n".join(values["unions"])}

    @property
    def content(self) -> AgreementContent:
        """What a valid form says."""
        self.cleaned_data["unions"] = [
            each.strip() for each in self.cleaned_data["unions"].splitlines() if each.strip()
        ]
        return super().content


class CommitmentForm(DerivedForm[CommitmentContent]):
    """What a group undertook, and by when."""

    content_type = CommitmentContent
    order: ClassVar = ("subject", "group", "day", "due", "origin")
    specs: ClassVar = {"subject": TextSpec(gettext_lazy("What is to be done"), rows=2)}
    group = make_name_field(gettext_lazy("Who answers for it"), GROUP_HINT)
    day = make_day_field(gettext_lazy("Undertaken on"))
    due = make_day_field(gettext_lazy("To be done by"))


class ClauseForm(DerivedForm[ClauseContent]):
    """A review clause: what it watches, and above what or when it is triggered."""

    content_type = ClauseContent
    order: ClassVar = ("subject", "day", "watched", "most", "due", "origin")
    specs: ClassVar = {"subject": TextSpec(gettext_lazy("What is to be reviewed"), rows=2)}
    day = make_day_field(gettext_lazy("Agreed on"))
    watched = forms.TypedChoiceField(
        label=gettext_lazy("What it watches"),
        coerce=WatchedFigure,
        choices=make_choices(WatchedFigure),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what it watches.")},
    )
    most = forms.IntegerField(
        label=gettext_lazy(
            "If a share of proposals: above what percentage; if hours or late answers: above how"
            " many"
        ),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write a whole number, such as 30.")},
    )
    due = make_day_field(gettext_lazy("If a date: which one"), required=False)


class AgendaForm(CitingForm[AgendaContent]):
    """What a group asks to be talked about."""

    content_type = AgendaContent
    order: ClassVar = ("subject", "group", "day")
    specs: ClassVar = {"subject": TextSpec(gettext_lazy("What to discuss"), rows=2)}
    group = make_name_field(gettext_lazy("Asked for by"), GROUP_HINT)
    day = make_day_field(gettext_lazy("Asked for on"))


DIALOGUE_FORMS: Mapping[DialogueKind, type[DialogueForm[Any]]] = {
    DialogueKind.WORKSHOP: WorkshopForm,
    DialogueKind.POINT: PointForm,
    DialogueKind.CONSULTATION: ConsultationProcessForm,
    DialogueKind.AGREEMENT: StaffAgreementForm,
    DialogueKind.COMMITMENT: CommitmentForm,
    DialogueKind.CLAUSE: ClauseForm,
    DialogueKind.AGENDA_ITEM: AgendaForm,
    DialogueKind.POSITION: PositionForm,
}
"""The form of each kind of entry."""
