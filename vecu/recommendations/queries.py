"""Read recommendations, landmarks, cards and what must be discussed again.

Each function asks a fixed number of queries: more evidence, claims or voices make no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from vecu.evidence.sources import Evidence, Reference, list_public_evidence
from vecu.groups.queries import GroupMember
from vecu.recommendations.answers import get_answer_address
from vecu.recommendations.details import (
    AddressDetail,
    CardDetail,
    ClaimDetail,
    FollowUpDetail,
    RecommendationDetail,
    ReturnedClaims,
    ThreadStep,
    make_address_detail,
    make_claim_details,
    make_position_sides,
)
from vecu.recommendations.models import (
    AddresseeAnswer,
    AnswerFollowUp,
    ClaimReturn,
    Recommendation,
    RecommendationAddress,
    RecommendationPosition,
    RecommendationVersion,
    SupplierCard,
)
from vecu.recommendations.rows import load_thread
from vecu.recommendations.rules import (
    LIVE_STATES,
    RecommendationKind,
    RecommendationState,
)
from vecu.recommendations.stored import read_claims, read_references
from vecu.recommendations.thread import VersionKey, list_ancestors

__all__ = [
    "AddressDetail",
    "AddresseeAnswer",
    "CardDetail",
    "ClaimDetail",
    "FollowUpDetail",
    "Recommendation",
    "RecommendationDetail",
    "RecommendationPosition",
    "RecommendationVersion",
    "ReturnedClaims",
    "SupplierCard",
    "ThreadStep",
    "count_keyed_answer_links",
    "find_public_recommendation",
    "find_recommendation",
    "get_answer_detail",
    "get_own_positions",
    "get_reason_taken_back",
    "get_recommendation_detail",
    "get_returned_claims",
    "get_statements",
    "has_supplier_cards",
    "list_group_recommendations",
    "list_public_recommendations",
    "list_supplier_cards",
    "list_thread",
    "list_unanswered_versions",
    "list_undone_versions",
]


def find_recommendation(group: UUID, key: UUID) -> Recommendation | None:
    """Return one recommendation of a group, None if there is none."""
    return Recommendation.objects.filter(group=group, pk=key).first()


def list_group_recommendations(group: UUID, today: date) -> list[RecommendationDetail]:
    """Return all that a group wrote, each in its latest version, as its members see it."""
    rows = Recommendation.objects.filter(group=group)
    return _describe({each: each.latest for each in rows}, today, public=False)


def get_recommendation_detail(
    recommendation: Recommendation, number: int, today: date
) -> RecommendationDetail | None:
    """Return one version as members of the group see it, None if there is none of this number."""
    details = _describe({recommendation: number}, today, public=False)
    return details[0] if details else None


def list_unanswered_versions(member: GroupMember) -> list[RecommendationVersion]:
    """Return what waits for the position of a member: latest versions that are not public yet."""
    latest = Q(number=F("recommendation__latest"))
    state = Q(recommendation__state=RecommendationState.OPEN) | Q(
        recommendation__state=RecommendationState.PUBLISHED,
        recommendation__published__lt=F("number"),
    )
    found = RecommendationVersion.objects.filter(
        latest, state, recommendation__group=member.group_id
    )
    answered = member.backings.filter(hidden=False).values("version")
    return list(found.exclude(pk__in=answered).order_by("recommendation"))


def get_own_positions(
    member: GroupMember, details: Sequence[RecommendationDetail]
) -> dict[UUID, RecommendationPosition]:
    """Return by recommendation how a member stands to versions, as far as their link shows it."""
    rows = RecommendationPosition.objects.filter(
        member=member, hidden=False, version__in=[each.version.pk for each in details]
    ).select_related("version")
    return {each.version.recommendation_id: each for each in rows}


def list_public_recommendations(
    today: date, kind: RecommendationKind | None = None, group: UUID | None = None
) -> list[RecommendationDetail]:
    """Return what everybody reads, the latest first; of one kind or one group only, where given.

    One that was merged is read until what it went on in is published itself; of a group that was
    taken back nobody reads any.
    """
    public = Recommendation.objects.filter(published__gt=0, group__published__isnull=False)
    rows = public.select_related("group", "merged_into")
    if kind:
        rows = rows.filter(kind=kind)
    if group:
        rows = rows.filter(group=group)
    merged = _list_unread_merges(rows.filter(state=RecommendationState.MERGED))
    shown = [
        each
        for each in rows.order_by("-published_day", "id")
        if each.state == RecommendationState.PUBLISHED or each.pk in merged
    ]
    return _describe({each: each.published for each in shown}, today, public=True)


def find_public_recommendation(key: UUID, today: date) -> RecommendationDetail | None:
    """Return what everybody reads at an address, None where nothing is published.

    One that was merged stays readable there: `merged_into` says where it went on.
    """
    states = (RecommendationState.PUBLISHED, RecommendationState.MERGED)
    found = Recommendation.objects.filter(
        pk=key, published__gt=0, state__in=states, group__published__isnull=False
    )
    row = found.select_related("group", "merged_into").first()
    return _describe({row: row.published}, today, public=True)[0] if row else None


def get_reason_taken_back(key: UUID) -> Mapping[str, str] | None:
    """Return why what was published at an address was taken back, None if it was not."""
    found = Recommendation.objects.filter(
        pk=key, state=RecommendationState.TAKEN_BACK, group__published__isnull=False
    )
    reason: Mapping[str, str] | None = found.values_list("ended_reason", flat=True).first()
    return reason


def count_keyed_answer_links(number: int) -> int:
    """Return how many links by which somebody answers need the key with this number."""
    handed_over = RecommendationAddress.objects.exclude(fingerprint=None)
    return handed_over.filter(group__key_number=number).count()


def list_thread(recommendation: Recommendation, number: int) -> list[ThreadStep]:
    """Return all versions that a version came of, itself included, the earliest first.

    For members of the group: some were never published, and each says who proposed it.
    """
    thread = load_thread(recommendation.group_id)
    key = VersionKey(recommendation.pk, number)
    wanted = {key, *list_ancestors(thread, key)}
    versions = RecommendationVersion.objects.filter(
        recommendation__in={each.recommendation for each in wanted}
    ).select_related("recommendation", "proposer")
    steps = [
        ThreadStep(
            each.recommendation,
            each,
            [
                (one.recommendation, one.number)
                for one in sorted(thread.get(_make_key(each), frozenset()))
            ],
        )
        for each in versions
        if _make_key(each) in wanted
    ]
    depth = {one: len(list_ancestors(thread, one)) for one in wanted}
    return sorted(steps, key=lambda step: (depth[_make_key(step.version)], step.version.day))


def list_undone_versions(recommendation: Recommendation) -> list[RecommendationVersion]:
    """Return versions that are no part of the thread any more, and stay readable."""
    return list(recommendation.versions.filter(undone=True).select_related("proposer"))


def get_returned_claims(group: UUID, today: date) -> ReturnedClaims:
    """Return what a group has to discuss again now: nothing of it is stored."""
    rows = Recommendation.objects.filter(group=group, state__in=LIVE_STATES)
    details = _describe({each: each.latest for each in rows}, today, public=False)
    return ReturnedClaims(
        [each for each in details if each.must_be_argued_again],
        [card for card in list_supplier_cards(group) if _is_to_argue(card)],
        list(ClaimReturn.objects.filter(group=group)),
    )


def list_supplier_cards(group: UUID) -> list[CardDetail]:
    """Return the cards of a group, with what was observed as everybody may see it now."""
    cards = list(SupplierCard.objects.filter(group=group))
    claims = {each.pk: read_claims(each.observed) for each in cards}
    shown = _map_evidence(
        one for each in claims.values() for claim in each for one in claim.references
    )
    return [CardDetail(each, make_claim_details(claims[each.pk], shown)) for each in cards]


def has_supplier_cards(slug: str) -> bool:
    """Return whether the group with this end of its address has any card."""
    return SupplierCard.objects.filter(group__slug=slug).exists()


def get_answer_detail(token: str, today: date) -> tuple[RecommendationDetail, AddressDetail]:
    """Return what somebody is asked to answer and what they answered; raise `AnswerLinkGone`.

    It is the version that was addressed, whatever was published since.
    """
    address = get_answer_address(token)
    version = address.version
    [detail] = _describe({version.recommendation: version.number}, today, public=True)
    [own] = [each for each in detail.addresses if each.address.pk == address.pk]
    return detail, own


def get_statements(group: UUID) -> dict[UUID, Mapping[str, str]]:
    """Return what each recommendation of a group says in its latest version."""
    latest = RecommendationVersion.objects.filter(
        recommendation__group=group, number=F("recommendation__latest")
    )
    return dict(latest.values_list("recommendation", "statement"))


def _describe(
    numbers: Mapping[Recommendation, int], today: date, *, public: bool
) -> list[RecommendationDetail]:
    """Return recommendations, each in the version of this number; evidence is asked for at once.

    In public nobody is named who proposed it: positions say who wants to be.
    """
    wanted = {(each.pk, number): each for each, number in numbers.items()}
    found = RecommendationVersion.objects.filter(
        recommendation__in=[each.pk for each in numbers]
    ).select_related("proposer")
    versions = {
        (each.recommendation_id, each.number): each
        for each in found
        if (each.recommendation_id, each.number) in wanted
    }
    if public:
        for each in versions.values():
            each.college, each.proposer = "", None
    claims = {key: read_claims(each.claims) for key, each in versions.items()}
    sent = _list_addresses([each.pk for each in numbers])
    shown = _map_evidence(
        [
            *(one for each in claims.values() for claim in each for one in claim.references),
            *(one for each in sent for one in each.cited),
        ]
    )
    positions = defaultdict(list)
    for position in RecommendationPosition.objects.filter(
        version__in=versions.values()
    ).select_related("member"):
        positions[position.version_id].append(position)
    return [
        RecommendationDetail(
            row,
            versions[key],
            make_claim_details(claims[key], shown),
            make_position_sides(positions[versions[key].pk]),
            [each.describe(shown, today) for each in sent if each.is_of(row)],
        )
        for key, row in wanted.items()
        if key in versions
    ]


@dataclass(frozen=True, slots=True)
class _SentAddress:
    """An address with what was answered and seen, while its evidence is not asked for yet."""

    address: RecommendationAddress
    answers: Sequence[AddresseeAnswer]
    follow_ups: Sequence[AnswerFollowUp]

    @property
    def cited(self) -> list[Reference]:
        return [one for each in self.follow_ups for one in read_references(each.references)]

    def is_of(self, recommendation: Recommendation) -> bool:
        return self.address.version.recommendation_id == recommendation.pk

    def describe(self, shown: Mapping[Reference, Evidence], today: date) -> AddressDetail:
        follow_ups = [
            FollowUpDetail(each, [shown[one] for one in read_references(each.references)])
            for each in self.follow_ups
        ]
        return make_address_detail(self.address, self.answers, follow_ups, today)


def _list_addresses(recommendations: Sequence[UUID]) -> list[_SentAddress]:
    """Return to whom any version of some recommendations went, and what came of it."""
    rows = RecommendationAddress.objects.filter(version__recommendation__in=recommendations)
    found = list(rows.select_related("version"))
    answers, follow_ups = defaultdict(list), defaultdict(list)
    for answer in AddresseeAnswer.objects.filter(address__in=found):
        answers[answer.address_id].append(answer)
    for follow_up in AnswerFollowUp.objects.filter(address__in=found):
        follow_ups[follow_up.address_id].append(follow_up)
    return [_SentAddress(each, answers[each.pk], follow_ups[each.pk]) for each in found]


def _map_evidence(references: Iterable[Reference]) -> dict[Reference, Evidence]:
    cited = list(dict.fromkeys(references))
    return dict(zip(cited, list_public_evidence(cited), strict=True))


def _list_unread_merges(merged: Iterable[Recommendation]) -> set[UUID]:
    """Return those that were merged while what they went on in is not published with them yet.

    Where that was set aside or taken back itself, nobody reads them any more either.
    """
    rows = list(merged)
    groups = {each.group_id for each in rows}
    by_id = {each.pk: each for each in Recommendation.objects.filter(group__in=groups)}
    thread = load_thread(*groups)
    unread = set()
    for each in rows:
        end = each
        while end.merged_into_id:
            end = by_id[end.merged_into_id]
        public = list_ancestors(thread, VersionKey(end.pk, end.published))
        if RecommendationState(end.state) in LIVE_STATES and not any(
            one.recommendation == each.pk for one in public
        ):
            unread.add(each.pk)
    return unread


def _is_to_argue(card: CardDetail) -> bool:
    return any(each.is_doubtful for each in card.observed)


def _make_key(version: RecommendationVersion) -> VersionKey:
    return VersionKey(version.recommendation_id, version.number)
