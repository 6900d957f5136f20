"""What a log has to show of a claim: released figures of closed months."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.release_queries import Released, list_released_of_kind, list_standing
from vecu.datasets.releases.log_months import split_log_item
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
    register_evidence_source,
)
from vecu.fieldlog.counted_figures import name_month
from vecu.fieldlog.month_figures import get_month_section
from vecu.register.menus import PUBLISHED_SYSTEM_MENU
from vecu.register.queries import System, list_systems
from vecu.translation import pick_language
from vecu.ui.menus import find_first_address


class LogFigures:
    """Figures of closed months that everybody reads; a closed month is never counted again.

    One that was taken back and released again reads as changed: somebody thought again.
    """

    name = "log-figure"
    label = gettext_lazy("Figures of logs")

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return a system's own figures; for a study, those of all systems that are published."""
        released = list_released_of_kind(ScopeKind.SYSTEM)
        if scope.kind is ScopeKind.SYSTEM:
            released = [each for each in released if each.extract.scope == scope]
        systems = _map_systems(released)
        return [
            _describe(each, Reference(self.name, each.figure, each.edition), system)
            for each in released
            if (system := systems.get(each.extract.scope_uuid))
            and (system.published or (scope == system.scope and audience is Audience.MEMBERS))
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return what figures show now; those that were taken back are left out."""
        standing = list_standing({each.id for each in references}, ScopeKind.SYSTEM)
        systems = _map_systems(standing)
        found = {
            each.figure: (each, systems[each.extract.scope_uuid])
            for each in standing
            if (system := systems.get(each.extract.scope_uuid))
            and (system.published or audience is Audience.MEMBERS)
        }
        return describe_known(references, found, lambda row, each: _describe(row[0], each, row[1]))


def _map_systems(released: Iterable[Released]) -> Mapping[UUID, System]:
    scopes: Collection[UUID] = {each.extract.scope_uuid for each in released}
    return {each.pk: each for each in list_systems(scopes)}


def _describe(released: Released, reference: Reference, system: System) -> Evidence:
    """Return what a figure shows now, with the name of its system and month.

    Of what became of proposals, it also says why people overrode them; of minutes of a text, what
    became of these.
    """
    language = get_language() or "en"
    month, key = split_log_item(released.item)
    section = get_month_section(month, key, released.content, language)
    figure = section.figures[0]
    shown = section.figures if key in {"outcome", "gain"} else (figure,)
    title = _("%(system)s, %(month)s – %(figure)s") % {
        "system": system.name.get(pick_language(system.name, language), ""),
        "month": name_month(month),
        "figure": figure.title[:1].lower() + figure.title[1:],
    }
    same = released.edition == reference.revision
    return Evidence(
        reference,
        EvidenceState.STANDING if same else EvidenceState.CHANGED,
        sentence=" ".join([f"{title} –", *(each.sentence for each in shown)]),
        figure=replace(figure, id=str(released.figure), title=title),
        address=_get_address(system, month),
        day=released.day,
    )


def _get_address(system: System, month: str) -> str:
    """Return where a published system shows a month, '' where this laboratory has no such page."""
    if not system.published:
        return ""
    page = find_first_address(PUBLISHED_SYSTEM_MENU, None, slug=system.slug)
    return f"{page}?month={month}#figures" if page else ""


register_evidence_source(LogFigures())
