"""Read a study into what an extract holds: items to release, and counts of people by them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np

from vecu.coding.queries import (
    CodedLine,
    CodedList,
    CodedListKind,
    find_codebook,
    list_coded_people,
)
from vecu.datasets.counted_questions import MOST_CHOICES, CountedQuestion, list_counted_questions
from vecu.datasets.mode_breakdown import make_mode_breakdown
from vecu.datasets.models import ImportedFile
from vecu.datasets.releases.cell_counts import CellCounter, CellMembers, People
from vecu.datasets.releases.extract_counts import (
    CODE_ALONE,
    NO_ANSWER,
    PROGRAM,
    Breakdown,
    Category,
    ExtractCounts,
    Item,
    ItemKind,
)
from vecu.datasets.releases.number_bands import Bands
from vecu.questionnaires import (
    AnswerValue,
    EvaluatedForm,
    Group,
    Question,
    Questionnaire,
    Values,
)
from vecu.stats import BASE
from vecu.surveys.queries import (
    Answer,
    Study,
    VersionAnswers,
    get_cell_secret,
    get_fielding_questionnaire,
    iter_dated_values,
    list_answered_versions,
    list_sent_by_programs,
)
from vecu.surveys.rules import Mode

_CODED_KINDS = {
    CodedListKind.CODES: ItemKind.CODES,
    CodedListKind.PRACTICES: ItemKind.PRACTICES,
    CodedListKind.BEYOND: ItemKind.BEYOND,
}


@dataclass(frozen=True, eq=False)
class _ItemMembers:
    item: Item
    members: CellMembers


def count_study(
    study: Study,
    extract: int,
    breakdowns: Collection[str],
    bands: Mapping[str, Sequence[str]],
    *,
    wave: int = 1,
) -> tuple[ExtractCounts, list[UUID]]:
    """Count the people of one wave for an extract, and return whose answers were counted.

    One answer counts as one person. `extract` is the number of the extract, on which noise
    depends; `breakdowns` are paths of questions that `can_break_down`, others are left out;
    `bands` are the limits of numbers, by path. Where an interviewer typed for some, every figure
    stands by mode and by nothing else: people say other things to somebody than to a page.
    """
    limits = {path: Bands.read(each) for path, each in bands.items()}
    answered = list_answered_versions(study, wave)
    questions = _list_questions(study, wave, limits)
    people = _read_people(answered, questions)
    counter = CellCounter.prepare(get_cell_secret(study), extract, people.ids)
    items = [item for made in people.asked.values() for item in _make_items(made)]
    items += [_make_coded(each, people) for each in list_coded_people(study.id)]
    columns = _choose_columns(answered, people, items, breakdowns)
    tables = {
        (each.item.key, key): counter.count(each.members, members)
        for each in items
        for key, (_breakdown, members) in columns.items()
        if key != each.item.key
    }
    counts = ExtractCounts(
        people=len(people.ids),
        wave=wave,
        items={each.item.key: each.item for each in items},
        breakdowns={key: each for key, (each, _members) in columns.items() if each},
        tables=tables,
        bands={path: each.limits for path, each in limits.items()},
        modes=_count_modes(answered, people, counter),
        sources=list_sources(fielding.pk for part in answered for fielding in part.fieldings),
    )
    return counts, people.ids


_Columns = Mapping[str, tuple[Breakdown | None, Sequence[People]]]
"""By what figures are broken down, '' for nothing, and who is in each column."""


def _choose_columns(
    answered: Sequence[VersionAnswers],
    people: "_ReadPeople",
    items: Sequence[_ItemMembers],
    chosen: Collection[str],
) -> _Columns:
    """Return nothing and the `chosen` questions, or the modes alone where these stand apart."""
    fieldings = {each.pk: Mode(each.mode) for part in answered for each in part.fieldings}
    came = [fieldings[each] for each in people.fieldings]
    if by_mode := make_mode_breakdown(answered, came):
        modes = [np.array([each == mode.name for each in came]) for mode in by_mode.columns]
        return {by_mode.key: (by_mode, modes)}
    columns = dict[str, tuple[Breakdown | None, Sequence[People]]]()
    columns[""] = None, [np.ones(len(people.ids), dtype=np.bool_)]
    for each in items:
        asked = people.asked.get(each.item.key)
        if asked and asked.counted.can_break_down and each.item.key in chosen:
            breakdown = Breakdown(each.item.key, each.item.label, each.item.rows)
            columns[each.item.key] = breakdown, list(each.members.rows)
    return columns


@dataclass(eq=False)
class _ReadPeople:
    """Who answered, in which fielding, what, and who was asked an open question.

    `of_all` are the questions that every version puts to everybody.
    """

    ids: list[UUID]
    fieldings: list[UUID]
    asked: dict[str, "_QuestionAnswers"]
    was_put: dict[str, list[bool]]
    of_all: frozenset[str]


@dataclass(eq=False)
class _QuestionAnswers:
    """What people answered to one question: None where it was not put to them."""

    counted: CountedQuestion
    of_all: bool
    answers: list[Sequence[str] | None] = field(default_factory=list)


def list_items_put_to(answer: Answer, bands: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the items in whose base one answer is, by key; of coded items by kind.

    As `count_study` would read it alone: `bands` are the limits of numbers, by path.
    """
    study, wave = answer.fielding.study, answer.fielding.wave
    limits = {path: Bands.read(each) for path, each in bands.items()}
    questions = _list_questions(study, wave, limits)
    questionnaire = get_fielding_questionnaire(answer.fielding)
    part = VersionAnswers(answer.fielding.version.number, questionnaire, (answer.fielding,), 1)
    row = answer.id, answer.fielding_id, answer.day, answer.values
    people = _read_people([part], questions, lambda _part: [row])
    made = [item for each in people.asked.values() for item in _make_items(each)]
    put = {each.item.key for each in made if each.members.base.any()}
    codebook = find_codebook(study.id)
    coded = (codebook.questions if codebook else ()) or people.was_put
    if any(any(people.was_put.get(path, ())) for path in coded):
        put |= {kind.value for kind in _CODED_KINDS.values()}
    return put


