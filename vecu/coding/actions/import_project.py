"""Import a file: codes, texts, codings, memos. Importing it again adds nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from vecu.accounts.actions import record_audit_event
from vecu.coding.actions.adjudicate import AdjudicationRefused, adjudicate_code
from vecu.coding.actions.annotate import CodeSpan, TextGone
from vecu.coding.actions.codebook import CodeText, change_code, make_code, move_code
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.import_codings import BATCH, ImportedCoding, import_coder_codings
from vecu.coding.interchange.id_map import new_identity
from vecu.coding.interchange.import_plan import CodingImportPlan, NewRuling
from vecu.coding.interchange.match_coders import ImportedCoder
from vecu.coding.interchange.match_codes import CODE_FIELDS, PARENT, CodeMatch, CodeMatchStatus
from vecu.coding.interchange.match_memos import NewMemo
from vecu.coding.interchange.new_study import (
    QUESTION,
    TEXT,
    build_answer,
    clean_source_text,
    fit_texts,
)
from vecu.coding.models import Code, Codebook, Coder, Coding, Memo, Verbatim
from vecu.coding.refi import RefiSource
from vecu.coding.spans import hash_text
from vecu.surveys.actions import ensure_import_fielding, store_imported_answers
from vecu.surveys.queries import Study

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class CodingImportOptions:
    """The member's choices: codes to overwrite from the file, each by the revision on their page.

    `all_read` says that the file's coders read all of its texts, also those without a code.
    """

    take: Mapping[UUID, int] = field(default_factory=dict)
    all_read: bool = False


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How much was imported."""

    texts: int = 0
    codes: int = 0
    changed: int = 0
    codings: int = 0
    memos: int = 0
    rulings: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The counts recorded in the audit."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def import_coding_project(
    codebook: Codebook,
    plan: CodingImportPlan,
    wishes: CodingImportOptions,
    act: ActionContext,
    *,
    name: str,
    texts: int = 0,
) -> ImportCounts:
    """Store what a plan imports, and audit it; `name` is the file's.

    `texts` is how many texts were imported with it: adjudications are imported only with texts.

    Codes are written in one transaction, the rest in short ones: after an interruption, import
    again and it continues. Raise `CodeRefused`, `CodeChanged` or `CodebookCycle`, and then nothing
    is imported.
    """
    made, changed = _bring_codes(codebook, plan.codes, wishes.take, act)
    codings = sum(_bring_coder(codebook, each, act, wishes) for each in plan.coders)
    arrived = ImportCounts(
        texts=texts,
        codes=made,
        changed=changed,
        codings=codings,
        memos=sum(_bring_memos(codebook, some, act) for some in _batches(plan.memos)),
        rulings=_bring_rulings(plan.rulings, act) if texts else 0,
    )
    record_audit_event(
        act.by, "brought coding in", codebook.study.scope, name[:200], arrived.counts, now=act.now
    )
    return arrived


@transaction.atomic
def _bring_codes(
    codebook: Codebook, codes: Iterable[CodeMatch], take: Mapping[UUID, int], act: ActionContext
) -> tuple[int, int]:
    """Create new codes, change the chosen ones; return how many of each."""
    Codebook.objects.select_for_update().get(pk=codebook.pk)
    here = {code.id: code for code in codebook.codes.all()}
    made = changed = 0
    for met in codes:
        parent = here[met.parent] if met.parent else None
        if met.standing is CodeMatchStatus.NEW and met.id not in here:
            here[met.id] = make_code(codebook, _text(met), act, parent=parent, identity=met.id)
            made += 1
        elif met.standing is CodeMatchStatus.DIFFERS and met.id in take:
            _change(here[met.id], met, parent, act, revision=take[met.id])
            changed += 1
    return made, changed


def _change(
    code: Code, match: CodeMatch, parent: Code | None, act: ActionContext, *, revision: int
) -> None:
    """Give a code the texts and parent that the file has; fields missing in the file stay."""
    text = _text(match, code)
    code = change_code(code, text, act, revision=revision)
    if PARENT in match.fields:
        move_code(code, act, parent=parent)


