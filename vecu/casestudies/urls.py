"""URLs of case studies: what everybody reads, then pages of members."""

from django.urls import URLPattern, path

from vecu.casestudies.cases import public_pages as public_cases
from vecu.casestudies.cases import views as cases
from vecu.casestudies.matrix import public_pages as public_matrices
from vecu.casestudies.matrix import views as matrices
from vecu.casestudies.views import evaluations, public_pages, totals

app_name = "casestudies"

ALL = "systems/<slug:slug>/evaluations/"
ONE = f"{ALL}<uuid:evaluation>/"
CASES = "studies/<slug:slug>/cases/"
MATRICES = f"{CASES}matrices/"
MATRIX = f"{MATRICES}<uuid:matrix>/"
CASE = f"{CASES}<uuid:case>/"
CELL = f"{MATRIX}cells/<uuid:case>/<slug:theme>/"

public: list[URLPattern] = [
    path("evaluate/", public_pages.show_method, name="method"),
    path("evaluate/swap/", public_pages.show_swap_test, name="swap-test"),
    path(
        "at-work/<slug:slug>/evaluations/",
        public_pages.show_evaluations,
        name="public-evaluations",
    ),
    path(
        "findings/<slug:slug>/matrices/<uuid:matrix>/",
        public_matrices.show_matrix,
        name="public-matrix",
    ),
    path("findings/<slug:slug>/cases/<uuid:case>/", public_cases.show_case, name="public-case"),
]
staff: list[URLPattern] = [
    path(ALL, evaluations.list_all, name="evaluations"),
    path(f"{ALL}new/", evaluations.plan, name="plan"),
    path(f"{ALL}history/", evaluations.show_history, name="history"),
    path(f"{ALL}history/undo/", evaluations.undo, name="undo"),
    path(ONE, evaluations.show, name="evaluation"),
    path(f"{ONE}plan/", evaluations.change_plan, name="change-plan"),
    path(f"{ONE}remove/", evaluations.remove, name="remove-evaluation"),
    path(f"{ONE}fix/", evaluations.fix, name="fix"),
    path(f"{ONE}draw/", evaluations.draw, name="draw"),
    path(f"{ONE}stop/", evaluations.stop, name="stop"),
    path(f"{ONE}lots/<int:lot>/weeks/<int:week>/", totals.note_week, name="week"),
    path(f"{ONE}readings/new/", totals.note_reading, name="add-reading"),
    path(f"{ONE}readings/<uuid:reading>/", totals.change_reading, name="reading"),
    path(f"{ONE}confirm/", totals.confirm, name="confirm"),
    path(f"{ONE}contest/", totals.contest, name="contest"),
    path(MATRICES, matrices.list_all, name="matrices"),
    path(f"{MATRICES}new/", matrices.compose, name="compose-matrix"),
    path(f"{MATRICES}history/", matrices.show_history, name="matrix-history"),
    path(f"{MATRICES}history/undo/", matrices.undo, name="undo-matrix"),
    path(MATRIX, matrices.show, name="matrix"),
    path(f"{MATRIX}change/", matrices.change, name="change-matrix"),
    path(f"{MATRIX}remove/", matrices.remove, name="remove-matrix"),
    path(f"{MATRIX}publish/", matrices.publish, name="publish-matrix"),
    path(f"{MATRIX}take-back/", matrices.take_back, name="take-matrix-back"),
    path(CELL, matrices.show_cell, name="cell"),
    path(f"{CELL}write/", matrices.write_cell, name="write-cell"),
    path(f"{CELL}empty/", matrices.empty_cell, name="empty-cell"),
    path(CASES, cases.list_all, name="cases"),
    path(f"{CASES}new/", cases.describe, name="describe-case"),
    path(f"{CASES}history/", cases.show_history, name="case-history"),
    path(f"{CASES}history/undo/", cases.undo, name="undo-case"),
    path(CASE, cases.show, name="case"),
    path(f"{CASE}change/", cases.change, name="change-case"),
    path(f"{CASE}remove/", cases.remove, name="remove-case"),
    path(f"{CASE}publish/", cases.publish, name="publish-case"),
    path(f"{CASE}take-back/", cases.take_back, name="take-case-back"),
    path(f"{CASE}terms/", cases.note_terms, name="terms"),
    path(f"{CASE}terms/remove/", cases.remove_terms, name="remove-terms"),
    path(f"{CASE}events/new/", cases.note_event, name="note-event"),
    path(f"{CASE}events/<uuid:event>/", cases.change_event, name="change-event"),
    path(f"{CASE}events/<uuid:event>/remove/", cases.remove_event, name="remove-event"),
]

urlpatterns = [*public, *staff]
