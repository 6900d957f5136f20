"""Pages of the interview, one thing per page: which pages there are now, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from vecu.questionnaires.answers.evaluation import EvaluatedForm, FormNode
from vecu.questionnaires.answers.piping import pipe_answers
from vecu.questionnaires.expressions.nodes import Values, XPathNode
from vecu.questionnaires.model import (
    MAX_INSTANCES,
    Choice,
    Group,
    Media,
    Question,
    Questionnaire,
    Wording,
)

_TABLE_LABEL = "generated_table_list_label_"
"""The name of pyxform's note with the label of a table of questions."""


class PageKind(StrEnum):
    """What a page holds."""

    QUESTION = "question"
    NOTE = "note"
    BLOCK = "block"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level part of the questionnaire: its label and its number.

    The number never changes while a person answers; ungrouped questions form parts without label.
    """

    label: Wording
    position: int


class RenderedQuestion(NamedTuple):
    """A question as this person sees it: answers piped in, only the choices offered.

    `name` is fit for a form input; `address` is what `set_answer` and `get_answer` take. `lapsed`
    is the earlier choice if it no longer exists. A tuple, like `Page`: each press of Continue makes
    a hundred of both.
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
    belongs to the label of the group on a block page.
    """

    key: str
    kind: PageKind
    section: Section
    label: Wording
    questions: tuple[RenderedQuestion, ...] = ()
    repeat: str = ""
    position: int = 0
    media: Media = Media()


def build_pages(
    questionnaire: Questionnaire,
    values: Values,
    *,
    today: date,
    seed: int | None = None,
    language: str = "",
) -> tuple[Page, ...]:
    """Return the relevant pages, in order; `seed` and `language` as in `EvaluatedForm`.

    A repeat that was never touched starts with a first instance; one that was emptied on purpose
    (`[]`) only asks whether there is one. What a person cannot see has no page.
    """
    return build_pages_from_form(
        EvaluatedForm(questionnaire, values, today, inviting=True, seed=seed, language=language)
    )


def build_pages_from_form(filled: EvaluatedForm) -> tuple[Page, ...]:
    """Return the pages of a form that was evaluated `inviting`, as `build_pages` does."""
    paging = _PageBuilder(filled)
    paging.walk(filled.root, _RepeatContext())
    return tuple(paging.pages)


def find_page(shown: Sequence[Page], key: str) -> Page | None:
    """Return the page `key` among those shown, None if it is not there."""
    return next((page for page in shown if page.key == key), None)


def find_revealed_questions(page: Page, after: Sequence[Page]) -> tuple[RenderedQuestion, ...]:
    """Return the questions that became visible on this page because of its own answers.

    The person has not seen them there yet: a question, a note, or choices that replace dangling
    ones. `after` is the page with the answers.
    """
    now = find_page(after, page.key)
    if now is None:
        return ()
    seen = {rendered.address: rendered for rendered in page.questions}
    return tuple(
        rendered
        for rendered in now.questions
        if rendered.address not in seen or _offers_anew(seen[rendered.address], rendered)
    )


def _offers_anew(before: RenderedQuestion, now: RenderedQuestion) -> bool:
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

    A dot inside a name becomes ~, which no name may contain, so that keys stay unique.
    """
    return address.replace(".", "~").replace("]", "").replace("[", ".").replace("/", ".")


class _RepeatContext(NamedTuple):
    """The instance of a repeat that pages belong to, as in `Page`."""

    repeat: str = ""
    position: int = 0


