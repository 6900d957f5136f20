"""Forms of a second look: the office, a request that came in, its answer, a code to follow it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.safeguards.forms.routes import RefusalRouteForm
from vecu.safeguards.rules import ContactChannel, PersonCodeState
from vecu.safeguards.second_looks.actions import LookRequest
from vecu.safeguards.second_looks.appeals import get_appeal_guide
from vecu.safeguards.second_looks.content import LookOfficeContent
from vecu.safeguards.second_looks.rules import LookCondition
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_day_field, make_name_field, make_number_field
from vecu.ui.side_by_side import FormProblem, TextSpec
from vecu.ui.wording import pick_text

LOOK_CHANNELS = (ContactChannel.PAPER, ContactChannel.COUNTER, ContactChannel.TELEPHONE)
"""A request comes on paper, at a counter, by telephone; none is received here."""
NO_CODE = gettext_noop("Type the code that stands on the paper.")
IN_TIME, TOO_LATE = "yes", "no"
OUTCOMES = {
    PersonCodeState.LOOKED_AT: gettext_noop("Somebody looks now; the answer follows"),
    PersonCodeState.UPHELD: gettext_noop("Somebody looked: it stays as it was"),
    PersonCodeState.CHANGED: gettext_noop("Somebody looked: something was changed"),
    PersonCodeState.PASSED_ON: gettext_noop(
        "It contests a written decision: passed on as a legal appeal"
    ),
}
"""What an office may say of a request."""


class LookOfficeForm(ContentForm[LookOfficeContent]):
    """Which office, which function looks, within how many days, which decisions it takes."""

    content_type = LookOfficeContent
    order: ClassVar = (
        "office",
        "place",
        "telephone",
        "hours",
        "looker",
        "days",
        "asking_days",
        "appeals",
    )
    specs: ClassVar = RefusalRouteForm.specs | {
        "office": TextSpec(gettext_lazy("Which office receives the request"), rows=1),
        "place": TextSpec(
            gettext_lazy("Its postal address, and where to go"),
            gettext_lazy("It is printed on the paper, above the place for its stamp."),
            3,
        ),
        "looker": TextSpec(
            gettext_lazy("Which function looks"),
            gettext_lazy(
                "A function, no name: somebody who had no part in what was done, and can change it."
            ),
            1,
        ),
    }
    telephone = make_name_field(
        gettext_lazy("By telephone"), gettext_lazy("A number that a person answers at these hours.")
    )
    days = make_number_field(
        gettext_lazy("Within how many days it answers"),
        gettext_lazy("From the stamp on. A later answer counts as late."),
    )
    asking_days = make_number_field(
        gettext_lazy("Until how many days afterwards one can ask"),
        gettext_lazy("0 if one can always ask."),
        initial=0,
    )
    appeals = forms.MultipleChoiceField(
        label=gettext_lazy("Which written decisions this service takes"),
        help_text=gettext_lazy("Their appeals stand first for whoever contests one."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [
            (each.key, pick_text(each.decision)) for each in get_appeal_guide().routes
        ],
    )


class LookForm(forms.Form):
    """A form of which nothing is stored but what it says of a code."""

    def list_problems(self) -> list[FormProblem]:
        """Return what is wrong with what was typed, each with its field."""
        return [
            FormProblem(self[name].auto_id, f"{self[name].label}: {errors[0]}")
            for name, errors in self.errors.items()
        ]


def make_code_field(help_text: Any, *, required: bool = True) -> forms.CharField:
    """Return the code of a request, as it is typed from paper."""
    return forms.CharField(
        label=gettext_lazy("Code on the paper"),
        help_text=help_text,
        required=required,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy(NO_CODE)},
    )


class LookCodeForm(LookForm):
    """The code with which somebody follows a request."""

    code = make_code_field(gettext_lazy("Three groups of four characters, such as KD7M-3XQP-TR9B."))


class LookReceiptForm(LookForm):
    """A request that came in: under which code, how, in time or not.

    `fresh` is a new code, for whoever comes without paper.
    """

    channel = forms.TypedChoiceField(
        label=gettext_lazy("How it came"),
        coerce=ContactChannel,
        choices=lambda: [(each.value, _(each.label)) for each in LOOK_CHANNELS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it came.")},
    )
    code = make_code_field(
        gettext_lazy("Without paper, leave this empty: the receipt has a new code."),
        required=False,
    )
    in_time = forms.ChoiceField(
        label=gettext_lazy("Was it asked in time?"),
        choices=[
            (IN_TIME, gettext_lazy("Yes, or there is no limit")),
            (TOO_LATE, gettext_lazy("No: the person is informed, and learns where to appeal")),
        ],
        initial=IN_TIME,
        widget=forms.RadioSelect,
    )
    fresh = forms.CharField(max_length=40, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """Ask for the code of a paper; without paper there may be none."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("channel") is ContactChannel.PAPER and not cleaned.get("code"):
            self.add_error("code", _(NO_CODE))
        return cleaned

    @property
    def request(self) -> LookRequest:
        """What a valid form says."""
        found = self.cleaned_data
        return LookRequest(
            found["code"] or found["fresh"], found["channel"], found["in_time"] == IN_TIME
        )


class LookAnswerForm(LookForm):
    """What became of a request; what makes it a look is ticked, and not stored."""

    code = make_code_field(gettext_lazy("As it stands on the paper in your file."))
    state = forms.TypedChoiceField(
        label=gettext_lazy("What became of it"),
        coerce=PersonCodeState,
        choices=lambda: [(each.value, _(label)) for each, label in OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what became of it.")},
    )
    conditions = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Whoever looked"),
        help_text=gettext_lazy("It counts as a look only if all three are true."),
        required=False,
        coerce=LookCondition,
        choices=lambda: [(each.value, _(each.label)) for each in LookCondition],
        widget=forms.CheckboxSelectMultiple,
    )


class AppealDayForm(LookForm):
    """The day on which a decision was received; it is computed with, and stored nowhere."""

    received = make_day_field(gettext_lazy("On which day did you receive the letter?"))
