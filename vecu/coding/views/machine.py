"""Pages of the machine: what it learned of each question; texts queued to train it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_code, can_lead_coding
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
    format_question_key,
    get_coded_questions,
    get_workspace,
    render_page,
)
from vecu.questionnaires import Question
from vecu.surveys.queries import Study, get_study


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


@require_permission(can_code, get_study)
@require_safe
def machine(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what the machine learned of each question, its progress, and its silent codes."""
    workspace = get_workspace(request, study)
    ingest_verbatims(workspace.codebook)
    lines = [_learning(workspace, each) for each in list_coded_questions(study, workspace)]
    context = {
        "codebook": workspace.codebook,
        "lines": lines,
        "pending": any(line.pending for line in lines),
        "least": LEAST_CODED,
        "form": QueueTextsForm(),
        "has_encoder": has_encoder(),
    }
    return render_page(request, "machine", study, role, context)


@require_permission(can_lead_coding, get_study)
@require_POST
def learn(request: StaffRequest, study: Study, role: Role, key: str) -> HttpResponse:
    """Request training on the codings of a question, in the background."""
    workspace = get_workspace(request, study)
    question = get_question_or_404(study, workspace, key)
    act = workspace.act(timezone.now())
    encoder = "encoder" in request.POST
    request_run(
        workspace.codebook, question.path, RunPurpose.SUGGESTIONS, act, queue_run, encoder=encoder
    )
    messages.success(request, _("The machine learns in the background. You can go on coding."))
    return redirect("coding:machine", slug=study.slug)


@require_permission(can_code, get_study)
@require_POST
def forward(request: StaffRequest, study: Study, role: Role, key: str) -> HttpResponse:
    """Queue texts for the coder: random ones, and ones that may carry a rare code."""
    workspace = get_workspace(request, study)
    question = get_question_or_404(study, workspace, key)
    form = QueueTextsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a number of texts from 1 to 500."))
        return redirect("coding:machine", slug=study.slug)
    count = form.cleaned_data["count"]
    try:
        drawn = queue_texts_for_coding(
            workspace.coder, question.path, count, workspace.act(timezone.now())
        )
    except NoTextsLeft as refusal:
        messages.warning(request, str(refusal))
        return redirect("coding:machine", slug=study.slug)
    messages.success(request, _format_drawn_counts(drawn))
    response = redirect("coding:grid", slug=study.slug, key=key)
    response["Location"] += "?show=given"
    return response


def list_coded_questions(study: Study, workspace: CoderWorkspace) -> list[Question]:
    """Return the coded questions."""
    return get_coded_questions(study, workspace.codebook.questions)


def get_question_or_404(study: Study, workspace: CoderWorkspace, key: str) -> Question:
    """Return the question of a URL; 404 if no coded question has that key."""
    found = next(
        (
            each
            for each in list_coded_questions(study, workspace)
            if format_question_key(each.path) == key
        ),
        None,
    )
    if found is None:
        raise Http404
    return found


def get_chosen_question(
    request: StaffRequest, study: Study, workspace: CoderWorkspace, purpose: RunPurpose
) -> Question | None:
    """Return the requested question, else the first one with a run, else the first."""
    key, questions = request.GET.get("question", ""), list_coded_questions(study, workspace)
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
