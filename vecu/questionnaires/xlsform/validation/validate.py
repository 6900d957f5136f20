"""Validate a workbook, in an order in which no error hides another."""

from __future__ import annotations

from dataclasses import dataclass

from vecu.questionnaires.xlsform.attachments import WorkbookAttachments
from vecu.questionnaires.xlsform.reader import Sheets
from vecu.questionnaires.xlsform.validation.cell_positions import WorkbookLayout
from vecu.questionnaires.xlsform.validation.choice_lists import check_lists
from vecu.questionnaires.xlsform.validation.choice_sources import (
    check_client_only_sources,
    check_repeat_choices,
)
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector
from vecu.questionnaires.xlsform.validation.columns import (
    check_cells,
    check_headings,
    check_merged,
    check_settings,
    check_sheets,
)
from vecu.questionnaires.xlsform.validation.cycles import check_cycles
from vecu.questionnaires.xlsform.validation.diagnostics import Diagnostic, Severity
from vecu.questionnaires.xlsform.validation.expressions import (
    Formula,
    check_formulas,
    read_formulas,
)
from vecu.questionnaires.xlsform.validation.external_lists import check_list_files, list_file_uses
from vecu.questionnaires.xlsform.validation.media import check_media, list_media_references
from vecu.questionnaires.xlsform.validation.names_and_labels import (
    check_choices,
    check_groups,
    check_labels,
    check_names,
)
from vecu.questionnaires.xlsform.validation.other_clients import check_clients, check_privacy
from vecu.questionnaires.xlsform.validation.parameters import check_parameters
from vecu.questionnaires.xlsform.validation.question_types import check_types
from vecu.questionnaires.xlsform.validation.references import (
    check_instance_name,
    check_triggers,
    check_wordings,
)
from vecu.questionnaires.xlsform.validation.repeat_references import check_repeat_references
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyNode, SurveyTree, build_tree
from vecu.questionnaires.xlsform.validation.translations import (
    check_question_length,
    check_translations,
)
from vecu.questionnaires.xlsform.validation.unread_cells import check_unread_cells


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """All diagnostics, and the rows of the survey as a tree, to find the row of a path.

    `named` are the files that the workbook names, present or not.
    """

    findings: tuple[Diagnostic, ...]
    tree: SurveyTree
    proofs: DiagnosticCollector
    named: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that prevent publication."""
        return tuple(finding for finding in self.findings if finding.level is Severity.ERROR)

    def at(self, path: str) -> SurveyNode | None:
        """Return the row of a path of the form; conversion adds some paths of its own."""
        return self.tree.by_path.get(tuple(path.strip("/").split("/")))


def validate_workbook(
    sheets: Sheets, layout: WorkbookLayout, files: WorkbookAttachments
) -> ValidationResult:
    """Validate every row of every sheet, and of external lists; return all diagnostics.

    The diagnostics are in the order of the checks; nothing is raised, whatever the cells contain.
    """
    proofs = DiagnosticCollector(sheets, layout)
    check_sheets(proofs)
    legible = not any(finding.level is Severity.ERROR for finding in proofs.findings)
    tree, named = build_tree(proofs), frozenset[str]()
    if legible:
        _check_sheet(proofs)
        check_types(proofs)
        check_parameters(proofs, tree)
        check_names(proofs, tree)
        check_groups(proofs, tree)
        check_labels(proofs, tree)
        check_choices(proofs)
        formulas = read_formulas(proofs, tree)
        check_formulas(proofs, tree, formulas)
        check_wordings(proofs, tree)
        check_triggers(proofs, tree)
        check_instance_name(proofs, tree)
        check_lists(proofs, tree, formulas)
        check_repeat_choices(proofs, tree, formulas)
        check_client_only_sources(proofs)
        check_cycles(proofs, tree, formulas)
        named = _check_files(proofs, tree, formulas, files)
        check_translations(proofs)
        check_question_length(proofs)
        check_privacy(proofs, formulas)
        check_clients(proofs, tree, formulas)
        check_repeat_references(proofs, tree, formulas)
    return ValidationResult(tuple(proofs.findings), tree, proofs, named)


def _check_sheet(proofs: DiagnosticCollector) -> None:
    """Check what any sheet has: headings, and cells that are not what they seem."""
    check_headings(proofs)
    check_settings(proofs)
    check_merged(proofs)
    check_unread_cells(proofs)
    check_cells(proofs)


def _check_files(
    proofs: DiagnosticCollector,
    tree: SurveyTree,
    formulas: list[Formula],
    files: WorkbookAttachments,
) -> frozenset[str]:
    """Check the attachments of the workbook; return the names of those that it names."""
    uses, media = list_file_uses(proofs, tree, formulas), list_media_references(proofs)
    check_list_files(proofs, formulas, uses, files)
    check_media(proofs, tree, media, files)
    return frozenset({use.file for use in uses} | {one.file for one in media})
