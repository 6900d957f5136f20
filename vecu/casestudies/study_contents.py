"""What case studies own of a study, and delete with it."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from vecu.casestudies.cases.models import Case, CaseEvent, EmployerTerms
from vecu.casestudies.matrix.models import CaseMatrix, MatrixCell
from vecu.surveys.queries import Study
from vecu.surveys.study_contents import CountedPhrase, StudyContents, register_study_contents


def list_contents(study: Study) -> Iterator[CountedPhrase]:
    """Yield how many cases, matrices and written cells the study has."""
    number = Case.objects.filter(study=study).count()
    yield (
        number,
        ngettext(
            "%(count)s case, with its terms and events",
            "%(count)s cases, with their terms and events",
            number,
        ),
    )
    number = CaseMatrix.objects.filter(study=study).count()
    yield number, ngettext("%(count)s matrix", "%(count)s matrices", number)
    number = MatrixCell.objects.filter(study=study).count()
    yield number, ngettext("%(count)s cell of matrices", "%(count)s cells of matrices", number)


def delete_contents(study: Study) -> None:
    """Delete its cases, with all that is noted of them, its matrices and cells."""
    for model in (EmployerTerms, CaseEvent, Case):
        model._default_manager.filter(study=study).delete()
    CaseMatrix.objects.filter(study=study).delete()
    MatrixCell.objects.filter(study=study).delete()


register_study_contents(StudyContents(list_contents, delete_contents))
