"""Data for exports of a study's coding, a bounded number of texts at a time.

Blindness holds here as in `texts`: others' codes on a text, and any trace of them, are exported
only once all of its coders have finished it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from vecu.coding.interchange.closed_answers import ClosedAnswers, list_closed_questions
from vecu.coding.interchange.export_codes import list_exported_codes
from vecu.coding.interchange.export_record import (
    CoderName,
    ExportedAdjudication,
    ExportedCode,
    ExportedSuggestion,
    ExportRecord,
    Known,
)
from vecu.coding.models import (
    Adjudication,
    Assignment,
    Code,
    Codebook,
    Coder,
    Coding,
    Memo,
    Practice,
    Suggestion,
    Verbatim,
)
from vecu.coding.queries.autocoding import list_autocoded_texts
from vecu.coding.queries.bulk_rows import AT_ONCE, IdLookup, iter_rows
from vecu.coding.queries.codebook import Codes
from vecu.coding.queries.runs import get_current_runs
from vecu.coding.queries.suggestions import get_blind_texts
from vecu.coding.rules import CoderKind, is_complete
from vecu.coding.spans import TextSpan
from vecu.questionnaires import Question, Questionnaire, get_answer
from vecu.surveys.queries import Study, get_fielding_questionnaire
from vecu.surveys.queries.results import StoredAnswer, get_answer_values, list_fieldings
from vecu.surveys.results.answer_layout import may_quote


class TextSelection(StrEnum):
    """Which texts to export: those that all of their coders have finished, or all."""

    FINISHED = "finished"
    ALL = "all"


@dataclass(frozen=True)
class ExportScope:
    """The study, which texts, and the coder whose own codes are exported though others work on."""

    study: Study
    codebook: Codebook
    codes: Codes
    which: TextSelection = TextSelection.FINISHED
    own: Coder | None = None

    @property
    def by(self) -> str:
        """The account under which one's own memos are stored, '' for nobody's."""
        account = self.own.account if self.own else None
        return account.get_username() if account else ""

    @cached_property
    def questionnaires(self) -> dict[UUID, Questionnaire]:
        """The questionnaire of each fielding of the study, the last wave first."""
        return {each.id: get_fielding_questionnaire(each) for each in list_fieldings(self.study)}

    @cached_property
    def modes(self) -> dict[UUID, str]:
        """How people took part in each fielding: whether they are a sample depends on it."""
        return {each.id: each.mode for each in list_fieldings(self.study)}

    @cached_property
    def coders(self) -> dict[UUID, CoderName]:
        """All coders, by id, with name and kind; none of their codes."""
        coders = self.codebook.coders.order_by("name", "id").values_list("id", "name", "kind")
        return {coder: CoderName(name, CoderKind(kind)) for coder, name, kind in coders}

    @cached_property
    def leaving_codes(self) -> dict[UUID, Code]:
        """The exported codes, in order."""
        final, of = self.codes.final(), {"code__codebook": self.codebook}
        used = Coding.objects.filter(**of).order_by().values_list("code")
        ruled = Adjudication.objects.filter(**of).order_by().values_list("code")
        counted = {final.get(code, code) for (code,) in used.union(ruled)}
        codes = list_exported_codes([code for code, _depth in self.codes.lines], counted)
        return {code.id: code for code in codes}

    def closed(self) -> dict[str, Question]:
        """Return the closed questions exported with texts, by path."""
        return list_closed_questions(self.questionnaires.values())

    def counts_as(self) -> dict[UUID, UUID]:
        """Return what each exported code counts as; codes created just now are left out."""
        final = self.codes.final()
        return {code: end for code, end in final.items() if end in self.leaving_codes}


class _Text(NamedTuple):
    """A text's id, and where its words are stored."""

    id: UUID
    answer: UUID
    question: str
    story: str
    address: str


@dataclass(slots=True)
class _Done:
    """The work on one text: who has finished it, its codings and adjudications."""

    finished: dict[UUID, bool] = field(default_factory=dict)
    put: list[ExportedCode] = field(default_factory=list)
    ruled: list[ExportedAdjudication] = field(default_factory=list)
    suggested: list[ExportedSuggestion] = field(default_factory=list)


