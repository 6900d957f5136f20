"""The interview as one thing per page: which pages there are now, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from vecu.questionnaires.filled import MAX_INSTANCES, Cell, Filled
from vecu.questionnaires.instance import Values
from vecu.questionnaires.model import Choice, Group, Kind, Question, Questionnaire, Wording
from vecu.questionnaires.wording import fill


class PageKind(StrEnum):
    """What a page holds."""

    QUESTION = "question"
    NOTE = "note"
    BLOCK = "block"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level part of the questionnaire: its label and its place among all parts.

    The count never changes while a person answers; ungrouped questions form parts without label.
    """

    label: Wording
    position: int
    count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as this person sees it: values filled into its words, only the choices offered.

    `name` is fit for a form input; `address` is what `put` and `get` take.
    """

    question: Question
    address: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `key` is URL-safe and stable: "story.1.task", "work.block", "story.more".

    `repeat` is the address of the innermost repeat it belongs to ("story") and `position` the
    instance (from 1; 0 outside repeats). A page of kind "more" asks whether there is another one:
    `repeat` is what `add_instance` takes and `position` the number of instances there are.
    """

    key: str
    kind: PageKind
    section: Section
    label: Wording
    questions: tuple[Asked, ...] = ()
    repeat: str = ""
    position: int = 0


def pages(questionnaire: Questionnaire, values: Values, *, today: date) -> tuple[Page, ...]:
    """Return the pages that are relevant now, in order.

    A repeat that was never touched invites to a first instance; one that was emptied on purpose
    (`[]`) only asks whether there is one. What a person cannot see makes no page.
    """
    return tuple(page for page, relevant in _all_pages(questionnaire, values, today) if relevant)


def page_at(questionnaire: Questionnaire, values: Values, key: str, *, today: date) -> Page | None:
    """Return the page with this key, None when there is none or it is not relevant now."""
    return next(
        (page for page in pages(questionnaire, values, today=today) if page.key == key), None
    )


def next_page(
    questionnaire: Questionnaire, values: Values, key: str, *, today: date
) -> Page | None:
    """Return the first relevant page after `key`, None at the end.

    `key` itself may have become irrelevant meanwhile; a key that is unknown has no next page.
    """
    return _following(_all_pages(questionnaire, values, today), key)


def previous_page(
    questionnaire: Questionnaire, values: Values, key: str, *, today: date
) -> Page | None:
    """Return the last relevant page before `key`, None at the beginning."""
    return _following(_all_pages(questionnaire, values, today)[::-1], key)


def _following(candidates: list[tuple[Page, bool]], key: str) -> Page | None:
    remaining = iter(candidates)
    if not any(page.key == key for page, _relevant in remaining):
        return None
    return next((page for page, relevant in remaining if relevant), None)


def page_key(address: str) -> str:
    """Return the URL-safe form of an address: story[1]/task is "story.1.task".

    A dot inside a name becomes ~, which no name may hold, so that keys stay different.
    """
    return address.replace(".", "~").replace("]", "").replace("[", ".").replace("/", ".")


def _all_pages(
    questionnaire: Questionnaire, values: Values, today: date
) -> list[tuple[Page, bool]]:
    """Return every page with whether it is relevant now."""
    paging = _Paging(Filled(questionnaire, values, today, inviting=True))
    return list(paging.walk(paging.filled.root))


