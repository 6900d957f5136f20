"""What an author has brought and not published yet."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Length

from vecu.surveys.models import (
    StagedUpload,
    Study,
)


@dataclass(frozen=True, slots=True)
class StagingArea:
    """An author's desk for one study: the workbook, and the files that come with it, by name.

    Contents are read when they are asked for; each has its `size` in bytes.
    """

    workbook: StagedUpload | None
    files: tuple[StagedUpload, ...]

    @property
    def fingerprint(self) -> str:
        """A text that is another one as soon as anything was brought or taken off."""
        held = [*self.files, *([self.workbook] if self.workbook else [])]
        return sha256(" ".join(sorted(str(one.pk) for one in held)).encode()).hexdigest()

    @property
    def size(self) -> int:
        """The bytes of all files that come with the workbook."""
        return sum(get_content_length(one) for one in self.files)


def get_content_length(file: StagedUpload) -> int:
    """Return how many bytes a file on a desk has."""
    size: int = getattr(file, "size", 0)
    return size


def list_staged_files(owner: int, study: Study | None) -> QuerySet[StagedUpload]:
    """Return what lies on the desk of an account for a study, or for one that is to be begun."""
    return StagedUpload.objects.filter(owner=owner, study=get_study_id(study))


def get_study_id(study: Study | None) -> UUID | None:
    """Return what a desk knows of its study."""
    return study.pk if study else None


def get_staging_area(owner: int, study: Study | None) -> StagingArea:
    """Return the desk of an account for a study, or for one that is to be begun."""
    found = list_staged_files(owner, study).order_by("name").annotate(size=Length("content"))
    held = list(found.defer("content"))
    workbooks = [one for one in held if one.workbook]
    return StagingArea(next(iter(workbooks), None), tuple(one for one in held if not one.workbook))
