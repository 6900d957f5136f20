"""The dialogue about a system, and what is noted of it."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.rules import Scope, ScopeKind
from vecu.dialogue.avis_clock import ConsultationDates
from vecu.dialogue.clause_triggers import ClauseTerms
from vecu.dialogue.content import CollegePosition
from vecu.dialogue.models.base import (
    DialogueEntry,
    list_values,
    make_name_field,
    make_word_field,
)
from vecu.dialogue.models.positions import WritingPosition
from vecu.dialogue.rules import (
    SIDES,
    Avis,
    ClauseCause,
    College,
    DialogueKind,
    DossierItem,
    Ending,
    Expertise,
    PointState,
    StaffBody,
    Stance,
    WatchedFigure,
    judge_point,
)
from vecu.evidence.sources import Reference
from vecu.records.rules import Side, Standing
from vecu.records.two_sides import TwoSidedRecord


class Dialogue(models.Model):
    """All that is noted of the dialogue in one scope: today a system, later a group too."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    scope_kind = models.CharField(max_length=10, choices=list_values(ScopeKind))
    scope_uuid = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope_kind", "scope_uuid"], name="deliberation_one_dialogue"
            )
        ]

    def __str__(self) -> str:
        return f"dialogue in {self.scope_kind} {self.scope_uuid}"

    @property
    def scope(self) -> Scope:
        """Where roles are given."""
        return Scope(ScopeKind(self.scope_kind), self.scope_uuid)


class LastingEntry(DialogueEntry):
    """What holds until it ends: `ended` says how, `ended_by` names the group that says so."""

    ended = make_word_field(Ending, blank=True)
    ended_day = models.DateField(null=True)
    ended_by = make_name_field(blank=True)
    ended_reason = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def ending(self) -> Ending | None:
        """How it ended, None while it holds."""
        return Ending(self.ended) if self.ended else None


class CitingEntry(models.Model):
    """What stands on evidence, without any of its words."""

    references = models.JSONField(default=list)

    class Meta:
        abstract = True

    @property
    def cited(self) -> list[Reference]:
        """The references as other rooms know them."""
        return [Reference.from_json(each) for each in self.references]


