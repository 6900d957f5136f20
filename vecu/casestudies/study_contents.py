"""What case studies own of a study, and delete with it."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from vecu.casestudies.matrix.models import CaseMatrix, MatrixCell
from vecu.surveys.queries import Study
from vecu.surveys.study_contents import CountedPhrase, StudyContents, register_study_contents


def list_contents(study: Study) -> Iterator[CountedPhrase]:
    """Yield how many matrices and written cells the study has."""
    number = CaseMatrix.objects.filter(study=study).count()
    yield number, ngettext("%(count)s matrix", "%(count)s matrices", number)
    number = MatrixCell.objects.filter(study=study).count()
    yield number, ngettext("%(count)s cell of matrices", "%(count)s cells of matrices", number)


def delete_contents(study: Study) -> None:
    """Delete its matrices and cells."""
    CaseMatrix.objects.filter(study=study).delete()
    MatrixCell.objects.filter(study=study).delete()


register_study_contents(StudyContents(list_contents, delete_contents))
