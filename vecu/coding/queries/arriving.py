"""What is here of what a file brings: its codes, texts, coders, codings, memos and rulings."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from vecu.coding.exchange.bringing import Here, Plan, plan_file
from vecu.coding.exchange.coders import CodersHere, Known
from vecu.coding.exchange.leaving import Who, name_of
from vecu.coding.exchange.matching import Here as Text
from vecu.coding.models import (
    Assignment,
    Code,
    Codebook,
    Coder,
    Coding,
    Memo,
    Ruling,
    Upload,
    Verbatim,
)
from vecu.coding.queries.codebooks import Codes
from vecu.coding.queries.identities import AT_ONCE, Standing, read_rows
from vecu.coding.queries.texts import with_words
from vecu.coding.refi import Found, Project
from vecu.coding.rules import CoderKind
from vecu.coding.spans import Span


def plan_bringing(codebook: Codebook, codes: Codes, found: Found) -> Plan:
    """Return what a file would bring into a codebook; nothing is written."""
    return plan_file(found, _here(codebook, codes, found.project), partial(read_words, codebook))


def read_words(codebook: Codebook, texts: Collection[UUID]) -> dict[UUID, str]:
    """Return the words of some texts; those taken back meanwhile are left out."""
    found = {}
    for ids in _some(texts):
        chosen = Verbatim.objects.filter(codebook=codebook, pk__in=ids)
        found.update({text.id: words for text, _answer, words in with_words(chosen)})
    return found


def find_upload(upload: UUID, study: UUID | None, owner: int) -> Upload | None:
    """Return a member's own unconfirmed file, None when it is gone or another's."""
    return Upload.objects.filter(pk=upload, study=study, owner=owner).first()


def _here(codebook: Codebook, codes: Codes, project: Project) -> Here:
    texts = bool(project.sources)
    return Here(
        codes=[code for code, _depth in codes.lines],
        coders=_coders(codebook, codes, project, texts=texts),
        texts=list(_texts(codebook)) if texts else [],
        memos=dict(codebook.memos.values_list("id", "text")),
        rulings=dict(_rulings(codebook, codes)) if project.rulings else {},
    )


def _coders(codebook: Codebook, codes: Codes, project: Project, *, texts: bool) -> CodersHere:
    known = codebook.coders.values_list("id", "name", "kind")
    finished = Assignment.objects.filter(verbatim__codebook=codebook, done=True)
    brought = finished.exclude(coder__kind=CoderKind.PERSON)
    return CodersHere(
        codebook=codebook.id,
        language=codebook.language,
        coders={id_: Who(name, CoderKind(kind)) for id_, name, kind in known},
        final=codes.final(),
        codings=list(_codings(codebook, codes)) if texts else (),
        finished=set(brought.values_list("verbatim", "coder")) if texts else (),
        taken=frozenset(_taken(codebook, project)),
    )


def _texts(codebook: Codebook) -> Iterator[Text]:
    texts = Verbatim.objects.filter(codebook=codebook).values_list("id", "question", "hash")
    for id_, question, words in texts.iterator(chunk_size=AT_ONCE):
        yield Text(id_, name_of(question, id_), words)


def _codings(codebook: Codebook, codes: Codes) -> Iterator[Known]:
    """Yield the codings that are here, each code as what it counts as."""
    final = Standing(codes.final())
    same = {text: text for text in _ids(Verbatim, codebook)}
    texts, coders = Standing(same), Standing({coder: coder for coder in _ids(Coder, codebook)})
    rows = Coding.objects.filter(verbatim__codebook=codebook)
    columns = read_rows(rows, "verbatim", "coder", "code", plain=("start", "end"))
    for text_id, coder_id, code_id, start, end in columns:
        text, coder, code = texts[text_id], coders[coder_id], final[code_id]
        if text and coder and code:
            yield text, coder, code, None if start is None else Span(start, end)


def _ids(of: Any, codebook: Codebook) -> Iterator[UUID]:
    yield from of.objects.filter(codebook=codebook).values_list("id", flat=True)


def _rulings(codebook: Codebook, codes: Codes) -> Iterator[tuple[tuple[UUID, UUID], bool]]:
    final = codes.final()
    rows = Ruling.objects.filter(verbatim__codebook=codebook)
    for text, code, present in rows.values_list("verbatim", "code", "present"):
        yield (text, final.get(code, code)), present


def _taken(codebook: Codebook, project: Project) -> Iterator[UUID]:
    """Yield the identities of the file that something in another codebook has already."""
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
    """Yield as many as one question to the database may name."""
    within = iter(ids)
    while chunk := list(islice(within, AT_ONCE)):
        yield chunk
