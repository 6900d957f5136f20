"""Texts, codings and the codebook as tables: one line for each. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from vecu.coding.exchange.aside import Aside
from vecu.coding.exchange.codes import Coded, ways
from vecu.coding.exchange.leaving import Known, Leaving, Offered, Put, Who, key_of
from vecu.coding.quoting import ReleasedQuotation
from vecu.coding.results import Judged
from vecu.coding.rules import Settled
from vecu.tables import Cell, Page

CODEBOOK, TEXTS, CODINGS, QUOTATIONS = "codebook", "texts", "codings", "quotations"
SUGGESTIONS = "suggestions"
_Line = Sequence[Cell]
_ABOUT_A_TEXT = ("text", "question", "story", "person", "language", "may_be_quoted")
_OF_A_CODING = (
    *("code", "way", "code_id", "coder", "coder_kind", "start", "end", "words"),
    *("suggested_by", "in_the_end", "because"),
)
_OF_A_SUGGESTION = (
    *("code", "way", "code_id", "score", "words", "version"),
    *("verdict", "decided_by", "coded_by_machine"),
)
_OF_A_QUOTATION = ("words", "language", "code", "way")
_OF_A_CODE = (
    *("code_id", "name", "parent", "definition", "use_when", "not_when", "examples"),
    *("colour", "questions", "offered"),
)


@dataclass
class Tables:
    """The tables of a study's coding. Texts are read once, codings wait on the disk meanwhile.

    `is_for` tells whether a code is for the answers to a question; where it is not, its cell in
    the table of texts stays empty. `codes` are those that leave, `known` all of them. `released`
    are the quotations that anybody may read.
    """

    codes: Sequence[Coded]
    known: Mapping[UUID, Coded]
    coders: Mapping[UUID, Who]
    closed: Sequence[str]
    is_for: Mapping[str, frozenset[UUID]]
    released: Sequence[ReleasedQuotation]
    codings: Aside[_Line] = field(default_factory=Aside)
    suggestions: Aside[_Line] = field(default_factory=Aside)

    def __post_init__(self) -> None:
        self._ways = ways(self.known.values())

    def pages(self, texts: Iterable[Leaving]) -> Iterator[Page]:
        """Yield the tables; each must be written before the next one is asked for."""
        yield codebook_page(self.codes, self._ways)
        names = [
            *_ABOUT_A_TEXT,
            *("finished_by", "characters", "words"),
            *(key_of(path) for path in self.closed),
            *(self._ways[code.id] for code in self.codes),
        ]
        yield Page(TEXTS, names, self._texts(texts))
        yield Page(CODINGS, [*_ABOUT_A_TEXT, *_OF_A_CODING], self.codings)
        yield Page(SUGGESTIONS, [*_ABOUT_A_TEXT, *_OF_A_SUGGESTION], self.suggestions)
        yield Page(QUOTATIONS, _OF_A_QUOTATION, map(self._quotation, self.released))

    def close(self) -> None:
        """Let go of what waits on the disk."""
        self.codings.close()
        self.suggestions.close()

    def _texts(self, texts: Iterable[Leaving]) -> Iterator[_Line]:
        for text in texts:
            about, judged = _about(text), text.judged
            for put in text.put:
                self.codings.put([*about, *self._coding(text, put, judged)])
            for offered in text.suggested:
                self.suggestions.put([*about, *self._suggestion(text, offered)])
            yield [
                *about,
                *(len(judged.coders) if judged else None, len(text.text), text.text),
                *(_cell(text.closed.get(path)) for path in self.closed),
                *(self._present(judged, code.id) for code in self.codes),
            ]

    def _coding(self, text: Leaving, put: Put, judged: Judged | None) -> Iterator[Cell]:
        code, who = self.known[put.code], self.coders[put.coder]
        start, end = (put.span.start, put.span.end) if put.span else (None, None)
        yield from (code.name, self._ways[code.id], str(code.id), who.name, who.kind.value)
        yield from (start, end, text.text[start:end], put.suggested_by or None)
        settled = judged.settled(put.code) if judged else None
        yield from (_said(settled), settled.source.value if settled else None)

    def _suggestion(self, text: Leaving, offered: Offered) -> Iterator[Cell]:
        code = self.known[offered.code]
        yield from (code.name, self._ways[code.id], str(code.id), round(offered.score, 3))
        yield "; ".join(dict.fromkeys(text.text[each.start : each.end] for each in offered.words))
        yield from (offered.version, offered.verdict or None, offered.by or None, offered.counts)

    def _quotation(self, quotation: ReleasedQuotation) -> _Line:
        code = self.known.get(quotation.code) if quotation.code else None
        named = (code.name, self._ways[code.id]) if code else (None, None)
        return [quotation.text, quotation.language, *named]

    def _present(self, judged: Judged | None, code: UUID) -> Cell:
        """Return 1 for a code that is on a text in the end, 0 for one that is not, else "open"."""
        if judged is None:
            return None
        settled = judged.settled(code)
        if settled.present is None:
            return "open"
        if not settled.present and code not in self.is_for[judged.question]:
            return None
        return int(settled.present)


def codebook_page(codes: Sequence[Coded], named: Mapping[UUID, str]) -> Page:
    """Return the codes as a table that can be brought in again; `named` are their ways."""
    return Page(CODEBOOK, _OF_A_CODE, (_code(code, named) for code in codes))


def _code(code: Coded, named: Mapping[UUID, str]) -> _Line:
    parent = named[code.parent_id] if code.parent_id else None
    return [
        *(str(code.id), code.name, parent, code.definition, code.use_when, code.not_when),
        *(code.examples, code.colour, " ".join(map(key_of, code.questions)), not code.retired),
    ]


def _about(text: Leaving) -> tuple[Cell, ...]:
    return (
        *(str(text.id), key_of(text.question), str(text.case), str(text.teller)),
        *(text.language, text.may_quote),
    )


def _said(settled: Settled | None) -> Cell:
    if settled is None:
        return None
    return {True: "present", False: "absent", None: "open"}[settled.present]


def _cell(known: Known | None) -> Cell:
    return float(known) if isinstance(known, Decimal) else known
