"""The words of sources and notes, wherever a program has put them, and how it counts in them."""

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.refi.positions import fit_text
from vecu.coding.refi.reading.archive import BROKEN, MAX_TEXT, Archive
from vecu.coding.refi.reading.counting import Counting, Quoted, find_counting, usual_counting
from vecu.coding.refi.reading.raw import RawSelection, RawText
from vecu.coding.refi.refusals import sentence
from vecu.messages import Message
from vecu.text import _

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it stands in the file; `inside` the XML, or in a file of its own.

    `encoding` is the one that was guessed, '' where there was no need to.
    """

    raw: str
    inside: bool
    encoding: str = ""

    @property
    def kept(self) -> str:
        """The text with LF and without what XML forbids: what spans count in."""
        return fit_text(self.raw)


class Unreadable(Exception):
    """The words of a text cannot be had; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(str(reason))


def read_words(text: RawText, archive: Archive | None) -> Words:
    """Return the words of a source or note; raise `Unreadable`."""
    entry = archive.find(text.path) if archive and text.path else None
    if archive and entry:
        return _words_in(archive, entry)
    if text.content is not None:
        return Words(text.content.removeprefix("\ufeff"), inside=True)
    if text.path:
        raise Unreadable(sentence(_("its words are not in the file (%(path)s)"), path=text.path))
    raise Unreadable(sentence(_("it comes without plain text")))


def _words_in(archive: Archive, entry: str) -> Words:
    if archive.size_of(entry) > MAX_TEXT:
        raise Unreadable(sentence(_("it is longer than %(most)s MB"), most=MAX_TEXT // 1_000_000))
    try:
        content = archive.read(entry)
    except BROKEN as error:
        raise Unreadable(sentence(_("its words are damaged"))) from error
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    try:
        return Words(content.decode(encoding), inside=False)
    except UnicodeDecodeError:
        return Words(content.decode("cp1252", "replace"), inside=False, encoding="Windows-1252")


def countings(
    origin: str, sources: Mapping[UUID, RawText], words: Mapping[UUID, Words]
) -> dict[bool, tuple[Counting, Counting]]:
    """Return the usual counting and that of this file, for texts inside the XML and for others.

    The two are told apart since XML takes the CRs out of what stands in it.
    """
    return {
        inside: _counting(
            origin,
            [(sources[guid], each.raw) for guid, each in words.items() if each.inside is inside],
        )
        for inside in (False, True)
    }


def _counting(origin: str, texts: Iterable[tuple[RawText, str]]) -> tuple[Counting, Counting]:
    # Texts in which the ways of counting differ most are looked at first.
    telling = sorted(texts, key=lambda each: "\r" not in each[1])
    usual = usual_counting(origin, (raw for _text, raw in telling))
    quoted = [
        Quoted(raw, *places, selection.name)
        for text, raw in telling
        for selection in text.selections
        if selection.name and (places := places_of(selection))
    ]
    return usual, find_counting(usual, quoted)


def places_of(selection: RawSelection) -> tuple[int, int] | None:
    """Return the two places that a selection names, None where they are no numbers."""
    try:
        return int(selection.start), int(selection.end)
    except ValueError:
        return None
