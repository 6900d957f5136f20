"""What authors change in a study before and between openings; every action is audited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vecu.accounts.actions import give_role, record_audit_event
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.errors import VecuError
from vecu.surveys.actions.attachments import AttachableFile
from vecu.surveys.actions.studies import StudyInfo, create_study, publish_version
from vecu.surveys.models import Fielding, Study, Version
from vecu.surveys.queries.studies import has_opened
from vecu.surveys.rules import FieldingState, Mode


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

    Raise `ConsentTextLocked` once any fielding has opened: respondents answered on the basis of
    what they read.
    """
    held = Study.objects.select_for_update().get(pk=study.pk)
    if has_opened(held):
        raise ConsentTextLocked(
            _("The inquiry has opened: people have answered to what it says. It stays as it is.")
        )
    held.title, held.asked_by = dict(about.title), dict(about.asked_by)
    held.purpose, held.contact = dict(about.purpose), about.contact
    held.retained_until = about.retained_until
    held.save()
    record_audit_event(by, "changed description", study.scope, study.slug, now=now)
