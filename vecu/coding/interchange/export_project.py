"""Build a REFI-QDA project from texts with their codes. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from vecu.coding.interchange.export_record import CoderName, ExportRecord, Known, format_short_id
from vecu.coding.interchange.spool import DiskSpool
from vecu.coding.refi import (
    RefiAdjudication,
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiProject,
    RefiSet,
    RefiSource,
    RefiUser,
    RefiVariable,
    RefiVariableKind,
    Value,
    derive_guid,
)
from vecu.questionnaires import AnswerValue, Question

_KINDS = {
    AnswerValue.WHOLE: RefiVariableKind.INTEGER,
    AnswerValue.DECIMAL: RefiVariableKind.FLOAT,
    AnswerValue.DATE: RefiVariableKind.DATE,
}
_TYPES: Mapping[RefiVariableKind, type | tuple[type, ...]] = {
    RefiVariableKind.INTEGER: int,
    RefiVariableKind.FLOAT: (int, Decimal),
    RefiVariableKind.DATE: date,
}


@dataclass(frozen=True)
class ProjectFrame:
    """Everything in a project besides its texts; `labels` are the questions' texts, by path."""

    name: str
    description: str
    codes: tuple[RefiCode, ...]
    sets: tuple[RefiSet, ...]
    coders: Mapping[UUID, CoderName]
    notes: tuple[RefiNote, ...]
    closed: Mapping[str, Question]
    labels: Mapping[str, str]
    language: str


_Story = tuple[int, tuple[int, ...], tuple[Known | None, ...]]
"""A spooled case: its ids as numbers, which are fastest to write and read, and its values."""


@dataclass
class ProjectStream:
    """A project whose texts stream; what is written after them is spooled on disk."""

    frame: ProjectFrame
    _stories: DiskSpool[_Story] = field(default_factory=DiskSpool)
    _rulings: DiskSpool[RefiAdjudication] = field(default_factory=DiskSpool)

    def of(self, texts: Iterable[ExportRecord]) -> RefiProject:
        """Return the project of these texts, grouped by story; it can be written once."""
        frame = self.frame
        self._variables = {
            path: RefiVariable(
                derive_guid(UUID(int=0), f"variable {path}"),
                path.split("/", 2)[2].replace("/", "."),
                _KINDS.get(question.kind.holds, RefiVariableKind.TEXT),
                question.label.say(frame.language),
            )
            for path, question in frame.closed.items()
        }
        return RefiProject(
            frame.name,
            users=tuple(RefiUser(id_, who.name, who.kind) for id_, who in frame.coders.items()),
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
        """Delete the spooled data."""
        self._stories.close()
        self._rulings.close()

    def _sources(self, texts: Iterable[ExportRecord]) -> Iterator[RefiSource]:
        story: list[ExportRecord] = []
        for text in texts:
            if story and not text.is_beside(story[0]):
                self._stories.put(self._story(story))
                story = []
            story.append(text)
            for ruled in text.ruled:
                self._rulings.put(
                    RefiAdjudication(
                        text.id, ruled.code, ruled.present, ruled.by, ruled.reason, ruled.at
                    )
                )
            codings = tuple(RefiCoding(put.id, put.code, put.coder, put.span) for put in text.put)
            label = self.frame.labels.get(text.question, "")
            yield RefiSource(text.id, text.name, text.text, codings, label)
        if story:
            self._stories.put(self._story(story))

    def _story(self, story: list[ExportRecord]) -> _Story:
        first = story[0]
        values = tuple(first.closed.get(path) for path in self._variables)
        return first.case.int, tuple(text.id.int for text in story), values

    def _cases(self) -> Iterator[RefiCase]:
        variables = self._variables.values()
        for case, texts, known in self._stories:
            guid = UUID(int=case)
            values = {
                variable.guid: value
                for variable, each in zip(variables, known, strict=True)
                if (value := _fitting(variable.kind, each)) is not None
            }
            sources = tuple(UUID(int=text) for text in texts)
            yield RefiCase(guid, f"story {format_short_id(guid)}", sources, values)


def _fitting(kind: RefiVariableKind, known: Known | None) -> Value | None:
    """Return a value in the type of its variable, None if it does not fit.

    That happens only if two versions have different questions at the same path.
    """
    if kind is RefiVariableKind.TEXT:
        return None if known is None else str(known)
    return known if isinstance(known, _TYPES[kind]) else None
