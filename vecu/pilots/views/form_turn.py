"""One press of a button on the page of one form: the page again, a file, or a task kept by hand.

Stateless: the form carries what was corrected. The file goes out, and nothing of it stays.
"""

import hashlib
import secrets
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.fieldlog.diary import DiarySuspended
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.vocabulary import Outcome
from vecu.pilots.actions import note_decision, take_decision_back
from vecu.pilots.cold_writing.case_texts import FormCase
from vecu.pilots.cold_writing.filled_form import SILENCES, DisputeReply, PaperChoice, fill_form
from vecu.pilots.cold_writing.form_book import load_form_book
from vecu.pilots.cold_writing.form_entries import (
    LOOK,
    LOOKERS,
    REPLY,
    SILENT,
    TOKEN,
    TYPED,
    read_form_entries,
)
from vecu.pilots.cold_writing.form_files import fill_form_file
from vecu.pilots.cold_writing.form_page import FormPage, build_form_page
from vecu.pilots.cold_writing.pilot import BY_HAND, WARM_SENTENCE, propose_whole
from vecu.pilots.decisions import decide
from vecu.pilots.form_limits import find_form_limits
from vecu.pilots.views.check_visit import CheckVisit
from vecu.ui.fields import ErrorSummaryItem
from vecu.ui.requests import get_requested_language
from vecu.ui.templatetags.ui import current_language
from vecu.writings import find_writing_kind


@dataclass(frozen=True, slots=True)
class FormNotice:
    """What a page says of the press before it."""

    by_hand: bool = False
    noted: bool = False
    undone: bool = False
    changed: bool = False
    """The limit moved since the page was made."""
    problems: tuple[ErrorSummaryItem, ...] = ()

    @property
    def status(self) -> HTTPStatus:
        """How the response is answered."""
        if self.problems:
            return HTTPStatus.UNPROCESSABLE_ENTITY
        return HTTPStatus.CONFLICT if self.changed else HTTPStatus.OK


class FormTurn:
    """A request about one form of one invented household, which its page carries."""

    def __init__(self, visit: CheckVisit, case: FormCase) -> None:
        self.visit, self.case, self.post = visit, case, visit.request.POST
        sent = self.post.get("token", "")
        self.token = sent if TOKEN.fullmatch(sent) else secrets.token_hex(16)
        self.entries = read_form_entries(case.form, self.post.dict())
        limits = find_form_limits(visit.system.pk, case.form, timezone.localdate())
        self.filled = fill_form(case.form, case.household, limits, self.entries)
        self.page = build_form_page(self.filled, self.entries, load_form_book(), current_language())

    def answer(self) -> HttpResponse:
        """Return the next page, or the file."""
        switches = get_requested_language(self.visit.request) or self.visit.switches
        if self.visit.request.method != "POST" or switches or self.visit.is_off:
            return self._show()
        if self.post.get("mark", "") != self.filled.limits.mark:
            return self._show(FormNotice(changed=True))
        if "undo" in self.post:
            return self._take_back()
        if "keep" in self.post and not self.filled.stops:
            noted = self._note(Outcome.OVERRIDDEN, BY_HAND.key)
            return self._show(FormNotice(by_hand=True, noted=noted))
        if "make" in self.post and not self.filled.stops:
            return self._make_file()
        return self._show(FormNotice(problems=self._list_refused()))

    def _show(self, notice: FormNotice | None = None) -> HttpResponse:
        notice, never = notice or FormNotice(), self.case.household.never
        kind = find_writing_kind(never.writing) if never else None
        return self.visit.render(
            "form_case.html",
            notice.status,
            case=self.case,
            page=self.page,
            filled=self.filled,
            stops=self.filled.stops,
            never=never,
            objections=[kind.never] if kind else self.filled.limits.objections,
            notice=notice,
            problems=notice.problems,
            token=self.token,
            silences=SILENCES,
            lookers=[LOOK + each for each in LOOKERS],
            paper_choices=tuple(PaperChoice),
            dispute_replies=tuple(DisputeReply),
            warm_sentence=WARM_SENTENCE,
            names={"silent": SILENT, "reply": REPLY},
        )

    def _make_file(self) -> HttpResponse:
        problems = (*self._list_refused(), *_list_undecided(self.page))
        if problems:
            return self._show(FormNotice(problems=problems))
        content = fill_form_file(self.filled)
        self._note(Outcome.MODIFIED if self.filled.changed else Outcome.ACCEPTED)
        response = HttpResponse(content, content_type="application/pdf")
        name = f"specimen-{self.case.key}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _list_refused(self) -> tuple[ErrorSummaryItem, ...]:
        language = current_language()
        return tuple(
            ErrorSummaryItem(
                TYPED + one.field.key,
                _("%(field)s: %(problem)s")
                % {"field": one.field.name[language], "problem": one.problem.say(language)},
            )
            for one in self.filled.problems
            if one.problem
        )

    def _take_back(self) -> HttpResponse:
        if self.visit.worker and self.visit.log:
            take_decision_back(self.visit.log, self._names)
        return self._show(FormNotice(undone=True))

    @property
    def _names(self) -> NoteNames:
        """Who decides, and the name of the decision: the same if the page is sent twice."""
        name = hashlib.sha256(f"{self.token} {self.case.key}".encode()).hexdigest()[:32]
        return NoteNames(self.visit.worker, name)

    def _note(self, outcome: Outcome, reason: str = "") -> bool:
        """Keep the decision of somebody with a code; return whether it is kept."""
        visit = self.visit
        if not visit.worker or visit.log is None:
            return False
        try:
            note_decision(
                visit.log,
                decide(propose_whole(self.case), outcome, reason),
                visit.standing.version.name,
                self._names,
                now=timezone.now(),
                random_bytes=secrets.token_bytes,
            )
        except DiarySuspended:
            return False
        return True


def _list_undecided(page: FormPage) -> tuple[ErrorSummaryItem, ...]:
    """Return a problem for each disputed part without a reply: the machine decides none."""
    words = _("This part is disputed: say what you do with it this time.")
    return tuple(
        ErrorSummaryItem(f"{REPLY}{each.part}", words) for each in page.disputed if not each.reply
    )
