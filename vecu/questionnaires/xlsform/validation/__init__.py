"""Validate a workbook: every error at once, each with its cell."""

from vecu.questionnaires.xlsform.validation.cell_positions import WorkbookLayout, read_layout
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector
from vecu.questionnaires.xlsform.validation.diagnostics import Diagnostic, RuleCode, Severity
from vecu.questionnaires.xlsform.validation.validate import ValidationResult, validate_workbook

__all__ = [
    "Diagnostic",
    "DiagnosticCollector",
    "RuleCode",
    "Severity",
    "ValidationResult",
    "WorkbookLayout",
    "read_layout",
    "validate_workbook",
]
