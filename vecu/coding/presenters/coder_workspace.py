"""A coder's workspace in one study: codebook, codes, and actions from a POST. No request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.coding.actions.annotate import (
    CodeNotOffered,
    CodeSpan,
    accept_suggestion,
    apply_code,
    finish,
    propose_quote,
    refuse_suggestion,
    remove_code,
    reopen,
)
from vecu.coding.actions.codebook import CodeText, make_code
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.memos import write_memo
from vecu.coding.models import Code, Codebook, Coder, Quotation, Verbatim
from vecu.coding.presenters.grid_row import GridRow, build_grid_row, lay_out_answers
from vecu.coding.queries.codebook import Codes, find_code, list_codes
from vecu.coding.queries.quotations import list_quotations_on_texts
from vecu.coding.queries.suggestions import get_no_suggestion_reasons, list_visible_suggestions
from vecu.coding.queries.texts import list_recent_codes, list_visible_codings
from vecu.coding.spans import SpanRefused, TextSpan, check_span, find_words, from_utf16
from vecu.coding.stored_messages import render_message
from vecu.questionnaires import get_answer
from vecu.search_folding import fold_for_search
from vecu.surveys.queries.results import list_answers_by_id

MOST_WORDS = 60
"""Characters of a respondent's words that a message repeats."""
DEEPEST = 3
"""Codes below this depth are indented no further."""
ActionRequest = Mapping[str, Any]
"""The cleaned data of a valid `TextForm`."""


@dataclass(frozen=True, slots=True)
class CodebookLine:
    """One code as it stands beside the texts; `key` is its hotkey, None without one."""

    code: Code
    depth: int
    key: int | None


@dataclass(frozen=True)
class CoderWorkspace:
    """One coder with the current codes."""

    coder: Coder
    by: str
    codes: Codes

    @property
    def codebook(self) -> Codebook:
        """The coder's codebook."""
        return self.coder.codebook

    def act(self, now: datetime, why: str = "") -> ActionContext:
        """Return who acts, and when."""
        return ActionContext(self.by, now, why)

    def rows(self, verbatims: Sequence[Verbatim]) -> list[GridRow]:
        """Return the grid rows of these texts, without those withdrawn meanwhile."""
        answers = {
            answer.id: answer for answer in list_answers_by_id({v.answer_id for v in verbatims})
        }
        here = [verbatim for verbatim in verbatims if verbatim.answer_id in answers]
        names = dict(self.codebook.coders.values_list("id", "name"))
        known, laid_out = self.codes.by_id, lay_out_answers(answers.values())
        quotations: dict[UUID, list[Quotation]] = {}
        ids = [verbatim.id for verbatim in here]
        suggested = list_visible_suggestions(self.coder, ids, self.codes)
        unsaid = get_no_suggestion_reasons(self.coder, ids)
        for each in list_quotations_on_texts(
            self.codebook, self.by, [verbatim.id for verbatim in here]
        ):
            quotations.setdefault(each.verbatim_id, []).append(each)
        return [
            build_grid_row(
                coded,
                laid_out[coded.verbatim.answer_id],
                known,
                names,
                quotations.get(coded.verbatim.id, ()),
                suggested.get(coded.verbatim.id, ()),
                render_message(unsaid.get(coded.verbatim.id, ())),
            )
            for coded in list_visible_codings(self.coder, here, self.codes)
        ]

    def list_code_paths(self, language: str = "") -> list[tuple[Code, str]]:
        """Return the offered codes, each with its path: "Limits / Invents".

        Names are in `language` where they are translated, by default in the codebook's.
        """
        paths = self.codes.map_code_paths(language)
        return [(code, paths[code.id]) for code, _depth in self.codes.offered]

    def offered(self, question: str) -> list[tuple[Code, str]]:
        """Return the codes offered for a question, each with its path."""
        paths = self.codes.map_code_paths()
        return [(code, paths[code.id]) for code, _depth in self.codes.offered_for(question)]

    def recent(self, question: str) -> list[Code | None]:
        """Return the codes under the hotkeys 1 to 9, without those not offered here."""
        offered = {code.id: code for code, _path in self.offered(question)}
        return [
            offered.get(each) if each else None
            for each in list_recent_codes(self.coder, question, self.codes)
        ]

    def codebook_lines(self, question: str) -> list[CodebookLine]:
        """Return the codes offered for a question as they stand beside its texts."""
        keys = {code.id: number for number, code in enumerate(self.recent(question), 1) if code}
        return [
            CodebookLine(code, min(depth, DEEPEST), keys.get(code.id))
            for code, depth in self.codes.offered_for(question)
        ]


def open_workspace(coder: Coder, by: str) -> CoderWorkspace:
    """Return a coder's workspace; `by` is the account name that the history records."""
    return CoderWorkspace(coder, by, list_codes(coder.codebook))


def perform_action(
    workspace: CoderWorkspace, verbatim: Verbatim, action: ActionRequest, now: datetime
) -> str:
    """Perform a coder's action on a text; return a sentence that says what was done.

    Raise `TextGone`, `TextFrozen`, `CodeNotOffered`, `CodeRefused`, `SpanRefused`,
    `QuotationRefused` or `SuggestionGone`.
    """
    return _DOES[action["do"]](workspace, verbatim, action, workspace.act(now))


