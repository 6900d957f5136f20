"""What would be deleted with a study."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.formats import number_format
from django.utils.translation import ngettext

from vecu.accounts.queries import list_demo_accounts
from vecu.accounts.rules import Scope, ScopeKind
from vecu.surveys.fictional_scopes import list_fictional_scopes
from vecu.surveys.models import AccessCode, Answer, AnswerFile, Draft, Fielding, StagedUpload, Study
from vecu.surveys.queries.studies import get_availability
from vecu.surveys.rules import AvailabilityStatus
from vecu.surveys.study_contents import CountedPhrase, list_study_contents

_ENDED = frozenset({AvailabilityStatus.CLOSED, AvailabilityStatus.UNPUBLISHED})


@dataclass(frozen=True, slots=True)
class DeletionPreview:
    """What would be deleted with a study, in words.

    `drafts_until` is the last day on which drafts that people have begun could still be sent, None
    without any. A study that is `open` must be closed first.
    """

    contents: tuple[str, ...]
    drafts_until: date | None
    open: bool


@dataclass(frozen=True, slots=True)
class FictionalContents:
    """The slugs of what is invented, and the names of the demonstration's accounts.

    `groups` are learning groups. `staying` are those accounts with a role elsewhere too: they are
    not deleted.
    """

    studies: tuple[str, ...]
    systems: tuple[str, ...]
    groups: tuple[str, ...]
    accounts: tuple[str, ...]
    staying: tuple[str, ...]


def list_open_fieldings(study: Study, today: date) -> list[Fielding]:
    """Return the fieldings that are open, paused, or announced for a later day."""
    return [each for each in study.fieldings.all() if get_availability(each, today) not in _ENDED]


def find_study_answer(study: Study, answer: UUID) -> Answer | None:
    """Return an answer of any fielding of the study, None if it has no such answer."""
    return Answer.objects.filter(fielding__study=study, pk=answer).first()


def has_fictional_contents() -> bool:
    """Return whether any study, system or group is marked as invented."""
    return Study.objects.filter(fictional=True).exists() or bool(_list_scopes_above())


def has_real_contents() -> bool:
    """Return whether any study, system or group is not marked as invented."""
    return Study.objects.filter(fictional=False).exists() or any(
        each.has_real_scopes() for each in list_fictional_scopes()
    )


def list_fictional_contents() -> FictionalContents:
    """Return what deleting everything that is invented would delete."""
    studies, above = (
        list(Study.objects.filter(fictional=True).order_by("slug")),
        _list_scopes_above(),
    )
    scopes = [*(study.scope for study in studies), *(scope for _slug, scope in above)]
    accounts = list_demo_accounts(scopes)
    return FictionalContents(
        studies=tuple(study.slug for study in studies),
        systems=tuple(slug for slug, scope in above if scope.kind is ScopeKind.SYSTEM),
        groups=tuple(slug for slug, scope in above if scope.kind is ScopeKind.GROUP),
        accounts=tuple(name for name, elsewhere in accounts.items() if not elsewhere),
        staying=tuple(name for name, elsewhere in accounts.items() if elsewhere),
    )


def _list_scopes_above() -> list[tuple[str, Scope]]:
    """Return the invented scopes of rooms above, with their slugs: two kinds may share one."""
    return [pair for each in list_fictional_scopes() for pair in each.list_scopes().items()]


def get_deletion_preview(study: Study, today: date) -> DeletionPreview:
    """Return what deleting a study would delete, in the current language."""
    counted = [*_count_contents(study, today)]
    for contents in list_study_contents():
        counted += contents.list_contents(study)
    return DeletionPreview(
        contents=tuple(
            phrase % {"count": number_format(number, force_grouping=True)}
            for number, phrase in counted
            if number
        ),
        drafts_until=_find_drafts(study, today).aggregate(last=Max("expires"))["last"],
        open=bool(list_open_fieldings(study, today)),
    )


def _find_drafts(study: Study, today: date) -> QuerySet[Draft]:
    return Draft.objects.filter(fielding__study=study, expires__gte=today)


def _count_contents(study: Study, today: date) -> Iterator[CountedPhrase]:
    number = Answer.objects.filter(fielding__study=study).count()
    yield number, ngettext("%(count)s answer", "%(count)s answers", number)
    number = AnswerFile.objects.filter(answer__fielding__study=study).count()
    yield (
        number,
        ngettext("%(count)s file sent with an answer", "%(count)s files sent with answers", number),
    )
    number = _find_drafts(study, today).count()
    yield (
        number,
        ngettext("%(count)s draft, not sent yet", "%(count)s drafts, not sent yet", number),
    )
    number = AccessCode.objects.filter(batch__fielding__study=study).count()
    yield (
        number,
        ngettext(
            "%(count)s card: its code will lead nowhere",
            "%(count)s cards: their codes will lead nowhere",
            number,
        ),
    )
    number = study.relays.count()
    yield (
        number,
        ngettext(
            "%(count)s relay, with its link and counts",
            "%(count)s relays, with their links and counts",
            number,
        ),
    )
    number = study.versions.count()
    yield (
        number,
        ngettext(
            "%(count)s version of the questionnaire, with its files",
            "%(count)s versions of the questionnaire, with their files",
            number,
        ),
    )
    number = StagedUpload.objects.filter(study=study.pk).count()
    yield (
        number,
        ngettext(
            "%(count)s uploaded file, not published yet",
            "%(count)s uploaded files, not published yet",
            number,
        ),
    )
