"""What replies owns of a study, and deletes with it; before its findings are deleted above."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from vecu.replies.actions import delete_replies
from vecu.replies.models import ReplyBurst, ReplySectors
from vecu.replies.queries import count_reasons_of, count_replies_to
from vecu.surveys.queries import Study
from vecu.surveys.study_contents import CountedPhrase, StudyContents, register_study_contents


def list_contents(study: Study) -> Iterator[CountedPhrase]:
    """Yield how many replies there are to its findings, and how many reasons in words."""
    number = count_replies_to(study)
    yield (
        number,
        ngettext("%(count)s reply to its findings", "%(count)s replies to its findings", number),
    )
    number = count_reasons_of(study)
    yield (
        number,
        ngettext(
            "%(count)s reason that somebody wrote to a finding",
            "%(count)s reasons that people wrote to findings",
            number,
        ),
    )


def delete_contents(study: Study) -> None:
    """Delete replies, reasons, sectors and what is noted of bursts."""
    delete_replies(study)
    ReplySectors.objects.filter(study=study.id).delete()
    ReplyBurst.objects.filter(study=study.id).delete()


register_study_contents(StudyContents(list_contents, delete_contents))
