"""What is new in inquiries: whether people can answer, how many have, what must be done for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts import rules
from vecu.accounts.rules import Role
from vecu.surveys.models import Fielding, Study
from vecu.surveys.queries.data_protection import REQUIRED, list_missing_information
from vecu.surveys.queries.results import count_people_by_study, list_fieldings_by_study
from vecu.surveys.queries.studies import (
    find_current_of,
    get_availability,
    has_documents,
)
from vecu.surveys.rules import AvailabilityStatus, FieldingState, Mode, summarise_availability
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

SOON = 7
"""Days before its last one in which an inquiry closes soon."""


@dataclass(frozen=True, slots=True)
class StudyToday:
    """A study with its number of answers as `people`, today, as somebody with a role sees it."""

    study: Study
    people: int
    fieldings: Sequence[Fielding]
    role: Role
    today: date

    @property
    def has_opened(self) -> bool:
        """Whether anybody could ever answer, or answers were imported."""
        return any(each.state != FieldingState.DRAFT for each in self.fieldings)

    @property
    def is_imported(self) -> bool:
        """Whether all that it has are imported answers."""
        modes = {each.mode for each in self.fieldings}
        return modes == {Mode.IMPORTED}

    @property
    def has_documents(self) -> bool:
        """Whether its answers are documents: several may be of one person."""
        return self.is_imported and has_documents(self.study)

    @property
    def state(self) -> AvailabilityStatus:
        """Whether people can answer today, by the link or with a card."""
        return summarise_availability(
            (Mode(each.mode), get_availability(each, self.today)) for each in self.fieldings
        )

    @property
    def current(self) -> Fielding | None:
        """The fielding that says why the study is in this state, None without one."""
        state = self.state
        waves = sorted(self.fieldings, key=lambda each: -each.wave)
        return next((each for each in waves if get_availability(each, self.today) is state), None)

    @property
    def days_left(self) -> int | None:
        """Days until the last one of an open inquiry, None where there is none."""
        if self.state is not AvailabilityStatus.OPEN or not (self.current and self.current.closes):
            return None
        return (self.current.closes - self.today).days

    @property
    def has_prepared_version(self) -> bool:
        """Whether another version waits to be opened behind the one that people are led to."""
        link = [each for each in self.fieldings if each.mode == Mode.OPEN]
        current = find_current_of(link, self.today)
        drafts = (each for each in link if each.state == FieldingState.DRAFT)
        return current is not None and any(each != current for each in drafts)

    def get_address(self, page: str) -> str:
        """Return the address of a page of the study."""
        return reverse(f"surveys:{page}", args=(self.study.slug,))


def find_collection_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return whether people can answer each inquiry, and what is to be done for it."""
    return {
        each.study.pk: SubjectNews([_make_state_news(each)], list(_iter_collection_steps(each)))
        for each in _list_studies_today(subjects, reader)
    }


