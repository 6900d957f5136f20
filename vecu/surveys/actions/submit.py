"""Submit and withdraw answers."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from vecu.questionnaires import EvaluatedForm, Values, normalize_answers, validate_form
from vecu.surveys.actions.answer_files import attach_files_to_answer, list_file_names
from vecu.surveys.actions.drafts import (
    AnswersRefused,
    DraftNotFound,
    NotOpen,
    UnknownCode,
    lock_draft,
)
from vecu.surveys.actions.search_index import delete_from_index, index_answers
from vecu.surveys.actions.wal_checkpoint import schedule_wal_truncation, truncate_wal
from vecu.surveys.models import Answer, Draft, Fielding, SubmissionReceipt
from vecu.surveys.queries import (
    EvaluationContext,
    RespondentContext,
    find_answer,
    find_receipt,
    get_availability,
    get_evaluation_context,
    get_fielding_questionnaire,
    get_fingerprint,
    get_receipt,
)
from vecu.surveys.rules import FieldingState, takes_begun_answers

PURGED_AT_ONCE = 500
"""Answers without files that one transaction of a purge deletes."""


def build_answer(
    fielding: Fielding,
    values: Values,
    context: EvaluationContext,
    promise: int | None,
    *,
    wording: str = "",
) -> Answer:
    """Validate and normalize answers; return the `Answer` to store, not stored yet.

    Every answer passes through here, whichever interface it came by. `promise` is the number of the
    promise that the respondent read, None if unknown. Raise `AnswersRefused` with all problems,
    including values that belong to no question; these quote the form in the language `wording`, of
    which nothing is stored.
    """
    questionnaire = get_fielding_questionnaire(fielding)
    today, language = context["today"], context["language"]
    filled = EvaluatedForm(questionnaire, values, today, language=language)
    if problems := validate_form(filled, language=language, wording=wording):
        raise AnswersRefused(problems)
    # Without randomness, the checked values are those to store.
    drawn = context["seed"] is not None
    return Answer(
        fielding=fielding,
        day=today,
        language=questionnaire.language_for(language),
        values=normalize_answers(questionnaire, values, **context) if drawn else filled.values(),
        promise=promise,
    )


@transaction.atomic
def submit_draft(visit: RespondentContext) -> str:
    """Store the draft as an answer, delete the draft, and return the receipt code.

    Irrelevant answers are dropped, then all are validated. Sending the same draft again stores
    nothing and returns the same code. Raise `DraftNotFound`, `NotOpen` or `AnswersRefused`.
    """
    try:
        draft = lock_draft(visit)
    except DraftNotFound:
        if receipt := find_receipt(visit):
            return receipt
        raise
    fielding = draft.fielding
    if not takes_begun_answers(
        FieldingState(fielding.state), fielding.opens, fielding.closes, visit.today
    ):
        raise NotOpen(fielding, get_availability(fielding, visit.today), draft)
    context = get_evaluation_context(draft, visit)
    answer = build_answer(
        fielding, draft.values, context, draft.promise, wording=visit.reading.wording
    )
    number = fielding.study.key_number
    receipt = get_receipt(visit.token, number)
    answer.receipt = get_fingerprint(receipt, number)
    answer.save(force_insert=True)
    questionnaire = get_fielding_questionnaire(fielding)
    index_answers(questionnaire, [answer])
    if questionnaire.takes_files:
        attach_files_to_answer(draft, answer, list_file_names(questionnaire, answer.values))
    Draft.objects.filter(pk=draft.pk).delete()
    schedule_wal_truncation()
    return receipt


@transaction.atomic
def withdraw_answer(code: str, slug: str) -> None:
    """Delete permanently the answer whose receipt is `code`; raise `UnknownCode`.

    It works in every state of the study.
    """
    answer = find_answer(code, slug)
    if answer is None:
        raise UnknownCode
    delete_answers(Answer.objects.filter(pk=answer.pk))


def purge_answers(today: date) -> int:
    """Delete the answers of studies whose announced retention date has passed; return how many.

    The studies remain, with their questionnaires. Each batch is a transaction of its own, as
    SQLite first writes all that one deletes to its log: a full disk has room for little.
    """
    past = Fielding.objects.filter(study__retained_until__lt=today)
    SubmissionReceipt.objects.filter(fielding__in=past).delete()
    answers = Answer.objects.filter(fielding__in=past)
    with_files = answers.filter(enclosures__isnull=False).distinct()
    return _delete_in_batches(with_files, 1) + _delete_in_batches(answers, PURGED_AT_ONCE)


def _delete_in_batches(answers: QuerySet[Answer], size: int) -> int:
    deleted = 0
    while keys := [*answers.values_list("pk", flat=True)[:size]]:
        with transaction.atomic():
            deleted += delete_answers(Answer.objects.filter(pk__in=keys))
    return deleted


def delete_answers(answers: QuerySet[Answer]) -> int:
    """Delete answers permanently with their entries and files, in a transaction; return how many.

    They are locked first: a file may be arriving, or a member may be working on one.
    """
    list(answers.order_by("pk").select_for_update().values_list("pk"))
    delete_from_index(answers)
    _rows, deleted = answers.delete()
    truncate_wal()
    return deleted.get("surveys.Answer", 0)
