"""What is new in pilots: the version in use, and the one that is ready."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.evidence.sources import Audience
from vecu.pilots.pilot_steps import find_pilot_step, map_version_days
from vecu.pilots.queries import find_pilot_use, get_pilot_standing
from vecu.register.queries import get_system_detail
from vecu.ui.next_steps import (
    Door,
    News,
    NewsReader,
    NewsSource,
    NewsSubject,
    SubjectKind,
    SubjectNews,
    register_news,
)
from vecu.ui.templatetags.ui import day


def find_pilot_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return how those of the systems that are pilots stand, and what to do next."""
    found = {subject.row.pk: _find_one(subject, reader) for subject in subjects}
    return {key: news for key, news in found.items() if news}


def _find_one(subject: NewsSubject, reader: NewsReader) -> SubjectNews | None:
    use = find_pilot_use(subject.row.pk)
    if use is None:
        return None
    detail = get_system_detail(subject.row, Audience.MEMBERS)
    standing, days = get_pilot_standing(use, detail, reader.today), map_version_days(use, detail)
    step = find_pilot_step(subject.row, subject.role, standing, days)
    news = []
    if standing.release:
        name = standing.version.name
        words = {"name": name, "day": day(days[name])}
        news.append(
            News(
                _("Version %(name)s has been in use since %(day)s.") % words,
                _("Its page says what it answers, and what it declines."),
                reverse("pilots:version", args=(subject.row.slug, name)),
            )
        )
    return SubjectNews(news, [step] if step else [])


register_news(NewsSource(SubjectKind.SYSTEM, Door.OBSERVE, 30, find_pilot_news))
