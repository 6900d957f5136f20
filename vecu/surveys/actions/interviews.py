"""Interviews: what somebody answers on the telephone or on paper, as an interviewer types it.

Nothing is stored before it is sent, no draft either: a call that is cut off leaves no trace, and
two calls in two tabs have nothing in common. What is sent is an answer like any other, without a
receipt: the interviewer would read it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vecu.errors import VecuError
from vecu.questionnaires import (
    AnswerValue,
    Page,
    Questionnaire,
    Values,
    build_pages,
    initial_answers,
)
from vecu.surveys.actions.drafts import NotOpen
from vecu.surveys.actions.page_input import apply_input, list_inputs
from vecu.surveys.actions.search_index import index_answers
from vecu.surveys.actions.submit import build_answer
from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.queries import (
    EvaluationContext,
    get_availability,
    get_fielding_questionnaire,
    get_fingerprint,
    get_latest_version,
    get_questionnaire,
)
from vecu.surveys.rules import INTERVIEW_MODES, AvailabilityStatus, FieldingState, Mode

_MOST_ROUNDS = 20
"""How often answers of one page may reveal further questions."""


class InterviewsRefused(VecuError):
    """The questionnaire cannot be asked on the telephone; the message says why."""


@dataclass(frozen=True, slots=True)
class Interview:
    """One call, or one sheet of paper, which only its page knows.

    `token` is drawn for it: all randomness of the questionnaire follows from it, and sending twice
    gives one answer. `language` is that of the page, in which last words are typed.
    """

    fielding: Fielding
    token: str
    language: str
    today: date

    @property
    def context(self) -> EvaluationContext:
        """What its questions depend on besides the answers."""
        seed = int.from_bytes(sha256(f"interview {self.token}".encode()).digest()[:8]) >> 1
        return EvaluationContext(today=self.today, seed=seed, language=self.language)

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return get_fielding_questionnaire(self.fielding)


def find_obstacle(questionnaire: Questionnaire) -> str:
    """Return why a questionnaire cannot be asked on the telephone, '' if it can.

    Somebody may listen, so answers are chosen; one last word in one's own words may end it.
    """
    asked = [each for each in questionnaire.questions.values() if each.kind.has_input]
    if any(group.repeats for group in questionnaire.groups.values()):
        return _("It asks for several stories. On the telephone, each question is asked once.")
    chosen = [each.closed and bool(each.choices) for each in asked]
    has_last_word = bool(asked) and asked[-1].kind.holds is AnswerValue.TEXT
    if not any(chosen) or not all(chosen[:-1] if has_last_word else chosen):
        return _(
            "Only questions with choices can be asked on the telephone, and one last word at the"
            " end, in words of one’s own."
        )
    return ""


@transaction.atomic
def prepare_interviews(study: Study) -> list[Fielding]:
    """Return the fieldings of the latest version for all modes of interviews, made where missing.

    Raise `InterviewsRefused`.
    """
    version = get_latest_version(study)
    if obstacle := find_obstacle(get_questionnaire(version)):
        raise InterviewsRefused(obstacle)
    Study.objects.select_for_update().get(pk=study.pk)
    ready = list(study.fieldings.filter(mode__in=INTERVIEW_MODES, version=version))
    if ready:
        return ready
    waves = study.fieldings.exclude(mode=Mode.IMPORTED)
    last = waves.aggregate(last=Max("wave"))["last"] or 1
    before = waves.filter(mode__in=INTERVIEW_MODES).aggregate(last=Max("wave"))["last"] or 0
    return [
        Fielding.objects.create(
            study=study,
            version=version,
            mode=mode,
            wave=max(last, before + 1),
            state=FieldingState.DRAFT,
        )
        for mode in INTERVIEW_MODES
    ]


def list_together(fielding: Fielding) -> list[Fielding]:
    """Return the fieldings that open and close with this one: all modes of interviews, or it."""
    if fielding.mode not in INTERVIEW_MODES:
        return [fielding]
    others = Fielding.objects.filter(
        study=fielding.study_id, wave=fielding.wave, mode__in=INTERVIEW_MODES
    ).exclude(pk=fielding.pk)
    return [fielding, *others]


def read_interview(
    interview: Interview, typed: Mapping[str, Sequence[str]]
) -> tuple[Values, tuple[Page, ...]]:
    """Return the answers that were typed, and the pages of questions that they make relevant."""
    questionnaire, context = interview.questionnaire, interview.context
    values = initial_answers(questionnaire, **context)
    pages = build_pages(questionnaire, values, **context)
    for _round in range(_MOST_ROUNDS):
        for page in pages:
            values = apply_input(questionnaire, page, values, typed, context)
        before, pages = pages, build_pages(questionnaire, values, **context)
        if [each.key for each in before] == [each.key for each in pages]:
            break
    return values, pages


def has_further_questions(pages: Sequence[Page], inputs: Collection[str]) -> bool:
    """Return whether answers ask a question that is not among the `inputs` of the page."""
    return any(each.name not in inputs for page in pages for each in list_inputs(page))


@transaction.atomic
def store_interview(interview: Interview, values: Values, promise: int) -> None:
    """Store what was answered; sending the same interview again stores nothing.

    Its key follows from the token and the server's key, so whoever saw the page cannot work it out.
    Raise `NotOpen` or `AnswersRefused`.
    """
    fielding = interview.fielding
    if (door := get_availability(fielding, interview.today)) is not AvailabilityStatus.OPEN:
        raise NotOpen(fielding, door)
    mark = get_fingerprint(f"interview {interview.token}", fielding.study.key_number)
    key = UUID(hex=mark[:32], version=4)
    if Answer.objects.filter(pk=key).exists():
        return
    answer = build_answer(fielding, values, interview.context, promise)
    answer.pk = key
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError:  # the button was pressed twice
        return
    index_answers(interview.questionnaire, [answer])
