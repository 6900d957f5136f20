"""The model of a questionnaire: frozen data that every reader shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.question_types import AnswerValue, QuestionType
from vecu.translation import pick_language

_POSITION = re.compile(r"\[\d+\]")
MAX_INSTANCES = 20
"""Instances of one repeat; further ones are not read, and `validate_answers` reports them."""
MAX_STORED_INSTANCES = 5_000
"""Instances of one repeat in a stored answer: a document has more turns than a form has stories."""
OUTPUT = "\ufffc"
"""Stands in a wording for the value of an expression."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in every language that has it, keyed by language code.

    A text may contain `OUTPUT` marks ("Hello ${name}"): the expressions that fill them, in order,
    are in `outputs` under the same language. Pages fill them; elsewhere they read "…".
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, tuple[Expression, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is any text at all."""
        return any(self.texts.values())

    def say(self, language: str) -> str:
        """Return the text in `language`, else in the first language that has one, else ''."""
        text = self.texts.get(pick_language(self.texts, language), "")
        return text.replace(OUTPUT, "…") if self.outputs else text


@dataclass(frozen=True, slots=True)
class Media:
    """The names of the files of a text, in each language that has one.

    An image may be used for other languages too; audio and video may not. `large` is the full-size
    image, which other clients show on request.
    """

    image: Wording = field(default_factory=Wording)
    audio: Wording = field(default_factory=Wording)
    video: Wording = field(default_factory=Wording)
    large: Wording = field(default_factory=Wording)

    def files(self) -> Iterator[str]:
        """Yield the name of each file, in every language."""
        for wording in (self.image, self.audio, self.video, self.large):
            yield from wording.texts.values()


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list: the stored name and the label."""

    name: str
    label: Wording
    media: Media = field(default_factory=Media)


@dataclass(frozen=True, slots=True)
class RepeatChoices:
    """Choices that a person creates by answering a repeat.

    `nodes` gives the instances that count, evaluated at the question that offers them; `texts`
    every answer to the question at `path`, which is called `name` below each of these nodes.
    """

    nodes: Expression
    texts: Expression
    path: str

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class RangeSpec:
    """The points of a range: from `start` to `end`; `step` is negative if they decrease.

    `end` itself is a point only if the steps reach it.
    """

    start: Decimal
    end: Decimal
    step: Decimal

    def __len__(self) -> int:
        """How many points there are."""
        return int((self.end - self.start) // self.step) + 1

    def __contains__(self, value: Decimal) -> bool:
        """Whether a number is one of the points."""
        low, high = sorted((self.start, self.end))
        return low <= value <= high and (value - self.start) % self.step == 0

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest point, which need not be `start` and `end`."""
        last = self.start + (len(self) - 1) * self.step
        return min(self.start, last), max(self.start, last)

    def points(self) -> Iterator[str]:
        """Yield every point as the XForm holds it, in order."""
        for index in range(len(self)):
            yield format_decimal(self.start + index * self.step)

    def canonical(self, text: str) -> str:
        """Return a point as the XForm holds it, "5.0" as "5"; other texts unchanged."""
        if not _WRITTEN_POINT.fullmatch(text):
            return text
        return format_decimal(Decimal(text) + 0) if Decimal(text) in self else text  # −0 + 0 is 0


_WRITTEN_POINT = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{0,40})?")


def format_decimal(number: Decimal) -> str:
    """Format a number without exponent and trailing zeros: 1E+1 is "10", 2.50 is "2.5"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Question:
    """One node that holds an answer. `path` is absolute and without positions: /data/work/sector.

    `initial` computes the first value if `default` is not a constant; `choice_list` names the
    secondary instance that `choices` come from, in its order; `choice_filter` returns the entries
    that are offered, and their order; None means all of `choices`. With `repeat_choices`, the
    person's own answers to another question are offered; `choices` are then the possible values of
    such an answer, none for open answers.

    A `read_only` question has no input. `guidance` is optional further explanation, `media` the
    files of the label, `scale` the points of a range.
    """

    path: str
    kind: QuestionType
    label: Wording = field(default_factory=Wording)
    hint: Wording = field(default_factory=Wording)
    choices: tuple[Choice, ...] = ()
    appearance: frozenset[str] = frozenset()
    relevant: Expression | None = None
    required: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    choice_filter: Expression | None = None
    choice_list: str = ""
    repeat_choices: RepeatChoices | None = None
    default: str = ""
    initial: Expression | None = None
    constraint_message: Wording = field(default_factory=Wording)
    required_message: Wording = field(default_factory=Wording)
    read_only: bool = False
    guidance: Wording = field(default_factory=Wording)
    media: Media = field(default_factory=Media)
    scale: RangeSpec | None = None

    @cached_property
    def name(self) -> str:
        """The last step of the path, as the workbook's `name` column has it."""
        return self.path.rpartition("/")[2]

    @cached_property
    def seen(self) -> bool:
        """Whether a person sees it: an input, or a note to read."""
        return self.kind.has_input or self.is_note

    @cached_property
    def is_note(self) -> bool:
        """Whether it is a text to read."""
        return self.kind is QuestionType.NOTE

    @cached_property
    def is_table_heading(self) -> bool:
        """Whether it only heads a table of questions: its choices are shown, it has no input."""
        return self.kind is QuestionType.HIDDEN and "label" in self.appearance

    @cached_property
    def computed(self) -> bool:
        """Whether its relevance or its value depends on other answers."""
        return not (
            self.relevant is None and self.calculate is None and self.repeat_choices is None
        )

    @cached_property
    def closed(self) -> bool:
        """Whether its answers come from a list that is known before the interview."""
        return self.kind.is_closed and not self.is_open_ended

    @cached_property
    def answer_type(self) -> QuestionType:
        """Its type; text where its choices are a person's own words, given elsewhere."""
        own_words = self.repeat_choices is not None and not self.choices
        return QuestionType.TEXT if own_words else self.kind

    @cached_property
    def is_open_ended(self) -> bool:
        """Whether its answers are a person's own words, here or in the question they come from."""
        return self.answer_type.holds is AnswerValue.TEXT

    @cached_property
    def is_validated(self) -> bool:
        """Whether it holds a person's answer, which rules apply to."""
        return not self.fixed and (self.kind is not QuestionType.CALCULATE or self.lasting)

    @cached_property
    def lasting(self) -> bool:
        """Whether its calculated value, once computed, is stored like an answer."""
        return self.calculate is not None and self.calculate.lasting

    @cached_property
    def fixed(self) -> bool:
        """Whether its value is always its default: notes and plain read-only texts."""
        return self.read_only and self.calculate is None and self.initial is None

    @cached_property
    def same_for_all(self) -> bool:
        """Whether its wording and choices never depend on answers."""
        wordings = [
            self.label,
            self.hint,
            self.guidance,
            *(choice.label for choice in self.choices),
        ]
        if self.choice_filter is not None or self.repeat_choices is not None:
            return False
        return not any(wording.outputs for wording in wordings)

    @cached_property
    def choice_labels(self) -> Mapping[str, Wording]:
        """Labels by choice name."""
        return {choice.name: choice.label for choice in self.choices}

    @cached_property
    def choice_order(self) -> Mapping[str, int]:
        """The index of every choice in its list, by name."""
        return {choice.name: index for index, choice in enumerate(self.choices)}


@dataclass(frozen=True)
class Group:
    """Questions that belong together; a repeat is a group that may have several instances."""

    path: str
    children: tuple[Question | Group, ...]
    label: Wording = field(default_factory=Wording)
    media: Media = field(default_factory=Media)
    appearance: frozenset[str] = frozenset()
    relevant: Expression | None = None
    repeats: bool = False
    count: Expression | None = None

    @cached_property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rpartition("/")[2]

    @cached_property
    def computed(self) -> bool:
        """Whether its relevance, or its number of instances, depends on other answers."""
        return self.relevant is not None or self.count is not None

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its children in answers."""
        return frozenset(child.name for child in self.children)

    @cached_property
    def seen(self) -> bool:
        """Whether a person may see any question of it."""
        return any(child.seen for child in self.children)

    @property
    def invites(self) -> bool:
        """Whether people are asked for another instance: only if they can see its questions."""
        return self.repeats and self.count is None and self.seen

    def walk(self) -> Iterator[Question | Group]:
        """Yield every group and question below this one, in document order."""
        for child in self.children:
            yield child
            if isinstance(child, Group):
                yield from child.walk()


@dataclass(frozen=True, slots=True)
class Trigger:
    """When the answer at `source` changes, `value` is computed and written to `target`, once."""

    source: str
    target: str
    value: Expression


EvaluationStep = tuple[Question | Group, ...]
"""Evaluated together: one item, or several that read each other's earlier instances."""


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """A questionnaire: its languages, and the tree of its questions under `root` (/data).

    `instances` are the lists of the XForm by name, for look-ups in expressions, and `texts` the
    texts that expressions quote by their id. `order` is that of evaluation, `triggers` are in the
    order of the form.

    Equality is identity: a version is read once and never changes.
    """

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    root: Group
    order: tuple[EvaluationStep, ...]
    instances: Mapping[str, XPathNode] = field(default_factory=dict)
    texts: Mapping[str, Wording] = field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()

    @property
    def default_language(self) -> str:
        """The language to use when a person's own is not among `languages`."""
        return self.languages[0]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its path, in document order."""
        return {item.path: item for item in self.root.walk() if isinstance(item, Question)}

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """Every group and repeat by its path, in document order, the root left out."""
        return {item.path: item for item in self.root.walk() if isinstance(item, Group)}

    @cached_property
    def has_repeat_choices(self) -> bool:
        """Whether any question takes its choices from answers to another one."""
        return any(question.repeat_choices is not None for question in self.questions.values())

    @cached_property
    def takes_files(self) -> bool:
        """Whether any question asks for a file."""
        return any(question.kind.is_file for question in self.questions.values())

    @cached_property
    def media(self) -> frozenset[str]:
        """The names of all media files of its groups, questions and choices."""
        media = [item.media for item in self.root.walk()]
        media += [
            choice.media for question in self.questions.values() for choice in question.choices
        ]
        return frozenset(name for each in media for name in each.files())

    def lineage_of(self, path: str) -> tuple[Group | Question, ...]:
        """Return the groups around a path from the outside in, then its own item."""
        steps = path.split("/")
        line = ("/".join(steps[:depth]) for depth in range(3, len(steps) + 1))
        found = (self.groups.get(one) or self.questions.get(one) for one in line)
        return tuple(item for item in found if item is not None)

    def path_of(self, address: str) -> str:
        """Return the path of an address: story[2]/task is /data/story/task."""
        return f"{self.root.path}/{_POSITION.sub('', address)}"

    def language_for(self, *wanted: str) -> str:
        """Return the first language `wanted` that the questionnaire has, else its default one."""
        found = (language for language in wanted if language in self.languages)
        return next(found, self.default_language)
