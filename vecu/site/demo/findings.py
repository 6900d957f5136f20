"""The demonstration's findings: what its team releases of the invented stories, and concludes.

`findings.json` names what is released and what each finding cites: figures by their item in
`coding.json` or their question, quotations by their first words, practices by their name. The bar
of its card is named by the label of its row, and that of its group.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from django.utils import translation

from vecu.coding.queries import CodedListKind, list_coded_people
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.actions import FindingContent, draft_finding, publish_finding
from vecu.evidence.card_rules import BarReference, Corroboration
from vecu.evidence.rules import Confidence, ConfidenceReason, FindingTheme
from vecu.evidence.sources import Audience, Evidence, Reference, list_evidence
from vecu.site.demo.citable import find_citable, list_citable_words
from vecu.site.demo.coding import LANGUAGE
from vecu.site.demo.dialogue import LogFigureMap
from vecu.surveys.queries import Study
from vecu.ui.figures import CountFigure, MeasureFigure


def make_findings(
    study: Study, log_figures: Mapping[str, LogFigureMap], *, by: str, now: datetime
) -> None:
    """Release the demonstration's figures and publish its findings, as the account `by`.

    `log_figures` are those of logs that everybody reads, by system. Some findings come days later.
    """
    data = read_findings()
    freeze_extract(study, data["breakdowns"], by=by, now=now)
    items = name_items(study)
    requests = [
        FigureRequest(items.get(each["item"], each["item"]), each.get("by", ""))
        for each in data["figures"]
    ]
    group = data["group"]
    figures = {
        (each.item, each.breakdown): Reference("figure", each.figure, each.edition)
        for each in release(study.scope, requests, group=group, by=by, now=now)
    }
    citable = list_citable_words(study)
    for each in data["findings"]:
        cited = [
            figures[items.get(name, name), breakdown]
            for name, _by, breakdown in (item.partition(" by ") for item in each["figures"])
        ]
        cited += [
            log_figures[system][place, key]
            for system, place, key in each.get("log", ())
            if (place, key) in log_figures.get(system, {})
        ]
        cited += find_citable(citable, each["words"])
        day = now + timedelta(days=each.get("days_later", 0))
        conclude(study, each, group, cited, by=by, now=day)


def conclude(
    study: Study,
    finding: Mapping[str, Any],
    group: str,
    cited: list[Reference],
    *,
    by: str,
    now: datetime,
) -> None:
    """Publish a finding of the file, with its card."""
    content = replace(_get_content(finding, group, cited), **_choose_for_card(finding, cited))
    publish_finding(draft_finding(study.scope, content, by=by, now=now), by=by, now=now)


def read_findings() -> dict[str, Any]:
    """Return what is released and concluded from the file."""
    path = Path(__file__).parent / "findings.json"
    return cast("dict[str, Any]", json.loads(path.read_text()))


def name_items(study: Study) -> dict[str, str]:
    """Return the items of coded lists: "codes: Limites", "practices", "beyond"."""
    found = {}
    for each in list_coded_people(study.id):
        codes = each.kind is CodedListKind.CODES
        name = f"codes: {each.names.get(LANGUAGE, '')}" if codes else each.kind.value
        found[name] = f"{each.kind}:{each.id}"
    return found


def _choose_for_card(finding: Mapping[str, Any], references: list[Reference]) -> dict[str, Any]:
    """Return what a card holds beside its sentence: bar and quotation by their first words."""
    with translation.override(LANGUAGE):
        cited = list_evidence(references, Audience.EVERYBODY)
    quotation = finding.get("quotation")
    return {
        "corroboration": Corroboration(finding["corroboration"]),
        "bar": next((bar for bar, label in _iter_bars(cited) if label == finding.get("bar")), None),
        "quotation": next(
            (
                each.reference.id
                for each in cited
                if quotation and each.quotation.startswith(quotation)
            ),
            None,
        ),
    }


def _iter_bars(cited: Iterable[Evidence]) -> Iterator[tuple[BarReference, list[str]]]:
    """Yield every bar of what is cited, with the labels of its row and of its column."""
    for each in cited:
        figure, key = each.figure, each.reference.id
        if isinstance(figure, MeasureFigure):
            for place, measured in enumerate(figure.rows):
                yield BarReference(key, str(place)), [measured.label, ""]
        elif isinstance(figure, CountFigure):
            for row in figure.rows:
                for name, label in zip(figure.names, figure.columns, strict=True):
                    yield BarReference(key, row.name, name), [row.label, label]


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
