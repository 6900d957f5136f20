"""Create studies, publish versions, open, pause and close fieldings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vecu.errors import VecuError
from vecu.messages import printable
from vecu.questionnaires import convert_workbook, read_xform
from vecu.surveys.actions.attachments import AttachableFile, collect_files, store_version_files
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit
from vecu.surveys.models import Fielding, Study, Version
from vecu.surveys.queries.data_protection import REQUIRED, list_missing_information
from vecu.surveys.queries.statements import get_statement
from vecu.surveys.rules import (
    DRAFT_DAYS,
    INTERVIEW_MODES,
    NEXT_STATES,
    FieldingState,
    Mode,
    last_closing,
    last_day,
)
from vecu.ui.slugs import (
    LONGEST,
    is_valid_slug,
    slugify_title,
)
from vecu.ui.templatetags.ui import day

_TAKING = (FieldingState.OPEN, FieldingState.PAUSED)


RESERVED = frozenset({"new", "library"})
"""Slugs that would hide a page of the site itself, such as /studies/new/."""


class SlugTaken(VecuError):
    """Another study already has this slug."""


class SlugRefused(VecuError):
    """The text cannot be a slug; the message says why."""


class StateRefused(VecuError):
    """The fielding cannot change from its state to the requested one."""


class DaysRefused(VecuError):
    """The fielding cannot be open on these days."""


class InformationMissing(VecuError):
    """The study does not say yet what people must know before they answer; the message names it."""


@dataclass(frozen=True, slots=True)
class StudyInfo:
    """The description of a study, each text by language code.

    `legal_basis` and `special_category_basis` are values of `consent.legal_bases`, and
    `server_operator` is one of `consent.server_operators`; '' for none.
    """

    title: Mapping[str, str]
    asked_by: Mapping[str, str] = field(default_factory=dict)
    purpose: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    retained_until: date | None = None
    controller: str = ""
    protection_officer: str = ""
    supervisory_authority: str = ""
    legal_basis: str = ""
    special_category_basis: str = ""
    server_operator: str = ""
    server_operator_name: str = ""
    fictional: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of `Study` that it fills; whether a study is invented never changes."""
        return {
            "title": dict(self.title),
            "asked_by": dict(self.asked_by),
            "purpose": dict(self.purpose),
            "contact": self.contact,
            "retained_until": self.retained_until,
            "controller": self.controller,
            "protection_officer": self.protection_officer,
            "supervisory_authority": self.supervisory_authority,
            "legal_basis": self.legal_basis,
            "special_category_basis": self.special_category_basis,
            "server_operator": self.server_operator,
            "server_operator_name": self.server_operator_name,
        }


def check_slug(slug: str) -> None:
    """Raise `SlugRefused` for an invalid slug; whether it is taken is not checked."""
    if not is_valid_slug(slug):
        message = _(
            "“%(slug)s” cannot be a web address: use lowercase letters without "
            "accents, digits, and hyphens between them, at most %(most)s characters. "
            "For example “%(such)s”."
        )
        such = slugify_title(slug) or "study-1"
        raise SlugRefused(message % {"slug": printable(slug), "most": LONGEST, "such": such})
    if slug in RESERVED:
        message = _("“%(slug)s” is an address of the laboratory itself. Choose another name.")
        raise SlugRefused(message % {"slug": slug})


@transaction.atomic
def create_study(
    slug: str,
    about: StudyInfo,
    *,
    workbook: bytes,
    workbook_name: str,
    mode: Mode = Mode.OPEN,
    files: Iterable[AttachableFile] = (),
) -> Study:
    """Create a study with version 1 of its questionnaire and one fielding of it.

    The fielding of an open study is a draft until `open_fielding`; that of an imported one is
    closed, since respondents never reach it. Raise `WorkbookRefused`, `SlugRefused` or
    `SlugTaken`.
    """
    check_slug(slug)
    try:
        with transaction.atomic():
            study = Study.objects.create(slug=slug, fictional=about.fictional, **about.columns)
    except IntegrityError as error:
        message = _("There is already an inquiry called “%(slug)s”. Choose another name.")
        raise SlugTaken(message % {"slug": slug}) from error
    version = publish_version(study, workbook=workbook, workbook_name=workbook_name, files=files)
    state = FieldingState.CLOSED if mode is Mode.IMPORTED else FieldingState.DRAFT
    Fielding.objects.create(study=study, version=version, mode=mode, state=state)
    return study


