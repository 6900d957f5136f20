"""Cases of a study, the terms with their employers, what happened in their organisations."""

from typing import ClassVar

from django.db import models

from vecu.casestudies.cases.rules import CaseRole, CaseSector, OrganisationSize
from vecu.casestudies.matrix.models import StudyRecord
from vecu.records.rules import Side
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.rules import SystemFamily

COUNTS = {
    CaseRole.USES: "using",
    CaseRole.MANAGES: "managing",
    CaseRole.TOUCHED: "touched",
    CaseRole.BUILT: "building",
}
"""The column of how many people have a role."""


class Case(StudyRecord):
    """A system in one place. Everybody reads it from the day `published` on, without its counts."""

    name = models.JSONField(default=dict)
    system = models.UUIDField(null=True)
    described = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    technology = models.CharField(max_length=20, choices=SystemFamily.list_choices())
    sector = models.CharField(max_length=20, choices=CaseSector.list_choices())
    size = models.CharField(max_length=20, choices=OrganisationSize.list_choices())
    door = models.JSONField(default=dict)
    door_opener = models.JSONField(default=dict)
    door_terms = models.JSONField(default=dict)
    door_day = models.DateField(null=True)
    using = models.PositiveIntegerField(null=True)
    managing = models.PositiveIntegerField(null=True)
    touched = models.PositiveIntegerField(null=True)
    building = models.PositiveIntegerField(null=True)
    published = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def get_count(self, role: CaseRole) -> int | None:
        """Return how many people of the place have a role, None while that is not known."""
        number: int | None = getattr(self, COUNTS[role])
        return number


class EmployerTerms(StudyRecord, TwoSidedRecord):
    """What the employer of a case undertook, as the laboratory notes it.

    It is claimed until those who answer for the system confirm it by an account of theirs.
    """

    case = models.UUIDField(unique=True)
    undertakings = models.JSONField(default=list)
    signed = models.DateField()
    signer = models.JSONField(default=dict)
    besides = models.JSONField(default=dict)

    @property
    def authors(self) -> frozenset[Side]:
        """Neither side: the laboratory noted it."""
        return frozenset()

    @property
    def concerned(self) -> frozenset[Side]:
        """The employer alone."""
        return frozenset({Side.SYSTEM})


class CaseEvent(StudyRecord):
    """Something that happened in the organisation of a case, on its timeline."""

    case = models.UUIDField()
    day = models.DateField()
    title = models.JSONField(default=dict)
    account = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["day", "id"]
