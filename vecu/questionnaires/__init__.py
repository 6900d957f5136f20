"""Questionnaires without Django: workbooks read, answers checked, interviews paged."""

from vecu.questionnaires.addresses import add_instance, get, put, remove_instance, steps
from vecu.questionnaires.appearances import is_beside, is_honoured, not_honoured
from vecu.questionnaires.check import MAX_TEXT, check, check_some
from vecu.questionnaires.expressions import ExpressionError
from vecu.questionnaires.filled import MAX_INSTANCES, Filled
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
from vecu.questionnaires.settling import (
    follow_triggers,
    keep_lasting,
    new_instance,
    normalise,
    settle,
    start,
)
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
    "Choice",
    "Converted",
    "ExpressionError",
    "Filled",
    "Group",
    "Kind",
    "Media",
    "Message",
    "Page",
    "PageKind",
    "Problem",
    "Question",
    "Questionnaire",
    "Rule",
    "Scale",
    "Section",
    "Values",
    "Wording",
    "WorkbookRefused",
    "add_instance",
    "check",
    "check_some",
    "follow_triggers",
    "get",
    "is_beside",
    "is_honoured",
    "is_iso_date",
    "keep_lasting",
    "new_instance",
    "normalise",
    "not_honoured",
    "page_key",
    "pages",
    "pages_of",
    "places_of",
    "put",
    "read_workbook",
    "read_xform",
    "remove_instance",
    "settle",
    "shown",
    "start",
    "steps",
]
