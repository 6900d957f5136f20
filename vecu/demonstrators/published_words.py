"""What this laboratory has published of people’s own words, to stand beside a machine.

Nothing becomes public here: words are those that the page of their study shows to everybody now,
released and still permitted, and each leads there. What is withdrawn is gone from here as well.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from vecu.accounts.rules import ScopeKind
from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.queries import find_codebook, list_codes
from vecu.coding.queries.quotations import list_public_quotations
from vecu.evidence.public_findings import list_findings_on, list_references_of
from vecu.evidence.rules import FINDING_SOURCE, FindingTheme
from vecu.evidence.sources import EvidenceState, Reference, list_public_evidence
from vecu.search_folding import fold_for_search
from vecu.surveys.queries import Study, list_all_studies
from vecu.translation import LANGUAGES, TranslatedWords, pick_language

QUOTATION_SOURCE = "quotation"


class Topic(StrEnum):
    """What published words are about."""

    CREATIVE_USE = "creative use"
    """Ideas, brainstorming, contradiction: what early studies thought safe from machines."""
    STRATEGIES = "strategies"
    """What people did where what they received fell short: checking, writing it anew, giving up."""


THEMES = {
    Topic.CREATIVE_USE: {FindingTheme.HIGH_VALUE_USE},
    Topic.STRATEGIES: set[FindingTheme](),
}
"""The themes of findings on a topic: what they cite is about it."""

BEGINNINGS = {
    Topic.CREATIVE_USE: (
        "brainstorm",
        "contradict",
        "creati",
        "idea",
        "idee",
        "imagin",
        "sparring",
    ),
    Topic.STRATEGIES: ("check", "reecri", "rewrit", "strateg", "verif"),
}
"""How words begin, folded, by which the name of a code, or of one above it, is on a topic."""


@dataclass(frozen=True, slots=True)
class PublishedWords:
    """Somebody’s words, what they are about, and the public page on which they stand.

    `about` is the name of a code, in the language of the page that shows it; `language` is that of
    the words. `invented` says that their study is a fictional one.
    """

    text: str
    language: str
    about: str
    address: str
    invented: bool
    translations: tuple[TranslatedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedClaim:
    """What a group found, in its own sentence, and the page of the finding."""

    sentence: str
    language: str
    address: str
    invented: bool


_Found = tuple[Study, ReleasedQuotation, str]
"""Words of a study, and what they are about."""


def list_published_words(language: str, most: int, topic: Topic) -> Sequence[PublishedWords]:
    """Return up to `most` public quotations on a topic, those in `language` first.

    They are in a fixed order that goes from one code to the next, so that a few show
    several. Empty where nothing on the topic is published.
    """
    studies = {study.id: study for study in list_all_studies()}
    cited = _list_cited(studies, topic)
    found = [
        (study, quotation, about)
        for study in studies.values()
        for quotation, about in _iter_study(study, language, topic, cited)
    ]
    chosen = _spread(found, language)[:most]
    addresses = _locate(
        Reference(QUOTATION_SOURCE, one.id, one.revision) for _study, one, _about in chosen
    )
    return [
        PublishedWords(
            one.text,
            one.language,
            about,
            addresses[one.id],
            study.fictional,
            one.translations,
        )
        for study, one, about in chosen
        if one.id in addresses
    ]


def list_published_claims(language: str, most: int, topic: Topic) -> Sequence[PublishedClaim]:
    """Return up to `most` published findings on a topic, the newest first."""
    studies = {study.id: study for study in list_all_studies()}
    chosen = list_findings_on(THEMES[topic], ScopeKind.STUDY, studies)[:most]
    addresses = _locate(Reference(FINDING_SOURCE, each.pk, each.revision) for each in chosen)
    return [
        PublishedClaim(
            each.sentence[spoken],
            spoken,
            addresses[each.pk],
            studies[each.scope_uuid].fictional,
        )
        for each in chosen
        for spoken in [pick_language(each.sentence, language)]
        if each.pk in addresses
    ]


def _spread(found: Sequence[_Found], language: str) -> list[_Found]:
    """Sort words: those in a language first, then the first about each thing, then the second."""
    nth = Counter[tuple[bool, str]]()
    places = []
    for index, (_study, quotation, about) in enumerate(found):
        foreign = language not in {
            quotation.language,
            *(each.language for each in quotation.translations),
        }
        places.append((foreign, nth[foreign, about], index))
        nth[foreign, about] += 1
    return [found[index] for _foreign, _nth, index in sorted(places)]


def _list_cited(studies: Collection[UUID], topic: Topic) -> set[UUID]:
    """Return the quotations that published findings on a topic cite, whoever may read them."""
    findings = list_findings_on(THEMES[topic], ScopeKind.STUDY, studies)
    cited = list_references_of([each.pk for each in findings])
    return {each.id for each in cited if each.source == QUOTATION_SOURCE}


def _iter_study(
    study: Study, language: str, topic: Topic, cited: Collection[UUID]
) -> Iterator[tuple[ReleasedQuotation, str]]:
    """Yield the public quotations of a study on a topic, each once, and what each is about."""
    codebook = find_codebook(study.id)
    if codebook is None:
        return
    codes = list_codes(codebook)
    paths = [codes.map_code_paths(spoken) for spoken in LANGUAGES]
    on_topic = {code for code in codes.by_id if any(_is_about(path[code], topic) for path in paths)}
    names = {code: each.names.say(language) for code, each in codes.by_id.items()}
    for one in list_public_quotations(codebook, codes):
        if one.intact and (one.id in cited or one.code in on_topic):
            yield one, names[one.code] if one.code else ""


def _is_about(path: str, topic: Topic) -> bool:
    words = fold_for_search(path).split()
    return any(word.startswith(BEGINNINGS[topic]) for word in words)


def _locate(references: Iterable[Reference]) -> Mapping[UUID, str]:
    """Return where everybody reads what stands, by its id."""
    shown = list_public_evidence(references)
    return {
        one.reference.id: one.address
        for one in shown
        if one.address and one.state is not EvidenceState.GONE
    }
