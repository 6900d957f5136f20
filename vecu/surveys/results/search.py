"""Parse a search, and find its matches in a text. Pure.

A search is parsed once, and rendered three ways that match the same texts: in Python (`marks`,
which also gives positions), for SQLite's FTS5 and for PostgreSQL. All compare folded tokens.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vecu.errors import VecuError
from vecu.search_folding import fold_for_search, iter_tokens
from vecu.translation import gettext_noop

MAX_SEARCH = 300
"""Maximum length of a search; FTS5 limits the terms of one query."""
FEWEST_LETTERS = 3
"""Letters from which the last word is a prefix: "ai" is the acronym, and not "aider" too."""
AROUND = 80
"""Characters of an excerpt on either side of a match."""

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PART = re.compile(r"""(?P<minus>(?<!\S)[-−])?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))(\*)?""")

MatchSpan = tuple[int, int]
"""Start and end of a match in a text, the end excluded."""


class SearchRefused(VecuError):
    """The input has nothing to search for, or is too long."""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Consecutive tokens; with `prefix`, the last one is a prefix."""

    tokens: tuple[str, ...]
    prefix: bool = False

    def spans(self, tokens: Sequence[tuple[str, int, int]]) -> Iterator[MatchSpan]:
        """Yield where the term occurs among the tokens of a text."""
        length, last = len(self.tokens), self.tokens[-1]
        for first in range(len(tokens) - length + 1):
            there = tuple(token for token, _start, _end in tokens[first : first + length])
            if there[:-1] == self.tokens[:-1] and (
                there[-1].startswith(last) if self.prefix else there[-1] == last
            ):
                yield tokens[first][1], tokens[first + length - 1][2]

    def is_in(self, folded: str) -> bool:
        """Return whether the term occurs in folded text between two spaces."""
        return f" {' '.join(self.tokens)}{'' if self.prefix else ' '}" in folded


@dataclass(frozen=True, slots=True)
class Search:
    """A search: a text matches if it has all `wanted` terms, at least one, and no `unwanted` one.

    `typed` is the original input, to be displayed again.
    """

    typed: str
    wanted: tuple[SearchTerm, ...]
    unwanted: tuple[SearchTerm, ...] = ()

    def matches(self, text: str) -> bool:
        """Return whether `marks` would find anything in `text`; ten times as fast."""
        folded = f" {fold_for_search(text)} "
        return all(term.is_in(folded) for term in self.wanted) and not any(
            term.is_in(folded) for term in self.unwanted
        )

    def marks(self, text: str) -> list[MatchSpan]:
        """Return the positions of matches in `text`, in order, not overlapping; empty if none."""
        tokens = list(iter_tokens(text))
        found = [list(term.spans(tokens)) for term in self.wanted]
        if not all(found) or any(True for term in self.unwanted for _span in term.spans(tokens)):
            return []
        marks: list[MatchSpan] = []
        for start, end in sorted(span for spans in found for span in spans):
            if marks and start <= marks[-1][1]:
                marks[-1] = marks[-1][0], max(end, marks[-1][1])
            else:
                marks.append((start, end))
        return marks


def parse_search(typed: str) -> Search:
    """Parse a search: words, "a phrase", prefix*, -without; there are no other operators.

    All words must occur in one text. The last one also matches longer words, as if it ended in
    *, if it has three letters or more. A word with an inner apostrophe or hyphen is a phrase.
    Raise `SearchRefused`, its message not yet translated, if no word is left or the input
    exceeds `MAX_SEARCH` characters.
    """
    if len(typed) > MAX_SEARCH:
        raise SearchRefused(
            gettext_noop("This is too long to search for. Choose the few words that matter most.")
        )
    text = typed.translate(_QUOTES)
    if text.count('"') % 2:
        text = " ".join(text.rsplit('"', 1))
    wanted: list[SearchTerm] = []
    unwanted: list[SearchTerm] = []
    whole = True
    for part in _PART.finditer(text):
        written = part["phrase"] if part["word"] is None else part["word"]
        tokens = tuple(fold_for_search(written).split())
        if not tokens:
            continue
        term = SearchTerm(tokens, prefix=part[4] is not None or written.endswith("*"))
        if part["minus"]:
            unwanted.append(term)
        else:
            wanted.append(term)
            whole = part["phrase"] is not None
    if not wanted:
        raise SearchRefused(
            gettext_noop("There is no word to search for here. Write at least one.")
        )
    if not whole and len("".join(wanted[-1].tokens)) >= FEWEST_LETTERS:
        wanted[-1] = SearchTerm(wanted[-1].tokens, prefix=True)
    return Search(typed.strip(), tuple(wanted), tuple(unwanted))


def to_fts5(search: Search) -> str:
    """Return a search as an FTS5 query, where `"a b" *` is a phrase with a prefix."""
    rendered = " AND ".join(map(_fts5_term, search.wanted))
    for term in search.unwanted:
        rendered = f"({rendered}) NOT {_fts5_term(term)}"
    return rendered


def _fts5_term(term: SearchTerm) -> str:
    return f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}'


def to_tsquery(search: Search) -> str:
    """Return a search as a tsquery, with phrases as unordered words.

    Of the unwanted terms it has only single words. `to_patterns` covers what it leaves out.
    """
    wanted = [_tsquery_term(term) for term in search.wanted]
    without = [f"!{_tsquery_term(term)}" for term in search.unwanted if len(term.tokens) == 1]
    return " & ".join([*wanted, *without])


def _tsquery_term(term: SearchTerm) -> str:
    rendered = " & ".join(f"'{token}'" for token in term.tokens)
    return f"{rendered}:*" if term.prefix else rendered


def to_patterns(terms: Sequence[SearchTerm]) -> list[str]:
    """Return the LIKE pattern of each phrase among `terms`, for folded text between spaces."""
    return [
        f"% {' '.join(term.tokens)}{'' if term.prefix else ' '}%"
        for term in terms
        if len(term.tokens) > 1
    ]


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text; `found` if it is a match."""

    text: str
    found: bool = False


def split_pieces(text: str, marks: Sequence[MatchSpan]) -> list[TextPiece]:
    """Return `text` cut into matches and the pieces between; joined they are the text."""
    cut, at = [], 0
    for start, end in marks:
        cut += [TextPiece(text[at:start]), TextPiece(text[start:end], found=True)]
        at = end
    return [piece for piece in [*cut, TextPiece(text[at:])] if piece.text]


def make_excerpt(text: str, marks: Sequence[MatchSpan]) -> list[TextPiece]:
    """Return the pieces of `text` around the first match, cut between words, on one line."""
    first, last = marks[0]
    start, end = max(0, first - AROUND), min(len(text), last + AROUND)
    if start:
        start += max(0, text[start:first].find(" ") + 1)
    if end < len(text):
        end = max(last, text.rfind(" ", last, end))
    within = [(at, to) for at, to in marks if to <= end]
    shown = split_pieces(text[start:end], [(at - start, to - start) for at, to in within])
    begins = [TextPiece("… ")] if start else []
    return [*begins, *shown, *([TextPiece(" …")] if end < len(text) else [])]
