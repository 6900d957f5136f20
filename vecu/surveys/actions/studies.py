"""Beginning an inquiry, publishing what it asks, and opening or closing its door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.errors import VecuError
from vecu.messages import printable
from vecu.questionnaires import (
    convert_workbook,
    read_xform,
)
from vecu.surveys.actions.attachments import (
    AttachableFile,
    collect_files,
    store_version_files,
)
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit
from vecu.surveys.models import Fielding, Study, Version
from vecu.surveys.rules import (
    DRAFT_DAYS,
    NEXT_STATES,
    FieldingState,
    Mode,
    last_closing,
    last_day,
)
from vecu.surveys.slugs import (
    LONGEST,
    is_valid_slug,
    slugify_title,
)
from vecu.ui.templatetags.ui import day

STATE_LABELS = {
    FieldingState.DRAFT: gettext_noop("in preparation"),
    FieldingState.OPEN: gettext_noop("open"),
    FieldingState.PAUSED: gettext_noop("paused"),
    FieldingState.CLOSED: gettext_noop("closed"),
}
"""Each state as a sentence says it, to be translated."""
_TAKING = (FieldingState.OPEN, FieldingState.PAUSED)


RESERVED = frozenset({"new", "library"})
"""Names that would hide a page of the laboratory itself, /studies/new/ for one."""


class SlugTaken(VecuError):
    """Another inquiry already has this address."""


class SlugRefused(VecuError):
    """The name cannot stand in an address; the message says why."""


class StateRefused(VecuError):
    """The fielding cannot go from its state to the one asked for."""


class DaysRefused(VecuError):
    """The fielding cannot be open on these days."""


@dataclass(frozen=True, slots=True)
class StudyInfo:
    """What an inquiry tells people about itself, each text by language code."""

    title: Mapping[str, str]
    asked_by: Mapping[str, str] = field(default_factory=dict)
    purpose: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    retained_until: date | None = None
    fictional: bool = False


def check_slug(slug: str) -> None:
    """Raise `SlugRefused` where an address cannot end so; whether it is taken is not looked at."""
    if not is_valid_slug(slug):
        message = _(
            "“%(slug)s” cannot be the end of an address: it may have small letters without accents,"
            " digits, and dashes between them, at most %(most)s characters. Write “%(such)s”, for"
            " example."
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
    """Begin a study with version 1 of its questionnaire and one fielding of it.

    The fielding of an open study is a draft until `open_fielding`; that of an imported one is
    closed, since people never come to it. Raise `WorkbookRefused`, `SlugRefused` or `SlugTaken`.
    """
    check_slug(slug)
    try:
        with transaction.atomic():
            study = Study.objects.create(
                slug=slug,
                title=dict(about.title),
                asked_by=dict(about.asked_by),
                purpose=dict(about.purpose),
                contact=about.contact,
                retained_until=about.retained_until,
                fictional=about.fictional,
            )
    except IntegrityError as error:
        message = _("There already is an inquiry called “%(slug)s”. Choose another name.")
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

    `files` are those that the workbook names; those of the versions before need not be given again.
    What else is given is not kept.

    A fielding that has not opened yet asks the new version at once; one that has opened keeps its
    own, since its answers stand on it.
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
    """Let people in, from the day `opens` to the day `closes`, both included, or without bound.

    The dates given replace those that stood. Where people are told until when answers are kept, the
    last day is one from which all that comes can be kept so long. Waves before this one close:
    their link leads here. Raise `DaysRefused` or `StateRefused`.
    """
    closes = _last_day(fielding.study.retained_until, closes, today)
    if opens and closes and closes < opens:
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


def _last_day(retained_until: date | None, closes: date | None, today: date) -> date | None:
    """Return the last day to open until; raise `DaysRefused` where none can be kept."""
    if closes is not None and closes < today:
        raise DaysRefused(
            _("The last day, %(day)s, is over. Give a later one, or none.") % {"day": day(closes)}
        )
    if retained_until is None:
        return closes
    latest = last_closing(retained_until)
    if latest < today:
        raise DaysRefused(
            _(
                "People are told that answers are kept until %(kept)s. They can come for %(days)s "
                "days after the last day, so it is too late to open."
            )
            % {"kept": day(retained_until), "days": DRAFT_DAYS}
        )
    if closes is not None and closes > latest:
        raise DaysRefused(
            _(
                "The last day can be %(latest)s at the latest: people are told that answers are "
                "kept until %(kept)s, and they can come for %(days)s days after the last day."
            )
            % {"latest": day(latest), "kept": day(retained_until), "days": DRAFT_DAYS}
        )
    return closes or latest


def pause_fielding(fielding: Fielding) -> None:
    """Stop taking answers for now; drafts are kept."""
    _move(fielding, FieldingState.PAUSED)


def close_fielding(fielding: Fielding, *, today: date) -> None:
    """Keep newcomers out from now on; its last day is today, unless it was over before.

    Drafts already begun may still be sent until they expire, and forms that other programs filled
    for as many days. What PostgreSQL still holds of how people came is erased as far as it can be.
    """
    _move(fielding, FieldingState.CLOSED, closes=last_day(fielding.opens, fielding.closes, today))
    rewrite_tables_on_commit()


@transaction.atomic
def _move(fielding: Fielding, target: FieldingState, **dates: date | None) -> None:
    held = Fielding.objects.select_for_update().get(pk=fielding.pk)
    if held.mode == Mode.IMPORTED or target not in NEXT_STATES[FieldingState(held.state)]:
        message = _("This inquiry is %(state)s now: it cannot become %(target)s.")
        raise StateRefused(
            message
            % {
                "state": _(STATE_LABELS[FieldingState(held.state)]),
                "target": _(STATE_LABELS[target]),
            }
        )
    for name, value in {"state": target.value, **dates}.items():
        setattr(fielding, name, value)
        setattr(held, name, value)
    held.save(update_fields=["state", *dates])
