"""What the log owns of a system, and deletes with it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.datasets.release_actions import delete_extracts
from vecu.datasets.release_queries import list_released
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.queries import find_log
from vecu.register.queries import System
from vecu.register.system_contents import SystemContents, register_system_contents


def list_phrases(system: System) -> Iterator[str]:
    """Yield what a log holds: closed months, public figures, and what is still open."""
    log = find_log(system.pk)
    if log is None:
        return
    yield _("its log, with what was decided in open months, tokens and diary codes")
    if months := log.closed_months.count():
        phrase = ngettext(
            "the figures of %(count)s closed month",
            "the figures of %(count)s closed months",
            months,
        )
        yield phrase % {"count": months}
    if figures := len(list_released(system.scope)):
        phrase = ngettext("%(count)s public figure", "%(count)s public figures", figures)
        yield phrase % {"count": figures}


def delete_contents(system: System) -> None:
    """Delete the log with its tokens, codes and months, and figures that were released.

    A batch that is being stored is waited for, and deleted too.
    """
    list(FieldLog.objects.select_for_update().filter(system=system.pk))
    delete_extracts(system.scope)
    FieldLog.objects.filter(system=system.pk).delete()


register_system_contents(SystemContents(list_phrases, delete_contents))
