"""Pages of the machine: what it learned of each question; texts queued to train it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts.rules import can_code, can_lead_coding
from vecu.coding.actions.active_sampling import NoTextsLeft, queue_texts_for_coding
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.actions.runs import request_run
from vecu.coding.classifier import LEAST_CODED, has_encoder
from vecu.coding.forms.coding import QueueTextsForm
from vecu.coding.models import Code, MachineRun
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.queries.assignments import count_finished
from vecu.coding.queries.runs import PENDING, find_current_run, find_latest_run
from vecu.coding.rules import RunPurpose, SamplingMethod
from vecu.coding.stored_messages import render_message
from vecu.coding.tasks import queue_run
from vecu.coding.views.shared import (
    CodingVisit,
    coding_page,
    format_question_key,
    get_question_or_404,
    get_workspace,
    list_coded_questions,
)
from vecu.questionnaires import Question
from vecu.records.views import WRITE


@dataclass(frozen=True, slots=True)
class LearningStatus:
    """One question: the current run, the latest one, and how much people coded."""

    question: Question
    key: str
    finished: int
    current: MachineRun | None
    latest: MachineRun | None
    problem: str
    silent: list[tuple[Code, str]]

    @property
    def pending(self) -> bool:
        """Whether a run is waiting or active."""
        return self.latest is not None and self.latest.state in PENDING

    @property
    def failed(self) -> bool:
        """Whether the last run failed."""
        return self.latest is not None and bool(self.problem)


@coding_page(can_code)
def machine(visit: CodingVisit) -> HttpResponse:
    """Show what the machine learned of each question, its progress, and its silent codes."""
    workspace = get_workspace(visit)
    ingest_verbatims(workspace.codebook)
    lines = [_learning(workspace, each) for each in list_coded_questions(visit, workspace)]
    context = {
        "codebook": workspace.codebook,
        "lines": lines,
        "pending": any(line.pending for line in lines),
        "least": LEAST_CODED,
        "form": QueueTextsForm(),
        "has_encoder": has_encoder(),
    }
    return visit.render("coding/machine.html", context)


@coding_page(can_lead_coding, WRITE)
def learn(visit: CodingVisit, key: str) -> HttpResponse:
    """Request training on the codings of a question, in the background."""
    workspace = get_workspace(visit)
    question = get_question_or_404(visit, workspace, key)
    act = workspace.act(timezone.now())
    encoder = "encoder" in visit.request.POST
    request_run(
        workspace.codebook, question.path, RunPurpose.SUGGESTIONS, act, queue_run, encoder=encoder
    )
    message = _("The machine learns in the background. You can go on coding.")
    return visit.go_on(message, "coding:machine")


@coding_page(can_code, WRITE)
def forward(visit: CodingVisit, key: str) -> HttpResponse:
    """Queue texts for the coder: random ones, and ones that may carry a rare code."""
    workspace = get_workspace(visit)
    question = get_question_or_404(visit, workspace, key)
    form = QueueTextsForm(visit.request.POST)
    if not form.is_valid():
        messages.error(visit.request, _("Give a number of texts from 1 to 500."))
        return redirect("coding:machine", slug=visit.study.slug)
    count = form.cleaned_data["count"]
    try:
        drawn = queue_texts_for_coding(
            workspace.coder, question.path, count, workspace.act(timezone.now())
        )
    except NoTextsLeft as refusal:
        messages.warning(visit.request, str(refusal))
        return redirect("coding:machine", slug=visit.study.slug)
    messages.success(visit.request, _format_drawn_counts(drawn))
    response = redirect("coding:grid", slug=visit.study.slug, key=key)
    response["Location"] += "?show=given"
    return response


def get_chosen_question(
    visit: CodingVisit, workspace: CoderWorkspace, purpose: RunPurpose
) -> Question | None:
    """Return the requested question, else the first one with a run, else the first."""
    key, questions = visit.request.GET.get("question", ""), list_coded_questions(visit, workspace)
    read = {each.question for each in workspace.codebook.runs.filter(purpose=purpose)}
    named = [each for each in questions if format_question_key(each.path) == key]
    known = [each for each in questions if each.path in read]
    return next(iter([*named, *known, *questions]), None)


def _learning(workspace: CoderWorkspace, question: Question) -> LearningStatus:
    codebook, path = workspace.codebook, question.path
    current = find_current_run(codebook, path, RunPurpose.SUGGESTIONS)
    latest = find_latest_run(codebook, path, RunPurpose.SUGGESTIONS)
    silent = current.silent if current else {}
    return LearningStatus(
        question=question,
        key=format_question_key(path),
        finished=count_finished(codebook, path),
        current=current,
        latest=latest,
        problem=render_message(latest.problem) if latest else "",
        silent=[
            (code, render_message(silent[str(code.id)]))
            for code, _depth in workspace.codes.offered
            if str(code.id) in silent
        ],
    )


def _format_drawn_counts(drawn: dict[SamplingMethod, int]) -> str:
    """Return what was queued, in one sentence."""
    random, rare = drawn[SamplingMethod.RANDOM], drawn[SamplingMethod.RARE]
    first = ngettext(
        "%(number)s text drawn at random", "%(number)s texts drawn at random", random
    ) % {"number": random}
    second = ngettext(
        "%(number)s that may express a rare idea", "%(number)s that may express a rare idea", rare
    ) % {"number": rare}
    return _("Queued for you: %(random)s, %(rare)s.") % {"random": first, "rare": second}
