"""Read what everybody may: findings, the page of each study, what is behind each door."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404

from vecu.accounts.queries import has_members
from vecu.accounts.rules import ScopeKind
from vecu.coding.queries import StudyWords, get_study_words, has_public_words
from vecu.datasets.release_queries import (
    Released,
    find_released,
    has_released,
    list_released,
    list_released_scopes,
)
from vecu.errors import VecuError
from vecu.evidence.public_findings import (
    count_published_findings,
    get_day_taken_back,
    has_published_finding,
    list_latest_findings,
    list_public_versions,
)
from vecu.evidence.queries import (
    Finding,
    FindingDetail,
    get_finding_detail,
    list_published_findings,
)
from vecu.evidence.rules import FindingState
from vecu.evidence.sources import Audience
from vecu.questionnaires import Questionnaire
from vecu.recommendations.public_versions import (
    PublishedStatement,
    list_published_statements,
)
from vecu.register.queries import SystemStanding, list_published_standings
from vecu.reports.finding_order import order_findings
from vecu.surveys.library.sorting import name_question
from vecu.surveys.queries import (
    Fielding,
    Study,
    find_fielded_questionnaire,
    get_study,
    list_all_studies,
    list_open_fieldings,
    list_opened_fieldings,
)
from vecu.surveys.queries.relays import can_answer_with_card
from vecu.surveys.rules import FieldingState, takes_answers
from vecu.writings import list_invented_writings

LATEST = 3
"""Findings on the first page."""


class NothingPublic(VecuError, Http404):
    """Nothing at this address is for everybody. The page is that of a study that does not exist."""


@dataclass(frozen=True, slots=True)
class PublicFinding:
    """A published finding and the study that it is about."""

    study: Study
    detail: FindingDetail


@dataclass(frozen=True, slots=True)
class StudyFindings:
    """The published findings of one study in their order; none where only figures are public."""

    study: Study
    findings: Sequence[FindingDetail]


@dataclass(frozen=True, slots=True)
class DoorContents:
    """What is behind the doors: inquiries that are open, findings, their number, systems, results.

    `recommended` is what groups came to, the latest first. `figures` says whether any are public,
    `empty` is a laboratory without any account yet.
    """

    fieldings: Sequence[Fielding]
    cards: bool
    findings: Sequence[PublicFinding]
    number: int
    figures: bool
    systems: Sequence[SystemStanding]
    recommended: Sequence[PublishedStatement]
    empty: bool

    @property
    def longest(self) -> date | None:
        """The last day of the inquiry that is open longest, None where one has no last day."""
        days = [fielding.closes for fielding in self.fieldings]
        return None if None in days else max(filter(None, days), default=None)


@dataclass(frozen=True, slots=True)
class StudyResults:
    """What an audience reads of one study.

    `questionnaire` is the newest that people could answer, None before they could.
    """

    study: Study
    findings: Sequence[FindingDetail]
    released: Sequence[Released]
    words: StudyWords
    fieldings: Sequence[Fielding]
    questionnaire: Questionnaire | None
    open: Fielding | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.findings or self.released or self.words.by_code)

    @property
    def days(self) -> tuple[date | None, date | None] | None:
        """The first and last day on which people could answer, None for answers brought in."""
        if not self.fieldings:
            return None
        first = [each.opens for each in self.fieldings if each.opens]
        last = [each.closes for each in self.fieldings]
        return min(first, default=None), None if None in last else max(filter(None, last))

    @property
    def has_waves(self) -> bool:
        """Whether people were asked more than once, so that figures name their wave."""
        waves = {each.wave for each in self.fieldings}
        return len(waves | {each.content.get("wave", 1) for each in self.released}) > 1

    @property
    def newest_day(self) -> date | None:
        """The day on which anything dated was last published."""
        days = [each.day for each in self.released]
        days += [each.finding.day for each in self.findings if each.finding.day]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class FindingVersions:
    """A finding with its versions, the first one first; `detail` is None where it was taken back.

    `newer` is the version that replaces it, None where this is the current one.
    """

    study: Study
    finding: Finding
    versions: Sequence[Finding]
    detail: FindingDetail | None
    taken_back: date | None = None

    @property
    def newer(self) -> Finding | None:
        """The published version, if this is another one."""
        last = self.versions[-1]
        published = last.state == FindingState.PUBLISHED and last.pk != self.finding.pk
        return last if published else None


def get_door_contents(today: date) -> DoorContents:
    """Return what the first page tells of each door."""
    studies = {study.id: study for study in list_all_studies()}
    fieldings = list_open_fieldings(today)
    findings = list_latest_findings(ScopeKind.STUDY, studies.keys(), LATEST, order=order_findings)
    return DoorContents(
        fieldings=fieldings,
        cards=can_answer_with_card(today),
        findings=[PublicFinding(studies[each.finding.scope_uuid], each) for each in findings],
        number=count_published_findings(ScopeKind.STUDY, studies.keys()) if findings else 0,
        figures=not studies.keys().isdisjoint(list_released_scopes(ScopeKind.STUDY)),
        systems=list_published_standings(),
        recommended=list_published_statements(),
        empty=not studies and not has_members(),
    )


def is_inquiry_open(today: date) -> bool:
    """Return whether anybody, with or without a card, can answer today."""
    return bool(list_open_fieldings(today)) or can_answer_with_card(today)


def list_findings_by_study() -> list[StudyFindings]:
    """Return all studies of which anything is public, that with the latest news first."""
    studies = {study.id: study for study in list_all_studies()}
    found: dict[UUID, list[FindingDetail]] = {}
    for each in list_latest_findings(ScopeKind.STUDY, studies.keys(), order=order_findings):
        found.setdefault(each.finding.scope_uuid, []).append(each)
    with_figures = list_released_scopes(ScopeKind.STUDY)
    found |= {each: [] for each in studies if each in with_figures and each not in found}
    return [StudyFindings(studies[each], findings) for each, findings in found.items()]


def list_latest_public_findings() -> list[PublicFinding]:
    """Return every published finding of any study, that with the latest news first."""
    studies = {study.id: study for study in list_all_studies()}
    found = list_latest_findings(ScopeKind.STUDY, studies.keys(), order=order_findings)
    return [PublicFinding(studies[each.finding.scope_uuid], each) for each in found]


def list_public_findings_on(evidence: Collection[UUID]) -> list[PublicFinding]:
    """Return what is published and is, or cites, any of some evidence, in the usual order."""
    found = list_latest_public_findings()
    return [
        each
        for each in found
        if each.detail.finding.pk in evidence
        or any(one.reference.id in evidence for one in each.detail.standing)
    ]


def has_public_page(study: Study) -> bool:
    """Return whether anything of a study stands that everybody may read."""
    scope = study.scope
    return has_published_finding(scope) or has_released(scope) or has_public_words(study.id)


def has_waves(study: Study) -> bool:
    """Return whether people were asked more than once, so that figures name their wave."""
    return len({each.wave for each in list_opened_fieldings(study)}) > 1


def has_sorted_writings(study: Study) -> bool:
    """Return whether everybody may read how writings were sorted in a study."""
    names = {name_question(each) for each in list_invented_writings()}
    return any(each.item.rpartition("/")[2] in names for each in list_released(study.scope))


def get_study_results(study: Study, audience: Audience, today: date) -> StudyResults:
    """Return what an audience reads of a study."""
    fieldings = list_opened_fieldings(study)
    return StudyResults(
        study=study,
        findings=_list_findings(study, audience),
        released=list_released(study.scope),
        words=get_study_words(study.id, everybody=audience is Audience.EVERYBODY),
        fieldings=fieldings,
        questionnaire=find_fielded_questionnaire(study),
        open=_find_open(fieldings, today),
    )


def get_public_results(slug: str, today: date) -> StudyResults:
    """Return what everybody reads of a study; raise `NothingPublic` unless something stands."""
    results = get_study_results(get_study(slug), Audience.EVERYBODY, today)
    if results.is_empty:
        raise NothingPublic
    return results


def get_public_finding(slug: str, finding: UUID) -> FindingVersions:
    """Return a finding that is or was published; raise `NothingPublic` for any other.

    One whose last version was taken back is taken back in every version.
    """
    study = get_study(slug)
    versions = list_public_versions(study.scope, finding)
    found = next((each for each in versions if each.pk == finding), None)
    if found is None:
        raise NothingPublic
    for each in (found, versions[-1]):
        if each.state == FindingState.TAKEN_BACK:
            day = get_day_taken_back(each)
            return FindingVersions(study, found, versions, None, day)
    detail = get_finding_detail(found, Audience.EVERYBODY)
    return FindingVersions(study, found, versions, detail)


def get_public_figure(slug: str, figure: UUID) -> tuple[Study, Released]:
    """Return a released figure of a study; raise `NothingPublic` if it does not stand."""
    study = get_study(slug)
    found = find_released(study.scope, figure)
    if found is None:
        raise NothingPublic
    return study, found


def _list_findings(study: Study, audience: Audience) -> list[FindingDetail]:
    found = {each.finding: each for each in list_published_findings(study.scope, audience)}
    return [found[each] for each in order_findings(list(found))]


def _find_open(fieldings: Sequence[Fielding], today: date) -> Fielding | None:
    return next(
        (
            each
            for each in fieldings
            if takes_answers(FieldingState(each.state), each.opens, each.closes, today)
        ),
        None,
    )