def list_exported_texts(scope: ExportScope) -> QuerySet[Verbatim]:
    """Return the texts to export, those of one answer together, in no telling order."""
    texts = Verbatim.objects.filter(codebook=scope.codebook)
    if scope.codebook.questions:
        texts = texts.filter(question__in=scope.codebook.questions)
    if scope.which is TextSelection.FINISHED:
        seen = _revealed(scope)
        if scope.own:
            for own in (Assignment.objects, Coding.objects):
                seen |= Q(Exists(own.filter(verbatim=OuterRef("pk"), coder=scope.own)))
        texts = texts.filter(seen)
    return texts.order_by("answer", "story", "address")


def _revealed(scope: ExportScope) -> Q:
    """Select texts that all of their coders have finished; in open coding, that one has."""
    of = Assignment.objects.filter(verbatim=OuterRef("pk"))
    finished = Q(Exists(of.filter(done=True)))
    return finished & Q(~Exists(of.filter(done=False))) if scope.codebook.blind else finished


def iter_export_records(scope: ExportScope) -> Iterator[ExportRecord]:
    """Yield each text with everything that may be exported with it, grouped by story.

    What is withdrawn meanwhile is left out, and so are codes and coders created meanwhile.
    """
    language = scope.codebook.language
    closed = {
        fielding: ClosedAnswers(questionnaire, language)
        for fielding, questionnaire in scope.questionnaires.items()
    }
    places = {code: index for index, code in enumerate(scope.leaving_codes)}
    codes, coders = IdLookup(scope.counts_as()), IdLookup({coder: coder for coder in scope.coders})
    machine = _Machine(scope)
    for chunk in _chunks(scope):
        people = get_answer_values({text.answer for text in chunk.values()})
        done = _done_with(chunk, codes, coders)
        machine.tell(chunk, done, codes)
        for key, text in chunk.items():
            if answer := people.get(text.answer):
                closed_answers = closed[answer.fielding].get_answers(answer.values, text.story)
                done[key].put = _once(done[key].put, places)
                yield _leaving(scope, text, answer, closed_answers, done[key])


def _chunks(scope: ExportScope) -> Iterator[dict[str, _Text]]:
    """Yield the texts some hundred at a time, each by its id as the database writes it."""
    texts = iter_rows(
        list_exported_texts(scope), "id", plain=("answer", "question", "story", "address")
    )
    while chunk := {key: _Text(UUID(key), *text) for key, *text in islice(texts, AT_ONCE)}:
        yield chunk


def _once(put: Iterable[ExportedCode], places: Mapping[UUID, int]) -> list[ExportedCode]:
    """Return codings in the order of text and codebook; duplicates from merging only once."""
    found: dict[tuple[UUID, UUID, TextSpan | None], ExportedCode] = {}
    for each in sorted(put, key=lambda put: put.id.int):
        found.setdefault((each.coder, each.code, each.span), each)
    return sorted(found.values(), key=lambda put: (*_start(put), places[put.code]))


def _start(put: ExportedCode) -> tuple[int, int]:
    return (put.span.start, put.span.end) if put.span else (-1, -1)


def _leaving(
    scope: ExportScope,
    text: _Text,
    answer: StoredAnswer,
    closed_answers: Mapping[str, Known],
    done: _Done,
) -> ExportRecord:
    revealed = _is_open(done.finished.values(), blind=scope.codebook.blind)
    finished = frozenset(coder for coder, state in done.finished.items() if state)
    own = scope.own.id if scope.own else None
    return ExportRecord(
        id=text.id,
        question=text.question,
        story=text.story,
        address=text.address,
        answer=text.answer,
        language=answer.language,
        mode=scope.modes[answer.fielding],
        text=get_answer(answer.values, text.address),
        may_quote=may_quote(answer.values),
        closed=closed_answers,
        put=[put for put in done.put if put.coder == own or (revealed and put.coder in finished)],
        ruled=done.ruled if revealed else [],
        suggested=done.suggested,
        finished=finished if revealed else None,
    )


