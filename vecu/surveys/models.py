"""What an inquiry is made of, and what the database itself refuses.

No table here holds a time, an address, a browser, a session or a background task: what is not
stored cannot harm the one who answered.
"""

from secrets import randbits
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.rules import Scope, ScopeKind
from vecu.surveys.rules import (
    FieldingState,
    Mode,
)


class Study(models.Model):
    """An inquiry and what it tells people about itself, each text keyed by language code."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField(unique=True)
    title = models.JSONField(default=dict)
    asked_by = models.JSONField(default=dict)
    purpose = models.JSONField(default=dict)
    contact = models.CharField(max_length=200, blank=True)
    retained_until = models.DateField(null=True)
    fictional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.slug

    @property
    def scope(self) -> Scope:
        """Where members have their roles in this study, and where their acts are recorded."""
        return Scope(ScopeKind.STUDY, self.id)


class Version(models.Model):
    """One published state of a study's questionnaire; never changed once a fielding uses it.

    `xform` is the source of truth; `workbook` is what its author wrote, kept for the next version.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    xform = models.TextField()
    workbook = models.BinaryField(default=bytes)
    workbook_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.study} {self.number}"


class Attachment(models.Model):
    """A file that came with a version's workbook, under the name that this uses.

    A picture, sound or film that the questionnaire shows, or a list that its XForm holds too: kept
    for other programs, for its authors, and for the next version.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    type = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "name"], name="one_attachment_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class StagedUpload(models.Model):
    """A file that an author has brought in the browser and not published yet.

    The workbook itself, or a file that comes with it; for the study that is to be begun, `study` is
    None. Kept until it is published or taken off, and to the day after at most.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.PositiveBigIntegerField()
    study = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    type = models.CharField(max_length=40)
    workbook = models.BooleanField(default=False)
    day = models.DateField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "study"], name="one_desk")]

    def __str__(self) -> str:
        return self.name


class Fielding(models.Model):
    """One opening of a version to people, by one way of taking part."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="fieldings")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="fieldings")
    wave = models.PositiveIntegerField(default=1)
    mode = models.CharField(max_length=10, choices=[(mode.value, mode.value) for mode in Mode])
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in FieldingState],
        default=FieldingState.DRAFT,
    )
    opens = models.DateField(null=True)
    closes = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "wave", "mode"], name="one_fielding_per_wave")
        ]

    def __str__(self) -> str:
        return f"{self.study} {self.mode} {self.wave}"


class OutreachPartner(models.Model):
    """A union, an association or a network that carries an inquiry to people by a link of its own.

    How many sent is not stored: it is `begun`, less `left`, less the drafts on their way. So
    sending an answer writes nothing here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="relays")
    slug = models.SlugField()
    name = models.CharField(max_length=100)
    begun = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "slug"], name="one_relay_per_address")
        ]

    def __str__(self) -> str:
        return self.name


