"""End a group: its members leave it, and what it found stays."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from vecu.accounts.actions import record_audit_event
from vecu.groups.checks import list_ending_problems
from vecu.groups.models import HypothesisPosition, LearningGroup
from vecu.groups.queries import count_composition
from vecu.groups.vocabulary import GroupVerb
from vecu.records.actions import append_act, begin_writing, check_problems, lock_row
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit


@transaction.atomic
def end_group(group: LearningGroup, *, by: str, now: datetime) -> LearningGroup:
    """Delete the names and links of all members, for good. Raise `RecordRefused`.

    Counts stay, and so do words, without a name: who wants theirs deleted leaves before. How many
    members there were stays, too. What the database’s files still show is erased where it can be.
    """
    locked: LearningGroup = lock_row(group)
    check_problems(list_ending_problems(locked))
    locked.composition, locked.ended = count_composition(locked), localdate(now)
    locked.save(update_fields=["composition", "ended"])
    positions = HypothesisPosition.objects.filter(round__group=locked)
    positions.update(member=None, named=False, college="")
    positions.filter(reason="", would_change="").delete()
    locked.members.all().delete()
    append_act(begin_writing(locked, by, now), GroupVerb.END)
    record_audit_event(by, "ended group", locked.scope, str(locked.pk), now=now)
    rewrite_tables_on_commit()
    return locked
