"""Match the texts of a file with ours: by id, else by name, else by equal words. Pure.

Codes on a text are of use only if its words are unchanged. Changes that other programs make without
moving words do not count: line breaks, blanks at the end.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from vecu.coding.interchange.id_map import find_identity
from vecu.coding.refi import RefiSource, fit_text, span_in_text
from vecu.coding.spans import SpanRefused, TextSpan, check_span, hash_text
from vecu.messages import UNFIT

REPLACEMENT = "\ufffd"
ReadWords = Callable[[Collection[UUID]], Mapping[UUID, str]]
"""Returns the words of some texts."""


class MatchMethod(StrEnum):
    """How a text was matched."""

    IDENTITY = "identity"
    NAME = "name"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class OwnText:
    """One of our texts: its name in files, and the hash of its words."""

    id: UUID
    name: str
    hash: str


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A text of the file that is one of ours; `words` are ours if they are not identical."""

    source: RefiSource
    text: UUID
    how: MatchMethod
    words: str = ""

    def map_span(self, span: TextSpan | None) -> TextSpan | None:
        """Return the span in our text for a span of the file, None for the whole text.

        Raise `SpanRefused` for nothing but blanks.
        """
        text = self.source.text
        if span is None:
            return None
        trimmed = check_span(text, span)
        if trimmed == check_span(text, TextSpan(0, len(text))):
            return None
        return span_in_text(self.words, trimmed) if self.words else trimmed

    def own_span(self, span: TextSpan | None) -> TextSpan | None:
        """Return a span of our own text as `map_span` does: None for the whole text."""
        words = self.words or self.source.text
        try:
            whole = span is None or check_span(words, span) == check_span(
                words, TextSpan(0, len(words))
            )
        except SpanRefused:
            return span
        return None if whole else span


@dataclass
class MatchedTexts:
    """The texts of a file: those matched, those whose words differ, those unknown here."""

    matches: list[TextMatch] = field(default_factory=list)
    changed: list[RefiSource] = field(default_factory=list)
    unknown: list[RefiSource] = field(default_factory=list)

    @property
    def all(self) -> int:
        """The number of texts in the file."""
        return len(self.matches) + len(self.changed) + len(self.unknown)

    def count(self, how: MatchMethod) -> int:
        """Return how many texts were matched in one way."""
        return sum(match.how is how for match in self.matches)


def match_own_texts(
    sources: Iterable[RefiSource], here: Iterable[OwnText], *, codebook: UUID, read: ReadWords
) -> MatchedTexts:
    """Match the texts of a file with ours. None of ours is matched twice.

    Words are read of as few texts as possible: most are matched by their hash.
    """
    return _Matching(list(here), codebook, read).match(list(sources))


class _Matching:
    def __init__(self, here: list[OwnText], codebook: UUID, read: ReadWords) -> None:
        self._here = {text.id: text for text in here}
        self._named = {text.name: text.id for text in here}
        self._codebook, self._read = codebook, read
        self._taken: set[UUID] = set()
        self._found = MatchedTexts()

    def match(self, sources: list[RefiSource]) -> MatchedTexts:
        claimed = [(source, *self._claim(source)) for source in sources]
        doubtful = [id_ for source, id_, _how in claimed if id_ and not self._is_same(source, id_)]
        words = self._read(doubtful)
        left, changed = [], set()
        for source, id_, how in claimed:
            if id_ and id_ not in self._taken and self._fits(source, id_, words):
                self._take(source, id_, how, words.get(id_, ""))
            else:
                left.append(source)
                changed.update([source.guid] if id_ else [])
        for source in self._by_words(left):
            (self._found.changed if source.guid in changed else self._found.unknown).append(source)
        order = {source.guid: index for index, source in enumerate(sources)}
        self._found.matches.sort(key=lambda match: order[match.source.guid])
        return self._found

    def _claim(self, source: RefiSource) -> tuple[UUID | None, MatchMethod]:
        """Return our text that a text of the file claims to be."""
        if known := find_identity(self._codebook, source.guid, self._here):
            return known, MatchMethod.IDENTITY
        return self._named.get(source.name), MatchMethod.NAME

    def _is_same(self, source: RefiSource, id_: UUID) -> bool:
        return hash_text(source.text) == self._here[id_].hash

    def _fits(self, source: RefiSource, id_: UUID, words: Mapping[UUID, str]) -> bool:
        if id_ in words:
            return normalize_for_match(words[id_]) == normalize_for_match(source.text)
        return self._is_same(source, id_)

    def _take(self, source: RefiSource, id_: UUID, how: MatchMethod, words: str) -> None:
        self._taken.add(id_)
        self._found.matches.append(TextMatch(source, id_, how, words))

    def _by_words(self, sources: list[RefiSource]) -> Iterator[RefiSource]:
        """Match texts by their words, and yield those without a match."""
        free: dict[str, list[UUID]] = defaultdict(list)
        for id_ in sorted(self._here.keys() - self._taken, reverse=True):
            free[self._here[id_].hash].append(id_)
        left = []
        for source in sources:
            if alike := free.get(hash_text(source.text)):
                self._take(source, alike.pop(), MatchMethod.WORDS, "")
            else:
                left.append(source)
        if not left:
            return
        words = self._read(self._here.keys() - self._taken)
        nearly: dict[str, list[UUID]] = defaultdict(list)
        for id_ in sorted(words, reverse=True):
            nearly[hash_text(normalize_for_match(words[id_]))].append(id_)
        for source in left:
            if alike := nearly.get(hash_text(normalize_for_match(source.text))):
                id_ = alike.pop()
                self._take(source, id_, MatchMethod.WORDS, words[id_])
            else:
                yield source


def normalize_for_match(text: str) -> str:
    """Return a text normalized for comparison: as in files, without blanks at its end."""
    return UNFIT.sub(REPLACEMENT, fit_text(text)).rstrip()
