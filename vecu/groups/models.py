"""Learning groups: what facilitators write of them, their members, and what these think."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.key_ring import get_newest_number
from vecu.accounts.rules import Scope, ScopeKind
from vecu.groups.vocabulary import GroupCollege, HypothesisStance, StepKind

MEMBER_NAME_LENGTH = 60
"""Of the name that a member chooses."""
ORIGIN_LENGTH = 20


class LearningGroup(models.Model):
    """A group with its mandate sheet; roles in it are those of who facilitates.

    `slug` is the end of its address, `fictional` whether it is invented: neither ever changes.
    `ended` is the day on which all members left it; `composition` is then how many they were.
    Links of members, and of who is asked for an answer, are made with the key `key_number`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField(unique=True)
    fictional = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    published = models.DateField(null=True)
    ended = models.DateField(null=True)
    composition = models.JSONField(default=dict)
    name = models.JSONField(default=dict)
    commissioner = models.JSONField(default=dict)
    question = models.JSONField(default=dict)
    responder = models.JSONField(default=dict)
    response_due = models.DateField(null=True)
    facilitator = models.JSONField(default=dict)
    independence = models.JSONField(default=dict)
    paid_hours = models.JSONField(default=dict)
    replacement = models.JSONField(default=dict)
    indemnity = models.JSONField(default=dict)
    childcare = models.JSONField(default=dict)
    interpreter = models.JSONField(default=dict)
    heard = models.JSONField(default=dict)
    key_number = models.PositiveSmallIntegerField(default=get_newest_number, editable=False)

    def __str__(self) -> str:
        return f"group {self.id}"

    @property
    def scope(self) -> Scope:
        """Where roles are given."""
        return Scope(ScopeKind.GROUP, self.id)


class GroupMember(models.Model):
    """A chosen name and a link that was handed over. No address, no account, no time.

    Personal data held: the name that they chose, and the college that they declared. `link` is the
    keyed hash of what their link holds. `without_manager`: they declared that neither a manager of
    theirs nor somebody whom they manage sits in the group. `totals_public`: everybody may read the
    totals of rounds that are still to be opened. `hides_declared` and `hides_agreed`: an account
    has renewed the link since, and saw it, so that link does not show the one or the other. The row
    is deleted when they leave.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(LearningGroup, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=MEMBER_NAME_LENGTH)
    folded_name = models.CharField(max_length=2 * MEMBER_NAME_LENGTH)
    college = models.CharField(max_length=24, choices=GroupCollege.list_choices())
    link = models.CharField(max_length=64, unique=True)
    without_manager = models.BooleanField(default=False)
    totals_public = models.BooleanField(default=False)
    hides_declared = models.BooleanField(default=False)
    hides_agreed = models.BooleanField(default=False)

    hides_order = True

    class Meta:
        ordering: ClassVar = ["folded_name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "folded_name"], name="deliberation_one_member_per_name"
            )
        ]

    def __str__(self) -> str:
        return f"member of {self.group_id}"


class GroupStep(models.Model):
    """A step of the calendar, and the notes of it once those present have agreed to them.

    `agreed` is how many of those `present` agreed when the notes were read back, null before;
    `objection` is what the others would have written. `cards` are the findings that it discusses.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(LearningGroup, on_delete=models.CASCADE, related_name="steps")
    revision = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=StepKind.list_choices())
    day = models.DateField()
    subject = models.JSONField(default=dict)
    material = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    effect = models.JSONField(default=dict)
    cards = models.JSONField(default=list)
    present = models.PositiveSmallIntegerField(null=True)
    agreed = models.PositiveSmallIntegerField(null=True)
    objection = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.day}"


class GroupHypothesis(models.Model):
    """A hypothesis that a group takes position on; `withdrawn` says why it does not any more.

    `place` is that in the group’s list; `plain` is the statement in few words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(LearningGroup, on_delete=models.CASCADE, related_name="hypotheses")
    revision = models.PositiveIntegerField(default=1)
    statement = models.JSONField(default=dict)
    plain = models.JSONField(default=dict)
    source = models.JSONField(default=dict)
    counter_argument = models.JSONField(default=dict)
    origin = models.CharField(max_length=ORIGIN_LENGTH, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["place", "id"]

    def __str__(self) -> str:
        return f"hypothesis {self.id}"

    @property
    def heading(self) -> dict[str, str]:
        """What stands above all that is said of it: in each language the plain words, if any."""
        return {**self.statement, **self.plain}


class PositionRound(models.Model):
    """The first or the second round of a group, on some hypotheses.

    `closed` is the day on which its results were counted. `totals_public`: every member had agreed
    when it was opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(LearningGroup, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened = models.DateField()
    last_day = models.DateField()
    closed = models.DateField(null=True)
    totals_public = models.BooleanField(default=False)
    hypotheses = models.ManyToManyField(GroupHypothesis, related_name="rounds")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "number"], name="deliberation_one_round_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.group_id}"


class HypothesisPosition(models.Model):
    """What one member thinks of one hypothesis in one round. It has no time and no history.

    `device` is the hash of a random mark of the browser that saved it, deleted when the round
    closes. `college`, as it was counted, stands from the close of the first round to that of the
    second; `moved` since that of the second, where the group reads how many moved. Of who has left,
    `member` is null, and the words are there only if they left them to the group. `hidden`: an
    account has renewed its author’s link since, and saw it, so that link does not show it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(PositionRound, on_delete=models.CASCADE, related_name="positions")
    hypothesis = models.ForeignKey(
        GroupHypothesis, on_delete=models.CASCADE, related_name="positions"
    )
    member = models.ForeignKey(
        GroupMember, on_delete=models.CASCADE, null=True, related_name="positions"
    )
    college = models.CharField(max_length=24, choices=GroupCollege.list_choices(), blank=True)
    stance = models.CharField(max_length=10, choices=HypothesisStance.list_choices())
    reason = models.TextField(blank=True)
    would_change = models.TextField(blank=True)
    named = models.BooleanField(default=False)
    moved = models.BooleanField(null=True)
    revision = models.PositiveIntegerField(default=1)
    device = models.CharField(max_length=64, blank=True)
    hidden = models.BooleanField(default=False)

    hides_order = True

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "hypothesis", "member"], name="deliberation_one_position"
            )
        ]

    def __str__(self) -> str:
        return f"position {self.id}"


class HypothesisCount(models.Model):
    """What members read of one hypothesis in a closed round; it never changes, whoever leaves.

    `shown` is what `groups.round_results` lets them see; names in it are identifiers of members.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(PositionRound, on_delete=models.CASCADE, related_name="counts")
    hypothesis = models.ForeignKey(GroupHypothesis, on_delete=models.CASCADE, related_name="counts")
    shown = models.JSONField()

    class Meta:
        ordering: ClassVar = ["round__number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "hypothesis"], name="deliberation_one_count")
        ]

    def __str__(self) -> str:
        return f"count of {self.hypothesis_id}"
