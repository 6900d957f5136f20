"""Forms of addressing a recommendation, answering it, and noting what is seen of the answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext_lazy

from vecu.evidence.forms import EvidenceForm
from vecu.recommendations.checks import list_answer_problems
from vecu.recommendations.content import (
    AddressContent,
    AnswerContent,
    FollowUpContent,
)
from vecu.recommendations.models import AddresseeAnswer
from vecu.recommendations.rules import (
    AnswerDecision,
    FollowUpOutcome,
)
from vecu.records.text_normalization import strip_texts
from vecu.translation import LANGUAGES
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_choices, make_day_field, make_name_field
from vecu.ui.side_by_side import SideBySideForm, TextSpec


class AddressForm(ContentForm[AddressContent]):
    """To whom a recommendation goes, and by when an answer is asked for."""

    content_type = AddressContent
    order: ClassVar = ("addressee", "due")
    addressee = make_name_field(
        gettext_lazy("To whom"),
        gettext_lazy("A function or a body that can decide, never one person."),
    )
    due = make_day_field(gettext_lazy("Answer wanted by"))


class FollowUpForm(EvidenceForm[FollowUpContent]):
    """What the group sees of what was accepted; its revision is how much was noted before."""

    content_type = FollowUpContent
    order: ClassVar = ("outcome", "observed")
    specs: ClassVar = {
        "observed": TextSpec(
            gettext_lazy("What you see today"),
            gettext_lazy("In your own words. Tick the evidence below."),
        )
    }
    outcome = forms.TypedChoiceField(
        label=gettext_lazy("Where it stands"),
        coerce=FollowUpOutcome,
        choices=make_choices(FollowUpOutcome),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say where it stands.")},
    )


class AnswerForm(SideBySideForm):
    """What an addressee answers, in one language: whoever has five minutes writes once.

    `read` is how many answers the page showed; `corrects` whether it corrects one of them.
    """

    decision = forms.TypedChoiceField(
        label=gettext_lazy("Your decision"),
        coerce=AnswerDecision,
        choices=make_choices(AnswerDecision),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    reasons = forms.CharField(
        label=gettext_lazy("Your reasons"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
    done_by = make_day_field(
        gettext_lazy("To be done by (leave empty if you decline)"), required=False
    )
    signed_by = make_name_field(
        gettext_lazy("Who answers"),
        gettext_lazy("Your function or your body: everybody reads it. No name is needed."),
    )
    correction = forms.CharField(
        label=gettext_lazy("Why you correct your answer"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language in which you write"),
        choices=[("fr", "Français"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    read = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, corrects: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["correction"]

    def clean(self) -> dict[str, Any]:
        """Without a decision, name all else that is missing at once."""
        cleaned = super().clean() or {}
        if not cleaned.get("decision"):
            language = cleaned.get("language", LANGUAGES[0])
            content = AnswerContent(
                AnswerDecision.DECLINED,
                {language: cleaned.get("reasons", "")},
                cleaned.get("signed_by", ""),
                correction={language: cleaned.get("correction", "")},
            )
            earlier = int("correction" in self.fields)
            self.refuse_answer(list_answer_problems(strip_texts(content), earlier, date.min))
        return cleaned

    @classmethod
    def get_initial_values(
        cls, addressee: str, answer: AddresseeAnswer | None = None
    ) -> dict[str, Any]:
        """Return what the form says first: who was asked, or the latest answer to be corrected."""
        language = get_language() or LANGUAGES[0]
        if answer is None:
            return {"read": 0, "language": language, "signed_by": addressee}
        language = language if language in answer.reasons else next(iter(answer.reasons))
        return {
            "decision": answer.decision,
            "reasons": answer.reasons[language],
            "done_by": answer.done_by,
            "signed_by": answer.signed_by,
            "language": language,
            "read": answer.number,
        }

    @property
    def answers_read(self) -> int:
        """How many answers the page showed."""
        read: int | None = self.cleaned_data["read"]
        return read or 0

    @property
    def content(self) -> AnswerContent:
        """What a valid form says."""
        cleaned, language = self.cleaned_data, self.cleaned_data["language"]
        return AnswerContent(
            cleaned["decision"],
            {language: cleaned["reasons"]},
            cleaned["signed_by"],
            cleaned["done_by"],
            {language: cleaned.get("correction", "")},
        )

    def refuse_answer(self, problems: Mapping[str, str]) -> None:
        """Add the errors of a refusal, whose texts are named by language."""
        self.refuse(
            {name.removesuffix("_fr").removesuffix("_en"): each for name, each in problems.items()}
        )
