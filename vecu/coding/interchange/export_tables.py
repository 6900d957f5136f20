"""Texts, codings and the codebook as tables, a row for each. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from vecu.coding.analysis.consensus import TextRatings
from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.interchange.export_codes import ExportableCode, format_code_paths
from vecu.coding.interchange.export_record import (
    CoderName,
    ExportedCode,
    ExportedSuggestion,
    ExportRecord,
    Known,
    format_question_key,
)
from vecu.coding.interchange.spool import DiskSpool
from vecu.coding.rules import ConsensusResult
from vecu.tables import Cell, Worksheet
from vecu.translation import LANGUAGES

CODEBOOK, TEXTS, CODINGS, QUOTATIONS = "codebook", "texts", "codings", "quotations"
SUGGESTIONS = "suggestions"
_Line = Sequence[Cell]
_ABOUT_A_TEXT = ("text", "question", "story", "person", "language", "mode", "may_be_quoted")
_OF_A_CODING = (
    *("code", "way", "code_id", "coder", "coder_kind", "start", "end", "words"),
    *("suggested_by", "in_the_end", "because"),
)
_OF_A_SUGGESTION = (
    *("code", "way", "code_id", "score", "words", "version"),
    *("verdict", "decided_by", "coded_by_machine"),
)
_OF_A_QUOTATION = ("words", "language", "code", "way", "public", "released")
_OF_A_CODE = (
    *("code_id", "name", "parent", "definition", "use_when", "not_when", "examples"),
    *("colour", "questions", "offered", *(f"name_{language}" for language in LANGUAGES)),
)


@dataclass
class CodingTables:
    """The tables of a study's coding. Texts are read once; codings are spooled on disk meanwhile.

    `is_for` says whether a code applies to a question; where it does not, its cell in the table of
    texts is empty. `codes` are the exported ones, `known` all of them. `released` are the released
    quotations.
    """

    codes: Sequence[ExportableCode]
    known: Mapping[UUID, ExportableCode]
    coders: Mapping[UUID, CoderName]
    closed: Sequence[str]
    is_for: Mapping[str, frozenset[UUID]]
    released: Sequence[ReleasedQuotation]
    codings: DiskSpool[_Line] = field(default_factory=DiskSpool)
    suggestions: DiskSpool[_Line] = field(default_factory=DiskSpool)

    def __post_init__(self) -> None:
        self._paths = format_code_paths(self.known.values())

    def iter_pages(self, texts: Iterable[ExportRecord]) -> Iterator[Worksheet]:
        """Yield the tables; write each one before taking the next."""
        yield build_codebook_page(self.codes, self._paths)
        names = [
            *_ABOUT_A_TEXT,
            *("finished_by", "characters", "words"),
            *(format_question_key(path) for path in self.closed),
            *(self._paths[code.id] for code in self.codes),
        ]
        yield Worksheet(TEXTS, names, self._texts(texts))
        yield Worksheet(CODINGS, [*_ABOUT_A_TEXT, *_OF_A_CODING], self.codings)
        yield Worksheet(SUGGESTIONS, [*_ABOUT_A_TEXT, *_OF_A_SUGGESTION], self.suggestions)
        yield Worksheet(QUOTATIONS, _OF_A_QUOTATION, map(self._quotation, self.released))

    def close(self) -> None:
        """Delete the spooled data."""
        self.codings.close()
        self.suggestions.close()

    def _texts(self, texts: Iterable[ExportRecord]) -> Iterator[_Line]:
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

    def _coding(
        self, text: ExportRecord, put: ExportedCode, judged: TextRatings | None
    ) -> Iterator[Cell]:
        code, who = self.known[put.code], self.coders[put.coder]
        start, end = (put.span.start, put.span.end) if put.span else (None, None)
        yield from (code.name, self._paths[code.id], str(code.id), who.name, who.kind.value)
        yield from (start, end, text.text[start:end], put.suggested_by or None)
        settled = judged.settled(put.code) if judged else None
        yield from (_consensus_cell(settled), settled.source.value if settled else None)

    def _suggestion(self, text: ExportRecord, offered: ExportedSuggestion) -> Iterator[Cell]:
        code = self.known[offered.code]
        yield from (code.name, self._paths[code.id], str(code.id), round(offered.score, 3))
        yield "; ".join(dict.fromkeys(text.text[each.start : each.end] for each in offered.words))
        yield from (offered.version, offered.verdict or None, offered.by or None, offered.counts)

    def _quotation(self, quotation: ReleasedQuotation) -> _Line:
        code = self.known.get(quotation.code) if quotation.code else None
        named = (code.name, self._paths[code.id]) if code else (None, None)
        return [quotation.text, quotation.language, *named, quotation.public, quotation.day]

    def _present(self, judged: TextRatings | None, code: UUID) -> Cell:
        """Return 1 if a code is in the consensus on a text, 0 if it is not, else "open"."""
        if judged is None:
            return None
        settled = judged.settled(code)
        if settled.present is None:
            return "open"
        if not settled.present and code not in self.is_for[judged.question]:
            return None
        return int(settled.present)


def build_codebook_page(codes: Sequence[ExportableCode], named: Mapping[UUID, str]) -> Worksheet:
    """Return the codes as a table that can be imported again; `named` are their paths."""
    return Worksheet(CODEBOOK, _OF_A_CODE, (_code(code, named) for code in codes))


def _code(code: ExportableCode, named: Mapping[UUID, str]) -> _Line:
    parent = named[code.parent_id] if code.parent_id else None
    return [
        *(str(code.id), code.name, parent, code.definition, code.use_when, code.not_when),
        *(
            code.examples,
            code.colour,
            " ".join(map(format_question_key, code.questions)),
            not code.retired,
        ),
        *(code.translated_names.get(language) for language in LANGUAGES),
    ]


def _about(text: ExportRecord) -> tuple[Cell, ...]:
    return (
        *(str(text.id), format_question_key(text.question), str(text.case), str(text.teller)),
        *(text.language, text.mode, text.may_quote),
    )


def _consensus_cell(settled: ConsensusResult | None) -> Cell:
    if settled is None:
        return None
    return {True: "present", False: "absent", None: "open"}[settled.present]


def _cell(known: Known | None) -> Cell:
    return float(known) if isinstance(known, Decimal) else known
