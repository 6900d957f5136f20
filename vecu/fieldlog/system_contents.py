"""What the log owns of a system, and deletes with it."""

from vecu.datasets.release_actions import delete_extracts
from vecu.fieldlog.models import FieldLog
from vecu.register.queries import System
from vecu.register.system_contents import register_system_contents


def delete_contents(system: System) -> None:
    """Delete the log with its tokens, codes and months, and figures that were released.

    A batch that is being stored is waited for, and deleted too.
    """
    list(FieldLog.objects.select_for_update().filter(system=system.pk))
    delete_extracts(system.scope)
    FieldLog.objects.filter(system=system.pk).delete()


register_system_contents(delete_contents)
