"""What is new in the register of systems: where each stands, what is not known, who reads it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts.queries import find_mandate
from vecu.accounts.rules import Role, can_edit_system, can_speak_for_staff
from vecu.evidence.sources import Audience
from vecu.records.rules import Side
from vecu.register.presenters import OpenQuestion, get_title, list_questions
from vecu.register.queries import System, SystemDetail, list_system_details
from vecu.ui.next_steps import (
    Door,
    News,
    NewsReader,
    NewsSource,
    NewsSubject,
    NextStep,
    SubjectKind,
    SubjectNews,
    format_numbers,
    register_news,
)
from vecu.ui.templatetags.ui import day


@dataclass(frozen=True, slots=True)
class SystemToday:
    """What is noted of a system, and the role of the reader in it."""

    detail: SystemDetail
    role: Role

    @property
    def system(self) -> System:
        """The system itself."""
        return self.detail.system

    def get_address(self, page: str, anchor: str = "") -> str:
        """Return the address of a page of the system."""
        return reverse(f"register:{page}", args=(self.system.slug,)) + anchor


def find_system_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return where systems stand, and what those who write in the register do next."""
    details = list_system_details([each.row for each in subjects], Audience.MEMBERS)
    found = {}
    for subject, detail in zip(subjects, details, strict=True):
        questions = list_questions(detail)
        gaps = [question for question, is_open in questions if is_open]
        today = SystemToday(detail, subject.role)
        steps = list(_iter_steps(today, gaps)) if can_edit_system(subject.role) else []
        if can_speak_for_staff(subject.role):
            steps = list(_iter_staff_steps(today, reader))
        found[subject.row.pk] = SubjectNews(
            list(_iter_news(today, len(gaps), len(questions))), steps
        )
    return found


def _iter_news(today: SystemToday, gaps: int, every: int) -> Iterator[News]:
    stage = today.detail.stage
    if stage:
        words = {"stage": get_title(stage), "day": day(stage.day)}
        sentence = _("%(stage)s, since %(day)s") % words
        yield News(sentence, _describe_readers(today.system), today.get_address("stages"))
    else:
        sentence = _("No stage is noted.")
        yield News(sentence, _("Nobody can say where it stands."), today.get_address("stages"))
    if gaps:
        sentence = ngettext(
            "%(gaps)s of %(every)s pieces of information is missing.",
            "%(gaps)s of %(every)s pieces of information are missing.",
            gaps,
        ) % format_numbers(gaps=gaps, every=every)
        meaning = _("Readers of its page see what is missing, too.")
        yield News(sentence, meaning, today.get_address("system", "#unknown"))


def _describe_readers(system: System) -> str:
    if system.published:
        return _("Everybody can read about it.")
    return _("Only members can read about it.")


def _iter_steps(today: SystemToday, gaps: Sequence[OpenQuestion]) -> Iterator[NextStep]:
    """Yield what to do: what is read first, then publishing, then the rest."""
    early = next((each for each in gaps if each.early), None)
    first = early or next(iter(gaps), None)
    if first:
        sentence = _("Not known yet: %(gap)s.") % {"gap": first.sentence}
        address = reverse(first.page, args=(today.system.slug,))
        yield NextStep(sentence, _("Fill this in"), address, 24 if early else 70)
    if not early and today.system.published is None:
        sentence = _("What readers ask first is noted: the system can be published.")
        address = today.get_address("system", "#publication")
        yield NextStep(sentence, _("Go to publication"), address, 40)


def _iter_staff_steps(today: SystemToday, reader: NewsReader) -> Iterator[NextStep]:
    """Yield what representatives can say: whether consultations were so, and who appoints them."""
    claimed = [each for each in today.detail.consultations if Side.STAFF in each.awaited]
    if claimed:
        words = {"title": get_title(claimed[0]), "day": day(claimed[0].day)}
        sentence = _("Claimed by management: %(title)s, %(day)s.") % words
        address = today.get_address("consultation")
        yield NextStep(sentence, _("Read it, then confirm or contest"), address, 14)
    mandate = find_mandate(reader.account.get_username(), today.system.scope)
    if mandate is None or not mandate.paper:
        sentence = _("Nothing says yet that your body appointed you.")
        yield NextStep(sentence, _("Name its document"), today.get_address("mandate"), 22)


register_news(NewsSource(SubjectKind.SYSTEM, Door.OBSERVE, 10, find_system_news))