def _done_with(
    chunk: Mapping[str, _Text], codes: IdLookup, coders: IdLookup
) -> Mapping[str, _Done]:
    """Return the work on each of these texts."""
    found = {key: _Done() for key in chunk}
    of = {"verbatim__in": [text.id for text in chunk.values()]}
    finished = Assignment.objects.filter(**of)
    for key, coder, state in iter_rows(finished, "verbatim", "coder", plain=("done",)):
        found[key].finished[coders[coder] or UUID(coder)] = state
    codings, columns = Coding.objects.filter(**of), ("verbatim", "code", "coder", "id")
    plain = ("start", "end", "suggestion__run__version")
    for key, code, coder, id_, start, end, version in iter_rows(codings, *columns, plain=plain):
        if (counts_as := codes[code]) and (by := coders[coder]):
            span = None if start is None else TextSpan(start, end)
            found[key].put.append(ExportedCode(UUID(id_), counts_as, by, span, version or ""))
    rulings, said = (
        Adjudication.objects.filter(**of).order_by("at"),
        ("present", "by", "reason", "at"),
    )
    for key, code, *ruling in iter_rows(rulings, "verbatim", "code", plain=said):
        if counts_as := codes[code]:
            found[key].ruled.append(ExportedAdjudication(counts_as, *ruling))
    return found


class _Machine:
    """The machine's suggestions: those of the current run, and all that somebody decided on.

    Nothing is exported of texts that people are coding blindly.
    """

    def __init__(self, scope: ExportScope) -> None:
        self._runs = [run.id for run in get_current_runs(scope.codebook).values()]
        self._blind = get_blind_texts(scope.codebook)
        coded = list_autocoded_texts(scope.codebook, scope.codes)
        self._counts = {text.text: text.machine for text in coded}

    def tell(self, chunk: Mapping[str, _Text], done: Mapping[str, _Done], codes: IdLookup) -> None:
        """Add the suggestions to the work on these texts."""
        of = Suggestion.objects.filter(verbatim__in=[text.id for text in chunk.values()])
        of = of.filter(Q(run__in=self._runs) | ~Q(verdict="")).order_by("verbatim", "-score", "id")
        plain = ("score", "words", "run__version", "verdict", "by")
        for key, code, *said in iter_rows(of, "verbatim", "code", plain=plain):
            text, (score, words, version, verdict, by) = UUID(key), said
            if (counts_as := codes[code]) and text not in self._blind:
                spans = [TextSpan(start, end) for start, end, _weight in words]
                counts = counts_as in self._counts.get(text, ())
                offered = ExportedSuggestion(counts_as, score, spans, version, verdict, by, counts)
                done[key].suggested.append(offered)


def list_exported_memos(scope: ExportScope) -> list[Memo]:
    """Return the memos to export: about codes, the codebook, and exported texts.

    Others' memos about a text that its coders have not all finished are left out.
    """
    memos = scope.codebook.memos.select_related("guide", "practice").order_by("at", "id")
    texts = list_exported_texts(scope).order_by()
    about = memos.filter(verbatim__in=texts.values("id"))
    revealed = set(texts.filter(_revealed(scope), memos__isnull=False).values_list("id", flat=True))
    seen = [memo for memo in about if memo.by == scope.by or memo.verbatim_id in revealed]
    return [*memos.filter(verbatim=None), *seen]


def list_practices(scope: ExportScope) -> list[tuple[str, Practice, list[UUID]]]:
    """Return the practices of guides, each with its guide's name and its exported codes."""
    counts_as, found = scope.counts_as(), []
    practices = Practice.objects.filter(guide__codebook=scope.codebook).order_by("guide", "place")
    for practice in practices.select_related("guide").prefetch_related("codes"):
        codes = [counts_as[code.id] for code in practice.codes.all() if code.id in counts_as]
        found.append((practice.guide.name, practice, list(dict.fromkeys(codes))))
    return found


def get_authors(scope: ExportScope) -> dict[str, UUID]:
    """Return the coder of each account name, as memos are stored under account names."""
    members = scope.codebook.coders.exclude(account=None)
    return dict(members.values_list("account__username", "id"))


def _is_open(states: Collection[bool], *, blind: bool) -> bool:
    return is_complete(states) if blind else any(states)