class _Paging:
    """One walk through a filled questionnaire."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self.sections = _sections(filled.questionnaire)

    def walk(self, cell: Cell) -> Iterator[tuple[Page, bool]]:
        """Yield the pages of everything below `cell`."""
        group = cell.item
        if not isinstance(group, Group):
            return
        by_name: dict[str, list[Cell]] = {}
        for child in cell.children:
            by_name.setdefault(child.item.name, []).append(child)
        for item in group.children:
            for child in by_name.get(item.name, []):
                yield from self.pages_of(child)
            if isinstance(item, Group) and item.repeats and item.count is None:
                yield from self.more(cell, item, len(by_name.get(item.name, [])))

    def pages_of(self, cell: Cell) -> Iterator[tuple[Page, bool]]:
        """Yield the page of a question, the one page of a field-list, or the pages of a group."""
        if isinstance(cell.item, Group):
            if "field-list" in cell.item.appearance:
                yield from self.block(cell)
            else:
                yield from self.walk(cell)
        elif _seen(cell.item):
            kind = PageKind.NOTE if cell.item.kind is Kind.NOTE else PageKind.QUESTION
            asked = self.asked(cell, cell.item)
            page = self.page(cell, page_key(cell.address), kind, (asked,), asked.question.label)
            yield page, cell.relevant

    def block(self, group: Cell) -> Iterator[tuple[Page, bool]]:
        """Yield the page of a field-list group: its questions that are relevant now."""
        questions = tuple(
            self.asked(cell, question) for cell, question in _leaves(group) if cell.relevant
        )
        key = f"{page_key(group.address)}.block"
        label = self.told(group.item.label, group)
        yield self.page(group, key, PageKind.BLOCK, questions, label), bool(questions)

    def more(self, parent: Cell, group: Group, count: int) -> Iterator[tuple[Page, bool]]:
        """Yield the page that asks for another instance, until there are `MAX_INSTANCES`."""
        address = f"{parent.address}/{group.name}".lstrip("/")
        relevant = parent.relevant and count < MAX_INSTANCES
        if relevant and group.relevant is not None:
            instances = [cell for cell in parent.children if cell.item is group]
            relevant = (
                instances[0].relevant
                if instances
                else group.relevant.boolean(parent.node, self.filled.scope)
            )
        page = Page(
            key=f"{page_key(address)}.more",
            kind=PageKind.MORE,
            section=self.sections[_top(group.path)],
            label=self.told(group.label, parent),
            repeat=address,
            position=count,
        )
        yield page, relevant

    def page(
        self, cell: Cell, key: str, kind: PageKind, questions: tuple[Asked, ...], label: Wording
    ) -> Page:
        """Make a page, with the innermost repeat that it belongs to."""
        repeat, position = "", 0
        around: Cell | None = cell
        while around is not None and not (isinstance(around.item, Group) and around.item.repeats):
            around = around.parent
        if around is not None:
            repeat, _bracket, number = around.address.rpartition("[")
            position = int(number.rstrip("]"))
        section = self.sections[_top(cell.item.path)]
        return Page(key, kind, section, label, questions, repeat, position)

    def asked(self, cell: Cell, question: Question) -> Asked:
        """Put a question into the words and choices that this person gets."""
        return Asked(
            question=self.worded(question, cell),
            address=cell.address,
            name=page_key(cell.address),
            value=cell.given if question.calculate is None else cell.node.text,
        )

    def worded(self, question: Question, cell: Cell) -> Question:
        """Return the question with values in its words; the same object where there are none."""
        choices = self.filled.choices(cell)
        wordings = [question.label, question.hint, *(choice.label for choice in choices)]
        if choices == question.choices and not any(wording.outputs for wording in wordings):
            return question
        return replace(
            question,
            label=self.told(question.label, cell),
            hint=self.told(question.hint, cell),
            choices=tuple(Choice(item.name, self.told(item.label, cell)) for item in choices),
        )

    def told(self, wording: Wording, cell: Cell) -> Wording:
        """Fill a wording with the values it speaks of."""
        return fill(wording, cell.node, self.filled.scope)


def _seen(question: Question) -> bool:
    return question.kind.asked or question.kind is Kind.NOTE


def _leaves(cell: Cell) -> Iterator[tuple[Cell, Question]]:
    for child in cell.children:
        if isinstance(child.item, Group):
            yield from _leaves(child)
        elif _seen(child.item):
            yield child, child.item


def _top(path: str) -> str:
    """Return the name of the top-level group or question that a path goes through."""
    return path.split("/", 3)[2]


@lru_cache(maxsize=64)
def _sections(questionnaire: Questionnaire) -> dict[str, Section]:
    """Return the section of every top-level name; neighbours without a group share one."""
    runs: list[tuple[Wording, list[str]]] = []
    ungrouped = False
    for item in questionnaire.root.children:
        if isinstance(item, Group):
            if any(isinstance(below, Question) and _seen(below) for below in item.walk()):
                runs.append((item.label, [item.name]))
                ungrouped = False
        elif _seen(item):
            if not ungrouped:
                runs.append((Wording(), []))
            runs[-1][1].append(item.name)
            ungrouped = True
    return {
        name: Section(label, position, len(runs))
        for position, (label, names) in enumerate(runs, 1)
        for name in names
    }
