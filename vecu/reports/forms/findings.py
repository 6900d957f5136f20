"""The form of a finding: its texts in both languages, its theme, its group, its confidence."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.evidence.actions import FindingContent
from vecu.evidence.choice import format_reference
from vecu.evidence.forms import EvidenceForm
from vecu.evidence.rules import CONFIDENCE_QUESTIONS, Confidence, ConfidenceReason, FindingTheme
from vecu.ui.side_by_side import TextRow, TextSpec

MAX_SENTENCE = 300
MAX_TEXT = 2000
MAX_GROUP = 200


TEXT_SPECS = {
    "sentence": TextSpec(
        gettext_lazy("The finding, in one sentence"),
        gettext_lazy(
            "A sentence that somebody could dispute, in your own words: a quotation disappears if"
            " its author withdraws it, but your sentence stays."
        ),
        rows=3,
        limit=MAX_SENTENCE,
    ),
    "summary": TextSpec(
        gettext_lazy("What it means, in a sentence or two (optional)"), rows=3, limit=600
    ),
    "limits": TextSpec(
        gettext_lazy("What it does not say"),
        gettext_lazy("Of whom it says nothing, and what must not be concluded from it."),
    ),
    "would_change": TextSpec(
        gettext_lazy("What would change it"),
        gettext_lazy("What you would have to see or hear to write it differently."),
    ),
}
REASON_SPECS = {
    reason.value: TextSpec(gettext_lazy(question), rows=3)
    for reason, question in CONFIDENCE_QUESTIONS.items()
}


class FindingForm(EvidenceForm[FindingContent]):
    """What a group writes. Nothing is required of a draft."""

    specs: ClassVar = TEXT_SPECS | REASON_SPECS
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    group = forms.CharField(
        label=gettext_lazy("Who answers for it"),
        help_text=gettext_lazy("The name of a group, never of one person: it is published."),
        required=False,
        max_length=MAX_GROUP,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure is the group?"), required=False, widget=forms.RadioSelect()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = sorted((_(theme.label), theme.value) for theme in FindingTheme)
        theme_field: Any = self.fields["theme"]
        theme_field.choices = [("", _("None of these")), *((name, label) for label, name in themes)]
        levels = [(level.value, _(level.label)) for level in Confidence]
        confidence_field: Any = self.fields["confidence"]
        confidence_field.choices = [*levels, ("", _("Not discussed yet"))]

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a finding says now as initial values of this form."""
        names = ("theme", "group", "confidence", "revision")
        values = {name: getattr(row, name) for name in names}
        cited = [format_reference(each) for each in row.references]
        return {**values, **row.texts, "evidence": cited}

    @property
    def content(self) -> FindingContent:
        """What a valid form says."""
        cleaned = self.cleaned_data
        texts = self.texts
        return FindingContent(
            sentence=texts["sentence"],
            summary=texts["summary"],
            limits=texts["limits"],
            would_change=texts["would_change"],
            confidence_reasons={each: texts[each.value] for each in ConfidenceReason},
            group=cleaned["group"],
            theme=FindingTheme(cleaned["theme"]) if cleaned["theme"] else None,
            confidence=Confidence(cleaned["confidence"]) if cleaned["confidence"] else None,
            references=self.references,
        )

    @property
    def finding_rows(self) -> list[TextRow]:
        """The finding itself."""
        return self.get_rows(["sentence", "summary"])

    @property
    def reason_rows(self) -> list[TextRow]:
        """The reasons for its confidence."""
        return self.get_rows(REASON_SPECS)

    @property
    def limit_rows(self) -> list[TextRow]:
        """What it does not say, and what would change it."""
        return self.get_rows(["limits", "would_change"])

    @property
    def their_theme(self) -> str:
        """The other version's theme, if it differs."""
        return self.describe_theirs("theme")

    @property
    def their_group(self) -> str:
        """The other version's group, if it differs."""
        return self.describe_theirs("group")

    @property
    def their_confidence(self) -> str:
        """The other version's confidence, if it differs."""
        return self.describe_theirs("confidence")
