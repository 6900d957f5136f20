"""Questionnaires without Django: read workbooks, validate answers, page interviews."""

from vecu.questionnaires.analysis.lint import FormSummary, LintResult, lint_workbook
from vecu.questionnaires.analysis.version_diff import (
    ComparabilityVerdict,
    VersionChangeKind,
    VersionComparison,
    compare_versions,
)
from vecu.questionnaires.answer_formats import (
    COORDINATES,
    is_datetime,
    is_iso_date,
    is_pending_attachment,
    is_time,
    parse_rank,
    strip_digit_separators,
)
from vecu.questionnaires.answers.evaluation import EvaluatedForm
from vecu.questionnaires.answers.formatting import format_answer, list_choice_labels
from vecu.questionnaires.answers.normalization import (
    add_repeat_instance,
    apply_triggers,
    find_dangling_references,
    initial_answers,
    normalize_answers,
    parse_input,
    store_once_values,
)
from vecu.questionnaires.answers.paths import get_answer, parse_path, remove_instance, set_answer
from vecu.questionnaires.answers.validation import (
    MAX_TEXT,
    matches_type,
    validate_answers,
    validate_form,
    validate_questions,
)
from vecu.questionnaires.errors import AnswerProblem, ConstraintRule, WorkbookRefused
from vecu.questionnaires.expressions import (
    Call,
    Expression,
    ExpressionError,
    Literal,
    LocationPath,
    Operation,
    Syntax,
    parse_expression,
)
from vecu.questionnaires.expressions.nodes import Values
from vecu.questionnaires.external_lists import ENDINGS, export_list_file
from vecu.questionnaires.interview.appearances import is_horizontal
from vecu.questionnaires.interview.duration import MinuteRange, estimate_minutes
from vecu.questionnaires.interview.paging import (
    Page,
    PageKind,
    RenderedQuestion,
    build_pages,
    build_pages_from_form,
    find_page,
    find_revealed_questions,
    page_key,
)
from vecu.questionnaires.interview.preview_pages import PagePreview, list_preview_pages
from vecu.questionnaires.interview.progress import InterviewProgress, measure_progress
from vecu.questionnaires.model import (
    MAX_INSTANCES,
    MAX_STORED_INSTANCES,
    Choice,
    Group,
    Media,
    Question,
    Questionnaire,
    RangeSpec,
    Wording,
    format_decimal,
)
from vecu.questionnaires.question_types import (
    ACKNOWLEDGED,
    QUESTION_TYPES,
    AnswerValue,
    QuestionType,
    TypeTraits,
)
from vecu.questionnaires.simulation.coverage import find_uncovered_routes
from vecu.questionnaires.simulation.results import DeadEnd, SimulationResult
from vecu.questionnaires.simulation.simulate import simulate_respondents
from vecu.questionnaires.xform.openrosa_export import FormNote, export_xform
from vecu.questionnaires.xform.parser import read_xform
from vecu.questionnaires.xform.submission import (
    MAX_XML,
    Submission,
    SubmissionRefused,
    extract_answers,
    read_submission,
)
from vecu.questionnaires.xlsform.attachments import WorkbookAttachments
from vecu.questionnaires.xlsform.convert import convert_workbook
from vecu.questionnaires.xlsform.reader import Rows, Sheets, open_sheets
from vecu.questionnaires.xlsform.validation import Diagnostic, Severity

__all__ = [
    "ACKNOWLEDGED",
    "COORDINATES",
    "ENDINGS",
    "MAX_INSTANCES",
    "MAX_STORED_INSTANCES",
    "MAX_TEXT",
    "MAX_XML",
    "QUESTION_TYPES",
    "AnswerProblem",
    "AnswerValue",
    "Call",
    "Choice",
    "ComparabilityVerdict",
    "ConstraintRule",
    "DeadEnd",
    "Diagnostic",
    "EvaluatedForm",
    "Expression",
    "ExpressionError",
    "FormNote",
    "FormSummary",
    "Group",
    "InterviewProgress",
    "LintResult",
    "Literal",
    "LocationPath",
    "Media",
    "MinuteRange",
    "Operation",
    "Page",
    "PageKind",
    "PagePreview",
    "Question",
    "QuestionType",
    "Questionnaire",
    "RangeSpec",
    "RenderedQuestion",
    "Rows",
    "Severity",
    "Sheets",
    "SimulationResult",
    "Submission",
    "SubmissionRefused",
    "Syntax",
    "TypeTraits",
    "Values",
    "VersionChangeKind",
    "VersionComparison",
    "Wording",
    "WorkbookAttachments",
    "WorkbookRefused",
    "add_repeat_instance",
    "apply_triggers",
    "build_pages",
    "build_pages_from_form",
    "compare_versions",
    "convert_workbook",
    "estimate_minutes",
    "export_list_file",
    "export_xform",
    "extract_answers",
    "find_dangling_references",
    "find_page",
    "find_revealed_questions",
    "find_uncovered_routes",
    "format_answer",
    "format_decimal",
    "get_answer",
    "initial_answers",
    "is_datetime",
    "is_horizontal",
    "is_iso_date",
    "is_pending_attachment",
    "is_time",
    "lint_workbook",
    "list_choice_labels",
    "list_preview_pages",
    "matches_type",
    "measure_progress",
    "normalize_answers",
    "open_sheets",
    "page_key",
    "parse_expression",
    "parse_input",
    "parse_path",
    "parse_rank",
    "read_submission",
    "read_xform",
    "remove_instance",
    "set_answer",
    "simulate_respondents",
    "store_once_values",
    "strip_digit_separators",
    "validate_answers",
    "validate_form",
    "validate_questions",
]
