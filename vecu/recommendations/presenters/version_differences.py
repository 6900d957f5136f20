"""What changed from one version of a recommendation to the next, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.evidence.sources import Evidence, EvidenceState, Reference
from vecu.recommendations.claim_checks import map_evidence
from vecu.recommendations.content import ThreadContent
from vecu.recommendations.presenters.recommendations import STATEMENT_HEADINGS, list_version_facts
from vecu.recommendations.queries import (
    Recommendation,
    RecommendationVersion,
    ThreadStep,
)
from vecu.recommendations.rules import RecommendationKind
from vecu.recommendations.sentences import describe_version
from vecu.recommendations.stored import get_kind, read_version
from vecu.ui.content_forms import FieldChange
from vecu.ui.side_by_side import IN_LANGUAGE
from vecu.ui.wording import join_phrases, lower_first, pick_text

Texts = Mapping[str, tuple[str, str]]
"""Labels and texts of a version by what they are, in the order of its form."""


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One version on the way to another: of which versions it came, and what it changed."""

    recommendation: Recommendation
    version: RecommendationVersion
    sentence: str
    anchor: str
    origins: Sequence[tuple[str, str]]
    changes: Sequence[FieldChange]

    @property
    def title(self) -> Mapping[str, str]:
        """The sentence that it is."""
        title: Mapping[str, str] = self.version.statement
        return title


def describe_thread(steps: Sequence[ThreadStep]) -> list[ThreadLine]:
    """Return a thread in words, in the same number of queries however long it is."""
    contents = {
        _make_anchor(each.version.recommendation_id, each.version.number): read_version(
            RecommendationKind(each.recommendation.kind), each.version
        )
        for each in steps
    }
    shown = map_evidence(claim for each in contents.values() for claim in each.claims)
    titles = {anchor: content.statement for anchor, content in contents.items()}
    lines = []
    for each in steps:
        anchor = _make_anchor(each.version.recommendation_id, each.version.number)
        own = [origin for origin in each.origins if origin[0] == each.recommendation.pk]
        before = contents.get(_make_anchor(*own[-1])) if own else None
        lines.append(
            ThreadLine(
                each.recommendation,
                each.version,
                describe_version(each.version),
                anchor,
                [
                    (_make_anchor(*origin), _name_origin(origin[1], titles[_make_anchor(*origin)]))
                    for origin in each.origins
                    if origin not in own
                ],
                compare_versions(before, contents[anchor], shown) if before else [],
            )
        )
    return lines


def compare_versions(
    before: ThreadContent, after: ThreadContent, shown: Mapping[Reference, Evidence]
) -> list[FieldChange]:
    """Return what reads otherwise; `shown` is what both cite, as it is now."""
    first, second = dict(_iter_texts(before, shown)), dict(_iter_texts(after, shown))
    keys = dict.fromkeys((*second, *first))
    return [
        FieldChange(label, first.get(key, ("", ""))[1], second.get(key, ("", ""))[1])
        for key in keys
        if first.get(key, ("", ""))[1] != second.get(key, ("", ""))[1]
        for label in [(second.get(key) or first[key])[0]]
    ]


def _iter_texts(
    content: ThreadContent, shown: Mapping[Reference, Evidence]
) -> Iterator[tuple[str, tuple[str, str]]]:
    label = _(STATEMENT_HEADINGS[get_kind(content)])
    yield from _iter_languages("statement", label, content.statement)
    for claim in content.claims:
        yield from _iter_languages(f"claim {claim.id}", _("Claim"), claim.text)
        cited = join_phrases(_name_evidence(shown[each]) for each in claim.references)
        yield f"evidence {claim.id}", (_("What a claim stands on"), cited)
    for fact in list_version_facts(content):
        if fact.is_translated:
            yield from _iter_languages(fact.label, fact.label, fact.texts)
        else:
            yield fact.label, (fact.label, "".join(fact.texts.values()))


def _iter_languages(
    key: str, label: str, texts: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    for code, where in IN_LANGUAGE.items():
        full = f"{label} ({lower_first(str(where))})"
        yield f"{key} {code}", (full, texts.get(code, ""))


def _name_evidence(evidence: Evidence) -> str:
    if evidence.state is EvidenceState.GONE:
        return _("Evidence no longer available.")
    return evidence.sentence


def _make_anchor(recommendation: object, number: int) -> str:
    return f"version-{recommendation}-{number}"


def _name_origin(number: int, title: Mapping[str, str]) -> str:
    words = {"number": number, "title": pick_text(title)}
    return _("version %(number)s of “%(title)s”") % words
