"""Studies, their questionnaires, and whether they take answers today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.errors import VecuError
from vecu.questionnaires import Questionnaire, estimate_minutes, read_xform
from vecu.surveys.models import AccessCodeBatch, Answer, Draft, Fielding, Study, Version
from vecu.surveys.rules import (
    DOCUMENTS_FORM_ID,
    AvailabilityStatus,
    FieldingState,
    Mode,
    availability,
    draft_expiry,
    last_closing,
    last_day,
    late_submission_deadline,
    takes_answers,
    takes_filled_forms,
)


class StudyNotFound(VecuError, Http404):
    """No study has this slug, or none that this person may know of.

    Pages respond with 404, commands print the message.
    """

    def __init__(self, slug: str) -> None:
        message = _("There is no inquiry called “%(slug)s”. Check the address.")
        super().__init__(message % {"slug": slug})


def get_study(slug: str) -> Study:
    """Return the study with this slug; raise `StudyNotFound` if there is none."""
    try:
        return Study.objects.get(slug=slug)
    except Study.DoesNotExist as error:
        raise StudyNotFound(slug) from error


def get_public_inquiry(slug: str) -> Study:
    """Return a study that people could answer at some time, or that cards were drawn for.

    Raise `StudyNotFound` for any other as if there were none, so that no address tells.
    """
    fieldings = Fielding.objects.filter(study=OuterRef("pk")).exclude(mode=Mode.IMPORTED)
    opened = fieldings.filter(~Q(state=FieldingState.DRAFT) | Q(batches__isnull=False))
    study = Study.objects.filter(Exists(opened), slug=slug).first()
    if study is None:
        raise StudyNotFound(slug)
    return study


def list_all_studies() -> list[Study]:
    """Return every study, by slug."""
    return list(Study.objects.order_by("slug"))


def list_keyed_studies(number: int) -> list[str]:
    """Return the slugs of studies with answers, drafts or cards of the key with this number."""
    held = [model.objects.values("fielding") for model in (Answer, Draft, AccessCodeBatch)]
    fieldings = Fielding.objects.filter(study__key_number=number).filter(
        Q(pk__in=held[0]) | Q(pk__in=held[1]) | Q(pk__in=held[2])
    )
    slugs = fieldings.order_by("study__slug").values_list("study__slug", flat=True)
    return list(slugs.distinct())


def get_study_slugs(ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the slugs of some studies."""
    return dict(Study.objects.filter(pk__in=ids).values_list("pk", "slug"))


def list_opened_fieldings(study: Study) -> list[Fielding]:
    """Return the fieldings by which people could answer at some time, the first wave first."""
    opened = study.fieldings.exclude(state=FieldingState.DRAFT).exclude(mode=Mode.IMPORTED)
    return list(opened.order_by("wave", "-mode"))


def get_latest_version(study: Study) -> Version:
    """Return the last published version of the study's questionnaire."""
    return study.versions.latest("number")


def has_documents(study: Study) -> bool:
    """Return whether the answers of a study are documents, of which a person may have several."""
    return get_questionnaire(get_latest_version(study)).form_id == DOCUMENTS_FORM_ID


def find_version(study: Study, number: int = 0) -> Version | None:
    """Return a version by its number, the last one for 0; None if there is none."""
    versions = study.versions.filter(number=number) if number else study.versions.all()
    return versions.order_by("number").last()


def list_versions(study: Study) -> list[Version]:
    """Return the versions, the last one first, each with its workbook's name only."""
    return list(study.versions.order_by("-number").defer("xform", "workbook"))


def has_opened(study: Study) -> bool:
    """Return whether any fielding has ever opened; the study's description is then final."""
    return study.fieldings.exclude(state=FieldingState.DRAFT).exists()


def find_prepared_fielding(study: Study, today: date) -> Fielding | None:
    """Return the wave in preparation behind the current one, None without one."""
    current = find_current_fielding(study, today)
    waiting = (
        study.fieldings.filter(mode=Mode.OPEN, state=FieldingState.DRAFT).order_by("-wave").first()
    )
    return waiting if current is not None and waiting != current else None


@lru_cache(maxsize=64)
def _read(version_id: UUID) -> Questionnaire:
    return read_xform(Version.objects.values_list("xform", flat=True).get(pk=version_id))


def get_questionnaire(version: Version) -> Questionnaire:
    """Return a version's questionnaire, cached in the process, since versions never change."""
    return _read(version.pk)


def get_fielding_questionnaire(fielding: Fielding) -> Questionnaire:
    """Return a fielding's questionnaire, without loading its version again."""
    return _read(fielding.version_id)


def find_fielded_questionnaire(study: Study) -> Questionnaire | None:
    """Return the newest questionnaire that people could answer, or with which answers came.

    One that is published and waits to be opened is the team's; None if there is no other.
    """
    opened = study.fieldings.exclude(state=FieldingState.DRAFT)
    newest = opened.order_by("version__number").last()
    return get_fielding_questionnaire(newest) if newest else None


