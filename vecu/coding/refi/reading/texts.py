"""Find the words of sources and notes, and the convention of their offsets."""

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.refi.errors import make_safe_message
from vecu.coding.refi.offsets import fit_text
from vecu.coding.refi.reading.archive import BROKEN, MAX_TEXT, RefiArchive
from vecu.coding.refi.reading.offset_units import (
    OffsetConvention,
    SelectionQuote,
    get_default_convention,
    infer_convention,
)
from vecu.coding.refi.reading.records import RawSelection, RawText
from vecu.messages import Message
from vecu.translation import gettext_noop

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text as it is in the file; `inside` the XML, or in a file of its own.

    `encoding` is the guessed one, '' if none was guessed.
    """

    raw: str
    inside: bool
    encoding: str = ""

    @property
    def normalized(self) -> str:
        """The text with LF and without forbidden characters: what spans count in."""
        return fit_text(self.raw)


class Unreadable(Exception):
    """The words of a text cannot be read; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(str(reason))


def read_words(text: RawText, archive: RefiArchive | None) -> SourceText:
    """Return the words of a source or note; raise `Unreadable`."""
    entry = archive.find(text.path) if archive and text.path else None
    if archive and entry:
        return _words_in(archive, entry)
    if text.content is not None:
        return SourceText(text.content.removeprefix("\ufeff"), inside=True)
    if text.path:
        raise Unreadable(
            make_safe_message(
                gettext_noop("its words are not in the file (%(path)s)"), path=text.path
            )
        )
    raise Unreadable(make_safe_message(gettext_noop("it comes without plain text")))


def _words_in(archive: RefiArchive, entry: str) -> SourceText:
    if archive.size_of(entry) > MAX_TEXT:
        raise Unreadable(
            make_safe_message(
                gettext_noop("it is longer than %(most)s MB"), most=MAX_TEXT // 1_000_000
            )
        )
    try:
        content = archive.read(entry)
    except BROKEN as error:
        raise Unreadable(make_safe_message(gettext_noop("its words are damaged"))) from error
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    try:
        return SourceText(content.decode(encoding), inside=False)
    except UnicodeDecodeError:
        return SourceText(
            content.decode("cp1252", "replace"), inside=False, encoding="Windows-1252"
        )


def infer_conventions(
    origin: str, sources: Mapping[UUID, RawText], words: Mapping[UUID, SourceText]
) -> dict[bool, tuple[OffsetConvention, OffsetConvention]]:
    """Return the default and the inferred convention, for texts inside the XML and for others.

    They are distinguished because XML removes the CRs of a text inside it.
    """
    return {
        inside: _counting(
            origin,
            [(sources[guid], each.raw) for guid, each in words.items() if each.inside is inside],
        )
        for inside in (False, True)
    }


def _counting(
    origin: str, texts: Iterable[tuple[RawText, str]]
) -> tuple[OffsetConvention, OffsetConvention]:
    # Texts in which the conventions differ most come first.
    telling = sorted(texts, key=lambda each: "\r" not in each[1])
    usual = get_default_convention(origin, (raw for _text, raw in telling))
    quoted = [
        SelectionQuote(raw, *places, selection.name)
        for text, raw in telling
        for selection in text.selections
        if selection.name and (places := parse_offsets(selection))
    ]
    return usual, infer_convention(usual, quoted)


def parse_offsets(selection: RawSelection) -> tuple[int, int] | None:
    """Return the two offsets of a selection, None if they are no numbers."""
    try:
        return int(selection.start), int(selection.end)
    except ValueError:
        return None
