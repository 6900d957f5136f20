"""What the staff's first pages show: behind each door what is new, and the one next step."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.accounts.rules import Role
from vecu.groups.queries import list_groups
from vecu.register.queries import list_systems
from vecu.search_folding import fold_for_search
from vecu.surveys.queries import list_all_studies
from vecu.ui.next_steps import (
    Door,
    News,
    NewsReader,
    NewsSubject,
    NextStep,
    SubjectKind,
    SubjectNews,
    collect_news,
    sort_steps,
)
from vecu.ui.templatetags.ui import translate_wording
from vecu.ui.translation_gaps import TranslationGap, list_translation_gaps

NEWS_PER_DOOR = 3
"""News shown behind one door of the laboratory's first page, at most."""
_PAGES: Mapping[SubjectKind, str] = {
    SubjectKind.STUDY: "surveys:study",
    SubjectKind.SYSTEM: "register:system",
    SubjectKind.GROUP: "groups:group",
}

Roles = Mapping[UUID, Role]
"""The roles of a member in everything of one kind, by its key."""


@dataclass(frozen=True, slots=True)
class DoorWords:
    """How a door is called, what is behind it, what to do where nothing is; and its page."""

    label: str | Promise
    explanation: str | Promise
    empty: str | Promise
    link: str | Promise
    page: str


DOORS: Mapping[Door, DoorWords] = {
    Door.ASK: DoorWords(
        pgettext_lazy("door", "Ask"),
        gettext_lazy("Inquiries: whether people can answer, and by which link."),
        gettext_lazy(
            "You have no role in any study yet. A study puts questions to people by a link."
        ),
        gettext_lazy("All studies"),
        "surveys:studies",
    ),
    Door.UNDERSTAND: DoorWords(
        pgettext_lazy("door", "Understand"),
        gettext_lazy("Answers: what there is to read, to code and to publish."),
        gettext_lazy(
            "You have no answers to read yet. They come by a link, with cards, or from a file."
        ),
        gettext_lazy("Everything to read, code and publish"),
        "reports:understand",
    ),
    Door.OBSERVE: DoorWords(
        pgettext_lazy("door", "Observe"),
        gettext_lazy("AI systems: what is noted of them, and what their logs show."),
        gettext_lazy(
            "You have no role in any AI system yet. Each has a page: its purpose, settings and log."
        ),
        gettext_lazy("All AI systems"),
        "register:systems",
    ),
    Door.DECIDE: DoorWords(
        pgettext_lazy("door", "Decide"),
        gettext_lazy("Learning groups: their rounds, and what they recommend."),
        gettext_lazy(
            "You have no role in any group yet. A group of 5 to 30 people discusses what was found."
        ),
        gettext_lazy("All groups"),
        "groups:groups",
    ),
}
_KINDS: Mapping[Door, SubjectKind] = {
    Door.ASK: SubjectKind.STUDY,
    Door.UNDERSTAND: SubjectKind.STUDY,
    Door.OBSERVE: SubjectKind.SYSTEM,
    Door.DECIDE: SubjectKind.GROUP,
}


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A study, a system or a group with what is new about it; `texts` is its name by language."""

    texts: Mapping[str, str]
    address: str
    news: SubjectNews


@dataclass(frozen=True, slots=True)
class LabStep:
    """The next step, and the name by language of what it is about."""

    texts: Mapping[str, str]
    step: NextStep


@dataclass(frozen=True, slots=True)
class LabDoor:
    """A door with the latest of what is behind it; `lines` is empty where nothing is."""

    words: DoorWords
    address: str
    lines: Sequence[tuple[SubjectLine, Sequence[News]]]


@dataclass(frozen=True, slots=True)
class LaboratoryOverview:
    """The laboratory as one member sees it; `next_step` is None where nothing is to be done."""

    doors: Sequence[LabDoor]
    next_step: LabStep | None
    is_empty: bool


def get_laboratory(reader: NewsReader, roles: Mapping[SubjectKind, Roles]) -> LaboratoryOverview:
    """Return what is new behind each door; rooms are asked once for everything of a kind."""
    subjects = {kind: _list_subjects(kind, roles[kind]) for kind in SubjectKind}
    doors, lines = [], list[SubjectLine]()
    for door, kind in _KINDS.items():
        behind = _list_lines(kind, subjects[kind], reader, door)
        lines += behind
        words = DOORS[door]
        doors.append(LabDoor(words, reverse(words.page), _pick_news(behind)))
    return LaboratoryOverview(doors, find_next_step(lines), not any(subjects.values()))


def list_study_lines(reader: NewsReader, roles: Roles) -> list[SubjectLine]:
    """Return the member's studies with what there is to read, to code and to publish in each."""
    subjects = _list_subjects(SubjectKind.STUDY, roles)
    return _list_lines(SubjectKind.STUDY, subjects, reader, Door.UNDERSTAND)


def list_lacking(reader: NewsReader, roles: Mapping[SubjectKind, Roles]) -> list[TranslationGap]:
    """Return the texts that the member may write and that lack a language of pages."""
    return [
        text
        for kind in SubjectKind
        for text in list_translation_gaps(kind, _list_subjects(kind, roles[kind]), reader)
    ]


def find_next_step(lines: Iterable[SubjectLine]) -> LabStep | None:
    """Return the most urgent step of all, None where there is none."""
    steps = {each.news.next_step: each for each in reversed(list(lines)) if each.news.next_step}
    first = next(iter(sort_steps(each for each in steps if each)), None)
    return LabStep(steps[first].texts, first) if first else None


def _pick_news(lines: Sequence[SubjectLine]) -> list[tuple[SubjectLine, Sequence[News]]]:
    """Return the first news of each subject, then further ones while there is room."""
    ranked = sorted(
        (index, number) for number, line in enumerate(lines) for index in range(len(line.news.news))
    )
    room = Counter(number for _place, number in ranked[:NEWS_PER_DOOR])
    return [
        (line, line.news.news[: room[number]]) for number, line in enumerate(lines) if room[number]
    ]


def _list_lines(
    kind: SubjectKind, subjects: Sequence[NewsSubject], reader: NewsReader, door: Door
) -> list[SubjectLine]:
    found = collect_news(kind, subjects, reader, door)
    return [
        SubjectLine(
            _get_name(kind, subject.row),
            reverse(_PAGES[kind], args=(subject.row.slug,)),
            found[subject.row.pk],
        )
        for subject in subjects
    ]


def _list_subjects(kind: SubjectKind, roles: Roles) -> list[NewsSubject]:
    rows: list[Any]
    match kind:
        case SubjectKind.STUDY:
            rows = [each for each in list_all_studies() if each.pk in roles]
        case SubjectKind.SYSTEM:
            rows = [*list_systems(roles)]
        case SubjectKind.GROUP:
            rows = [*list_groups(roles)]
    rows.sort(key=lambda row: fold_for_search(translate_wording(_get_name(kind, row))))
    return [NewsSubject(row, roles[row.pk]) for row in rows]


def _get_name(kind: SubjectKind, row: Any) -> Mapping[str, str]:
    name: Mapping[str, str] = row.title if kind is SubjectKind.STUDY else row.name
    return name
