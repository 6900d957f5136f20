"""Forms of consent: the sheet, its recorded voice, a pile of codes, a code that somebody types."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy

from vecu.safeguards.content import ConsentSheetContent
from vecu.safeguards.rules import ConsentAnswer, ConsentKind, Typist
from vecu.surveys.consent.legal_bases import LegalBasis
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_choices, make_day_field, make_name_field, make_number_field
from vecu.ui.side_by_side import TextSpec

USUAL_NUMBER, USUAL_DAYS = 40, 180


class ConsentSheetForm(ContentForm[ConsentSheetContent]):
    """What a person is asked, what happens with and without, who answers for it."""

    content_type = ConsentSheetContent
    order: ClassVar = (
        "kind",
        "legal_basis",
        "controller",
        "purpose",
        "retention",
        "title",
        "says",
        "with_tool",
        "without_tool",
        "readers",
        "read_on",
    )
    specs: ClassVar = {
        "controller": TextSpec(gettext_lazy("Which organisation answers for the data"), rows=1),
        "purpose": TextSpec(gettext_lazy("What the data are used for"), rows=2),
        "retention": TextSpec(
            gettext_lazy("How long each thing stays"),
            gettext_lazy("The sound, the draft, what goes into the file; who erases it."),
            2,
        ),
        "title": TextSpec(
            gettext_lazy("What the tool does, in a few simple words"),
            gettext_lazy("Such as: A tool can listen to our meeting."),
            1,
        ),
        "says": TextSpec(
            gettext_lazy("What the tool does, one short sentence a line"),
            gettext_lazy("Twelve words at most, one idea each, digits, words of every day."),
            3,
        ),
        "with_tool": TextSpec(
            gettext_lazy("With the tool, one line for each thing that matters"),
            gettext_lazy(
                "Such as: The summary: the tool writes it. The meeting, the summary, when it comes,"
                " the voice, the help."
            ),
            5,
        ),
        "without_tool": TextSpec(
            gettext_lazy("Without the tool, the same lines"),
            gettext_lazy(
                "The tool is off, the note is written by hand, the summary comes on a day that was"
                " said before. Nothing else may differ: not the aid, nor the delay, nor the"
                " meetings."
            ),
            5,
        ),
        "readers": TextSpec(
            gettext_lazy("Which people concerned have read it over"),
            gettext_lazy("A group, never a name. Until then the page says that nobody has."),
            1,
        ),
    }
    kind = forms.TypedChoiceField(
        label=gettext_lazy("What a yes is"),
        help_text=gettext_lazy(
            "Three things go by the same word. A yes to one is no yes to another."
        ),
        coerce=ConsentKind,
        choices=make_choices(ConsentKind),
    )
    legal_basis = forms.TypedChoiceField(
        label=gettext_lazy("Legal basis of using the data"),
        help_text=gettext_lazy(
            "A public service rarely relies on consent: people may then object."
        ),
        coerce=LegalBasis,
        choices=make_choices(LegalBasis),
        initial=LegalBasis.PUBLIC_TASK.value,
    )
    read_on = make_day_field(gettext_lazy("On which day they read it over"), required=False)


class CodePileForm(forms.Form):
    """How many codes to print, until which day they count, in which language."""

    count = make_number_field(gettext_lazy("How many codes"), initial=USUAL_NUMBER)
    deadline = make_day_field(gettext_lazy("Last day on which they count"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the sheets"), choices=settings.LANGUAGES
    )

    @classmethod
    def of(cls, today: date, data: QueryDict | None = None) -> Self:
        """Return the form, bound if there are data."""
        deadline = today + timedelta(days=USUAL_DAYS)
        return cls(data, initial={"deadline": deadline, "language": get_language()})


class RecordingForm(forms.Form):
    """A recorded voice in a language; without a file it is removed."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=gettext_lazy("The file: MP3, M4A, Ogg or WAV"), required=False, allow_empty_file=True
    )


class ConsentAnswerForm(forms.Form):
    """An answer, the code that it is under, and who types it."""

    answer = forms.TypedChoiceField(
        coerce=ConsentAnswer, choices=ConsentAnswer.list_choices(), widget=forms.HiddenInput()
    )
    typist = forms.TypedChoiceField(
        label=gettext_lazy("Who types this?"),
        coerce=Typist,
        choices=make_choices(Typist),
        initial=Typist.MYSELF.value,
        required=False,
        empty_value=Typist.MYSELF,
    )
    code = make_name_field(gettext_lazy("The code of your paper"))


class CodeCheckForm(forms.Form):
    """The service's half of a code."""

    code = make_name_field(
        gettext_lazy("The code of the service’s half"),
        gettext_lazy("It reads whether there is a yes. It can neither answer nor withdraw."),
    )
