"""Texts with their codes, as a REFI-QDA project has them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from vecu.coding.exchange.aside import Aside
from vecu.coding.exchange.leaving import Known, Leaving, Who, told_apart
from vecu.coding.refi import (
    Case,
    Code,
    Coding,
    Kind,
    Note,
    Project,
    Ruling,
    Set,
    Source,
    User,
    Value,
    Variable,
    derived_guid,
)
from vecu.questionnaires import Kind as Asked
from vecu.questionnaires import Question

_KINDS = {
    Asked.INTEGER: Kind.INTEGER,
    Asked.DECIMAL: Kind.FLOAT,
    Asked.RANGE: Kind.FLOAT,
    Asked.DATE: Kind.DATE,
}
_TYPES: Mapping[Kind, type | tuple[type, ...]] = {
    Kind.INTEGER: int,
    Kind.FLOAT: (int, Decimal),
    Kind.DATE: date,
}


@dataclass(frozen=True)
class Frame:
    """What a project says besides its texts; `labels` are the questions' words, by path."""

    name: str
    description: str
    codes: tuple[Code, ...]
    sets: tuple[Set, ...]
    coders: Mapping[UUID, Who]
    notes: tuple[Note, ...]
    closed: Mapping[str, Question]
    labels: Mapping[str, str]
    language: str


_Story = tuple[int, tuple[int, ...], tuple[Known | None, ...]]
"""A case as it waits: identities as numbers, which are written and read fastest, and values."""


@dataclass
class ProjectInPieces:
    """A project whose texts stream; what comes after them waits on the disk."""

    frame: Frame
    _stories: Aside[_Story] = field(default_factory=Aside)
    _rulings: Aside[Ruling] = field(default_factory=Aside)

    def of(self, texts: Iterable[Leaving]) -> Project:
        """Return the project of these texts, those of one story together; to be written once."""
        frame = self.frame
        self._variables = {
            path: Variable(
                derived_guid(UUID(int=0), f"variable {path}"),
                path.split("/", 2)[2].replace("/", "."),
                _KINDS.get(question.kind, Kind.TEXT),
                question.label.say(frame.language),
            )
            for path, question in frame.closed.items()
        }
        return Project(
            frame.name,
            users=tuple(User(id_, who.name, who.kind) for id_, who in frame.coders.items()),
            codes=frame.codes,
            sets=frame.sets,
            variables=tuple(self._variables.values()),
            notes=frame.notes,
            sources=self._sources(texts),
            cases=self._cases(),
            rulings=self._rulings,
            description=frame.description,
        )

    def close(self) -> None:
        """Let go of what waits on the disk."""
        self._stories.close()
        self._rulings.close()

    def _sources(self, texts: Iterable[Leaving]) -> Iterator[Source]:
        told: list[Leaving] = []
        for text in texts:
            if told and not text.is_beside(told[0]):
                self._stories.put(self._story(told))
                told = []
            told.append(text)
            for ruled in text.ruled:
                self._rulings.put(
                    Ruling(text.id, ruled.code, ruled.present, ruled.by, ruled.reason, ruled.at)
                )
            codings = tuple(Coding(put.id, put.code, put.coder, put.span) for put in text.put)
            label = self.frame.labels.get(text.question, "")
            yield Source(text.id, text.name, text.text, codings, label)
        if told:
            self._stories.put(self._story(told))

    def _story(self, told: list[Leaving]) -> _Story:
        first = told[0]
        values = tuple(first.closed.get(path) for path in self._variables)
        return first.case.int, tuple(text.id.int for text in told), values

    def _cases(self) -> Iterator[Case]:
        variables = self._variables.values()
        for case, texts, known in self._stories:
            guid = UUID(int=case)
            values = {
                variable.guid: value
                for variable, each in zip(variables, known, strict=True)
                if (value := _fitting(variable.kind, each)) is not None
            }
            sources = tuple(UUID(int=text) for text in texts)
            yield Case(guid, f"story {told_apart(guid)}", sources, values)


def _fitting(kind: Kind, known: Known | None) -> Value | None:
    """Return a value as its variable says it, None for what cannot be one of this kind.

    That is so only where two versions ask a question of the same path in different ways.
    """
    if kind is Kind.TEXT:
        return None if known is None else str(known)
    return known if isinstance(known, _TYPES[kind]) else None
