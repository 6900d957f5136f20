"""The texts to code, and what one coder may see of them.

Blindness is enforced here: no function gives a coder others' codes on a text before all of its
coders have finished it (`rules.is_complete`), unless the team codes openly.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from vecu.coding.models import Assignment, Codebook, Coder, Coding, Memo, Verbatim
from vecu.coding.queries.codebook import Codes
from vecu.coding.rules import (
    RECENT,
    CoderKind,
    Key,
    fill_hotkeys,
    is_complete,
    is_frozen,
    is_reserved_for_others,
)
from vecu.coding.spans import TextSpan
from vecu.questionnaires import get_answer
from vecu.surveys.queries import Answer
from vecu.surveys.queries.results import list_answers_by_id

_AT_ONCE = 500
"""Texts whose words are fetched at once."""


class TextFilter(StrEnum):
    """Which texts a coder looks at."""

    TODO = "todo"
    GIVEN = "given"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CodingProgress:
    """How many texts of a question a coder has finished, how many remain, `assigned` of those."""

    done: int
    todo: int
    assigned: int

    @property
    def all(self) -> int:
        """Both."""
        return self.done + self.todo


@dataclass(frozen=True, slots=True)
class AppliedCode:
    """One coding as a page shows it. `code` is what it counts as."""

    id: UUID
    code: UUID
    coder: UUID
    span: TextSpan | None


@dataclass(frozen=True, slots=True)
class VisibleCodings:
    """One text and what this coder may see of it: own codings, and others' if permitted.

    `frozen`: closed for comparison; `for_others`: reserved, so they may look but not code.
    """

    verbatim: Verbatim
    own: tuple[AppliedCode, ...]
    others: tuple[AppliedCode, ...]
    memos: tuple[Memo, ...]
    done: bool
    frozen: bool
    for_others: bool


def list_texts(codebook: Codebook, question: str) -> QuerySet[Verbatim]:
    """Return the answers to one question, in their random order."""
    return Verbatim.objects.filter(codebook=codebook, question=question).order_by("place", "id")


def list_all_texts(codebook: Codebook) -> QuerySet[Verbatim]:
    """Return all texts of a codebook, those of one answer together."""
    return Verbatim.objects.filter(codebook=codebook).order_by("answer", "address")


def list_unassigned_texts(codebook: Codebook, question: str) -> QuerySet[Verbatim, UUID]:
    """Return the texts that no member was assigned or has taken, in their random order.

    Codings from a file or the machine do not count as assignments.
    """
    taken = _by_members()
    return list_texts(codebook, question).filter(~Exists(taken)).values_list("id", flat=True)


def list_texts_for_coder(
    coder: Coder, question: str, show: TextFilter = TextFilter.TODO
) -> QuerySet[Verbatim]:
    """Return the texts of a question in a coder's list.

    To do: those assigned to them, and unassigned ones, which the first coder takes. The assigned
    ones can be listed alone.
    """
    own = Assignment.objects.filter(verbatim=OuterRef("pk"), coder=coder)
    anybody = _by_members()
    texts = list_texts(coder.codebook, question)
    given = Q(Exists(own.filter(done=False)))
    if show is TextFilter.GIVEN:
        return texts.filter(given)
    todo = given | ~Exists(anybody)
    if show is TextFilter.TODO:
        return texts.filter(todo)
    done = Q(Exists(own.filter(done=True)))
    return texts.filter(done if show is TextFilter.DONE else todo | done)


def _by_members() -> QuerySet[Assignment]:
    """Return the assignments of members."""
    return Assignment.objects.filter(verbatim=OuterRef("pk"), coder__kind=CoderKind.PERSON)


def get_closed_texts_filter(coder: Coder) -> Q:
    """Select rows about texts that a coder may not code while coding is blind.

    These are the texts of `rules.is_frozen` and `rules.is_reserved_for_others`.
    """
    given = Assignment.objects.filter(verbatim=OuterRef("verbatim"))
    own, others = Exists(given.filter(coder=coder)), given.exclude(coder=coder)
    frozen = own & Exists(others) & ~Exists(given.filter(done=False))
    return frozen | (~own & Exists(others.filter(coder__kind=CoderKind.PERSON)))


def get_text(codebook: Codebook, verbatim: UUID) -> Verbatim | None:
    """Return a text of this codebook, None if it does not exist or was withdrawn."""
    return Verbatim.objects.filter(codebook=codebook, pk=verbatim).first()


def iter_texts_with_words(texts: QuerySet[Verbatim]) -> Iterator[tuple[Verbatim, Answer, str]]:
    """Yield texts with their answer and words, a bounded number at a time.

    Those withdrawn meanwhile are left out.
    """
    for chunk in _batched(texts.iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        answers = {each.id: each for each in list_answers_by_id({text.answer_id for text in chunk})}
        for text in chunk:
            if answer := answers.get(text.answer_id):
                yield text, answer, get_answer(answer.values, text.address)


def count_progress(coder: Coder, question: str) -> CodingProgress:
    """Return a coder's progress with a question."""
    own = Assignment.objects.filter(
        coder=coder, verbatim__question=question, verbatim__codebook=coder.codebook
    )
    return CodingProgress(
        own.filter(done=True).count(),
        list_texts_for_coder(coder, question).count(),
        own.filter(done=False).count(),
    )


