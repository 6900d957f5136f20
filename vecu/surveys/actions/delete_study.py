"""Delete a whole study, or one answer that its owner may not leave there."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.account_changes import require_manager_of_others
from vecu.accounts.actions import delete_accounts, record_audit_event, remove_scope_roles
from vecu.errors import VecuError
from vecu.labelled_enum import LabelledEnum
from vecu.surveys.actions.cards import lock_batches
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit
from vecu.surveys.actions.submit import delete_answers
from vecu.surveys.actions.wal_checkpoint import truncate_wal
from vecu.surveys.fictional_scopes import list_fictional_scopes
from vecu.surveys.models import AccessCodeBatch, Answer, Draft, Fielding, StagedUpload, Study
from vecu.surveys.queries.deletion import (
    FictionalContents,
    list_fictional_contents,
    list_open_fieldings,
)
from vecu.surveys.study_contents import list_study_contents
from vecu.translation import gettext_noop


class StudyOpen(VecuError):
    """People can answer the study, or could if it were not paused: it must be closed first."""


class DeletionReason(LabelledEnum):
    """Why an owner deletes one answer."""

    NAMES_SOMEBODY = "names somebody", gettext_noop("It names somebody, or exposes them")
    REQUESTED = "requested", gettext_noop("The person who sent it has requested it")
    TEST = "test", gettext_noop("It was a test")
    SPAM = "spam", gettext_noop("It is spam, not an answer")


@transaction.atomic
def delete_answer(
    study: Study, answer: UUID, reason: DeletionReason, *, by: str, now: datetime
) -> bool:
    """Delete one answer as a withdrawal does; return False if the study has no such answer.

    The audit line says who, when and why, not which: a reason beside an identifier, in an earlier
    backup or export, would tell who wrote to the team. Whoever sees that the member read one answer
    just before can guess it all the same, as the page says.
    """
    found = Answer.objects.filter(fielding__study=study, pk=answer)
    if not delete_answers(found):
        return False
    record_audit_event(by, "deleted answer", study.scope, detail={"reason": reason}, now=now)
    return True


@transaction.atomic
def delete_study(study: Study, *, by: str, now: datetime) -> None:
    """Delete a study with everything that any room has of it; raise `StudyOpen` while it is open.

    Its audit log stays, with one line more. Drafts can no longer be sent. What the database's files
    still show is erased as far as possible.
    """
    held = Study.objects.select_for_update().get(pk=study.pk)
    if list_open_fieldings(held, localdate(now)):
        raise StudyOpen(
            _("“%(slug)s” is open, paused or about to open. Close it first, then delete it.")
            % {"slug": held.slug}
        )
    _delete_locked(held, by=by, now=now)


@transaction.atomic
def delete_fictional_contents(*, by: str, now: datetime) -> FictionalContents:
    """Delete all that is marked as invented, open or not, and the demonstration's accounts.

    Return what was deleted. Accounts with a role elsewhere stay. Raise `AccountChangeRefused` if
    nobody were left to manage those of other people.
    """
    studies = list(Study.objects.filter(fictional=True).order_by("slug").select_for_update())
    found = list_fictional_contents()
    require_manager_of_others(found.accounts)
    for study in studies:
        _delete_locked(study, by=by, now=now)
    for each in list_fictional_scopes():
        for slug in each.list_scopes():
            each.delete_scope(slug, by=by, now=now)
    return replace(found, accounts=delete_accounts(found.accounts, by=by, now=now))


def _delete_locked(study: Study, *, by: str, now: datetime) -> None:
    """Delete a study whose row is locked: first its answers, then what else belongs to it."""
    _lock_respondents_rows(study)
    answers = delete_answers(Answer.objects.filter(fielding__study=study))
    for contents in list_study_contents():
        contents.delete(study)
    StagedUpload.objects.filter(study=study.pk).delete()
    Fielding.objects.filter(study=study).delete()
    remove_scope_roles(study.scope)
    record_audit_event(by, "deleted study", study.scope, study.slug, {"answers": answers}, now=now)
    study.delete()
    truncate_wal()
    rewrite_tables_on_commit()


def _lock_respondents_rows(study: Study) -> None:
    """Lock what respondents' actions lock, in their order: batches, drafts, then fieldings."""
    lock_batches(AccessCodeBatch.objects.filter(fielding__study=study).values_list("pk", flat=True))
    drafts = Draft.objects.filter(fielding__study=study).order_by("pk")
    list(drafts.select_for_update(of=("self",)).values_list("pk"))
    list(Fielding.objects.filter(study=study).order_by("pk").select_for_update().values_list("pk"))