def find_answer_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return how many have answered each inquiry, for roles that see counts."""
    return {
        each.study.pk: _make_answer_news(each)
        for each in _list_studies_today(subjects, reader)
        if each.people and rules.can_see_counts(each.role)
    }


def _list_studies_today(subjects: Sequence[NewsSubject], reader: NewsReader) -> list[StudyToday]:
    keys = [subject.row.pk for subject in subjects]
    people, fieldings = count_people_by_study(keys), list_fieldings_by_study(keys)
    return [
        StudyToday(each.row, people[each.row.pk], fieldings[each.row.pk], each.role, reader.today)
        for each in subjects
    ]


def _make_state_news(each: StudyToday) -> News:
    if each.has_opened and each.is_imported:
        return News(_("Its answers were imported."), _("There is no link to answer by."))
    address = each.get_address("link") if rules.can_see_counts(each.role) else ""
    return News(*describe_state(each), address)


def _make_answer_news(each: StudyToday) -> SubjectNews:
    if each.has_documents:
        sentence = ngettext(
            "%(number)s document was brought in.",
            "%(number)s documents were brought in.",
            each.people,
        )
        meaning = _("Several documents may be of one person.")
    else:
        sentence = ngettext(
            "%(number)s person has answered.", "%(number)s people have answered.", each.people
        )
        meaning = _("This counts answers received; it says nothing of anyone else.")
    sentence %= format_numbers(number=each.people)
    address = each.get_address("people")
    step = NextStep(sentence, _("Read the answers"), address, 62)
    return SubjectNews([News(sentence, meaning, address)], [step])


def describe_state(each: StudyToday) -> tuple[str, str]:
    """Return whether people can answer, and what that means."""
    opens = each.current.opens if each.current else None
    match each.state:
        case AvailabilityStatus.OPEN:
            words = _describe_open(each)
        case AvailabilityStatus.NOT_YET if opens:
            sentence = _("The inquiry opens on %(day)s.") % {"day": day(opens)}
            words = sentence, _("Nobody can answer before.")
        case AvailabilityStatus.PAUSED:
            words = _("The inquiry is paused."), _("Nobody can answer; drafts are kept.")
        case AvailabilityStatus.CLOSED:
            words = _("The inquiry is closed."), _("Nobody new can start.")
        case _state:
            words = _("The inquiry is not open yet."), _("Only the team sees its questions.")
    return words


def _describe_open(each: StudyToday) -> tuple[str, str]:
    closes = each.current.closes if each.current else None
    if closes is None:
        return _("The inquiry is open."), _("It has no last day: it stays open until you close it.")
    after = _("After its last day nobody new can start.")
    if each.days_left == 0:
        return _("The inquiry closes tonight."), after
    return _("The inquiry is open until %(day)s.") % {"day": day(closes)}, after


def _iter_collection_steps(each: StudyToday) -> Iterator[NextStep]:
    if each.is_imported:
        return
    if rules.can_write_questionnaire(each.role):
        yield from _iter_steps_before_opening(each)
    if rules.can_run_fielding(each.role):
        yield from _iter_steps_of_opening(each)


def _iter_steps_before_opening(each: StudyToday) -> Iterator[NextStep]:
    missing = ", ".join(_(REQUIRED[name]) for name in list_missing_information(each.study))
    about = each.get_address("about")
    label = _("Complete the study details")
    if missing and each.has_opened:
        sentence = _("The inquiry is open, but it does not say: %(items)s.")
        yield NextStep(sentence % {"items": missing}, label, about, 12)
    elif missing:
        sentence = _("Before it opens, the inquiry must say: %(items)s.")
        yield NextStep(sentence % {"items": missing}, label, about, 20)
    elif not each.has_opened:
        sentence = _("The questionnaire is ready; nobody can answer it yet.")
        yield NextStep(sentence, _("Set the dates and open it"), each.get_address("link"), 22)
    if not each.has_opened:
        preview = each.get_address("preview")
        yield NextStep("", _("Read every page as people will see it"), preview, 71)
        if not missing:
            yield NextStep("", label, about, 72)
        if rules.can_manage_members(each.role):
            yield NextStep("", _("Give colleagues a role"), each.get_address("members"), 73)


def _iter_steps_of_opening(each: StudyToday) -> Iterator[NextStep]:
    link = each.get_address("link")
    if each.has_prepared_version:
        sentence = _("A new version is ready; people still answer the one before.")
        yield NextStep(sentence, _("Open the new version"), link, 25)
    if each.state is AvailabilityStatus.PAUSED:
        sentence = _("The inquiry is paused: nobody can answer.")
        yield NextStep(sentence, _("Resume or close it"), link, 38)
    if each.state is not AvailabilityStatus.OPEN:
        return
    if not each.people:
        yield NextStep(_("Nobody has answered yet."), _("Share the link"), link, 30)
        return
    left = each.days_left
    if left is not None and left <= SOON:
        sentence = ngettext(
            "The inquiry closes in %(number)s day.", "The inquiry closes in %(number)s days.", left
        )
        sentence = (
            sentence % format_numbers(number=left) if left else _("The inquiry closes tonight.")
        )
        yield NextStep(sentence, _("Check the link and the dates"), link, 18)
    yield NextStep("", _("Share the link"), link, 64)


register_news(
    NewsSource(SubjectKind.STUDY, Door.ASK, 10, find_collection_news),
    NewsSource(SubjectKind.STUDY, Door.UNDERSTAND, 20, find_answer_news),
)
