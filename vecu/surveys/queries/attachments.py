"""The files that came with a version's workbook."""

from functools import lru_cache
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Length

from vecu.surveys.models import Attachment, Study, Version

SEEN_OR_HEARD = ("image/", "audio/", "video/")
"""Prefixes of media types that a page shows; lists are for authors and other programs."""


def find_media(slug: str, version_id: UUID, name: str) -> Attachment | None:
    """Return a media file that a version of the study `slug` shows, None if there is none."""
    found = Attachment.objects.filter(
        version__study__slug=slug, version=version_id, name=name
    ).first()
    return found if found is not None and found.type.startswith(SEEN_OR_HEARD) else None


@lru_cache(maxsize=200)
def list_media_names(version_id: UUID) -> frozenset[str]:
    """Return the names of a version's files; read once per process, as a version never changes."""
    return frozenset(Attachment.objects.filter(version=version_id).values_list("name", flat=True))


def find_attachment(version: Version, name: str) -> Attachment | None:
    """Return a file of a version, None if it has none of this name."""
    return Attachment.objects.filter(version=version, name=name).first()


def list_attachments(version: Version) -> QuerySet[Attachment]:
    """Return the files of a version by name, each with its `size` in bytes and without content."""
    found = Attachment.objects.filter(version=version).order_by("name")
    return found.annotate(size=Length("content")).defer("content")


def get_latest_attachments(study: Study) -> dict[str, Attachment]:
    """Return the files of all versions of a study by name, each from the last version that had it.

    Each has the `number` of that version and its `size`; contents are loaded on access.
    """
    found = Attachment.objects.filter(version__study=study).order_by("version__number")
    found = found.annotate(number=F("version__number"), size=Length("content"))
    return {each.name: each for each in found.defer("content")}
