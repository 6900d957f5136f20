"""What the coding room keeps. People's words stay in their answers; here are places and hashes.

All that tells of one person's words hangs on their answer and is deleted with it, the history
included: a withdrawal leaves nothing. Times are those of members' acts, never of an answer.
"""

from secrets import randbits
from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.conf import settings
from django.db import models

from vecu.coding.rules import CoderKind, Draw, Purpose, QuotationState, RunState, Verb, Verdict
from vecu.coding.spans import Span

LEAST_AGREEMENT = 0.8
"""Alpha from which Krippendorff (2004) relies on what was coded; a team may set another."""


class Codebook(models.Model):
    """The codes of one study. `questions` are the paths of those coded; without any, all are.

    `language` is the one that codes are named in.

    While it is `blind`, nobody sees what others did with a text before all of its coders are done.
    The machine may code by itself what it surely agrees on with people at least as far as `floor`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.OneToOneField("surveys.Study", on_delete=models.CASCADE, related_name="+")
    questions = models.JSONField(default=list)
    blind = models.BooleanField(default=True)
    language = models.CharField(max_length=12)
    floor = models.FloatField(default=LEAST_AGREEMENT)

    def __str__(self) -> str:
        return f"codebook of {self.study_id}"


class CodebookVersion(models.Model):
    """The codebook as it stood when a member published it; never changes."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    note = models.TextField(blank=True)
    codes = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["codebook", "number"], name="one_codebook_version_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.codebook} {self.number}"


class Code(models.Model):
    """One idea that texts are coded by.

    `use_when` and `not_when` tell coders where it ends. `questions` limits it, and what stands
    below it, to answers of some questions. A code `merged` into another keeps its codings, which
    count as the other's; a `retired` one is no longer offered. `revision` grows with each change,
    so that of two members who change it at once the second is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    place = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    use_when = models.TextField(blank=True)
    not_when = models.TextField(blank=True)
    examples = models.TextField(blank=True)
    colour = models.CharField(max_length=7)
    questions = models.JSONField(default=list)
    retired = models.BooleanField(default=False)
    merged = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="absorbed")
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Coder(models.Model):
    """Whoever codes: a member, somebody known from an imported file, or a machine."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="coders")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=150)
    kind = models.CharField(
        max_length=8,
        choices=[(kind.value, kind.value) for kind in CoderKind],
        default=CoderKind.PERSON,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["codebook", "account"], name="one_coder_per_account")
        ]

    def __str__(self) -> str:
        return self.name


def draw_place() -> int:
    """Draw a place among texts that says nothing of when an answer came."""
    return randbits(62)


class Verbatim(models.Model):
    """One person's words to one open question, in one story: what is coded.

    `address` is where they stand in the answer ("story[2]/limit"), `story` the instance of a
    repeat that they belong to ("story[2]", '' outside repeats). The words themselves are in the
    answer; `hash` tells whether they are still the ones that were coded.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="verbatims")
    answer = models.ForeignKey("surveys.Answer", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=300)
    story = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300)
    hash = models.CharField(max_length=64)
    place = models.BigIntegerField(default=draw_place)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "address"], name="one_verbatim_per_address")
        ]
        indexes: ClassVar = [
            models.Index(fields=["codebook", "question", "place"], name="verbatims_in_order")
        ]

    def __str__(self) -> str:
        return self.address


class Assignment(models.Model):
    """That a coder is to code a text, and whether they have finished it.

    `draw` tells how it was put forward, '' when it was not. What was finished where the machine's
    suggestions were shown is `assisted`: it never measures how far the machine agrees with people.
    """

    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="assignments")
    coder = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="assignments")
    done = models.BooleanField(default=False)
    draw = models.CharField(
        max_length=8, blank=True, choices=[(draw.value, draw.value) for draw in Draw]
    )
    assisted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verbatim", "coder"], name="one_assignment_per_coder")
        ]
        indexes: ClassVar = [models.Index(fields=["coder", "done"], name="what_is_left_to_code")]

    def __str__(self) -> str:
        return f"{self.verbatim} for {self.coder}"


class Coding(models.Model):
    """A code that a coder put on a text, or on the span of it from `start` to `end`.

    `suggestion` is the one of the machine that they accepted, None where they thought of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    coder = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="codings")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    suggestion = models.ForeignKey(
        "Suggestion", on_delete=models.SET_NULL, null=True, related_name="codings"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["verbatim", "coder", "code"],
                condition=models.Q(start__isnull=True),
                name="whole_text_coded_once",
            ),
            models.UniqueConstraint(
                fields=["verbatim", "coder", "code", "start", "end"],
                condition=models.Q(start__isnull=False),
                name="span_coded_once",
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__lt=models.F("end")),
                name="whole_text_or_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.verbatim}"

    @property
    def span(self) -> Span | None:
        """The part of the text that it is on, None for the whole."""
        return None if self.start is None or self.end is None else Span(self.start, self.end)


class Ruling(models.Model):
    """What the team settled of one code on one text. No coder's own coding changes with it."""

    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="rulings")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="rulings")
    present = models.BooleanField()
    by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verbatim", "code"], name="one_ruling_per_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.verbatim}: {self.present}"


class Guide(models.Model):
    """Practices that somebody published, to hold those that people told of against.

    `language` is the one it is worded in. `revision` grows whenever that is changed, as a code's.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="guides")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    source = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Practice(models.Model):
    """One practice of a guide, and the codes that stand for it; `revision` is that of the codes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="practices")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    codes = models.ManyToManyField(Code, related_name="practices")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return self.name


