"""The evidence that the form of an entry offers: of a version, or of a real situation."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from vecu.evidence.choice import EvidenceChoice, build_evidence_choice
from vecu.evidence.forms import EvidenceForm
from vecu.evidence.queries import CitableEvidence, list_citable, list_public_references
from vecu.evidence.sources import Audience, list_evidence
from vecu.register.evidence_sources import SettingSource, VersionSource
from vecu.register.forms.entries import GapForm
from vecu.register.queries import (
    SystemEntry,
    list_words_for_situations,
)
from vecu.register.views.system_access import SystemVisit
from vecu.ui.content_forms import ContentForm

SYSTEM_SOURCES = {VersionSource.name, SettingSource.name}
"""Evidence that everybody reads as soon as they read the system."""


def build_entry_choice(
    visit: SystemVisit, form: ContentForm[Any] | None, row: SystemEntry | None
) -> EvidenceChoice | None:
    """Return what an entry can cite.

    A version cites what is about this system, but not itself, and, as a real situation, what
    everybody may read of inquiries.
    """
    if not isinstance(form, EvidenceForm):
        return None
    cited = row.cited if row else []
    words = list_words_for_situations()
    public = {one.reference for each in words for one in each.evidence}
    if isinstance(form, GapForm):
        citable = _list_others(words, None)
    else:
        citable = _list_others([*list_citable(visit.system.scope), *words], row)
        public |= list_public_references(visit.system.scope)
        public |= {
            one.reference
            for each in citable
            if each.source.name in SYSTEM_SOURCES
            for one in each.evidence
        }
    return build_evidence_choice(
        citable,
        list_evidence(cited, Audience.MEMBERS),
        form.references,
        public=public,
        search=visit.request.POST.get("words", ""),
    )


def _list_others(
    citable: Sequence[CitableEvidence], row: SystemEntry | None
) -> list[CitableEvidence]:
    """Return what can be cited without one entry; sources without anything are left out."""
    left = (
        replace(each, evidence=[one for one in each.evidence if one.reference.id != row.pk])
        if row
        else each
        for each in citable
    )
    return [each for each in left if each.evidence]
