"""Which inquiries there are, what they ask and whether they take answers today."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from vecu.errors import VecuError
from vecu.questionnaires import Questionnaire, minutes_for, read_xform
from vecu.surveys.models import Fielding, Study, Version
from vecu.surveys.rules import (
    Door,
    Mode,
    State,
    door,
    draft_expiry,
    forms_until,
    last_closing,
    last_day,
    takes_answers,
    takes_filled_forms,
)


class UnknownStudy(VecuError, Http404):
    """No inquiry has this name: a page answers 404 by itself, a command prints the sentence."""


def get_study(slug: str) -> Study:
    """Return the study whose address ends in `slug`; raise `UnknownStudy` when there is none."""
    try:
        return Study.objects.get(slug=slug)
    except Study.DoesNotExist as error:
        raise UnknownStudy(
            _("There is no inquiry called “%(slug)s”. Check the address.") % {"slug": slug}
        ) from error


def latest_version(study: Study) -> Version:
    """Return the last published version of the study's questionnaire."""
    return study.versions.latest("number")


def find_version(study: Study, number: int = 0) -> Version | None:
    """Return a version by its number, the last one for 0; None where there is none."""
    versions = study.versions.filter(number=number) if number else study.versions.all()
    return versions.order_by("number").last()


def list_versions(study: Study) -> list[Version]:
    """Return the versions, the last one first, each with its workbook's name only."""
    return list(study.versions.order_by("-number").defer("xform", "workbook"))


def has_opened(study: Study) -> bool:
    """Return whether people have been let in, ever: what the study says of itself then stays."""
    return study.fieldings.exclude(state=State.DRAFT).exists()


def waiting_fielding(study: Study, today: date) -> Fielding | None:
    """Return the wave in preparation behind the one that people are led to, None without one."""
    current = current_fielding(study, today)
    waiting = study.fieldings.filter(mode=Mode.OPEN, state=State.DRAFT).order_by("-wave").first()
    return waiting if current is not None and waiting != current else None


@lru_cache(maxsize=64)
def _read(version_id: UUID) -> Questionnaire:
    return read_xform(Version.objects.values_list("xform", flat=True).get(pk=version_id))


def questionnaire_of(version: Version) -> Questionnaire:
    """Return what a version asks. It is read once per process, since a version never changes."""
    return _read(version.pk)


def questionnaire_for(fielding: Fielding) -> Questionnaire:
    """Return what a fielding asks, without loading its version again."""
    return _read(fielding.version_id)


@dataclass(frozen=True, slots=True)
class Effort:
    """What a questionnaire asks of people, as they are told before they begin.

    `minutes` are a guess; `must_answer` says that some question may not be left blank.
    """

    minutes: int
    must_answer: bool
    takes_files: bool


@lru_cache(maxsize=64)
def _effort(version_id: UUID, language: str) -> Effort:
    questionnaire = _read(version_id)
    return Effort(
        minutes=minutes_for(questionnaire, language),
        must_answer=any(question.required for question in questionnaire.questions.values()),
        takes_files=questionnaire.takes_files,
    )


def effort_of(fielding: Fielding, language: str) -> Effort:
    """Return what answering takes for a reader of `language`."""
    return _effort(fielding.version_id, language)


def door_of(fielding: Fielding, today: date) -> Door:
    """Return how a fielding meets a person who comes today."""
    return door(State(fielding.state), fielding.opens, fielding.closes, today)


def doors_of(study: Study, today: date) -> dict[Mode, Door]:
    """Return how each way of taking part meets a person who comes today: by the link, with a card.

    Either may be open while the other is not.
    """
    ways = {mode: current_fielding(study, today, mode) for mode in (Mode.OPEN, Mode.CARDS)}
    return {
        mode: door_of(fielding, today) if fielding else Door.UNPUBLISHED
        for mode, fielding in ways.items()
    }


def days_to_open(fielding: Fielding) -> dict[str, date | None]:
    """Return the first and the last day that opening a fielding proposes, as `open_fielding` does.

    The last day of one that was closed is over and is not proposed again.
    """
    kept_until = fielding.study.kept_until
    closes = None if fielding.state == State.CLOSED else fielding.closes
    latest = last_closing(kept_until) if kept_until else None
    return {"opens": fielding.opens, "closes": closes or latest}


def arrivals_until(fielding: Fielding, today: date) -> date | None:
    """Return the last day on which answers to a closed fielding arrive, from drafts or programs.

    None while it is not closed, and where nobody knows its last day.
    """
    return forms_until(State(fielding.state), fielding.opens, fielding.closes, today)


def takes_forms(fielding: Fielding, today: date) -> bool:
    """Return whether a form that another program filled may come today."""
    return takes_filled_forms(State(fielding.state), fielding.opens, fielding.closes, today)


def arrivals_if_closed(fielding: Fielding, today: date) -> date:
    """Return what `arrivals_until` will be for a fielding that is closed today."""
    return draft_expiry(last_day(fielding.opens, fielding.closes, today) or today)


def current_fielding(study: Study, today: date, mode: Mode = Mode.OPEN) -> Fielding | None:
    """Return the fielding that people come to by the public link, or in another `mode`; else None.

    It is the one that takes answers today, else the last wave that has opened, whose state then
    says why not, else the last one.
    """
    fieldings = list(study.fieldings.filter(mode=mode).order_by("-wave"))
    for fielding in fieldings:
        fielding.study = study
    taking = (f for f in fieldings if takes_answers(State(f.state), f.opens, f.closes, today))
    opened = (f for f in fieldings if f.state != State.DRAFT)
    return next(chain(taking, opened, fieldings), None)


def imported_fielding(study: Study) -> Fielding | None:
    """Return the fielding that holds a study's imported answers, None before the first import."""
    return study.fieldings.filter(mode=Mode.IMPORTED).first()


def list_open(today: date) -> list[Study]:
    """Return the studies that take anybody's answers today, by slug."""
    fieldings = Fielding.objects.filter(mode=Mode.OPEN, state=State.OPEN)
    found = {
        fielding.study.slug: fielding.study
        for fielding in fieldings.select_related("study")
        if takes_answers(State(fielding.state), fielding.opens, fielding.closes, today)
    }
    return [found[slug] for slug in sorted(found)]
