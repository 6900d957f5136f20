"""Helpers shared by the pages of coding: the coder's workspace, and the menu."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from vecu.accounts import rules as allowed
from vecu.accounts.actions import record_audit_event
from vecu.accounts.decorators import StaffRequest
from vecu.accounts.queries import get_display_names
from vecu.accounts.rules import Role
from vecu.coding.actions.codebook import open_codebook
from vecu.coding.actions.coders import get_or_create_coder
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.forms.coding import MAX_MEMO
from vecu.coding.presenters.coder_workspace import CoderWorkspace, open_workspace
from vecu.coding.queries.consensus import count_texts
from vecu.messages import UNFIT
from vecu.questionnaires import Question, page_key
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire
from vecu.surveys.queries.results import list_fieldings
from vecu.surveys.rules import Mode, allows_population_shares


def get_workspace(request: StaffRequest, study: Study) -> CoderWorkspace:
    """Return the member's workspace in the codebook of the study."""
    codebook = open_codebook(study, get_language() or "en")
    return open_workspace(get_or_create_coder(codebook, request.user), request.user.get_username())


def reload_workspace(workspace: CoderWorkspace) -> CoderWorkspace:
    """Return a workspace with the codes reloaded after a change."""
    return open_workspace(workspace.coder, workspace.by)


def format_question_key(path: str) -> str:
    """Return the name of a question in URLs: /data/story/limit is story.limit."""
    return page_key(path.split("/", 2)[2])


def get_coded_questions(study: Study, codebook_questions: list[str]) -> list[Question]:
    """Return the coded questions, as in the last version of the study."""
    known = get_questionnaire(get_latest_version(study)).questions
    return [known[path] for path in codebook_questions if path in known]


def audit_reading(
    request: StaffRequest,
    study: Study,
    answers: Iterable[UUID],
    verb: str = "read to code",
    **filters: str,
) -> None:
    """Audit that texts were read, by their answers, with the request's filters."""
    read = sorted({str(answer) for answer in answers})
    if read:
        actor, now = request.user.get_username(), timezone.now()
        record_audit_event(actor, verb, study.scope, "", {"answers": read, **filters}, now=now)


def audit_figures(request: StaffRequest, study: Study, **filters: str) -> None:
    """Audit that counts were viewed, with the request's filters."""
    record_audit_event(
        request.user.get_username(), "read figures", study.scope, "", filters, now=timezone.now()
    )


def build_counts_context(
    study: Study, workspace: CoderWorkspace, texts: Collection[TextCodes]
) -> dict[str, Any]:
    """Return what a page says of its counts: from how many texts, and why they are no shares.

    `texts` are those that all of their coders have finished, and those that the machine coded by
    itself, which are counted separately.
    """
    machine = sum(bool(text.machine) for text in texts)
    finished = len(texts) - machine
    put = frozenset[UUID]().union(*(text.machine for text in texts))
    modes = [Mode(fielding.mode) for fielding in list_fieldings(study)]
    return {
        "finished": finished,
        "left": max(count_texts(workspace.codebook) - finished, 0),
        "by_machine": machine,
        "machine_codes": [code for code, _depth in workspace.codes.lines if code.id in put],
        "counts_only": not all(allows_population_shares(mode) for mode in modes),
        "imported": all(mode is Mode.IMPORTED for mode in modes),
    }


def get_posted_data(request: StaffRequest) -> QueryDict | None:
    """Return what a form submitted, even if empty; None when none was submitted."""
    return request.POST if request.method == "POST" else None


def read_uuid(text: str | None) -> UUID:
    """Return the submitted id, the zero UUID if it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


def read_reason(request: StaffRequest) -> str:
    """Return the reason that a member gave for an action."""
    return read_words(request, "why")[:MAX_MEMO]


def read_words(request: StaffRequest, name: str) -> str:
    """Return submitted words without forbidden characters; a line break is one character."""
    return UNFIT.sub("", request.POST.get(name, "").replace("\r\n", "\n")).strip()


def render_page(
    request: StaffRequest,
    template: str,
    study: Study,
    role: Role,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a page of coding, with what the menus need."""
    shared: dict[str, Any] = {
        "study": study,
        "role": role,
        "leads": allowed.can_lead_coding(role),
        "names": get_display_names(),
    }
    return render(request, f"coding/{template}.html", shared | context, status=status)
