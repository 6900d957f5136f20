"""Members' pages of matrices: composed, read, written cell by cell, published."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.casestudies.matrix.actions import publish_matrix, take_matrix_back
from vecu.casestudies.matrix.case_rows import (
    MatrixCase,
    find_theme,
    get_case_directory,
    get_theme_label,
    list_themes,
)
from vecu.casestudies.matrix.checks import list_publication_problems
from vecu.casestudies.matrix.forms import CellForm, MatrixForm, PublicationForm
from vecu.casestudies.matrix.models import CaseMatrix
from vecu.casestudies.matrix.presenters import list_case_groups
from vecu.casestudies.matrix.queries import (
    CellDetail,
    find_cell,
    find_matrix,
    get_public_sheet,
    get_sheet,
    list_matrices,
    map_passages,
)
from vecu.casestudies.matrix.record_kinds import MATRICES
from vecu.casestudies.matrix.rules import CaseOrder
from vecu.coding.queries import (
    CodedPassage,
    PassageWords,
    list_passage_words,
    list_passages_of_answers,
)
from vecu.records.history import HistoryPage, build_history
from vecu.records.submission import FormOutcome, press_button, read_revision
from vecu.records.views import WRITE, PageDecorator, StaffVisit
from vecu.surveys.queries import Study, get_study
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import translate_wording


class MatrixVisit(StaffVisit[Study]):
    """A request of a member about the matrices of a study."""

    @property
    def study(self) -> Study:
        """The study of this page."""
        return self.subject

    @property
    def frame(self) -> dict[str, Any]:
        """The study, and whether the member writes in it."""
        return {
            "study": self.study,
            "role": self.role,
            "writes": allowed.can_write_findings(self.role),
        }

    def get_matrix(self, matrix: UUID) -> CaseMatrix:
        """Return a matrix of the study; raise `Http404` if there is none."""
        found = find_matrix(self.study, matrix)
        if found is None:
            raise Http404
        return found

    def get_case(self, case: UUID) -> MatrixCase:
        """Return a case of the study; raise `Http404` if there is none."""
        for each in get_case_directory().list_cases(self.study.pk):
            if each.id == case:
                return each
        raise Http404


matrix_page = PageDecorator(MatrixVisit, get_study)
"""Decorate a view of matrices, which gets a `MatrixVisit`, for roles that are permitted."""


@matrix_page(allowed.can_read_stories)
def list_all(visit: MatrixVisit) -> HttpResponse:
    """List the matrices of a study."""
    context = {
        "matrices": list_matrices(visit.study),
        "has_cases": bool(get_case_directory().list_cases(visit.study.pk)),
    }
    return visit.render("casestudies/matrix/list.html", context)


@matrix_page(allowed.can_write_findings, READ_OR_WRITE)
def compose(visit: MatrixVisit) -> HttpResponse:
    """Choose the rows and columns of a new matrix."""
    return _compose_page(visit, None)


@matrix_page(allowed.can_write_findings, READ_OR_WRITE)
def change(visit: MatrixVisit, matrix: UUID) -> HttpResponse:
    """Change the rows and columns of a matrix."""
    return _compose_page(visit, visit.get_matrix(matrix))


def _compose_page(visit: MatrixVisit, row: CaseMatrix | None) -> HttpResponse:
    names = {
        "cases": [
            (str(each.id), translate_wording(each.name))
            for each in get_case_directory().list_cases(visit.study.pk)
        ],
        "themes": [(each, get_theme_label(each)) for each in list_themes()],
    }
    sent = visit.submit(MatrixForm, row, names=names)
    if sent.is_done:
        return visit.go_on(_("Saved."), "casestudies:matrix", sent.row.pk)
    if sent.is_removed:
        sent = FormOutcome(visit.begin_again(MatrixForm, names=names))
    context = {
        "form": sent.form,
        "matrix": row,
        "problems": sent.form.problems if sent.form.is_bound else [],
    }
    return visit.render("casestudies/matrix/compose.html", context)


@matrix_page(allowed.can_write_findings, WRITE)
def remove(visit: MatrixVisit, matrix: UUID) -> HttpResponse:
    """Remove a matrix; its cells stay, for other matrices."""
    row = visit.get_matrix(matrix)
    if problem := visit.remove(row):
        return _show(visit, row, [problem])
    return visit.go_on(_("Removed. The history can undo it."), "casestudies:matrices")


@matrix_page(allowed.can_read_stories)
def show(visit: MatrixVisit, matrix: UUID) -> HttpResponse:
    """Show a matrix, sorted as it says or as `?sort=` asks."""
    return _show(visit, visit.get_matrix(matrix))


def _show(visit: MatrixVisit, row: CaseMatrix, refusals: Sequence[str] = ()) -> HttpResponse:
    order = CaseOrder.read(visit.request.GET.get("sort", ""), row.sorting)
    sheet = get_sheet(row, order)
    context = {
        "matrix": row,
        "sheet": sheet,
        "groups": list_case_groups(sheet, order),
        "orders": list(CaseOrder),
        "order": order,
    }
    return visit.render("casestudies/matrix/matrix.html", context, refusals)


@matrix_page(allowed.can_read_stories)
def show_cell(visit: MatrixVisit, matrix: UUID, case: UUID, theme: str) -> HttpResponse:
    """Show a cell with the passages behind it, in full."""
    row, of_case, known = visit.get_matrix(matrix), visit.get_case(case), get_theme_or_404(theme)
    cell = find_cell(visit.study, case, known)
    passages = map_passages([cell])[cell.pk] if cell else []
    context = {
        "matrix": row,
        "detail": CellDetail(of_case, known, cell, passages),
        "passages": _read_words(visit, passages),
    }
    return visit.render("casestudies/matrix/cell.html", context)


@matrix_page(allowed.can_write_findings, READ_OR_WRITE)
def write_cell(visit: MatrixVisit, matrix: UUID, case: UUID, theme: str) -> HttpResponse:
    """Write a cell, with the coded passages of the case to choose from."""
    row, of_case, known = visit.get_matrix(matrix), visit.get_case(case), get_theme_or_404(theme)
    cell = find_cell(visit.study, case, known)
    answers = get_case_directory().list_answers(case)
    passages = _read_words(visit, list_passages_of_answers(answers))
    if visit.sent is None and cell is None:
        name = visit.request.user.get_full_name() or visit.request.user.get_username()
        begun = {"case": case, "theme": known, "answerable": name, "day": localdate()}
        sent = FormOutcome(CellForm(initial=begun, passages=passages))
    else:
        sent = visit.submit(CellForm, cell, passages=passages)
    if sent.is_done:
        return visit.go_on(_("Saved."), "casestudies:matrix", row.pk)
    if sent.is_removed:
        sent = FormOutcome(visit.begin_again(CellForm, passages=passages))
    context = {
        "matrix": row,
        "detail": CellDetail(of_case, known, cell),
        "form": sent.form,
        "problems": sent.form.problems if sent.form.is_bound else [],
    }
    return visit.render("casestudies/matrix/write_cell.html", context)


def get_theme_or_404(theme: str) -> str:
    """Return the theme of an address; raise `Http404` if there is none."""
    found = find_theme(theme)
    if not found:
        raise Http404
    return found


def _read_words(visit: MatrixVisit, passages: Sequence[CodedPassage]) -> list[PassageWords]:
    """Return passages with their words, and note in the audit whose were read."""
    found = list_passage_words(passages, get_language() or "en")
    if found:
        answers = sorted({str(each.passage.answer) for each in found})
        visit.audit("read passages", "", {"answers": answers})
    return found


@matrix_page(allowed.can_write_findings, WRITE)
def empty_cell(visit: MatrixVisit, matrix: UUID, case: UUID, theme: str) -> HttpResponse:
    """Remove what was said in a cell: it is not looked for again."""
    row = visit.get_matrix(matrix)
    cell = find_cell(visit.study, case, get_theme_or_404(theme))
    if cell is None:
        raise Http404
    if problem := visit.remove(cell):
        return _show(visit, row, [problem])
    return visit.go_on(_("Removed. The history can undo it."), "casestudies:matrix", row.pk)


@matrix_page(allowed.can_write_findings, READ_OR_WRITE)
def publish(visit: MatrixVisit, matrix: UUID) -> HttpResponse:
    """Name what could give somebody away, then let everybody read a matrix."""
    row = visit.get_matrix(matrix)
    form = PublicationForm(visit.sent)
    if visit.sent is not None and form.is_valid():
        checked, revision = form.cleaned_data["checked"], read_revision(visit.request)
        problem = press_button(
            lambda: publish_matrix(row, checked=checked, revision=revision, **visit.act)
        )
        if not problem:
            return visit.go_on(_("Everybody can read it now."), "casestudies:matrix", row.pk)
        return _publication_page(visit, row, form, [problem])
    return _publication_page(visit, row, form)


def _publication_page(
    visit: MatrixVisit, row: CaseMatrix, form: PublicationForm, refusals: Sequence[str] = ()
) -> HttpResponse:
    sheet = get_public_sheet(row)
    context = {
        "matrix": row,
        "form": form,
        "refusals": list_publication_problems(get_sheet(row)).values(),
        "pairs": get_case_directory().list_pairs([case.id for case, _cells in sheet.lines]),
        "groups": list_case_groups(sheet, CaseOrder(row.sorting)),
        "sheet": sheet,
    }
    return visit.render("casestudies/matrix/publish.html", context, refusals)


@matrix_page(allowed.can_write_findings, WRITE)
def take_back(visit: MatrixVisit, matrix: UUID) -> HttpResponse:
    """Let nobody but members read a matrix any more."""
    row, revision = visit.get_matrix(matrix), read_revision(visit.request)
    if problem := press_button(lambda: take_matrix_back(row, revision=revision, **visit.act)):
        return _show(visit, row, [problem])
    return visit.go_on(_("Only members can read it now."), "casestudies:matrix", row.pk)


@matrix_page(allowed.can_read_stories)
def show_history(visit: MatrixVisit) -> HttpResponse:
    """List what was done with the matrices of a study, cells too."""
    return _show_history(visit)


@matrix_page(allowed.can_write_findings, WRITE)
def undo(visit: MatrixVisit) -> HttpResponse:
    """Undo the act that was shown as the latest; never a publication."""
    if problem := visit.undo(MATRICES):
        return _show_history(visit, [problem])
    return visit.go_on(_("Undone."), "casestudies:matrix-history")


def _show_history(visit: MatrixVisit, problems: Sequence[str] = ()) -> HttpResponse:
    page = HistoryPage(
        "surveys/staff/study.html",
        _("History of the matrices"),
        _("Who wrote which cell, the latest first. No passage is in it: only how many there were."),
        visit.make_address("casestudies:undo-matrix"),
        (_("Matrices"), visit.make_address("casestudies:matrices")),
    )
    may_undo = allowed.can_write_findings(visit.role)
    context = build_history(
        visit.request, visit.study, MATRICES, page, may_undo=may_undo, problems=problems
    )
    return visit.render("records/history.html", context)
