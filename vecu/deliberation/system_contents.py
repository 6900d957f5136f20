"""What dialogue owns of a system, and deletes with it."""

from vecu.deliberation.models import Dialogue
from vecu.register.queries import System
from vecu.register.system_contents import register_system_contents


def delete_contents(system: System) -> None:
    """Delete all that is noted of the dialogue about a system, with its history."""
    scope = system.scope
    found = Dialogue.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)
    list(found.select_for_update())
    found.delete()


register_system_contents(delete_contents)