class _PageBuilder:
    """Walks an evaluated form and collects its `pages`."""

    def __init__(self, filled: EvaluatedForm) -> None:
        self.filled = filled
        self.sections = _sections(filled.questionnaire)
        self.pages: list[Page] = []

    def walk(self, cell: FormNode, around: _RepeatContext) -> None:
        """Build the pages of everything below `cell`."""
        group = cell.item
        if not isinstance(group, Group) or not cell.relevant:
            return
        by_name: dict[str, list[FormNode]] = {}
        for child in cell.children:
            by_name.setdefault(child.item.name, []).append(child)
        for item in group.children:
            instances = by_name.get(item.name, ())
            if isinstance(item, Question):
                self.pages += [
                    self.build_question_page(child, item, around)
                    for child in instances
                    if child.relevant and item.seen
                ]
                continue
            for position, child in enumerate(instances, 1):
                repeat = child.address.rpartition("[")[0] if item.repeats else ""
                self.add_group_pages(child, _RepeatContext(repeat, position) if repeat else around)
            if item.invites:
                self.add_repeat_page(cell, item, instances)

    def add_group_pages(self, cell: FormNode, around: _RepeatContext) -> None:
        """Build the pages of a group, or the one page of a field-list: its relevant questions."""
        if "field-list" not in cell.item.appearance:
            self.walk(cell, around)
        elif cell.relevant and (leaves := list(_leaves(cell))):
            questions = tuple(self.render_question(leaf, question) for leaf, question in leaves)
            key = f"{page_key(cell.address)}.block"
            label = self.pipe_wording(cell.item.label, cell)
            if not label and leaves[0][1].name.startswith(_TABLE_LABEL):
                label, questions = questions[0].question.label, questions[1:]
            section = self.section(cell.item)
            media = cell.item.media
            self.pages.append(Page(key, PageKind.BLOCK, section, label, questions, *around, media))

    def build_question_page(self, cell: FormNode, item: Question, around: _RepeatContext) -> Page:
        """Build the page of one question or note."""
        kind = PageKind.NOTE if item.is_note else PageKind.QUESTION
        rendered = self.render_question(cell, item)
        label, section = rendered.question.label, self.section(item)
        return Page(rendered.name, kind, section, label, (rendered,), *around)

    def add_repeat_page(
        self, parent: FormNode, group: Group, instances: Sequence[FormNode]
    ) -> None:
        """Build the page that asks for another instance, below `MAX_INSTANCES`."""
        count = len(instances)
        relevant = count < MAX_INSTANCES
        if relevant and group.relevant is not None:
            relevant = (
                instances[0].relevant
                if instances
                else group.relevant.boolean(
                    XPathNode(group.name, parent=parent.node), self.filled.scope
                )
            )
        if relevant:
            address = f"{parent.address}/{group.name}".lstrip("/")
            key, label = f"{page_key(address)}.more", self.pipe_wording(group.label, parent)
            section = self.section(group)
            self.pages.append(Page(key, PageKind.MORE, section, label, (), address, count))

    def render_question(self, cell: FormNode, question: Question) -> RenderedQuestion:
        """Return a question with the wording and choices for this person."""
        given = question.calculate is None and question.repeat_choices is None
        return RenderedQuestion(
            question=self.pipe_question(question, cell),
            address=cell.address,
            name=page_key(cell.address),
            value=cell.given if given else cell.node.text,
            lapsed="" if question.repeat_choices is None or cell.node.text else cell.given,
        )

    def pipe_question(self, question: Question, cell: FormNode) -> Question:
        """Return the question with answers piped in; the same object if nothing is piped."""
        if question.same_for_all:
            return question
        return replace(
            question,
            label=self.pipe_wording(question.label, cell),
            hint=self.pipe_wording(question.hint, cell),
            guidance=self.pipe_wording(question.guidance, cell),
            choices=tuple(
                Choice(choice.name, self.pipe_wording(choice.label, cell), choice.media)
                for choice in self.filled.choices(cell)
            ),
        )

    def pipe_wording(self, wording: Wording, cell: FormNode) -> Wording:
        """Pipe answers into a wording."""
        return pipe_answers(wording, cell.node, self.filled.scope)

    def section(self, item: Question | Group) -> Section:
        """Return the top-level part that a question or group belongs to."""
        return self.sections[item.path.split("/", 3)[2]]


def _leaves(cell: FormNode) -> Iterator[tuple[FormNode, Question]]:
    """Yield the visible and relevant questions below a group."""
    for child in cell.children:
        if not child.relevant:
            continue
        if isinstance(child.item, Group):
            yield from _leaves(child)
        elif child.item.seen:
            yield child, child.item


@lru_cache(maxsize=64)
def _sections(questionnaire: Questionnaire) -> dict[str, Section]:
    """Return the section of every top-level name; adjacent ungrouped questions share one."""
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
        name: Section(label, position)
        for position, (label, names) in enumerate(runs, 1)
        for name in names
    }
