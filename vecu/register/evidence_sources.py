"""What the register has to show of a claim: changes of versions, and settings somebody chose."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    register_evidence_source,
)
from vecu.register.models import SystemSetting, SystemVersion
from vecu.translation import pick_language

Row = TypeVar("Row", SystemVersion, SystemSetting)


class _RegisterSource(Generic[Row]):
    """Rows of one kind: everybody sees those of published systems, members all of their own."""

    model: ClassVar[type[SystemVersion | SystemSetting]]
    name: str
    label: str | Promise

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return what says something, of a system."""
        if scope.kind is not ScopeKind.SYSTEM:
            return []
        rows = self._list_rows(audience, system=scope.id)
        return [self._describe(Reference(self.name, row.pk, row.revision), row) for row in rows]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what rows say now; those that are not there, or say nothing, are left out."""
        rows = self._list_rows(audience, pk__in={each.id for each in references})
        found = {row.pk: row for row in rows}
        return {
            each: self._describe(each, found[each.id]) for each in references if each.id in found
        }

    def _list_rows(self, audience: Audience, **about: object) -> Iterable[Row]:
        raise NotImplementedError
