"""What the claims of the demonstration's learning group stand on.

A claim of `recommendations.json` cites figures of the log by month and key, released figures as
`findings.json` does, quotations by their first words, findings by their theme, results by the
origin of their hypothesis, and all that everybody reads of some source. What is not there, because
somebody took it back, is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from vecu.datasets.release_queries import list_released
from vecu.evidence.queries import list_published_findings
from vecu.evidence.rules import FINDING_SOURCE
from vecu.evidence.sources import Audience, Evidence, Reference, list_evidence_sources
from vecu.groups.evidence_sources import HypothesisResults
from vecu.groups.queries import LearningGroup
from vecu.recommendations.content import Claim
from vecu.register.queries import System
from vecu.site.demo.citable import find_citable, list_citable_words
from vecu.site.demo.field_log import find_log_figures
from vecu.site.demo.findings import name_items
from vecu.site.demo.learning_group import OWN
from vecu.surveys.queries import Study

_CLAIMS = UUID("6f6cbb28-6f0e-4d7e-9c1a-6f7d1c4b2a11")
"""The name space of the claims' identifiers, which stay the same from version to version."""


@dataclass(frozen=True, slots=True)
class EvidenceForGroup:
    """What everybody reads of the invented study, its AI system and its group."""

    words: Sequence[Evidence]
    log: Mapping[tuple[int, str], Reference]
    figures: Mapping[str, Reference]
    themes: Mapping[str, Reference]
    hypotheses: Mapping[str, Reference]
    dialogue: Mapping[str, Sequence[Reference]]

    def read_claims(self, entries: Sequence[Mapping[str, Any]]) -> list[Claim]:
        """Return claims with what they stand on; some stand on nothing, and say so."""
        return [
            Claim(uuid5(_CLAIMS, each["text"]["fr"]), each["text"], list(self._iter_cited(each)))
            for each in entries
        ]

    def _iter_cited(self, entry: Mapping[str, Any]) -> Iterator[Reference]:
        logged = [(month, key) for month, key in entry.get("log", ())]
        yield from (self.log[each] for each in logged if each in self.log)
        for name in ("figures", "themes", "hypotheses"):
            found: Mapping[str, Reference] = getattr(self, name)
            yield from (found[each] for each in entry.get(name, ()) if each in found)
        for source in entry.get("sources", ()):
            yield from self.dialogue.get(source, ())
        yield from find_citable(list(self.words), entry.get("words", []))


def list_citable_evidence(study: Study, system: System, group: LearningGroup) -> EvidenceForGroup:
    """Return all that claims of the group can stand on now."""
    released = {each.item: each for each in list_released(study.scope) if not each.breakdown}
    items = {item: name for name, item in name_items(study).items()}
    findings = list_published_findings(study.scope, Audience.EVERYBODY)
    results = HypothesisResults().list_citable(group.scope, Audience.EVERYBODY)
    origins = {each.pk: each.origin or OWN for each in group.hypotheses.all()}
    return EvidenceForGroup(
        words=list_citable_words(study),
        log=find_log_figures(system),
        figures={
            items.get(item, item): Reference("figure", each.figure, each.edition)
            for item, each in released.items()
        },
        themes={
            each.finding.theme: Reference(FINDING_SOURCE, each.finding.pk, each.finding.revision)
            for each in findings
        },
        hypotheses={origins[each.reference.id]: each.reference for each in results},
        dialogue={
            source.name: [
                each.reference for each in source.list_citable(system.scope, Audience.EVERYBODY)
            ]
            for source in list_evidence_sources()
        },
    )