def _list_questions(study: Study, wave: int, limits: Mapping[str, Bands]) -> list[CountedQuestion]:
    return [
        each
        for each in list_counted_questions(study, wave, limits)
        if len(each.choices) <= MOST_CHOICES and each.is_number == (each.bands is not None)
    ]


_ReadRows = Callable[[VersionAnswers], Iterable[tuple[UUID, UUID, date, Values]]]


def _read_people(
    answered: Sequence[VersionAnswers],
    questions: Sequence[CountedQuestion],
    read_rows: _ReadRows = iter_dated_values,
) -> _ReadPeople:
    """Read every answer once; a question is put to those of whom it was relevant."""
    open_ended = {
        path
        for part in answered
        for path, question in part.questionnaire.questions.items()
        if question.kind.holds is AnswerValue.TEXT
    }
    paths = [*(each.question.path for each in questions), *sorted(open_ended)]
    readers = [_VersionReader(part.questionnaire, paths) for part in answered]
    of_all = frozenset(paths).intersection(*(reader.of_all for reader in readers))
    asked = {
        path: _QuestionAnswers(each, path in of_all)
        for path, each in zip(paths, questions, strict=False)
    }
    was_put: dict[str, list[bool]] = {path: [] for path in sorted(open_ended)}
    people = _ReadPeople([], [], asked, was_put, of_all)
    for part, reader in zip(answered, readers, strict=True):
        for answer, fielding, day, values in read_rows(part):
            people.ids.append(answer)
            people.fieldings.append(fielding)
            found = reader.read(values, day)
            for path, each in asked.items():
                each.answers.append(found.get(path))
            for path, put in was_put.items():
                put.append(path in found)
    return people


@dataclass(frozen=True, eq=False)
class _VersionReader:
    """Reads answers to one version of a questionnaire."""

    questionnaire: Questionnaire
    paths: Sequence[str]

    @cached_property
    def questions(self) -> Sequence[Question]:
        """Those of this version."""
        known = self.questionnaire.questions
        return [known[path] for path in self.paths if path in known]

    @cached_property
    def conditional(self) -> frozenset[str]:
        """Those that not everybody is asked: by a condition, or once for each story."""
        return frozenset(_iter_conditional(self.questionnaire.root))

    @property
    def of_all(self) -> frozenset[str]:
        """Those that everybody is asked."""
        return frozenset(each.path for each in self.questions) - self.conditional

    def read(self, values: Values, day: date) -> dict[str, Sequence[str]]:
        """Return what somebody answered to each question that was put to them, in all stories.

        What was answered was put to them; of blanks, conditions are evaluated again.
        """
        found: dict[str, Sequence[str]] = {}
        unclear = set()
        for question in self.questions:
            texts = _list_answers(values, question)
            if texts or question.path not in self.conditional:
                found[question.path] = texts
            else:
                unclear.add(question.path)
        if unclear:
            form = EvaluatedForm(self.questionnaire, values, day, stored=True)
            put = {cell.item.path for cell in form.cells if cell.relevant}
            found |= dict.fromkeys(unclear & put, ())
        return found


def _make_items(answered: _QuestionAnswers) -> Iterator[_ItemMembers]:
    """Yield what can be released of one question: of a ranking, first places and any places."""
    counted, answers = answered.counted, answered.answers
    path = counted.question.path
    if not counted.is_ranking:
        yield _make_item(path, ItemKind.QUESTION, answered, answers)
        return
    first = [None if each is None else each[:1] for each in answers]
    yield _make_item(path, ItemKind.FIRST_PLACE, answered, first)
    if counted.filtered:  # else all must be ranked, and any place is everybody
        yield _make_item(f"{path}=any", ItemKind.ANY_PLACE, answered, answers)


