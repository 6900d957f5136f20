"""The interview as one thing per page: which pages there are now, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from vecu.questionnaires.filled import Cell, Filled
from vecu.questionnaires.instance import Node, Values
from vecu.questionnaires.model import (
    MAX_INSTANCES,
    Choice,
    Group,
    Kind,
    Media,
    Question,
    Questionnaire,
    Wording,
)
from vecu.questionnaires.wording import fill

_TABLE_LABEL = "generated_table_list_label_"
"""How pyxform calls the note into which it puts the label of a table of questions."""


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


class Asked(NamedTuple):
    """A question as this person sees it: values filled into its words, only the choices offered.

    `name` is fit for a form input; `address` is what `put` and `get` take. `lapsed` is what was
    chosen before, where that is no longer there to choose. A tuple, like `Page`: each press of
    Continue makes a hundred of both.
    """

    question: Question
    address: str
    name: str
    value: str
    lapsed: str = ""


class Page(NamedTuple):
    """One page. `key` is URL-safe and stable: "story.1.task", "work.block", "story.more".

    `repeat` is the address of the innermost repeat it belongs to ("story") and `position` the
    instance (from 1; 0 outside repeats). A page of kind "more" asks whether there is another one:
    `repeat` is what `add_instance` takes and `position` the number of instances there are. `media`
    goes with the label of the group that a block is.
    """

    key: str
    kind: PageKind
    section: Section
    label: Wording
    questions: tuple[Asked, ...] = ()
    repeat: str = ""
    position: int = 0
    media: Media = Media()


def pages(
    questionnaire: Questionnaire,
    values: Values,
    *,
    today: date,
    seed: int | None = None,
    language: str = "",
) -> tuple[Page, ...]:
    """Return the pages that are relevant now, in order; `seed` and `language` as in `Filled`.

    A repeat that was never touched invites to a first instance; one that was emptied on purpose
    (`[]`) only asks whether there is one. What a person cannot see makes no page.
    """
    return pages_of(
        Filled(questionnaire, values, today, inviting=True, seed=seed, language=language)
    )


def pages_of(filled: Filled) -> tuple[Page, ...]:
    """Return the pages of a questionnaire that was filled `inviting`, as `pages` does."""
    paging = _Paging(filled)
    paging.walk(filled.root, _Around())
    return tuple(paging.pages)


def page_in(shown: Sequence[Page], key: str) -> Page | None:
    """Return the page `key` among those shown, None where it is not."""
    return next((page for page in shown if page.key == key), None)


def brought(page: Page, after: Sequence[Page]) -> tuple[Asked, ...]:
    """Return what the answers of a page bring to the page itself, as it stands `after` them.

    Nobody has seen it there yet: a question, a note, or choices in place of those that went with
    what was chosen.
    """
    now = page_in(after, page.key)
    if now is None:
        return ()
    seen = {asked.address: asked for asked in page.questions}
    return tuple(
        asked
        for asked in now.questions
        if asked.address not in seen or _offers_anew(seen[asked.address], asked)
    )


def _offers_anew(before: Asked, now: Asked) -> bool:
    if before.question is now.question:
        return False
    had, offered = ({choice.name for choice in each.question.choices} for each in (before, now))
    chosen = set(now.value.split())
    if not chosen:
        return not offered <= had
    return not chosen <= offered and chosen <= had


@lru_cache(maxsize=4096)
def page_key(address: str) -> str:
    """Return the URL-safe form of an address: story[1]/task is "story.1.task".

    A dot inside a name becomes ~, which no name may hold, so that keys stay different.
    """
    return address.replace(".", "~").replace("]", "").replace("[", ".").replace("/", ".")


class _Around(NamedTuple):
    """The instance of a repeat that pages belong to, as `Page` says it."""

    repeat: str = ""
    position: int = 0


class _Paging:
    """One walk through a filled questionnaire, which gathers its `pages`."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self.sections = _sections(filled.questionnaire)
        self.pages: list[Page] = []

    def walk(self, cell: Cell, around: _Around) -> None:
        """Make the pages of everything below `cell`."""
        group = cell.item
        if not isinstance(group, Group) or not cell.relevant:
            return
        by_name: dict[str, list[Cell]] = {}
        for child in cell.children:
            by_name.setdefault(child.item.name, []).append(child)
        for item in group.children:
            instances = by_name.get(item.name, ())
            if isinstance(item, Question):
                self.pages += [
                    self.single(child, item, around)
                    for child in instances
                    if child.relevant and item.seen
                ]
                continue
            for position, child in enumerate(instances, 1):
                repeat = child.address.rpartition("[")[0] if item.repeats else ""
                self.below(child, _Around(repeat, position) if repeat else around)
            if item.invites:
                self.more(cell, item, instances)

    def below(self, cell: Cell, around: _Around) -> None:
        """Make the pages of a group, or the one page of a field-list: what is relevant in it."""
        if "field-list" not in cell.item.appearance:
            self.walk(cell, around)
        elif cell.relevant and (leaves := list(_leaves(cell))):
            questions = tuple(self.asked(leaf, question) for leaf, question in leaves)
            key = f"{page_key(cell.address)}.block"
            label = self.told(cell.item.label, cell)
            if not label and leaves[0][1].name.startswith(_TABLE_LABEL):
                label, questions = questions[0].question.label, questions[1:]
            section = self.section(cell.item)
            media = cell.item.media
            self.pages.append(Page(key, PageKind.BLOCK, section, label, questions, *around, media))

    def single(self, cell: Cell, item: Question, around: _Around) -> Page:
        """Make the page of one question or note."""
        kind = PageKind.NOTE if item.kind is Kind.NOTE else PageKind.QUESTION
        asked = self.asked(cell, item)
        label, section = asked.question.label, self.section(item)
        return Page(asked.name, kind, section, label, (asked,), *around)

    def more(self, parent: Cell, group: Group, instances: Sequence[Cell]) -> None:
        """Make the page that asks for another instance, until there are `MAX_INSTANCES`."""
        count = len(instances)
        relevant = count < MAX_INSTANCES
        if relevant and group.relevant is not None:
            relevant = (
                instances[0].relevant
                if instances
                else group.relevant.boolean(Node(group.name, parent=parent.node), self.filled.scope)
            )
        if relevant:
            address = f"{parent.address}/{group.name}".lstrip("/")
            key, label = f"{page_key(address)}.more", self.told(group.label, parent)
            section = self.section(group)
            self.pages.append(Page(key, PageKind.MORE, section, label, (), address, count))

    def asked(self, cell: Cell, question: Question) -> Asked:
        """Put a question into the words and choices that this person gets."""
        given = question.calculate is None and question.told is None
        return Asked(
            question=self.worded(question, cell),
            address=cell.address,
            name=page_key(cell.address),
            value=cell.given if given else cell.node.text,
            lapsed="" if question.told is None or cell.node.text else cell.given,
        )

    def worded(self, question: Question, cell: Cell) -> Question:
        """Return the question with values in its words; the same object where there are none."""
        if question.same_for_all:
            return question
        return replace(
            question,
            label=self.told(question.label, cell),
            hint=self.told(question.hint, cell),
            guidance=self.told(question.guidance, cell),
            choices=tuple(
                Choice(choice.name, self.told(choice.label, cell), choice.media)
                for choice in self.filled.choices(cell)
            ),
        )

    def told(self, wording: Wording, cell: Cell) -> Wording:
        """Fill a wording with the values it speaks of."""
        return fill(wording, cell.node, self.filled.scope)

    def section(self, item: Question | Group) -> Section:
        """Return the top-level part that a question or group belongs to."""
        return self.sections[item.path.split("/", 3)[2]]


def _leaves(cell: Cell) -> Iterator[tuple[Cell, Question]]:
    """Yield what is seen and relevant below a group."""
    for child in cell.children:
        if not child.relevant:
            continue
        if isinstance(child.item, Group):
            yield from _leaves(child)
        elif child.item.seen:
            yield child, child.item


@lru_cache(maxsize=64)
def _sections(questionnaire: Questionnaire) -> dict[str, Section]:
    """Return the section of every top-level name; neighbours without a group share one."""
    runs: list[tuple[Wording, list[str]]] = []
    ungrouped = False
    for item in questionnaire.root.children:
        if not item.seen:
            continue
        if isinstance(item, Group):
            runs.append((item.label, [item.name]))
            ungrouped = False
        else:
            if not ungrouped:
                runs.append((Wording(), []))
            runs[-1][1].append(item.name)
            ungrouped = True
    return {
        name: Section(label, position, len(runs))
        for position, (label, names) in enumerate(runs, 1)
        for name in names
    }
