"""What is new in evaluations: a draw that waits, totals to note, a result to confirm."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_edit_system, can_speak_for_staff
from vecu.casestudies.queries import (
    EvaluationDetail,
    list_evaluation_details,
    list_evaluations,
)
from vecu.casestudies.rules import EvaluationState
from vecu.casestudies.week_presenters import (
    list_week_rows,
)
from vecu.records.rules import Side
from vecu.ui.next_steps import (
    Door,
    NewsReader,
    NewsSource,
    NewsSubject,
    NextStep,
    SubjectKind,
    SubjectNews,
    register_news,
)


def find_evaluation_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return what waits for somebody in the evaluations of each system."""
    return {
        subject.row.pk: SubjectNews(
            steps=[
                step
                for detail in list_evaluation_details(list_evaluations(subject.row))
                for step in _iter_steps(subject, detail, reader)
            ]
        )
        for subject in subjects
    }


def _iter_steps(
    subject: NewsSubject, detail: EvaluationDetail, reader: NewsReader
) -> Iterator[NextStep]:
    row = detail.evaluation
    state = row.judge_state(reader.today)
    address = reverse("casestudies:evaluation", args=[subject.row.slug, row.pk])
    if state is EvaluationState.FIXED and can_speak_for_staff(subject.role):
        sentence = _("The groups of an evaluation are fixed: their order waits for you.")
        yield NextStep(sentence, _("Draw the order"), f"{address}#draw", 16)
    if detail.net and Side.STAFF in row.awaited and can_speak_for_staff(subject.role):
        sentence = _("An evaluation has a result, claimed by management.")
        yield NextStep(sentence, _("Read it, then confirm or contest"), f"{address}#result", 15)
    cells = [cell for week in list_week_rows(detail, reader.today) for cell in week.cells]
    due = any(cell.is_over and not cell.totals for cell in cells)
    if due and row.drawn and not row.stopped and can_edit_system(subject.role):
        sentence = _("Weekly totals of an evaluation are missing.")
        yield NextStep(sentence, _("Note them"), f"{address}#weeks", 45)


register_news(NewsSource(SubjectKind.SYSTEM, Door.OBSERVE, 50, find_evaluation_news))
