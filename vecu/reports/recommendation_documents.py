"""The public page of a recommendation as a document for paper."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.evidence.rules import Confidence
from vecu.evidence.sources import Evidence, EvidenceState
from vecu.recommendations.content import ByLanguage
from vecu.recommendations.details import AddressDetail, ClaimDetail, PositionDetail
from vecu.recommendations.public_versions import make_code
from vecu.recommendations.rules import (
    KIND_SENTENCES,
    FollowUpOutcome,
    RecommendationKind,
    RecommendationState,
)
from vecu.recommendations.sentences import describe_answer, describe_cost_parts
from vecu.recommendations.stored import read_cost_parts
from vecu.reports.brief_parts import describe_cards, describe_cost, list_box_facts, make_vote_dots
from vecu.reports.document_parts import (
    PageAddresses,
    cite_words,
    describe_copy,
    list_facts,
    make_text,
    warn_of_invention,
)
from vecu.reports.documents.description import (
    CitedSentence,
    Document,
    DocumentClaim,
    DocumentPoint,
    DocumentSection,
    DocumentText,
    LabelledFact,
    OpposedReasons,
    PrintedQuotation,
)
from vecu.reports.recommendation_presenters import (
    ARGUE_AGAIN,
    CLAIMS_HEADINGS,
    ONLY_ITSELF,
    list_alternatives,
    make_group_link,
)
from vecu.reports.recommendation_queries import PublicRecommendation
from vecu.reports.templatetags.findings import reasons
from vecu.reports.templatetags.recommended import describe_sending, make_claim_anchor, name_kind
from vecu.ui.templatetags.ui import current_language, day


def describe_recommendation_document(
    found: PublicRecommendation, addresses: PageAddresses, today: date, *, brief: bool
) -> Document:
    """Return all that everybody may read of a recommendation, each claim with its evidence.

    A brief opens with a box, then the cards of the findings behind it, and draws votes as dots.
    """
    detail, version = found.detail, found.detail.version
    cited = {one.reference.id for each in detail.claims for one in each.remaining_evidence}
    kind = RecommendationKind(detail.recommendation.kind)
    boxed = brief and kind is RecommendationKind.RECOMMENDATION
    sections = (
        _describe_open_question(found, addresses),
        *([describe_cost(detail, addresses)] if boxed else ()),
        *([describe_cards(cited, addresses)] if brief else ()),
        DocumentSection(
            _(CLAIMS_HEADINGS[kind]),
            tuple(_make_claim(each, addresses) for each in detail.claims),
            addresses.locate("claims"),
        ),
        *([] if boxed else [_describe_means(found, addresses)]),
        DocumentSection(
            _("What is not known"),
            tuple(DocumentPoint(each) for each in _iter_unknowns(found)),
            addresses.locate("unknown"),
            first=True,
        ),
        *_describe_reasons(found, addresses, brief=brief),
        DocumentSection(
            _("Answers received"),
            tuple(_iter_answers(detail.addresses, addresses)),
            addresses.locate("answers"),
        ),
        DocumentSection(
            _("How sure are we?"), tuple(_iter_confidence(found)), addresses.locate("confidence")
        ),
        _describe_origins(found, addresses),
    )
    return Document(
        language=current_language(),
        kind=_describe_place(found),
        title=make_text(version.statement),
        lead=DocumentText(_(KIND_SENTENCES[kind]) if kind in KIND_SENTENCES else ""),
        address=addresses.absolute(
            reverse("reports:short-address", args=[make_code(detail.recommendation.pk)])
            if brief
            else addresses.page
        ),
        notice=describe_copy(today),
        sections=tuple(each for each in sections if each.items),
        warning=_warn(found),
        box=list_box_facts(detail) if boxed else (),
    )


def _describe_place(found: PublicRecommendation) -> str:
    """Return what it is, of which group, in which version, since when."""
    published = found.detail.recommendation.published_day
    parts = (
        name_kind(found.detail),
        make_text(found.group.name).text,
        _("version %(number)s") % {"number": found.detail.version.number},
        day(published) if published else "",
    )
    return " · ".join(filter(None, parts))


def _warn(found: PublicRecommendation) -> str:
    merged = found.detail.recommendation.state == RecommendationState.MERGED
    sentences = (
        warn_of_invention(fictional=found.group.fictional),
        _("This was merged into another one.") if merged else "",
    )
    return " ".join(filter(None, sentences))


def _describe_open_question(
    found: PublicRecommendation, addresses: PageAddresses
) -> DocumentSection:
    version = found.detail.version
    facts = (
        (_("What divides us"), version.divides),
        (_("What we would need to see"), version.needed),
    )
    trace = addresses.locate("divides")
    return DocumentSection(_("No recommendation yet"), list_facts(facts), trace, first=True)


def _describe_means(found: PublicRecommendation, addresses: PageAddresses) -> DocumentSection:
    """Return who decides, what it costs and what that pays otherwise."""
    version = found.detail.version
    decider = [LabelledFact(_("Who decides"), DocumentText(version.decider))]
    parts = describe_cost_parts(read_cost_parts(version.cost_parts))
    by_part = [LabelledFact(_("The cost, part by part"), DocumentText(parts))] if parts else []
    facts = [(_("What it costs"), version.cost), *list_alternatives(found.detail)]
    return DocumentSection(
        _("Who decides, what it costs, and what else the same money would pay for"),
        (
            *(decider if version.decider else ()),
            *list_facts(facts[:1]),
            *by_part,
            *list_facts(facts[1:]),
        ),
        addresses.locate("means"),
        first=True,
    )


def _iter_unknowns(found: PublicRecommendation) -> Iterator[DocumentText]:
    if found.detail.must_be_argued_again:
        yield DocumentText(_(ARGUE_AGAIN))
    yield make_text(found.detail.version.not_known)
    yield DocumentText(_(ONLY_ITSELF))


def _make_claim(detail: ClaimDetail, addresses: PageAddresses) -> DocumentClaim:
    trace = addresses.locate(make_claim_anchor(detail.claim.id))
    return DocumentClaim(
        sentence=make_text(detail.claim.text),
        standing=detail.note,
        notes=(),
        cited=tuple(_iter_cited(detail.evidence, addresses, trace)),
        trace=trace,
        own_page=False,
    )


def _iter_cited(
    evidence: Sequence[Evidence], addresses: PageAddresses, trace: str
) -> Iterator[PrintedQuotation | CitedSentence]:
    """Yield what is left of evidence; what has no place of its own is traced to where it stands."""
    for each in evidence:
        if each.state is EvidenceState.GONE:
            continue
        own = addresses.absolute(each.address) if each.address else trace
        changed = each.state is EvidenceState.CHANGED
        doubt = _("changed since it was cited") if changed else ""
        if each.quotation:
            yield cite_words(each, doubt, own)
        else:
            sentence = f"{each.sentence} ({doubt})" if doubt else each.sentence
            yield CitedSentence(DocumentText(sentence), own)


def _describe_reasons(
    found: PublicRecommendation, addresses: PageAddresses, *, brief: bool
) -> tuple[DocumentSection, DocumentSection]:
    """Return reasons for and against in pairs, and apart those that have none beside them.

    A brief prints pairs only: both sides have the same space, whichever has more to say.
    """
    sides, trace = found.detail.positions, addresses.locate("reasons")
    both = bool(sides.supporting.open and sides.opposing.open)
    shown = slice(None if both else 1)
    pairs = list(zip_longest(sides.supporting.open[shown], sides.opposing.open[shown]))
    rest = [
        (label, each)
        for label, side, start in (
            (_("For"), sides.supporting, len(pairs)),
            (_("Against"), sides.opposing, len(pairs)),
            (_("Taking no side"), sides.neither, 0),
        )
        for each in [*side.open, *side.folded][start:]
    ]
    counted = (
        _("For (%(number)s)") % {"number": sides.supporting.number},
        _("Against (%(number)s)") % {"number": sides.opposing.number},
    )
    headings = [counted, *[(_("For"), _("Against"))] * len(pairs)]
    return (
        DocumentSection(
            _("For and against"),
            (
                *([make_vote_dots(found.detail)] if brief and not sides.is_empty else ()),
                *(_make_pair(each, *pair) for each, pair in zip(headings, pairs, strict=False)),
            ),
            trace,
            first=brief,
        ),
        DocumentSection(
            _("Other reasons"),
            tuple(
                LabelledFact(_add_speaker(label, each), make_text(each.reason))
                for label, each in rest
            ),
            trace,
            only_whole=_("A brief gives both sides the same space. The other reasons:"),
        ),
    )


def _make_pair(
    headings: tuple[str, str], supporting: PositionDetail | None, opposing: PositionDetail | None
) -> OpposedReasons:
    reasons = zip(headings, (supporting, opposing), strict=True)
    (first, one), (second, other) = (
        (
            _add_speaker(heading, reason),
            make_text(reason.reason) if reason else DocumentText(_("No reason was given.")),
        )
        for heading, reason in reasons
    )
    return OpposedReasons((first, second), (one, other))


def _add_speaker(heading: str, reason: PositionDetail | None) -> str:
    return " · ".join(filter(None, (heading, reason.speaker if reason else "")))


def _iter_answers(
    details: Sequence[AddressDetail], addresses: PageAddresses
) -> Iterator[DocumentClaim]:
    """Yield to whom it went: what they answered comes first, then what was seen and said before."""
    trace = addresses.locate("answers")
    for detail in details:
        answers = [
            LabelledFact(label, DocumentText(describe_answer(each)))
            for label, each in (
                (_("Answer"), detail.answer),
                *((_("Earlier answer"), each) for each in detail.earlier),
            )
            if each
        ]
        seen = [
            LabelledFact(
                f"{day(each.day)} · {_(FollowUpOutcome(each.outcome).label)}",
                make_text(each.observed),
            )
            for each in (one.follow_up for one in reversed(detail.follow_ups))
        ]
        cited = [one for each in reversed(detail.follow_ups) for one in each.evidence]
        yield DocumentClaim(
            sentence=DocumentText(detail.address.addressee),
            standing=f"{_(detail.state.label)}. {describe_sending(detail)}",
            notes=(*answers, *seen),
            cited=tuple(_iter_cited(cited, addresses, trace)),
            trace=trace,
            own_page=False,
        )


def _iter_confidence(found: PublicRecommendation) -> Iterator[DocumentPoint | LabelledFact]:
    version = found.detail.version
    if version.confidence:
        yield DocumentPoint(DocumentText(_(Confidence(version.confidence).label)))
    yield from list_facts(reasons(version))


def _describe_origins(found: PublicRecommendation, addresses: PageAddresses) -> DocumentSection:
    """Return the group, and the versions that everybody could read, the latest first."""
    name, page = make_text(found.group.name), make_group_link(found.group).address
    versions: Iterable[tuple[str, ByLanguage]] = (
        (
            _("Version %(number)s of %(day)s")
            % {"number": each.version.number, "day": day(each.day)},
            each.version.reason,
        )
        for each in found.versions
    )
    return DocumentSection(
        _("Where this comes from"),
        (
            *([CitedSentence(name, addresses.absolute(page))] if page and name.text else ()),
            *list_facts(versions),
        ),
        addresses.locate("from"),
    )
