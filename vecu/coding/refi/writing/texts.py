"""One text in project.qde: its selections, their codings, the memos about them."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from vecu.coding.refi.errors import cannot_write
from vecu.coding.refi.guids import derive_guid
from vecu.coding.refi.model import RefiCoding, RefiNote, RefiSource
from vecu.coding.refi.offsets import fit_text, span_in_file
from vecu.coding.refi.selections import format_selection_name, join_memos
from vecu.coding.refi.values import write_moment
from vecu.coding.refi.writing.markup import attributes, element, references, text_element
from vecu.coding.spans import TextSpan
from vecu.translation import gettext_noop

_Place = tuple[TextSpan, UUID | None]
"""A selection's span and coder: programs assume that all codings of one have the same coder."""


class AttachedMemos:
    """Memos by what they are about."""

    def __init__(self, notes: Iterable[RefiNote]) -> None:
        self._notes = {note.guid: note for note in notes}
        if len(self._notes) < len(list(notes)):
            raise cannot_write(gettext_noop("Two memos have the same identifier."))
        self.about: dict[UUID, list[UUID]] = {}
        for note in self._notes.values():
            for target in note.about:
                self.about.setdefault(target, []).append(note.guid)
        self._met: set[UUID] = set()

    def at(self, target: UUID) -> list[RefiNote]:
        """Return the memos about an object, and mark them as written."""
        if target not in self.about:
            return []
        found = [self._notes[guid] for guid in self.about[target]]
        self._met.update(note.guid for note in found)
        return found

    def left(self, codes: Collection[UUID]) -> list[UUID]:
        """Return the memos of the project: about nothing, or about nothing that was written."""
        return [
            note.guid
            for note in self._notes.values()
            if note.guid not in self._met and note.about.isdisjoint(codes)
        ]


def text_source(source: RefiSource, pinned: AttachedMemos) -> str:
    """Return the element of a text, whose words are in a file of its own."""
    text = fit_text(source.text)
    selections, whole = _places(source, text)
    notes = pinned.at(source.guid)
    pieces = [
        text_element("Description", source.description),
        *(
            _selection(source, text, place, codings, pinned)
            for place, codings in selections.items()
        ),
        *(_marked(source, text, note, note.span) for note in notes if note.span),
        *(_coding(each, pinned.at(each.guid)) for each in whole),
        references("NoteRef", (note.guid for note in notes if not note.span)),
    ]
    return (
        element(
            "TextSource",
            attributes(
                guid=source.guid,
                name=source.name,
                plainTextPath=f"internal://{source.guid}.txt",
            ),
            "".join(pieces),
        )
        + "\n"
    )


def _places(
    source: RefiSource, text: str
) -> tuple[dict[_Place, list[RefiCoding]], list[RefiCoding]]:
    """Return the codings by span and coder, and those on an empty text, which has no span."""
    selections: dict[_Place, list[RefiCoding]] = {}
    whole = []
    for coding in source.codings:
        if coding.span is None and not text:
            whole.append(coding)
            continue
        span = _in_file(source, coding.span) if coding.span else TextSpan(0, len(text))
        selections.setdefault((span, coding.coder), []).append(coding)
    return selections, whole


def _in_file(source: RefiSource, span: TextSpan) -> TextSpan:
    if not 0 <= span.start < span.end <= len(source.text):
        raise cannot_write(
            gettext_noop(
                "“%(name)s”: %(start)s to %(end)s is no part of the text (%(length)s characters)."
            ),
            name=source.name,
            start=span.start,
            end=span.end,
            length=len(source.text),
        )
    return span_in_file(source.text, span)


def _selection(
    source: RefiSource,
    text: str,
    place: _Place,
    codings: Sequence[RefiCoding],
    pinned: AttachedMemos,
) -> str:
    span, coder = place
    memos = [(coding, pinned.at(coding.guid)) for coding in codings]
    said = join_memos(fit_text(note.text) for _coding_of, notes in memos for note in notes)
    guid = derive_guid(source.guid, f"{span.start}-{span.end} {coder}")
    return element(
        "PlainTextSelection",
        _selection_attributes(guid, text, span, coder),
        text_element("Description", said) + "".join(_coding(*each) for each in memos),
    )


def _marked(source: RefiSource, text: str, note: RefiNote, span: TextSpan) -> str:
    """Return the selection for a memo about a span that has no coding."""
    span = _in_file(source, span)
    guid = derive_guid(note.guid, f"at {source.guid}")
    return element(
        "PlainTextSelection",
        _selection_attributes(guid, text, span, note.by),
        text_element("Description", note.text) + references("NoteRef", [note.guid]),
    )


def _selection_attributes(guid: UUID, text: str, span: TextSpan, user: UUID | None) -> str:
    return attributes(
        guid=guid,
        name=format_selection_name(text[span.start : span.end]),
        startPosition=span.start,
        endPosition=span.end,
        creatingUser=user,
    )


def _coding(coding: RefiCoding, notes: Sequence[RefiNote]) -> str:
    return element(
        "Coding",
        attributes(
            guid=coding.guid,
            creatingUser=coding.coder,
            creationDateTime=write_moment(coding.at) if coding.at else None,
        ),
        references("CodeRef", [coding.code]) + references("NoteRef", (n.guid for n in notes)),
    )
