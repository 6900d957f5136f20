"""Read cases: those of a study, what belongs to each, and its documents."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from vecu.casestudies.cases.models import Case, CaseEvent, EmployerTerms
from vecu.casestudies.cases.rules import FEWEST_PEOPLE, CaseRole
from vecu.casestudies.matrix.models import CaseMatrix, MatrixCell
from vecu.register.queries import System, find_system, list_published_systems, list_systems
from vecu.surveys.queries import Study

__all__ = [
    "Case",
    "SmallRole",
    "find_case",
    "find_case_system",
    "find_event",
    "find_public_case",
    "find_terms",
    "has_cells",
    "list_cases",
    "list_eligible_systems",
    "list_events",
    "list_public_cases",
    "list_public_matrices_of",
    "list_small_roles",
]


@dataclass(frozen=True, slots=True)
class SmallRole:
    """A role that fewer than 11 people have in the place of a case, or one not counted yet."""

    case: Case
    role: CaseRole


def list_cases(study: Study) -> list[Case]:
    """Return the cases of a study."""
    return list(Case.objects.filter(study=study))


def find_case(study: Study, case: UUID) -> Case | None:
    """Return a case of a study, None if there is none."""
    return Case.objects.filter(study=study, pk=case).select_related("study").first()


def find_public_case(slug: str, case: UUID) -> Case | None:
    """Return a case that everybody reads, by the address of its study."""
    found = Case.objects.filter(study__slug=slug, pk=case, published__isnull=False)
    return found.select_related("study").first()


def list_public_cases(slug: str) -> list[Case]:
    """Return those cases of a study that everybody reads."""
    return list(Case.objects.filter(study__slug=slug, published__isnull=False))


def find_terms(case: Case) -> EmployerTerms | None:
    """Return the terms with the employer of a case, None while none are noted."""
    return EmployerTerms.objects.filter(case=case.pk).select_related("study").first()


def list_events(case: Case) -> list[CaseEvent]:
    """Return what happened in the organisation of a case, by its days."""
    return list(CaseEvent.objects.filter(case=case.pk))


def find_event(case: Case, event: UUID) -> CaseEvent | None:
    """Return an event of a case, None if there is none."""
    return CaseEvent.objects.filter(case=case.pk, pk=event).select_related("study").first()


def list_public_cases_of_system(system: System) -> list[Case]:
    """Return those cases, of any study, in which a system is followed and that everybody reads."""
    found = Case.objects.filter(system=system.pk, published__isnull=False)
    return list(found.select_related("study"))


def list_eligible_systems(scopes: Collection[UUID]) -> list[System]:
    """Return the systems to choose from: public ones, and those where a member has a role."""
    own, known = list_systems(scopes), list_published_systems()
    return [*own, *(each for each in known if each not in own)]


def find_case_system(case: Case) -> System | None:
    """Return the system of the register that a case follows, None if it is described here."""
    return find_system(case.system) if case.system else None


def has_cells(case: Case) -> bool:
    """Return whether something is said of a case in the matrix."""
    return MatrixCell.objects.filter(case=case.pk).exists()


def list_public_matrices_of(case: Case) -> list[CaseMatrix]:
    """Return the matrices that everybody reads and that have this case as a row."""
    found = CaseMatrix.objects.filter(study=case.study_id, published__isnull=False)
    return [each for each in found.select_related("study") if str(case.pk) in each.cases]


def list_small_roles(cases: Collection[UUID]) -> list[SmallRole]:
    """Return the roles of these cases that fewer than 11 people have, or nobody counted."""
    return [
        SmallRole(case, role)
        for case in Case.objects.filter(pk__in=cases)
        for role in CaseRole
        for number in [case.get_count(role)]
        if number is None or 0 < number < FEWEST_PEOPLE
    ]
