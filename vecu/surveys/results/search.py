"""What somebody looks for in people's words, and where a text says it. Pure.

One reading of what was typed, three renderings that find the same texts: in Python (`marks`, which
also says where), for SQLite's FTS5 and for PostgreSQL. All compare `fold`ed tokens.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vecu.errors import VecuError
from vecu.search_folding import (
    fold_for_search,
    iter_tokens,
)
from vecu.translation import gettext_noop

MAX_SEARCH = 300
"""Characters that may be typed; FTS5 bounds how much one query may combine."""
FEWEST_LETTERS = 3
"""Letters from which a last word may go on by itself: "ai" is the acronym, and not "aider" too."""
AROUND = 80
"""Characters of an excerpt on either side of what was found."""

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PART = re.compile(r"""(?P<minus>(?<!\S)[-−])?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))(\*)?""")

MatchSpan = tuple[int, int]
"""Where a passage begins and ends in a text, the end not included."""


class SearchRefused(VecuError):
    """What was typed names nothing that could be looked for, or too much."""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Tokens that must follow each other; with `prefix`, the last may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False

    def spans(self, tokens: Sequence[tuple[str, int, int]]) -> Iterator[MatchSpan]:
        """Yield where the term stands among the tokens of a text."""
        length, last = len(self.tokens), self.tokens[-1]
        for first in range(len(tokens) - length + 1):
            there = tuple(token for token, _start, _end in tokens[first : first + length])
            if there[:-1] == self.tokens[:-1] and (
                there[-1].startswith(last) if self.prefix else there[-1] == last
            ):
                yield tokens[first][1], tokens[first + length - 1][2]


@dataclass(frozen=True, slots=True)
class Search:
    """A text is found when it says every `wanted` term, at least one, and no `unwanted` one.

    `typed` is what the person wrote, to be shown to them again.
    """

    typed: str
    wanted: tuple[SearchTerm, ...]
    unwanted: tuple[SearchTerm, ...] = ()

    def marks(self, text: str) -> list[MatchSpan]:
        """Return where `text` says what is wanted, in order and apart; nothing if not found."""
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
    """Read what somebody typed: words, "a phrase", begin*, -without; there are no other operators.

    All words must stand in one text. The last of them also finds longer ones, as if it ended in
    *, if it has three letters or more. A word with an apostrophe or hyphen inside is a phrase.
    Raise `SearchRefused`, its sentence not yet translated, when no word is left to look for or more
    than `MAX_SEARCH` characters came.
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
    """Return a search in the language of SQLite's FTS5, where `"a b" *` is a phrase gone on."""
    rendered = " AND ".join(map(_fts5_term, search.wanted))
    for term in search.unwanted:
        rendered = f"({rendered}) NOT {_fts5_term(term)}"
    return rendered


def _fts5_term(term: SearchTerm) -> str:
    return f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}'


def to_tsquery(search: Search) -> str:
    """Return a search as PostgreSQL's tsquery, phrases as their words in whatever order.

    Of the unwanted terms only single words are in it. What it leaves out `to_patterns` holds.
    """
    wanted = [_tsquery_term(term) for term in search.wanted]
    without = [f"!{_tsquery_term(term)}" for term in search.unwanted if len(term.tokens) == 1]
    return " & ".join([*wanted, *without])


def _tsquery_term(term: SearchTerm) -> str:
    rendered = " & ".join(f"'{token}'" for token in term.tokens)
    return f"{rendered}:*" if term.prefix else rendered


def to_patterns(terms: Sequence[SearchTerm]) -> list[str]:
    """Return for each phrase among `terms` the LIKE pattern of it in folded text between spaces."""
    return [
        f"% {' '.join(term.tokens)}{'' if term.prefix else ' '}%"
        for term in terms
        if len(term.tokens) > 1
    ]


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Some of a text; `found` where it is what was looked for."""

    text: str
    found: bool = False


def split_pieces(text: str, marks: Sequence[MatchSpan]) -> list[TextPiece]:
    """Return `text` cut into what was found and what stands between; joined they are the text."""
    cut, at = [], 0
    for start, end in marks:
        cut += [TextPiece(text[at:start]), TextPiece(text[start:end], found=True)]
        at = end
    return [piece for piece in [*cut, TextPiece(text[at:])] if piece.text]


def make_excerpt(text: str, marks: Sequence[MatchSpan]) -> list[TextPiece]:
    """Return the pieces of `text` around the first mark, cut between words, on one line."""
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
