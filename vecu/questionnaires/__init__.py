"""Questionnaires without Django: workbooks read, answers checked, interviews paged."""

from vecu.questionnaires.addresses import add_instance, get, put, remove_instance, steps
from vecu.questionnaires.check import MAX_TEXT, check, check_some, is_iso_date
from vecu.questionnaires.expressions import Expression, ExpressionError
from vecu.questionnaires.filled import MAX_INSTANCES, Filled
from vecu.questionnaires.instance import Values
from vecu.questionnaires.model import Choice, Group, Kind, Question, Questionnaire, Wording
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
from vecu.questionnaires.settling import new_instance, normalise, settle, start
from vecu.questionnaires.workbook import Converted, read_workbook
from vecu.questionnaires.xform import read_xform

__all__ = [
    "MAX_INSTANCES",
    "MAX_TEXT",
    "UNFIT",
    "Asked",
    "Choice",
    "Converted",
    "Expression",
    "ExpressionError",
    "Filled",
    "Group",
    "Kind",
    "Message",
    "Page",
    "PageKind",
    "Problem",
    "Question",
    "Questionnaire",
    "Rule",
    "Section",
    "Values",
    "Wording",
    "WorkbookRefused",
    "add_instance",
    "check",
    "check_some",
    "get",
    "is_iso_date",
    "new_instance",
    "normalise",
    "page_key",
    "pages",
    "pages_of",
    "put",
    "read_workbook",
    "read_xform",
    "remove_instance",
    "settle",
    "shown",
    "start",
    "steps",
]
