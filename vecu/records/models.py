"""The acts of all histories."""

from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from vecu.accounts.rules import Scope, ScopeKind

_ONLY_GROWS = "A history only grows: undoing adds to it."


class ActSet(models.QuerySet["Act"]):
    """Acts, which nobody changes or removes one by one."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError(_ONLY_GROWS)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError(_ONLY_GROWS)

    def forget(self) -> None:
        """Delete the acts of what is being deleted itself."""
        super().delete()


class Act(models.Model):
    """Something that somebody did to one entry of a scope, and the states before and after it.

    `ledger` is the history that it belongs to, each of which is undone apart. `number` is the order
    within scope and ledger. The key is random, and there is no counter over all scopes: beside the
    hours of other rooms it would tell when a member left a group. For the same reason acts of some
    ledgers have a `day` and no hour in `at`. `move` is one for all that was done at once.

    `kind` and `entry` are empty of what is no entry, `by` of what no account did. Undoing puts
    `before` in the place of `after`; either is null where there was nothing, or where the history
    must hold nothing. Nothing refers to a scope: `delete_acts` goes with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    scope_kind = models.CharField(max_length=12, choices=[(each, each) for each in ScopeKind])
    scope_uuid = models.UUIDField(db_index=True)
    ledger = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    move = models.UUIDField(default=uuid4)
    day = models.DateField()
    at = models.DateTimeField(null=True)
    by = models.CharField(max_length=150, blank=True)
    side = models.CharField(max_length=20, blank=True)
    verb = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, blank=True)
    entry = models.UUIDField(null=True, db_index=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )

    objects = ActSet.as_manager()
    hides_order = True

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope_kind", "scope_uuid", "ledger", "number"], name="records_one_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.verb} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if not self._state.adding:
            raise TypeError(_ONLY_GROWS)
        super().save(*args, **kwargs)

    @property
    def scope(self) -> Scope:
        """Where it was done."""
        return Scope(ScopeKind(self.scope_kind), self.scope_uuid)
