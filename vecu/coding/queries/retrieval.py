"""Retrieval: the texts that carry codes, answer questions, come from some people, hold words."""

from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from re import sub
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from vecu.coding.code_tree import map_descendants
from vecu.coding.models import Adjudication, Assignment, Codebook, Coder, Coding, Verbatim
from vecu.coding.queries.autocoding import list_autocoded_texts
from vecu.coding.queries.codebook import Codes
from vecu.coding.rules import CoderKind
from vecu.questionnaires import get_answer
from vecu.surveys.queries import Study
from vecu.surveys.queries.results import (
    StoredAnswer,
    find_answer_ids,
    find_stories,
    get_answer_values,
    list_fieldings,
)
from vecu.surveys.results.frequencies import AnswerFilter
from vecu.surveys.results.search import Search

_AT_ONCE = 500
"""Ids in one condition of a query."""

Pair = tuple[UUID, UUID]
"""A text, and a code that it carries."""
_T = TypeVar("_T")
Row = tuple[UUID, UUID, str, str]
"""A text, its answer, its story ('' outside of stories) and its address."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What is wanted: any of `codes`, or `together` all; any of `questions`; answers; words.

    Without questions, all those that are coded are meant.
    """

    codes: Collection[UUID] = ()
    together: bool = False
    questions: Collection[str] = ()
    selection: AnswerFilter = field(default_factory=AnswerFilter)

    def __bool__(self) -> bool:
        """Whether anything is wanted: nobody reads a whole study by mistake."""
        return bool(self.codes or self.questions or self.selection != AnswerFilter())


@dataclass(frozen=True, slots=True)
class RetrievedTexts:
    """Texts found, those of one answer together and in its order; of how many answers.

    `own` are those that only this coder may know of, since others still code them blindly; on those
    in `machine` the machine alone applied a wanted code.
    """

    texts: Sequence[UUID]
    own: frozenset[UUID]
    machine: frozenset[UUID]
    answers: int


def find_texts(study: Study, coder: Coder, codes: Codes, wanted: Retrieval) -> RetrievedTexts:
    """Return the texts that match, by the codes that this coder may see of everybody.

    A code counts with those below it. Where the team has settled a code on a text, that holds.
    """
    own, machine, carrying = set[UUID](), set[UUID](), None
    if wanted.codes:
        below, final = map_descendants(codes.parents), codes.final()
        branches = [below[final[code]] for code in wanted.codes]
        every = frozenset[UUID]().union(*branches)
        by_machine = {
            (text.text, code)
            for text in list_autocoded_texts(coder.codebook, codes)
            for code in text.codes & every
        }
        by_people = _list_visible_pairs(coder, final, every)
        carrying = _carry(by_people | by_machine, branches, together=wanted.together)
        machine = carrying - _carry(by_people, branches, together=wanted.together)
        own = _find_closed(coder, carrying)
    admits = _admit(study, wanted.selection)
    chosen = [
        row
        for row in _iter_rows(
            coder.codebook, wanted.questions or coder.codebook.questions, carrying
        )
        if admits(row[1], row[2])
    ]
    chosen.sort(key=lambda row: (row[1], _natural(row[3])))
    if search := wanted.selection.search:
        chosen = _hold(study, search, chosen)
    return RetrievedTexts(
        texts=[row[0] for row in chosen],
        own=frozenset(own),
        machine=frozenset(machine),
        answers=len({row[1] for row in chosen}),
    )


def _iter_rows(
    codebook: Codebook, questions: Collection[str], carrying: AbstractSet[UUID] | None
) -> Iterator[Row]:
    """Yield texts: all of them, or those that carry the codes."""
    texts = Verbatim.objects.filter(codebook=codebook)
    texts = texts.filter(question__in=questions) if questions else texts
    some = (
        [texts]
        if carrying is None
        else (texts.filter(pk__in=ids) for ids in _chunks(sorted(carrying)))
    )
    for each in some:
        rows = each.order_by().values_list("id", "answer", "story", "address")
        yield from rows.iterator(chunk_size=2000)


