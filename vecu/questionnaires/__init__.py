"""Questionnaires without Django: workbooks read, answers checked, interviews paged."""

from vecu.questionnaires.addresses import get, put, remove_instance, steps
from vecu.questionnaires.appearances import is_beside
from vecu.questionnaires.check import MAX_TEXT, check, check_some
from vecu.questionnaires.clients import xform_for_clients
from vecu.questionnaires.comparison import ChangeKind, Comparison, Verdict, compare
from vecu.questionnaires.coverage import untaken
from vecu.questionnaires.every import PageAtRest, list_every_page
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.filled import Filled
from vecu.questionnaires.inspection import Inspection, inspect
from vecu.questionnaires.instance import Values
from vecu.questionnaires.model import (
    ACKNOWLEDGED,
    MAX_INSTANCES,
    Group,
    Kind,
    Question,
    Questionnaire,
    Wording,
)
from vecu.questionnaires.pages import (
    Asked,
    Page,
    PageKind,
    page_key,
    pages,
    pages_of,
)
from vecu.questionnaires.problems import UNFIT, Message, Problem, Rule, WorkbookRefused, shown
from vecu.questionnaires.proofreading import Finding, Level
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
    Submission,
    SubmissionRefused,
    read_submission,
    values_of,
)
from vecu.questionnaires.walking import Stuck, Walk, walk
from vecu.questionnaires.workbook import read_workbook
from vecu.questionnaires.written import is_iso_date, places_of
from vecu.questionnaires.xform import read_xform

__all__ = [
    "ACKNOWLEDGED",
    "MAX_INSTANCES",
    "MAX_TEXT",
    "UNFIT",
    "Asked",
    "ChangeKind",
    "Comparison",
    "Expression",
    "Filled",
    "Finding",
    "Group",
    "Inspection",
    "Kind",
    "Level",
    "Message",
    "Page",
    "PageAtRest",
    "PageKind",
    "Problem",
    "Question",
    "Questionnaire",
    "Rows",
    "Rule",
    "Sheets",
    "Stuck",
    "Submission",
    "SubmissionRefused",
    "Values",
    "Verdict",
    "Walk",
    "Wording",
    "WorkbookRefused",
    "check",
    "check_some",
    "compare",
    "follow_triggers",
    "get",
    "inspect",
    "is_beside",
    "is_iso_date",
    "keep_lasting",
    "list_every_page",
    "new_instance",
    "normalise",
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
