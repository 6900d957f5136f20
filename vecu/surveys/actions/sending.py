"""Sending answers for good, and taking them back."""

from datetime import date

from django.db import transaction

from vecu.questionnaires import check, settle
from vecu.surveys.actions.indexing import forget_words, index_answers
from vecu.surveys.actions.journal import empty_journal, empty_journal_soon
from vecu.surveys.actions.taking import AnswersRefused, DraftGone, NotOpen, UnknownCode, hold_draft
from vecu.surveys.models import Answer, Draft
from vecu.surveys.queries import (
    Visit,
    door_of,
    find_answer,
    fingerprint_of,
    questionnaire_for,
    receipt_of,
)
from vecu.surveys.rules import State, takes_begun_answers


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
    questionnaire = questionnaire_for(fielding)
    values = settle(questionnaire, draft.values, today=visit.today)
    problems = check(questionnaire, values, today=visit.today, language=visit.language)
    if problems:
        raise AnswersRefused(problems)
    answer = Answer.objects.create(
        fielding=fielding,
        day=visit.today,
        language=questionnaire.language_for(visit.language),
        values=values,
        receipt=fingerprint_of(receipt),
    )
    index_answers(questionnaire, [answer])
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
    found = Answer.objects.filter(pk=answer.pk)
    forget_words(found)
    found.delete()
    empty_journal()


@transaction.atomic
def purge_answers(today: date) -> int:
    """Delete for good the answers of studies that promised to keep them until a day now past.

    Return how many. The study itself stays, with its questionnaire and without an answer.
    """
    past = Answer.objects.filter(fielding__study__kept_until__lt=today)
    forget_words(past)
    _rows, deleted = past.delete()
    empty_journal()
    return deleted.get("surveys.Answer", 0)
