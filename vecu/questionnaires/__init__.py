"""Questionnaires without Django: workbooks read, answers checked, interviews paged."""

from vecu.questionnaires.addresses import get, put, remove_instance, steps
from vecu.questionnaires.appearances import is_beside
from vecu.questionnaires.check import (
    MAX_TEXT,
    check,
    check_filled,
    check_some,
    is_of_its_kind,
)
from vecu.questionnaires.clients import xform_for_clients
from vecu.questionnaires.comparison import ChangeKind, Comparison, Verdict, compare
from vecu.questionnaires.coverage import untaken
from vecu.questionnaires.every import PageAtRest, list_every_page
from vecu.questionnaires.expressions import (
    Call,
    Expression,
    ExpressionError,
    Literal,
    Operation,
    Path,
    Syntax,
    parse_expression,
)
from vecu.questionnaires.filelists import ENDINGS, served
from vecu.questionnaires.files import Files
from vecu.questionnaires.filled import Filled
from vecu.questionnaires.inspection import Inspection, Summary, inspect
from vecu.questionnaires.instance import Values
from vecu.questionnaires.met import Stuck, Walk
from vecu.questionnaires.model import (
    ACKNOWLEDGED,
    MAX_INSTANCES,
    Choice,
    Group,
    Kind,
    Media,
    Question,
    Questionnaire,
    Scale,
    Wording,
    plain,
)
from vecu.questionnaires.pace import minutes_for
from vecu.questionnaires.pages import (
    Asked,
    Page,
    PageKind,
    brought,
    page_in,
    page_key,
    pages,
    pages_of,
)
from vecu.questionnaires.problems import Problem, Rule, WorkbookRefused
from vecu.questionnaires.proofreading import Finding, Level
from vecu.questionnaires.readable import labelled, written
from vecu.questionnaires.settling import (
    close_up,
    follow_triggers,
    keep_lasting,
    lapsed_in,
    new_instance,
    normalise,
    settle,
    start,
)
from vecu.questionnaires.sheets import Rows, Sheets, open_sheets
from vecu.questionnaires.submission import (
    MAX_XML,
    Submission,
    SubmissionRefused,
    read_submission,
    values_of,
)
from vecu.questionnaires.walking import walk
from vecu.questionnaires.workbook import read_workbook
from vecu.questionnaires.written import (
    COORDINATES,
    is_awaited,
    is_iso_date,
    is_moment,
    is_time,
    places_of,
)
from vecu.questionnaires.xform import read_xform

__all__ = [
    "ACKNOWLEDGED",
    "COORDINATES",
    "ENDINGS",
    "MAX_INSTANCES",
    "MAX_TEXT",
    "MAX_XML",
    "Asked",
    "Call",
    "ChangeKind",
    "Choice",
    "Comparison",
    "Expression",
    "ExpressionError",
    "Files",
    "Filled",
    "Finding",
    "Group",
    "Inspection",
    "Kind",
    "Level",
    "Literal",
    "Media",
    "Operation",
    "Page",
    "PageAtRest",
    "PageKind",
    "Path",
    "Problem",
    "Question",
    "Questionnaire",
    "Rows",
    "Rule",
    "Scale",
    "Sheets",
    "Stuck",
    "Submission",
    "SubmissionRefused",
    "Summary",
    "Syntax",
    "Values",
    "Verdict",
    "Walk",
    "Wording",
    "WorkbookRefused",
    "brought",
    "check",
    "check_filled",
    "check_some",
    "close_up",
    "compare",
    "follow_triggers",
    "get",
    "inspect",
    "is_awaited",
    "is_beside",
    "is_iso_date",
    "is_moment",
    "is_of_its_kind",
    "is_time",
    "keep_lasting",
    "labelled",
    "lapsed_in",
    "list_every_page",
    "minutes_for",
    "new_instance",
    "normalise",
    "open_sheets",
    "page_in",
    "page_key",
    "pages",
    "pages_of",
    "parse_expression",
    "places_of",
    "plain",
    "put",
    "read_submission",
    "read_workbook",
    "read_xform",
    "remove_instance",
    "served",
    "settle",
    "start",
    "steps",
    "untaken",
    "values_of",
    "walk",
    "written",
    "xform_for_clients",
]
