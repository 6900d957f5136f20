"""A coder at work in one study: their codebook, its codes, what a POST asks for. No request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.coding.actions.codebooks import CodeText, make_code
from vecu.coding.actions.coding import (
    CodeNotOffered,
    Mark,
    accept_suggestion,
    finish,
    propose_quotation,
    put_code,
    refuse_suggestion,
    reopen,
    take_code_off,
)
from vecu.coding.actions.history import Act
from vecu.coding.actions.memos import write_memo
from vecu.coding.models import Code, Codebook, Coder, Quotation, Verbatim
from vecu.coding.queries.codebooks import Codes, find_code, list_codes
from vecu.coding.queries.quotations import list_on_texts
from vecu.coding.queries.suggestions import list_suggested, list_unsaid
from vecu.coding.queries.texts import list_recent, look_at
from vecu.coding.rows import Row, row_of
from vecu.coding.spans import Span, SpanRefused, check_span, find_words, from_utf16
from vecu.coding.telling_runs import say_kept
from vecu.questionnaires import get
from vecu.surveys.queries.stories import get_people
from vecu.text import fold

SHOWN_WORDS = 60
"""Characters of a person's words that a message repeats."""
Asked = Mapping[str, Any]
"""What a valid `TextForm` holds."""


@dataclass(frozen=True)
class Desk:
    """One coder, and the codes as they stand now."""

    coder: Coder
    by: str
    codes: Codes

    @property
    def codebook(self) -> Codebook:
        """The codebook that they code with."""
        return self.coder.codebook

    def act(self, now: datetime, why: str = "") -> Act:
        """Return who acts, and when."""
        return Act(self.by, now, why)

    def rows(self, verbatims: Sequence[Verbatim]) -> list[Row]:
        """Return the rows of these texts; those taken back meanwhile are left out."""
        answers = {answer.id: answer for answer in get_people({v.answer_id for v in verbatims})}
        here = [verbatim for verbatim in verbatims if verbatim.answer_id in answers]
        names = dict(self.codebook.coders.values_list("id", "name"))
        known = self.codes.by_id
        quotations: dict[UUID, list[Quotation]] = {}
        ids = [verbatim.id for verbatim in here]
        suggested = list_suggested(self.coder, ids, self.codes)
        unsaid = list_unsaid(self.coder, ids)
        for each in list_on_texts(self.codebook, self.by, [verbatim.id for verbatim in here]):
            quotations.setdefault(each.verbatim_id, []).append(each)
        return [
            row_of(
                coded,
                answers[coded.verbatim.answer_id],
                known,
                names,
                quotations.get(coded.verbatim.id, ()),
                suggested.get(coded.verbatim.id, ()),
                say_kept(unsaid.get(coded.verbatim.id, ())),
            )
            for coded in look_at(self.coder, here, self.codes)
        ]

    def ways(self) -> list[tuple[Code, str]]:
        """Return the codes that are offered, each with its way from the top: "Limits / Invents"."""
        ways = self.codes.ways()
        return [(code, ways[code.id]) for code, _depth in self.codes.offered]

    def offered(self, question: str) -> list[tuple[Code, str]]:
        """Return the codes for answers to a question, each with its way."""
        return [line for line in self.ways() if self.codes.is_for(line[0], question)]

    def recent(self, question: str) -> list[Code | None]:
        """Return the codes under the keys 1 to 9, without those not offered here."""
        offered = {code.id: code for code, _path in self.offered(question)}
        return [offered.get(each) if each else None for each in list_recent(self.coder, question)]


def desk_of(coder: Coder, by: str) -> Desk:
    """Return a coder's desk; `by` is their account's name, under which the history knows them."""
    return Desk(coder, by, list_codes(coder.codebook))


def do(desk: Desk, verbatim: Verbatim, asked: Asked, now: datetime) -> str:
    """Do with a text what a coder asks, and return what was done in one sentence.

    Raise `TextGone`, `TextFrozen`, `CodeNotOffered`, `CodeRefused`, `SpanRefused`,
    `QuotationRefused` or `SuggestionGone`.
    """
    return _DOES[asked["do"]](desk, verbatim, asked, desk.act(now))


def _take(desk: Desk, verbatim: Verbatim, asked: Asked, act: Act) -> str:
    took = take_code_off(desk.coder, verbatim.id, asked["coding"] or UUID(int=0), act)
    return _("Taken off.") if took else _("This code was not there any more.")


def _finish(desk: Desk, verbatim: Verbatim, _asked: Asked, act: Act) -> str:
    finish(desk.coder, verbatim.id, act)
    return _("Finished.")


