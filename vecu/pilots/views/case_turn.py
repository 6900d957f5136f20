"""One press of a button on the page of one text: what it does, and the page that answers it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.fieldlog.diary import DiarySuspended
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.vocabulary import Outcome
from vecu.pilots.actions import note_decision, take_decision_back
from vecu.pilots.case_page import build_case_page
from vecu.pilots.case_state import CaseState, CaseStateRefused, Passage, read_passage
from vecu.pilots.decisions import DecisionRefused, PilotDecision, decide, find_new_blank
from vecu.pilots.interface import InventedCase, PilotProposal, UnknownPilotVersion
from vecu.pilots.views.check_visit import CheckVisit
from vecu.ui.fields import ErrorSummaryItem
from vecu.ui.requests import get_requested_language
from vecu.ui.templatetags.ui import current_language

SIMPLE = {
    "escalate": Outcome.ESCALATED,
    "ignore": Outcome.IGNORED,
    "defer": Outcome.DEFERRED,
}
"""Decisions that need nothing but a press, as buttons name them."""


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """What a page says of the press before it. `decided` is an outcome, "answered" or "undone"."""

    decided: str = ""
    noted: bool = False
    changed: bool = False
    """The version or its strictness is another than the page was made with."""
    problem: str = ""

    @property
    def problems(self) -> list[ErrorSummaryItem]:
        """What is wrong with the decision, for the summary of errors."""
        return [ErrorSummaryItem("decisions", self.problem)] if self.problem else []

    @property
    def status(self) -> HTTPStatus:
        """How the response is answered."""
        if self.problem:
            return HTTPStatus.UNPROCESSABLE_ENTITY
        return HTTPStatus.CONFLICT if self.changed else HTTPStatus.OK


NOTHING = CaseNotice()


class CaseTurn:
    """A request about one text, which its form carries; `case` if it is an invented one."""

    def __init__(self, visit: CheckVisit, case: InventedCase | None, state: CaseState) -> None:
        self.visit, self.case, self.state = visit, case, state
        self.post = visit.request.POST
        self._proposed: dict[str, Sequence[PilotProposal]] = {}
        self.about = read_passage(self.post["about"]) if self.post.get("about") else None

    def answer(self) -> HttpResponse:
        """Return the next page; raise `CaseStateRefused` and what a pilot refuses."""
        if self.state.version != self.visit.version_mark:
            self.state = replace(self.state, version=self.visit.version_mark, last=None)
            return self.show(notice=CaseNotice(changed=True))
        if get_requested_language(self.visit.request) or self.visit.is_off or self.visit.switches:
            return self.show(self.about, typed=self.post.get("words"))
        if "undo" in self.post:
            return self._take_back()
        if "go" in self.post:
            return self.show(read_passage(self.post["go"]))
        if self.about is None:
            return self.show()
        return self._decide(self.about)

    def show(
        self,
        chosen: Passage | None = None,
        *,
        notice: CaseNotice = NOTHING,
        typed: str | None = None,
    ) -> HttpResponse:
        """Return the page as it stands now; `typed` are other words that stay in their field."""
        off = self.visit.is_off
        alert = self._find_alert() if chosen and chosen == self.about and not off else None
        proposals = [] if off else self._propose()
        page = build_case_page(self.state, proposals, chosen=chosen, alert=alert)
        cases = self.visit.pilot.cases
        suggestion = page.current.suggestion if page.current else ""
        return self.visit.render(
            "case.html",
            notice.status,
            page=page,
            current=page.current,
            suggestion=suggestion if typed is None else typed,
            replied=self._read_reply() if alert else "",
            case=self.case,
            next_case=cases[cases.index(self.case) + 1 :][:1] if self.case else [],
            notice=notice,
            problems=notice.problems,
        )

    def _decide(self, passage: Passage) -> HttpResponse:
        """Settle a passage, or show the alert that follows the reply to its question."""
        proposal = self._find_proposal(passage)
        if "reply" in self.post:
            if self._find_alert():
                return self.show(passage)
            self.state = self.state.settle(passage)
            return self.show(notice=CaseNotice("answered"))
        outcome, reason, words = self._read_decision(proposal)
        try:
            decision = decide(self._find_alert() or proposal, outcome, reason)
        except DecisionRefused as refused:
            return self._refuse(passage, refused.say(current_language()))
        replaced = replace(passage, start=proposal.replaced[0], end=proposal.replaced[1])
        place = passage if words is None else replaced
        before = self.state.text[place.start : place.end]
        if words == before:
            return self._refuse(
                passage,
                _("These words are the same as before. Change them, or keep them for a reason."),
            )
        if words is not None and (blank := find_new_blank(words, before)):
            message = _("“%(blank)s” stands for words that are missing: write them first.")
            return self._refuse(passage, message % {"blank": blank})
        name, self.state = self.state.name_decision(place), self.state.settle(place, words)
        self._propose()  # a text that became too long is refused before anything is noted
        noted = self._note(decision, name)
        return self.show(notice=CaseNotice(outcome.value, noted))

    def _read_decision(self, proposal: PilotProposal) -> tuple[Outcome, str, str | None]:
        """Return what a button says: the outcome, the reason, the words to put there instead.

        The Enter key in the field of other words presses no button that has a name.
        """
        pressed = self.post.get("decide", "reword")
        if pressed == "reword":
            words = " ".join(self.post.get("words", "").split())
            as_proposed = words == proposal.rewording or not proposal.rewording
            return (Outcome.ACCEPTED if as_proposed else Outcome.MODIFIED), "", words
        if pressed in SIMPLE:
            return SIMPLE[pressed], "", None
        return Outcome.OVERRIDDEN, pressed.removeprefix("keep-"), None

    def _note(self, decision: PilotDecision, name: str) -> bool:
        """Keep a decision of somebody with a code; return whether it is kept."""
        visit = self.visit
        if not visit.worker or visit.log is None:
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
        except DiarySuspended:
            return False
        return True

    def _take_back(self) -> HttpResponse:
        last = self.state.last
        if last is None:
            raise CaseStateRefused
        self.state = self.state.take_back()
        if self.visit.worker and self.visit.log:
            take_decision_back(self.visit.log, NoteNames(self.visit.worker, last.note))
        return self.show(last.passage, notice=CaseNotice("undone"))

    def _refuse(self, passage: Passage, problem: str) -> HttpResponse:
        return self.show(passage, notice=CaseNotice(problem=problem), typed=self.post.get("words"))

    def _find_proposal(self, passage: Passage) -> PilotProposal:
        """Return the open proposal about a passage; raise `CaseStateRefused`."""
        page = build_case_page(self.state, self._propose(), chosen=passage)
        if page.current is None or page.current.passage != passage:
            raise CaseStateRefused
        return page.current.proposal

    def _find_alert(self) -> PilotProposal | None:
        """Return the alert that followed the reply to the question at hand."""
        key = self._read_reply()
        if not key or self.about is None:
            return None
        try:
            return self.visit.pilot.reply(self._find_proposal(self.about), key)
        except UnknownPilotVersion as unknown:
            raise CaseStateRefused from unknown

    def _read_reply(self) -> str:
        return self.post.get("reply") or self.post.get("replied", "")

    def _propose(self) -> Sequence[PilotProposal]:
        """Return what is proposed for the text as it stands; the same text is read once."""
        standing, text = self.visit.standing, self.state.text
        if text not in self._proposed:
            name = standing.version.name
            self._proposed[text] = standing.pilot.propose(text, name, standing.step)
        return self._proposed[text]
