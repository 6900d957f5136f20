"""What this room owns of a system, and deletes with it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from vecu.pilots.models import PilotUse
from vecu.register.queries import System
from vecu.register.system_contents import SystemContents, register_system_contents


def list_phrases(system: System) -> Iterator[str]:
    """Yield what stands here of a system that is a pilot."""
    if PilotUse.objects.filter(system=system.pk).exists():
        yield _("that it is a pilot of this laboratory, with what its versions stand on")


def delete_contents(system: System) -> None:
    """Delete that a system is a pilot, and what its versions and strictness stand on."""
    PilotUse.objects.filter(system=system.pk).delete()


register_system_contents(SystemContents(list_phrases, delete_contents))
