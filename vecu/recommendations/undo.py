"""Undo what was last done in a group, to all that it was done to. What was written stays stored."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.recommendations.errors import RecommendationRefused
from vecu.recommendations.history import (
    SUBJECT_MODELS,
    RecommendationAct,
    append_event,
    list_undoable_events,
    take_snapshot,
)
from vecu.recommendations.models import (
    AddresseeAnswer,
    GroupText,
    Recommendation,
    RecommendationAddress,
    RecommendationEvent,
    RecommendationPosition,
    RecommendationVersion,
)
from vecu.recommendations.rows import check, lock_group
from vecu.recommendations.rules import (
    RecommendationState,
    RecommendationSubject,
    RecommendationVerb,
)
from vecu.records.row_states import write_columns


@transaction.atomic
def undo_recommendation_act(group: UUID, act: UUID, *, by: str, now: datetime) -> None:
    """Undo this act, which must be the latest that can be undone in the group.

    A version that it added stays readable as undone; a recommendation that it began is set aside.
    Raise `RecommendationRefused` where somebody has taken a position or answered since.
    """
    lock_group(group)
    events = list_undoable_events(group)
    if not events:
        raise RecommendationRefused({"": _("There is nothing to undo.")})
    if events[0].act != act:
        message = _("Something else was done or undone meanwhile. Look at the history again.")
        raise RecommendationRefused({"": message})
    undoing = RecommendationAct(group, RecommendationVerb(events[0].verb), by, now)
    for each in events:
        row = _find_entry(each)
        check(_list_problems(each, row, localdate(now)))
        _turn_round(undoing, each, row)


def _find_entry(event: RecommendationEvent) -> GroupText | None:
    model = SUBJECT_MODELS[RecommendationSubject(event.subject)]
    return model._default_manager.select_for_update().filter(pk=event.entry).first()


def _list_problems(
    event: RecommendationEvent, row: GroupText | None, today: date
) -> dict[str, str]:
    """Return why an act cannot be undone any more: what others did on it stays theirs."""
    if isinstance(row, RecommendationAddress):
        answered = AddresseeAnswer.objects.filter(address=row).exists()
        return {"": _("It has been answered: the answer stays.")} if answered else {}
    if not isinstance(row, Recommendation):
        return {}
    if event.verb == RecommendationVerb.PUBLISH:
        return _list_publication_problems(event, row, today)
    opened = event.verb == RecommendationVerb.OPEN
    before: int = 0 if opened or event.before is None else event.before["latest"]
    positions = RecommendationPosition.objects.filter(
        version__recommendation=row, version__number__gt=before
    )
    if before < row.latest and positions.exists():
        return {"": _("Somebody has taken a position on this version since. Amend it instead.")}
    return {}


def _list_publication_problems(
    event: RecommendationEvent, row: Recommendation, today: date
) -> dict[str, str]:
    if event.day != today:
        return {"": _("Everybody has read it since that day. Take it back instead.")}
    addressed = RecommendationAddress.objects.filter(
        version__recommendation=row, version__number=row.published
    )
    if addressed.exists():
        return {"": _("It has been addressed to somebody. Take it back instead.")}
    return {}


def _turn_round(act: RecommendationAct, event: RecommendationEvent, row: GroupText | None) -> None:
    before = take_snapshot(row) if row else None
    restored = _restore(event, row)
    after = take_snapshot(restored) if restored else None
    subject = restored or row or SUBJECT_MODELS[RecommendationSubject(event.subject)]()
    append_event(act, subject, before, after, undoes=event)


def _restore(event: RecommendationEvent, row: GroupText | None) -> GroupText | None:
    """Bring back the state that an act found; None if there was nothing.

    It gets a revision that it never had: who has it open has read another.
    """
    if isinstance(row, Recommendation):
        return _restore_recommendation(event, row)
    if event.before is None:
        if row is not None:
            row.delete()
        return None
    model = SUBJECT_MODELS[RecommendationSubject(event.subject)]
    restored = row or model(id=event.entry, group_id=event.group_id)
    _write(restored, event.before, row.revision if row else event.before["revision"])
    return restored


def _restore_recommendation(event: RecommendationEvent, row: Recommendation) -> Recommendation:
    if event.before is None:
        row.state = RecommendationState.SET_ASIDE.value
        row.revision += 1
        row.save()
        return row
    added = RecommendationVersion.objects.filter(
        recommendation=row, number__gt=event.before["latest"]
    )
    added.update(undone=True)
    _write(row, event.before, row.revision)
    return row


def _write(row: GroupText, state: dict[str, Any], revision: int) -> None:
    write_columns(row, state)
    row.revision = revision + 1
    row.save()