class Workshop(DialogueEntry):
    """A workshop. `colleges` holds by college the group or function that was there."""

    day = models.DateField()
    subject = models.JSONField(default=dict)
    colleges = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["day", "id"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it, and have its points confirmed again: it says when they were, and among whom."""
        super().save(*args, **kwargs)
        self.points.update(revision=models.F("revision") + 1)

    @property
    def present(self) -> list[College]:
        """Which colleges were there."""
        return [each for each in College if each.value in self.colleges]

    @property
    def absent(self) -> list[College]:
        """Which colleges were not."""
        return [each for each in College if each.value not in self.colleges]


class WorkshopPoint(CitingEntry, DialogueEntry, TwoSidedRecord):
    """A point. `positions` holds by college its stance and, by language, its reason."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="points")
    statement = models.JSONField(default=dict)
    positions = models.JSONField(default=dict)
    answers = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["workshop__day", "id"]

    @property
    def stances(self) -> dict[College, CollegePosition]:
        """How each college stands to it."""
        stored: Mapping[str, Any] = self.positions
        return {
            each: CollegePosition(
                Stance(stored[each.value]["stance"]), stored[each.value]["reason"]
            )
            for each in College
            if each.value in stored
        }

    @property
    def concerned(self) -> frozenset[Side]:
        """Of which sides it says how they stand to it."""
        return frozenset(side for college, side in SIDES.items() if college.value in self.positions)

    @property
    def state(self) -> PointState:
        """What became of it."""
        return judge_point([each.stance for each in self.stances.values()])

    @property
    def is_shared(self) -> bool:
        """Whether all who were there share it, and each side says so itself."""
        return self.state is PointState.SHARED and self.standing is Standing.CONFIRMED


class StaffConsultation(DialogueEntry, TwoSidedRecord):
    """A consultation from its dossier to the avis, '' while there is none.

    `avis_side` noted the avis: what representatives noted nobody else replaces.
    """

    confirms_minutes = True

    day = models.DateField()
    body_kind = make_word_field(StaffBody)
    body = make_name_field()
    reference = make_name_field()
    subject = models.JSONField(default=dict)
    dossier = models.JSONField(default=list)
    dossier_note = models.JSONField(default=dict)
    expertise = make_word_field(Expertise)
    last_day = models.DateField(null=True)
    last_day_source = make_name_field(blank=True)
    avis = make_word_field(Avis, blank=True)
    avis_day = models.DateField(null=True)
    avis_reference = make_name_field(blank=True)
    avis_reasons = models.JSONField(default=dict)
    avis_side = make_word_field(Side, blank=True)

    class Meta:
        ordering: ClassVar = ["day", "id"]

    @property
    def dates(self) -> ConsultationDates:
        """What its clock is computed from."""
        return ConsultationDates(
            body=StaffBody(self.body_kind),
            handed_over=self.day,
            expertise=Expertise(self.expertise),
            last_day=self.last_day,
            avis=Avis(self.avis) if self.avis else None,
            avis_day=self.avis_day,
        )

    @property
    def absent_items(self) -> list[DossierItem]:
        """What its dossier does not contain."""
        return [each for each in DossierItem if each.value not in self.dossier]


class StaffAgreement(LastingEntry, TwoSidedRecord):
    """An agreement of an employer with unions: claimed by one, signed once both confirmed it."""

    day = models.DateField()
    subject = models.JSONField(default=dict)
    terms = models.JSONField(default=dict)
    employer = make_name_field()
    unions = models.JSONField(default=list)
    reference = make_name_field(blank=True)
    until = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["day", "id"]

    @property
    def concerned(self) -> frozenset[Side]:
        """Both sign it."""
        return frozenset(Side)

    @property
    def is_signed(self) -> bool:
        """Whether both sides say so."""
        return self.standing is Standing.CONFIRMED


class Commitment(LastingEntry, TwoSidedRecord):
    """What a group or function undertook, and by when: a claim of one side, as is its end."""

    day = models.DateField()
    subject = models.JSONField(default=dict)
    group = make_name_field()
    due = models.DateField()
    origin_kind = make_word_field(DialogueKind, blank=True)
    origin = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]

    @property
    def concerned(self) -> frozenset[Side]:
        """It was undertaken towards the other side."""
        return frozenset(Side)


class ReviewClause(LastingEntry, TwoSidedRecord):
    """A clause that watches a released figure, or a date; one that is only claimed watches too."""

    day = models.DateField()
    subject = models.JSONField(default=dict)
    watched = make_word_field(WatchedFigure)
    most = models.PositiveSmallIntegerField(null=True)
    due = models.DateField(null=True)
    origin_kind = make_word_field(DialogueKind, blank=True)
    origin = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["day", "id"]

    @property
    def concerned(self) -> frozenset[Side]:
        """Both agreed to it."""
        return frozenset(Side)

    @property
    def terms(self) -> ClauseTerms:
        """What was agreed."""
        return ClauseTerms(WatchedFigure(self.watched), self.day, self.most, self.due)


class AgendaItem(CitingEntry, LastingEntry):
    """What is to be talked about: a group asked for it, or a clause fired.

    Of a clause, `cause` and `month` say why; together they come once.
    """

    day = models.DateField()
    subject = models.JSONField(default=dict)
    group = make_name_field(blank=True)
    clause = models.ForeignKey(
        ReviewClause, on_delete=models.CASCADE, null=True, related_name="items"
    )
    cause = make_word_field(ClauseCause, blank=True)
    month = models.CharField(max_length=7, blank=True)

    class Meta:
        ordering: ClassVar = ["day", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clause", "cause", "month"], name="deliberation_fires_once"
            )
        ]


ENTRY_MODELS: Mapping[DialogueKind, type[DialogueEntry]] = {
    DialogueKind.WORKSHOP: Workshop,
    DialogueKind.POINT: WorkshopPoint,
    DialogueKind.CONSULTATION: StaffConsultation,
    DialogueKind.AGREEMENT: StaffAgreement,
    DialogueKind.COMMITMENT: Commitment,
    DialogueKind.CLAUSE: ReviewClause,
    DialogueKind.AGENDA_ITEM: AgendaItem,
    DialogueKind.POSITION: WritingPosition,
}
"""The table of each kind of entry."""