def list_retrieved(codebook: Codebook, texts: Sequence[UUID]) -> list[Verbatim]:
    """Return some texts in this order, without those withdrawn meanwhile."""
    found = Verbatim.objects.filter(codebook=codebook).in_bulk(list(texts))
    return [found[text] for text in texts if text in found]


def _carry(
    pairs: AbstractSet[Pair], branches: Sequence[AbstractSet[UUID]], *, together: bool
) -> set[UUID]:
    """Return the texts with a code of any branch, or of all of them."""
    by_branch = [{text for text, code in pairs if code in branch} for branch in branches]
    return set.intersection(*by_branch) if together else set[UUID]().union(*by_branch)


def _list_visible_pairs(
    coder: Coder, final: dict[UUID, UUID], wanted: AbstractSet[UUID]
) -> set[Pair]:
    """Return texts with the wanted codes that a coder may see on them, and what was settled.

    What may be seen is the rule of `queries.texts.list_visible_codings`.
    """
    meant = [code for code, end in final.items() if end in wanted]
    codings = Coding.objects.filter(code__in=meant)
    rulings = Adjudication.objects.filter(code__in=meant)
    if coder.codebook.blind:
        codings = codings.filter(Q(coder=coder) | _open())
        rulings = rulings.filter(_open())
    found = {(text, final[code]) for text, code in codings.values_list("verbatim", "code")}
    for text, code, present in rulings.values_list("verbatim", "code", "present"):
        (found.add if present else found.discard)((text, final[code]))
    return found


def _open() -> Q:
    """Select rows about texts that members code or coded, and all coders have finished."""
    given = Assignment.objects.filter(verbatim=OuterRef("verbatim"))
    return Exists(given.filter(coder__kind=CoderKind.PERSON)) & ~Exists(given.filter(done=False))


def _find_closed(coder: Coder, texts: Collection[UUID]) -> set[UUID]:
    """Return those of the texts that this coder coded and others still code, or may, blindly."""
    if not coder.codebook.blind:
        return set()
    codings = coder.codings.filter(~_open()).order_by()
    return {
        text
        for some in _chunks(sorted(texts))
        for text in codings.filter(verbatim__in=some).values_list("verbatim", flat=True)
    }


def _admit(study: Study, selection: AnswerFilter) -> Callable[[UUID, str], bool]:
    """Return what says whether an answer, and a story of it ('' outside of stories), match.

    Words are left to `_hold`, which looks at each text by itself.
    """
    rest = replace(selection, search=None)
    if rest == AnswerFilter():
        return lambda _answer, _story: True
    stories = find_stories(study, rest)
    answers = {answer for answer, _story in stories}
    return lambda answer, story: (answer, story) in stories if story else answer in answers


def _hold(study: Study, search: Search, rows: Sequence[Row]) -> list[Row]:
    """Return which of the texts hold the words searched for; those of one answer stay together."""
    answers = {
        answer
        for fielding in list_fieldings(study)
        for answer in find_answer_ids(fielding, AnswerFilter(search=replace(search, unwanted=())))
    }
    within = [row for row in rows if row[1] in answers]
    found, said = list[Row](), dict[UUID, StoredAnswer]()
    for some in _chunks(within):
        wanted = {row[1] for row in some}
        before = {answer: said[answer] for answer in wanted & said.keys()}
        said = before | get_answer_values(wanted - before.keys())
        found += [
            row
            for row in some
            if row[1] in said and search.matches(get_answer(said[row[1]].values, row[3]))
        ]
    return found


def _chunks(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _natural(address: str) -> str:
    """Return a key that sorts story[2] before story[10]."""
    return sub(r"[0-9]+", lambda number: number[0].zfill(9), address)
