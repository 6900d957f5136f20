"""Who works in the laboratory, what they may do in which scope, and what they did."""

from datetime import datetime
from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models

from vecu.accounts.rules import Role, Scope, ScopeKind

_KINDS = [(kind.value, kind.value) for kind in ScopeKind]


def scope_columns(scope: Scope | None) -> dict[str, Any]:
    """Return the two columns in which a scope is stored, to filter by or to write."""
    return {
        "scope_kind": scope.kind if scope else None,
        "scope_uuid": scope.id if scope else None,
    }


class User(AbstractUser):
    """A member of the staff. Respondents have no account.

    Personal data held: name, email, and the time of the last sign-in. A removed account keeps its
    name alone, so that nobody else takes it and appears to have done what is in the audit.
    """

    may_create_studies = models.BooleanField(default=False)
    may_manage_accounts = models.BooleanField(default=False)
    removed = models.DateField(null=True, editable=False)


class Mandate(models.Model):
    """That an account was opened for staff representatives in a scope, by whoever owns the scope.

    `paper` of `body`, of `paper_day`, is what the account names as appointing it; '' until then.
    The row says no account, and stays when its member leaves: what was confirmed keeps its note.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    scope_kind = models.CharField(max_length=12, choices=_KINDS)
    scope_uuid = models.UUIDField(db_index=True)
    opened = models.DateField(null=True)
    body = models.CharField(max_length=200, blank=True)
    paper = models.CharField(max_length=200, blank=True)
    paper_day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"mandate {self.id}"


class Membership(models.Model):
    """The role of one member in one scope.

    The scope has no foreign key, so that accounts knows nothing of the rooms that own scopes. A
    representative has a `mandate`, a new one with each time that the role is given. An interviewer
    is let in from the day of their `undertaking` of secrecy on. A role that came `by_group`, from a
    directory, is taken away when the directory no longer gives it.
    """

    scope_kind = models.CharField(max_length=12, choices=_KINDS)
    scope_uuid = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.list_choices())
    mandate = models.OneToOneField(Mandate, on_delete=models.SET_NULL, null=True)
    undertaking = models.DateField(null=True)
    by_group = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope_uuid", "scope_kind", "user"], name="one_role_per_scope"
            )
        ]


class _AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    """Rows that can be added and read, never changed, and deleted by age alone."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Raise an error."""
        _refuse()

    def delete(self) -> NoReturn:
        """Raise an error."""
        _refuse()

    def delete_before(self, moment: datetime) -> int:
        """Delete all events from before `moment`, of whatever scope; return how many.

        For `actions.purge_audit` only: on events that were filtered it raises an error, since
        nobody is to choose which acts are forgotten.
        """
        if self.query.where:
            _refuse()
        deleted, _rows = models.QuerySet.delete(self.filter(at__lt=moment))
        return deleted


def _refuse() -> NoReturn:
    raise TypeError("An event of the audit is neither changed nor removed before its time.")


class AuditEvent(models.Model):
    """One act of a member on the data of a scope. Written once, never changed.

    It is removed when it is older than `AUDIT_DAYS`, also if its scope was deleted long before. It
    names members of staff, never a respondent. `target` is a short machine name
    (an answer's uuid, a file's hash). An act on an account, or on what is
    to become a study, has no scope.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    verb = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=12, choices=_KINDS, null=True)
    scope_uuid = models.UUIDField(null=True, db_index=True)
    target = models.CharField(max_length=100, blank=True)
    detail = models.JSONField(default=dict)

    objects = _AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(scope_kind__isnull=True, scope_uuid__isnull=True)
                | models.Q(scope_kind__isnull=False, scope_uuid__isnull=False),
                name="audit_scope_whole_or_absent",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; raise an error on update."""
        if self.pk is not None:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise an error."""
        _refuse()


class LinkPurpose(models.TextChoices):
    """What whoever holds a link can do with it."""

    INVITATION = "invitation"
    RESET = "reset"


class AccessLink(models.Model):
    """A link that is handed to somebody: to create an account, or to choose a new password.

    The link itself is stored nowhere. The row is deleted when it is used or revoked; `by` is the
    account name of the member who made it. An invitation may come with a role in one scope.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fingerprint = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=12, choices=LinkPurpose)
    by = models.CharField(max_length=150)
    expires = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    scope_kind = models.CharField(max_length=12, choices=_KINDS, null=True)
    scope_uuid = models.UUIDField(null=True)
    role = models.CharField(max_length=16, blank=True)
    may_create_studies = models.BooleanField(default=False)

    @property
    def scope(self) -> Scope | None:
        """The scope of the role that comes with an invitation, None without one."""
        if self.scope_kind is None or self.scope_uuid is None:
            return None
        return Scope(ScopeKind(self.scope_kind), self.scope_uuid)


class FailedSignIns(models.Model):
    """How many tries to sign in failed on one day under the name of one account.

    Those under names that no account has are one row, with an empty `account`.
    """

    day = models.DateField()
    account = models.CharField(max_length=150, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "account"], name="one_count_per_day")
        ]


class CachedValue(models.Model):
    """A row of Django's cache: a one-time code that was used, or how many were wrong.

    Only the cache reads and writes it. It is worth nothing after minutes, so no backup has it.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    excluded_from_backups = True

    def __str__(self) -> str:
        return self.cache_key


class LaboratoryKey(models.Model):
    """A key of this laboratory, by which a wrong or a missing one is recognised.

    `fingerprint` is a number of 31 bits made with the key, which says no more of it; `day` is the
    first on which the laboratory was started with it.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    fingerprint = models.PositiveIntegerField()
    day = models.DateField()

    def __str__(self) -> str:
        return f"key {self.number}"
