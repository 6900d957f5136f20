"""Where the steps of the tour lead in the demonstration at hand.

Each looks for its page by what the page holds, from one quotation on: the finding and the
recommendation are those that cite it. A step whose page is not there any more has no address.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from vecu.coding.evidence_sources import QuotationSource
from vecu.coding.queries import find_codebook, find_quotation
from vecu.coding.queries.guides import list_guides
from vecu.evidence.queries import FindingDetail, list_published_findings
from vecu.evidence.sources import Audience, Evidence
from vecu.groups.queries import find_group_by_slug, list_all_hypotheses
from vecu.pilots.queries import find_pilot_use
from vecu.pilots.version_queries import map_released_names
from vecu.recommendations.queries import list_public_recommendations
from vecu.recommendations.rules import RecommendationKind
from vecu.register.queries import System, find_system_by_slug
from vecu.site.demo import STUDY
from vecu.site.demo.learning_group import GROUP
from vecu.site.demo.system import SYSTEM
from vecu.surveys.queries import Study, StudyNotFound, get_study

QUOTED = {"fr": "Il voit un critère de richesse dans", "en": "It flags “own car”"}
"""How the words begin that lead through the tour, those of one person in each language."""
OFFER, VERSION = "001", "2"
"""The invented offer that the checker is tried on, and the version that answers the stories."""


def find_address(key: str, today: date) -> str:
    """Return the address of a step in the current language, '' if its page is not there."""
    return next(_FINDERS[key](today), "")


def find_quoted() -> Evidence | None:
    """Return the words that lead through the tour, None if nobody may read them any more."""
    study = _find_study()
    if study is None:
        return None
    begin = _get_first_words()
    quotations = QuotationSource().list_citable(study.scope, Audience.EVERYBODY)
    return next((each for each in quotations if each.quotation.startswith(begin)), None)


def _get_first_words() -> str:
    return QUOTED.get(get_language() or "", QUOTED["en"])


def _find_study() -> Study | None:
    try:
        return get_study(STUDY)
    except StudyNotFound:
        return None


def _find_published_system() -> System | None:
    system = find_system_by_slug(SYSTEM)
    return system if system and system.published else None


def _iter_promise(_today: date) -> Iterator[str]:
    if _find_study():
        yield reverse("surveys:welcome", args=[STUDY])


def _iter_texts() -> Iterator[tuple[UUID, UUID]]:
    """Yield the answer that holds the words, and the text that was coded."""
    quoted, study = find_quoted(), _find_study()
    codebook = find_codebook(study.id) if study else None
    if quoted and codebook and (found := find_quotation(codebook, quoted.reference.id)):
        yield found.verbatim.answer_id, found.verbatim_id


def _point_to_words() -> str:
    """Return the end of an address at which browsers that can show the words themselves."""
    return f"#:~:text={quote(_get_first_words())}"


def _iter_story(_today: date) -> Iterator[str]:
    for answer, _text in _iter_texts():
        yield reverse("surveys:person", args=[STUDY, answer]) + _point_to_words()


def _iter_coding(_today: date) -> Iterator[str]:
    for _answer, text in _iter_texts():
        yield f"{reverse('coding:text', args=[STUDY, text])}#t-{text}"


def _iter_practices(_today: date) -> Iterator[str]:
    study = _find_study()
    codebook = find_codebook(study.id) if study else None
    for guide in list_guides(codebook) if codebook else ():
        yield reverse("coding:guide", args=[STUDY, guide.pk])


def _iter_cited_findings() -> Iterator[FindingDetail]:
    """Yield the findings that everybody reads and that cite the words."""
    quoted, study = find_quoted(), _find_study()
    if quoted is None or study is None:
        return
    for detail in list_published_findings(study.scope, Audience.EVERYBODY):
        if any(each.reference.id == quoted.reference.id for each in detail.standing):
            yield detail


def _iter_figure(_today: date) -> Iterator[str]:
    for detail in _iter_cited_findings():
        for each in detail.standing:
            if each.reference.source == "figure":
                page = reverse("reports:study", args=[STUDY])
                yield f"{page}#figure-{each.reference.id}"


def _iter_finding(_today: date) -> Iterator[str]:
    for detail in _iter_cited_findings():
        page = reverse("reports:finding", args=[STUDY, detail.finding.pk])
        yield f"{page}#card-{detail.finding.pk}"


def _iter_check(_today: date) -> Iterator[str]:
    system = _find_published_system()
    if system and find_pilot_use(system.pk):
        yield reverse("pilots:check-invented", args=[SYSTEM, OFFER])


def _iter_gap(_today: date) -> Iterator[str]:
    if _find_published_system():
        yield reverse("reports:system-gap", args=[SYSTEM]) + _point_to_words()


def _iter_version(_today: date) -> Iterator[str]:
    system = _find_published_system()
    if system and VERSION in map_released_names(system).values():
        yield reverse("pilots:public-version", args=[SYSTEM, VERSION]) + _point_to_words()


def _iter_dialogue(_today: date) -> Iterator[str]:
    if find_system_by_slug(SYSTEM):
        yield reverse("dialogue:dialogue", args=[SYSTEM])


def _iter_position(_today: date) -> Iterator[str]:
    """Yield the page of the hypothesis that the group wrote itself, of giving reasons to a tool."""
    group = find_group_by_slug(GROUP)
    for each in list_all_hypotheses(group) if group else ():
        if not each.row.origin:
            yield reverse("groups:my-position", args=[each.row.pk])


def _iter_recommendation(today: date) -> Iterator[str]:
    quoted = find_quoted()
    for detail in list_public_recommendations(today, RecommendationKind.RECOMMENDATION):
        cited = (each for claim in detail.claims for each in claim.evidence)
        if quoted and any(each.reference.id == quoted.reference.id for each in cited):
            page = reverse("reports:recommendation", args=[detail.recommendation.pk])
            yield page + _point_to_words()


_FINDERS: Mapping[str, Callable[[date], Iterator[str]]] = {
    "promise": _iter_promise,
    "story": _iter_story,
    "coding": _iter_coding,
    "practices": _iter_practices,
    "figure": _iter_figure,
    "finding": _iter_finding,
    "check": _iter_check,
    "gap": _iter_gap,
    "version": _iter_version,
    "dialogue": _iter_dialogue,
    "position": _iter_position,
    "recommendation": _iter_recommendation,
}
