"""Tables of studies and answers, with their database constraints.

No table here holds a time of day, an address, a browser, a session or a background task: what is
not stored cannot harm respondents.
"""

from secrets import randbits
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.key_ring import get_newest_number
from vecu.accounts.rules import Scope, ScopeKind
from vecu.surveys.consent.legal_bases import LegalBasis, SpecialCategoryBasis
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.rules import FieldingState, Mode


class Study(models.Model):
    """A study and its description, each text by language code.

    What the GDPR (article 13) makes it say may be blank, but for the legal basis: the laboratory's
    settings then hold (`queries.data_protection`). It opens with none of what must be said missing.
    All codes and fingerprints of a study are made with the key that was newest when it began.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField(unique=True)
    title = models.JSONField(default=dict)
    asked_by = models.JSONField(default=dict)
    purpose = models.JSONField(default=dict)
    contact = models.CharField(max_length=200, blank=True)
    retained_until = models.DateField(null=True)
    controller = models.CharField(max_length=300, blank=True)
    protection_officer = models.CharField(max_length=300, blank=True)
    supervisory_authority = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=20, blank=True, choices=LegalBasis.list_choices())
    special_category_basis = models.CharField(
        max_length=20,
        blank=True,
        choices=SpecialCategoryBasis.list_choices(),
    )
    server_operator = models.CharField(
        max_length=20, blank=True, choices=ServerOperator.list_choices()
    )
    server_operator_name = models.CharField(max_length=300, blank=True)
    fictional = models.BooleanField(default=False)
    key_number = models.PositiveSmallIntegerField(default=get_newest_number, editable=False)

    def __str__(self) -> str:
        return self.slug

    @property
    def scope(self) -> Scope:
        """Where members have their roles in this study, and where their acts are recorded."""
        return Scope(ScopeKind.STUDY, self.id)


class StudyStatement(models.Model):
    """What a study says of itself beyond its description, and may correct once it has opened.

    All of it is public. The impact assessment and the agreement of joint controllers are named
    before calls are taken; `simple` is the inquiry in simple words, as `simple_author` wrote it and
    `simple_reader` read it over; `call_…` stand on the card from which people call.
    """

    study = models.OneToOneField(
        Study, on_delete=models.CASCADE, related_name="statement", primary_key=True
    )
    assessment_day = models.DateField(null=True)
    assessment_by = models.CharField(max_length=200, blank=True)
    assessment = models.JSONField(default=dict)
    controllers = models.JSONField(default=dict)
    simple = models.JSONField(default=dict)
    simple_author = models.CharField(max_length=200, blank=True)
    simple_day = models.DateField(null=True)
    simple_reader = models.CharField(max_length=200, blank=True)
    call_number = models.CharField(max_length=40, blank=True)
    call_hours = models.JSONField(default=dict)
    call_languages = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"statement of {self.study}"


class Version(models.Model):
    """A published version of a study's questionnaire; never changed once a fielding uses it.

    `xform` is the source of truth; `workbook` is what its author wrote, kept for the next
    version.
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
    """A file that came with a version's workbook, under the name by which the workbook uses it.

    Media that the questionnaire shows, or a list that its XForm contains too: kept for other
    programs, for authors, and for the next version.
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
    """A file that an author has uploaded and not published yet.

    The workbook itself, or a file that comes with it; `study` is None for a new study. Deleted
    when it is published or removed, at the latest after the next day.
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
    """An opening of a version to respondents, in one mode."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="fieldings")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="fieldings")
    wave = models.PositiveIntegerField(default=1)
    mode = models.CharField(max_length=12, choices=Mode.list_choices())
    state = models.CharField(
        max_length=8,
        choices=FieldingState.list_choices(),
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
    """A relay: an organisation that passes a study on to people, with a link of its own.

    How many sent is not stored: it is `begun`, less `left`, less the existing drafts. So
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
    """Cards that were generated and printed together, perhaps for one relay to hand out.

    Once `revoked`, cards that nobody has taken no longer work.
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
    """A one-time code, stored as a fingerprint. No answer refers to it; sending does not touch it.

    It is `taken` once somebody has begun with it; taken without a draft means sent.

    Whenever one card changes, its whole batch is rewritten (`actions.cards`): neither row order
    nor PostgreSQL's transaction numbers then show which card was taken when.
    """

    fingerprint = models.CharField(primary_key=True, max_length=64)
    batch = models.ForeignKey(AccessCodeBatch, on_delete=models.CASCADE, related_name="cards")
    taken = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"card of {self.batch}"


class Draft(models.Model):
    """Unsent answers; deleted when sent, after the day `expires`, and by the quick exit.

    The quick exit spares drafts put aside: `resume` is then the fingerprint of a resume code
    that only the respondent knows, or of their card's code. Other drafts are found by a token
    that only the respondent's browser holds, also stored as a fingerprint. `page` is the key of
    the current page, or `rules.REVIEW`. `seed` is drawn for this draft alone: the order of
    shuffled choices and all other randomness in the questionnaire follow from it on every page.
    `promise` is the number of the promise (`consent`) that was read before the draft was begun. A
    newer one does not replace it: resuming shows no promise that must be read, so what was agreed
    to is what stood at the start.
    By which relay or card the respondent came is stored only here. All this is deleted with the
    draft; from PostgreSQL's files at the next purge (`actions.storage_traces`).
    """

    token = models.CharField(primary_key=True, max_length=64)
    fielding = models.ForeignKey(Fielding, on_delete=models.CASCADE, related_name="drafts")
    resume = models.CharField(max_length=64, null=True, unique=True)
    language = models.CharField(max_length=12)
    values = models.JSONField(default=dict)
    page = models.CharField(max_length=200, blank=True)
    seed = models.BigIntegerField()
    promise = models.PositiveSmallIntegerField()
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
    """One respondent's answers, by question path as the XForm nests them, with the day and no time.

    `receipt` is the fingerprint of the code with which the respondent can read and withdraw it.
    `promise` is the number of the promise (`consent`) that they read; None where none of ours is
    known to have been read: imported answers, and forms that do not say.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fielding = models.ForeignKey(Fielding, on_delete=models.CASCADE, related_name="answers")
    day = models.DateField()
    language = models.CharField(max_length=12)
    values = models.JSONField()
    receipt = models.CharField(max_length=64, null=True, unique=True)
    promise = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class AnswerFile(models.Model):
    """A respondent's file, sanitized; deleted with the draft or the answer to which it belongs.

    Its name is random, or derived from the form filled in another program
    (`queries.get_file_name`); it ends in the file's type, and is what the answers contain.
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
    """Records that an OpenRosa client sent a filled form, so that repeats store nothing twice.

    `instance` and `xml` are keyed fingerprints of the form's instanceID and of the submission.
    It has no link to the answer, and outlives a withdrawal: a client's repeat restores nothing.
    On PostgreSQL both bear their transaction's number until the next purge
    (`actions.storage_traces`); on SQLite rows are stored in the order of `instance`, not of
    arrival.
    """

    instance = models.CharField(primary_key=True, max_length=64)
    xml = models.CharField(max_length=64)
    fielding = models.ForeignKey(Fielding, on_delete=models.CASCADE, related_name="submissions")

    def __str__(self) -> str:
        return self.instance


def draw_search_entry_id() -> int:
    """Return a random id, which shows no order; SQLite's index requires an integer."""
    return randbits(63)


class RandomKey(models.BigIntegerField):  # type: ignore[type-arg] # generic for mypy only
    """A random integer key of 63 bits, which is also SQLite's rowid.

    With the type `bigint`, SQLite would store rows in order of arrival, and look each up
    through a second index.
    """

    def db_type(self, connection: Any) -> str | None:
        """Return the column type that makes the key SQLite's rowid."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class SearchEntry(models.Model):
    """A text of an answer, folded for search: one question, in one story.

    Inserted and deleted with its answer by `actions.search_index` only: SQLite's index keeps
    words of its own, so an answer that still has entries cannot be deleted by cascade.
    """

    id = RandomKey(primary_key=True, default=draw_search_entry_id, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="passages")
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.id)


class BreakoffCount(models.Model):
    """How many respondents broke off at a page: a count from which no draft can be identified."""

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
