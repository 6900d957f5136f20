"""Codings of the texts that all of their coders have finished, for exports of answers.

Others' codes on a text that somebody still codes are never among them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.interchange.export_codes import format_code_paths
from vecu.coding.interchange.export_record import ExportRecord
from vecu.coding.queries.codebook import find_codebook, list_codes
from vecu.coding.queries.export_coding import ExportScope, iter_export_records, list_exported_texts
from vecu.coding.rules import ConsensusResult
from vecu.surveys.queries import Study


@dataclass(frozen=True, slots=True)
class FinishedCoding:
    """A code that a coder applied to a text; without a code, if they applied none.

    `answer` says whose text it is, and is for joining only: no file may hold it. `address` is the
    text's path in the answers, `code` the code's path in the codebook, `start` and `end` the coded
    span in code points. `outcome` is whether the text carries the code in the end: present, absent
    or open, and `basis` why.
    """

    answer: UUID
    question: str
    address: str
    coder: str
    coder_kind: str
    code: str | None = None
    start: int | None = None
    end: int | None = None
    outcome: str | None = None
    basis: str | None = None


def has_finished_texts(study: Study) -> bool:
    """Return whether all coders of any text have finished it."""
    scope = _scope(study)
    return scope is not None and list_exported_texts(scope).exists()


def iter_finished_codings(study: Study) -> Iterator[FinishedCoding]:
    """Yield the codings of every finished text, those of a text together.

    A coder who applied no code to a text has one row for it, so that it can be told from texts
    that nobody coded.
    """
    if scope := _scope(study):
        for record in iter_export_records(scope):
            yield from _codings(record, scope)


def _scope(study: Study) -> ExportScope | None:
    codebook = find_codebook(study.id)
    return ExportScope(study, codebook, list_codes(codebook)) if codebook else None


def _codings(record: ExportRecord, scope: ExportScope) -> Iterator[FinishedCoding]:
    judged, paths = record.judged, format_code_paths(scope.codes.by_id.values())
    if judged is None:
        return
    for put in record.put:
        who, result = scope.coders[put.coder], judged.settled(put.code)
        yield FinishedCoding(
            record.answer,
            record.question,
            record.address,
            who.name,
            who.kind.value,
            paths[put.code],
            put.span.start if put.span else None,
            put.span.end if put.span else None,
            _outcome(result),
            result.source.value,
        )
    coded = {put.coder for put in record.put}
    for coder in sorted(judged.coders - coded, key=lambda coder: scope.coders[coder].name):
        who = scope.coders[coder]
        yield FinishedCoding(
            record.answer, record.question, record.address, who.name, who.kind.value
        )


def _outcome(result: ConsensusResult) -> str:
    return {True: "present", False: "absent", None: "open"}[result.present]