@transaction.atomic
def publish_version(
    study: Study, *, workbook: bytes, workbook_name: str, files: Iterable[AttachableFile] = ()
) -> Version:
    """Publish the next version of a study's questionnaire; raise `WorkbookRefused`.

    `files` are those that the workbook names; those of earlier versions need not be given
    again. Files that it does not name are not stored.

    A fielding that has not opened yet switches to the new version; one that has opened keeps
    its own, since its answers belong to it.
    """
    given = list(files)
    converted = convert_workbook(workbook, workbook_name, collect_files(study, given))
    questionnaire = read_xform(converted.xform)
    last = study.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        study=study,
        number=last + 1,
        xform=converted.xform,
        workbook=workbook,
        workbook_name=workbook_name,
    )
    store_version_files(version, {*questionnaire.media, *converted.lists}, given)
    study.fieldings.filter(state=FieldingState.DRAFT).update(version=version)
    return version


@transaction.atomic
def open_fielding(
    fielding: Fielding, *, today: date, opens: date | None = None, closes: date | None = None
) -> None:
    """Open a fielding from the day `opens` to the day `closes`, both inclusive, None for no limit.

    The dates replace earlier ones. The last day is early enough for every answer to be kept as
    long as announced, also where none is given. Earlier waves close: their link
    leads here. Raise `InformationMissing`, `DaysRefused` or `StateRefused`.
    """
    closes = _last_day(_require_information(fielding.study), closes, today)
    if fielding.mode in INTERVIEW_MODES and get_statement(fielding.study).assessment_day is None:
        raise InformationMissing(
            _("Calls cannot open before an impact assessment is named, with who answers for it.")
        )
    if opens and closes < opens:
        message = _(
            "The last day, %(last)s, comes before the first, %(first)s. Change one of them."
        )
        raise DaysRefused(message % {"last": day(closes), "first": day(opens)})
    _move(fielding, FieldingState.OPEN, opens=opens, closes=closes)
    earlier = Fielding.objects.filter(
        study=fielding.study_id, mode=fielding.mode, wave__lt=fielding.wave, state__in=_TAKING
    )
    for wave in earlier.select_for_update():
        close_fielding(wave, today=today)


def _require_information(study: Study) -> date:
    """Return until when answers are kept.

    Raise `InformationMissing` unless people can read it, with all else that the law entitles them
    to know. What is open stays open: a study that opened before this was required is held to it
    when it opens again.
    """
    missing = list_missing_information(study)
    if missing or study.retained_until is None:
        message = _(
            "The inquiry cannot open yet, because people could not read: %(missing)s."
            " Complete the page “Study details” (studies/%(slug)s/about/)."
        )
        names = ", ".join(_(REQUIRED[name]) for name in missing)
        raise InformationMissing(message % {"missing": names, "slug": study.slug})
    return study.retained_until


def _last_day(retained_until: date, closes: date | None, today: date) -> date:
    """Return the last day to be open; raise `DaysRefused` if no day leaves time for retention."""
    if closes is not None and closes < today:
        raise DaysRefused(
            _("The last day, %(day)s, is over. Give a later one, or none.") % {"day": day(closes)}
        )
    latest = last_closing(retained_until)
    if latest < today:
        raise DaysRefused(
            _(
                "People are told that answers are kept until %(kept)s. Answers can arrive"
                " for %(days)s days after the last day, so it is too late to open."
            )
            % {"kept": day(retained_until), "days": DRAFT_DAYS}
        )
    if closes is not None and closes > latest:
        raise DaysRefused(
            _(
                "The last day can be %(latest)s at the latest: people are told that "
                "answers are kept until %(kept)s, and answers can arrive for %(days)s "
                "days after the last day."
            )
            % {"latest": day(latest), "kept": day(retained_until), "days": DRAFT_DAYS}
        )
    return closes or latest


def pause_fielding(fielding: Fielding) -> None:
    """Stop taking answers for now; drafts are kept."""
    _move(fielding, FieldingState.PAUSED)


def close_fielding(fielding: Fielding, *, today: date) -> None:
    """Close a fielding to newcomers; its last day is today, unless it was over before.

    Drafts already begun may still be sent until they expire, and forms filled in other programs
    for as many days. Traces in PostgreSQL's files are erased as far as possible.
    """
    _move(fielding, FieldingState.CLOSED, closes=last_day(fielding.opens, fielding.closes, today))
    rewrite_tables_on_commit()


@transaction.atomic
def _move(fielding: Fielding, target: FieldingState, **dates: date | None) -> None:
    held = Fielding.objects.select_for_update().get(pk=fielding.pk)
    if held.mode == Mode.IMPORTED or target not in NEXT_STATES[FieldingState(held.state)]:
        message = _("This inquiry is %(state)s now: it cannot become %(target)s.")
        raise StateRefused(
            message % {"state": _(FieldingState(held.state).label), "target": _(target.label)}
        )
    for name, value in {"state": target.value, **dates}.items():
        setattr(fielding, name, value)
        setattr(held, name, value)
    held.save(update_fields=["state", *dates])
