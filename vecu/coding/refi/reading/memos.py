"""Memos of a file, and what each of them is about.

Programs connect them in three ways: a NoteRef at the object, a Link to it, or a Description of the
selection, which is then a memo without an element of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from vecu.coding.refi.errors import make_safe_message
from vecu.coding.refi.guids import derive_guid
from vecu.coding.refi.model import RefiNote
from vecu.coding.refi.reading.archive import RefiArchive
from vecu.coding.refi.reading.records import RawLink, RawProject, RawSelection, RawText
from vecu.coding.refi.reading.texts import Unreadable, read_words
from vecu.coding.refi.selections import join_memos
from vecu.coding.spans import TextSpan
from vecu.messages import Message
from vecu.translation import gettext_noop


@dataclass(slots=True)
class _About:
    """What one memo is about; a span is stored only if it is about a single place."""

    targets: set[UUID] = field(default_factory=set)
    spans: set[TextSpan] = field(default_factory=set)

    @property
    def span(self) -> TextSpan | None:
        return next(iter(self.spans)) if len(self.spans) == len(self.targets) == 1 else None


class RefiMemoCollector:
    """Collects what memos are about while sources are read, then returns the memos."""

    def __init__(
        self, gathered: RawProject, archive: RefiArchive | None, left_out: list[Message]
    ) -> None:
        self._gathered, self._left_out = gathered, left_out
        self._texts = dict(self._read(archive))
        self._about: dict[UUID, _About] = {guid: _About() for guid in gathered.notes}
        self._described: list[RefiNote] = []
        self._selections: dict[UUID, tuple[list[UUID], TextSpan | None]] = {}
        self._bare: dict[UUID, str] = {}

    def _read(self, archive: RefiArchive | None) -> Iterator[tuple[UUID, str]]:
        for guid, note in self._gathered.notes.items():
            try:
                text = read_words(note, archive).normalized
            except Unreadable as error:
                if not note.description:
                    self._leave(
                        gettext_noop("Memo “%(name)s” (%(guid)s): %(reason)s."),
                        name=note.name, guid=guid, reason=error.reason,
                    )  # fmt: skip
                    continue
                text = ""
            yield guid, _joined(note, text)
            if note.codings or note.selections:
                self._leave(
                    gettext_noop("Memo “%(name)s” (%(guid)s): what is marked or coded in it."),
                    name=note.name, guid=guid,
                )  # fmt: skip

    def _leave(self, msgid: str, **details: object) -> None:
        self._left_out.append(make_safe_message(msgid, **details))

    def point(self, notes: Iterable[UUID], target: UUID, span: TextSpan | None = None) -> None:
        """Record that memos are about a code, a source, a coding, or a span of a source."""
        for note in notes:
            if note in self._about:
                self._about[note].targets.add(target)
                self._about[note].spans.update([span] if span else [])

    def on_selection(
        self, selection: RawSelection, source: RawText, codings: list[UUID], span: TextSpan | None
    ) -> None:
        """Attach a selection's memos to its codings, or to its span if it has none."""
        about, own_span = (codings, None) if codings else ([source.guid], span)
        if self._gathered.links:
            self._selections[selection.guid] = (about, own_span)
        for target in about:
            self.point(selection.notes, target, own_span)
        if not (selection.codings or selection.notes or selection.description):
            self._bare[selection.guid] = source.name
        if selection.description and not self._repeats_memos(selection):
            guid = derive_guid(selection.guid, "description")
            words, by, at = selection.description, selection.user, selection.at
            self._described.append(
                RefiNote(guid, words, by=by, at=at, about=frozenset(about), span=own_span)
            )

    def _repeats_memos(self, selection: RawSelection) -> bool:
        """Return whether a description only repeats the memos of the selection and its codings."""
        memos = [*(note for each in selection.codings for note in each.notes), *selection.notes]
        return selection.description == join_memos(self._texts.get(memo, "") for memo in memos)

    def notes(self) -> tuple[RefiNote, ...]:
        """Return all memos, once the whole project has been read."""
        for link in self._gathered.links:
            self._follow(link)
        for guid, source in self._bare.items():
            message = gettext_noop(
                "“%(source)s”: selection %(guid)s has neither a code nor a comment."
            )
            self._leave(message, source=source, guid=guid)
        found = [self._note(self._gathered.notes[guid], text) for guid, text in self._texts.items()]
        return (*found, *self._described)

    def _note(self, raw: RawText, text: str) -> RefiNote:
        about = self._about[raw.guid]
        return RefiNote(
            raw.guid, text, raw.name, raw.user, raw.at, frozenset(about.targets), about.span
        )

    def _follow(self, link: RawLink) -> None:
        note, target = link.origin, link.target
        if note not in self._about:
            note, target = target, note
        if note is None or target is None or note not in self._about:
            self._gathered.unknown["Links", "Link"] += 1
            return
        self._bare.pop(target, None)
        about, span = self._selections.get(target, ([target], None))
        for each in about:
            self.point([note], each, span)


def _joined(note: RawText, text: str) -> str:
    """Return the memo's text after its description, which some programs use as heading."""
    if note.description and note.description != text:
        return f"{note.description}\n\n{text}" if text else note.description
    return text
