"""Findings and recommendations that everybody reads in one language only."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import ScopeKind, can_lead_group, can_write_findings
from vecu.evidence.public_findings import list_latest_findings
from vecu.recommendations.queries import list_public_recommendations
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind
from vecu.ui.translation_gaps import (
    TranslationGap,
    iter_translation_gaps,
    register_translation_gaps,
)


def list_finding_texts(
    subjects: Sequence[NewsSubject], _reader: NewsReader
) -> Iterator[TranslationGap]:
    """Yield the sentences of published findings and what they do not say."""
    studies = {each.row.id: each.row for each in subjects if can_write_findings(each.role)}
    for detail in list_latest_findings(ScopeKind.STUDY, studies.keys()):
        finding = detail.finding
        address = reverse("reports:study-findings", args=[studies[finding.scope_uuid].slug])
        yield from iter_translation_gaps(gettext_lazy("Finding"), finding.sentence, address)
        yield from iter_translation_gaps(
            gettext_lazy("What a finding does not say"), finding.limits, address
        )


def list_recommendation_texts(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Iterator[TranslationGap]:
    """Yield the statements that groups published."""
    for each in subjects:
        if can_lead_group(each.role):
            address = reverse("recommendations:recommendations", args=[each.row.slug])
            for detail in list_public_recommendations(reader.today, group=each.row.id):
                yield from iter_translation_gaps(
                    gettext_lazy("Recommendation"), detail.version.statement, address
                )


register_translation_gaps(SubjectKind.GROUP, list_recommendation_texts)
register_translation_gaps(SubjectKind.STUDY, list_finding_texts)
