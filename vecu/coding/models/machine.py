"""Machine runs, their predictions and clusters, and what the machine may code by itself."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.coding.models.codebook import Code, Codebook
from vecu.coding.models.texts import Verbatim
from vecu.coding.rules import RunPurpose, RunState, SuggestionVerdict


class MachineRun(models.Model):
    """One background run of the machine over the answers to one question.

    For suggestions it trains on human codings, then predicts for every text; for clusters it groups
    similar sentences. The model is not stored, only its results. `version` is a fingerprint of all
    that made it; `learned` holds counts, `silent` the codes without suggestions and why. `beat` is
    the worker's last heartbeat; each new `attempt` starts from the beginning.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="runs")
    question = models.CharField(max_length=300)
    purpose = models.CharField(
        max_length=12, choices=[(purpose.value, purpose.value) for purpose in RunPurpose]
    )
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in RunState],
        default=RunState.WAITING,
    )
    progress = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    beat = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    version = models.CharField(max_length=64, blank=True)
    encoder = models.CharField(max_length=120, blank=True)
    settings = models.JSONField(default=dict)
    learned = models.JSONField(default=dict)
    silent = models.JSONField(default=dict)
    problem = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["codebook", "question", "purpose"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_run_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}: {self.state}"


class Prediction(models.Model):
    """The machine's prediction for one text: `codes`, or `why_not` there is none.

    For a training text it is `held_out`: made without training on that text. `scores` are the
    probabilities of the codes, without negligible ones.
    """

    run = models.ForeignKey(MachineRun, on_delete=models.CASCADE, related_name="judgements")
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="judgements")
    held_out = models.BooleanField()
    codes = models.JSONField(default=list)
    scores = models.JSONField(default=dict)
    why_not = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "verbatim"], name="one_judgement_per_text")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} on {self.verbatim_id}"


class Suggestion(models.Model):
    """A code suggested for a text, the words that explain it, and a person's decision.

    `words` are spans in the text with their contributions. Undecided ones are deleted with the next
    run; decided ones stay, with the run that made them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey(MachineRun, on_delete=models.PROTECT, related_name="suggestions")
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="suggestions")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="suggestions")
    score = models.FloatField()
    words = models.JSONField(default=list)
    verdict = models.CharField(
        max_length=8,
        blank=True,
        choices=[(verdict.value, verdict.value) for verdict in SuggestionVerdict],
    )
    by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar = ["-score", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "verbatim", "code"], name="suggested_once_in_a_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code_id} for {self.verbatim_id}"


class AutocodingPermission(models.Model):
    """Permission for the machine to apply a code by itself, with its agreement at the time."""

    code = models.OneToOneField(Code, on_delete=models.CASCADE, related_name="delegation")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    floor = models.FloatField()
    estimate = models.FloatField()
    conf_low = models.FloatField()
    texts = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.code_id} by the machine"


class PassageCluster(models.Model):
    """A cluster of similar passages, to be looked at; no finding. `code` is what it became."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey(MachineRun, on_delete=models.CASCADE, related_name="leads")
    place = models.PositiveSmallIntegerField()
    code = models.ForeignKey(Code, on_delete=models.SET_NULL, null=True, related_name="leads")

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return f"lead {self.place} of {self.run_id}"


class ClusterPassage(models.Model):
    """A passage of a text in a cluster, and which of the cluster's naming words it contains.

    The naming words are stored with the texts that contain them, so that they are deleted with
    these.
    """

    lead = models.ForeignKey(PassageCluster, on_delete=models.CASCADE, related_name="passages")
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    central = models.BooleanField(default=False)
    words = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.start}-{self.end} of {self.verbatim_id}"
