"""Sending answers for good, and taking them back."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from vecu.questionnaires import Filled, Values, check_filled, settle
from vecu.surveys.actions.enclosing import files_named, hand_over
from vecu.surveys.actions.indexing import forget_words, index_answers
from vecu.surveys.actions.journal import empty_journal, empty_journal_soon
from vecu.surveys.actions.taking import AnswersRefused, DraftGone, NotOpen, UnknownCode, hold_draft
from vecu.surveys.models import Answer, Draft, Fielding, Submission
from vecu.surveys.queries import (
    Circumstances,
    Visit,
    circumstances_of,
    door_of,
    find_answer,
    fingerprint_of,
    questionnaire_for,
    receipt_of,
)
from vecu.surveys.rules import State, takes_begun_answers


def checked(fielding: Fielding, values: Values, around: Circumstances) -> Answer:
    """Return the answer to keep, not stored yet: everything checked, then settled.

    Whoever sends and by which door, what is stored has come through here.
    Raise `AnswersRefused` with all that is wrong, what belongs to no question included.
    """
    questionnaire = questionnaire_for(fielding)
    today, language = around["today"], around["language"]
    filled = Filled(questionnaire, values, today, language=language)
    if problems := check_filled(filled, language=language):
        raise AnswersRefused(problems)
    # Where nothing is left to chance, what was checked is what is kept.
    drawn = around["seed"] is not None
    return Answer(
        fielding=fielding,
        day=today,
        language=questionnaire.language_for(language),
        values=settle(questionnaire, values, **around) if drawn else filled.values(),
    )


@transaction.atomic
def submit(visit: Visit) -> str:
    """Keep the draft as an answer, drop the draft, and return the receipt code.

    Answers that are no longer relevant are dropped, then all are checked. Sending the same draft
    again keeps nothing twice and returns the same code. Raise `DraftGone`, `NotOpen` or
    `AnswersRefused`.
    """
    receipt = receipt_of(visit.token)
    try:
        draft = hold_draft(visit)
    except DraftGone:
        if visit.token and find_answer(receipt, visit.slug):
            return receipt
        raise
    fielding = draft.fielding
    if not takes_begun_answers(State(fielding.state), fielding.opens, fielding.closes, visit.today):
        raise NotOpen(fielding, door_of(fielding, visit.today), draft)
    answer = checked(fielding, draft.values, circumstances_of(draft, visit))
    answer.receipt = fingerprint_of(receipt)
    answer.save(force_insert=True)
    questionnaire = questionnaire_for(fielding)
    index_answers(questionnaire, [answer])
    if questionnaire.takes_files:
        hand_over(draft, answer, files_named(questionnaire, answer.values))
    Draft.objects.filter(pk=draft.pk).delete()
    empty_journal_soon()
    return receipt


@transaction.atomic
def withdraw(code: str, slug: str) -> None:
    """Delete for good the answer whose receipt is `code`; raise `UnknownCode`.

    It works whatever the state of the inquiry.
    """
    answer = find_answer(code, slug)
    if answer is None:
        raise UnknownCode
    erase(Answer.objects.filter(pk=answer.pk))


@transaction.atomic
def purge_answers(today: date) -> int:
    """Delete for good the answers of studies that promised to keep them until a day now past.

    Return how many. The study itself stays, with its questionnaire and without an answer.
    """
    past = Fielding.objects.filter(study__kept_until__lt=today)
    Submission.objects.filter(fielding__in=past).delete()
    return erase(Answer.objects.filter(fielding__in=past))


def erase(answers: QuerySet[Answer]) -> int:
    """Delete answers for good with their words and files, inside a transaction; return how many.

    They are held first: a file may be on its way to one of them, or a member at work on it.
    """
    list(answers.order_by("pk").select_for_update().values_list("pk"))
    forget_words(answers)
    _rows, deleted = answers.delete()
    empty_journal()
    return deleted.get("surveys.Answer", 0)
