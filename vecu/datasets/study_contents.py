"""What datasets owns of a study, and deletes with it."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from vecu.datasets.models import ImportedFile, ImportedRow, Upload
from vecu.datasets.release_actions import delete_extracts
from vecu.datasets.release_queries import list_released
from vecu.surveys.queries import Study
from vecu.surveys.study_contents import CountedPhrase, StudyContents, register_study_contents


def list_contents(study: Study) -> Iterator[CountedPhrase]:
    """Yield how many uploaded files wait to be imported, and how many figures are public."""
    number = Upload.objects.filter(study=study.pk).count()
    yield (
        number,
        ngettext(
            "%(count)s uploaded file of answers, not imported yet",
            "%(count)s uploaded files of answers, not imported yet",
            number,
        ),
    )
    number = len(list_released(study.scope))
    yield number, ngettext("%(count)s public figure", "%(count)s public figures", number)


def delete_contents(study: Study) -> None:
    """Delete uploads, what is noted of imports, and extracts with what was released."""
    delete_extracts(study.scope)
    Upload.objects.filter(study=study.pk).delete()
    for model in (ImportedRow, ImportedFile):
        model.objects.filter(fielding__in=study.fieldings.values_list("pk")).delete()


register_study_contents(StudyContents(list_contents, delete_contents))
