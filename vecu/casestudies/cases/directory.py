"""Where the cross-case matrix finds its rows: the cases of a study, and their documents."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.casestudies.cases.documents import list_case_documents
from vecu.casestudies.cases.models import Case
from vecu.casestudies.cases.presenters import describe_small_role
from vecu.casestudies.cases.queries import list_small_roles
from vecu.casestudies.cases.rules import CaseSector, OrganisationSize
from vecu.casestudies.matrix.case_rows import (
    UNSAID,
    MatrixCase,
    SortKey,
)
from vecu.labelled_enum import LabelledEnum
from vecu.register.rules import SystemFamily


class StudyCases:
    """The cases that members described."""

    def list_cases(self, study: UUID) -> Sequence[MatrixCase]:
        """Return the cases of a study."""
        return [make_matrix_case(each) for each in Case.objects.filter(study=study)]

    def map_cases(self, ids: Collection[UUID]) -> Mapping[UUID, MatrixCase]:
        """Return cases of any study by id, in one query; without those gone."""
        return {each.pk: make_matrix_case(each) for each in Case.objects.filter(pk__in=ids)}

    def list_answers(self, case: UUID) -> Collection[UUID]:
        """Return the documents of a case, as answers."""
        row = Case.objects.filter(pk=case).first()
        return [each.answer for each in list_case_documents(row)] if row else []

    def list_pairs(self, cases: Collection[UUID]) -> Sequence[str]:
        """Return in words each role that fewer than 11 people have in one of these cases."""
        return [describe_small_role(each) for each in list_small_roles(cases)]


def make_matrix_case(row: Case) -> MatrixCase:
    """Return a case as a row of a matrix."""
    return MatrixCase(
        row.pk,
        row.name,
        technology=_make_key(SystemFamily, row.technology),
        sector=_make_key(CaseSector, row.sector),
        size=_make_key(OrganisationSize, row.size),
        is_public=row.published is not None,
    )


def _make_key(vocabulary: type[LabelledEnum], value: str) -> SortKey:
    """Return the place of a word in its vocabulary, and its label."""
    words: list[Any] = list(vocabulary)
    found = next((each for each in words if each.value == value), None)
    return (words.index(found), _(found.label)) if found else UNSAID
