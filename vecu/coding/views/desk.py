"""What the pages of the coding room share: the coder who looks, and the menu."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from vecu.accounts import rules as allowed
from vecu.accounts.access import StaffRequest
from vecu.accounts.actions import record
from vecu.accounts.queries import names_of_accounts
from vecu.accounts.rules import Role
from vecu.coding.actions.codebooks import open_codebook
from vecu.coding.actions.coders import coder_for
from vecu.coding.desk import Desk, desk_of
from vecu.coding.forms import MAX_MEMO
from vecu.coding.queries.results import count_texts
from vecu.coding.results import Carried
from vecu.messages import UNFIT
from vecu.questionnaires import Question, page_key
from vecu.surveys.menu import study_menu
from vecu.surveys.queries import Study, latest_version, questionnaire_of
from vecu.surveys.queries.stories import list_fieldings
from vecu.surveys.rules import Mode, allows_prevalence


def desk_for(request: StaffRequest, study: Study) -> Desk:
    """Return the desk of the member who looks, in the codebook of the study."""
    codebook = open_codebook(study, get_language() or "en")
    return desk_of(coder_for(codebook, request.user), request.user.get_username())


def desk_with(desk: Desk) -> Desk:
    """Return a desk with the codes as they stand after something was done."""
    return desk_of(desk.coder, desk.by)


def key_of(path: str) -> str:
    """Return how an address names a question: /data/story/limit is story.limit."""
    return page_key(path.split("/", 2)[2])


def coded_questions(study: Study, codebook_questions: list[str]) -> list[Question]:
    """Return the questions whose answers are coded, as the last version of the study asks them."""
    known = questionnaire_of(latest_version(study)).questions
    return [known[path] for path in codebook_questions if path in known]


def audit_reading(
    request: StaffRequest,
    study: Study,
    answers: Iterable[UUID],
    verb: str = "read to code",
    **asked: str,
) -> None:
    """Record that texts were read, by the answers that they are of, and what had been asked for."""
    read = sorted({str(answer) for answer in answers})
    if read:
        actor, now = request.user.get_username(), timezone.now()
        record(actor, verb, study.id, "", {"answers": read, **asked}, now=now)


def audit_figures(request: StaffRequest, study: Study, **asked: str) -> None:
    """Record that counts were looked at, and what had been asked for."""
    record(request.user.get_username(), "read figures", study.id, "", asked, now=timezone.now())


def counting(study: Study, desk: Desk, texts: Collection[Carried]) -> dict[str, Any]:
    """Return what a page of counts says of them: from how many texts, and why they are no shares.

    Counted are `texts` that all who were to code them have finished, and such as the machine coded
    by itself, which are told apart.
    """
    machine = sum(bool(text.machine) for text in texts)
    finished = len(texts) - machine
    put = frozenset[UUID]().union(*(text.machine for text in texts))
    modes = [Mode(fielding.mode) for fielding in list_fieldings(study)]
    return {
        "finished": finished,
        "left": max(count_texts(desk.codebook) - finished, 0),
        "by_machine": machine,
        "machine_codes": [code for code, _depth in desk.codes.lines if code.id in put],
        "counts_only": not all(allows_prevalence(mode) for mode in modes),
        "imported": all(mode is Mode.IMPORTED for mode in modes),
    }


def posted(request: StaffRequest) -> QueryDict | None:
    """Return what a form sent, even when that is nothing; None when none was sent."""
    return request.POST if request.method == "POST" else None


def read_uuid(text: str | None) -> UUID:
    """Return the identity that was sent, that of nothing where it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


def read_why(request: StaffRequest) -> str:
    """Return the reason that a member gave for what they do."""
    return read_words(request, "why")[:MAX_MEMO]


def read_words(request: StaffRequest, name: str) -> str:
    """Return words that were sent, without what no text holds; a line break is one character."""
    return UNFIT.sub("", request.POST.get(name, "").replace("\r\n", "\n")).strip()


def show(
    request: StaffRequest,
    template: str,
    study: Study,
    role: Role,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a page of the coding room, with what the menus need."""
    leads = {"leads": allowed.can_lead_coding(role)}
    shown = study_menu(study, role) | leads | {"names": names_of_accounts()} | context
    return render(request, f"coding/{template}.html", shown, status=status)
