"""What the history of a study's cases knows: cases, terms with employers, events."""

from typing import Any

from django.utils.translation import gettext as _

from vecu.casestudies.cases import checks, content, forms, models
from vecu.casestudies.cases.rules import CaseVerb
from vecu.records.kinds import ADD, CHANGE, REMOVE, Ledger, RecordKind, list_answered_problems
from vecu.records.rules import ResponseVerb
from vecu.translation import gettext_noop
from vecu.ui.templatetags.ui import translate_wording

CASES = Ledger("case")


def _get_case_title(row: models.Case) -> Any:
    return row.name


def _get_terms_title(row: models.EmployerTerms) -> str:
    case = models.Case.objects.filter(pk=row.case).first()
    return translate_wording(case.name) if case else _("A case that is gone")


def _get_event_title(row: models.CaseEvent) -> Any:
    return row.title


CASE = RecordKind(
    CASES,
    "case",
    models.Case,
    parent="study",
    content=content.CaseContent,
    words={
        ADD: gettext_noop("described a case"),
        CHANGE: gettext_noop("changed a case"),
        REMOVE: gettext_noop("removed a case"),
        **{each: each.label for each in CaseVerb},
    },
    title=_get_case_title,
    forms=[forms.CaseForm],
    list_problems=checks.list_case_problems,
    list_removal_problems=checks.list_case_removal_problems,
    list_undo_problems=checks.list_case_undo_problems,
    outside={"published"},
)
TERMS = RecordKind(
    CASES,
    "employer terms",
    models.EmployerTerms,
    parent="study",
    content=content.EmployerTermsContent,
    words={
        ADD: gettext_noop("noted the terms with an employer"),
        CHANGE: gettext_noop("changed the terms with an employer"),
        REMOVE: gettext_noop("removed the terms with an employer"),
        ResponseVerb.CONFIRM: gettext_noop("confirmed the terms, for the employer"),
        ResponseVerb.CONTEST: gettext_noop("contested the terms, for the employer"),
    },
    title=_get_terms_title,
    forms=[forms.EmployerTermsForm],
    list_problems=checks.list_terms_problems,
    list_removal_problems=list_answered_problems,
    list_undo_problems=checks.list_part_undo_problems,
    stays={"responses"},
)
EVENT = RecordKind(
    CASES,
    "case event",
    models.CaseEvent,
    parent="study",
    content=content.CaseEventContent,
    words={
        ADD: gettext_noop("noted an event of an organisation"),
        CHANGE: gettext_noop("changed an event of an organisation"),
        REMOVE: gettext_noop("removed an event of an organisation"),
    },
    title=_get_event_title,
    forms=[forms.CaseEventForm],
    list_problems=checks.list_event_problems,
    list_undo_problems=checks.list_part_undo_problems,
)
