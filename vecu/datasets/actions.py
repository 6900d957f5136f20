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

from vecu.accounts.actions import give_role, record
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.datasets.answers import Reading
from vecu.datasets.exports.package import Format, write_export
from vecu.datasets.exports.package import Wishes as ExportWishes
from vecu.datasets.exports.progress import Progress
from vecu.datasets.exports.refusals import ExportRefused
from vecu.datasets.models import ImportedRow, Upload
from vecu.datasets.queries import (
    ImportPlan,
    batches,
    count,
    describe_study,
    known_keys,
    source_of,
)
from vecu.datasets.report import ImportReport, Tally
from vecu.datasets.rules import oldest_upload_kept
from vecu.messages import Message
from vecu.surveys.actions import (
    About,
    create_study,
    empty_journal,
    fielding_for_import,
    keep_imported,
)
from vecu.surveys.queries import Fielding, Study, list_answered, list_asked, weigh_files
from vecu.surveys.rules import Mode
from vecu.text import _

Batch = list[tuple[str, Reading]]


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
    fielding = fielding_for_import(study)
    tally = Tally()
    for batch in batches(plan):
        _keep(batch, fielding, plan, tally)
        progress(len(batch))
    report = tally.report()
    counts = {"kept": report.kept, "already": report.already, "refused": report.refused}
    record(actor, "brought answers in", study.id, plan.table.file_hash, counts, now=now)
    return report


def _keep(batch: Batch, fielding: Fielding, plan: ImportPlan, tally: Tally) -> None:
    """Keep one batch, then count it; once more where another import brought its rows meanwhile."""
    try:
        known = _kept(batch, fielding, plan)
    except IntegrityError:
        known = _kept(batch, fielding, plan)
    for key, reading in batch:
        count(tally, reading, already=key in known)


@transaction.atomic
def _kept(batch: Batch, fielding: Fielding, plan: ImportPlan) -> set[str]:
    """Write what is new of a batch and return the fingerprints that were there before.

    Fingerprints are written in their own order, which is that of no file: nothing in the tables
    leads from a row to its answer.
    """
    known = known_keys(fielding.pk, [key for key, _reading in batch])
    new = {key: reading for key, reading in batch if key not in known and not reading.problems}
    ImportedRow.objects.bulk_create(
        ImportedRow(fielding=fielding.pk, key=key) for key in sorted(new)
    )
    rows = ((reading.values, plan.reader.wording) for reading in new.values())
    keep_imported(fielding, rows, plan.reader.today)
    return known


def take_data_out(
    study: Study,
    folder: Path,
    wishes: ExportWishes,
    *,
    actor: str,
    now: datetime,
    progress: Progress | None = None,
) -> list[Path]:
    """Write all answers of a study as files into an empty `folder` and return them.

    Each version that was answered has files of its own. Keys of people are drawn for this export,
    rows shuffled. The codebook alone can be taken out before anybody answers, that of the newest
    version. The act is audited before anything is written. Raises `ExportRefused`, and then
    leaves no file; files on their way lie in a folder that only this account can open.
    """
    found = list_answered(study)
    if not found and wishes.format is Format.DDI:
        found = list_asked(study)
    if not found:
        raise ExportRefused(Message(_("Nobody has answered yet: there is no data to take out.")))
    about = describe_study(study, found, localdate(now))
    detail: dict[str, str | int] = {
        "format": wishes.format,
        "shape": wishes.shape,
        "language": wishes.language,
    }
    detail |= {"people": sum(each.people for each in found)}
    if wishes.with_files:
        detail |= {"files": weigh_files(found).count}
    record(actor, "took data out", study.id, study.slug, detail, now=now)
    sources = [source_of(study, answered, several=len(found) > 1) for answered in found]
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
    about = About(title={plan.reader.wording: title})
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
    record(by, "began study", study.id, slug, now=now)
    give_role(owner, study.id, Role.OWNER, by=by, now=now)
    return study


@transaction.atomic
def keep_upload(
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
    whose = study.id if study else None
    record(actor, "uploaded a file", whose, sha256(content).hexdigest(), size, now=now)
    return upload


def change_upload(upload: Upload, **settings: str) -> None:
    """Remember how an upload is to be read, mapped (mapping, as JSON), called (title, slug).

    A browser may be made to send a NUL, which PostgreSQL cannot keep: it is left out.
    """
    kept = {name: value.replace("\x00", "") for name, value in settings.items()}
    upload.settings = upload.settings | kept
    upload.save(update_fields=["settings"])


def discard_upload(upload: Upload) -> None:
    """Delete a file that was confirmed or cancelled."""
    upload.delete()
    empty_journal()


def purge_uploads(today: date) -> int:
    """Delete the files that nobody confirmed in time, and return how many there were."""
    stale = Upload.objects.filter(day__lt=oldest_upload_kept(today))
    deleted, _rows = stale.delete()
    empty_journal()
    return deleted
