"""What coding owns of a study, and deletes with it."""

from collections.abc import Iterator

from django.utils.translation import ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from vecu.coding.models import Code, Codebook, Coding, CodingUpload, Guide, Memo, Quotation
from vecu.coding.rules import QuotationState
from vecu.coding.tasks import execute_run
from vecu.surveys.queries import Study
from vecu.surveys.study_contents import CountedPhrase, StudyContents, register_study_contents


def list_contents(study: Study) -> Iterator[CountedPhrase]:
    """Yield how many codes, codings, quotations, memos, guides and uploads the study has."""
    number = Code.objects.filter(codebook__study=study).count()
    yield number, ngettext("%(count)s code", "%(count)s codes", number)
    number = Coding.objects.filter(verbatim__codebook__study=study).count()
    yield number, ngettext("%(count)s coding", "%(count)s codings", number)
    quotations = Quotation.objects.filter(verbatim__codebook__study=study)
    number = quotations.filter(state=QuotationState.RELEASED).count()
    yield number, ngettext("%(count)s released quotation", "%(count)s released quotations", number)
    number = quotations.exclude(state=QuotationState.RELEASED).count()
    yield number, ngettext("%(count)s other quotation", "%(count)s other quotations", number)
    number = Memo.objects.filter(codebook__study=study).count()
    yield number, ngettext("%(count)s memo", "%(count)s memos", number)
    number = Guide.objects.filter(codebook__study=study).count()
    yield number, ngettext("%(count)s guide", "%(count)s guides", number)
    number = CodingUpload.objects.filter(study=study.pk).count()
    phrase = ngettext(
        "%(count)s uploaded file of codings, not imported yet",
        "%(count)s uploaded files of codings, not imported yet",
        number,
    )
    yield number, phrase


def delete_contents(study: Study) -> None:
    """Delete the codebook with all that belongs to it, its tasks, and uploads."""
    CodingUpload.objects.filter(study=study.pk).delete()
    for codebook in Codebook.objects.filter(study=study):
        _delete_tasks(codebook)
        codebook.codes.update(parent=None, merged=None)  # PROTECT forbids to delete them together
        codebook.delete()


def _delete_tasks(codebook: Codebook) -> None:
    """Delete the queue's rows about the codebook's runs, but for a run that is being executed.

    Its worker still has to record the end, and would die without the row; `vecu purge` deletes it.
    """
    runs = {str(run) for run in codebook.runs.values_list("pk", flat=True)}
    tasks = DBTaskResult.objects.filter(task_path=execute_run.module_path)
    tasks = tasks.exclude(status=TaskResultStatus.RUNNING)
    rows = tasks.values_list("pk", "args_kwargs")
    about = [key for key, arguments in rows if runs.intersection(arguments["args"])]
    DBTaskResult.objects.filter(pk__in=about).delete()


register_study_contents(StudyContents(list_contents, delete_contents))
