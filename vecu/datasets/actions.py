"""What data coming in change, and what is recorded of data that go out."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from shutil import move
from tempfile import TemporaryDirectory

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from vecu.accounts.actions import (
    give_role,
    record_audit_event,
)
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.exporting.package import ExportOptions as ExportWishes
from vecu.datasets.exporting.package import (
    Format,
    write_export,
)
from vecu.datasets.exporting.progress import ExportProgress
from vecu.datasets.importing.report import (
    ImportReport,
    ImportTally,
)
from vecu.datasets.importing.row_parser import ParsedRow
from vecu.datasets.models import ImportedRow, Upload
from vecu.datasets.queries import (
    ImportPlan,
    count_row,
    find_known_keys,
    get_study_description,
    get_version_data,
    iter_batches,
)
from vecu.datasets.rules import get_upload_cutoff_day
from vecu.messages import Message
from vecu.surveys.actions import (
    StudyInfo,
    create_study,
    ensure_import_fielding,
    store_imported_answers,
    truncate_wal,
)
from vecu.surveys.queries import (
    Fielding,
    Study,
    get_files_size,
    list_answered_versions,
    list_current_version,
)
from vecu.surveys.rules import Mode
from vecu.translation import gettext_noop

Batch = list[tuple[str, ParsedRow]]


def import_file(
    plan: ImportPlan,
    study: Study,
    *,
    actor: str,
    now: datetime,
    progress: Callable[[int], None] = lambda _rows: None,
) -> ImportReport:
    """Keep the rows of a planned import that can be read and did not come in before.

    Each batch is one short transaction, so that people can answer meanwhile; an import that was
    interrupted is run again and keeps what is left. `progress` is told the rows of each batch.
    The act is written in the audit under the name `actor`.
    """
    fielding = ensure_import_fielding(study)
    tally = ImportTally()
    for batch in iter_batches(plan):
        _store_batch(batch, fielding, plan, tally)
        progress(len(batch))
    report = tally.report()
    counts = {"kept": report.imported, "already": report.already, "refused": report.refused}
    record_audit_event(
        actor, "brought answers in", study.scope, plan.table.file_hash, counts, now=now
    )
    return report


def _store_batch(batch: Batch, fielding: Fielding, plan: ImportPlan, tally: ImportTally) -> None:
    """Keep one batch, then count it; once more where another import brought its rows meanwhile."""
    try:
        known = _insert_new_rows(batch, fielding, plan)
    except IntegrityError:
        known = _insert_new_rows(batch, fielding, plan)
    for key, reading in batch:
        count_row(tally, reading, already=key in known)


@transaction.atomic
def _insert_new_rows(batch: Batch, fielding: Fielding, plan: ImportPlan) -> set[str]:
    """Write what is new of a batch and return the fingerprints that were there before.

    Fingerprints are written in their own order, which is that of no file: nothing in the tables
    leads from a row to its answer.
    """
    known = find_known_keys(fielding.pk, [key for key, _reading in batch])
    new = {key: reading for key, reading in batch if key not in known and not reading.problems}
    ImportedRow.objects.bulk_create(
        ImportedRow(fielding=fielding.pk, key=key) for key in sorted(new)
    )
    rows = ((reading.values, plan.reader.wording) for reading in new.values())
    store_imported_answers(fielding, rows, plan.reader.today)
    return known


def export_data(
    study: Study,
    folder: Path,
    wishes: ExportWishes,
    *,
    actor: str,
    now: datetime,
    progress: ExportProgress | None = None,
) -> list[Path]:
    """Write all answers of a study as files into an empty `folder` and return them.

    Each version that was answered has files of its own. Keys of people are drawn for this export,
    rows shuffled. The codebook alone can be taken out before anybody answers, that of the newest
    version. The act is audited before anything is written. Raises `ExportRefused`, and then
    leaves no file; files on their way lie in a folder that only this account can open.
    """
    found = list_answered_versions(study)
    if not found and wishes.format is Format.DDI:
        found = list_current_version(study)
    if not found:
        raise ExportRefused(
            Message(gettext_noop("Nobody has answered yet: there is no data to take out."))
        )
    about = get_study_description(study, found, localdate(now))
    detail: dict[str, str | int] = {
        "format": wishes.format,
        "shape": wishes.shape,
        "language": wishes.language,
    }
    detail |= {"people": sum(each.people for each in found)}
    if wishes.with_files:
        detail |= {"files": get_files_size(found).count}
    record_audit_event(actor, "took data out", study.scope, study.slug, detail, now=now)
    sources = [get_version_data(study, answered, several=len(found) > 1) for answered in found]
    with TemporaryDirectory(prefix="vecu-") as ready:
        write_export(
            sources,
            Path(ready),
            wishes,
            about,
            draw_key=lambda: token_hex(8),
            progress=progress,
        )
        for each in sorted(Path(ready).iterdir()):
            move(each, folder / each.name)
    return sorted(each for each in folder.rglob("*") if each.is_file())


def create_imported_study(plan: ImportPlan, slug: str, *, title: str) -> Study:
    """Begin the study that a plan inferred; it is closed to people and waits for `import_file`.

    Raises `SlugTaken` or `WorkbookRefused`.
    """
    about = StudyInfo(title={plan.reader.wording: title})
    return create_study(
        slug, about, workbook=plan.workbook, workbook_name="imported.xlsx", mode=Mode.IMPORTED
    )


@transaction.atomic
def begin_imported_study(
    plan: ImportPlan, slug: str, *, title: str, by: str, now: datetime
) -> Study:
    """Begin the study that a plan inferred, owned by the account `by`.

    Raises `SlugRefused`, `SlugTaken`, `WorkbookRefused` or `UnknownAccount`. Whether the account
    may is for `accounts.access.creators_only`.
    """
    owner = get_member(by)
    study = create_imported_study(plan, slug, title=title)
    record_audit_event(by, "began study", study.scope, slug, now=now)
    give_role(owner, study.scope, Role.OWNER, by=by, now=now)
    return study


@transaction.atomic
def store_upload(
    study: Study | None,
    content: bytes,
    name: str,
    *,
    owner: int,
    actor: str,
    now: datetime,
    codes: bytes = b"",
) -> Upload:
    """Hold a file as it came on the server until its owner confirms, cancels, or a day has passed.

    `study` is None where the file is to begin one. `owner` is the member's id, `actor` their
    account's name for the audit.
    """
    upload = Upload.objects.create(
        study=study.id if study else None,
        owner=owner,
        name=name[:200],
        content=content,
        codes=codes,
        day=localdate(now),
    )
    size = {"bytes": len(content)}
    scope, file_hash = study.scope if study else None, sha256(content).hexdigest()
    record_audit_event(actor, "uploaded a file", scope, file_hash, size, now=now)
    return upload


def update_upload(upload: Upload, **settings: str) -> None:
    """Remember how an upload is to be read, mapped (mapping, as JSON), called (title, slug).

    A browser may be made to send a NUL, which PostgreSQL cannot keep: it is left out.
    """
    kept = {name: value.replace("\x00", "") for name, value in settings.items()}
    upload.settings = upload.settings | kept
    upload.save(update_fields=["settings"])


def discard_upload(upload: Upload) -> None:
    """Delete a file that was confirmed or cancelled."""
    upload.delete()
    truncate_wal()


def purge_uploads(today: date) -> int:
    """Delete the files that nobody confirmed in time, and return how many there were."""
    stale = Upload.objects.filter(day__lt=get_upload_cutoff_day(today))
    deleted, _rows = stale.delete()
    truncate_wal()
    return deleted
