"""What safeguards own of a system: it is named, and goes with it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from vecu.register.queries import System
from vecu.register.system_contents import SystemContents, register_system_contents
from vecu.safeguards.models import (
    ConsentSheet,
    CountedSite,
    LookOffice,
    PersonCode,
    QuarterDeclaration,
    RefusalRoute,
    UpheldComplaint,
)

_COUNTED = (CountedSite, QuarterDeclaration, UpheldComplaint)


def list_phrases(system: System) -> Iterator[str]:
    """Yield what is noted of those who say no to a system, if anything is."""
    models = (RefusalRoute, ConsentSheet, LookOffice, PersonCode)
    if any(each.objects.filter(system=system).exists() for each in models):
        yield _("what people are asked, where those go who say no, and the codes printed for them")
    if any(each._default_manager.filter(system=system).exists() for each in _COUNTED):
        yield _("its sites, what they counted by month, complaints that were upheld")


def delete_contents(_system: System) -> None:
    """Leave it to the database: rows of a system go with it."""


register_system_contents(SystemContents(list_phrases, delete_contents))