def list_visible_codings(
    coder: Coder, verbatims: Sequence[Verbatim], codes: Codes
) -> list[VisibleCodings]:
    """Return what a coder may see of these texts, in a few queries however many they are.

    Codings from a file or the machine do not reveal a text that no member has coded: it can still
    be taken.
    """
    ids = [verbatim.id for verbatim in verbatims]
    done = _done(ids)
    applied = _by_text(ids, codes)
    memos: dict[UUID, list[Memo]] = {}
    for memo in Memo.objects.filter(verbatim__in=ids).select_related("coding__code"):
        if memo.verbatim_id:
            memos.setdefault(memo.verbatim_id, []).append(memo)
    blind, found = coder.codebook.blind, []
    members = _members(coder.codebook)
    for verbatim in verbatims:
        by = done.get(verbatim.id, {})
        theirs = coder.id not in by and members.isdisjoint(by)
        open_ = not blind or (is_complete(by.values()) and not theirs)
        codings = applied.get(verbatim.id, [])
        found.append(
            VisibleCodings(
                verbatim=verbatim,
                own=tuple(each for each in codings if each.coder == coder.id),
                others=tuple(each for each in codings if each.coder != coder.id) if open_ else (),
                memos=tuple(
                    memo for memo in memos.get(verbatim.id, ()) if open_ or memo.by == _name(coder)
                ),
                done=by.get(coder.id, False),
                frozen=coder.id in by and is_frozen(by.values(), blind=blind),
                for_others=is_reserved_for_others(coder.id, by, members, blind=blind),
            )
        )
    return found


def _members(codebook: Codebook) -> set[UUID]:
    """Return the coders who are members, not those of files and machines."""
    return set(codebook.coders.filter(kind=CoderKind.PERSON).values_list("id", flat=True))


def _batched(rows: Iterable[Verbatim], size: int) -> Iterator[list[Verbatim]]:
    """Yield rows in lists of at most `size`."""
    within = iter(rows)
    while chunk := list(islice(within, size)):
        yield chunk


def _name(coder: Coder) -> str:
    return coder.account.get_username() if coder.account else coder.name


def _done(ids: Iterable[UUID]) -> dict[UUID, dict[UUID, bool]]:
    """Return for each text whether each of its coders has finished it."""
    found: dict[UUID, dict[UUID, bool]] = {}
    rows = Assignment.objects.filter(verbatim__in=ids).values_list("verbatim", "coder", "done")
    for verbatim, coder, done in rows:
        found.setdefault(verbatim, {})[coder] = done
    return found


def _by_text(ids: Iterable[UUID], codes: Codes) -> dict[UUID, list[AppliedCode]]:
    final = codes.final()
    order = {code.id: index for index, (code, _depth) in enumerate(codes.lines)}
    found: dict[UUID, list[AppliedCode]] = {}
    for coding in Coding.objects.filter(verbatim__in=ids):
        applied = AppliedCode(coding.id, final[coding.code_id], coding.coder_id, coding.span)
        found.setdefault(coding.verbatim_id, []).append(applied)
    for each in found.values():
        each.sort(key=lambda applied: (order[applied.code], applied.span or TextSpan(0, 0)))
    return found


def list_hotkeys(coder: Coder, question: str, codes: Codes) -> list[Key[UUID]]:
    """Return the codes under a coder's hotkeys, each with the number of the action that used it.

    Each question has its own keys, starting with the first. Keys that are free are assigned to the
    first codes offered.
    """
    used = [(UUID(code), last) for code, last in coder.keys.get(question, ())]
    return fill_hotkeys(used, [code.id for code, _depth in codes.offered_for(question)])


def list_recent_codes(coder: Coder, question: str, codes: Codes) -> list[UUID | None]:
    """Return the codes under a coder's hotkeys 1 to 9 for a question, None for a free key."""
    used = [code for code, _last in list_hotkeys(coder, question, codes)]
    return [*used, *[None] * (RECENT - len(used))]


def has_other_coders(coder: Coder, question: str) -> bool:
    """Return whether another member has texts of a question, so that codings can be compared."""
    others = Assignment.objects.filter(
        verbatim__codebook=coder.codebook, verbatim__question=question, coder__kind=CoderKind.PERSON
    )
    return others.exclude(coder=coder).exists()
