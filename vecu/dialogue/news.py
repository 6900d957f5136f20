"""What is new in dialogues about systems, and what to do next."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.dialogue.presenters.news import list_news
from vecu.dialogue.presenters.overview import describe_dialogue
from vecu.dialogue.queries import get_dialogue_detail
from vecu.dialogue.views.dialogue_access import make_address
from vecu.dialogue.views.overview import find_dialogue_step
from vecu.evidence.sources import Audience
from vecu.records.rules import get_side
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
from vecu.ui.wording import pick_text


def find_dialogue_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return what waits for somebody in the dialogue about each system."""
    return {subject.row.pk: _find_in_dialogue(subject, reader) for subject in subjects}


def _find_in_dialogue(subject: NewsSubject, reader: NewsReader) -> SubjectNews:
    system = subject.row
    words = describe_dialogue(get_dialogue_detail(system.scope, Audience.MEMBERS, reader.today))
    step = find_dialogue_step(system, subject.role, words)
    news = []
    for each in list_news(words, get_side(subject.role)):
        title = pick_text(each.entry.title)
        sentence = _("%(label)s: “%(title)s”.") % {"label": each.label, "title": title}
        address = make_address(system, each.entry.kind, each.entry.row.pk)
        news.append(News(sentence, each.detail or _("It is waiting for an answer."), address))
    return SubjectNews(news, [step] if step else [])


register_news(NewsSource(SubjectKind.SYSTEM, Door.OBSERVE, 40, find_dialogue_news))
