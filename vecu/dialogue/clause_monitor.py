"""Have review clauses fire: put what they found on the agenda, once for each cause.

That is all that it does: no setting changes, no system stops, nobody is written to.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from vecu.datasets.release_queries import Released, list_released
from vecu.datasets.releases.log_months import split_log_item
from vecu.dialogue.clause_triggers import FIGURE_KEYS, ClauseTrigger, list_triggers
from vecu.dialogue.models import AgendaItem, Dialogue, ReviewClause
from vecu.dialogue.rules import ClauseCause, DialogueVerb, WatchedFigure
from vecu.evidence.sources import Reference
from vecu.fieldlog.evidence_sources import LogFigures
from vecu.fieldlog.queries import group_by_month
from vecu.records.actions import append_act, begin_writing, take_state
from vecu.safeguards.quarter_counts.queries import list_service_losses
from vecu.safeguards.second_looks.queries import count_late_looks


def fire_clauses(now: datetime) -> int:
    """Put on agendas what clauses found since they were last looked at; return how many items.

    A dialogue that fails does not keep the others from it; what failed is raised after them.
    """
    found, failures = 0, list[Exception]()
    watched = ReviewClause.objects.filter(ended="").values_list("dialogue", flat=True)
    for key in sorted(set(watched)):
        try:
            found += fire_dialogue_clauses(key, now)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some review clauses could not be looked at.", failures)
    return found


@transaction.atomic
def fire_dialogue_clauses(key: UUID, now: datetime) -> int:
    """Put on the agenda of one dialogue what its clauses found; return how many items."""
    dialogue = Dialogue.objects.select_for_update().filter(pk=key).first()
    if dialogue is None:
        return 0
    today, released = localdate(now), list_released(dialogue.scope)
    items = [
        item
        for clause in dialogue.reviewclauses.filter(ended="")
        for item in _make_items(clause, released, today)
    ]
    for item in items:
        item.save()
        writing = begin_writing(item, "", now)
        append_act(writing, DialogueVerb.FIRE, item, after=take_state(item))
    return len(items)


def _make_items(
    clause: ReviewClause, released: Iterable[Released], today: date
) -> list[AgendaItem]:
    """Return an item for each cause that a clause has not fired for yet, not saved."""
    before = set(clause.items.values_list("cause", "month"))
    triggers = list_triggers(
        clause.terms,
        dict(group_by_month(released)),
        today,
        count_late_looks(clause.dialogue.scope, today),
        list_service_losses(clause.dialogue.scope, clause.day, today),
    )
    return [
        AgendaItem(
            dialogue=clause.dialogue,
            day=today,
            clause=clause,
            cause=each.cause,
            month=each.month,
            references=_list_references(clause, each, released),
        )
        for each in triggers
        if (each.cause.value, each.month) not in before
    ]


def _list_references(
    clause: ReviewClause, trigger: ClauseTrigger, released: Iterable[Released]
) -> list[dict[str, object]]:
    """Return the figure that a clause fired for; what is missing or hidden has none."""
    if trigger.cause is not ClauseCause.ABOVE:
        return []
    wanted = (trigger.month, FIGURE_KEYS[WatchedFigure(clause.watched)])
    return [
        Reference(LogFigures.name, each.figure, each.edition).to_json()
        for each in released
        if split_log_item(each.item) == wanted
    ]
