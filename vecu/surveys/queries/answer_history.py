"""What became of an answer, for whoever holds its receipt code; computed when they ask."""

from datetime import date

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from vecu.accounts.queries import list_audit
from vecu.surveys.answer_outcomes import AnswerHistory, list_outcomes
from vecu.surveys.models import Answer

READING_VERBS = ("read answer", "read file", "read to code", "read coded stories", "read passages")
"""What the audit calls the reading of single answers; a list shows none of them whole."""


def get_answer_history(answer: Answer, today: date) -> AnswerHistory:
    """Return what became of an answer; a reading has no day, as it is one member's act."""
    outcomes = list_outcomes(answer, today)
    implied = any(each.items and each.implies_reading for each in outcomes)
    return AnswerHistory(answer, implied or _is_audited(answer), outcomes)


def _is_audited(answer: Answer) -> bool:
    """Return whether the audit names the answer; it forgets after `AUDIT_DAYS`."""
    readings = list_audit(answer.fielding.study.scope).filter(verb__in=READING_VERBS)
    named = readings.annotate(named=Cast("detail", TextField()))
    return named.filter(Q(target=str(answer.id)) | Q(named__contains=str(answer.id))).exists()
