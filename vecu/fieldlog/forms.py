"""Forms of the log's staff pages: its papers, and the group that agrees to a month."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import Scope
from vecu.fieldlog.actions import MOST_GROUP_CHARACTERS
from vecu.fieldlog.events import MOST_MINUTES
from vecu.fieldlog.papers import LogPapers, LogPapersChanged, get_papers_digest
from vecu.register.checks import describe_unfit, list_group_problems
from vecu.translation import LANGUAGES
from vecu.ui.form_fields import make_day_field
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow, TextSpec


def _name_field(label: Any, help_text: Any) -> forms.CharField:
    """Return a short text, which no browser cuts."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


class PapersForm(SideBySideForm):
    """What a log needs before it begins. Nothing is required: papers come one by one."""

    order: ClassVar = (
        "impact_assessment",
        "charter",
        "charter_day",
        "no_body",
        "supplier_log",
        "baseline_minutes",
        "baseline_source",
    )
    specs: ClassVar = {
        "no_body": TextSpec(
            gettext_lazy("If no body represents the staff here: why"),
            gettext_lazy(
                "Everybody reads it after the words “No body:”. Where there is a body, leave this"
                " blank: its representatives confirm these documents by their own account."
            ),
            rows=2,
        ),
        "supplier_log": TextSpec(
            gettext_lazy("What the supplier’s own log keeps (optional)"),
            gettext_lazy(
                "Workers read it before they begin: which lines the tool itself keeps about whom,"
                " for how long, and who can read them. A suspension here does not stop that log."
            ),
            rows=4,
        ),
        "baseline_source": TextSpec(
            gettext_lazy("How and when these minutes were measured, and of how many cases"), rows=2
        ),
    }
    impact_assessment = _name_field(
        gettext_lazy("Reference of the impact assessment"),
        gettext_lazy("Of the one that covers this log, such as “AIPD 2026-07”."),
    )
    charter = _name_field(
        gettext_lazy("Reference of the charter of use"),
        gettext_lazy(
            "In it the employer undertakes not to appraise, discipline or time anyone with this"
            " log. Workers are shown its date."
        ),
    )
    charter_day = make_day_field(
        gettext_lazy("Day on which the charter was signed"), required=False
    )
    baseline_minutes = forms.FloatField(
        label=gettext_lazy("Minutes that a case took without the tool (optional)"),
        help_text=gettext_lazy(
            "If they were measured before. They are published with their source, and not compared"
            " with minutes of the log: these are for one decision, and a case can need several."
        ),
        required=False,
        localize=True,
        min_value=0,
        max_value=MOST_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}),
    )
    digest = forms.CharField(required=False, widget=forms.HiddenInput())

    @classmethod
    def of(cls, papers: LogPapers) -> Self:
        """Return the form of what is noted."""
        return cls(initial=_get_values(papers))

    @classmethod
    def beside(cls, data: QueryDict, changed: LogPapersChanged) -> Self:
        """Return what somebody typed beside what somebody else saved; saving again decides."""
        typed, values = data.copy(), _get_values(changed.theirs)
        typed["digest"] = values["digest"]
        form = cls(typed, their_values=values)
        form.is_valid()
        form.add_error(None, str(changed))
        return form

    @property
    def content(self) -> LogPapers:
        """What a valid form says."""
        texts = {
            name: {
                language: text.replace("\r\n", "\n")
                for language, text in by_language.items()
                if text
            }
            for name, by_language in self.texts.items()
        }
        values = {**self.cleaned_data, **texts}
        return LogPapers(**{each.name: values[each.name] for each in fields(LogPapers)})

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(self.order)


class AgreementForm(forms.Form):
    """The group in whose name somebody agrees to the figures of a month."""

    group = forms.CharField(
        label=gettext_lazy("Who agrees"),
        help_text=gettext_lazy("The name of a function or a group, never of one person."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Name the group that agrees.")},
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scope = scope

    def clean_group(self) -> str:
        """Refuse the name of one member, and what cannot be stored."""
        group = str(self.cleaned_data["group"])
        problems = list_group_problems(self._scope, group)
        if message := problems.get("group") or describe_unfit(group, MOST_GROUP_CHARACTERS):
            raise forms.ValidationError(message)
        return group


def _get_values(papers: LogPapers) -> dict[str, Any]:
    values: dict[str, Any] = {"digest": get_papers_digest(papers)}
    for each in fields(papers):
        value = getattr(papers, each.name)
        if isinstance(value, Mapping):
            values |= {f"{each.name}_{code}": value.get(code, "") for code in LANGUAGES}
        else:
            values[each.name] = value
    return values
