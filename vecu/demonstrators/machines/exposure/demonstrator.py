"""Ask of a job what early studies asked, then set two published indices beside it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from vecu.demonstrators.machines.exposure.applicability import read_occupations
from vecu.demonstrators.machines.exposure.criteria import (
    CONCLUSIONS,
    CRITERIA,
    QUESTIONS,
    SCALE,
    is_barrier,
)
from vecu.demonstrators.machines.exposure.jobs import OCCUPATIONS_2013, Job, Third, list_jobs
from vecu.demonstrators.machines.exposure.origins import LIMITS, ORIGINS
from vecu.demonstrators.machines.exposure.picture import (
    LETTERS,
    MOST_SCORE,
    Picture,
    draw_picture,
)
from vecu.demonstrators.machines.interface import Entry, Origin, read_choice
from vecu.messages import Message
from vecu.translation import gettext_noop, localise_decimal

OTHER = "other"
OTHER_LABEL = Message(gettext_noop("Another job"))

STANDS_2013 = {
    Third.LEAST: Message(gettext_noop("In 2013 it stood in the least exposed third")),
    Third.MIDDLE: Message(gettext_noop("In 2013 it stood in the middle third")),
    Third.MOST: Message(gettext_noop("In 2013 it stood in the most exposed third")),
}
STANDS_2025 = {
    Third.LEAST: Message(gettext_noop("in 2025 it stands in the least exposed third")),
    Third.MIDDLE: Message(gettext_noop("in 2025 it stands in the middle third")),
    Third.MOST: Message(gettext_noop("in 2025 it stands in the most exposed third")),
}
STANDS = gettext_noop("%(then)s; %(now)s.")
AGREEMENT = (
    Message(gettext_noop("The two indices agree on this job")),
    Message(gettext_noop("The two indices differ on this job")),
    Message(gettext_noop("The two indices put this job in opposite thirds")),
)
"""By how many thirds lie between the two places."""


@dataclass(frozen=True, slots=True)
class JobChoice:
    """A job that one may choose."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question and what was answered to it."""

    key: str
    words: Message
    reply: str | None


@dataclass(frozen=True, slots=True)
class CriterionPart:
    """A criterion with its questions; `barrier` says whether the answers make it one."""

    name: Message
    why: Message
    questions: Sequence[QuestionLine]
    barrier: bool


@dataclass(frozen=True, slots=True)
class PublishedPlace:
    """A line of the table: what was published of one job, numbers in the page’s language."""

    letter: str
    label: str
    title: str
    probability: str
    rank_2013: int
    score: str
    rank_2025: int
    own: bool


@dataclass(frozen=True, slots=True)
class PublishedComparison:
    """Where the two indices put some jobs; `stands` and `agreement` are about the chosen one."""

    places: Sequence[PublishedPlace]
    picture: Picture
    stands: Message | None
    agreement: Message | None
    whole_2013: int
    whole_2025: int
    most_score: str


@dataclass(frozen=True, slots=True)
class ExposureScene:
    """The jobs; once one is chosen the questions; once these are answered, the rest."""

    jobs: Sequence[JobChoice]
    chosen: JobChoice | None
    criteria: Sequence[CriterionPart]
    scale: Mapping[str, Message]
    begun: bool
    conclusion: Message | None
    comparison: PublishedComparison | None


class Exposure:
    """Three criteria, two indices that disagree, and what neither looked for."""

    name = "exposure"
    title = Message(gettext_noop("Exposure of a job"))
    announcement = Message(
        gettext_noop(
            "There is no machine on this page, but two studies of which jobs a machine would touch."
            " Think of a job that you know, answer as the early studies did, then see what was"
            " published about it."
        )
    )
    minutes = 10
    typed: Set[str] = frozenset()
    origins: Mapping[str, Origin] = ORIGINS
    helps: Sequence[Message] = (
        Message(
            gettext_noop(
                "An index holds many jobs against one yardstick, and its method is published:"
                " anybody can check it, dispute it, compute it again."
            )
        ),
        Message(
            gettext_noop(
                "It helps to ask where to look first, task by task. It settles nothing for a"
                " single job."
            )
        ),
    )
    limits: Sequence[Message] = LIMITS
    question = Message(
        gettext_noop(
            "Before anybody says what your job is exposed to, whom should they have listened to?"
        )
    )

    def play(self, entry: Entry, language: str) -> ExposureScene:
        """Conclude by the counting rule, and compare what two indices say of the same job."""
        choices = [JobChoice(job.key, job.label[language]) for job in list_jobs()]
        choices.append(JobChoice(OTHER, OTHER_LABEL.say(language)))
        key = read_choice(entry, "job", [choice.key for choice in choices])
        replies = {one: read_choice(entry, one, tuple(SCALE)) for one in QUESTIONS}
        criteria = [
            CriterionPart(
                each.name,
                each.why,
                [QuestionLine(one, words, replies[one]) for one, words in each.questions.items()],
                is_barrier(each, replies),
            )
            for each in CRITERIA
        ]
        complete = key is not None and all(replies.values())
        return ExposureScene(
            jobs=choices,
            chosen=next((choice for choice in choices if choice.key == key), None),
            criteria=criteria,
            scale=SCALE,
            begun=any(replies.values()),
            conclusion=CONCLUSIONS[sum(one.barrier for one in criteria)] if complete else None,
            comparison=_compare(key, language) if complete else None,
        )


def _compare(key: str | None, language: str) -> PublishedComparison:
    """Set the chosen job, if it has figures, beside the three kinds of social workers."""
    chosen = next((job for job in list_jobs() if job.key == key), None)
    others = [job for job in list_jobs() if job.social_work and job != chosen]
    jobs = [chosen, *others] if chosen else others
    apart = abs(chosen.third_2013 - chosen.third_2025) if chosen else 0
    return PublishedComparison(
        places=[
            _make_place(letter, job, language, own=job == chosen)
            for letter, job in zip(LETTERS, jobs, strict=False)
        ],
        picture=draw_picture(jobs, chosen),
        stands=Message(
            STANDS, then=STANDS_2013[chosen.third_2013], now=STANDS_2025[chosen.third_2025]
        )
        if chosen
        else None,
        agreement=AGREEMENT[apart] if chosen else None,
        whole_2013=OCCUPATIONS_2013,
        whole_2025=len(read_occupations()),
        most_score=localise_decimal(str(MOST_SCORE), language),
    )


def _make_place(letter: str, job: Job, language: str, *, own: bool) -> PublishedPlace:
    return PublishedPlace(
        letter=letter,
        label=job.label[language],
        title=job.title,
        probability=localise_decimal(job.probability, language),
        rank_2013=job.rank_2013,
        score=localise_decimal(f"{job.score:.3f}", language),
        rank_2025=job.rank_2025,
        own=own,
    )
