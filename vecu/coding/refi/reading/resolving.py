"""What the records of a file point to, put together into a project; what points nowhere, named."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from vecu.coding.refi.guids import derived_guid
from vecu.coding.refi.model import (
    Case,
    Code,
    Coding,
    Found,
    Note,
    Project,
    Set,
    Source,
    User,
    Value,
)
from vecu.coding.refi.reading.archive import Archive
from vecu.coding.refi.reading.counting import Counting, Gauge, span_within
from vecu.coding.refi.reading.memos import Memos
from vecu.coding.refi.reading.raw import Gathering, RawCoding, RawSelection, RawText
from vecu.coding.refi.reading.texts import Unreadable, Words, countings, places_of, read_words
from vecu.coding.refi.refusals import sentence
from vecu.coding.rules import CoderKind
from vecu.coding.spans import Span
from vecu.messages import Message
from vecu.text import _

_KINDS = {
    "PictureSource": _("Picture"),
    "PDFSource": _("PDF"),
    "AudioSource": _("Recording of sound"),
    "VideoSource": _("Film"),
    "Graph": _("Graph"),
}


def resolve(gathered: Gathering, archive: Archive | None) -> Found:
    """Return the project that a file holds, with what was left out and what was guessed."""
    resolver = _Resolver(gathered, archive)
    sources = tuple(resolver.sources())
    read = dict.fromkeys(source.guid for source in sources)
    project = Project(
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
    return Found(project, tuple(resolver.left_out), tuple(resolver.remarks))


@dataclass
class _Resolver:
    gathered: Gathering
    archive: Archive | None
    left_out: list[Message] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.users = dict(self.gathered.users)
        self.memos = Memos(self.gathered, self.archive, self.left_out)
        parents = {code.parent for code in self.gathered.codes.values()}
        # NVivo writes each case a second time, as a code with the case's identifier.
        self.case_codes: dict[UUID, dict[UUID, None]] = {
            guid: {}
            for guid in self.gathered.codes
            if guid in self.gathered.cases and guid not in parents
        }
        self.met: set[UUID] = set()

    def leave(self, msgid: str, **details: object) -> None:
        self.left_out.append(sentence(msgid, **details))

    def remark(self, msgid: str, **details: object) -> None:
        self.remarks.append(sentence(msgid, **details))

    def codes(self) -> Iterator[Code]:
        for guid, code in self.gathered.codes.items():
            if guid not in self.case_codes:
                self.memos.point(self.gathered.code_notes.get(guid, ()), guid)
                yield code

    # Sources and what stands on them

    def sources(self) -> Iterator[Source]:
        words = self._words()
        counted = countings(self.gathered.origin, self.gathered.sources, words)
        for usual, found in counted.values():
            if usual != found:
                self._tell(found)
        for guid in list(words):
            raw, each = self.gathered.sources[guid], words.pop(guid)
            _usual, counting = counted[each.inside]
            yield self._source(raw, each, counting)
            raw.selections, raw.codings = [], []  # let go, as there may be very many

    def _words(self) -> dict[UUID, Words]:
        found = {}
        for guid, text in self.gathered.sources.items():
            try:
                found[guid] = read_words(text, self.archive)
            except Unreadable as error:
                self.leave(
                    _("Text “%(name)s” (%(guid)s), with %(codings)s codings: %(reason)s."),
                    name=text.name, guid=guid, codings=text.all_codings, reason=error.reason,
                )  # fmt: skip
                continue
            if encoding := found[guid].encoding:
                self.remark(
                    _("Text “%(name)s” is not in UTF-8; it was read as %(encoding)s."),
                    name=text.name, encoding=encoding,
                )  # fmt: skip
        return found

    def _tell(self, counting: Counting) -> None:
        self.remark(
            _(
                "The words that selections are named after fit best when places are counted so:"
                " %(breaks)s; %(units)s; %(end)s."
            ),
            breaks=Message(
                _("a line break (CRLF) as two")
                if counting.breaks_as_two
                else _("a line break (CRLF) as one")
            ),
            units=Message(_("in UTF-16 units") if counting.utf16 else _("in whole characters")),
            end=Message(
                _("the end is the last character")
                if counting.last_included
                else _("the end is the place after the last character")
            ),
        )

    def _source(self, raw: RawText, words: Words, counting: Counting) -> Source:
        gauge, text = Gauge(words.raw, counting), words.kept
        codings = [self._coding(each, raw, None, None) for each in raw.codings]
        for selection in raw.selections:
            span = self._span(selection, raw, gauge, text)
            if span is not None:
                codings += self._codings_on(selection, raw, span, whole=span == Span(0, len(text)))
        self.memos.point(raw.notes, raw.guid)
        return Source(
            raw.guid, raw.name, text, tuple(each for each in codings if each), raw.description
        )

    def _span(self, selection: RawSelection, raw: RawText, gauge: Gauge, text: str) -> Span | None:
        places = places_of(selection)
        span = span_within(*gauge.span(*places), text) if places else None
        if span is None:
            self.leave(
                _(
                    "“%(source)s”: selection %(guid)s, from %(start)s to %(end)s, with %(codings)s"
                    " codings, is empty or no part of the text, which has %(length)s characters."
                ),
                source=raw.name, guid=selection.guid, start=selection.start, end=selection.end,
                codings=len(selection.codings), length=len(text),
            )  # fmt: skip
        return span

    def _codings_on(
        self, selection: RawSelection, raw: RawText, span: Span, *, whole: bool
    ) -> list[Coding]:
        part = None if whole else span
        found = [self._coding(each, raw, part, selection.user) for each in selection.codings]
        codings = [each for each in found if each]
        about = [each.guid for each in codings]
        self.memos.on_selection(selection, raw, about, part)
        return codings

    def _coding(
        self, raw: RawCoding, source: RawText, span: Span | None, user: UUID | None
    ) -> Coding | None:
        if raw.code in self.case_codes:
            self.case_codes[raw.code][source.guid] = None
            return None
        if raw.code is None or raw.code not in self.gathered.codes:
            self.leave(
                _("“%(source)s”: coding %(guid)s is with a code that the file lacks (%(code)s)."),
                source=source.name, guid=raw.guid, code=raw.code or "—",
            )  # fmt: skip
            return None
        guid = raw.guid if raw.guid not in self.met else derived_guid(raw.guid, str(len(self.met)))
        self.met.add(guid)
        self.memos.point(raw.notes, guid)
        return Coding(guid, raw.code, self._coder(raw.user or user), span, raw.at)

    def _coder(self, user: UUID | None) -> UUID | None:
        if user is not None and user not in self.users:
            self.users[user] = User(user, str(user), CoderKind.IMPORTED)
            self.remark(
                _("Codings or memos are by somebody whom the file does not name (%(guid)s)."),
                guid=user,
            )
        return user

    def notes(self) -> Iterator[Note]:
        """Yield the memos, once the sources have been read."""
        for note in self.memos.notes():
            yield replace(note, by=self._coder(note.by))

    # Cases and sets

    def cases(self, read: Collection[UUID]) -> Iterator[Case]:
        """Yield the cases, then one for each source that has values itself, as MAXQDA has it."""
        for guid, case in self.gathered.cases.items():
            named = dict.fromkeys(case.sources) | self.case_codes.get(guid, {})
            sources = self._known(case.name, named, read)
            yield replace(case, sources=sources, values=self._values(case.name, case.values))
        for guid in read:
            raw = self.gathered.sources[guid]
            if raw.values:
                values = self._values(raw.name, raw.values)
                yield Case(derived_guid(guid, "case"), raw.name, (guid,), values)

    def _values(self, name: str, values: Mapping[UUID, Value]) -> dict[UUID, Value]:
        known = self._known(name, values, self.gathered.variables)
        return {variable: values[variable] for variable in known}

    def sets(self, read: Collection[UUID]) -> Iterator[Set]:
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
        """Return what is known of what a case or set names, and tell of the rest."""
        found = tuple(each for each in wanted if each in known)
        if lost := len(list(wanted)) - len(found):
            self.leave(
                _("“%(name)s” names %(times)s things that the file lacks or that were left out."),
                name=name, times=lost,
            )  # fmt: skip
        return found

    # What nobody knows

    def name_the_rest(self) -> None:
        """Name what no record could be made of."""
        for media in self.gathered.media:
            self.leave(
                _("%(kind)s “%(name)s” (%(guid)s), with %(codings)s codings: only texts are read."),
                kind=Message(_KINDS[media.kind]), name=media.name, guid=media.guid,
                codings=media.codings,
            )  # fmt: skip
        for (parent, child), times in self.gathered.unknown.items():
            self.leave(
                _("<%(element)s> in <%(parent)s>, %(times)s times: not known here."),
                element=child, parent=parent, times=times,
            )  # fmt: skip
        if odd := self.gathered.odd_identifiers:
            self.remark(
                _("%(times)s identifiers are missing or no GUIDs (such as “%(found)s”)."),
                times=len(odd), found=odd[0],
            )  # fmt: skip
        if self.case_codes:
            self.remark(
                _(
                    "%(times)s codes are cases of the file once more, and stand among the cases"
                    " only."
                ),
                times=len(self.case_codes),
            )
