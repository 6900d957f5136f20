"""What the history of a study's matrices knows: matrices, their publication, their cells."""

from typing import Any

from django.utils.translation import gettext as _

from vecu.casestudies.matrix import checks, content, forms, models
from vecu.casestudies.matrix.case_rows import get_case_directory, get_theme_label
from vecu.casestudies.matrix.rules import MatrixVerb
from vecu.records.kinds import ADD, CHANGE, REMOVE, Ledger, RecordKind
from vecu.translation import gettext_noop
from vecu.ui.templatetags.ui import translate_wording

MATRICES = Ledger("matrix")


def list_published_problems(row: models.CaseMatrix, _side: str) -> dict[str, str]:
    """Return why a matrix that everybody reads cannot be removed."""
    if row.published is None:
        return {}
    return {"": _("Everybody reads this matrix. Take it back first.")}


def get_cell_title(row: models.MatrixCell) -> str:
    """Return of which cell this is, in a few words."""
    case = get_case_directory().map_cases([row.case]).get(row.case)
    name = translate_wording(case.name) if case else _("A case that is gone")
    return f"{name}, {get_theme_label(row.theme)}"


def _get_matrix_title(row: models.CaseMatrix) -> Any:
    return row.title


MATRIX = RecordKind(
    MATRICES,
    "matrix",
    models.CaseMatrix,
    parent="study",
    content=content.MatrixContent,
    words={
        ADD: gettext_noop("composed a matrix"),
        CHANGE: gettext_noop("changed the cases or themes of a matrix"),
        REMOVE: gettext_noop("removed a matrix"),
        **{each: each.label for each in MatrixVerb},
    },
    title=_get_matrix_title,
    forms=[forms.MatrixForm],
    list_problems=checks.list_matrix_problems,
    list_removal_problems=list_published_problems,
    list_undo_problems=checks.list_matrix_undo_problems,
    outside={"published"},
)
CELL = RecordKind(
    MATRICES,
    "cell",
    models.MatrixCell,
    parent="study",
    content=content.CellContent,
    words={
        ADD: gettext_noop("wrote a cell"),
        CHANGE: gettext_noop("changed a cell"),
        REMOVE: gettext_noop("emptied a cell"),
    },
    title=get_cell_title,
    forms=[forms.CellForm],
    list_problems=checks.list_cell_problems,
    list_undo_problems=checks.list_cell_undo_problems,
)
