"""Find the memos of a file that are new. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from vecu.coding.interchange.id_map import find_identity, new_identity
from vecu.coding.interchange.match_coders import MAX_CODER_NAME, CodeAndSpan, CoderMatcher
from vecu.coding.interchange.match_texts import MatchedTexts
from vecu.coding.refi import RefiNote, RefiProject, derive_guid, fit_text
from vecu.coding.spans import hash_text


@dataclass(frozen=True, slots=True)
class NewMemo:
    """A memo to import: about a code, a text, a coding (by one of `coders`), or the codebook."""

    id: UUID
    text: str
    by: str
    code: UUID | None = None
    verbatim: UUID | None = None
    coders: tuple[UUID, ...] = ()
    mark: CodeAndSpan | None = None


@dataclass
class MemoMatcher:
    """Finds which memos are new, and what they are about here.

    `codes` maps the file's codes to ours; `memos` are the texts of existing memos, by id.
    """

    coders: CoderMatcher
    codes: Mapping[UUID, UUID]
    memos: Mapping[UUID, str]
    lost: int = 0

    def take(self, project: RefiProject, matched: MatchedTexts) -> Iterator[NewMemo]:
        """Yield the new memos; one about several objects is repeated for each."""
        self._texts = {match.source.guid: match for match in matched.matches}
        names = {user.guid: user.name for user in project.users}
        for note in project.notes:
            if (id_ := self._new(note)) is None:
                continue
            by = names.get(note.by, note.name) if note.by else note.name
            memo = NewMemo(id_, self._memo_text(note), by[:MAX_CODER_NAME])
            about = [self._about(each, memo) for each in sorted(note.about, key=str)]
            placed = [each for each in about if each] if note.about else [memo]
            self.lost += not placed
            for number, each in enumerate(placed):
                yield replace(each, id=derive_guid(id_, str(number))) if number else each

    def _new(self, note: RefiNote) -> UUID | None:
        """Return the id for a memo, None if the same text exists already.

        A memo whose text differs from the existing one of the same id is added beside it.
        """
        codebook = self.coders.here.codebook
        known = find_identity(codebook, note.guid, self.memos)
        if known is None:
            return new_identity(codebook, note.guid, self.coders.here.taken)
        if fit_text(self.memos[known]) in {note.text, self._memo_text(note)}:
            return None
        again = derive_guid(known, f"as {hash_text(note.text)}")
        return None if again in self.memos else again

    def _memo_text(self, note: RefiNote) -> str:
        """Return the text of a memo: below its title and the words it is about."""
        title = note.name if note.by else ""
        source = next((self._texts[each].source for each in note.about & self._texts.keys()), None)
        words = source.text[note.span.start : note.span.end] if source and note.span else ""
        return "\n\n".join(filter(None, (title, words and f"“{words}”", note.text)))

    def _about(self, target: UUID, memo: NewMemo) -> NewMemo | None:
        """Return a memo with what it is about, None if that does not exist here."""
        if target in self.coders.coded:
            guid, text, mark = self.coders.coded[target]
            id_, member, _is_new = self.coders.identify(guid)
            held = (member, id_) if member else (id_,)
            return replace(memo, verbatim=text, coders=held, mark=mark)
        if target in self._texts:
            return replace(memo, verbatim=self._texts[target].text)
        return replace(memo, code=self.codes[target]) if target in self.codes else None
