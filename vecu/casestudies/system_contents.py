"""What case studies own of a system: it is named, and goes with it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from vecu.casestudies.models import ToolEvaluation
from vecu.register.queries import System
from vecu.register.system_contents import SystemContents, register_system_contents


def list_phrases(system: System) -> Iterator[str]:
    """Yield what is noted of evaluations of a system, if anything is."""
    if ToolEvaluation.objects.filter(system=system).exists():
        yield _("its evaluations: plans, draws, weekly totals, blind readings")


def delete_contents(_system: System) -> None:
    """Leave it to the database: rows of a system go with it."""


register_system_contents(SystemContents(list_phrases, delete_contents))
