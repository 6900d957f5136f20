"""Errors between us and an OpenRosa client, as a status and a sentence for its user."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.file_sanitizer.sanitize import MAX_FILE
from vecu.questionnaires import SubmissionRefused
from vecu.surveys.actions import AnswersRefused, NotOpen
from vecu.surveys.openrosa.forms import ClientForm
from vecu.surveys.openrosa.submission_files import FilesRefused
from vecu.surveys.openrosa.submissions import InstanceTaken, UnknownForm
from vecu.surveys.queries import StudyNotFound, get_last_arrival_day
from vecu.surveys.rules import AvailabilityStatus
from vecu.ui.templatetags.ui import day

MAX_NAMED = 20
"""Maximum number of problems, or parts, that one message names."""


def describe_failure(error: Exception) -> tuple[int, str]:
    """Return the HTTP status and the message of an expected error."""
    status, message = 400, str(error)
    match error:
        case StudyNotFound():
            status = 404
        case UnknownForm():
            status, message = 404, _unknown_form(error)
        case NotOpen():
            status, message = _not_open(error, timezone.localdate())
        case AnswersRefused():
            status, message = 422, _refused(error)
        case InstanceTaken():
            status, message = 409, _taken()
        case RequestDataTooBig():
            status, message = 413, _too_large()
        case SubmissionRefused():
            status = 413 if error.too_large else 400
            message = error.message.say(get_language() or settings.LANGUAGE_CODE)
        case OSError() | MultiPartParserError() | SuspiciousOperation():
            message = _unreadable(error)
    return status, message


def make_unavailable_error(forms: Sequence[ClientForm]) -> NotOpen:
    """Return the error to raise for a study whose forms, one at least, are not open."""
    return NotOpen(forms[0].fielding, forms[0].door)


def _no_inquiry() -> str:
    return _("There is no such inquiry. Check the address.")


def _too_large() -> str:
    size = {"size": MAX_FILE // 1_000_000}
    return (
        _(
            "This is too large: the limit is %(size)s MB for each file. Send several large files "
            "one after the other."
        )
        % size
    )


def _unreadable(error: Exception) -> str:
    if isinstance(error, OSError):
        return _("What you sent arrived incomplete. Please send it again.")
    if isinstance(error, TooManyFilesSent):
        limit = {"limit": settings.DATA_UPLOAD_MAX_NUMBER_FILES - 1}
        return _("At most %(limit)s files can be sent at a time. Send the others after.") % limit
    return _("What was sent could not be read. Please send it again.")


def _taken() -> str:
    return _(
        "Other answers were sent under the same instanceID before, so these are not kept. Fill in "
        "a new form to answer again."
    )


def _unknown_form(error: UnknownForm) -> str:
    found = {"form": error.filled.form_id[:80], "version": error.filled.version[:40]}
    message = _("This inquiry has no form “%(form)s” in version “%(version)s”.") % found
    if error.expected is None:
        return message
    takes = {"form": error.expected.questionnaire.form_id, "version": error.expected.number}
    wanted = _("It takes “%(form)s” in version “%(version)s”: get the blank form again.") % takes
    return f"{message} {wanted}"


def _not_open(error: NotOpen, today: date) -> tuple[int, str]:
    match error.door:
        case AvailabilityStatus.PAUSED:
            return 403, _("The people who ask have paused this inquiry. Please send it later.")
        case AvailabilityStatus.NOT_YET:
            return 403, _("This inquiry is not open yet. Please come back on the day it opens.")
        case AvailabilityStatus.CLOSED:
            message = _("This inquiry is closed. It takes no new answers.")
            if until := get_last_arrival_day(error.fielding, today):
                late = _("Forms filled before it closed are taken until %(day)s.")
                message = f"{message} {late % {'day': day(until)}}"
            return 410, message
    return 404, _no_inquiry()


def _refused(error: AnswersRefused) -> str:
    """Return a line for each problem: the question, the rule and what to do."""
    retried = _(
        "Your answers had arrived before and are kept. The files that came now are not, because "
        "some need to be replaced:"
    )
    nothing = _("Nothing was kept, because some answers need to be corrected:")
    lines = [
        f"{problem.message} [{problem.path}: {problem.rule}]"
        for problem in error.problems[:MAX_NAMED]
    ]
    return "\n".join([retried if isinstance(error, FilesRefused) else nothing, *lines])
