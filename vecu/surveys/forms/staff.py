"""Staff forms: the state of a fielding, relays, cards, roles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import Role
from vecu.surveys.rules import FieldingState
from vecu.ui.form_fields import make_day_field
from vecu.ui.templatetags.ui import day


class DateRangeForm(forms.Form):
    """Two optional days, the first not after the second."""

    names = ("since", "until")

    def clean(self) -> dict[str, Any]:
        """Reject a range that ends before it begins."""
        cleaned = super().clean() or {}
        first, last = (cleaned.get(name) for name in self.names)
        if first and last and last < first:
            self.add_error(
                self.names[1],
                _("The last day, %(last)s, comes before the first, %(first)s. Change one of them.")
                % {"last": day(last), "first": day(first)},
            )
        return cleaned


class FieldingStateForm(DateRangeForm):
    """The requested state of a fielding, and the days to be open, both inclusive."""

    names = ("opens", "closes")
    fielding = forms.UUIDField()
    to = forms.ChoiceField(choices=FieldingState.list_choices())
    opens = make_day_field(gettext_lazy("First day"), required=False)
    closes = make_day_field(gettext_lazy("Last day"), required=False)


class RelayForm(forms.Form):
    """The name of a relay, and the end of its link if it is not made from the name."""

    name = forms.CharField(label=gettext_lazy("Name of the relay"), max_length=100)
    link = forms.CharField(
        label=gettext_lazy("End of its link, easy to type (otherwise its name)"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
    )


class RenameForm(forms.Form):
    """The new name of a relay."""

    name = forms.CharField(label=gettext_lazy("Name of the relay"), max_length=100)


class CardBatchForm(forms.Form):
    """How many cards to generate, for which relay, printed in which language."""

    count = forms.IntegerField(label=gettext_lazy("How many cards"))
    relay = forms.SlugField(label=gettext_lazy("Handed out by"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the sheets"), choices=settings.LANGUAGES
    )

    def __init__(self, *args: Any, relays: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relay"] = forms.ChoiceField(
            label=_("Handed out by"), required=False, choices=[("", _("no relay")), *relays]
        )


def role_labels() -> dict[Role, str]:
    """Return the label of each role in a study, with its permissions."""
    return {
        Role.OWNER: _("Owner: answers for the study, says who may do what"),
        Role.RESEARCHER: _("Researcher: runs it and reads the answers"),
        Role.CODER: _("Coder: reads and classifies the answers"),
        Role.READER: _("Reader: sees what has been released"),
        Role.INTERVIEWER: _("Interviewer, from outside: types answers, reads none"),
    }
