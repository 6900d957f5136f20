"""Guides: published practices, to compare with those that respondents describe."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.coding.models.codebook import Code, Codebook, combine_translations
from vecu.questionnaires import Wording


class Guide(models.Model):
    """A published list of practices, to compare with those that respondents describe.

    `language` is the language of its texts, `translated_names` and `translated_sources` have them
    in others. `revision` increases with each change to these and to its practices. `day` is when a
    member noted it here, None of one noted before that was kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="guides")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    translated_names = models.JSONField(default=dict)
    source = models.TextField(blank=True)
    translated_sources = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    day = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> Wording:
        """The name in every language that has it, the guide's first."""
        return combine_translations(self.language, self.name, self.translated_names)

    @property
    def sources(self) -> Wording:
        """Who published it, in every language that has it, the guide's first."""
        return combine_translations(self.language, self.source, self.translated_sources)


class Practice(models.Model):
    """One practice of a guide and its mapped codes; `revision` is that of its texts and mapping.

    Its texts are in the guide's language, and translated like the guide's.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="practices")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    translated_names = models.JSONField(default=dict)
    description = models.TextField(blank=True)
    translated_descriptions = models.JSONField(default=dict)
    codes = models.ManyToManyField(Code, related_name="practices")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> Wording:
        """The name in every language that has it, the guide's first."""
        return combine_translations(self.guide.language, self.name, self.translated_names)

    @property
    def descriptions(self) -> Wording:
        """What it means, in every language that has it, the guide's first."""
        language = self.guide.language
        return combine_translations(language, self.description, self.translated_descriptions)
