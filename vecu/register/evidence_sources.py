"""What the register has to show of a claim: changes of versions, and settings somebody chose."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
    register_evidence_source,
)
from vecu.register.models import SystemEntry, SystemSetting, SystemVersion
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import pick_text

Row = TypeVar("Row", bound=SystemEntry)


class _RegisterSource(ABC, Generic[Row]):
    """Entries of one kind: everybody sees those of published systems, members those of theirs."""

    name: str
    label: str | Promise
    model: type[Row]

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return the entries of a system, which may be cited by what is about this system."""
        if scope.kind is not ScopeKind.SYSTEM:
            return []
        rows = self.model._default_manager.filter(_seen_by(audience), system=scope.id)
        return [self._show(row, Reference(self.name, row.pk, row.revision)) for row in rows]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what entries say now; those that were removed are left out."""
        ids = {each.id for each in references}
        rows = self.model._default_manager.filter(_seen_by(audience), id__in=ids)
        found = {row.pk: row for row in rows}
        return describe_known(references, found, self._show)

    def _show(self, row: Row, reference: Reference) -> Evidence:
        same = row.revision == reference.revision
        return Evidence(
            reference,
            EvidenceState.STANDING if same else EvidenceState.CHANGED,
            sentence=self._say(row),
            day=row.day,
        )

    @abstractmethod
    def _say(self, row: Row) -> str:
        """Return what an entry says, in one sentence or two."""


class VersionSource(_RegisterSource[SystemVersion]):
    """What versions changed, as those who answer for the system say."""

    name = "system-version"
    label = gettext_lazy("Versions of the system")
    model = SystemVersion

    def _say(self, row: SystemVersion) -> str:
        changes = pick_text(row.changes)
        if not changes:
            return _("Version %(name)s, in use since %(day)s. What it changed is not known.") % {
                "name": row.name,
                "day": format_day(row.day),
            }
        return _("Version %(name)s, in use since %(day)s: %(changes)s") % {
            "name": row.name,
            "day": format_day(row.day),
            "changes": changes,
        }


class SettingSource(_RegisterSource[SystemSetting]):
    """Values that somebody chose; one that was replaced stays a fact."""

    name = "system-setting"
    label = gettext_lazy("Settings of the system")
    model = SystemSetting

    def _say(self, row: SystemSetting) -> str:
        return _("%(name)s: %(value)s. Chosen on %(day)s by: %(group)s. %(reason)s") % {
            "name": pick_text(row.name),
            "value": row.value,
            "group": row.group,
            "day": format_day(row.day),
            "reason": pick_text(row.reason),
        }


def _seen_by(audience: Audience) -> Q:
    return Q(system__published__isnull=False) if audience is Audience.EVERYBODY else Q()


register_evidence_source(VersionSource())
register_evidence_source(SettingSource())
