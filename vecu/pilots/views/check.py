"""Work with a pilot: paste a text or take an invented one, and decide about each proposal.

Stateless: the form carries the text. With a diary code a decision is noted in the field log, as a
note of the diary is; without one nothing is kept at all.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.fieldlog.diary import DiarySuspended
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.vocabulary import Outcome
from vecu.fieldlog.views.diary_session import hold_diary_token
from vecu.messages import TranslatableError
from vecu.pilots.actions import note_decision, take_decision_back
from vecu.pilots.case_page import PassageToJudge, build_case_page
from vecu.pilots.case_state import (
    CaseState,
    CaseStateRefused,
    Passage,
    read_case_state,
    read_passage,
    read_text,
)
from vecu.pilots.decisions import DecisionRefused, PilotDecision, decide
from vecu.pilots.interface import InventedCase, PilotProposal, UnknownPilotVersion
from vecu.pilots.views.case_entry import answer_entry, show_entry
from vecu.pilots.views.check_visit import CheckVisit, check_page
from vecu.surveys.forms.question_page import ErrorSummaryItem
from vecu.surveys.views.respondent_session import get_requested_language
from vecu.ui.templatetags.ui import current_language

SIMPLE = {
    "escalate": Outcome.ESCALATED,
    "ignore": Outcome.IGNORED,
    "defer": Outcome.DEFERRED,
}
"""Decisions that need nothing but a press, as buttons name them."""


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def check_text(visit: CheckVisit) -> HttpResponse:
    """Ask for a text, then for a decision about each proposal."""
    if visit.request.method != "POST":
        return show_entry(visit)
    if "token" in visit.request.POST and visit.may_try:
        return _answer_case(visit, None)
    entry = answer_entry(visit)
    response = entry.response or _open_case(entry.visit, entry.text, None)
    if entry.token:
        hold_diary_token(visit.request, response, entry.token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def check_invented(visit: CheckVisit, key: str) -> HttpResponse:
    """Show an invented text, with a decision to take about each proposal."""
    case = next((each for each in visit.pilot.cases if each.key == key), None)
    if case is None:
        raise Http404
    if not visit.may_try:
        return visit.redirect()
    if "token" in visit.request.POST:
        return _answer_case(visit, case)
    return _open_case(visit, case.text, case)


def _open_case(visit: CheckVisit, text: str, case: InventedCase | None) -> HttpResponse:
    state = CaseState(text, secrets.token_hex(16), visit.version_mark)
    try:
        return _CaseTurn(visit, case, state).show()
    except TranslatableError as refused:
        return show_entry(visit, text, refused.say(current_language()), status=422)


def _answer_case(visit: CheckVisit, case: InventedCase | None) -> HttpResponse:
    """Do what a button of the page asks; what was sent stays in the form, whatever is wrong."""
    post = visit.request.POST
    try:
        turn = _CaseTurn(visit, case, read_case_state(post.dict()))
        return turn.answer()
    except TranslatableError as refused:
        text = read_text(post.dict())
        return show_entry(visit, text, refused.say(current_language()), status=422)


class _CaseTurn:
    """One press of a button on the page of one text, and the page that answers it."""

    def __init__(self, visit: CheckVisit, case: InventedCase | None, state: CaseState) -> None:
        self.visit, self.case, self.state = visit, case, state
        self.post = visit.request.POST

    def answer(self) -> HttpResponse:
        """Return the next page; raise `CaseStateRefused` and what a pilot refuses."""
        for off in (True, False):
            if ("off" if off else "on") in self.post:
                response = self.show(off=off)
                self.visit.switch(response, off=off)
                return response
        if self.state.version != self.visit.version_mark:
            self.state = replace(self.state, version=self.visit.version_mark, last=None)
            return self.show(changed=True, status=HTTPStatus.CONFLICT)
        if get_requested_language(self.visit.request) or self.visit.is_off:
            return self.show(chosen=self._read("about"), typed=self.post.get("words"))
        if "go" in self.post:
            return self.show(chosen=self._read("go"))
        if "undo" in self.post:
            return self._take_back()
        if "about" not in self.post:
            return self.show()
        return self._reply() if "reply" in self.post else self._decide()

    def _reply(self) -> HttpResponse:
        """Show the alert that follows a reply; where none does, the passage is settled."""
        passage, _question = self._find_open()
        if self._find_alert() is None:
            self.state = self.state.settle(passage)
            return self.show(decided="answered")
        return self.show(chosen=passage)

    def _decide(self) -> HttpResponse:
        passage, proposal = self._find_open()
        proposal = self._find_alert() or proposal
        outcome, reason, words = self._read_decision(proposal, passage)
        try:
            decision = decide(proposal, outcome, reason)
        except DecisionRefused as refused:
            return self._refuse(passage, refused.say(current_language()))
        if words is not None and words == self.state.text[passage.start : passage.end]:
            return self._refuse(
                passage,
                _("These words are the same as before. Change them, or keep them for a reason."),
            )
        before, self.state = self.state, self.state.settle(passage, words)
        proposals = self._propose()  # a text that has become too long is refused before it is noted
        noted = self._note(decision, before.name_decision(passage))
        return self.show(proposals=proposals, decided=outcome.value, noted=noted)

    def _read_decision(
        self, proposal: PilotProposal, passage: Passage
    ) -> tuple[Outcome, str, str | None]:
        """Return what a button says: the outcome, the reason, the words to put there instead.

        The Enter key in the field of other words presses no button.
        """
        pressed = self.post.get("decide", "reword")
        if pressed == "reword":
            words = " ".join(self.post.get("words", "").split())
            as_proposed = words == proposal.rewording or not proposal.rewording
            return (Outcome.ACCEPTED if as_proposed else Outcome.MODIFIED), "", words
        if pressed in SIMPLE:
            return SIMPLE[pressed], "", None
        return Outcome.OVERRIDDEN, pressed.removeprefix("keep-"), None

    def _take_back(self) -> HttpResponse:
        last = self.state.last
        self.state = self.state.take_back()
        if self.visit.worker and self.visit.log and last:
            names = NoteNames(self.visit.worker, self.state.name_decision(last.passage))
            take_decision_back(self.visit.log, names)
        return self.show(chosen=last.passage if last else None, decided="undone")

    def _note(self, decision: PilotDecision, name: str) -> bool:
        """Keep a decision of somebody with a code; return whether it is kept."""
        visit = self.visit
        if not visit.worker or visit.log is None or visit.is_suspended:
            return False
        try:
            note_decision(
                visit.log,
                decision,
                visit.standing.version.name,
                NoteNames(visit.worker, name),
                now=timezone.now(),
                random_bytes=secrets.token_bytes,
            )
        except DiarySuspended:  # a moment ago
            return False
        return True

    def _refuse(self, passage: Passage, problem: str) -> HttpResponse:
        return self.show(
            chosen=passage,
            problems=[ErrorSummaryItem("decisions", problem)],
            typed=self.post.get("words"),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )

    def _read(self, name: str) -> Passage | None:
        return read_passage(self.post[name]) if self.post.get(name) else None

    def _find_open(self) -> tuple[Passage, PilotProposal]:
        """Return the proposal that a decision is about; raise `CaseStateRefused`."""
        page = build_case_page(self.state, self._propose(), chosen=self._read("about"))
        if page.current is None or page.current.passage != self._read("about"):
            raise CaseStateRefused
        return page.current.passage, page.current.proposal

    def _find_alert(self) -> PilotProposal | None:
        """Return the alert that followed the reply to the question at hand."""
        key = self.post.get("reply") or self.post.get("replied", "")
        passage = self._read("about")
        if not key or passage is None:
            return None
        page = build_case_page(self.state, self._propose(), chosen=passage)
        if page.current is None or page.current.passage != passage or not page.current.asks_first:
            return None
        try:
            return self.visit.pilot.reply(page.current.proposal, key)
        except UnknownPilotVersion as unknown:
            raise CaseStateRefused from unknown

    def _propose(self) -> Sequence[PilotProposal]:
        standing = self.visit.standing
        return standing.pilot.propose(self.state.text, standing.version.name, standing.step)

    def show(
        self,
        *,
        proposals: Sequence[PilotProposal] | None = None,
        chosen: Passage | None = None,
        off: bool | None = None,
        typed: str | None = None,
        problems: Sequence[ErrorSummaryItem] = (),
        decided: str = "",
        noted: bool = False,
        changed: bool = False,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        """Return the page as it stands now."""
        off = self.visit.is_off if off is None else off
        found = self._propose() if proposals is None else proposals
        alert = self._find_alert() if chosen and chosen == self._read("about") else None
        page = build_case_page(self.state, [] if off else found, chosen=chosen, alert=alert)
        cases = self.visit.pilot.cases
        return self.visit.render(
            "case.html",
            status,
            page=page,
            current=page.current,
            suggestion=_choose_suggestion(page.current, typed),
            replied=(self.post.get("reply") or self.post.get("replied", "")) if alert else "",
            case=self.case,
            next_case=cases[cases.index(self.case) + 1 :][:1] if self.case else [],
            off=off,
            problems=problems,
            decided=decided,
            noted=noted,
            changed=changed,
        )


def _choose_suggestion(current: PassageToJudge | None, typed: str | None) -> str:
    if typed is not None:
        return typed
    return current.suggestion if current else ""
