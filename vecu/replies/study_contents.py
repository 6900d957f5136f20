"""What replies owns of a study, and deletes with it; before its findings are deleted above."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from vecu.replies.actions import delete_replies
from vecu.replies.models import ReplyBurst, ReplySectors
from vecu.replies.queries import count_replied_findings
from vecu.surveys.queries import Study
from vecu.surveys.study_contents import CountedPhrase, StudyContents, register_study_contents


def list_contents(study: Study) -> Iterator[CountedPhrase]:
    """Yield to how many findings there are replies or reasons: no count that rises with each."""
    number = count_replied_findings(study)
    yield (
        number,
        ngettext(
            "what people replied to %(count)s finding",
            "what people replied to %(count)s findings",
            number,
        ),
    )


def delete_contents(study: Study) -> None:
    """Delete replies, reasons, sectors and what is noted of bursts."""
    delete_replies(study)
    ReplySectors.objects.filter(study=study.id).delete()
    ReplyBurst.objects.filter(study=study.id).delete()


register_study_contents(StudyContents(list_contents, delete_contents))