class Quotation(models.Model):
    """A person's words, proposed to be published; only with their permission, gone with the answer.

    Where they stand in the text is `start` to `end`, None for all of it. `text` is what will be
    read, '' as long as nobody edited the words. Until it is released only members see it.
    `revision` grows with each change, so that of two who decide at once the second is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="quotations")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="quotations")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    text = models.TextField(blank=True)
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in QuotationState],
        default=QuotationState.PROPOSED,
    )
    revision = models.PositiveIntegerField(default=1)
    proposed_by = models.CharField(max_length=150)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["verbatim"],
                condition=models.Q(start__isnull=True),
                name="whole_text_quoted_once",
            ),
            models.UniqueConstraint(
                fields=["verbatim", "start", "end"],
                condition=models.Q(start__isnull=False),
                name="span_quoted_once",
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__lt=models.F("end")),
                name="whole_text_or_span_quoted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} quotation {self.id}"

    @property
    def span(self) -> Span | None:
        """The part of the text that is quoted, None for the whole."""
        return None if self.start is None or self.end is None else Span(self.start, self.end)


class Run(models.Model):
    """The machine reading the answers to one question once, in the background.

    For suggestions it learns from what people coded, then says what it makes of every text; for
    leads it only groups what people said. What it learned is not kept, only what it said of texts.
    `version` stands for all that made it; `learned` holds counts, `silent` why it says nothing of
    some codes. `beat` is its worker's last sign of life; each new `attempt` begins from the start.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="runs")
    question = models.CharField(max_length=300)
    purpose = models.CharField(
        max_length=12, choices=[(purpose.value, purpose.value) for purpose in Purpose]
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


class Judgement(models.Model):
    """What the machine says of one text: `codes`, or `why_not` it says nothing.

    On a text that it learned from it was `held_out`: this is what it says without having learned
    from it. `scores` are how likely each code is, those next to impossible left out.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="judgements")
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
    """A code that the machine suggests for a text, the words that made it, what a person decided.

    `words` are places in the text with what each weighed. Undecided ones go with the next run;
    those that a person decided on stay, with the run that they came from.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="suggestions")
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="suggestions")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="suggestions")
    score = models.FloatField()
    words = models.JSONField(default=list)
    verdict = models.CharField(
        max_length=8, blank=True, choices=[(verdict.value, verdict.value) for verdict in Verdict]
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


class Delegation(models.Model):
    """That the machine may code by itself with a code, and how far it agreed with people then."""

    code = models.OneToOneField(Code, on_delete=models.CASCADE, related_name="delegation")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    floor = models.FloatField()
    estimate = models.FloatField()
    conf_low = models.FloatField()
    texts = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.code_id} by the machine"


class Lead(models.Model):
    """A group of passages that are alike, to be looked at; no finding. `code` is what it became."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="leads")
    place = models.PositiveSmallIntegerField()
    code = models.ForeignKey(Code, on_delete=models.SET_NULL, null=True, related_name="leads")

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return f"lead {self.place} of {self.run_id}"


class Passage(models.Model):
    """A part of a text that belongs to a lead, and which of the words that name it stand there.

    A lead's words hang on the texts that say them, so that they go with these.
    """

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="passages")
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    central = models.BooleanField(default=False)
    words = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.start}-{self.end} of {self.verbatim_id}"


class Memo(models.Model):
    """A thought written down: about what it names, else about the whole codebook.

    What is about a coding, a ruling or a quotation is about its text too, what is about a practice
    about its guide. It stays there when the coding, ruling, quotation or practice goes; when a
    guide goes it is about the codebook. What is about a text goes with the person's answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="memos")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, null=True, related_name="memos")
    verbatim = models.ForeignKey(
        Verbatim, on_delete=models.CASCADE, null=True, related_name="memos"
    )
    coding = models.ForeignKey(Coding, on_delete=models.SET_NULL, null=True, related_name="memos")
    ruling = models.ForeignKey(Ruling, on_delete=models.SET_NULL, null=True, related_name="memos")
    quotation = models.ForeignKey(
        Quotation, on_delete=models.SET_NULL, null=True, related_name="memos"
    )
    guide = models.ForeignKey(Guide, on_delete=models.SET_NULL, null=True, related_name="memos")
    practice = models.ForeignKey(
        Practice, on_delete=models.SET_NULL, null=True, related_name="memos"
    )
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.text


class _History(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError(_ONLY_GROWS)

    def delete(self) -> NoReturn:
        """Refuse; a withdrawal passes by the answer, and takes what tells of it along."""
        raise TypeError(_ONLY_GROWS)


_ONLY_GROWS = "The history only grows: an event can be neither changed nor removed."


class Event(models.Model):
    """One act of a member: who, what, when and why. Never changed; undoing is an act of its own.

    `detail` holds identifiers and what codes were called, never words of a respondent.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    verb = models.CharField(max_length=24, choices=[(verb.value, verb.value) for verb in Verb])
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, null=True, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, null=True, related_name="events")
    why = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )

    objects = _History.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["codebook", "by", "-id"], name="own_acts"),
            models.Index(fields=["codebook", "by", "verb", "-id"], name="own_acts_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if self.pk is not None:
            raise TypeError(_ONLY_GROWS)
        super().save(*args, **kwargs)


class Upload(models.Model):
    """A file of codes or codings that a member brought in the browser and has not confirmed yet.

    Personal data held: whatever the file holds, for a day at most; it is deleted when its owner
    confirms or cancels, and by `vecu purge`. `study` is None for one that is to become a study.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.UUIDField(null=True)
    owner = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.name
