"""What an author has uploaded and not published yet."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Length

from vecu.surveys.models import StagedUpload, Study


@dataclass(frozen=True, slots=True)
class StagingArea:
    """An author's unpublished uploads for one study: the workbook, and its files by name.

    Contents are loaded on access; each has its `size` in bytes.
    """

    workbook: StagedUpload | None
    files: tuple[StagedUpload, ...]

    @property
    def fingerprint(self) -> str:
        """A text that changes whenever a file is added, replaced or removed."""
        held = [*self.files, *([self.workbook] if self.workbook else [])]
        return sha256(" ".join(sorted(str(one.pk) for one in held)).encode()).hexdigest()

    @property
    def size(self) -> int:
        """The total size of the files that come with the workbook, in bytes."""
        return sum(get_content_length(one) for one in self.files)


def get_content_length(file: StagedUpload) -> int:
    """Return the size of a staged file in bytes."""
    size: int = getattr(file, "size", 0)
    return size


def list_staged_files(owner: int, study: Study | None) -> QuerySet[StagedUpload]:
    """Return the staged files of an account for a study, None for a new one."""
    return StagedUpload.objects.filter(owner=owner, study=get_study_id(study))


def get_study_id(study: Study | None) -> UUID | None:
    """Return the id of the study, as stored in the staging area."""
    return study.pk if study else None


def get_staging_area(owner: int, study: Study | None) -> StagingArea:
    """Return the staging area of an account for a study, None for a new one."""
    found = list_staged_files(owner, study).order_by("name").annotate(size=Length("content"))
    held = list(found.defer("content"))
    workbooks = [one for one in held if one.workbook]
    return StagingArea(next(iter(workbooks), None), tuple(one for one in held if not one.workbook))
