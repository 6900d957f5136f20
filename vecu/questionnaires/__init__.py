"""Questionnaires without Django: workbooks read, answers checked, interviews paged."""

from vecu.questionnaires.addresses import add_instance, get, put, remove_instance, steps
from vecu.questionnaires.appearances import is_beside, is_honoured, not_honoured
from vecu.questionnaires.check import MAX_TEXT, check, check_some
from vecu.questionnaires.clients import xform_for_clients
from vecu.questionnaires.comparison import Change, ChangeKind, Comparison, Verdict, compare
from vecu.questionnaires.coverage import Untaken, untaken
from vecu.questionnaires.every import PageAtRest, list_every_page
from vecu.questionnaires.expressions import Expression, ExpressionError
from vecu.questionnaires.filled import MAX_INSTANCES, Filled
from vecu.questionnaires.inspection import Inspection, Summary, inspect
from vecu.questionnaires.instance import Values
from vecu.questionnaires.media import Media
from vecu.questionnaires.model import (
    ACKNOWLEDGED,
    Choice,
    Group,
    Kind,
    Question,
    Questionnaire,
    Scale,
    Wording,
)
from vecu.questionnaires.pages import (
    Asked,
    Page,
    PageKind,
    Section,
    page_key,
    pages,
    pages_of,
)
from vecu.questionnaires.problems import UNFIT, Message, Problem, Rule, WorkbookRefused, shown
from vecu.questionnaires.proofreading import Finding, Flaw, Level
from vecu.questionnaires.settling import (
    follow_triggers,
    keep_lasting,
    new_instance,
    normalise,
    settle,
    start,
)
from vecu.questionnaires.sheets import Rows, Sheets, open_sheets
from vecu.questionnaires.submission import (
    Received,
    Submission,
    SubmissionRefused,
    read_submission,
    values_of,
)
from vecu.questionnaires.walking import Stuck, Walk, walk
from vecu.questionnaires.workbook import Converted, read_workbook
from vecu.questionnaires.written import FILE_NAME, is_iso_date, places_of
from vecu.questionnaires.xform import read_xform

__all__ = [
    "ACKNOWLEDGED",
    "FILE_NAME",
    "MAX_INSTANCES",
    "MAX_TEXT",
    "UNFIT",
    "Asked",
    "Change",
    "ChangeKind",
    "Choice",
    "Comparison",
    "Converted",
    "Expression",
    "ExpressionError",
    "Filled",
    "Finding",
    "Flaw",
    "Group",
    "Inspection",
    "Kind",
    "Level",
    "Media",
    "Message",
    "Page",
    "PageAtRest",
    "PageKind",
    "Problem",
    "Question",
    "Questionnaire",
    "Received",
    "Rows",
    "Rule",
    "Scale",
    "Section",
    "Sheets",
    "Stuck",
    "Submission",
    "SubmissionRefused",
    "Summary",
    "Untaken",
    "Values",
    "Verdict",
    "Walk",
    "Wording",
    "WorkbookRefused",
    "add_instance",
    "check",
    "check_some",
    "compare",
    "follow_triggers",
    "get",
    "inspect",
    "is_beside",
    "is_honoured",
    "is_iso_date",
    "keep_lasting",
    "list_every_page",
    "new_instance",
    "normalise",
    "not_honoured",
    "open_sheets",
    "page_key",
    "pages",
    "pages_of",
    "places_of",
    "put",
    "read_submission",
    "read_workbook",
    "read_xform",
    "remove_instance",
    "settle",
    "shown",
    "start",
    "steps",
    "untaken",
    "values_of",
    "walk",
    "xform_for_clients",
]
