"""Recommendations with their versions, positions and answers; suppliers' cards.

No table names a person: members are those of their group, addressees functions and bodies.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.rules import Confidence
from vecu.groups.vocabulary import GroupCollege
from vecu.labelled_enum import LabelledEnum
from vecu.recommendations.rules import (
    ActorKind,
    AnswerDecision,
    Backing,
    FollowUpOutcome,
    RecommendationKind,
    RecommendationState,
)

NAME_LENGTH = 200
"""The longest name of a body, a function or a reference."""


def _make_word_field(
    vocabulary: type[LabelledEnum], **options: Any
) -> "models.CharField[str, str]":
    return models.CharField(max_length=20, choices=vocabulary.list_choices(), **options)


def _make_name_field(**options: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=NAME_LENGTH, **options)


def _make_college_field() -> "models.CharField[str, str]":
    return models.CharField(max_length=24, choices=GroupCollege.list_choices())


class GroupText(models.Model):
    """What a group writes and may change. `revision` increases with each change."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey("groups.LearningGroup", on_delete=models.CASCADE)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.id}"

    @property
    def scope(self) -> Scope:
        """Where roles are given."""
        return Scope(ScopeKind.GROUP, self.group_id)


class Recommendation(GroupText):
    """A recommendation, a landmark, or that there is none yet: what its versions have in common.

    `latest` and `published` are numbers of versions, `published` 0 while nobody reads it.
    `merged_into` says where it went on, `ended_reason` why it was set aside or taken back.
    """

    kind = _make_word_field(RecommendationKind)
    state = _make_word_field(RecommendationState, default=RecommendationState.DRAFT.value)
    latest = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    published_day = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="merged_from"
    )
    ended_reason = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]


class RecommendationVersion(models.Model):
    """One version, which never changes. `reason` says why it was proposed.

    `college` is that of who proposed it, as it was then; `proposer` is null of a college that spoke
    itself, and of a member who left since.

    `origins` are the versions that it came of, as pairs of recommendation and number. One that was
    `undone` stays readable, and is no part of the thread any more.
    """

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    day = models.DateField()
    college = _make_college_field()
    proposer = models.ForeignKey(
        "groups.GroupMember", on_delete=models.SET_NULL, null=True, related_name="proposals"
    )
    reason = models.JSONField(default=dict)
    origins = models.JSONField(default=list)
    undone = models.BooleanField(default=False)
    statement = models.JSONField(default=dict)
    claims = models.JSONField(default=list)
    decider = _make_name_field(blank=True)
    cost = models.JSONField(default=dict)
    cost_parts = models.JSONField(default=list)
    alternatives = models.JSONField(default=dict)
    actor = _make_word_field(ActorKind, blank=True)
    divides = models.JSONField(default=dict)
    needed = models.JSONField(default=dict)
    confidence = _make_word_field(Confidence, blank=True)
    confidence_reasons = models.JSONField(default=dict)
    not_known = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "number"], name="recommendation_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.recommendation_id}"


class RecommendationPosition(models.Model):
    """How one member, or a college itself, stands to a version.

    `college` is that of the time; `member` is null of a college, and of who left since: nothing
    names them, whatever `name_public` says. `hidden`: an account has renewed its author’s link
    since, and saw it, so that link does not show it; what its author writes from then on stands
    beside it, since what went from a page would have been theirs. Its identifier is random: rows
    that count up would say who took a position first.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(
        RecommendationVersion, on_delete=models.CASCADE, related_name="positions"
    )
    revision = models.PositiveIntegerField(default=1)
    college = _make_college_field()
    member = models.ForeignKey(
        "groups.GroupMember", on_delete=models.SET_NULL, null=True, related_name="backings"
    )
    as_college = models.BooleanField(default=False)
    backing = _make_word_field(Backing)
    reason = models.JSONField(default=dict)
    name_public = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)

    hides_order = True

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "member"],
                condition=models.Q(hidden=False),
                name="recommendation_one_position_of_a_member",
            ),
            models.UniqueConstraint(
                fields=["version", "college"],
                condition=models.Q(as_college=True),
                name="recommendation_one_position_of_a_college",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.backing} {self.version_id}"


class RecommendationAddress(GroupText):
    """To whom a published version goes. Of the link handed over only the fingerprint is stored."""

    version = models.ForeignKey(
        RecommendationVersion, on_delete=models.CASCADE, related_name="addresses"
    )
    addressee = _make_name_field()
    day = models.DateField()
    due = models.DateField()
    fingerprint = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]


class AddresseeAnswer(models.Model):
    """One answer, which never changes: a correction is the next one, and says why."""

    address = models.ForeignKey(
        RecommendationAddress, on_delete=models.CASCADE, related_name="answers"
    )
    number = models.PositiveIntegerField()
    day = models.DateField()
    decision = _make_word_field(AnswerDecision)
    reasons = models.JSONField(default=dict)
    signed_by = _make_name_field()
    done_by = models.DateField(null=True)
    correction = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "number"], name="recommendation_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.address_id}"


class AnswerFollowUp(models.Model):
    """What the group saw of what was accepted, on a day; the last one counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    address = models.ForeignKey(
        RecommendationAddress, on_delete=models.CASCADE, related_name="follow_ups"
    )
    number = models.PositiveIntegerField()
    day = models.DateField()
    outcome = _make_word_field(FollowUpOutcome)
    observed = models.JSONField(default=dict)
    references = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["address", "number"], name="recommendation_follow_up_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.address_id}"


class SupplierCard(GroupText):
    """What a supplier promised, and beside it what was observed, with what that stands on."""

    supplier = _make_name_field()
    product = _make_name_field()
    day = models.DateField()
    promised = models.JSONField(default=dict)
    promised_source = _make_name_field()
    system = models.UUIDField(null=True)
    observed = models.JSONField(default=list)
    not_known = models.JSONField(default=dict)
    cost = models.JSONField(default=dict)
    without_it = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["supplier", "product", "id"]


class ClaimReturn(models.Model):
    """That in a month the claims of a group came back to it: all of them, whatever they stand on.

    It is made each month, with or without evidence gone: so nothing stored says that, or when,
    somebody took words back. Which claims are to be discussed again is read when it is shown.
    """

    group = models.ForeignKey("groups.LearningGroup", on_delete=models.CASCADE)
    month = models.CharField(max_length=7)

    class Meta:
        ordering: ClassVar = ["-month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "month"], name="recommendation_monthly_return")
        ]

    def __str__(self) -> str:
        return f"{self.month} of {self.group_id}"
