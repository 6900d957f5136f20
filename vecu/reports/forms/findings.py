"""The form of a finding: its texts in both languages, its theme, its group, its confidence."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.evidence.actions import FindingContent
from vecu.evidence.card_rules import QUOTATION_WORDS, BarReference, Corroboration, count_words
from vecu.evidence.choice import format_reference
from vecu.evidence.forms import EvidenceForm
from vecu.evidence.queries import Finding
from vecu.evidence.rules import (
    CONFIDENCE_QUESTIONS,
    Confidence,
    ConfidenceReason,
    FindingState,
    FindingTheme,
)
from vecu.evidence.sources import Evidence
from vecu.translation import LANGUAGES
from vecu.ui.figures import CountFigure
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
    "amendment": TextSpec(
        gettext_lazy("What replies changed in this version (optional)"),
        gettext_lazy(
            "Where replies say that it does not hold, and what you changed for that. Everybody"
            " reads it beside the version."
        ),
        rows=3,
        limit=600,
    ),
}
REASON_SPECS = {
    reason.value: TextSpec(gettext_lazy(question), rows=3)
    for reason, question in CONFIDENCE_QUESTIONS.items()
}


class OfferedField(forms.ChoiceField):
    """A choice among what the ticked evidence offers, which the page lays out.

    What is chosen and no longer offered is refused where the finding is stored, in its words.
    """

    def valid_value(self, value: Any) -> bool:
        """Let through what a page offered."""
        return True


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

    corroboration = forms.ChoiceField(
        label=gettext_lazy("How sure, in three words"), required=False, widget=forms.RadioSelect()
    )
    bar = OfferedField(label=gettext_lazy("The bar that carries the sentence"), required=False)
    quotation = OfferedField(label=gettext_lazy("The quotation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = sorted((_(theme.label), theme.value) for theme in FindingTheme)
        theme_field: Any = self.fields["theme"]
        theme_field.choices = [("", _("None of these")), *((name, label) for label, name in themes)]
        levels = [(level.value, _(level.label)) for level in Confidence]
        confidence_field: Any = self.fields["confidence"]
        confidence_field.choices = [*levels, ("", _("Not discussed yet"))]
        words = [(each.value, _(each.label)) for each in Corroboration]
        corroboration_field: Any = self.fields["corroboration"]
        corroboration_field.choices = [*words, ("", _("Not discussed yet"))]

    def offer_for_card(self, evidence: Sequence[Evidence]) -> None:
        """Offer what is ticked to be chosen for the card: bars of figures, quotations."""
        bars: Any = self.fields["bar"]
        bars.choices = [("", _("No bar")), *_iter_bars(evidence)]
        quotations: Any = self.fields["quotation"]
        quotations.choices = [("", _("No quotation")), *_iter_quotations(evidence)]

    def make_draft(self, finding: Finding | None) -> Finding:
        """Return the finding as it is typed, never stored: what its card is made of."""
        texts = {
            name: {language: self[f"{name}_{language}"].value() or "" for language in LANGUAGES}
            for name in self.specs
        }
        bar, quotation = self["bar"].value() or "", self["quotation"].value() or ""
        chosen = _parse_bar(bar)
        corroboration = self["corroboration"].value() or ""
        draft = Finding(
            sentence=texts["sentence"],
            corroboration=corroboration if corroboration in list(Corroboration) else "",
            bar=chosen.to_json() if chosen else {},
            quotation=_parse_id(str(quotation)),
        )
        if finding:
            draft.pk = finding.pk
        return draft

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a finding says now as initial values of this form."""
        names = ("theme", "group", "confidence", "revision", "corroboration")
        values = {name: getattr(row, name) for name in names}
        cited = [format_reference(each) for each in row.references]
        card = {"bar": _format_bar(row.card_bar), "quotation": str(row.quotation or "")}
        texts = row.texts
        if row.state != FindingState.DRAFT:  # the next version says its own
            texts |= {f"amendment_{language}": "" for language in LANGUAGES}
        return {**values, **texts, **card, "evidence": cited}

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
            amendment=texts["amendment"],
            confidence_reasons={each: texts[each.value] for each in ConfidenceReason},
            group=cleaned["group"],
            theme=FindingTheme(cleaned["theme"]) if cleaned["theme"] else None,
            confidence=Confidence(cleaned["confidence"]) if cleaned["confidence"] else None,
            references=self.references,
            corroboration=Corroboration(cleaned["corroboration"])
            if cleaned["corroboration"]
            else None,
            bar=_parse_bar(cleaned["bar"]),
            quotation=_parse_id(cleaned["quotation"]),
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
    def amendment_rows(self) -> list[TextRow]:
        """What replies changed since the version before."""
        return self.get_rows(["amendment"])

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

    @property
    def their_card(self) -> dict[str, str]:
        """What the other version's card holds, where it differs."""
        names = ("corroboration", "bar", "quotation")
        return {name: self.describe_theirs(name) for name in names}


def _iter_bars(evidence: Sequence[Evidence]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the bars of each figure; of a breakdown each answer in each group."""
    for each in evidence:
        figure = each.figure
        if isinstance(figure, CountFigure):
            columns = list(zip(figure.names, figure.columns, strict=True))
            bars = [
                (
                    _format_bar(BarReference(each.reference.id, row.name, name)),
                    f"{row.label} – {label}" if label else row.label,
                )
                for row in figure.rows
                if row.name and row.answered
                for name, label in columns
            ]
        else:
            measured = enumerate(figure.rows) if figure else ()
            bars = [
                (_format_bar(BarReference(each.reference.id, str(index))), row.label)
                for index, row in measured
            ]
        if figure and bars:
            yield figure.title, bars


def _iter_quotations(evidence: Sequence[Evidence]) -> Iterator[tuple[str, str]]:
    """Yield quotations, each with how many words it has where a card has no room for it."""
    for each in evidence:
        if each.quotation:
            number = count_words(each.quotation)
            long = _("%(number)s words, too long: ") % {"number": number}
            label = f"{long if number > QUOTATION_WORDS else ''}{each.quotation}"
            yield str(each.reference.id), label


def _format_bar(bar: BarReference | None) -> str:
    return f"{bar.figure}|{bar.column}|{bar.row}" if bar else ""


def _parse_bar(value: str) -> BarReference | None:
    figure, _sign, rest = value.partition("|")
    column, sign, row = rest.partition("|")
    found = _parse_id(figure)
    return BarReference(found, row, column) if found and sign else None


def _parse_id(value: str) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
