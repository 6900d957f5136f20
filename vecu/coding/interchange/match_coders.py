"""Who coded what in a file, beside what is here. Pure.

Nobody's own codings change. What a member coded here and went on coding elsewhere comes in as a
coder beside them, and so does everybody the file names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from vecu.coding.interchange.export_record import CoderName
from vecu.coding.interchange.id_map import (
    NOBODY,
    find_identity,
    new_identity,
)
from vecu.coding.interchange.match_texts import TextMatch
from vecu.coding.refi import (
    RefiUser,
    derive_guid,
)
from vecu.coding.rules import CoderKind
from vecu.coding.spans import (
    SpanRefused,
    TextSpan,
)
from vecu.translation import (
    gettext_noop,
    translate,
)

MAX_CODER_NAME = 150
CodeAndSpan = tuple[UUID, TextSpan | None]
"""A code, and where on a text it is."""
Known = tuple[UUID, UUID, UUID, TextSpan | None]
"""A coding that is here: text, coder, what its code counts as, place."""
_UNKNOWN_CODER = gettext_noop("Unknown coder")
_IMPORTED = gettext_noop("imported")
_ROOM_FOR_IMPORTED = 20


@dataclass(frozen=True)
class ImportedCoder:
    """What one coder of the file did. `new` are the codes to bring, text by text.

    `id` is who holds them here; `member` is the coder whom the file says it was, where that is a
    member of ours, beside whom this one stands. `unmarked` are texts of the file on which they
    have put no code: whether they read them, no file says.
    """

    id: UUID
    name: str
    kind: CoderKind
    is_new: bool
    member: UUID | None
    new: Mapping[UUID, tuple[CodeAndSpan, ...]]
    already: int
    unmarked: tuple[UUID, ...]

    @property
    def brought(self) -> int:
        """How many codings are new."""
        return sum(map(len, self.new.values()))


@dataclass(frozen=True)
class ExistingCoders:
    """The coders of a codebook, and what they did; `final` tells what each code counts as."""

    codebook: UUID
    language: str
    coders: Mapping[UUID, CoderName]
    final: Mapping[UUID, UUID]
    codings: Collection[Known]
    finished: Collection[tuple[UUID, UUID]]
    taken: frozenset[UUID]


@dataclass
class CoderMatcher:
    """The coders of a file: who they are here, and what they would bring."""

    here: ExistingCoders
    users: Mapping[UUID, RefiUser]
    marks: dict[UUID, dict[UUID, dict[CodeAndSpan, None]]] = field(default_factory=dict)
    coded: dict[UUID, tuple[UUID, UUID, CodeAndSpan]] = field(default_factory=dict)
    blanks: int = 0

    def __post_init__(self) -> None:
        self._names = {who.name.casefold() for who in self.here.coders.values()}

    def take(self, matches: Sequence[TextMatch], codes: Mapping[UUID, UUID]) -> list[ImportedCoder]:
        """Return what each coder brings; `codes` are what those of the file are here."""
        for match in matches:
            self._sort(match, codes)
        known = self._known(matches)
        found = [self._bringing(guid, texts, known, matches) for guid, texts in self.marks.items()]
        return sorted(found, key=lambda coder: (coder.name.casefold(), coder.id))

    def _sort(self, match: TextMatch, codes: Mapping[UUID, UUID]) -> None:
        for coding in match.source.codings:
            try:
                mark = (codes[coding.code], match.map_span(coding.span))
            except SpanRefused:
                self.blanks += 1
                continue
            coder = coding.coder or NOBODY
            self.marks.setdefault(coder, {}).setdefault(match.text, {})[mark] = None
            self.coded[coding.guid] = (coder, match.text, mark)

    def _known(self, matches: Sequence[TextMatch]) -> set[Known]:
        """Return the codings that are here, on the texts of the file, places as in the file."""
        by_text = {match.text: match for match in matches}
        return {
            (text, coder, code, by_text[text].own_span(span) if span else None)
            for text, coder, code, span in self.here.codings
            if text in by_text
        }

    def _bringing(
        self,
        guid: UUID,
        texts: Mapping[UUID, Collection[CodeAndSpan]],
        known: Collection[Known],
        matches: Sequence[TextMatch],
    ) -> ImportedCoder:
        id_, member, is_new = self.identify(guid)

        def lacks(coder: UUID, text: UUID, mark: CodeAndSpan) -> bool:
            final = self.here.final.get(mark[0], mark[0])
            return (text, coder, final, mark[1]) not in known

        new: dict[UUID, tuple[CodeAndSpan, ...]] = {}
        for text, marks in texts.items():
            lacking = tuple(mark for mark in marks if lacks(id_, text, mark))
            if lacking and (member is None or any(lacks(member, text, mark) for mark in lacking)):
                new[text] = lacking
        return ImportedCoder(
            id=id_,
            name=self._name(guid, id_, member if new else None),
            kind=self._kind(guid, id_),
            is_new=is_new,
            member=member,
            new=new,
            already=sum(map(len, texts.values())) - sum(map(len, new.values())),
            unmarked=() if member else self._unmarked(id_, texts, matches),
        )

    def identify(self, guid: UUID) -> tuple[UUID, UUID | None, bool]:
        """Return who holds what a user of the file did, which member that is, and if it is new."""
        here, codebook = self.here.coders, self.here.codebook
        known = find_identity(codebook, guid, here)
        if known and here[known].kind is not CoderKind.IMPORTED:
            beside = derive_guid(known, "imported")
            return beside, known, beside not in here
        taken = self.here.taken | {NOBODY}
        return known or new_identity(codebook, guid, taken), None, known is None

    def _kind(self, guid: UUID, id_: UUID) -> CoderKind:
        if id_ in self.here.coders:
            return self.here.coders[id_].kind
        machine = guid in self.users and self.users[guid].kind is CoderKind.MACHINE
        return CoderKind.MACHINE if machine else CoderKind.IMPORTED

    def _name(self, guid: UUID, id_: UUID, member: UUID | None) -> str:
        """Return what a coder is called: as in the file, told apart from those who are here."""
        known = self.here.coders.get(id_) or self.here.coders.get(guid)
        if known and (id_ in self.here.coders or not member):
            return known.name
        if member:
            return self._disambiguate(self.here.coders[member].name)
        user = self.users.get(guid, RefiUser(guid, ""))
        name = " ".join(user.name.split()) or translate(_UNKNOWN_CODER, self.here.language)
        name = name[:MAX_CODER_NAME]
        return self._disambiguate(name) if name.casefold() in self._names else self._taken(name)

    def _disambiguate(self, name: str) -> str:
        imported, number = translate(_IMPORTED, self.here.language), 1
        name = name[: MAX_CODER_NAME - _ROOM_FOR_IMPORTED]
        found = f"{name} ({imported})"
        while found.casefold() in self._names:
            number += 1
            found = f"{name} ({imported} {number})"
        return self._taken(found)

    def _taken(self, name: str) -> str:
        self._names.add(name.casefold())
        return name

    def _unmarked(
        self, coder: UUID, texts: Collection[UUID], matches: Sequence[TextMatch]
    ) -> tuple[UUID, ...]:
        finished = self.here.finished
        return tuple(
            match.text
            for match in matches
            if match.text not in texts and (match.text, coder) not in finished
        )