@dataclass(frozen=True, slots=True)
class RespondentBurden:
    """The burden of a questionnaire, as respondents read it before they begin.

    `minutes` are an estimate, of the longest way; `least` is that of the shortest. `must_answer`
    means that some question is required, `tells_stories` that people tell of one task or several.
    """

    minutes: int
    must_answer: bool
    takes_files: bool
    least: int = 0
    tells_stories: bool = True

    @property
    def duration(self) -> str:
        """How long it takes, in a sentence."""
        if 0 < self.least < self.minutes:
            range_ = {"least": self.least, "most": self.minutes}
            return _("It takes %(least)s to %(most)s minutes.") % range_
        text = ngettext(
            "It takes about %(minutes)s minute.",
            "It takes about %(minutes)s minutes.",
            self.minutes,
        )
        return text % {"minutes": self.minutes}


@lru_cache(maxsize=64)
def _effort(version_id: UUID, language: str, today: date) -> RespondentBurden:
    questionnaire = _read(version_id)
    takes = estimate_minutes(questionnaire, language, today=today)
    return RespondentBurden(
        minutes=takes.most,
        least=takes.least,
        must_answer=any(question.required for question in questionnaire.questions.values()),
        takes_files=questionnaire.takes_files,
        tells_stories=any(group.repeats for group in questionnaire.groups.values()),
    )


def get_respondent_burden(fielding: Fielding, language: str, today: date) -> RespondentBurden:
    """Return the burden for a reader of `language` who begins today."""
    return _effort(fielding.version_id, language, today)


def get_availability(fielding: Fielding, today: date) -> AvailabilityStatus:
    """Return the availability of a fielding for a respondent who comes today."""
    return availability(FieldingState(fielding.state), fielding.opens, fielding.closes, today)


def get_availability_by_mode(study: Study, today: date) -> dict[Mode, AvailabilityStatus]:
    """Return the availability today of each mode: by the public link, with a card.

    Either may be open while the other is not.
    """
    fieldings = {
        mode: find_current_fielding(study, today, mode) for mode in (Mode.OPEN, Mode.CARDS)
    }
    return {
        mode: get_availability(fielding, today) if fielding else AvailabilityStatus.UNPUBLISHED
        for mode, fielding in fieldings.items()
    }


def get_proposed_days(fielding: Fielding) -> dict[str, date | None]:
    """Return the first and last day that the form to open a fielding proposes by default.

    The last day of a closed fielding is past and is not proposed again.
    """
    retained_until = fielding.study.retained_until
    closes = None if fielding.state == FieldingState.CLOSED else fielding.closes
    latest = last_closing(retained_until) if retained_until else None
    return {"opens": fielding.opens, "closes": closes or latest}


def get_last_arrival_day(fielding: Fielding, today: date) -> date | None:
    """Return the last day on which answers to a closed fielding arrive, from drafts or programs.

    None while it is not closed, or if its last day is unknown.
    """
    return late_submission_deadline(
        FieldingState(fielding.state), fielding.opens, fielding.closes, today
    )


def get_newest_answer_day() -> date | None:
    """Return the day of the newest answer to any study, None without answers."""
    newest: date | None = Answer.objects.aggregate(day=Max("day"))["day"]
    return newest


def can_submit_form(fielding: Fielding, today: date) -> bool:
    """Return whether a form filled in another program is accepted today."""
    return takes_filled_forms(FieldingState(fielding.state), fielding.opens, fielding.closes, today)


def get_arrival_day_if_closed(fielding: Fielding, today: date) -> date:
    """Return what `get_last_arrival_day` will be if a fielding is closed today."""
    return draft_expiry(last_day(fielding.opens, fielding.closes, today) or today)


def find_current_fielding(study: Study, today: date, mode: Mode = Mode.OPEN) -> Fielding | None:
    """Return the fielding behind the public link, or of another `mode`; None without one."""
    fieldings = list(study.fieldings.filter(mode=mode))
    for fielding in fieldings:
        fielding.study = study
    return find_current_of(fieldings, today)


def find_current_of(fieldings: Collection[Fielding], today: date) -> Fielding | None:
    """Return which of the fieldings of one mode people are led to, None without one.

    It is the one that takes answers today, else the last wave that has opened, whose state then
    says why not, else the last one.
    """
    waves = sorted(fieldings, key=lambda each: -each.wave)
    taking = (f for f in waves if takes_answers(FieldingState(f.state), f.opens, f.closes, today))
    opened = (f for f in waves if f.state != FieldingState.DRAFT)
    return next(chain(taking, opened, waves), None)


def find_imported_fielding(study: Study) -> Fielding | None:
    """Return the fielding of a study's imported answers, None before the first import."""
    return study.fieldings.filter(mode=Mode.IMPORTED).first()


def get_open_studies(today: date) -> dict[UUID, str]:
    """Return the studies that take answers today, by their public link or by cards, with slugs."""
    fieldings = Fielding.objects.filter(mode__in=(Mode.OPEN, Mode.CARDS), state=FieldingState.OPEN)
    return {
        each.study_id: each.study.slug
        for each in fieldings.select_related("study")
        if takes_answers(FieldingState(each.state), each.opens, each.closes, today)
    }


def list_open_fieldings(today: date) -> list[Fielding]:
    """Return the fieldings that take answers from anybody today, one for each study, by slug."""
    fieldings = Fielding.objects.filter(mode=Mode.OPEN, state=FieldingState.OPEN)
    found = {
        fielding.study.slug: fielding
        for fielding in fieldings.select_related("study").order_by("wave")
        if takes_answers(FieldingState(fielding.state), fielding.opens, fielding.closes, today)
    }
    return [found[slug] for slug in sorted(found)]
