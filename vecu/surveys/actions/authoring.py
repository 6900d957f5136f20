"""What authors change in a study before and between openings; every action is audited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from vecu.accounts.actions import give_role, record_audit_event
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.errors import VecuError
from vecu.surveys.actions.attachments import AttachableFile
from vecu.surveys.actions.studies import StudyInfo, create_study, publish_version
from vecu.surveys.models import Fielding, Study, Version
from vecu.surveys.queries.data_protection import list_fields_to_complete
from vecu.surveys.queries.studies import has_opened
from vecu.surveys.rules import FieldingState, Mode, last_closing


class ConsentTextLocked(VecuError):
    """The study has been open: respondents have read its description, which is now final."""


@dataclass(frozen=True, slots=True)
class WorkbookUpload:
    """An uploaded workbook."""

    content: bytes
    name: str


@transaction.atomic
def begin_study(
    slug: str,
    about: StudyInfo,
    workbook: WorkbookUpload,
    files: Iterable[AttachableFile] = (),
    *,
    by: str,
    now: datetime,
) -> Study:
    """Create a study in preparation, owned by the account `by`.

    Raise `WorkbookRefused`, `SlugRefused`, `SlugTaken`, or `UnknownAccount` if there is no such
    account. Permission is checked elsewhere (`accounts.decorators.require_study_creator`).
    """
    owner = get_member(by)
    study = create_study(
        slug, about, workbook=workbook.content, workbook_name=workbook.name[:200], files=files
    )
    record_audit_event(by, "began study", study.scope, slug, now=now)
    give_role(owner, study.scope, Role.OWNER, by=by, now=now)
    return study


@transaction.atomic
def publish_next(
    study: Study,
    workbook: WorkbookUpload,
    files: Iterable[AttachableFile] = (),
    *,
    by: str,
    now: datetime,
) -> Version:
    """Publish the next version and make sure that a fielding asks it; raise `WorkbookRefused`.

    If every wave has opened, a new wave in preparation gets this version: existing answers stay
    with the version that was asked.
    """
    version = publish_version(
        study, workbook=workbook.content, workbook_name=workbook.name[:200], files=files
    )
    waves = study.fieldings.filter(mode=Mode.OPEN)
    if waves.exists() and not waves.filter(state=FieldingState.DRAFT).exists():
        last = waves.aggregate(last=Max("wave"))["last"]
        Fielding.objects.create(study=study, version=version, wave=last + 1, mode=Mode.OPEN)
    record_audit_event(by, "published version", study.scope, str(version.number), now=now)
    return version


@transaction.atomic
def update_description(study: Study, about: StudyInfo, *, by: str, now: datetime) -> None:
    """Change the description of a study in preparation.

    Once any fielding has opened, respondents have answered on the basis of what they read: only
    what must be said and is missing is filled in (`list_fields_to_complete`). Raise
    `ConsentTextLocked` if nothing is. A fielding that is open then gets a last day, if one is
    needed for every answer to be kept as long as people now read.
    """
    held = Study.objects.select_for_update().get(pk=study.pk)
    columns = about.columns
    if has_opened(held):
        open_fields = list_fields_to_complete(held)
        if not open_fields:
            raise ConsentTextLocked(
                _(
                    "The inquiry has opened: people have answered on the strength of this. It can "
                    "no longer change."
                )
            )
        columns = {name: columns[name] for name in open_fields}
        if about.retained_until and "retained_until" in open_fields:
            _limit_last_day(held, last_closing(about.retained_until))
    for name, value in columns.items():
        setattr(held, name, value)
    held.save(update_fields=list(columns))
    record_audit_event(by, "changed description", study.scope, study.slug, now=now)


def _limit_last_day(study: Study, latest: date) -> None:
    """Let nobody begin after `latest`, where people can begin."""
    waves = study.fieldings.exclude(mode=Mode.IMPORTED).exclude(state=FieldingState.DRAFT)
    waves.filter(Q(closes__isnull=True) | Q(closes__gt=latest)).update(closes=latest)