def _text(met: CodeMatch, before: Code | None = None) -> CodeText:
    said = {name: getattr(met.code, name) for name in CODE_FIELDS}
    if before is None:
        return CodeText(**said, translated_names=met.code.translated_names)
    merged = {name: text or getattr(before, name) for name, text in said.items()}
    names = {**before.translated_names, **met.code.translated_names}
    return CodeText(**merged, questions=tuple(before.questions), translated_names=names)


def _bring_coder(
    codebook: Codebook, brought: ImportedCoder, act: ActionContext, wishes: CodingImportOptions
) -> int:
    """Store one coder's codings; a coder without anything new is not created."""
    unmarked = brought.unmarked if wishes.all_read else ()
    if not brought.new and not unmarked:
        return 0
    coder, _new = Coder.objects.get_or_create(
        pk=brought.id,
        defaults={"codebook": codebook, "name": brought.name, "kind": brought.kind},
    )
    return import_coder_codings(coder, _done(brought, unmarked), act)


def _done(brought: ImportedCoder, unmarked: Iterable[UUID]) -> Iterator[ImportedCoding]:
    for text, marks in brought.new.items():
        yield ImportedCoding(text, [CodeSpan(code, span) for code, span in marks])
    for text in unmarked:
        yield ImportedCoding(text, ())


@transaction.atomic
def _bring_memos(codebook: Codebook, memos: list[NewMemo], act: ActionContext) -> int:
    """Store memos, leaving out those about texts withdrawn meanwhile."""
    wanted = {memo.verbatim for memo in memos if memo.verbatim}
    held = Verbatim.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("id")
    there = set(held.values_list("id", flat=True))
    known = set(Memo.objects.filter(pk__in=[m.id for m in memos]).values_list("id", flat=True))
    rows = [
        Memo(
            pk=memo.id,
            codebook=codebook,
            code_id=memo.code,
            verbatim_id=memo.verbatim,
            coding=_coding(memo),
            text=memo.text,
            by=memo.by or act.by,
            at=act.now,
        )
        for memo in memos
        if memo.id not in known and (memo.verbatim is None or memo.verbatim in there)
    ]
    return len(Memo.objects.bulk_create(rows))


def _coding(memo: NewMemo) -> Coding | None:
    """Return the coding that a memo is about; without one it is about the text."""
    if memo.mark is None:
        return None
    code, span = memo.mark
    return Coding.objects.filter(
        verbatim=memo.verbatim, coder__in=memo.coders, **CodeSpan(code, span).fields
    ).first()


def _bring_rulings(rulings: Iterable[NewRuling], act: ActionContext) -> int:
    """Store the file's adjudications; the reason names who decided there."""
    number = 0
    for text, ruling in rulings:
        verbatim = Verbatim.objects.filter(pk=text).first()
        why = f"{ruling.reason} ({ruling.by})" if ruling.by else ruling.reason
        try:
            if verbatim:
                adjudication_act = ActionContext(act.by, act.now, why.strip())
                adjudicate_code(
                    verbatim, Code(pk=ruling.code), adjudication_act, present=ruling.present
                )
                number += 1
        except (TextGone, AdjudicationRefused):
            continue
    return number


def import_texts(
    study: Study, codebook: Codebook, sources: Iterable[RefiSource], now: datetime
) -> int:
    """Turn the texts of a project into answers, in a study made for this; return how many.

    Each keeps its id, so that it is recognised when the project is imported again.
    """
    return sum(
        _keep_texts(study, codebook, some, now) for some in _batches(fit_texts(sources).texts)
    )


@transaction.atomic
def _keep_texts(study: Study, codebook: Codebook, texts: list[RefiSource], now: datetime) -> int:
    fielding = ensure_import_fielding(study)
    used = Verbatim.objects.filter(pk__in=[source.guid for source in texts])
    taken = set(used.values_list("id", flat=True))
    rows = ((build_answer(source), codebook.language) for source in texts)
    answers = store_imported_answers(fielding, rows, localdate(now))
    Verbatim.objects.bulk_create(
        Verbatim(
            pk=new_identity(codebook.id, source.guid, taken),
            codebook=codebook,
            answer_id=answer,
            question=QUESTION,
            address=TEXT,
            hash=hash_text(clean_source_text(source)),
        )
        for source, answer in zip(texts, answers, strict=True)
    )
    return len(answers)


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    within = iter(things)
    while some := list(islice(within, BATCH)):
        yield some
