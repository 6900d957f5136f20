"""Bring interviews, notes and minutes into a study of documents: each is one answer."""

from django.db import transaction
from django.utils.timezone import localdate

from vecu.accounts.actions import record_audit_event
from vecu.coding.actions.codebook import configure_coding, open_codebook
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.actions.new_study_from_project import ProjectStudyOptions, begin_imported_study
from vecu.coding.interchange.document_study import WORDS, build_document_workbook
from vecu.questionnaires import EvaluatedForm, Values, validate_form
from vecu.surveys.actions import AnswersRefused, ensure_import_fielding, store_imported_answers
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire


def create_document_study(beginning: ProjectStudyOptions, act: ActionContext) -> Study:
    """Create a study of documents, coded blind; raise what `begin_imported_study` does."""
    workbook = build_document_workbook(beginning.title, beginning.language)
    study, codebook = begin_imported_study(beginning, act, workbook)
    configure_coding(codebook, act, questions=[WORDS], blind=True)
    return study


@transaction.atomic
def bring_document(study: Study, values: Values, language: str, act: ActionContext) -> int:
    """Store a document as an answer; return how many texts there are to code in it, all questions.

    `values` are as `build_document_answer` returns them. The audit notes that a document came in,
    not which. Raise `AnswersRefused`.
    """
    questionnaire, day = get_questionnaire(get_latest_version(study)), localdate(act.now)
    filled = EvaluatedForm(questionnaire, values, day, stored=True, language=language)
    if problems := validate_form(filled, language=language):
        raise AnswersRefused(problems)
    store_imported_answers(ensure_import_fielding(study), [(filled.values(), language)], day)
    record_audit_event(act.by, "brought a document in", study.scope, "", {}, now=act.now)
    return ingest_verbatims(open_codebook(study, language))
