"""The demonstration's findings: what its team releases of the invented stories, and concludes.

`findings.json` names what is released and what each finding cites: figures by their item in
`coding.json` or their question, quotations by their first words, practices by their name.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.utils import translation

from vecu.coding.queries import CodedListKind, list_coded_people
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.actions import FindingContent, draft_finding, publish_finding
from vecu.evidence.rules import Confidence, ConfidenceReason, FindingTheme
from vecu.evidence.sources import Audience, Evidence, Reference, list_evidence_sources
from vecu.site.demo.coding import LANGUAGE
from vecu.surveys.queries import Study


def make_findings(study: Study, *, by: str, now: datetime) -> None:
    """Release the demonstration's figures and publish its findings, as the account `by`."""
    data = read_findings()
    freeze_extract(study, data["breakdowns"], by=by, now=now)
    items = _name_items(study)
    requests = [
        FigureRequest(items.get(each["item"], each["item"]), each.get("by", ""))
        for each in data["figures"]
    ]
    group = data["group"]
    figures = {
        (each.item, each.breakdown): Reference("figure", each.figure, each.edition)
        for each in release(study.scope, requests, group=group, by=by, now=now)
    }
    with translation.override(LANGUAGE):
        citable = _list_citable(study)
    for each in data["findings"]:
        cited = [
            figures[items.get(name, name), breakdown]
            for name, _by, breakdown in (item.partition(" by ") for item in each["figures"])
        ]
        cited += [_find(citable, words).reference for words in each["words"]]
        finding = draft_finding(study.scope, _get_content(each, group, cited), by=by, now=now)
        publish_finding(finding, by=by, now=now)


def read_findings() -> dict[str, Any]:
    """Return what is released and concluded from the file."""
    path = Path(__file__).parent / "findings.json"
    return cast("dict[str, Any]", json.loads(path.read_text()))


def _name_items(study: Study) -> dict[str, str]:
    """Return the items of coded lists: "codes: Limites", "practices", "beyond"."""
    found = {}
    for each in list_coded_people(study.id):
        codes = each.kind is CodedListKind.CODES
        name = f"codes: {each.names.get(LANGUAGE, '')}" if codes else each.kind.value
        found[name] = f"{each.kind}:{each.id}"
    return found


def _list_citable(study: Study) -> list[Evidence]:
    """Return the quotations and practices that everybody can read."""
    return [
        evidence
        for source in list_evidence_sources()
        for evidence in source.list_citable(study.scope, Audience.EVERYBODY)
        if evidence.figure is None
    ]


def _find(citable: list[Evidence], words: str) -> Evidence:
    """Return the quotation that begins with these words, or the practice of this name."""
    return next(
        each for each in citable if each.quotation.startswith(words) or words in each.sentence
    )


def _get_content(
    finding: Mapping[str, Any], group: str, references: list[Reference]
) -> FindingContent:
    reasons = {ConfidenceReason(name): text for name, text in finding["reasons"].items()}
    return FindingContent(
        sentence=finding["sentence"],
        group=group,
        theme=FindingTheme(finding["theme"]),
        summary=finding["summary"],
        limits=finding["limits"],
        would_change=finding["would_change"],
        confidence=Confidence(finding["confidence"]),
        confidence_reasons=reasons,
        references=references,
    )