class AccessCodeBatch(models.Model):
    """Cards that were drawn and printed together, perhaps for one relay to hand out.

    Once `revoked`, those of its cards that nobody has taken no longer work.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fielding = models.ForeignKey(Fielding, on_delete=models.CASCADE, related_name="batches")
    relay = models.ForeignKey(
        OutreachPartner, on_delete=models.SET_NULL, null=True, related_name="batches"
    )
    number = models.PositiveIntegerField()
    revoked = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fielding", "number"], name="one_batch_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.fielding} batch {self.number}"


class AccessCode(models.Model):
    """A one-time code, kept as a fingerprint. No answer knows it, and sending does not touch it.

    It is `taken` once somebody has begun with it; taken without a draft means that it was sent.

    Whenever one card changes, its whole batch is written anew (`actions.cards`): neither the order
    of rows nor PostgreSQL's transaction numbers then tell which card was taken when.
    """

    fingerprint = models.CharField(primary_key=True, max_length=64)
    batch = models.ForeignKey(AccessCodeBatch, on_delete=models.CASCADE, related_name="cards")
    taken = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"card of {self.batch}"


class Draft(models.Model):
    """Answers on their way; gone at submit, after the day `expires`, and at the quick exit.

    The quick exit spares what was put aside: `resume` is then the fingerprint of the code that
    leads back to it, one that only the person knows or that of their card. Else a draft is found by
    a token that only the person's browser holds, stored as a fingerprint too. `page` is the key of
    the page they are at, or `rules.REVIEW`.
    `seed` is drawn for this draft alone: the order in which choices are shuffled, and all else that
    the questionnaire leaves to chance, follows from it on every page. It is gone with the draft.
    By which relay or card the person came is known here only, and gone with the draft; from the
    files of PostgreSQL at the next purge (`actions.traces`).
    """

    token = models.CharField(primary_key=True, max_length=64)
    fielding = models.ForeignKey(Fielding, on_delete=models.CASCADE, related_name="drafts")
    resume = models.CharField(max_length=64, null=True, unique=True)
    language = models.CharField(max_length=12)
    values = models.JSONField(default=dict)
    page = models.CharField(max_length=200, blank=True)
    seed = models.BigIntegerField()
    expires = models.DateField(db_index=True)
    relay = models.ForeignKey(
        OutreachPartner, on_delete=models.SET_NULL, null=True, related_name="drafts"
    )
    card = models.OneToOneField(
        AccessCode, on_delete=models.CASCADE, null=True, related_name="draft"
    )

    def __str__(self) -> str:
        return f"draft kept until {self.expires}"


class Answer(models.Model):
    """What one person said, kept by question path as the XForm nests it, with the day and no time.

    `receipt` is the fingerprint of the code with which that person can read and withdraw it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fielding = models.ForeignKey(Fielding, on_delete=models.CASCADE, related_name="answers")
    day = models.DateField()
    language = models.CharField(max_length=12)
    values = models.JSONField()
    receipt = models.CharField(max_length=64, null=True, unique=True)

    def __str__(self) -> str:
        return str(self.id)


class AnswerFile(models.Model):
    """A file that a person gave, cleaned; deleted with the draft or the answer that it is part of.

    Its name is drawn at random, or made from the form that another program filled
    (`queries.file_name_for`); it tells the type by its ending, and is what the answers hold.
    """

    name = models.CharField(primary_key=True, max_length=45)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="enclosures")
    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, null=True, related_name="enclosures"
    )
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) ^ models.Q(answer__isnull=True),
                name="part_of_a_draft_or_of_an_answer",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SubmissionReceipt(models.Model):
    """That an OpenRosa client sent a filled form, so that sending it again keeps nothing twice.

    `instance` and `xml` are keyed fingerprints of the form's instanceID and of what was sent. No
    link leads to the answer, and it outlives a withdrawal: a client's repeat brings nothing back.
    On PostgreSQL both bear the number of their transaction until the next purge (`actions.traces`);
    on SQLite these rows lie in the order of `instance`, not as they came (migration 0004).
    """

    instance = models.CharField(primary_key=True, max_length=64)
    xml = models.CharField(max_length=64)
    fielding = models.ForeignKey(Fielding, on_delete=models.CASCADE, related_name="submissions")

    def __str__(self) -> str:
        return self.instance


def draw_search_entry_id() -> int:
    """Draw an identifier that says nothing of order; SQLite's index wants an integer."""
    return randbits(63)


class RandomKey(models.BigIntegerField):  # type: ignore[type-arg] # generic for mypy only
    """A random integer key of 63 bits, by which SQLite orders the rows themselves.

    Under the type `bigint` it would keep them in order of arrival, and look each up by a second
    index.
    """

    def db_type(self, connection: Any) -> str | None:
        """Return the type by which the column becomes SQLite's own row number."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class SearchEntry(models.Model):
    """One text of an answer, folded for search: what was written to one question, one time.

    Written and deleted with its answer by `actions.indexing`, never by itself: SQLite's index has
    words of its own, so an answer that still has passages cannot be deleted by the way.
    """

    id = RandomKey(primary_key=True, default=draw_search_entry_id, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="passages")
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.id)


class BreakoffCount(models.Model):
    """How many people left for good at a page: a count that no draft can be told from."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fielding = models.ForeignKey(Fielding, on_delete=models.CASCADE, related_name="left_at")
    page = models.CharField(max_length=200)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fielding", "page"], name="one_count_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.people}"
