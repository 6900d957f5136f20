"""What is new in the coding of studies: texts to code, disagreements to settle, quotations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts import rules
from vecu.accounts.rules import Role
from vecu.coding.queries.coding_state import CodingState, get_coding_states
from vecu.coding.queries.whole_stories import count_taken_down
from vecu.surveys.queries import Study
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


@dataclass(frozen=True, slots=True)
class CodingToday:
    """How far the coding of a study is, and the role of the reader in it.

    `taken_down` counts whole stories that readers took down and nobody has looked at.
    """

    study: Study
    role: Role
    state: CodingState
    taken_down: int = 0

    def get_address(self, page: str) -> str:
        """Return the address of a page of the study's coding."""
        return reverse(f"coding:{page}", args=(self.study.slug,))


def find_coding_news(
    subjects: Sequence[NewsSubject], reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return how far coding is for those who may code; for others, what is released of it."""
    studies = {each.row.pk: each for each in subjects}
    states = get_coding_states(studies, reader.account.get_username())
    down = count_taken_down(studies)
    return {
        key: _make_news(CodingToday(studies[key].row, studies[key].role, state, down.get(key, 0)))
        for key, state in states.items()
    }


def _make_news(today: CodingToday) -> SubjectNews:
    if not rules.can_code(today.role):
        return SubjectNews(list(_iter_released(today)))
    news = [*_iter_progress(today), *_iter_disputed(today), *_iter_released(today)]
    return SubjectNews(news, list(_iter_steps(today)))


def _iter_progress(today: CodingToday) -> Iterator[News]:
    state = today.state
    if not state.texts:
        return
    sentence = ngettext(
        "%(coded)s of %(texts)s text is coded.",
        "%(coded)s of %(texts)s texts are coded.",
        state.texts,
    ) % format_numbers(coded=state.coded, texts=state.texts)
    if state.own:
        meaning = ngettext(
            "%(number)s text assigned to you remains to be coded.",
            "%(number)s texts assigned to you remain to be coded.",
            state.own,
        ) % format_numbers(number=state.own)
    elif state.coded < state.texts:
        meaning = _("Only coded texts count in the results.")
    else:
        meaning = _("Every text counts in the results.")
    yield News(sentence, meaning, today.get_address("overview"))


def _iter_disputed(today: CodingToday) -> Iterator[News]:
    if today.state.disputed:
        yield News(
            _describe_disputed(today.state),
            _("Until the team decides, a disputed code does not count."),
            today.get_address("disagreements"),
        )


def _describe_disputed(state: CodingState) -> str:
    sentence = ngettext(
        "Coders disagree on %(number)s of %(texts)s texts.",
        "Coders disagree on %(number)s of %(texts)s texts.",
        state.disputed,
    )
    return sentence % format_numbers(number=state.disputed, texts=state.texts)


def _iter_released(today: CodingToday) -> Iterator[News]:
    if today.state.released:
        sentence = ngettext(
            "%(number)s quotation is released.",
            "%(number)s quotations are released.",
            today.state.released,
        )
        meaning = _("Findings can cite them.")
        yield News(
            sentence % format_numbers(number=today.state.released),
            meaning,
            today.get_address("released"),
        )


def _iter_steps(today: CodingToday) -> Iterator[NextStep]:
    state, overview = today.state, today.get_address("overview")
    if state.own:
        sentence = ngettext(
            "%(number)s text assigned to you remains to be coded.",
            "%(number)s texts assigned to you remain to be coded.",
            state.own,
        )
        yield NextStep(
            sentence % format_numbers(number=state.own), _("Code these texts"), overview, 32
        )
    elif state.free:
        sentence = ngettext(
            "%(number)s of %(texts)s texts has no coder yet.",
            "%(number)s of %(texts)s texts have no coder yet.",
            state.free,
        ) % format_numbers(number=state.free, texts=state.texts)
        yield NextStep(sentence, _("Code texts"), overview, 44)
    if not rules.can_lead_coding(today.role):
        return
    if today.taken_down:
        sentence = ngettext(
            "A reader took %(number)s whole story down.",
            "Readers took %(number)s whole stories down.",
            today.taken_down,
        ) % format_numbers(number=today.taken_down)
        address = today.get_address("whole-stories")
        yield NextStep(sentence, _("Look at the stories"), address, 15)
    if state.disputed:
        address = today.get_address("disagreements")
        yield NextStep(_describe_disputed(state), _("Settle disagreements"), address, 42)
    if state.proposed:
        sentence = ngettext(
            "%(number)s proposed quotation waits for a decision.",
            "%(number)s proposed quotations wait for a decision.",
            state.proposed,
        )
        address = today.get_address("quotations")
        yield NextStep(
            sentence % format_numbers(number=state.proposed), _("Decide on quotations"), address, 46
        )


register_news(NewsSource(SubjectKind.STUDY, Door.UNDERSTAND, 30, find_coding_news))
