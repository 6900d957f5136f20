"""The forms of a study that other programs may download and fill."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import md5
from uuid import UUID

from vecu.questionnaires import ENDINGS, FormNote, Questionnaire, export_list_file, export_xform
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.models import Attachment, Fielding, Version
from vecu.surveys.queries.studies import (
    StudyNotFound,
    can_submit_form,
    get_availability,
    get_fielding_questionnaire,
)
from vecu.surveys.rules import AvailabilityStatus, FieldingState, Mode


@dataclass(frozen=True, slots=True)
class ClientForm:
    """A version of a questionnaire as clients see it, with the fielding of its answers.

    `number` is the version number sent to clients: unique, whatever the author wrote.
    """

    fielding: Fielding
    number: int
    door: AvailabilityStatus
    taken: bool
    """Whether filled forms are accepted now."""

    @property
    def questionnaire(self) -> Questionnaire:
        """Its questionnaire."""
        return get_fielding_questionnaire(self.fielding)


def list_client_forms(slug: str, today: date) -> list[ClientForm]:
    """Return the forms of a study that were ever open to all; the one open today comes first.

    The others follow by wave, latest first. Raise `StudyNotFound`. Cards, imports and other
    modes are not for clients, which would send no code.
    """
    found = Fielding.objects.filter(study__slug=slug, mode=Mode.OPEN)
    fieldings = list(found.select_related("study"))
    forms = _forms(fieldings, today)
    if not forms:  # also of a study that was never open: nobody learns that there is one
        raise StudyNotFound(slug)
    if len(_last_read) >= _REMEMBERED:
        _last_read.clear()
    _last_read[slug] = fieldings
    return forms


def list_cached_client_forms(slug: str, today: date) -> list[ClientForm]:
    """Return the forms as this process last read them, none where it has not.

    For callers that make the database check that they are current, as `insert_if_new` does.
    """
    return _forms(_last_read.get(slug, ()), today)


def _forms(fieldings: Iterable[Fielding], today: date) -> list[ClientForm]:
    forms = [
        ClientForm(
            fielding,
            _number_of(fielding.version_id),
            get_availability(fielding, today),
            can_submit_form(fielding, today),
        )
        for fielding in fieldings
        if fielding.state != FieldingState.DRAFT
    ]
    return sorted(
        forms, key=lambda form: (form.door is not AvailabilityStatus.OPEN, -form.fielding.wave)
    )


@lru_cache(maxsize=16)
def get_client_xform(
    version_id: UUID, submit_to: str, note: tuple[tuple[str, str], ...] = ()
) -> tuple[bytes, str]:
    """Return the XForm of a version, for clients that send to `submit_to`, and its MD5 in hex.

    It begins with the `note`, pairs of a language and a text, and holds the number of the promise,
    which is sent back with the answers: a form may stay on a device for months.
    """
    version = Version.objects.only("number", "xform").get(pk=version_id)
    begin = FormNote(dict(note), PROMISE_NUMBER) if note else None
    xml = export_xform(version.xform, version=str(version.number), submit_to=submit_to, note=begin)
    return xml, md5(xml, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class ClientFile:
    """A file of a form as clients see it; `digest` is the MD5 of its content."""

    name: str
    digest: str


@lru_cache(maxsize=64)
def list_client_files(version_id: UUID) -> tuple[ClientFile, ...]:
    """Return the files of a version's form, which never change."""
    found = Attachment.objects.filter(version=version_id).order_by("name")
    keys = list(found.values_list("pk", flat=True))
    return tuple(
        ClientFile(file.name, md5(_served(file), usedforsecurity=False).hexdigest())
        for file in (found.get(pk=key) for key in keys)  # one at a time in memory
    )


def get_client_file(version_id: UUID, name: str) -> tuple[bytes, str] | None:
    """Return a file of a version as sent to clients, and its type; None if there is none."""
    found = Attachment.objects.filter(version=version_id, name=name).first()
    return (_served(found), found.type) if found else None


def _served(file: Attachment) -> bytes:
    content = bytes(file.content)
    return export_list_file(file.name, content) if file.name.lower().endswith(ENDINGS) else content


@lru_cache(maxsize=256)
def _number_of(version_id: UUID) -> int:
    return Version.objects.values_list("number", flat=True).get(pk=version_id)


_REMEMBERED = 64
"""Number of studies whose forms a process caches."""
_last_read: dict[str, list[Fielding]] = {}
