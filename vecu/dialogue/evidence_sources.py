"""What dialogue has to show of a claim: points that were shared, and agreements that stand.

What is pending or not shared is never evidence, nor is an agreement that was withdrawn; nor is what
one side says of the other, until the other confirms it.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import Scope, ScopeKind
from vecu.dialogue.addresses import get_public_address
from vecu.dialogue.models import DialogueEntry, StaffAgreement, WorkshopPoint
from vecu.dialogue.rules import Ending
from vecu.dialogue.sentences import describe_agreement, describe_shared_point
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
    register_evidence_source,
)
from vecu.register.queries import System, list_systems

Row = TypeVar("Row", bound=DialogueEntry)


class _DialogueSource(ABC, Generic[Row]):
    """Entries of one kind: everybody sees those of published systems, members those of theirs."""

    name: str
    label: str | Promise

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return the entries of a system that stand now."""
        if scope.kind is not ScopeKind.SYSTEM:
            return []
        shown = [
            self._show(row, Reference(self.name, row.pk, self._get_revision(row)), system)
            for row, system in _list_visible(self._list_rows_of(scope.id), audience)
        ]
        return [each for each in shown if each.state is EvidenceState.STANDING]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what entries say now; those that do not hold any more are left out."""
        rows = self._list_rows({each.id for each in references})
        found = {row.pk: (row, system) for row, system in _list_visible(rows, audience)}
        return describe_known(references, found, lambda row, each: self._show(row[0], each, row[1]))

    def _show(self, row: Row, reference: Reference, system: System) -> Evidence:
        same = self._get_revision(row) == reference.revision and self._is_whole(row)
        return Evidence(
            reference,
            EvidenceState.STANDING if same else EvidenceState.CHANGED,
            sentence=self._say(row),
            address=get_public_address(system, row.pk),
            day=self._get_day(row),
        )

    @abstractmethod
    def _list_rows_of(self, system: UUID) -> Iterable[Row]:
        """Return the entries of a system that can be shown."""

    @abstractmethod
    def _list_rows(self, ids: Collection[UUID]) -> Iterable[Row]:
        """Return those of these entries that can be shown."""

    @abstractmethod
    def _say(self, row: Row) -> str:
        """Return what an entry says."""

    @abstractmethod
    def _get_day(self, row: Row) -> date:
        """Return when it was shared or agreed."""

    def _get_revision(self, row: Row) -> int:
        """Return what increases whenever an entry reads otherwise."""
        return row.revision

    def _is_whole(self, row: Row) -> bool:
        """Return whether an entry still is what it was when it was noted."""
        return True


class SharedPoints(_DialogueSource[WorkshopPoint]):
    """Points that all colleges shared that were there."""

    name = "shared-point"
    label = gettext_lazy("Points shared at workshops")

    def _list_rows_of(self, system: UUID) -> Iterable[WorkshopPoint]:
        points = WorkshopPoint.objects.filter(
            dialogue__scope_kind=ScopeKind.SYSTEM, dialogue__scope_uuid=system
        )
        return _list_shared(points.select_related("dialogue", "workshop"))

    def _list_rows(self, ids: Collection[UUID]) -> Iterable[WorkshopPoint]:
        points = WorkshopPoint.objects.filter(pk__in=ids)
        return _list_shared(points.select_related("dialogue", "workshop"))

    def _say(self, row: WorkshopPoint) -> str:
        return describe_shared_point(row)

    def _get_day(self, row: WorkshopPoint) -> date:
        return row.workshop.day

    def _get_revision(self, row: WorkshopPoint) -> int:
        """Return one that increases with the workshop’s too: it says who was there, and when."""
        return row.revision + row.workshop.revision


class StandingAgreements(_DialogueSource[StaffAgreement]):
    """Agreements that were signed; one that was denounced reads as changed from then on."""

    name = "agreement"
    label = gettext_lazy("Agreements")

    def _list_rows_of(self, system: UUID) -> Iterable[StaffAgreement]:
        return self._list_signed(dialogue__scope_kind=ScopeKind.SYSTEM, dialogue__scope_uuid=system)

    def _list_rows(self, ids: Collection[UUID]) -> Iterable[StaffAgreement]:
        return self._list_signed(pk__in=ids)

    def _list_signed(self, **chosen: object) -> list[StaffAgreement]:
        found = StaffAgreement.objects.filter(**chosen).exclude(ended=Ending.WITHDRAWN)
        return [each for each in found.select_related("dialogue") if each.is_signed]

    def _say(self, row: StaffAgreement) -> str:
        return describe_agreement(row)

    def _get_day(self, row: StaffAgreement) -> date:
        return row.day

    def _is_whole(self, row: StaffAgreement) -> bool:
        return row.ending is None


def _list_shared(points: Iterable[WorkshopPoint]) -> list[WorkshopPoint]:
    return [each for each in points if each.is_shared]


def _list_visible(rows: Iterable[Row], audience: Audience) -> list[tuple[Row, System]]:
    """Return what an audience may see with its system, in a fixed number of queries."""
    found = list(rows)
    scopes = {row.dialogue.scope for row in found}
    ids = {each.id for each in scopes if each.kind is ScopeKind.SYSTEM}
    systems = {each.pk: each for each in list_systems(ids)}
    return [
        (row, system)
        for row in found
        if (system := systems.get(row.dialogue.scope_uuid))
        and (system.published or audience is Audience.MEMBERS)
    ]


register_evidence_source(SharedPoints())
register_evidence_source(StandingAgreements())
