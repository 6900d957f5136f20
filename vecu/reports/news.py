"""What is new in the findings of studies: published, in writing, to be discussed again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts.rules import Role, ScopeKind, can_write_findings
from vecu.datasets.release_queries import list_released_scopes
from vecu.evidence.queries import FindingDetail, list_findings_by_scope
from vecu.evidence.rules import FindingState
from vecu.surveys.queries import Study
from vecu.ui.next_steps import (
    Door,
    News,
    NewsReader,
    NewsSource,
    NewsSubject,
    NextStep,
    SubjectKind,
    SubjectNews,
    format_numbers,
    register_news,
)


@dataclass(frozen=True, slots=True)
class FindingsToday:
    """The findings of a study, and the role of the reader in it."""

    study: Study
    role: Role
    findings: Sequence[FindingDetail]
    has_figures: bool

    @property
    def published(self) -> list[FindingDetail]:
        """What everybody reads."""
        return [each for each in self.findings if each.finding.state == FindingState.PUBLISHED]

    @property
    def drafts(self) -> list[FindingDetail]:
        """What the team writes."""
        return [each for each in self.findings if each.finding.state == FindingState.DRAFT]

    @property
    def to_discuss(self) -> list[FindingDetail]:
        """What is public, cites something that is gone or has changed, and has no later version."""
        return [
            each
            for each in self.published
            if each.must_be_argued_again and not hasattr(each.finding, "superseded_by")
        ]

    def get_address(self, page: str, detail: FindingDetail | None = None) -> str:
        """Return the address of a page of the study's findings, or of one of them."""
        rest = [detail.finding.pk] if detail else []
        return reverse(f"reports:{page}", args=(self.study.slug, *rest))


def find_finding_news(
    subjects: Sequence[NewsSubject], _reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return how findings stand; drafts are for those who write them."""
    findings = list_findings_by_scope(ScopeKind.STUDY, [each.row.pk for each in subjects])
    with_figures = list_released_scopes(ScopeKind.STUDY)
    found = {}
    for each in subjects:
        key = each.row.pk
        today = FindingsToday(each.row, each.role, findings.get(key, ()), key in with_figures)
        writes = can_write_findings(each.role)
        steps = list(_iter_steps(today)) if writes else list(_iter_reader_steps(today))
        found[key] = SubjectNews(list(_iter_news(today, writes=writes)), steps)
    return found


def _iter_news(today: FindingsToday, *, writes: bool) -> Iterator[News]:
    page = today.get_address("study-findings" if writes else "released")
    if today.to_discuss:
        yield News(
            _describe_discussion(today),
            _("Some of their evidence is gone or has changed; readers see that too."),
            page,
        )
    if number := len(today.published):
        sentence = ngettext(
            "%(number)s finding is published.", "%(number)s findings are published.", number
        )
        meaning = _("Everybody can read them.")
        yield News(sentence % format_numbers(number=number), meaning, page)
    if writes and (number := len(today.drafts)):
        sentence = ngettext(
            "%(number)s finding is a draft.", "%(number)s findings are drafts.", number
        )
        yield News(sentence % format_numbers(number=number), _("Only the team reads drafts."), page)


def _describe_discussion(today: FindingsToday) -> str:
    number, every = len(today.to_discuss), len(today.published)
    sentence = ngettext(
        "%(number)s of %(every)s published findings must be discussed again.",
        "%(number)s of %(every)s published findings must be discussed again.",
        number,
    )
    return sentence % format_numbers(number=number, every=every)


def _iter_steps(today: FindingsToday) -> Iterator[NextStep]:
    if today.to_discuss:
        address = today.get_address("edit-finding", today.to_discuss[0])
        yield NextStep(_describe_discussion(today), _("Discuss it again"), address, 10)
    if today.drafts:
        sentence = _("The draft of a finding is waiting.")
        address = today.get_address("edit-finding", today.drafts[0])
        yield NextStep(sentence, _("Continue the draft"), address, 48)
    elif today.has_figures and not today.findings:
        sentence = _("Figures are released; no finding says yet what they mean.")
        yield NextStep(sentence, _("Write the first finding"), today.get_address("new-finding"), 54)


def _iter_reader_steps(today: FindingsToday) -> Iterator[NextStep]:
    if today.published:
        address = today.get_address("released")
        yield NextStep("", _("Read the findings"), address, 72)


register_news(NewsSource(SubjectKind.STUDY, Door.UNDERSTAND, 50, find_finding_news))
