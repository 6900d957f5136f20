"""The machine's pages: what it learned, question by question; texts put forward to teach it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_code, can_lead_coding
from vecu.coding.actions.drawing import NothingToDraw, put_forward
from vecu.coding.actions.gathering import gather
from vecu.coding.actions.runs import ask_for_run
from vecu.coding.desk import Desk
from vecu.coding.forms import PutForwardForm
from vecu.coding.models import Code, Run
from vecu.coding.queries.progress import count_finished
from vecu.coding.queries.runs import PENDING, current_run, latest_run
from vecu.coding.rules import Draw, Purpose
from vecu.coding.suggesting import LEAST_CODED, has_encoder
from vecu.coding.tasks import queue
from vecu.coding.telling_runs import say_kept
from vecu.coding.views.desk import coded_questions, desk_for, key_of, show
from vecu.questionnaires import Question
from vecu.surveys.queries import Study, get_study


@dataclass(frozen=True, slots=True)
class Learning:
    """One question: the run that counts, the one asked for last, and how much people coded."""

    question: Question
    key: str
    finished: int
    current: Run | None
    latest: Run | None
    problem: str
    silent: list[tuple[Code, str]]

    @property
    def pending(self) -> bool:
        """Whether a run waits or is under way."""
        return self.latest is not None and self.latest.state in PENDING

    @property
    def failed(self) -> bool:
        """Whether the last run came to nothing."""
        return self.latest is not None and bool(self.problem)


@require(can_code, get_study)
@require_safe
def machine(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what the machine learned of each question, how far it is, and what it is silent on."""
    desk = desk_for(request, study)
    gather(desk.codebook)
    lines = [_learning(desk, each) for each in questions_of(study, desk)]
    context = {
        "codebook": desk.codebook,
        "lines": lines,
        "pending": any(line.pending for line in lines),
        "least": LEAST_CODED,
        "form": PutForwardForm(),
        "has_encoder": has_encoder(),
    }
    return show(request, "machine", study, role, context)


@require(can_lead_coding, get_study)
@require_POST
def learn(request: StaffRequest, study: Study, role: Role, key: str) -> HttpResponse:
    """Let the machine learn anew from what was coded of a question, in the background."""
    desk = desk_for(request, study)
    question = question_named(study, desk, key)
    act = desk.act(timezone.now())
    encoder = "encoder" in request.POST
    ask_for_run(desk.codebook, question.path, Purpose.SUGGESTIONS, act, queue, encoder=encoder)
    messages.success(request, _("The machine learns in the background. You can go on coding."))
    return redirect("coding:machine", slug=study.slug)


@require(can_code, get_study)
@require_POST
def forward(request: StaffRequest, study: Study, role: Role, key: str) -> HttpResponse:
    """Give the coder texts to code next, random ones and such as may carry a rare code."""
    desk = desk_for(request, study)
    question = question_named(study, desk, key)
    form = PutForwardForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how many texts, from 1 to 500."))
        return redirect("coding:machine", slug=study.slug)
    count = form.cleaned_data["count"]
    try:
        drawn = put_forward(desk.coder, question.path, count, desk.act(timezone.now()))
    except NothingToDraw as refusal:
        messages.warning(request, str(refusal))
        return redirect("coding:machine", slug=study.slug)
    messages.success(request, _told(drawn))
    response = redirect("coding:grid", slug=study.slug, key=key)
    response["Location"] += "?show=given"
    return response


def questions_of(study: Study, desk: Desk) -> list[Question]:
    """Return the questions that are coded."""
    return coded_questions(study, desk.codebook.questions)


def question_named(study: Study, desk: Desk, key: str) -> Question:
    """Return the question that an address names; 404 where none that is coded has that key."""
    found = next((each for each in questions_of(study, desk) if key_of(each.path) == key), None)
    if found is None:
        raise Http404
    return found


def question_chosen(
    request: StaffRequest, study: Study, desk: Desk, purpose: Purpose
) -> Question | None:
    """Return the question that a page asks for, else the first that the machine has read."""
    asked, questions = request.GET.get("question", ""), questions_of(study, desk)
    read = {each.question for each in desk.codebook.runs.filter(purpose=purpose)}
    named = [each for each in questions if key_of(each.path) == asked]
    known = [each for each in questions if each.path in read]
    return next(iter([*named, *known, *questions]), None)


def _learning(desk: Desk, question: Question) -> Learning:
    codebook, path = desk.codebook, question.path
    current = current_run(codebook, path, Purpose.SUGGESTIONS)
    latest = latest_run(codebook, path, Purpose.SUGGESTIONS)
    silent = current.silent if current else {}
    return Learning(
        question=question,
        key=key_of(path),
        finished=count_finished(codebook, path),
        current=current,
        latest=latest,
        problem=say_kept(latest.problem) if latest else "",
        silent=[
            (code, say_kept(silent[str(code.id)]))
            for code, _depth in desk.codes.offered
            if str(code.id) in silent
        ],
    )


def _told(drawn: dict[Draw, int]) -> str:
    """Return what was put forward, in one sentence."""
    random, rare = drawn[Draw.RANDOM], drawn[Draw.RARE]
    first = ngettext(
        "%(number)s text drawn at random", "%(number)s texts drawn at random", random
    ) % {"number": random}
    second = ngettext(
        "%(number)s that may say what few say", "%(number)s that may say what few say", rare
    ) % {"number": rare}
    return _("Put forward for you: %(random)s, %(rare)s.") % {"random": first, "rare": second}