def _take(
    workspace: CoderWorkspace, verbatim: Verbatim, action: ActionRequest, act: ActionContext
) -> str:
    took = remove_code(workspace.coder, verbatim.id, action["coding"] or UUID(int=0), act)
    return _("Removed.") if took else _("This code had already been removed.")


def _finish(
    workspace: CoderWorkspace, verbatim: Verbatim, _asked: ActionRequest, act: ActionContext
) -> str:
    finish(workspace.coder, verbatim.id, act)
    return _("Finished.")


def _reopen(
    workspace: CoderWorkspace, verbatim: Verbatim, _asked: ActionRequest, act: ActionContext
) -> str:
    if reopen(workspace.coder, verbatim.id, act):
        return _("To be coded again.")
    return _("You had not finished this text.")


def _decide(
    workspace: CoderWorkspace, verbatim: Verbatim, action: ActionRequest, act: ActionContext
) -> str:
    accepts = action["do"] == "accept"
    suggestion = action["suggestion"] or UUID(int=0)
    change = accept_suggestion if accepts else refuse_suggestion
    code = change(workspace.coder, verbatim.id, suggestion, act)
    message = _("“%(code)s” accepted.") if accepts else _("“%(code)s” refused.")
    return message % {"code": code.name}


def _note(
    workspace: CoderWorkspace, verbatim: Verbatim, action: ActionRequest, act: ActionContext
) -> str:
    if not action["memo"].strip():
        return _("The memo was empty: nothing was saved.")
    wanted = action["coding"]
    coding = (
        workspace.coder.codings.filter(pk=wanted, verbatim=verbatim).first() if wanted else None
    )
    write_memo(workspace.codebook, action["memo"].strip(), act, verbatim=verbatim, coding=coding)
    if wanted and coding is None:
        return _("This code had already been removed: the memo is saved with the text.")
    return _("Memo saved.")


def _quote(
    workspace: CoderWorkspace, verbatim: Verbatim, action: ActionRequest, act: ActionContext
) -> str:
    """Propose words for the code that was named, else for the coder's only one on the text."""
    code = find_code(workspace.codebook, action["code"]) if action["code"] else None
    if code is None:
        own = set(workspace.coder.codings.filter(verbatim=verbatim).values_list("code", flat=True))
        code = workspace.codes.by_id[own.pop()] if len(own) == 1 else None
    span = _span(verbatim, action)
    if propose_quote(workspace.coder, verbatim.id, span, act, code=code):
        return _("Proposed as a quotation.")
    return _("These words were proposed as a quotation already.")


def _put(
    workspace: CoderWorkspace, verbatim: Verbatim, action: ActionRequest, act: ActionContext
) -> str:
    span = _span(verbatim, action)
    code = (
        _made(workspace, action, act)
        if action["do"] == "make"
        else _named(workspace, verbatim, action)
    )
    new = apply_code(workspace.coder, verbatim.id, CodeSpan(code.id, span), act)
    if not new:
        return _("“%(code)s” is there already.") % {"code": code.name}
    if span:
        return _("“%(code)s” added to these words.") % {"code": code.name}
    return _("“%(code)s” added to this text.") % {"code": code.name}


def _made(workspace: CoderWorkspace, action: ActionRequest, act: ActionContext) -> Code:
    parent = find_code(workspace.codebook, action["parent"]) if action["parent"] else None
    text = CodeText(name=action["name"], definition=action["definition"])
    return make_code(workspace.codebook, text, act, parent=parent)


def _named(workspace: CoderWorkspace, verbatim: Verbatim, action: ActionRequest) -> Code:
    """Return the requested code: by id, by path, or by its own name."""
    if action["code"] and (found := find_code(workspace.codebook, action["code"])):
        return found
    typed = fold_for_search(action["name"])
    offered = workspace.offered(verbatim.question)
    whole = [code for code, path in offered if fold_for_search(path) == typed]
    named = [code for code, _way in offered if fold_for_search(code.name) == typed]
    for same in (whole, named):
        if typed and len(same) == 1:
            return same[0]
    raise CodeNotOffered(
        _("No code is called “%(name)s”. Choose one of the list, or make a new one.")
        % {"name": action["name"][:MOST_WORDS]}
    )


def _span(verbatim: Verbatim, action: ActionRequest) -> TextSpan | None:
    """Return the requested span, None for the whole text; raise `SpanRefused`."""
    words, start, end = action["words"], action["start"], action["end"]
    if not words.strip() and (start is None or end is None):
        return None
    answers = list_answers_by_id([verbatim.answer_id])
    text = get_answer(answers[0].values, verbatim.address) if answers else ""
    if action["hash"] and action["hash"] != verbatim.hash:
        raise SpanRefused(_("This text has changed in the meantime. Look at it again."))
    try:
        if start is not None and end is not None:
            return check_span(text, from_utf16(text, start, end))
        return check_span(text, find_words(text, words))
    except SpanRefused:
        raise SpanRefused(
            _("The words “%(words)s” do not appear in this text. Copy them exactly.")
            % {"words": words[:MOST_WORDS]}
        ) from None


_DOES: Mapping[str, Callable[[CoderWorkspace, Verbatim, ActionRequest, ActionContext], str]] = {
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
"""The actions on a text, by the form's `do`."""
