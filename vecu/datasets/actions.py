"""Import data, with its uploads, and export data; every action is audited."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from shutil import move
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from vecu.accounts.actions import give_role, record_audit_event
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.exporting.package import ExportOptions as ExportWishes
from vecu.datasets.exporting.package import Format, write_export
from vecu.datasets.exporting.progress import ExportProgress
from vecu.datasets.importing.report import ImportReport, ImportTally
from vecu.datasets.importing.row_parser import ParsedRow
from vecu.datasets.models import ImportedFile, ImportedRow, Upload
from vecu.datasets.queries import (
    ImportPlan,
    count_row,
    find_known_keys,
    get_answer_codings,
    get_study_description,
    get_version_data,
    iter_batches,
)
from vecu.datasets.rules import ImportSource, get_upload_cutoff_day
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
    VersionAnswers,
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
    source: ImportSource,
    *,
    actor: str,
    now: datetime,
    progress: Callable[[int], None] = lambda _rows: None,
) -> ImportReport:
    """Import the rows that are valid and were not imported before; everybody reads the `source`.

    Each batch is one short transaction, so that respondents can answer meanwhile; an
    interrupted import can be repeated and imports the rest. `progress` receives the number of
    rows of each batch. `actor` is the account name for the audit. Raise
    `FileRefused` if nothing is said of the origin.
    """
    source.check()
    fielding = ensure_import_fielding(study)
    tally = ImportTally()
    for batch in iter_batches(plan, study):
        _store_batch(batch, fielding, plan, source, tally)
        progress(len(batch))
    report = tally.report()
    counts = {"kept": report.imported, "already": report.already, "refused": report.refused}
    record_audit_event(
        actor, "brought answers in", study.scope, plan.table.file_hash, counts, now=now
    )
    return report


def _store_batch(
    batch: Batch, fielding: Fielding, plan: ImportPlan, source: ImportSource, tally: ImportTally
) -> None:
    """Store a batch, then count it; repeat once if another import stored its rows meanwhile."""
    try:
        known = _insert_new_rows(batch, fielding, plan, source)
    except IntegrityError:
        known = _insert_new_rows(batch, fielding, plan, source)
    for key, reading in batch:
        count_row(tally, reading, already=key in known)


@transaction.atomic
def _insert_new_rows(
    batch: Batch, fielding: Fielding, plan: ImportPlan, source: ImportSource
) -> set[str]:
    """Insert the new rows of a batch and return the fingerprints that existed before.

    The file is noted with the first of them, so that no answer is there without its origin.
    Fingerprints are inserted in their own order, unrelated to the file: nothing in the tables
    links a row to its answer.
    """
    known = find_known_keys(fielding.pk, [key for key, _reading in batch])
    new = {key: reading for key, reading in batch if key not in known and not reading.problems}
    ImportedRow.objects.bulk_create(
        ImportedRow(fielding=fielding.pk, key=key) for key in sorted(new)
    )
    rows = ((reading.values, plan.reader.wording) for reading in new.values())
    store_imported_answers(fielding, rows, plan.reader.today)
    if new:
        note_imported_file(fielding.pk, source.name, source.origin, day=plan.reader.today)
    return known


def note_imported_file(fielding: UUID, name: str, origin: str, *, day: date) -> None:
    """Keep from which file answers came, and what its owner says of its origin; once."""
    known = ImportedFile.objects.filter(fielding=fielding, name=name, origin=origin)
    if not known.exists():
        ImportedFile.objects.create(fielding=fielding, name=name, origin=origin, day=day)


@transaction.atomic
def state_origin(
    study: Study, file: ImportedFile, source: ImportSource, *, by: str, now: datetime
) -> None:
    """State or correct the name and origin of a file that was imported before.

    Extracts have it once people are counted again; a public figure stays as it is. Raise
    `FileRefused`.
    """
    source.check()
    file.name, file.origin = source.name, source.origin
    file.save()
    record_audit_event(by, "stated origin", study.scope, str(file.pk), now=now)


def export_data(
    study: Study,
    folder: Path,
    wishes: ExportWishes,
    *,
    actor: str,
    now: datetime,
    progress: ExportProgress | None = None,
) -> list[Path]:
    """Write all answers of a study as files into an empty `folder` and return the files.

    Each version with answers has files of its own. Respondents' keys are random per export,
    rows shuffled; codings have the same keys. The codebook of the newest version can be exported
    before there are answers. The action is audited before anything is written. Raise
    `ExportRefused`, leaving no file; temporary files are in a folder that only this account can
    open.
    """
    found = list_answered_versions(study)
    if not found and wishes.format is Format.DDI:
        found = list_current_version(study)
    if not found:
        raise ExportRefused(
            Message(gettext_noop("Nobody has answered yet: there is no data to export."))
        )
    about = get_study_description(study, found, localdate(now))
    codings = get_answer_codings(study) if wishes.with_codings else {}
    if wishes.with_codings and not codings:
        raise ExportRefused(
            Message(
                gettext_noop(
                    "No answer has been coded to the end yet: export without codings, or finish"
                    " coding first."
                )
            )
        )
    detail = _audit_detail(wishes, found, sum(map(len, codings.values())))
    record_audit_event(actor, "took data out", study.scope, study.slug, detail, now=now)
    several = len(found) > 1
    sources = [
        get_version_data(study, answered, several=several, codings=codings) for answered in found
    ]
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


def _audit_detail(
    wishes: ExportWishes, found: Sequence[VersionAnswers], codings: int
) -> dict[str, str | int]:
    """Return what the audit says of an export."""
    detail: dict[str, str | int] = {
        "format": wishes.format,
        "shape": wishes.shape,
        "language": wishes.language,
        "people": sum(each.people for each in found),
    }
    if wishes.with_files:
        detail |= {"files": get_files_size(found).count}
    return detail | ({"codings": codings} if wishes.with_codings else {})


def create_imported_study(plan: ImportPlan, slug: str, *, title: str) -> Study:
    """Create the study that a plan inferred; respondents cannot reach it; it awaits `import_file`.

    Raise `SlugTaken` or `WorkbookRefused`.
    """
    about = StudyInfo(title={plan.reader.wording: title})
    return create_study(
        slug, about, workbook=plan.workbook, workbook_name="imported.xlsx", mode=Mode.IMPORTED
    )


@transaction.atomic
def begin_imported_study(
    plan: ImportPlan, slug: str, *, title: str, by: str, now: datetime
) -> Study:
    """Create the study that a plan inferred, owned by the account `by`.

    Raise `SlugRefused`, `SlugTaken`, `WorkbookRefused` or `UnknownAccount`. Permission is
    checked elsewhere (`accounts.decorators.require_study_creator`).
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
    """Store an uploaded file until its owner confirms or cancels, or a day has passed.

    `study` is None if the file creates a new one. `owner` is the member's id, `actor` their
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
    """Store how an upload is read, mapped (mapping, as JSON), named (title, slug).

    Browsers may send a NUL, which PostgreSQL cannot store: it is removed.
    """
    kept = {name: value.replace("\x00", "") for name, value in settings.items()}
    upload.settings = upload.settings | kept
    upload.save(update_fields=["settings"])


def discard_upload(upload: Upload) -> None:
    """Delete an upload that was confirmed or cancelled."""
    upload.delete()
    truncate_wal()


def purge_uploads(today: date) -> int:
    """Delete uploads that were not confirmed in time, and return how many there were."""
    stale = Upload.objects.filter(day__lt=get_upload_cutoff_day(today))
    deleted, _rows = stale.delete()
    truncate_wal()
    return deleted