def _reopen(desk: Desk, verbatim: Verbatim, _asked: Asked, act: Act) -> str:
    if reopen(desk.coder, verbatim.id, act):
        return _("To be coded again.")
    return _("You had not finished this text.")


def _decide(desk: Desk, verbatim: Verbatim, asked: Asked, act: Act) -> str:
    accepts = asked["do"] == "accept"
    suggestion = asked["suggestion"] or UUID(int=0)
    change = accept_suggestion if accepts else refuse_suggestion
    code = change(desk.coder, verbatim.id, suggestion, act)
    told = _("“%(code)s” accepted.") if accepts else _("“%(code)s” refused.")
    return told % {"code": code.name}


def _note(desk: Desk, verbatim: Verbatim, asked: Asked, act: Act) -> str:
    if not asked["memo"].strip():
        return _("The memo was empty, so nothing was written.")
    wanted = asked["coding"]
    coding = desk.coder.codings.filter(pk=wanted, verbatim=verbatim).first() if wanted else None
    write_memo(desk.codebook, asked["memo"].strip(), act, verbatim=verbatim, coding=coding)
    if wanted and coding is None:
        return _("This code was not there any more: the memo is kept, about the text.")
    return _("The memo is kept.")


def _quote(desk: Desk, verbatim: Verbatim, asked: Asked, act: Act) -> str:
    """Propose words for the code that was named, else for the coder's only one on the text."""
    code = find_code(desk.codebook, asked["code"]) if asked["code"] else None
    if code is None:
        own = set(desk.coder.codings.filter(verbatim=verbatim).values_list("code", flat=True))
        code = desk.codes.by_id[own.pop()] if len(own) == 1 else None
    span = _span(verbatim, asked)
    if propose_quotation(desk.coder, verbatim.id, span, act, code=code):
        return _("Proposed as a quotation.")
    return _("These words were proposed as a quotation already.")


def _put(desk: Desk, verbatim: Verbatim, asked: Asked, act: Act) -> str:
    span = _span(verbatim, asked)
    code = _made(desk, asked, act) if asked["do"] == "make" else _named(desk, verbatim, asked)
    new = put_code(desk.coder, verbatim.id, Mark(code.id, span), act)
    if not new:
        return _("“%(code)s” is there already.") % {"code": code.name}
    if span:
        return _("“%(code)s” is on these words now.") % {"code": code.name}
    return _("“%(code)s” is on this text now.") % {"code": code.name}


def _made(desk: Desk, asked: Asked, act: Act) -> Code:
    parent = find_code(desk.codebook, asked["parent"]) if asked["parent"] else None
    text = CodeText(name=asked["name"], definition=asked["definition"])
    return make_code(desk.codebook, text, act, parent=parent)


def _named(desk: Desk, verbatim: Verbatim, asked: Asked) -> Code:
    """Return the code that was meant: by identity, by its whole way, or by its own name."""
    if asked["code"] and (found := find_code(desk.codebook, asked["code"])):
        return found
    typed = fold(asked["name"])
    offered = desk.offered(verbatim.question)
    whole = [code for code, way in offered if fold(way) == typed]
    named = [code for code, _way in offered if fold(code.name) == typed]
    for same in (whole, named):
        if typed and len(same) == 1:
            return same[0]
    raise CodeNotOffered(
        _("No code is called “%(name)s”. Choose one of the list, or make a new one.")
        % {"name": asked["name"][:SHOWN_WORDS]}
    )


def _span(verbatim: Verbatim, asked: Asked) -> Span | None:
    """Return the part of the text that was meant, None for the whole; raise `SpanRefused`."""
    words, start, end = asked["words"], asked["start"], asked["end"]
    if not words.strip() and (start is None or end is None):
        return None
    answers = get_people([verbatim.answer_id])
    text = get(answers[0].values, verbatim.address) if answers else ""
    if asked["hash"] and asked["hash"] != verbatim.hash:
        raise SpanRefused(_("This text has changed meanwhile. Look at it again."))
    try:
        if start is not None and end is not None:
            return check_span(text, from_utf16(text, start, end))
        return check_span(text, find_words(text, words))
    except SpanRefused:
        raise SpanRefused(
            _("The words “%(words)s” are not in this text. Copy them as they stand there.")
            % {"words": words[:SHOWN_WORDS]}
        ) from None


_DOES: Mapping[str, Callable[[Desk, Verbatim, Asked, Act], str]] = {
    "put": _put,
    "make": _put,
    "take": _take,
    "finish": _finish,
    "reopen": _reopen,
    "memo": _note,
    "quote": _quote,
    "accept": _decide,
    "refuse": _decide,
}
"""What a coder can do with a text, by what a form says."""
