"""Findings, and what they cite."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.card_rules import BarReference, Corroboration
from vecu.evidence.rules import Confidence, ConfidenceReason, FindingState, FindingTheme
from vecu.evidence.sources import Reference
from vecu.translation import LANGUAGES

TEXTS = ("sentence", "summary", "limits", "would_change", "amendment")
"""The texts of a finding by language, beside the reasons for its confidence."""


class Finding(models.Model):
    """A sentence that a group answers for, with what it stands on.

    Texts are by language; `summary` is a sentence or two under the finding's own, and
    `confidence_reasons` has texts for each component. `group` is a group's name, never one
    worker's. `corroboration`, `bar` and `quotation` are what its card holds beside its sentence:
    a person chose them, each may lack. `amendment` says what replies changed in this version, '' in
    most. `revision` increases with each change, to detect two people
    who edit at once. `day` is when it was published; `supersedes` is the earlier version.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    scope_kind = models.CharField(
        max_length=12, choices=[(kind.value, kind.value) for kind in ScopeKind]
    )
    scope_uuid = models.UUIDField(db_index=True)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in FindingState],
        default=FindingState.DRAFT.value,
    )
    version = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, related_name="superseded_by"
    )
    revision = models.PositiveIntegerField(default=1)
    theme = models.CharField(max_length=60, choices=FindingTheme.list_choices(), blank=True)
    sentence = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    limits = models.JSONField(default=dict)
    would_change = models.JSONField(default=dict)
    amendment = models.JSONField(default=dict)
    confidence = models.CharField(
        max_length=12,
        choices=Confidence.list_choices(),
        blank=True,
    )
    confidence_reasons = models.JSONField(default=dict)
    corroboration = models.CharField(
        max_length=20, choices=Corroboration.list_choices(), blank=True
    )
    bar = models.JSONField(default=dict)
    quotation = models.UUIDField(null=True)
    group = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.state} finding {self.id}"

    @property
    def scope(self) -> Scope:
        """What the finding is about."""
        return Scope(ScopeKind(self.scope_kind), self.scope_uuid)

    @property
    def references(self) -> list[Reference]:
        """What it cites, in its order."""
        return [each.cited for each in self.citations.all()]

    @property
    def card_bar(self) -> BarReference | None:
        """The bar that carries its sentence, None where none was chosen."""
        return BarReference.from_json(self.bar)

    @property
    def claims(self) -> tuple[dict[str, str], str, list[Reference]]:
        """What it says and stands on: its texts but for the amendment, how sure, what it cites."""
        texts = {
            name: text for name, text in self.texts.items() if not name.startswith("amendment_")
        }
        return texts, self.confidence, self.references

    @property
    def texts(self) -> dict[str, str]:
        """Each text by its name and language: `sentence_fr`, `methods_en`; none is left out."""
        by_name = {name: getattr(self, name) for name in TEXTS}
        by_name |= {each.value: self.confidence_reasons.get(each, {}) for each in ConfidenceReason}
        return {
            f"{name}_{language}": texts.get(language, "")
            for name, texts in by_name.items()
            for language in LANGUAGES
        }


class Citation(models.Model):
    """One reference of a finding, in its place. It holds no words and no foreign key."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="citations")
    place = models.PositiveIntegerField()
    source = models.CharField(max_length=40)
    reference = models.UUIDField()
    revision = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["finding", "source", "reference"], name="evidence_cited_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.reference}"

    @property
    def cited(self) -> Reference:
        """The reference as other rooms know it."""
        return Reference(self.source, self.reference, self.revision)
