"""What is new, what it means, and the next step, on the first pages of the laboratory.

A study, a system and a group each have a first page, and the laboratory has one that leads to all
of them. A room registers in its module `news` what it has to say there; the module is imported when
the laboratory starts. A page collects that for what it is about, knowing nothing of the rooms.

Nothing is finer than what the role may read elsewhere, and nothing says when somebody answered.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from vecu.ui.charts.drawing import format_count
from vecu.ui.templatetags.ui import current_language

FIRST_NEWS = 7
"""News that are shown at once; further ones are folded."""
OTHER_STEPS = 3
"""Steps shown as links below the one that is the page's button, at most."""


class Door(StrEnum):
    """The four doors of the staff."""

    ASK = "ask"
    UNDERSTAND = "understand"
    OBSERVE = "observe"
    DECIDE = "decide"


class SubjectKind(StrEnum):
    """What a first page can be about."""

    STUDY = "study"
    SYSTEM = "system"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class News:
    """Something that is new: numbers with their whole, what it means, and where it can be seen.

    `address` is '' where the reader has no page that shows it.
    """

    sentence: str
    meaning: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that the reader can do next; the lowest `order` of all rooms is the page's button.

    Below 20: something that everybody reads is wrong, or a day is near. 20 to 39: others wait.
    40 to 69: work goes on. From 70: it can wait.
    """

    sentence: str
    label: str
    address: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class NewsSubject:
    """A study, a system or a group, and the role of the reader in it."""

    row: Any
    role: Any


@dataclass(frozen=True, slots=True)
class NewsReader:
    """Who reads, and on which day."""

    account: Any
    today: date


@dataclass(frozen=True, slots=True)
class SubjectNews:
    """What is new about one subject, and what its reader can do, the most urgent first."""

    news: Sequence[News] = ()
    steps: Sequence[NextStep] = ()

    @property
    def first_news(self) -> Sequence[News]:
        """What is shown at once."""
        return self.news[:FIRST_NEWS]

    @property
    def further_news(self) -> Sequence[News]:
        """What is folded."""
        return self.news[FIRST_NEWS:]

    @property
    def next_step(self) -> NextStep | None:
        """The page's button, None where nothing is to be done."""
        return self.steps[0] if self.steps else None

    @property
    def other_steps(self) -> Sequence[NextStep]:
        """What else can be done, each page once."""
        first = self.steps[0].address if self.steps else ""
        others = {each.address: each for each in reversed(self.steps) if each.address != first}
        return sorted(others.values(), key=_get_order)[:OTHER_STEPS]


FindNews = Callable[[Sequence[NewsSubject], NewsReader], Mapping[UUID, SubjectNews]]
"""Find what one room has to say of some subjects, by their keys: of all studies in a fixed number
of queries, of systems and groups, which are few, in a fixed number for each."""


@dataclass(frozen=True, slots=True)
class NewsSource:
    """What one room has to say of the subjects of a kind; the lowest `order` is read first."""

    kind: SubjectKind
    door: Door
    order: int
    find: FindNews


@dataclass(slots=True)
class _Collected:
    news: list[News] = field(default_factory=list)
    steps: list[NextStep] = field(default_factory=list)


_registered: dict[tuple[SubjectKind, int], NewsSource] = {}


def register_news(*sources: NewsSource) -> None:
    """Add what rooms have to say; refuse a source whose place is taken."""
    for source in sources:
        other = _registered.setdefault((source.kind, source.order), source)
        if other != source:
            message = f"Place {source.order} of the news of a {source.kind} is taken by"
            raise ValueError(f"{message} {other.find.__module__}. Choose another order.")


def list_news_sources(kind: SubjectKind, door: Door | None = None) -> list[NewsSource]:
    """Return what is registered about a kind of subject, behind one door or all."""
    found = (source for place, source in sorted(_registered.items()) if place[0] is kind)
    return [source for source in found if door in {None, source.door}]


def collect_news(
    kind: SubjectKind,
    subjects: Collection[NewsSubject],
    reader: NewsReader,
    door: Door | None = None,
) -> dict[UUID, SubjectNews]:
    """Return what is new about each subject, by its key; every subject has an entry.

    Each room is asked once for all of them.
    """
    found: defaultdict[UUID, _Collected] = defaultdict(_Collected)
    for source in list_news_sources(kind, door) if subjects else ():
        for key, each in source.find(list(subjects), reader).items():
            found[key].news.extend(each.news)
            found[key].steps.extend(each.steps)
    keys = [subject.row.pk for subject in subjects]
    return {key: SubjectNews(found[key].news, sort_steps(found[key].steps)) for key in keys}


def get_news(kind: SubjectKind, subject: NewsSubject, reader: NewsReader) -> SubjectNews:
    """Return what is new about one subject."""
    return collect_news(kind, [subject], reader)[subject.row.pk]


def format_numbers(**numbers: int) -> dict[str, str]:
    """Return numbers by name as a sentence in the page's language has them: 1,306 and 1 306."""
    language = current_language()
    return {name: format_count(number, language) for name, number in numbers.items()}


def sort_steps(steps: Iterable[NextStep]) -> list[NextStep]:
    """Return steps, the most urgent first; those of one order stay as they are."""
    return sorted(steps, key=_get_order)


def _get_order(step: NextStep) -> int:
    return step.order
