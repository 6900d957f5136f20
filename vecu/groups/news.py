"""What is new in learning groups, and what to do next."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from vecu.accounts.rules import can_lead_group
from vecu.groups.presenters.contents import get_group_contents
from vecu.groups.presenters.news import list_group_news
from vecu.groups.presenters.next_step import find_group_step
from vecu.ui.next_steps import (
    Door,
    NewsReader,
    NewsSource,
    NewsSubject,
    SubjectKind,
    SubjectNews,
    register_news,
)


def find_group_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return what is new in each group; of an open round nothing depends on who answered."""
    return {subject.row.pk: _find_in_group(subject, reader) for subject in subjects}


def _find_in_group(subject: NewsSubject, reader: NewsReader) -> SubjectNews:
    contents = get_group_contents(subject.row, reader.today)
    step = find_group_step(contents) if can_lead_group(subject.role) else None
    return SubjectNews(list_group_news(contents), [step] if step else [])


register_news(NewsSource(SubjectKind.GROUP, Door.DECIDE, 10, find_group_news))
