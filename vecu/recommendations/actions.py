"""Draft, amend, merge, open, publish, set aside, take back: each appends to the history.

Nothing here deletes a version. Who may do what is checked elsewhere.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.rules import Scope, ScopeKind
from vecu.recommendations.checks import (
    describe_merge_problems,
    list_amendment_problems,
    list_end_problems,
    list_publication_problems,
    list_version_problems,
)
from vecu.recommendations.claim_checks import (
    Problems,
    list_claim_problems,
    list_lost_evidence,
)
from vecu.recommendations.content import (
    VERSION_CONTENTS,
    AmendmentContent,
    EndReason,
    ThreadContent,
)
from vecu.recommendations.models import Recommendation, RecommendationVersion
from vecu.recommendations.rows import (
    begin_move,
    list_cited_before,
    load_thread,
    lock_group,
    make_node,
)
from vecu.recommendations.rules import (
    LIVE_STATES,
    Backing,
    RecommendationState,
    RecommendationVerb,
    can_move,
)
from vecu.recommendations.stored import (
    get_kind,
    read_version,
)
from vecu.recommendations.thread import (
    Thread,
    VersionKey,
    add_version,
    list_merge_problems,
)
from vecu.records.actions import (
    Writing,
    append_act,
    begin_writing,
    check_problems,
    save_next,
    take_state,
)
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.row_states import fill_columns, make_stored
from vecu.records.text_normalization import strip_texts

Revisions = Mapping[UUID, int]
"""Which revision of each recommendation somebody has read."""


@transaction.atomic
def draft_recommendation(
    scope: Scope,
    content: ThreadContent,
    amendment: AmendmentContent,
    *,
    by: str,
    now: datetime,
    begun_from: Sequence[Recommendation] = (),
) -> Recommendation:
    """Begin a recommendation, a landmark, or what there is no recommendation on yet.

    Those that it is `begun_from` go on as they are, and are its origins. Raise
    `RecordRefused`, and `RecordChanged` if one of them is not there any more.
    """
    if scope.kind is not ScopeKind.GROUP:
        raise TypeError(f"A {scope.kind} recommends nothing.")
    rows = lock_group(scope.id)
    taken_up = [_find_row(rows, each.pk) for each in begun_from]
    writing = begin_move(scope.id, by, now)
    return _begin(writing, RecommendationVerb.DRAFT, content, amendment, taken_up)


@transaction.atomic
def amend_recommendation(
    recommendation: Recommendation,
    content: ThreadContent,
    amendment: AmendmentContent,
    *,
    revision: int,
    by: str,
    now: datetime,
) -> Recommendation:
    """Add a version, on which everybody takes a position anew, and return the recommendation.

    What everybody reads stays the version that is published. Raise `RecordRefused`, or
    `RecordChanged` unless `revision` is the one that was read.
    """
    rows = lock_group(recommendation.group_id)
    row = _find_row(rows, recommendation.pk, revision)
    _check_live(row)
    before = take_state(row)
    writing = begin_writing(row, by, now)
    _append_version(writing, row, content, amendment, [])
    append_act(writing, RecommendationVerb.AMEND, row, before, take_state(row))
    return row


@transaction.atomic
def merge_recommendations(
    sources: Sequence[Recommendation],
    target: Recommendation | None,
    content: ThreadContent,
    amendment: AmendmentContent,
    *,
    revisions: Revisions,
    by: str,
    now: datetime,
) -> Recommendation:
    """Merge some into another, or with no target into a new one, and return that.

    Each of them ends there and stays readable; its latest version is an origin of the merged one.
    Raise `RecordRefused`, for one that would go into its own descendant too, or
    `RecordChanged` unless `revisions` are those that were read.
    """
    group = (target or sources[0]).group_id
    rows = lock_group(group)
    found = [_find_row(rows, each.pk, revisions.get(each.pk)) for each in sources]
    writing, verb = begin_move(group, by, now), RecommendationVerb.MERGE
    if target is None:
        for each in found:
            _check_live(each)
        merged = _begin(writing, verb, content, amendment, found)
    else:
        merged = _find_row(rows, target.pk, revisions.get(target.pk))
        check_problems(find_merge_problems(found, merged))
        before = take_state(merged)
        _append_version(writing, merged, content, amendment, found)
        append_act(writing, verb, merged, before, take_state(merged))
    for each in found:
        _move(writing, verb, each, RecommendationState.MERGED, merged_into=merged)
    return merged


@transaction.atomic
def open_recommendation(
    recommendation: Recommendation, *, revision: int, by: str, now: datetime
) -> Recommendation:
    """Let members and colleges take a position on a draft, and return it."""
    row = _find_row(lock_group(recommendation.group_id), recommendation.pk, revision)
    writing = begin_writing(row, by, now)
    _move(writing, RecommendationVerb.OPEN, row, RecommendationState.OPEN)
    return row


@transaction.atomic
def publish_recommendation(
    recommendation: Recommendation, *, revision: int, by: str, now: datetime
) -> Recommendation:
    """Let everybody read its latest version, and return it.

    Raise `RecordRefused` for what is still to be written, or `RecordChanged`
    unless `revision` is the one that was read.
    """
    row = _find_row(lock_group(recommendation.group_id), recommendation.pk, revision)
    if row.published == row.latest:
        raise RecordRefused({"": _("This version is published already.")})
    check_problems(find_publication_problems(row, localdate(now)))
    _move(
        begin_writing(row, by, now),
        RecommendationVerb.PUBLISH,
        row,
        RecommendationState.PUBLISHED,
        published=row.latest,
        published_day=localdate(now),
    )
    return row


def find_merge_problems(sources: Sequence[Recommendation], target: Recommendation) -> Problems:
    """Return in one message why some cannot be merged into another one of their group."""
    nodes = [make_node(each) for each in sources]
    thread = load_thread(target.group_id)
    return describe_merge_problems(list_merge_problems(thread, nodes, make_node(target)))


def find_publication_problems(row: Recommendation, day: date) -> Problems:
    """Return by field why nobody but the group can read its latest version on a day."""
    version = row.versions.get(number=row.latest)
    content = read_version(make_node(row).kind, version)
    backings = [Backing(each) for each in version.positions.values_list("backing", flat=True)]
    problems = list_publication_problems(content, backings)
    if row.group.published is None:
        problems[""] = _("Publish the group first: nobody could read who answers for this.")
    problems |= list_claim_problems(content, day, list_cited_before([row.pk]))
    return problems | list_lost_evidence(content, day)


@transaction.atomic
def set_recommendation_aside(
    recommendation: Recommendation,
    reason: EndReason,
    *,
    revision: int,
    by: str,
    now: datetime,
) -> Recommendation:
    """End what was never published and say why; it stays readable for the group."""
    verb, state = RecommendationVerb.SET_ASIDE, RecommendationState.SET_ASIDE
    return _end(recommendation, verb, state, reason, revision=revision, by=by, now=now)


@transaction.atomic
def take_recommendation_back(
    recommendation: Recommendation,
    reason: EndReason,
    *,
    revision: int,
    by: str,
    now: datetime,
) -> Recommendation:
    """Let nobody but the group read it any more; its address says that, and why."""
    verb, state = RecommendationVerb.TAKE_BACK, RecommendationState.TAKEN_BACK
    return _end(recommendation, verb, state, reason, revision=revision, by=by, now=now)


def _begin(
    writing: Writing,
    verb: RecommendationVerb,
    content: ThreadContent,
    amendment: AmendmentContent,
    taken_up: Sequence[Recommendation],
) -> Recommendation:
    row = Recommendation(group_id=writing.scope.id, kind=get_kind(content))
    row.save(force_insert=True)
    _append_version(writing, row, content, amendment, taken_up)
    append_act(writing, verb, row, after=take_state(row))
    return row


def _append_version(
    writing: Writing,
    row: Recommendation,
    content: ThreadContent,
    amendment: AmendmentContent,
    taken_up: Sequence[Recommendation],
) -> None:
    """Write the next version of a recommendation, whose number no other ever had."""
    written = VERSION_CONTENTS[make_node(row).kind]
    if not isinstance(content, written):
        raise TypeError(f"A {row.kind} is no {type(content).__name__}.")
    content, amendment = strip_texts(content), strip_texts(amendment)
    before = list_cited_before([row.pk, *(each.pk for each in taken_up)])
    day = localdate(writing.now)
    problems = list_version_problems(row.scope, content, day, before)
    cited = [*before, *(one for each in content.claims for one in each.references)]
    check_problems(problems | list_amendment_problems(row.group_id, amendment, cited))
    last: int = row.versions.aggregate(last=Max("number"))["last"] or 0
    key = VersionKey(row.pk, last + 1)
    thread: Thread = add_version(load_thread(row.group_id), key, [each.pk for each in taken_up])
    version = RecommendationVersion(
        recommendation=row,
        number=key.number,
        day=day,
        college=amendment.voice.college,
        proposer=amendment.voice.member,
        reason=make_stored(amendment.reason),
        origins=[[str(each.recommendation), each.number] for each in sorted(thread[key])],
    )
    fill_columns(version, content)
    version.save()
    row.latest = key.number
    save_next(row)


def _end(
    recommendation: Recommendation,
    verb: RecommendationVerb,
    state: RecommendationState,
    reason: EndReason,
    *,
    revision: int,
    by: str,
    now: datetime,
) -> Recommendation:
    row = _find_row(lock_group(recommendation.group_id), recommendation.pk, revision)
    content = strip_texts(reason)
    check_problems(list_end_problems(content, list_cited_before([row.pk])))
    stored = make_stored(content.ended_reason)
    _move(begin_writing(row, by, now), verb, row, state, ended_reason=stored)
    return row


def _move(
    writing: Writing,
    verb: RecommendationVerb,
    row: Recommendation,
    state: RecommendationState,
    **changed: Any,
) -> None:
    if not can_move(RecommendationState(row.state), state):
        message = _("Its state has changed meanwhile. Reload the page.")
        raise RecordRefused({"": message})
    before = take_state(row)
    row.state = state
    for name, value in changed.items():
        setattr(row, name, value)
    save_next(row)
    append_act(writing, verb, row, before, take_state(row))


def _check_live(row: Recommendation) -> None:
    if RecommendationState(row.state) not in LIVE_STATES:
        message = _("It was merged, set aside or taken back meanwhile: it does not go on here.")
        raise RecordRefused({"": message})


def _find_row(
    rows: Mapping[UUID, Recommendation], key: UUID, revision: int | None = None
) -> Recommendation:
    row = rows.get(key)
    if row is None or (revision is not None and row.revision != revision):
        raise RecordChanged(row)
    return row
