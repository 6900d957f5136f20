"""What is written about a study, and deleted with it."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from vecu.evidence.actions import delete_findings
from vecu.evidence.queries import count_findings
from vecu.surveys.queries import Study
from vecu.surveys.study_contents import CountedPhrase, StudyContents, register_study_contents


def list_contents(study: Study) -> Iterator[CountedPhrase]:
    """Yield how many findings there are, each version by itself."""
    number = count_findings(study.scope)
    phrase = ngettext(
        "%(count)s finding, with its evidence and history",
        "%(count)s findings, each version counted, with their evidence and history",
        number,
    )
    yield number, phrase


def delete_contents(study: Study) -> None:
    """Delete the findings. The figures they cite are deleted by their room."""
    delete_findings(study.scope)


register_study_contents(StudyContents(list_contents, delete_contents))
