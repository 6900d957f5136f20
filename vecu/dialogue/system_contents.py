"""What dialogue owns of a system, and deletes with it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from vecu.dialogue.models import Dialogue
from vecu.dialogue.queries import list_limits_in_force
from vecu.register.queries import System
from vecu.register.system_contents import SystemContents, register_system_contents
from vecu.writings import register_limit_source


def list_phrases(system: System) -> Iterator[str]:
    """Yield what is noted of the dialogue about a system, if anything is."""
    scope = system.scope
    if Dialogue.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id).exists():
        yield _(
            "all that is noted of the dialogue: workshops, opinions, agreements, clauses,"
            " positions on writings"
        )


def delete_contents(system: System) -> None:
    """Delete all that is noted of the dialogue about a system, with its history."""
    scope = system.scope
    found = Dialogue.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)
    list(found.select_for_update())
    found.delete()


register_system_contents(SystemContents(list_phrases, delete_contents))
register_limit_source(list_limits_in_force)
