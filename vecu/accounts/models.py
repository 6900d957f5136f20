"""Who works in the laboratory, what they may do in which study, and what they did."""

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractUser
from django.db import models

from vecu.accounts.rules import Role


class User(AbstractUser):
    """A member of the laboratory's staff. Respondents have no account.

    Personal data held: name, email, and the time of the last sign-in. `glance` lets the password be
    known again at once while the server that made it runs (`credentials.glances`).
    """

    may_create_studies = models.BooleanField(default=False)
    glance = models.CharField(max_length=80, blank=True, editable=False)


class Membership(models.Model):
    """The role of one member in one study.

    `study` is its uuid, without a foreign key, so that accounts knows nothing of surveys.
    """

    study = models.UUIDField(db_index=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "user"], name="one_role_per_study")
        ]


class _AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    """Rows that can be added and read, neither changed nor removed, one by one or all at once."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refuse."""
        _refuse()


def _refuse() -> NoReturn:
    raise TypeError("The audit only grows: an event can be neither changed nor removed.")


class AuditEvent(models.Model):
    """One act of a member on a study's data. Written once, never changed or removed.

    It names members of staff, never a respondent. `target` is a short machine name
    (an answer's uuid, a file's hash).
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    verb = models.CharField(max_length=40)
    study = models.UUIDField(null=True, db_index=True)
    target = models.CharField(max_length=100, blank=True)
    detail = models.JSONField(default=dict)

    objects = _AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if self.pk is not None:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()
