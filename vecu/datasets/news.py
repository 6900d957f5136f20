"""What is new in the figures of studies: those that everybody reads, those that can be released."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts.rules import can_release
from vecu.datasets.release_queries import StudyFigures, map_study_figures
from vecu.datasets.rules import FEWEST_PEOPLE
from vecu.surveys.menus import RELEASED_MENU
from vecu.surveys.queries.results import count_people_by_study
from vecu.ui.menus import find_first_address
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


def find_figure_news(
    subjects: Sequence[NewsSubject], _reader: NewsReader
) -> Mapping[UUID, SubjectNews]:
    """Return which figures are public, and which can be for those who release them."""
    keys = [subject.row.pk for subject in subjects]
    figures = map_study_figures(keys)
    releasing = [subject.row.pk for subject in subjects if can_release(subject.role)]
    people = count_people_by_study(releasing)
    return {
        subject.row.pk: SubjectNews(
            list(_iter_news(subject, figures[subject.row.pk])),
            list(_iter_steps(subject, figures[subject.row.pk], people[subject.row.pk])),
        )
        for subject in subjects
    }


def _iter_news(subject: NewsSubject, figures: StudyFigures) -> Iterator[News]:
    if figures.released:
        sentence = ngettext(
            "%(number)s figure is released.", "%(number)s figures are released.", figures.released
        )
        slug = subject.row.slug
        yield News(
            sentence % format_numbers(number=figures.released),
            _("Everybody can read them."),
            _get_address(subject)
            if can_release(subject.role)
            else find_first_address(RELEASED_MENU, subject.role, slug=slug),
        )


def _iter_steps(subject: NewsSubject, figures: StudyFigures, people: int) -> Iterator[NextStep]:
    if not can_release(subject.role):
        return
    address = _get_address(subject)
    if figures.extract is None and people >= FEWEST_PEOPLE:
        sentence = _("%(number)s people have answered: first figures can be released.")
        yield NextStep(
            sentence % format_numbers(number=people), _("Release the first figures"), address, 50
        )
    elif figures.offered:
        sentence = ngettext(
            "%(number)s more figure can be released.",
            "%(number)s more figures can be released.",
            figures.offered,
        )
        yield NextStep(
            sentence % format_numbers(number=figures.offered),
            _("Release more figures"),
            address,
            66,
        )


def _get_address(subject: NewsSubject) -> str:
    return reverse("datasets:releases", args=(subject.row.slug,))


register_news(NewsSource(SubjectKind.STUDY, Door.UNDERSTAND, 40, find_figure_news))
