"""Existing data to compare an imported file with: codes, texts, coders, codings, memos."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from vecu.coding.interchange.export_record import CoderName, format_text_name
from vecu.coding.interchange.import_plan import CodingImportPlan, ExistingCoding, plan_import
from vecu.coding.interchange.match_coders import ExistingCoders, Known
from vecu.coding.interchange.match_texts import OwnText as Text
from vecu.coding.models import (
    Adjudication,
    Assignment,
    Code,
    Codebook,
    Coder,
    Coding,
    CodingUpload,
    Memo,
    Verbatim,
)
from vecu.coding.queries.bulk_rows import AT_ONCE, IdLookup, iter_rows
from vecu.coding.queries.codebook import Codes
from vecu.coding.queries.texts import iter_texts_with_words
from vecu.coding.refi import RefiProject, RefiReadResult
from vecu.coding.rules import CoderKind
from vecu.coding.spans import TextSpan


def get_import_plan(codebook: Codebook, codes: Codes, found: RefiReadResult) -> CodingImportPlan:
    """Return what a file would import into a codebook; nothing is written."""
    return plan_import(found, _here(codebook, codes, found.project), partial(get_words, codebook))


def get_words(codebook: Codebook, texts: Collection[UUID]) -> dict[UUID, str]:
    """Return the words of some texts, without those withdrawn meanwhile."""
    found = {}
    for ids in _some(texts):
        chosen = Verbatim.objects.filter(codebook=codebook, pk__in=ids)
        found.update({text.id: words for text, _answer, words in iter_texts_with_words(chosen)})
    return found


def find_upload(upload: UUID, study: UUID | None, owner: int) -> CodingUpload | None:
    """Return a member's own unconfirmed file, None if it is gone or somebody else's."""
    return CodingUpload.objects.filter(pk=upload, study=study, owner=owner).first()


def _here(codebook: Codebook, codes: Codes, project: RefiProject) -> ExistingCoding:
    texts = bool(project.sources)
    return ExistingCoding(
        codes=[code for code, _depth in codes.lines],
        coders=_coders(codebook, codes, project, texts=texts),
        texts=list(_texts(codebook)) if texts else [],
        memos=dict(codebook.memos.values_list("id", "text")),
        rulings=dict(_rulings(codebook, codes)) if project.rulings else {},
    )


def _coders(
    codebook: Codebook, codes: Codes, project: RefiProject, *, texts: bool
) -> ExistingCoders:
    known = codebook.coders.values_list("id", "name", "kind")
    finished = Assignment.objects.filter(verbatim__codebook=codebook, done=True)
    brought = finished.exclude(coder__kind=CoderKind.PERSON)
    return ExistingCoders(
        codebook=codebook.id,
        language=codebook.language,
        coders={id_: CoderName(name, CoderKind(kind)) for id_, name, kind in known},
        final=codes.final(),
        codings=list(_codings(codebook, codes)) if texts else (),
        finished=set(brought.values_list("verbatim", "coder")) if texts else (),
        taken=frozenset(_taken(codebook, project)),
    )


def _texts(codebook: Codebook) -> Iterator[Text]:
    texts = Verbatim.objects.filter(codebook=codebook).values_list("id", "question", "hash")
    for id_, question, words in texts.iterator(chunk_size=AT_ONCE):
        yield Text(id_, format_text_name(question, id_), words)


def _codings(codebook: Codebook, codes: Codes) -> Iterator[Known]:
    """Yield the existing codings, each code as what it counts as."""
    final = IdLookup(codes.final())
    same = {text: text for text in _ids(Verbatim, codebook)}
    texts, coders = IdLookup(same), IdLookup({coder: coder for coder in _ids(Coder, codebook)})
    rows = Coding.objects.filter(verbatim__codebook=codebook)
    columns = iter_rows(rows, "verbatim", "coder", "code", plain=("start", "end"))
    for text_id, coder_id, code_id, start, end in columns:
        text, coder, code = texts[text_id], coders[coder_id], final[code_id]
        if text and coder and code:
            yield text, coder, code, None if start is None else TextSpan(start, end)


def _ids(of: Any, codebook: Codebook) -> Iterator[UUID]:
    yield from of.objects.filter(codebook=codebook).values_list("id", flat=True)


def _rulings(codebook: Codebook, codes: Codes) -> Iterator[tuple[tuple[UUID, UUID], bool]]:
    final = codes.final()
    rows = Adjudication.objects.filter(verbatim__codebook=codebook)
    for text, code, present in rows.values_list("verbatim", "code", "present"):
        yield (text, final.get(code, code)), present


def _taken(codebook: Codebook, project: RefiProject) -> Iterator[UUID]:
    """Yield ids of the file that objects of other codebooks have already."""
    named: Mapping[Any, Iterable[UUID]] = {
        Code: (code.guid for code in project.codes),
        Coder: (user.guid for user in project.users),
        Memo: (note.guid for note in project.notes),
    }
    for model, guids in named.items():
        for ids in _some(guids):
            elsewhere = model.objects.filter(pk__in=ids).exclude(codebook=codebook)
            yield from elsewhere.values_list("id", flat=True)


def _some(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    """Yield batches of ids, as many as one database query may name."""
    within = iter(ids)
    while chunk := list(islice(within, AT_ONCE)):
        yield chunk
