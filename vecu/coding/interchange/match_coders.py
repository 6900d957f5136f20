"""Match the coders of a file with the existing ones. Pure.

An import changes nobody's codings. If a member continued coding in another program, their codings
are imported under a separate coder beside them, as for everybody in the file.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from vecu.coding.interchange.export_record import CoderName
from vecu.coding.interchange.id_map import NOBODY, find_identity, new_identity
from vecu.coding.interchange.match_texts import TextMatch
from vecu.coding.refi import RefiUser, derive_guid
from vecu.coding.rules import CoderKind
from vecu.coding.spans import SpanRefused, TextSpan
from vecu.translation import gettext_noop, translate

MAX_CODER_NAME = 150
CodeAndSpan = tuple[UUID, TextSpan | None]
"""A code, and its span in a text."""
Known = tuple[UUID, UUID, UUID, TextSpan | None]
"""An existing coding: text, coder, the code it counts as, span."""
_UNKNOWN_CODER = gettext_noop("Unknown coder")
_IMPORTED = gettext_noop("imported")
_ROOM_FOR_IMPORTED = 20


@dataclass(frozen=True)
class ImportedCoder:
    """One coder of the file. `new` are the codings to import, text by text.

    `id` is the coder that will hold them; `member` is our member whom the file's coder is, if any,
    beside whom this coder is created. `unmarked` are texts of the file without a code of theirs: no
    file says whether they read them.
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
    """The coders of a codebook and their codings; `final` says what each code counts as."""

    codebook: UUID
    language: str
    coders: Mapping[UUID, CoderName]
    final: Mapping[UUID, UUID]
    codings: Collection[Known]
    finished: Collection[tuple[UUID, UUID]]
    taken: frozenset[UUID]


@dataclass
class CoderMatcher:
    """Matches the coders of a file, and finds their new codings."""

    here: ExistingCoders
    users: Mapping[UUID, RefiUser]
    marks: dict[UUID, dict[UUID, dict[CodeAndSpan, None]]] = field(default_factory=dict)
    coded: dict[UUID, tuple[UUID, UUID, CodeAndSpan]] = field(default_factory=dict)
    blanks: int = 0

    def __post_init__(self) -> None:
        self._names = {who.name.casefold() for who in self.here.coders.values()}

    def take(self, matches: Sequence[TextMatch], codes: Mapping[UUID, UUID]) -> list[ImportedCoder]:
        """Return what to import for each coder; `codes` maps the file's codes to ours."""
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
        """Return the existing codings on the texts of the file, with spans as in the file."""
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
        """Return the coder for a user of the file, the member it is, and whether it is new."""
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
        """Return a coder's name: as in the file, made distinct from existing ones."""
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
