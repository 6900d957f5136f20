"""Helpers shared by the pages of coding: the coder's workspace, and the menu."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404
from django.utils.translation import get_language

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest
from vecu.accounts.queries import get_display_names
from vecu.coding.actions.codebook import open_codebook
from vecu.coding.actions.coders import get_or_create_coder
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.forms.coding import MAX_MEMO
from vecu.coding.presenters.coder_workspace import CoderWorkspace, open_workspace
from vecu.coding.queries.consensus import count_texts
from vecu.messages import UNFIT
from vecu.questionnaires import Question, page_key
from vecu.records.views import PageDecorator, StaffVisit
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire, get_study
from vecu.surveys.queries.results import list_fieldings, list_languages
from vecu.surveys.rules import Mode, allows_population_shares


class CodingVisit(StaffVisit[Study]):
    """A request of a member about the coding of a study."""

    @property
    def study(self) -> Study:
        """The study of this page."""
        return self.subject

    @property
    def frame(self) -> dict[str, Any]:
        """The study, and what the menus need."""
        return {
            "study": self.study,
            "role": self.role,
            "leads": allowed.can_lead_coding(self.role),
            "names": get_display_names(),
        }


coding_page = PageDecorator(CodingVisit, get_study)
"""Decorate a view of coding, which gets a `CodingVisit`, for roles that are permitted."""


def get_workspace(visit: CodingVisit) -> CoderWorkspace:
    """Return the member's workspace in the codebook of the study."""
    codebook, user = open_codebook(visit.study, get_language() or "en"), visit.request.user
    return open_workspace(get_or_create_coder(codebook, user), user.get_username())


def reload_workspace(workspace: CoderWorkspace) -> CoderWorkspace:
    """Return a workspace with the codes reloaded after a change."""
    return open_workspace(workspace.coder, workspace.by)


def format_question_key(path: str) -> str:
    """Return the name of a question in URLs: /data/story/limit is story.limit."""
    return page_key(path.split("/", 2)[2])


def list_coded_questions(visit: CodingVisit, workspace: CoderWorkspace) -> list[Question]:
    """Return the coded questions, as in the last version of the study."""
    known = get_questionnaire(get_latest_version(visit.study)).questions
    return [known[path] for path in workspace.codebook.questions if path in known]


def list_spoken_languages(study: Study) -> list[str]:
    """Return the codes of the languages that a study was answered in."""
    return sorted({each for one in list_fieldings(study) for each in list_languages(one)})


def get_question_or_404(visit: CodingVisit, workspace: CoderWorkspace, key: str) -> Question:
    """Return the question of a URL; 404 if no coded question has that key."""
    for each in list_coded_questions(visit, workspace):
        if format_question_key(each.path) == key:
            return each
    raise Http404


def format_first_error(form: Form) -> str:
    """Return the first error of a form, '' if it has none."""
    return next((str(error) for found in form.errors.values() for error in found), "")


def audit_reading(
    visit: CodingVisit, answers: Iterable[UUID], verb: str = "read to code", **filters: str
) -> None:
    """Audit that texts were read, by their answers, with the request's filters."""
    read = sorted({str(answer) for answer in answers})
    if read:
        visit.audit(verb, "", {"answers": read, **filters})


def audit_figures(visit: CodingVisit, **filters: str) -> None:
    """Audit that counts were viewed, with the request's filters."""
    visit.audit("read figures", "", dict(filters))


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