def _make_item(
    key: str,
    kind: ItemKind,
    answered: _QuestionAnswers,
    answers: Sequence[Sequence[str] | None],
) -> _ItemMembers:
    """Return an item; a value that is on no list is neither an answer nor a blank."""
    counted = answered.counted
    dividing = counted.divides_people and kind is not ItemKind.ANY_PLACE
    places = {row.name: index for index, row in enumerate(counted.rows)}
    base = np.array([each is not None for each in answers], dtype=np.bool_)
    rows = np.zeros((len(places), len(answers)), dtype=np.bool_)
    for person, each in enumerate(answers):
        if each is None:
            continue
        names = [counted.bands.find(text) or text for text in each] if counted.bands else each
        for name in names or (NO_ANSWER,):
            if name in places:
                rows[places[name], person] = True
    if dividing:
        base &= rows.any(axis=0)
    is_ordered = dividing and kind is ItemKind.QUESTION
    item = Item(
        key,
        kind,
        counted.label,
        counted.rows,
        dividing,
        ordered=is_ordered,
    )
    return _ItemMembers(item, CellMembers(base, rows, dividing, answered.of_all))


def _make_coded(listed: CodedList, people: _ReadPeople) -> _ItemMembers:
    """Return codes or practices; the base are those to whom a coded question was put."""
    kind = _CODED_KINDS[listed.kind]
    paths = [path for path in listed.questions or people.was_put if path in people.was_put]
    was_put = [people.was_put[path] for path in paths]
    nobody = np.zeros((1, len(people.ids)), dtype=np.bool_)
    base = np.concatenate([nobody, np.array(was_put, dtype=np.bool_).reshape(-1, len(people.ids))])
    rows = np.array(
        [[answer in line.people for answer in people.ids] for line in listed.lines],
        dtype=np.bool_,
    ).reshape(len(listed.lines), len(people.ids))
    put = np.asarray(np.concatenate([base, rows]).any(axis=0))
    lines = tuple(Category(_name_line(listed.kind, line), line.names) for line in listed.lines)
    item = Item(
        f"{kind}:{listed.id}", kind, listed.names, lines, ordered=kind is ItemKind.PRACTICES
    )
    return _ItemMembers(
        item, CellMembers(put, rows, dividing=False, everybody=bool(people.of_all & {*paths}))
    )


def list_sources(fieldings: Iterable[UUID]) -> list[dict[str, str]]:
    """Return the files from which answers were imported, with what is said of their origin."""
    files = ImportedFile.objects.filter(fielding__in=list(fieldings))
    return [{"name": each.name, "origin": each.origin} for each in files]


def _count_modes(
    answered: Sequence[VersionAnswers], people: _ReadPeople, counter: CellCounter
) -> dict[str, int]:
    """Return how many answers came in each way; where there is one way, it is everybody."""
    fieldings = {each.pk: each.mode for part in answered for each in part.fieldings}
    if not people.ids:
        return {}
    came = np.array([fieldings[each] for each in people.fieldings])
    modes = sorted(set(came.tolist()))
    found = {mode: counter.count_one(came == mode) for mode in modes}
    if len(modes) == 1:
        found = {modes[0]: len(people.ids)}
    if sent := list_sent_by_programs(fieldings):
        programs = CellCounter.prepare(counter.study_key, counter.extract, sent)
        count = programs.count_one(np.ones(len(sent), dtype=np.bool_))
        found[PROGRAM] = min(count, len(people.ids) // BASE * BASE)
    return found


def _iter_conditional(group: Group, *, above: bool = False) -> Iterator[str]:
    for child in group.children:
        sometimes = above or child.relevant is not None
        if isinstance(child, Group):
            yield from _iter_conditional(child, above=sometimes or child.repeats)
        elif sometimes:
            yield child.path


def _list_answers(values: Values, question: Question) -> Sequence[str]:
    """Return what a person answered, in all their stories together; choices one by one."""
    found: list[Any] = [values]
    for name in question.path.split("/")[2:]:
        below = [each.get(name) for each in found if isinstance(each, dict)]
        found = [
            part
            for each in below
            if each not in (None, "")
            for part in (each if isinstance(each, list) else [each])
        ]
    return [name for text in map(str, found) for name in question.kind.split_answer(text)]


def _name_line(kind: CodedListKind, line: CodedLine) -> str:
    """Return the row of a line; a practice that other codes stand for is another row."""
    if kind is CodedListKind.PRACTICES:
        codes = " ".join(sorted(map(str, line.codes)))
        return f"practice:{line.id}:{sha256(codes.encode()).hexdigest()[:8]}"
    return f"{CODE_ALONE}{line.id}" if line.own else f"code:{line.id}"
