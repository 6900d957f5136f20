"""Resolve the references of raw records into a project; report what is missing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from vecu.coding.refi.errors import make_safe_message
from vecu.coding.refi.guids import derive_guid
from vecu.coding.refi.model import (
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiProject,
    RefiReadResult,
    RefiSet,
    RefiSource,
    RefiUser,
    Value,
)
from vecu.coding.refi.reading.archive import RefiArchive
from vecu.coding.refi.reading.memos import RefiMemoCollector
from vecu.coding.refi.reading.offset_units import OffsetConvention, OffsetConverter, span_within
from vecu.coding.refi.reading.records import RawCoding, RawProject, RawSelection, RawText
from vecu.coding.refi.reading.texts import (
    SourceText,
    Unreadable,
    infer_conventions,
    parse_offsets,
    read_words,
)
from vecu.coding.rules import CoderKind
from vecu.coding.spans import TextSpan
from vecu.messages import Message
from vecu.translation import gettext_noop

_KINDS = {
    "PictureSource": gettext_noop("Picture"),
    "PDFSource": gettext_noop("PDF"),
    "AudioSource": gettext_noop("Recording of sound"),
    "VideoSource": gettext_noop("Film"),
    "Graph": gettext_noop("Graph"),
}


def resolve_references(gathered: RawProject, archive: RefiArchive | None) -> RefiReadResult:
    """Return the project that a file holds, with what was left out and what was guessed."""
    resolver = _Resolver(gathered, archive)
    sources = tuple(resolver.sources())
    read = dict.fromkeys(source.guid for source in sources)
    project = RefiProject(
        gathered.name,
        codes=tuple(resolver.codes()),
        variables=tuple(gathered.variables.values()),
        sources=sources,
        notes=tuple(resolver.notes()),
        sets=tuple(resolver.sets(read)),
        users=tuple(resolver.users.values()),
        cases=tuple(resolver.cases(read)),
        description=gathered.description,
        origin=gathered.origin,
        at=gathered.at,
    )
    resolver.name_the_rest()
    return RefiReadResult(project, tuple(resolver.left_out), tuple(resolver.remarks))


@dataclass
class _Resolver:
    gathered: RawProject
    archive: RefiArchive | None
    left_out: list[Message] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.users = dict(self.gathered.users)
        self.memos = RefiMemoCollector(self.gathered, self.archive, self.left_out)
        parents = {code.parent for code in self.gathered.codes.values()}
        # NVivo writes each case a second time, as a code with the case's identifier.
        self.case_codes: dict[UUID, dict[UUID, None]] = {
            guid: {}
            for guid in self.gathered.codes
            if guid in self.gathered.cases and guid not in parents
        }
        self.met: set[UUID] = set()

    def leave(self, msgid: str, **details: object) -> None:
        self.left_out.append(make_safe_message(msgid, **details))

    def remark(self, msgid: str, **details: object) -> None:
        self.remarks.append(make_safe_message(msgid, **details))

    def codes(self) -> Iterator[RefiCode]:
        for guid, code in self.gathered.codes.items():
            if guid not in self.case_codes:
                self.memos.point(self.gathered.code_notes.get(guid, ()), guid)
                yield code

    # Sources with their codings

    def sources(self) -> Iterator[RefiSource]:
        words = self._words()
        counted = infer_conventions(self.gathered.origin, self.gathered.sources, words)
        for usual, found in counted.values():
            if usual != found:
                self._tell(found)
        for guid in list(words):
            raw, each = self.gathered.sources[guid], words.pop(guid)
            _usual, counting = counted[each.inside]
            yield self._source(raw, each, counting)
            raw.selections, raw.codings = [], []  # free the memory, as there may be very many

    def _words(self) -> dict[UUID, SourceText]:
        found = {}
        for guid, text in self.gathered.sources.items():
            try:
                found[guid] = read_words(text, self.archive)
            except Unreadable as error:
                self.leave(
                    gettext_noop(
                        "Text “%(name)s” (%(guid)s), with %(codings)s codings: %(reason)s."
                    ),
                    name=text.name,
                    guid=guid,
                    codings=text.all_codings,
                    reason=error.reason,
                )
                continue
            if encoding := found[guid].encoding:
                self.remark(
                    gettext_noop("Text “%(name)s” is not in UTF-8; it was read as %(encoding)s."),
                    name=text.name, encoding=encoding,
                )  # fmt: skip
        return found

    def _tell(self, counting: OffsetConvention) -> None:
        self.remark(
            gettext_noop(
                "The words that selections are named after fit best when places are counted so:"
                " %(breaks)s; %(units)s; %(end)s."
            ),
            breaks=Message(
                gettext_noop("a line break (CRLF) as two")
                if counting.breaks_as_two
                else gettext_noop("a line break (CRLF) as one")
            ),
            units=Message(
                gettext_noop("in UTF-16 units")
                if counting.utf16
                else gettext_noop("in whole characters")
            ),
            end=Message(
                gettext_noop("the end is the last character")
                if counting.last_included
                else gettext_noop("the end is the place after the last character")
            ),
        )

    def _source(self, raw: RawText, words: SourceText, counting: OffsetConvention) -> RefiSource:
        gauge, text = OffsetConverter(words.raw, counting), words.normalized
        codings = [self._coding(each, raw, None, None) for each in raw.codings]
        for selection in raw.selections:
            span = self._span(selection, raw, gauge, text)
            if span is not None:
                codings += self._codings_on(
                    selection, raw, span, whole=span == TextSpan(0, len(text))
                )
        self.memos.point(raw.notes, raw.guid)
        return RefiSource(
            raw.guid, raw.name, text, tuple(each for each in codings if each), raw.description
        )

    def _span(
        self, selection: RawSelection, raw: RawText, gauge: OffsetConverter, text: str
    ) -> TextSpan | None:
        places = parse_offsets(selection)
        span = span_within(*gauge.span(*places), text) if places else None
        if span is None:
            self.leave(
                gettext_noop(
                    "“%(source)s”: selection %(guid)s, from %(start)s to %(end)s, with %(codings)s"
                    " codings, is empty or no part of the text, which has %(length)s characters."
                ),
                source=raw.name, guid=selection.guid, start=selection.start, end=selection.end,
                codings=len(selection.codings), length=len(text),
            )  # fmt: skip
        return span

    def _codings_on(
        self, selection: RawSelection, raw: RawText, span: TextSpan, *, whole: bool
    ) -> list[RefiCoding]:
        part = None if whole else span
        found = [self._coding(each, raw, part, selection.user) for each in selection.codings]
        codings = [each for each in found if each]
        about = [each.guid for each in codings]
        self.memos.on_selection(selection, raw, about, part)
        return codings

    def _coding(
        self, raw: RawCoding, source: RawText, span: TextSpan | None, user: UUID | None
    ) -> RefiCoding | None:
        if raw.code in self.case_codes:
            self.case_codes[raw.code][source.guid] = None
            return None
        if raw.code is None or raw.code not in self.gathered.codes:
            self.leave(
                gettext_noop(
                    "“%(source)s”: coding %(guid)s is with a code that the file lacks (%(code)s)."
                ),
                source=source.name,
                guid=raw.guid,
                code=raw.code or "—",
            )
            return None
        guid = raw.guid if raw.guid not in self.met else derive_guid(raw.guid, str(len(self.met)))
        self.met.add(guid)
        self.memos.point(raw.notes, guid)
        return RefiCoding(guid, raw.code, self._coder(raw.user or user), span, raw.at)

    def _coder(self, user: UUID | None) -> UUID | None:
        if user is not None and user not in self.users:
            self.users[user] = RefiUser(user, str(user), CoderKind.IMPORTED)
            self.remark(
                gettext_noop(
                    "Codings or memos are by somebody whom the file does not name (%(guid)s)."
                ),
                guid=user,
            )
        return user

    def notes(self) -> Iterator[RefiNote]:
        """Yield the memos, once the sources have been read."""
        for note in self.memos.notes():
            yield replace(note, by=self._coder(note.by))

    # Cases and sets

    def cases(self, read: Collection[UUID]) -> Iterator[RefiCase]:
        """Yield the cases, then one for each source with its own values, as in MAXQDA's files."""
        for guid, case in self.gathered.cases.items():
            named = dict.fromkeys(case.sources) | self.case_codes.get(guid, {})
            sources = self._known(case.name, named, read)
            yield replace(case, sources=sources, values=self._values(case.name, case.values))
        for guid in read:
            raw = self.gathered.sources[guid]
            if raw.values:
                values = self._values(raw.name, raw.values)
                yield RefiCase(derive_guid(guid, "case"), raw.name, (guid,), values)

    def _values(self, name: str, values: Mapping[UUID, Value]) -> dict[UUID, Value]:
        known = self._known(name, values, self.gathered.variables)
        return {variable: values[variable] for variable in known}

    def sets(self, read: Collection[UUID]) -> Iterator[RefiSet]:
        """Yield the sets with those of their members that were read."""
        codes = self.gathered.codes.keys() - self.case_codes.keys()
        for each in self.gathered.sets.values():
            yield replace(
                each,
                codes=self._known(each.name, each.codes, codes),
                sources=self._known(each.name, each.sources, read),
                notes=self._known(each.name, each.notes, self.gathered.notes),
            )

    def _known(
        self, name: str, wanted: Iterable[UUID], known: Collection[UUID]
    ) -> tuple[UUID, ...]:
        """Return the existing members of a case or set, and report the others."""
        found = tuple(each for each in wanted if each in known)
        if lost := len(list(wanted)) - len(found):
            self.leave(
                gettext_noop(
                    "“%(name)s” names %(times)s things that the file lacks or that were left out."
                ),
                name=name,
                times=lost,
            )
        return found

    # Unknown elements

    def name_the_rest(self) -> None:
        """Report the elements that have no record."""
        for media in self.gathered.media:
            self.leave(
                gettext_noop(
                    "%(kind)s “%(name)s” (%(guid)s), with %(codings)s codings: only texts are read."
                ),
                kind=Message(_KINDS[media.kind]),
                name=media.name,
                guid=media.guid,
                codings=media.codings,
            )
        for (parent, child), times in self.gathered.unknown.items():
            self.leave(
                gettext_noop("<%(element)s> in <%(parent)s>, %(times)s times: not known here."),
                element=child, parent=parent, times=times,
            )  # fmt: skip
        if odd := self.gathered.odd_identifiers:
            self.remark(
                gettext_noop(
                    "%(times)s identifiers are missing or no GUIDs (such as “%(found)s”)."
                ),
                times=len(odd),
                found=odd[0],
            )
        if self.case_codes:
            self.remark(
                gettext_noop(
                    "%(times)s codes repeat cases of the file, and are listed among the cases only."
                ),
                times=len(self.case_codes),
            )
