"""A case of a study, the terms with its employer, an event of its organisation."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from tests.surveys.factories import NOON, make_study
from vecu.casestudies.cases.content import CaseContent, CaseEventContent, EmployerTermsContent
from vecu.casestudies.cases.directory import StudyCases
from vecu.casestudies.cases.models import Case
from vecu.casestudies.cases.rules import CaseSector, OrganisationSize, Undertaking
from vecu.casestudies.matrix.case_rows import register_case_directory
from vecu.records.actions import add_record
from vecu.register.rules import SystemFamily
from vecu.surveys.models import Study

ACT: dict[str, Any] = {"by": "lea", "now": NOON}
CASE = CaseContent(
    name={"en": "A scribe in social work", "fr": "Un scribe dans le travail social"},
    place={"en": "A rural département", "fr": "Un département rural"},
    technology=SystemFamily.WRITING,
    sector=CaseSector.SOCIAL_WORK,
    size=OrganisationSize.INTERMEDIATE,
    described={"en": "It drafts notes of visits.", "fr": "Il rédige les notes de visite."},
    door={"en": "A union asked for it.", "fr": "Un syndicat l’a demandé."},
    door_opener={"en": "The head of service", "fr": "La direction du service"},
    door_day=date(2026, 1, 12),
    using=8,
    managing=2,
    touched=400,
    building=0,
)


def make_case(study: Study | None = None, **changed: Any) -> Case:
    """Describe a case, where the matrix finds it."""
    register_case_directory(StudyCases())
    study = study or make_study("interviews")
    case: Case = add_record(study, replace(CASE, **changed), **ACT)
    return case


def make_terms(case: UUID) -> EmployerTermsContent:
    """Return what its employer undertook."""
    return EmployerTermsContent(
        case,
        [each.value for each in Undertaking],
        date(2026, 1, 12),
        {"en": "The director general", "fr": "La direction générale"},
    )


def make_event(case: UUID) -> CaseEventContent:
    """Return something that happened in its organisation."""
    title = {"en": "The team is split", "fr": "L’équipe est scindée"}
    return CaseEventContent(case, date(2026, 5, 4), title)
